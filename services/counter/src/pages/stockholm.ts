import { instantFromEpoch, offsetMinutesOfLocal } from '@ncp/domain';

/** `YYYY-MM-DD HH:MM` of a Swedish clock as an instant with its offset; undefined for what is no such time. */
export function stockholmInstant(text: string): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
  const local = Date.UTC(year, month - 1, day, hour, minute);
  // Date.UTC carries over what is too large: 31 February is no date.
  if (new Date(local).toISOString().slice(0, 16) !== text.replace(' ', 'T')) return undefined;
  const offset = offsetMinutesOfLocal('Europe/Stockholm', local);
  return instantFromEpoch(local - offset * 60_000, offset);
}
