import { epochMs, isNcpError, type ExchangeId, type Instant } from '@ncp/domain';
import type { Tracing } from '@ncp/runtime';
import type { OutboxRow, Store } from '@ncp/store';
import { createDeliverer, type Deliver, type Deliverer } from './deliver.js';
import { every, type Repetition } from './every.js';
import { createAuditForwarder, type AuditForwarder, type ForwardDeps } from './forward-audit.js';
import { isOutboxId, type Job, type JobKind } from './job.js';
import { dailyComparison, executeOrders, type Execute } from './orders.js';
import { openQueue, safeReason, type DeadJob, type QueueDepth, type QueuedHint, type WorkQueue, type WorkQueueOptions } from './queue.js';
import { createOperatorActs } from './operator-acts.js';
import { reconcileExchange, reconcileFromOutbox, type Reconcile } from './reconcile.js';
import type { DispatchReport } from './report.js';
import { applyRetention } from './retention.js';
import { createHeadSigner, type HeadSigning } from './sign-heads.js';
import { ACTS_MS, AGAIN_AFTER_MS, FAIR_USE_MS, HEADS_MS, QUEUE_REPORT_MS, RELAY_MS, RETENTION_MS, ROUND_LIMIT, SWEEP_MS } from './schedule.js';

export interface DispatcherDeps {
  readonly store: Store;
  /** `redis:` or `postgres:`; the queue only reminds (decisions D03). */
  readonly queueUrl: string;
  readonly now: () => Instant;
  readonly reconcile: Reconcile;
  /** Absent: this deployment is no country of treatment. */
  readonly deliver?: Deliver;
  /** Executes what operators ordered. */
  readonly execute?: Execute;
  readonly report: DispatchReport;
  /** Name under which this process tells operators of its queue; `dispatcher` when absent. */
  readonly name?: string;
  /** Work that a job or a look causes goes on in the trace of its cause. */
  readonly tracing?: Pick<Tracing, 'entered' | 'span'>;
  /** Absent: no repository is configured; events stay stored and wait. */
  readonly audit?: Pick<ForwardDeps, 'host' | 'connect' | 'sign'>;
  /** Absent: heads of the audit tree are signed by `ncp audit checkpoint` alone. */
  readonly heads?: HeadSigning;
  /** Shorter times for tests. */
  readonly pace?: { readonly relayMs?: number; readonly sweepMs?: number; readonly comparisonAfterMs?: number } & Pick<WorkQueueOptions, 'lockMs' | 'stalledCheckMs'>;
}

export interface Dispatcher {
  readonly backend: WorkQueue['backend'];
  /** Jobs that were set aside. */
  dead(): Promise<readonly DeadJob[]>;
  /** Jobs by state. @throws NcpError NCP_QUEUE_UNAVAILABLE */
  depth(): Promise<QueueDepth>;
  /** Stops taking work, lets active jobs finish (QUE-13). */
  stop(): Promise<void>;
}

type Handle = (job: Job) => Promise<void>;

const handlerOf = (deps: DispatcherDeps, forwarder: AuditForwarder | undefined, deliverer: Deliverer | undefined): Handle => async ({ kind, id }) => {
  switch (kind) {
    case 'reconcile-dispensation':
      return isOutboxId(id) ? reconcileFromOutbox(id, deps) : reconcileExchange(id as ExchangeId, deps);
    case 'deliver-dispensation':
      return deliverer?.remind(id);
    case 'forward-audit':
      return forwarder?.drain();
  }
};

/** Thresholds of fair use, over what all processes recorded (decisions G19): each that is newly passed is told once. */
async function lookAtFairUse({ store, now, report }: DispatcherDeps): Promise<void> {
  for (const { kind, direction, country, exchange } of await store.fairUse.look(now())) report.alarm('NCP_IHE_FAIR_USE', { counted: kind, direction, country, exchange });
}

/**
 * What operators order is taken up within a second; once a day everything is compared (DISP-63), and not while the process has
 * just begun: what it left open before comes first.
 */
const orderRounds = ({ store, now, report, pace = {} }: DispatcherDeps, execute: Execute, onError: (step: string) => (error: unknown) => void): readonly Repetition[] => {
  const begun = performance.now();
  const comparison = async (): Promise<void> => {
    if (performance.now() - begun >= (pace.comparisonAfterMs ?? RETENTION_MS / 2)) await store.orders.give(dailyComparison(now()));
  };
  return [
    every(pace.relayMs ?? RELAY_MS, () => executeOrders({ store, now, execute, report }), onError('orders')),
    every(RETENTION_MS, comparison, onError('comparison')),
  ];
};

/** Queue ids change with each hand-out, so that a job which was set aside does not block its own row for ever. */
const hintOf = (row: OutboxRow): QueuedHint => ({ id: `outbox-${row.id}-${row.attempts}`, job: { kind: row.kind as JobKind, id: row.id, trace: row.trace ?? row.exchange } });

/** Forwarding empties the whole backlog: one reminder does for all rows of a round. */
function hintsOf(rows: readonly OutboxRow[]): readonly QueuedHint[] {
  const forward = rows.findLast((row) => row.kind === 'forward-audit');
  return rows.filter((row) => row.kind !== 'forward-audit' || row === forward).map(hintOf);
}

/**
 * Starts the background work: relay (1 s, and at once), sweep (30 s, and at once), worker. What the queue does not take is
 * done right here: losing the queue slows the work down and loses nothing (P8).
 * @throws NcpError NCP_QUEUE_UNAVAILABLE when the queue is set up so that it would lose jobs
 */
export async function startDispatcher(deps: DispatcherDeps): Promise<Dispatcher> {
  const { store, report, now, pace = {} } = deps;
  const forwarder = deps.audit === undefined ? undefined : createAuditForwarder({ store, now, report, ...deps.audit });
  const { tracing, deliver } = deps;
  // A delivery may wait in its lane longer than the job that brought it: it has a span of its own.
  const deliverer = deliver === undefined ? undefined
    : createDeliverer({ store, now, report, deliver: tracing === undefined ? deliver : (id) => tracing.span('deliver', {}, () => deliver(id)) });
  const work = handlerOf(deps, forwarder, deliverer);
  const handle: Handle = tracing === undefined ? work : (job) => tracing.entered({ kind: 'consumer', name: `job ${job.kind}`, parent: job.trace }, () => work(job));
  const kinds: readonly JobKind[] = [
    'reconcile-dispensation', ...(deliverer === undefined ? [] : ['deliver-dispensation' as const]), ...(forwarder === undefined ? [] : ['forward-audit' as const]),
  ];
  const queue = await openQueue({
    url: deps.queueUrl, handle,
    onDead: ({ id, kind, reason }) => {
      report.job(kind, 'quarantined');
      report.alarm('NCP_QUEUE_JOB', { job: id, kind, reason });
    },
    onError: (errorClass) => { report.alarm('NCP_QUEUE_UNAVAILABLE', { errorClass }); },
    ...(pace.lockMs === undefined ? {} : { lockMs: pace.lockMs }),
    ...(pace.stalledCheckMs === undefined ? {} : { stalledCheckMs: pace.stalledCheckMs }),
  });

  const remind = async (hints: readonly QueuedHint[]): Promise<void> => {
    try {
      await queue.add(hints);
    } catch (error) {
      report.alarm('NCP_QUEUE_UNAVAILABLE', { reason: safeReason(error), jobs: hints.length });
      for (const { job } of hints) await handle(job).catch((failure: unknown) => { report.alarm('NCP_QUEUE_JOB', { kind: job.kind, reason: safeReason(failure) }); });
    }
  };

  const relay = async (): Promise<void> => {
    for (;;) {
      const rows = await store.outbox.takeDue(now(), { kinds, limit: ROUND_LIMIT, againAfterMs: AGAIN_AFTER_MS });
      await remind(hintsOf(rows));
      if (rows.length < ROUND_LIMIT) return;
    }
  };

  // A new id every minute: while one reminder waits the next is a no-op, and one that was set aside bars nobody for long.
  const sweepId = (exchange: ExchangeId): string => `sweep-${exchange}-${Math.floor(epochMs(now()) / 60_000)}`;
  const sweep = async (): Promise<void> => {
    const due = await store.work.dueExchanges(now(), ROUND_LIMIT);
    await remind(due.map((exchange) => ({ id: sweepId(exchange), job: { kind: 'reconcile-dispensation', id: exchange, trace: exchange } })));
    await deliverer?.sweep(ROUND_LIMIT);
    await forwarder?.drain();
    await forwarder?.watch();
  };

  const onError = (step: string) => (error: unknown): void => {
    report.alarm(isNcpError(error) ? error.code : 'NCP_INTERNAL', { step, reason: safeReason(error) });
  };
  const acts = createOperatorActs({ store, now, report });
  const repetitions = [
    every(pace.relayMs ?? ACTS_MS, acts.carryOut, onError('operator-acts')),
    every(pace.relayMs ?? ACTS_MS, acts.verify, onError('verify-audit')),
    every(pace.sweepMs ?? SWEEP_MS, acts.tidy, onError('operator-acts')),
    every(QUEUE_REPORT_MS, async () => {
      // No counts: the queue does not answer, which is told where jobs are added.
      const state = await queue.state().catch(() => ({ counts: {}, jobs: [] }));
      await store.inForce.reportQueue({ process: deps.name ?? 'dispatcher', backend: queue.backend, at: now(), ...state });
    }, onError('queue-report')),
    every(pace.relayMs ?? RELAY_MS, relay, onError('relay')),
    every(pace.sweepMs ?? SWEEP_MS, sweep, onError('sweep')),
    // What can no longer be fetched is nobody's any more.
    every(pace.sweepMs ?? SWEEP_MS, async () => {
      await store.snapshots.forget(now());
      await store.promised.forget();
      await store.shelved.forget();
    }, onError('snapshots')),
    ...(deps.execute === undefined ? [] : orderRounds(deps, deps.execute, onError)),
    ...(deps.heads === undefined ? [] : [every(Math.min(HEADS_MS, deps.heads.everyMs), createHeadSigner(deps, deps.heads), onError('audit-checkpoint'))]),
    // One process looks for all: two would find the same.
    every(FAIR_USE_MS, async () => { await store.work.exclusively('fair-use', () => lookAtFairUse(deps)); }, onError('fair-use')),
    every(RETENTION_MS, () => applyRetention(deps), onError('retention')),
  ];
  return {
    backend: queue.backend,
    dead: () => queue.dead(),
    depth: () => queue.depth(),
    async stop() {
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await queue.close();
      await deliverer?.close();
      forwarder?.close();
    },
  };
}
