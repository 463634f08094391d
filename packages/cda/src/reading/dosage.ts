import { parseDecimal, type ForeignTime, type ForeignTiming, type ZoneName } from '@ncp/domain';
import { attr, NS, type XmlElement } from '@ncp/xml';
import { readAmount } from './data-types.js';
import { v3All, v3At } from './elements.js';
import type { ForeignPrescription } from './foreign-prescription.js';
import { readForeignTime } from './foreign-time.js';
import type { ReadingNotes } from './notes.js';

/** Dosage of a foreign prescription: what is coded, nothing concluded (cda-documents 5). */

interface Context {
  readonly notes: ReadingNotes;
  readonly zone: ZoneName | undefined;
}

/** Without prefix: documents name the type in both ways. */
const typeOf = (time: XmlElement): string => (attr(time, 'type', NS.xsi) ?? '').replace(/^.*:/, '');

const periodTiming = (time: XmlElement, { notes }: Context): readonly ForeignTiming[] => {
  const period = readAmount(v3At(time, 'period'), notes);
  if (period === undefined) return [];
  const institution = attr(time, 'institutionSpecified');
  const from = attr(v3At(time, 'phase', 'low') ?? time, 'value');
  return [{
    kind: 'period', period,
    ...(institution === undefined ? {} : { institutionSpecified: institution === 'true' }),
    ...(from === undefined || from === '' ? {} : { from }),
  }];
};

const timing = (time: XmlElement, context: Context): readonly ForeignTiming[] => {
  switch (typeOf(time)) {
    case 'IVL_TS':
      return [];
    case 'PIVL_TS':
      return periodTiming(time, context);
    case 'EIVL_TS': {
      const code = attr(v3At(time, 'event') ?? time, 'code');
      return code === undefined ? [] : [{ kind: 'event', code }];
    }
    case 'SXPR_TS':
      return v3All(time, 'comp').flatMap((part) => timing(part, context));
    default: {
      const at = readForeignTime(time, context.zone);
      return at === undefined ? [] : [{ kind: 'once', at }];
    }
  }
};

const treatmentOf = (times: readonly XmlElement[], { zone, notes }: Context): ForeignPrescription['treatment'] => {
  const interval = times.find((time) => typeOf(time) === 'IVL_TS' && attr(time, 'nullFlavor') === undefined);
  const bound = (name: string): ForeignTime | undefined => readForeignTime(v3At(interval, name), zone);
  const low = bound('low');
  const high = bound('high');
  const width = readAmount(v3At(interval, 'width'), notes);
  if (low === undefined && high === undefined && width === undefined) return undefined;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), ...(width === undefined ? {} : { width }) };
};

const doseOf = (item: XmlElement | undefined, { notes }: Context): ForeignPrescription['dose'] => {
  const dose = v3At(item, 'doseQuantity');
  if (dose === undefined) return undefined;
  // Older documents write one value instead of two bounds.
  const whole = attr(dose, 'value') === undefined ? undefined : readAmount(dose, notes);
  const low = whole ?? readAmount(v3At(dose, 'low'), notes);
  const high = whole ?? readAmount(v3At(dose, 'high'), notes);
  if (low === undefined && high === undefined) return undefined;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
};

/** An amount that is there and cannot be used: no number, one below zero, or one that is said to be none. */
const isDoubtful = (el: XmlElement): boolean => {
  const written = attr(el, 'value')?.trim();
  if (written === undefined) return false;
  const value = parseDecimal(written);
  return attr(el, 'nullFlavor') !== undefined || !value.ok || value.value.startsWith('-');
};

const periodsIn = (time: XmlElement): readonly XmlElement[] => [...v3All(time, 'period'), ...v3All(time, 'comp').flatMap(periodsIn)];

const doubtfulIn = (item: XmlElement | undefined, times: readonly XmlElement[]): boolean =>
  [...v3All(item, 'doseQuantity').flatMap((dose) => [dose, ...v3All(dose, 'low', 'high')]), ...times.flatMap(periodsIn)].some(isDoubtful);

const isSaid = (el: XmlElement): boolean => attr(el, 'nullFlavor') === undefined;

/** How every frequency is written. Others, "excluding" first of all, mean other times. */
const USUAL_OPERATORS: ReadonlySet<string> = new Set(['A', 'I']);

const isTimeModified = (time: XmlElement): boolean =>
  !USUAL_OPERATORS.has(attr(time, 'operator') ?? 'I') || v3All(time, 'offset').some(isSaid) || v3All(time, 'comp').some(isTimeModified);

/**
 * The document says more than times and a dose: a condition (as needed), a maximum, a rate, steps, a time before an event,
 * or that it is not so at all. Without that, times and dose would be another dosage.
 */
const isModified = (item: XmlElement | undefined, times: readonly XmlElement[]): boolean =>
  (item !== undefined && attr(item, 'negationInd') === 'true') ||
  v3All(item, 'precondition', 'maxDoseQuantity', 'rateQuantity').some(isSaid) ||
  v3All(item, 'entryRelationship').filter((relation) => attr(relation, 'typeCode') === 'COMP').some((relation) => v3All(relation, 'substanceAdministration').length > 0) ||
  times.some(isTimeModified);

export const readDosage = (item: XmlElement | undefined, context: Context): Pick<ForeignPrescription, 'treatment' | 'timings' | 'dose' | 'dosageDoubtful'> => {
  const times = v3All(item, 'effectiveTime');
  const treatment = treatmentOf(times, context);
  const dose = doseOf(item, context);
  const isInterval = (time: XmlElement): boolean => typeOf(time) === 'IVL_TS' || v3All(time, 'low', 'high', 'width').length > 0;
  const told = times.filter((time) => !isInterval(time)).map((time) => timing(time, context));
  // One of several times that says nothing leaves the others without their company (decisions D36).
  const isPartial = told.some((one) => one.length === 0) && told.some((one) => one.length > 0);
  return {
    ...(treatment === undefined ? {} : { treatment }),
    timings: told.flat(),
    ...(dose === undefined ? {} : { dose }),
    ...(isPartial || doubtfulIn(item, times) || isModified(item, times) ? { dosageDoubtful: true } : {}),
  };
};
