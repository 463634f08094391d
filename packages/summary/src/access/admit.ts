import {
  compareDates, stockholmDate, type AnyCareRecord, type CareContract, type CareRecords, type RecordBlock, type RecordOrigin, type RecordOutcome,
} from '@ncp/domain';
import { groupBy, newestFirst, tell, writtenAt, type Told } from '../bench.js';
import type { RuleId } from '../rules.js';

/**
 * Which records may be used at all (PS02-PS07). Everything after this sees only what came through, so a record that is withheld
 * cannot leave a trace: not in an entry, a count, a date or a provider's name (PS08).
 */
export interface Access {
  readonly blocks: readonly RecordBlock[] | 'unknown';
  /** HSA-ids of sources that judge blocks themselves (PS04). */
  readonly filteringSystems: readonly string[];
}

export interface Admitted {
  /** The newest version of each record that may be used, newest first. */
  readonly rows: readonly AnyCareRecord[];
  readonly told: readonly Told[];
  readonly unreadable: readonly RecordOutcome[];
}

export const CONTRACT_OF: Readonly<Record<AnyCareRecord['type'], CareContract>> = {
  'alert': 'alerts', 'diagnosis': 'diagnoses', 'vaccination': 'vaccinations', 'ordination': 'ordinations',
  'functional-status': 'functional-status', 'laboratory': 'laboratory', 'maternity': 'maternity', 'observation': 'observations',
};

const recordKey = (row: AnyCareRecord): string => `${CONTRACT_OF[row.type]}|${row.origin.key}`;

const sameHsaId = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();

/** PS03. A block that is limited to some records closes one whose time nobody knows. */
const covers = ({ from, until }: RecordBlock, origin: RecordOrigin): boolean => {
  const time = origin.blockComparisonTime ?? writtenAt(origin);
  if (time === undefined) return true;
  const day = stockholmDate(time);
  return (from === undefined || compareDates(day, from) >= 0) && (until === undefined || compareDates(day, until) <= 0);
};

/** PS02. */
const closes = (block: RecordBlock, origin: RecordOrigin): boolean => {
  const organisation = block.kind === 'outer' ? origin.careGiver : origin.careUnit;
  return organisation !== undefined && sameHsaId(block.hsaId, organisation.hsaId) && covers(block, origin);
};

const hasOwners = ({ careGiver, careUnit }: RecordOrigin): boolean =>
  careGiver !== undefined && careGiver.hsaId.trim() !== '' && careUnit !== undefined && careUnit.hsaId.trim() !== '';

const withheldBy = ({ origin }: AnyCareRecord, { blocks, filteringSystems }: Access): RuleId | undefined => {
  if (blocks === 'unknown') return 'PS02';
  if (!hasOwners(origin) && !filteringSystems.some((system) => sameHsaId(system, origin.system))) return 'PS04';
  if (blocks.some((block) => closes(block, origin))) return 'PS02';
  return origin.security.length > 0 ? 'PS05' : undefined;
};

const UNUSABLE: ReadonlySet<string> = new Set(['registered', 'preliminary', 'cancelled', 'entered-in-error']);

/** PS07. Alerts, diagnoses, ordinations and the rest have no status of their own. */
const isUsable = (row: AnyCareRecord): boolean => {
  if (row.type === 'vaccination') return row.valid;
  return row.type === 'laboratory' || row.type === 'observation' ? !UNUSABLE.has(row.status) : true;
};

/** Equal whatever the order of the properties. */
const contentOf = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner);

const bySafest = (access: Access) => (a: AnyCareRecord, b: AnyCareRecord): number =>
  newestFirst(a, b) ||
  // Two versions of one moment: the one that says less wins, then an order that does not depend on the source.
  Number(withheldBy(b, access) !== undefined) - Number(withheldBy(a, access) !== undefined) ||
  Number(isUsable(a)) - Number(isUsable(b)) ||
  (contentOf(a) < contentOf(b) ? -1 : 1);

/**
 * Judges each record by its newest version. If that one is withheld, the record is: an older version is not what was recorded.
 */
const judge = (versions: readonly [AnyCareRecord, ...AnyCareRecord[]], access: Access): readonly Told[] | 'kept' => {
  const [newest] = versions;
  const rule = withheldBy(newest, access);
  if (rule !== undefined) return versions.map((row) => tell(row, 'withheld', rule));
  return isUsable(newest) ? 'kept' : versions.map((row) => tell(row, 'dropped', 'PS07'));
};

/** Applies PS02 to PS07. */
export const admit = ({ rows, unreadable }: CareRecords, access: Access): Admitted => {
  const broken = new Set(unreadable.flatMap(({ contract, key }) => (key === undefined ? [] : [`${contract}|${key}`])));
  const kept: AnyCareRecord[] = [];
  const told: Told[] = [];
  for (const versions of groupBy(rows.toSorted(bySafest(access)), recordKey)) {
    const [newest, ...older] = versions;
    const judged = judge(versions, access);
    if (judged !== 'kept') told.push(...judged);
    // A version that cannot be read may be the one that withdraws the others.
    else if (broken.has(recordKey(newest))) told.push(...versions.map((row) => tell(row, 'dropped', 'PS07')));
    else {
      kept.push(newest);
      told.push(...older.map((row) => tell(row, contentOf(row) === contentOf(newest) ? 'merged' : 'dropped', 'PS07')));
    }
  }
  return {
    rows: kept,
    told,
    unreadable: unreadable.map(({ contract, key = '', at }) => ({ source: contract, key, outcome: 'dropped', rule: 'PS96', at })),
  };
};
