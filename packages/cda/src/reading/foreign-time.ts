import { parseHl7Time, type ForeignTime, type ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';

/** A time that is only shown: unreadable ones are shown as they are written. The day stays the day of its writer. */
export const readForeignTime = (el: XmlElement | undefined, zone: ZoneName | undefined): ForeignTime | undefined => {
  const written = el === undefined ? '' : (attr(el, 'value')?.trim() ?? '');
  if (el === undefined || written === '' || attr(el, 'nullFlavor') !== undefined) return undefined;
  const known = parseHl7Time(written, zone ?? 'UTC');
  if (!known.ok) return { written };
  const { date, instant, precision, zoneAssumed } = known.value;
  const isInstant = precision !== 'year' && precision !== 'month' && precision !== 'day' && (!zoneAssumed || zone !== undefined);
  return { written, ...(date === undefined ? {} : { date }), ...(isInstant ? { instant } : {}) };
};
