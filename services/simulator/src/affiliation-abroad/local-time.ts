const formatters = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, at: Date): Readonly<Record<string, string>> {
  const format = formatters.get(zone) ?? new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'longOffset',
  });
  formatters.set(zone, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `20260612140000+0300`: the country's own clock, with its offset. */
export function localTime(zone: string, at: Date): string {
  const { year = '', month = '', day = '', hour = '', minute = '', second = '', timeZoneName = '' } = partsIn(zone, at);
  const offset = timeZoneName.replaceAll(/GMT|:/g, '');
  return `${year}${month}${day}${hour}${minute}${second}${offset === '' ? '+0000' : offset}`;
}

export const localDay = (zone: string, at: Date): string => localTime(zone, at).slice(0, 8);

/** `20260612120000`, in UTC. */
export const utcTime = (at: Date): string => at.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '');

const DAY_MS = 86_400_000;
export const daysFrom = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);
