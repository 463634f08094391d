import { instantFromEpoch, type Instant } from '@ncp/domain';
import type { CountedGap, TerminologyGap, TerminologyGapReason } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import { toDate } from './times.js';

/** One release that a process took. `hash`: SHA-256 of its file, hex; empty for the one that is built in. */
export interface TakenRelease {
  readonly service: string;
  readonly release: string;
  readonly hash: string;
  readonly at: Instant;
}

/** A gap with how often it was met, and by how many documents; by one when that is not said. */
export type NotedGap = TerminologyGap & Pick<CountedGap, 'count'> & Partial<Pick<CountedGap, 'documents'>>;

/** The report of the catalogue: gaps with counts, and which release was in use when. */
export interface TerminologyReport {
  /** Adds counts. All or nothing. @throws NcpError NCP_STORE_UNAVAILABLE */
  add(gaps: readonly NotedGap[], at: Instant): Promise<void>;
  /** What touches most documents first. @throws NcpError NCP_STORE_UNAVAILABLE */
  gaps(filter?: { readonly release?: string; readonly country?: string }): Promise<readonly CountedGap[]>;
  took(release: TakenRelease): Promise<void>;
  /** The latest of each process. */
  inUse(): Promise<readonly TakenRelease[]>;
}

// Rows are added in one order everywhere, so that two processes never wait for each other.
const ADD = `
insert into terminology_gap as g (release, code_system, code, field, reason, country, count, documents, first_at, last_at)
select r, s, c, f, y, l, n, d, $9, $9 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[]) as u (r, s, c, f, y, l, n, d)
order by r, s, c, f, y, l
on conflict on constraint terminology_gap_key do update set count = g.count + excluded.count, documents = g.documents + excluded.documents, last_at = greatest(g.last_at, excluded.last_at)`;

const LIST = `
select release, code_system, code, field, reason, country, count, documents, first_at, last_at from terminology_gap
where ($1::text is null or release = $1) and ($2::text is null or country = $2)
order by documents desc, count desc, release, field, code_system, code, country, reason`;

const IN_USE = `
select distinct on (service) service, release, hash, taken_at from terminology_release order by service, taken_at desc, id desc`;

interface GapRow {
  readonly release: string; readonly code_system: string; readonly code: string; readonly field: string; readonly reason: TerminologyGapReason;
  readonly country: TerminologyGap['country']; readonly count: string; readonly documents: string; readonly first_at: Date; readonly last_at: Date;
}

const gapOf = (row: GapRow): CountedGap => ({
  release: row.release, codeSystem: row.code_system, code: row.code, field: row.field, reason: row.reason, country: row.country,
  count: Number(row.count), documents: Number(row.documents), firstAt: row.first_at.toISOString(), lastAt: row.last_at.toISOString(),
});

export const createTerminologyReport = (pool: Pool): TerminologyReport => ({
  add: (gaps, at) => guarded(async () => {
    if (gaps.length === 0) return;
    const column = (pick: (gap: (typeof gaps)[number]) => string | number): readonly (string | number)[] => gaps.map(pick);
    await pool.query(ADD, [
      column((gap) => gap.release), column((gap) => gap.codeSystem), column((gap) => gap.code), column((gap) => gap.field),
      column((gap) => gap.reason), column((gap) => gap.country), column((gap) => gap.count), column((gap) => gap.documents ?? 1), toDate(at),
    ]);
  }),
  gaps: ({ release, country } = {}) => guarded(async () => {
    const { rows } = await pool.query<GapRow>(LIST, [release ?? null, country ?? null]);
    return rows.map(gapOf);
  }),
  took: ({ service, release, hash, at }) => guarded(async () => {
    await pool.query('insert into terminology_release (service, release, hash, taken_at) values ($1, $2, $3, $4)', [service, release, hash, toDate(at)]);
  }),
  inUse: () => guarded(async () => {
    const { rows } = await pool.query<{ service: string; release: string; hash: string; taken_at: Date }>(IN_USE);
    return rows.map(({ service, release, hash, taken_at }) => ({ service, release, hash, at: instantFromEpoch(taken_at.getTime()) }));
  }),
});
