import { epochMs } from '@ncp/domain';
import type { OutboxState, QueuedJobFacts, QueueReport } from '@ncp/store';
import { html, type Html, type IconName } from '@ncp/web';
import { badge, cell, fullTime, heading, lasting, tableSection, when, type Frame, type Page, type Tone } from './frame.js';

export interface QueuePage {
  readonly queues: readonly QueueReport[];
  readonly outbox: readonly OutboxState[];
}

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
/** A dispatcher tells every five seconds; one that has not for this long does not run. */
const SILENT_MS = 60_000;
const EXCHANGE = /^[0-9a-f-]{36}$/;

const kindWord = ({ t }: Frame, kind: string): string => (Object.hasOwn(t.queue.kinds, kind) ? t.queue.kinds[kind as keyof typeof t.queue.kinds] : kind);

function process(frame: Frame, { process: name, backend, at, counts }: QueueReport): Html {
  const { t } = frame;
  const silent = epochMs(frame.now) - epochMs(at) > SILENT_MS;
  const deaf = !silent && Object.keys(counts).length === 0;
  const state = silent ? badge('bad', 'warning', t.queue.silent(lasting(frame, epochMs(frame.now) - epochMs(at)))) : deaf ? badge('bad', 'warning', t.queue.deaf) : badge('good', 'check', t.queue.answers);
  return html`<tr><th scope="row"><code>${name}</code></th>${cell(t.queue.state, state)}${cell(t.queue.backend, t.queue.backends[backend])}${cell(t.queue.seen, when(frame, at))}${STATES.map((one) => cell(t.queue.states[one], String(counts[one] ?? '–')))}</tr>`;
}

const outboxRow = (frame: Frame, { kind, waiting, oldest, attempts }: OutboxState): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${kindWord(frame, kind)}</th>${cell(t.queue.waiting, String(waiting))}${cell(t.queue.oldest, html`${fullTime(oldest)} (${lasting(frame, epochMs(frame.now) - epochMs(oldest))})`)}${cell(t.queue.handedOut, String(attempts))}</tr>`;
};

const STATE_BADGES: Readonly<Record<QueuedJobFacts['state'], readonly [Tone, IconName]>> = { waiting: ['plain', 'pause'], active: ['note', 'clock'], delayed: ['wait', 'clock'], failed: ['bad', 'cross'] };

const jobRow = (frame: Frame, job: QueuedJobFacts): Html => {
  const { t } = frame;
  return html`<tr><th scope="row"><code>${job.id}</code></th>${cell(t.queue.kind, kindWord(frame, job.kind))}${cell(t.queue.state, badge(...STATE_BADGES[job.state], t.queue.states[job.state]))}${cell(t.queue.since, fullTime(job.since))}${cell(t.queue.attempts, String(job.attempts))}${
    cell(t.queue.reason, job.reason === undefined ? '–' : html`<code>${job.reason}</code>`)}${cell(t.queue.exchange, EXCHANGE.test(job.exchange) ? html`<a href="/exchanges/${job.exchange}">${t.queue.open}<span class="unseen"> ${job.exchange}</span></a>` : '–')}</tr>`;
};

/** The part of the page that shows the present. Several dispatchers see the same queue: the newest picture has the jobs. */
export function queueState(frame: Frame, { queues, outbox }: QueuePage): Html {
  const { t } = frame;
  const jobs = queues.toSorted((a, b) => epochMs(b.at) - epochMs(a.at))[0]?.jobs ?? [];
  const dead = jobs.filter(({ state }) => state === 'failed');
  const alive = jobs.filter(({ state }) => state !== 'failed');
  const columns = [t.queue.job, t.queue.kind, t.queue.state, t.queue.since, t.queue.attempts, t.queue.reason, t.queue.exchange];
  return html`${tableSection({ id: 'processes', title: t.queue.processes, columns: [t.queue.process, t.queue.state, t.queue.backend, t.queue.seen, ...STATES.map((one) => t.queue.states[one])], rows: queues.map((one) => process(frame, one)), none: t.queue.noProcess })}
${tableSection({ id: 'outbox', title: t.queue.outbox, lead: t.queue.outboxLead, columns: [t.queue.kind, t.queue.waiting, t.queue.oldest, t.queue.handedOut], rows: outbox.map((row) => outboxRow(frame, row)), none: t.queue.nothing })}
${tableSection({ id: 'dead', title: t.queue.dead, lead: t.queue.deadLead, columns, rows: dead.map((job) => jobRow(frame, job)), none: t.queue.noDead })}
${tableSection({ id: 'jobs', title: t.queue.jobs, columns, rows: alive.map((job) => jobRow(frame, job)), none: t.queue.noJobs })}`;
}

export const queueView = (frame: Frame, queue: QueuePage): Page => ({
  title: frame.t.queue.title,
  main: html`${heading(frame.t.queue.title)}<p class="lead">${frame.t.queue.lead}</p><div id="state" hx-sse:connect="/queue/events" hx-swap="innerHTML">${queueState(frame, queue)}</div>`,
});
