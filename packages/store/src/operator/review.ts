import type { Instant } from '@ncp/domain';
import { guarded, sqlStateOf, UNIQUE_VIOLATION, type Pool } from '../database.js';
import { fromDate } from '../times.js';
import { actValues, insertAct, type OperatorAct } from './acts.js';

/** A random sample of the exchanges whose leaves stand after one place in the chain and up to another. */
export interface ReviewSample {
  readonly id: string;
  /** Leaves after this one, up to `upto` and with it. */
  readonly after: bigint;
  readonly upto: bigint;
  /** 16 random bytes, hex: with it anybody can draw the same sample again. */
  readonly seed: string;
  readonly size: number;
  readonly drawnBy: string;
  readonly drawnAt: Instant;
  readonly reviewed: number;
  /** Exchanges in it; fewer than `size` where there were no more. */
  readonly exchanges: number;
  /** Of the first and the last leaf it covers. */
  readonly from: Instant;
  readonly until: Instant;
}

export type ReviewFinding = 'in-order' | 'to-investigate';

/** One exchange of a sample: identifiers and codes of its leaves, and what the review said. */
export interface SampledExchange {
  readonly exchange: string;
  readonly first: Instant;
  readonly kinds: readonly string[];
  readonly country: string;
  readonly actors: readonly string[];
  readonly codes: readonly string[];
  readonly mark?: { readonly finding: ReviewFinding; readonly by: string; readonly reviewer: string; readonly at: Instant };
}

/** Systematic log review (sweden-national 1.6). @throws NcpError NCP_STORE_UNAVAILABLE */
export interface LogReview {
  samples(limit: number): Promise<readonly ReviewSample[]>;
  sample(id: string): Promise<{ readonly sample: ReviewSample; readonly rows: readonly SampledExchange[] } | undefined>;
  /**
   * Draws from everything since the sample before, and records the act with it. False: there is nothing to draw from, or somebody
   * else has just drawn.
   */
  draw(wish: { readonly seed: string; readonly size: number; readonly drawnBy: string }, act: OperatorAct): Promise<boolean>;
  /** Records a review and the act with it. False: the exchange is not in the sample, or is marked already. */
  mark(wish: { readonly sample: string; readonly exchange: string; readonly finding: ReviewFinding; readonly reviewer: string }, act: OperatorAct): Promise<boolean>;
}

/** What operators themselves did, and probes, are not what is reviewed. */
const REVIEWED = `l.kind not like 'operator-%' and not exists (select from transaction_record t where t.exchange = l.exchange and t.probe)`;
/** The sample: those of its exchanges whose hash with the seed is lowest. */
const DRAWN = `
select l.exchange from audit_leaf l where l.sequence > s.after_sequence and l.sequence <= s.upto_sequence and ${REVIEWED}
group by l.exchange order by sha256(convert_to(s.seed || l.exchange, 'UTF8')), l.exchange limit s.size`;

const SAMPLES = `
select s.*, (select count(*)::int from review_mark m where m.sample = s.id) as reviewed,
  (select time from audit_leaf where sequence = s.after_sequence + 1) as first, (select time from audit_leaf where sequence = s.upto_sequence) as last from review_sample s`;

interface SampleRow {
  readonly id: string; readonly after_sequence: string; readonly upto_sequence: string; readonly seed: string; readonly size: number; readonly drawn_by: string; readonly drawn_at: Date;
  readonly reviewed: number; readonly exchanges: number; readonly first: Date; readonly last: Date;
}
interface SampledRow {
  readonly exchange: string; readonly first: Date; readonly kinds: string[]; readonly country: string; readonly actors: string[]; readonly codes: string[];
  readonly finding: ReviewFinding | null; readonly reviewed_by: string | null; readonly reviewer: string | null; readonly reviewed_at: Date | null;
}

const sampleOf = (row: SampleRow): ReviewSample => ({
  id: row.id, after: BigInt(row.after_sequence), upto: BigInt(row.upto_sequence), seed: row.seed, size: row.size, drawnBy: row.drawn_by, drawnAt: fromDate(row.drawn_at),
  reviewed: row.reviewed, exchanges: row.exchanges, from: fromDate(row.first), until: fromDate(row.last),
});

const sampledOf = (row: SampledRow): SampledExchange => ({
  exchange: row.exchange, first: fromDate(row.first), kinds: row.kinds, country: row.country, actors: row.actors, codes: row.codes,
  ...(row.finding === null || row.reviewed_at === null ? {} : { mark: { finding: row.finding, by: row.reviewed_by ?? '', reviewer: row.reviewer ?? '', at: fromDate(row.reviewed_at) } }),
});

const ROWS = `
select l.exchange, min(l.time) as first, array_agg(distinct l.kind) as kinds, min(case when l.country_a = 'SE' then l.country_b else l.country_a end) as country,
  array_agg(distinct l.actor) as actors, coalesce(array_agg(distinct c) filter (where c is not null), '{}') as codes, m.finding, m.reviewed_by, m.reviewer, m.reviewed_at
from review_sample s cross join lateral (${DRAWN}) d join audit_leaf l on l.exchange = d.exchange left join lateral unnest(l.codes) as c on true
left join review_mark m on m.sample = s.id and m.exchange = l.exchange
where s.id = $1 group by l.exchange, m.finding, m.reviewed_by, m.reviewer, m.reviewed_at order by min(l.time), l.exchange`;

const DRAW = `
with since as (select coalesce(max(upto_sequence), 0) as after, (select coalesce(max(sequence), 0) from audit_leaf) as upto from review_sample),
there as (select count(*)::int as exchanges from (select distinct l.exchange from audit_leaf l, since where l.sequence > since.after and l.sequence <= since.upto and ${REVIEWED} limit $12::int) d),
drawn as (insert into review_sample (after_sequence, upto_sequence, seed, size, exchanges, drawn_by, drawn_at)
  select since.after, since.upto, $11::text, $12::int, there.exchanges, $13::text, $10::timestamptz from since, there where there.exchanges > 0 returning id)
${insertAct('from drawn')}`;

const MARK = `
with marked as (insert into review_mark (sample, exchange, finding, reviewed_by, reviewer, reviewed_at)
  select s.id, $12::text, $13::text, $3::text, $14::text, $10::timestamptz from review_sample s where s.id = $11::bigint and $12::text in (${DRAWN}) returning sample)
${insertAct('from marked')}`;

/** True when the row came in; false when its key was there. */
const inserted = async (work: () => Promise<{ readonly rowCount: number | null }>): Promise<boolean> => {
  try {
    return ((await work()).rowCount ?? 0) > 0;
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
};

export const createLogReview = (pool: Pool): LogReview => ({
  samples: (limit) => guarded(async () => {
    const { rows } = await pool.query<SampleRow>(`${SAMPLES} order by s.upto_sequence desc limit $1`, [limit]);
    return rows.map(sampleOf);
  }),
  sample: (id) => guarded(async () => {
    const { rows: [found] } = await pool.query<SampleRow>(`${SAMPLES} where s.id = $1`, [id]);
    if (found === undefined) return undefined;
    const { rows } = await pool.query<SampledRow>(ROWS, [id]);
    return { sample: sampleOf(found), rows: rows.map(sampledOf) };
  }),
  draw: ({ seed, size, drawnBy }, act) => guarded(() => inserted(() => pool.query(DRAW, [...actValues(act), seed, size, drawnBy]))),
  mark: ({ sample, exchange, finding, reviewer }, act) => guarded(() => inserted(() => pool.query(MARK, [...actValues(act), sample, exchange, finding, reviewer]))),
});
