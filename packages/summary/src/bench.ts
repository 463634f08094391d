import {
  compareInstants, stockholmDate, type AnyCareRecord, type Article, type CalendarDate, type Instant, type OutcomeKind, type Patient,
  type RecordOrigin, type SummarySource,
} from '@ncp/domain';
import type { SummaryPolicy } from './policy.js';
import type { RuleId } from './rules.js';
import type { Terms } from './terms.js';

/** What every room works with. */
export interface Bench {
  readonly terms: Terms;
  readonly policy: SummaryPolicy;
  readonly patient: Patient;
  readonly today: CalendarDate;
  readonly articles: ReadonlyMap<string, Article>;
  /** UUID of an entry: of its kind and the key of the record that it stands for. */
  readonly idOf: (kind: string, key: string) => string;
}

/** The outcome of one record, and the rule that decided. */
export interface Told<Row = AnyCareRecord> {
  readonly row: Row;
  readonly outcome: OutcomeKind;
  readonly rule: RuleId;
}

export const tell = <Row>(row: Row, outcome: OutcomeKind, rule: RuleId): Told<Row> => ({ row, outcome, rule });

/** When it was written, as far as anybody says: Provenance first (PS03). */
export const writtenAt = ({ recorded, authored }: RecordOrigin): Instant | undefined => recorded ?? authored;

export const writtenOn = (origin: RecordOrigin): CalendarDate | undefined => {
  const at = writtenAt(origin);
  return at === undefined ? undefined : stockholmDate(at);
};

const compareWritten = (a: RecordOrigin, b: RecordOrigin): number => {
  const left = writtenAt(a);
  const right = writtenAt(b);
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return compareInstants(left, right);
};

const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);

interface Written { readonly origin: RecordOrigin }

/** Newest first; equal times by key, so that the order in which sources answered never shows. */
export const newestFirst = (a: Written, b: Written): number =>
  compareWritten(b.origin, a.origin) || compareTexts(a.origin.key, b.origin.key);

/** Later days first, absent ones last. */
export const laterFirst = (a: CalendarDate | undefined, b: CalendarDate | undefined): number => compareTexts(b ?? '', a ?? '');

export const earliest = (days: readonly (CalendarDate | undefined)[]): CalendarDate | undefined =>
  days.filter((day) => day !== undefined).toSorted()[0];

export const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

const providerOf = ({ careUnit, careGiver, system }: RecordOrigin): string =>
  careUnit?.name ?? careGiver?.name ?? careUnit?.hsaId ?? careGiver?.hsaId ?? system;

/** Who recorded it: of several records each provider once; unsigned only when nobody signed any of them (PS06). */
export const sourceOf = (rows: readonly Written[]): SummarySource => ({
  providers: distinct(rows.map(({ origin }) => providerOf(origin))).toSorted(),
  unsigned: rows.every(({ origin }) => !origin.signed),
});

/** Rows by key, keys in the order of their first row. */
export const groupBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly (readonly [Row, ...Row[]])[] => {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups.values()];
};
