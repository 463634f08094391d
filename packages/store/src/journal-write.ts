import { chainLeaf, GENESIS, type ChainHead, type Leaf } from '@ncp/audit';
import { canonicalSubject } from '@ncp/domain';
import type { Committed, ConflictRecord, JournalEntry } from '@ncp/exchange';
import type { QueryResult } from 'pg';
import type { Connection } from './database.js';
import { applyDelivery, prepareDelivery, type PreparedDelivery } from './delivery-changes.js';
import { keyCells } from './dispense-row.js';
import { applyOrder } from './operator-orders.js';
import { insertAll, type Cell, type Insertion } from './insert-rows.js';
import { applyChange, prepareChange, type PreparedChange } from './ledger-changes.js';
import type { Sealer } from './seal.js';
import { sealSnapshot, snapshotRows } from './summary-snapshots.js';
import { toDate } from './times.js';

/** "NCPA": whoever holds it appends to the chain. Released by the end of the transaction, also when its process dies. */
const CHAIN_LOCK = 0x4e435041;

/** An entry with its payload already sealed: nothing slow happens while the chain is locked. */
export interface PreparedEntry {
  readonly entry: JournalEntry;
  readonly changes: readonly PreparedChange[];
  readonly deliveries: readonly PreparedDelivery[];
  readonly eventXml: Buffer | undefined;
  readonly evidenceXml: readonly Buffer[];
  readonly conflictDocument: Buffer | null;
  readonly snapshot: Buffer | undefined;
  /** Whom the leaf is about, under the keyed hash; undefined for a step that is about nothing. */
  readonly pseudonym: string | undefined;
  /** The trace it was committed in. */
  readonly trace: string | undefined;
}

export const eventPlace = (eventHash: string): string => JSON.stringify(['audit_event', eventHash]);
export const evidencePlace = (exchange: string, title: string): string => JSON.stringify(['evidence', exchange, title]);
export const conflictPlace = ({ key }: Pick<ConflictRecord, 'key'>): string => JSON.stringify(['conflict_record', ...keyCells(key)]);

export const prepareEntry = (sealer: Sealer, entry: JournalEntry, trace?: string): PreparedEntry => ({
  entry, trace,
  changes: (entry.ledger ?? []).map((change) => prepareChange(sealer, change)),
  deliveries: (entry.deliveries ?? []).map((change) => prepareDelivery(sealer, change)),
  eventXml: entry.event === undefined ? undefined : sealer.seal(entry.event.xml, eventPlace(entry.event.hash)),
  evidenceXml: (entry.evidence ?? []).map((evidence) => sealer.seal(evidence.xml, evidencePlace(entry.facts.id, evidence.title))),
  conflictDocument: entry.conflict?.document === undefined ? null : sealer.seal(entry.conflict.document, conflictPlace(entry.conflict)),
  snapshot: entry.snapshot === undefined ? undefined : sealSnapshot(sealer, entry.snapshot),
  pseudonym: pseudonymOf(sealer, entry),
});

/** Every event has its row, also one that is about nobody: a log extract need then open no event to know that. */
function pseudonymOf(sealer: Sealer, { event, subject = event?.subject, leaf }: JournalEntry): string | undefined {
  if (event === undefined && subject === undefined) return undefined;
  return sealer.pseudonym(subject === undefined ? '' : canonicalSubject(subject, leaf.time));
}

interface Placed {
  readonly prepared: PreparedEntry;
  readonly leaf: Leaf;
}

/** Begins, waits for the chain and reads its end, in one round trip; each statement sees what is committed by then. */
async function lockChain(client: Connection): Promise<ChainHead> {
  const results: unknown = await client.query(
    `begin; select pg_advisory_xact_lock(${CHAIN_LOCK}); select sequence, hash from audit_leaf order by sequence desc limit 1`,
  );
  const last = Array.isArray(results) ? (results.at(-1) as QueryResult<{ sequence: string; hash: string }>).rows[0] : undefined;
  return last === undefined ? GENESIS : { sequence: BigInt(last.sequence), hash: last.hash };
}

/** Undefined: both ledgers, and the order it belongs to, took every change of the entry. Otherwise none of them. */
async function applyLedgers(client: Connection, { changes, deliveries, entry }: PreparedEntry): Promise<Committed | undefined> {
  const steps = [
    ...changes.map((change) => () => applyChange(client, change, entry.leaf.time)),
    ...deliveries.map((change) => () => applyDelivery(client, change)),
    ...(entry.order === undefined ? [] : [entry.order].map((change) => () => applyOrder(client, change, entry.leaf.time))),
  ];
  if (steps.length === 0) return undefined;
  await client.query('savepoint entry');
  for (const step of steps) {
    const guard = await step();
    if (guard !== undefined) {
      await client.query('rollback to savepoint entry');
      return { ok: false, guard };
    }
  }
  await client.query('release savepoint entry');
  return undefined;
}

/** Clocks that are set back make no negative time. */
const ms = (value: number): number => Math.max(0, Math.round(value));

/** A message that ended. */
const transactionRow = ({ timing, ...facts }: JournalEntry['facts'], service: string): readonly (readonly Cell[])[] => (timing === undefined ? [] : [[
  facts.id, timing.direction, facts.transaction, service, facts.country, facts.messageId, toDate(facts.receivedAt), toDate(timing.endedAt),
  ms(timing.totalMs), ms(timing.peerMs), ms(timing.nationalMs), facts.outcome, facts.codes, JSON.stringify(timing.steps),
  timing.replyId ?? '', timing.pointOfCare ?? '', timing.authentication ?? '', timing.templates ?? [],
]]);

function auditRows(placed: readonly Placed[]): readonly Insertion[] {
  const exchanges = new Map(placed.map(({ prepared: { entry: { facts } } }) => [facts.id, facts]));
  return [
    {
      table: 'exchange', columns: ['id', 'transaction', 'country', 'message_id', 'received_at', 'outcome', 'codes', 'rules'],
      rows: [...exchanges.values()].map((facts) => [
        facts.id, facts.transaction, facts.country, facts.messageId, toDate(facts.receivedAt), facts.outcome, facts.codes, facts.rules ?? [],
      ]),
      conflict: 'on conflict (id) do update set outcome = excluded.outcome, codes = excluded.codes, rules = excluded.rules',
    },
    {
      table: 'transaction_record',
      columns: ['exchange', 'direction', 'transaction', 'service', 'country', 'message_id', 'received_at', 'ended_at', 'total_ms', 'peer_ms', 'national_ms', 'outcome', 'codes', 'steps',
        'reply_id', 'point_of_care', 'authentication', 'templates'],
      rows: placed.flatMap(({ prepared: { entry: { facts, leaf } } }) => transactionRow(facts, leaf.kind)),
    },
    {
      table: 'audit_leaf',
      columns: ['sequence', 'time_text', 'time', 'kind', 'exchange', 'country_a', 'country_b', 'actor', 'event_hash', 'request_hash',
        'response_hash', 'outcome', 'codes', 'previous_hash', 'hash'],
      rows: placed.map(({ leaf }) => [
        leaf.sequence, leaf.time, toDate(leaf.time), leaf.kind, leaf.exchange, leaf.countryA, leaf.countryB, leaf.actor, leaf.eventHash,
        leaf.requestHash, leaf.responseHash, leaf.outcome, leaf.codes, leaf.previousHash, leaf.hash,
      ]),
    },
    {
      table: 'audit_event', columns: ['sequence', 'type', 'hash', 'sealed_xml'],
      rows: placed.flatMap(({ prepared: { entry: { event }, eventXml }, leaf }) =>
        event === undefined || eventXml === undefined ? [] : [[leaf.sequence, event.type, event.hash, eventXml]]),
    },
    { table: 'audit_subject', columns: ['sequence', 'pseudonym'], rows: placed.flatMap(({ prepared: { pseudonym }, leaf }) => (pseudonym === undefined ? [] : [[leaf.sequence, pseudonym]])) },
    {
      table: 'evidence', columns: ['sequence', 'ordinal', 'exchange', 'kind', 'title', 'sealed_xml', 'signed_by'],
      rows: placed.flatMap(({ prepared: { entry, evidenceXml }, leaf }) =>
        (entry.evidence ?? []).map((evidence, ordinal) => [leaf.sequence, ordinal, entry.facts.id, evidence.kind, evidence.title, evidenceXml[ordinal] ?? null, evidence.signedBy ?? null])),
    },
  ];
}

/** Every event is forwarded: its row is made here, where the sequence is known, and not left to the caller to remember. */
const outboxRows = (placed: readonly Placed[]): Insertion => ({
  table: 'outbox', columns: ['kind', 'subject', 'exchange', 'created_at', 'not_before', 'trace'],
  rows: placed.flatMap(({ prepared: { entry, trace = null }, leaf }) => {
    const created = toDate(leaf.time);
    const asked = (entry.outbox ?? []).filter((item) => item.kind !== 'forward-audit')
      .map((item) => [item.kind, item.subject, entry.facts.id, created, item.notBefore === undefined ? created : toDate(item.notBefore), trace]);
    return entry.event === undefined ? asked : [...asked, ['forward-audit', String(leaf.sequence), entry.facts.id, created, created, trace]];
  }),
});

function factRows(entries: readonly PreparedEntry[]): readonly Insertion[] {
  // One statement must not meet the same mark twice.
  const marks = new Map(entries.flatMap(({ entry }) => entry.marks ?? [])
    .map((mark) => [JSON.stringify([mark.prescriptionId, mark.version, mark.country, mark.pharmacy]), mark]));
  return [
    {
      table: 'conflict_record',
      columns: ['country', 'document_root', 'document_extension', 'item_id', 'prescription_id', 'code', 'raised_at', 'sealed_document'],
      rows: entries.flatMap(({ entry: { conflict }, conflictDocument }) =>
        conflict === undefined ? [] : [[...keyCells(conflict.key), conflict.prescriptionId, conflict.code, toDate(conflict.raisedAt), conflictDocument]]),
    },
    {
      table: 'export', columns: ['prescription_id', 'version', 'country', 'document_id', 'exported_at'],
      rows: entries.flatMap(({ entry }) => (entry.exported ?? []).map((item) => [item.prescriptionId ?? null, item.version ?? null, item.country, item.documentId, toDate(item.at)])),
    },
    {
      table: 'advisory_mark', columns: ['prescription_id', 'version', 'country', 'pharmacy', 'expires_at'],
      rows: [...marks.values()].map((mark) => [mark.prescriptionId, mark.version, mark.country, mark.pharmacy, toDate(mark.expires)]),
      conflict: 'on conflict (prescription_id, version, country, pharmacy) do update set expires_at = excluded.expires_at',
    },
    snapshotRows(entries.flatMap(({ entry: { snapshot }, snapshot: sealed }) => (snapshot === undefined || sealed === undefined ? [] : [{ snapshot, sealed }]))),
  ];
}

async function closeConflicts(client: Connection, entries: readonly PreparedEntry[]): Promise<void> {
  for (const { entry: { closeConflict, leaf } } of entries) {
    if (closeConflict === undefined) continue;
    await client.query(
      `update conflict_record set closed_at = $5, note = $6
       where country = $1 and document_root = $2 and document_extension = $3 and item_id = $4 and closed_at is null and ($7::bigint is null or id = $7)`,
      [...keyCells(closeConflict.key), toDate(leaf.time), closeConflict.note, closeConflict.id ?? null],
    );
  }
}

/**
 * One transaction for a group of entries, up to but without its commit. Entries whose guard does not hold leave nothing
 * behind and take no place in the chain.
 */
export async function writeGroup(client: Connection, group: readonly PreparedEntry[]): Promise<readonly Committed[]> {
  let head = await lockChain(client);
  const placed: Placed[] = [];
  const results: Committed[] = [];
  for (const prepared of group) {
    const refused = await applyLedgers(client, prepared);
    if (refused === undefined) {
      const leaf = chainLeaf(prepared.entry.leaf, head);
      head = leaf;
      placed.push({ prepared, leaf });
      results.push({ ok: true, leafSequence: String(leaf.sequence) });
    } else {
      results.push(refused);
    }
  }
  const entries = placed.map(({ prepared: one }) => one);
  await insertAll(client, [...auditRows(placed), ...factRows(entries), outboxRows(placed)]);
  await closeConflicts(client, entries);
  return results;
}
