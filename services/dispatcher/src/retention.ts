import { createHash } from 'node:crypto';
import { addMs, SWEDEN, type ExchangeId, type Instant } from '@ncp/domain';
import type { JournalEntry } from '@ncp/exchange';
import { PURGED, type OutboxRow, type Store } from '@ncp/store';
import { ROUND_LIMIT, VISIT_CONTENT_MS } from './schedule.js';

export interface RetentionDeps {
  readonly store: Pick<Store, 'audit' | 'journal' | 'outbox' | 'retention' | 'visits' | 'work'>;
  readonly now: () => Instant;
}

/** One purge in the audit chain: `table:rows` for each table that lost something, and nothing of what was in the rows. */
function entryOf(exchange: ExchangeId, counts: readonly string[], now: Instant): JournalEntry {
  return {
    facts: { id: exchange, transaction: 'unknown', country: SWEDEN, messageId: `urn:uuid:${exchange}`, receivedAt: now, outcome: 0, codes: [] },
    leaf: {
      time: now, kind: 'retention', exchange, countryA: SWEDEN, countryB: SWEDEN, actor: 'dispatcher', eventHash: '',
      requestHash: createHash('sha256').update(JSON.stringify(['retention-1', exchange, counts])).digest('hex'), responseHash: '', outcome: 0, codes: counts,
    },
  };
}

/**
 * Deletes what is kept no longer, and puts into the audit chain what was deleted (DAT-09), what the owner of the database
 * purged too. What was deleted waits in the outbox, written with the deletion: a process that dies between leaves nothing
 * unrecorded, and one that dies after the leaf finds it.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE: the next round goes on
 */
export async function applyRetention({ store, now }: RetentionDeps): Promise<void> {
  await store.work.exclusively('retention', async () => {
    await store.visits.forget(addMs(now(), -VISIT_CONTENT_MS));
    await store.retention.purge(now());
    const purges = Map.groupBy(await store.outbox.open(PURGED, ROUND_LIMIT), ({ exchange }) => exchange);
    for (const [exchange, rows] of purges) await record(store, { exchange, rows, now: now() });
  });
}

async function record({ audit, journal, outbox }: RetentionDeps['store'], { exchange, rows, now }: { readonly exchange: ExchangeId; readonly rows: readonly OutboxRow[]; readonly now: Instant }): Promise<void> {
  if ((await audit.leavesOf(exchange)).length === 0) await journal.commit(entryOf(exchange, rows.map(({ subject }) => subject), now));
  await outbox.settle(rows.map(({ id }) => id), now);
}
