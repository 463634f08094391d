import { addDays, compareDates, type CalendarDate, type MaternityRecord, type PregnancyHistory } from '@ncp/domain';
import { groupBy, laterFirst, newestFirst, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { DELIVERIES, LIVE_BIRTH, WRITTEN, type WrittenCode } from '../summary-constants.js';

/** Pregnancy, now and before (sweden-patient-summary 8, PS81-PS84). */
export interface Pregnancy {
  readonly pregnancy?: PregnancyHistory;
  readonly told: readonly Told<MaternityRecord>[];
}

const byDay = (a: MaternityRecord, b: MaternityRecord): number => laterFirst(a.authoredOn, b.authoredOn) || newestFirst(a, b);

interface Expected { readonly on: CalendarDate; readonly method: WrittenCode }

/** One date only: transfer of the embryo, then ultrasound, then last period (PS82). */
const expectedOf = ({ expectedDelivery: { byTransfer, byUltrasound, byLastPeriod } }: MaternityRecord): Expected | undefined => {
  const scanned = byTransfer ?? byUltrasound;
  if (scanned !== undefined) return { on: scanned, method: WRITTEN.deliveryByUltrasound };
  return byLastPeriod === undefined ? undefined : { on: byLastPeriod, method: WRITTEN.deliveryByLastPeriod };
};

/** PS81. A delivery written on the day of the registration counts as later: then nothing is said. */
const isPregnant = (latest: MaternityRecord, deliveries: readonly MaternityRecord[], { policy, today }: Bench): boolean => {
  const expected = expectedOf(latest);
  return expected !== undefined && compareDates(expected.on, addDays(today, -policy.windows.overdueDays)) >= 0 && deliveries.length === 0;
};

/** Counts by outcome of the registration, and of children born since (PS83). */
const outcomesOf = (latest: MaternityRecord, deliveries: readonly MaternityRecord[], { terms, idOf }: Bench): PregnancyHistory['outcomes'] => {
  const children = deliveries.reduce((sum, row) => sum + Math.max(0, row.children), 0);
  const all = [...latest.earlierDeliveries.map(({ outcome }) => outcome), ...Array.from({ length: children }, () => LIVE_BIRTH)];
  return groupBy(all.filter((outcome) => outcome !== 0).toSorted((a, b) => b - a), String).flatMap((group) => {
    const outcome = terms.pivot('pregnancy-outcome', String(group[0]));
    return outcome === undefined ? [] : [{ id: idOf('pregnancy-outcome', `${latest.origin.key}|${String(group[0])}`), outcome, count: group.length }];
  });
};

const THIS_CENTURY_AND_LAST = 1900;

const datesOf = (latest: MaternityRecord, { idOf }: Bench): PregnancyHistory['earlierDates'] =>
  latest.earlierDeliveries
    .flatMap(({ year, month, outcome }) => {
      if (!DELIVERIES.includes(outcome) || year === undefined || !Number.isSafeInteger(year) || year < THIS_CENTURY_AND_LAST || year > 9999) return [];
      const known = month !== undefined && Number.isSafeInteger(month) && month >= 1 && month <= 12;
      return [`${String(year)}${known ? String(month).padStart(2, '0') : ''}`];
    })
    .toSorted()
    .map((yearMonth, index) => ({ id: idOf('pregnancy-date', `${latest.origin.key}|${String(index)}`), yearMonth }));

/** `rows`: newest first. */
export const pregnancyOf = (rows: readonly MaternityRecord[], bench: Bench): Pregnancy => {
  const { terms, policy, patient, idOf } = bench;
  const [latest, ...earlier] = rows.filter(({ section }) => section === 'registration').toSorted(byDay);
  const nothing = { told: rows.map((row) => tell(row, 'dropped', 'PS84')) };
  if (latest === undefined || patient.gender === 'M') return nothing;
  const deliveries = rows.filter(({ section, authoredOn }) => section === 'post-delivery' && compareDates(authoredOn, latest.authoredOn) >= 0).toSorted(byDay);
  const pregnant = isPregnant(latest, deliveries, bench);
  if (!pregnant && !policy.exportPregnancyHistory) return nothing;
  const expected = pregnant ? expectedOf(latest) : undefined;
  const method = expected === undefined ? undefined : terms.pivot(...expected.method);
  const outcomes = outcomesOf(latest, deliveries, bench);
  const earlierDates = datesOf(latest, bench);
  if (!pregnant && outcomes.length === 0 && earlierDates.length === 0) return nothing;
  const used = [latest, ...deliveries];
  return {
    pregnancy: {
      ...(pregnant ? { pregnant: { id: idOf('pregnancy', latest.origin.key), since: latest.authoredOn } } : {}),
      ...(expected === undefined || method === undefined ? {} : { expectedDelivery: { id: idOf('expected-delivery', latest.origin.key), method, on: expected.on } }),
      outcomes, earlierDates,
      source: sourceOf(used),
    },
    told: [
      tell(latest, 'entry', pregnant ? 'PS81' : 'PS83'),
      ...deliveries.map((row) => tell(row, 'merged', 'PS83')),
      ...earlier.map((row) => tell(row, 'dropped', 'PS83')),
      ...rows.filter((row) => row.section !== 'registration' && !deliveries.includes(row)).map((row) => tell(row, 'dropped', 'PS84')),
    ],
  };
};
