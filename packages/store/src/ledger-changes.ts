import { addMs, isUnsettled, type DispenseKey, type DispenseState, type Instant } from '@ncp/domain';
import type { DispenseRecord, LedgerChange, LedgerGuard } from '@ncp/exchange';
import { constraintOf, sqlStateOf, UNIQUE_VIOLATION, type Connection } from './database.js';
import { DISPENSE_COLUMNS, dispenseCells, keyCells, sealParts, type SealedParts } from './dispense-row.js';
import type { Sealer } from './seal.js';
import { ABANDONED_MS, FIRST_RECONCILIATION_MS, MAY_SEND, UNSETTLED } from './states.js';
import { toDate } from './times.js';

const BY_KEY = 'country = $1 and document_root = $2 and document_extension = $3 and item_id = $4';

/** A change with its payload sealed before the writer's lock is taken. */
export type PreparedChange =
  | { readonly change: Extract<LedgerChange, { kind: 'intend' | 'reject' }>; readonly sealed: SealedParts }
  | { readonly change: Exclude<LedgerChange, { kind: 'intend' | 'reject' }> };

export const prepareChange = (sealer: Sealer, change: LedgerChange): PreparedChange =>
  change.kind === 'intend' || change.kind === 'reject' ? { change, sealed: sealParts(sealer, change.record) } : { change };

/** Undefined: done. Otherwise the guard that did not hold; the caller rolls back to its savepoint. */
type Applied = Promise<LedgerGuard | undefined>;

const isAlias = async (client: Connection, key: DispenseKey): Promise<boolean> =>
  (await client.query(`select 1 from dispense_alias where ${BY_KEY}`, keyCells(key))).rowCount !== 0;

const insertDispense = `insert into dispense as d (${DISPENSE_COLUMNS.join(', ')})
  values (${DISPENSE_COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})
  on conflict on constraint dispense_key do update
    set ${DISPENSE_COLUMNS.slice(4).map((column) => `${column} = excluded.${column}`).join(', ')}
    where d.state = 'RETRYABLE'`;

/** A new key, or one whose earlier attempt was closed as retryable: that is processed anew (UC-A4 8.5). */
async function insert(client: Connection, record: DispenseRecord, sealed: SealedParts, now: Instant): Applied {
  if (await isAlias(client, record.key)) return 'key-exists';
  const inserted = await client.query(insertDispense, [...dispenseCells(record, sealed, now)]);
  return inserted.rowCount === 0 ? 'key-exists' : undefined;
}

const intend = (client: Connection, record: DispenseRecord, sealed: SealedParts, now: Instant): Applied =>
  insert(client, { ...record, state: 'INTENT', nextAttemptAt: record.nextAttemptAt ?? addMs(now, ABANDONED_MS) }, sealed, now);

/** A discard keeps its state while its call is under way: the state says which of the two calls is meant. */
async function sent(client: Connection, key: DispenseKey, now: Instant): Applied {
  const updated = await client.query(
    `update dispense set state = case when state in ('INTENT', 'UNKNOWN') then 'SENT' else state end,
       next_attempt_at = greatest(next_attempt_at, $5), changed_at = $6
     where ${BY_KEY} and state = any($7)`,
    [...keyCells(key), toDate(addMs(now, ABANDONED_MS)), toDate(now), MAY_SEND],
  );
  return updated.rowCount === 0 ? 'state-changed' : undefined;
}

const isDoubt = (state: DispenseState): boolean => state === 'UNKNOWN' || state === 'DISCARD_UNKNOWN';

type Settle = Extract<LedgerChange, { kind: 'settle' }>;

/** The next look is the caller's to plan; without a plan it is soon after a doubt. The claim of a look stays in force. */
async function settle(client: Connection, change: Settle, now: Instant): Applied {
  const { to } = change;
  const updated = await client.query(
    `update dispense set
       next_attempt_at = case
         when $6::boolean then null
         when $7::timestamptz is not null then $7
         else $8 end,
       attempts = case when state = any($14) then attempts else 0 end,
       claimed_until = case when state = any($14) then claimed_until end,
       state = $5,
       outcome = coalesce($9, outcome),
       national_dispense_id = coalesce($10, national_dispense_id),
       national_dispense_version = coalesce($11, national_dispense_version),
       flags = coalesce($12, flags),
       confirmed_at = case when $5 = 'CONFIRMED' then coalesce(confirmed_at, $13) else confirmed_at end,
       sealed_command = case when $6 then null else sealed_command end,
       changed_at = $13
     where ${BY_KEY} and state = any($15)`,
    [
      ...keyCells(change.key), to, !isUnsettled(to), change.nextAttemptAt === undefined ? null : toDate(change.nextAttemptAt),
      toDate(addMs(now, isDoubt(to) ? FIRST_RECONCILIATION_MS : ABANDONED_MS)),
      change.outcome === undefined ? null : JSON.stringify(change.outcome), change.nationalDispenseId ?? null,
      change.nationalDispenseVersion ?? null, change.flags ?? null, toDate(now), UNSETTLED, change.from,
    ],
  );
  return updated.rowCount === 0 ? 'state-changed' : undefined;
}

type Alias = Extract<LedgerChange, { kind: 'alias' }>;

/** Points at the row itself, also when `of` is an alias: no chains. */
async function alias(client: Connection, change: Alias, now: Instant): Applied {
  const inserted = await client.query(
    `insert into dispense_alias (country, document_root, document_extension, item_id,
       of_document_root, of_document_extension, of_item_id, document_hash, created_at)
     select $1, $2, $3, $4, o.document_root, o.document_extension, o.item_id, $9, $10
     from (
       select of_document_root as document_root, of_document_extension as document_extension, of_item_id as item_id
         from dispense_alias where country = $5 and document_root = $6 and document_extension = $7 and item_id = $8
       union all
       select document_root, document_extension, item_id
         from dispense where country = $5 and document_root = $6 and document_extension = $7 and item_id = $8
     ) o
     where $1 = $5 and not exists (select 1 from dispense where ${BY_KEY})
     limit 1
     on conflict on constraint dispense_alias_key do nothing`,
    [...keyCells(change.alias), ...keyCells(change.of), change.documentHash, toDate(now)],
  );
  return inserted.rowCount === 0 ? 'key-exists' : undefined;
}

function apply(client: Connection, prepared: PreparedChange, now: Instant): Applied {
  if ('sealed' in prepared) {
    const { change: { kind, record }, sealed } = prepared;
    return kind === 'intend' ? intend(client, record, sealed, now) : insert(client, record, { ...sealed, command: null }, now);
  }
  const { change } = prepared;
  switch (change.kind) {
    case 'sent': return sent(client, change.key, now);
    case 'settle': return settle(client, change, now);
    case 'alias': return alias(client, change, now);
  }
}

/**
 * Applies one change inside the writer's transaction. The lock on a prescription is the partial unique index: taking it
 * while another row holds it is the guard `prescription-busy`.
 */
export async function applyChange(client: Connection, prepared: PreparedChange, now: Instant): Applied {
  try {
    return await apply(client, prepared, now);
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE_VIOLATION && constraintOf(error) === 'dispense_one_unsettled') return 'prescription-busy';
    throw error;
  }
}
