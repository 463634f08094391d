import { type Html, html, icon } from '@ncp/web';
import type { Prepared, Prescription } from '../api/answers.js';
import type { Choice, VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { badge, button, errorSummary, field, form, heading, linkButton, tick, type Wrong } from './parts.js';

export interface DispensePage {
  readonly opened: Prescription;
  readonly choice: Choice;
  readonly wrong?: readonly Wrong[];
  /** A hand-over that already happened: time and reason are asked too. */
  readonly late?: { readonly handedOverAt?: string; readonly reason?: string };
}

const LEVEL = {
  refuse: { tone: 'bad', sign: 'cross' }, acknowledge: { tone: 'wait', sign: 'warning' }, note: { tone: 'plain', sign: 'info' },
} as const;

/** What speaks against the choice; for some of it the pharmacist may answer, one tick each. Inside the form that checks again. */
const checks = (frame: Frame, prepared: Prepared): Html => {
  const { t } = frame;
  return html`<section class="card" aria-labelledby="checks"><h2 id="checks" tabindex="-1" data-focus>${t.dispense.checks}</h2>${prepared.checks.length === 0 ? html`<p>${icon('check')}${t.dispense.none}</p>` : html`<ul class="findings">${prepared.checks.map((check) => {
    const { tone, sign } = LEVEL[check.level];
    const words = say(frame, check.text);
    return html`<li>${badge(tone, sign, t.dispense[check.level])} ${words}${check.level === 'acknowledge' ? tick({ id: `ack-${check.id}`, name: `ack.${check.id}`, label: t.dispense.answerFor(words), checked: check.acknowledged }) : undefined}</li>`;
  })}</ul>`}${prepared.product?.substituted === true ? html`<p>${icon('info')}${t.dispense.substituted}</p>` : undefined}</section>`;
};

/** Step 8: how much of which pack, checked before anything is sent; sending is a second, separate act (UC-B4 2-3). */
export function dispenseView(frame: Frame, visit: VisitWork, strip: VisitStrip, { opened, choice, wrong = [], late }: DispensePage): Page {
  const { t } = frame;
  const base = `/visits/${visit.id}/prescriptions/${opened.key}`;
  const ruleOf = (id: string): string | undefined => wrong.find((one) => one.field === id)?.rule;
  const ready = choice.prepared?.ready === true && wrong.length === 0;
  const most = opened.packages;
  const fields = html`${field(frame, { id: 'packages', name: 'packages', label: t.dispense.packages, value: choice.packages ?? '1', required: true, inputmode: 'numeric', maxlength: 3, wrong: ruleOf('packages'), ...(most === undefined ? {} : { hint: t.dispense.packagesHint(most.value) }) })}${field(frame, { id: 'lot', name: 'lot', label: t.dispense.lot, value: choice.lot ?? '', hint: t.dispense.lotHint, maxlength: 40, wrong: ruleOf('lot') })}${late === undefined ? undefined : html`${field(frame, { id: 'handedOverAt', name: 'handedOverAt', label: t.late.handedOverAt, hint: t.late.handedOverHint, value: late.handedOverAt ?? '', required: true, maxlength: 16, wrong: ruleOf('handedOverAt') })}${field(frame, { id: 'reason', name: 'reason', label: t.late.reason, hint: t.late.reasonHint, value: late.reason ?? '', required: true, rows: 3, maxlength: 500, wrong: ruleOf('reason') })}`}`;
  return {
    title: late === undefined ? t.dispense.title : t.late.title, step: 8, visit: strip,
    main: html`${heading(late === undefined ? t.dispense.title : t.late.title)}${late === undefined ? undefined : html`<p class="notice wait">${icon('warning')}${t.late.lead}</p>`}
<section class="card narrow"><h2>${t.dispense.product}</h2><p><strong>${choice.name}</strong></p><p>${linkButton(`${base}/products${late === undefined ? '' : '?late=1'}`, t.dispense.change)}</p></section>${errorSummary(t.dispense.errors, wrong)}
${form(frame, { action: late === undefined ? `${base}/dispense` : `${base}/late`, working: t.dispense.checking, className: 'narrow' }, html`${fields}${choice.prepared === undefined ? undefined : checks(frame, choice.prepared)}<p class="actions">${late !== undefined ? button(t.late.submit, { shortcut: 'F2' }) : button(choice.prepared === undefined ? t.dispense.check : t.dispense.again, ready ? { plain: true } : { shortcut: 'F2' })}${linkButton(`/visits/${visit.id}/prescriptions`, t.list.title, { shortcut: 'F4' })}</p>`)}
${ready && late === undefined && choice.idempotencyKey !== undefined ? html`<section class="notice note"><p>${icon('info')}${t.dispense.nothing} ${t.dispense.sendHint}</p>${form(frame, { action: `${base}/send`, working: t.dispense.sending }, html`<input type="hidden" name="key" value="${choice.idempotencyKey}">${button(t.dispense.send, { shortcut: 'F2' })}`)}</section>` : undefined}`,
  };
}
