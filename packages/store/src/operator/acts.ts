import type { ChainHead } from '@ncp/audit';
import type { Instant } from '@ncp/domain';
import { guarded, type Pool } from '../database.js';
import { fromDate, toDate } from '../times.js';

export const ACT_KINDS = ['verify-audit', 'patient-log', 'draw-sample', 'mark-reviewed'] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Who acts, as the issuer named her. */
export interface ActingOperator {
  readonly subject: string;
  readonly role: 'viewer' | 'operator' | 'security' | 'admin';
}

/** What an operator did or asked for: identifiers and codes; a person only inside `sealedSubject`. */
export interface OperatorAct {
  readonly id: string;
  readonly kind: ActKind;
  readonly by: ActingOperator;
  /** What it was about: the id of an exchange or a sample, the pattern of an address; empty for the gateway as a whole. */
  readonly detail: string;
  /** A code of the closed list of reasons; empty where none is needed. */
  readonly reason: string;
  /** Number of the case that the reason is recorded under. */
  readonly reference: string;
  /** A letter to the dispatcher. */
  readonly sealedSubject?: Buffer;
  /** To whom the answer is sealed. */
  readonly replyKey?: Buffer;
  readonly askedAt: Instant;
}

/** Figures of an answer; no text of anybody. */
export type AnswerFacts = Readonly<Record<string, string | number | boolean>>;

export interface ActAnswer {
  readonly at: Instant;
  readonly state: 'working' | 'done' | 'failed';
  readonly facts: AnswerFacts;
  readonly sealedResult?: Buffer;
}

/** An act with the last that was said of it; without an answer it waits for the dispatcher. */
export interface FollowedAct {
  readonly act: OperatorAct;
  readonly answer?: ActAnswer;
}

/** Acts as the dashboard sees them: it adds, and follows. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface OperatorActs {
  /** Committed when it returns. */
  record(act: OperatorAct): Promise<void>;
  follow(id: string): Promise<FollowedAct | undefined>;
  /** The newest first. */
  latest(kind: ActKind, limit: number): Promise<readonly FollowedAct[]>;
  /** To which key something for the dispatcher is sealed; undefined until one has started. */
  letterKey(): Promise<Buffer | undefined>;
}

/** Acts as the dispatcher sees them. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface ActWork {
  /** Oldest first. */
  open(kinds: readonly ActKind[], limit: number): Promise<readonly OperatorAct[]>;
  /** Adds an answer; a last one settles the act with it. */
  answer(id: string, answer: ActAnswer): Promise<void>;
  /** The furthest head of the chain that a verification found sound: what it saw must still be there, whoever verifies next. */
  lastSound(): Promise<ChainHead | undefined>;
  publishLetterKey(key: Uint8Array, now: Instant): Promise<void>;
  /** Removes what was sealed for a browser session before this instant: the session is over, or has seen it. */
  forgetResults(before: Instant): Promise<void>;
}

interface ActRow {
  readonly id: string; readonly kind: ActKind; readonly operator: string; readonly role: ActingOperator['role']; readonly detail: string; readonly reason: string;
  readonly reference: string; readonly sealed_subject: Buffer | null; readonly reply_key: Buffer | null; readonly asked_at: Date;
}
interface FollowedRow extends ActRow {
  readonly at: Date | null; readonly state: ActAnswer['state'] | null; readonly facts: AnswerFacts | null; readonly sealed_result: Buffer | null;
}

const actOf = (row: ActRow): OperatorAct => ({
  id: row.id, kind: row.kind, by: { subject: row.operator, role: row.role }, detail: row.detail, reason: row.reason, reference: row.reference, askedAt: fromDate(row.asked_at),
  ...(row.sealed_subject === null ? {} : { sealedSubject: row.sealed_subject }), ...(row.reply_key === null ? {} : { replyKey: row.reply_key }),
});

const followedOf = (row: FollowedRow): FollowedAct => ({
  act: actOf(row),
  ...(row.at === null || row.state === null ? {} : {
    answer: { at: fromDate(row.at), state: row.state, facts: row.facts ?? {}, ...(row.sealed_result === null ? {} : { sealedResult: row.sealed_result }) },
  }),
});

const FOLLOWED = `
select a.*, r.at, r.state, r.facts, r.sealed_result from operator_act a
left join lateral (select * from operator_answer where act = a.id order by ordinal desc limit 1) r on true`;

const LAST_SOUND = `
select (r.facts->>'sequence')::bigint as sequence, r.facts->>'hash' as hash from operator_act a join operator_answer r on r.act = a.id
where a.kind = 'verify-audit' and r.state = 'done' and r.facts @> '{"ok": true}' and r.facts ? 'hash' order by 1 desc limit 1`;

/** The insertion of an act, whole or `from` what a statement before it inserted; its values are the first ten. */
export const insertAct = (from = ''): string => `
insert into operator_act (id, kind, operator, role, detail, reason, reference, sealed_subject, reply_key, asked_at)
select $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::bytea, $9::bytea, $10::timestamptz ${from}`;
export const actValues = (act: OperatorAct): readonly unknown[] =>
  [act.id, act.kind, act.by.subject, act.by.role, act.detail, act.reason, act.reference, act.sealedSubject ?? null, act.replyKey ?? null, toDate(act.askedAt)];

export const createOperatorActs = (pool: Pool): OperatorActs => ({
  record: (act) => guarded(async () => {
    await pool.query(insertAct(), [...actValues(act)]);
  }),
  follow: (id) => guarded(async () => {
    const { rows: [row] } = await pool.query<FollowedRow>(`${FOLLOWED} where a.id = $1`, [id]);
    return row === undefined ? undefined : followedOf(row);
  }),
  latest: (kind, limit) => guarded(async () => {
    const { rows } = await pool.query<FollowedRow>(`${FOLLOWED} where a.kind = $1 order by a.asked_at desc, a.id limit $2`, [kind, limit]);
    return rows.map(followedOf);
  }),
  letterKey: () => guarded(async () => {
    const { rows: [row] } = await pool.query<{ public_key: Buffer }>('select public_key from operator_letter_key order by since desc limit 1');
    return row?.public_key;
  }),
});

export const createActWork = (pool: Pool): ActWork => ({
  open: (kinds, limit) => guarded(async () => {
    const { rows } = await pool.query<ActRow>('select * from operator_act where settled_at is null and kind = any($1) order by asked_at, id limit $2', [[...kinds], limit]);
    return rows.map(actOf);
  }),
  answer: (id, { at, state, facts, sealedResult }) => guarded(async () => {
    await pool.query(`
      with said as (insert into operator_answer (act, ordinal, at, state, facts, sealed_result)
        select $1, coalesce((select max(ordinal) from operator_answer where act = $1), 0) + 1, $2, $3, $4, $5)
      update operator_act set settled_at = $2 where id = $1 and $3 <> 'working'`, [id, toDate(at), state, JSON.stringify(facts), sealedResult ?? null]);
  }),
  lastSound: () => guarded(async () => {
    const { rows: [row] } = await pool.query<{ sequence: string; hash: string }>(LAST_SOUND);
    return row === undefined ? undefined : { sequence: BigInt(row.sequence), hash: row.hash };
  }),
  publishLetterKey: (key, now) => guarded(async () => {
    await pool.query('insert into operator_letter_key (public_key, since) values ($1, $2) on conflict do nothing', [Buffer.from(key), toDate(now)]);
  }),
  forgetResults: (before) => guarded(async () => {
    await pool.query('update operator_answer set sealed_result = null where sealed_result is not null and at < $1', [toDate(before)]);
  }),
});
