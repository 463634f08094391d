import { epochMs } from '@ncp/domain';
import type { AuditState, FollowedAct } from '@ncp/store';
import { html, icon, type Html } from '@ncp/web';
import { ACTIONS, mayAct } from '../operator.js';
import { badge, cell, formToken, fullTime, heading, lasting, tableSection, type Frame, type Page } from './frame.js';

export interface AuditPage {
  readonly state: AuditState;
  /** The newest first. */
  readonly verifications: readonly FollowedAct[];
  /** Host of the audit repository; empty when none is configured, absent when it is not known. */
  readonly repository?: string;
}

/** Forwarding may lag 4 h; from a tenth of it on somebody is told (RS 5). */
const GRACE_MS = 4 * 3_600_000;

function forwarding(frame: Frame, { state: { forwarding: { waiting, oldest, setAside, lastSent } }, repository }: AuditPage): Html {
  const { t } = frame;
  const lag = oldest === undefined ? 0 : epochMs(frame.now) - epochMs(oldest);
  const verdict = repository === '' ? badge('plain', 'pause', t.audit.noRepository)
    : lag * 2 >= GRACE_MS ? badge('bad', 'warning', t.audit.late) : lag * 10 >= GRACE_MS ? badge('wait', 'clock', t.audit.behind) : badge('good', 'check', t.audit.inTime);
  return html`<section aria-labelledby="forwarding"><h2 id="forwarding">${t.audit.forwarding}</h2><p>${verdict}</p><dl class="facts"><div><dt>${t.audit.waiting}</dt><dd>${String(waiting)}</dd></div><div><dt>${t.audit.oldest}</dt><dd>${oldest === undefined ? t.app.none : html`${fullTime(oldest)} (${lasting(frame, lag)})`}</dd></div>${setAside === 0 ? undefined : html`<div><dt>${t.audit.setAside}</dt><dd>${badge('bad', 'warning', String(setAside))}</dd></div>`}<div><dt>${t.audit.lastSent}</dt><dd>${lastSent === undefined ? t.app.never : fullTime(lastSent)}</dd></div>${
    repository === undefined || repository === '' ? undefined : html`<div><dt>${t.audit.repository}</dt><dd><code>${repository}</code></dd></div>`}</dl></section>`;
}

/** A figure of an answer; an answer is rows of ours, but text all the same. */
const figure = ({ answer }: FollowedAct, name: string): string => String(answer?.facts[name] ?? '');

function outcome(frame: Frame, one: FollowedAct): Html {
  const { t } = frame;
  const { answer } = one;
  if (answer === undefined) return badge('plain', 'clock', t.audit.queued);
  if (answer.state === 'working') return badge('note', 'clock', t.audit.working(figure(one, 'leaves'), figure(one, 'of')));
  if (answer.state === 'failed') return html`${badge('bad', 'cross', t.audit.failed)} <code>${figure(one, 'code')}</code>`;
  return answer.facts['ok'] === true
    ? badge('good', 'check', t.audit.holds(figure(one, 'leaves'), figure(one, 'events')))
    : html`${badge('bad', 'warning', t.audit.broken(figure(one, 'firstBad')))} <code>${figure(one, 'fault')}</code>`;
}

const verificationRow = (frame: Frame, one: FollowedAct): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${fullTime(one.act.askedAt)}</th>${cell(t.audit.by, html`<code>${one.act.by.subject}</code>`)}${cell(t.audit.result, outcome(frame, one))}${cell(t.audit.head, html`<code>${figure(one, 'sequence') === '' ? '–' : `${figure(one, 'sequence')}:${figure(one, 'hash')}`}</code>`)}</tr>`;
};

/** The last word on the chain, in one sentence. */
function verdict(frame: Frame, verifications: AuditPage['verifications']): Html {
  const { t } = frame;
  const last = verifications.find(({ answer }) => answer?.state === 'done');
  if (last === undefined) return html`<div class="verdict plain"><p class="headline">${icon('info')}${t.audit.neverVerified}</p></div>`;
  const ok = last.answer?.facts['ok'] === true;
  const at = last.answer?.at ?? last.act.askedAt;
  return html`<div class="verdict ${ok ? 'good' : 'bad'}"><p class="headline">${icon(ok ? 'check' : 'warning')}${ok ? t.audit.sound : t.audit.unsound(figure(last, 'firstBad'))}</p><p>${t.audit.verifiedAt} ${fullTime(at)}</p>${ok ? undefined : html`<p>${t.audit.unsoundHint}</p>`}</div>`;
}

/** The part of the page that shows the present. */
export function auditState(frame: Frame, page: AuditPage): Html {
  const { t } = frame;
  const { state: { leaves, last, checkpoint }, verifications } = page;
  return html`${verdict(frame, verifications)}<section aria-labelledby="size"><h2 id="size">${t.audit.size}</h2><dl class="facts"><div><dt>${t.audit.leaves}</dt><dd>${String(leaves)}</dd></div>${
    last === undefined ? undefined : html`<div><dt>${t.audit.lastLeaf}</dt><dd>${fullTime(last.at)}</dd></div><div><dt>${t.audit.head}</dt><dd><code>${String(last.sequence)}:${last.hash}</code></dd></div>`}<div><dt>${t.audit.checkpoint}</dt><dd>${checkpoint === undefined ? t.app.none : html`${fullTime(checkpoint.at)}, ${String(checkpoint.size)} <code>${checkpoint.root}</code>`}</dd></div></dl></section>
${forwarding(frame, page)}
${tableSection({ id: 'verifications', title: t.audit.verifications, columns: [t.audit.asked, t.audit.by, t.audit.result, t.audit.head], rows: verifications.map((one) => verificationRow(frame, one)), none: t.audit.neverVerified })}`;
}

/** The audit log: how large, how far it has come on its way, and whether it is whole. */
export function auditView(frame: Frame, page: AuditPage): Page {
  const { t, who } = frame;
  const may = (action: keyof typeof ACTIONS): boolean => who !== undefined && mayAct(who.role, ACTIONS[action]);
  return {
    title: t.audit.title,
    main: html`${heading(t.audit.title)}<div class="actions">${may('verify-audit') ? html`<form method="post" action="/audit/verify">${formToken(frame)}<button type="submit" class="button">${t.audit.verify}</button></form>` : undefined}${
      may('review-log') ? html`<a class="button plain" href="/audit/review">${t.review.title}</a>` : undefined}${may('read-patient-log') ? html`<a class="button plain" href="/audit/patient-log">${t.patientLog.title}</a>` : undefined}</div>
<div id="state" hx-sse:connect="/audit/events" hx-swap="innerHTML">${auditState(frame, page)}</div>`,
  };
}
