import type { DispenseKey, ExchangeId, Instant } from '@ncp/domain';
import { isNcpError } from '@ncp/domain';
import type { Ledger } from '@ncp/exchange';
import type { Store } from '@ncp/store';
import type { DispatchReport } from './report.js';
import { RECONCILE_BARS_MS } from './schedule.js';

/** Settles one dispensation by asking the national list; composed from the use case of `exchange`. */
export type Reconcile = (key: DispenseKey) => Promise<void>;

export interface ReconcileDeps {
  readonly store: Pick<Store, 'outbox' | 'work'> & { readonly ledger: Pick<Ledger, 'find'> };
  readonly now: () => Instant;
  readonly reconcile: Reconcile;
  readonly report: DispatchReport;
}

/**
 * Looks at the dispensations that an exchange left unsettled. The row is claimed in PostgreSQL first: a job that comes
 * twice, late or beside another finds nothing due and does nothing (QUE-04, -08, -09).
 */
export async function reconcileExchange(exchange: ExchangeId, { store, now, reconcile, report }: ReconcileDeps): Promise<void> {
  let looks = 0;
  const ran = await store.work.exclusively(`reconcile ${exchange}`, async () => {
    for (const { key } of await store.work.claim(exchange, now(), RECONCILE_BARS_MS)) {
      looks += 1;
      try {
        await reconcile(key);
      } catch (error) {
        // One of our own codes means not now: the ledger has the next look. Anything else is a fault and sets the job aside.
        if (!isNcpError(error)) throw error;
        report.alarm(error.code, { exchange, step: 'reconcile' });
      }
    }
  });
  report.job('reconcile-dispensation', ran && looks > 0 ? 'done' : 'nothing-to-do');
}

const isKey = (value: unknown): value is DispenseKey =>
  typeof value === 'object' && value !== null && ['country', 'documentRoot', 'documentExtension', 'itemId']
    .every((name) => typeof Object.entries(value).find(([key]) => key === name)?.[1] === 'string');

function keyIn(subject: string): DispenseKey | undefined {
  try {
    const value: unknown = JSON.parse(subject);
    return isKey(value) ? value : undefined;
  } catch {
    // Not JSON: a row of another release. The sweep finds its dispensation by itself.
    return undefined;
  }
}

/** A reminder from the outbox: its subject is the dispense key as JSON. From here on the ledger itself is the reminder. */
export async function reconcileFromOutbox(id: string, deps: ReconcileDeps): Promise<void> {
  const row = await deps.store.outbox.row(id);
  const key = row === undefined ? undefined : keyIn(row.subject);
  const record = key === undefined ? undefined : await deps.store.ledger.find(key);
  if (record === undefined) deps.report.job('reconcile-dispensation', 'nothing-to-do');
  else await reconcileExchange(record.exchange, deps);
  await deps.store.outbox.settle([id], deps.now());
}
