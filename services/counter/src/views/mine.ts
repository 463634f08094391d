import { type Html, html, icon, type IconName } from '@ncp/web';
import type { Dispensation } from '../api/answers.js';
import { headlineOf, stateWord } from './delivery.js';
import { type Frame, type Page, say, showTime } from './frame.js';
import { badge, button, errorSummary, field, form, heading, linkButton, unseen, type Tone } from './parts.js';

const LOOK: Readonly<Record<Dispensation['counter'], { readonly tone: Tone; readonly sign: IconName }>> = {
  'recorded': { tone: 'good', sign: 'check' }, 'waiting': { tone: 'wait', sign: 'clock' }, 'not-recorded': { tone: 'bad', sign: 'cross' }, 'taken-back': { tone: 'plain', sign: 'undo' },
};

const row = (frame: Frame, one: Dispensation, countryOf: (code: string) => string): Html => {
  const { t } = frame;
  const { tone, sign } = LOOK[one.counter];
  const short = one.id.slice(0, 8);
  const waits = one.state.endsWith('AWAITING_PROFESSIONAL');
  return html`<li class="card row"><div><h3>${one.product.name} ${one.product.strengthText} <span class="quiet">${one.packages} · ${countryOf(one.country)}</span></h3><p>${badge(tone, sign, stateWord(frame, one.state))} <span class="quiet">${showTime(one.confirmedAt)} · ${t.app.since(showTime(one.since))}</span></p><p>${one.handOver === 'yes' ? say(frame, one.text) : html`${headlineOf(frame, one)} ${say(frame, one.nextStep)}`}</p>${waits ? html`<p class="hint">${icon('info')}${t.mine.releaseHint}</p>` : undefined}</div><div class="actions">${waits ? form(frame, { action: `/dispensations/${one.id}/release`, className: 'inline' }, button(html`${t.mine.release}${unseen(t.mine.for(short))}`)) : undefined}${linkButton(`/dispensations/${one.id}`, html`${t.mine.show}${unseen(t.mine.for(short))}`)}${one.discardableUntil === undefined || one.discard !== undefined ? undefined : linkButton(`/dispensations/${one.id}/discard`, html`${t.mine.discard}${unseen(t.mine.for(short))}`)}</div></li>`;
};

/** Every dispensation of the pharmacy: what waits first, with its one click; no name of any patient. */
export function mineView(frame: Frame, all: readonly Dispensation[], countryOf: (code: string) => string): Page {
  const { t } = frame;
  const waiting = all.filter((one) => !one.settled || one.state.endsWith('AWAITING_PROFESSIONAL'));
  const settled = all.filter((one) => !waiting.includes(one));
  const part = (title: string, list: readonly Dispensation[]): Html | undefined => (list.length === 0 ? undefined : html`<section><h2>${title}</h2><ul class="cards">${list.map((one) => row(frame, one, countryOf))}</ul></section>`);
  return {
    title: t.mine.title,
    main: html`${heading(t.mine.title)}<p class="lead">${t.mine.lead}</p>${all.length === 0 ? html`<p>${t.mine.none}</p>` : undefined}${part(t.mine.waiting, waiting)}${part(t.mine.settled, settled)}`,
  };
}

/** Taking back: within 24 hours, with a reason (UC-B5). */
export function discardView(frame: Frame, one: Dispensation, typed: { readonly reason?: string; readonly missing?: boolean } = {}): Page {
  const { t } = frame;
  const wrong = typed.missing === true ? t.discard.missing : undefined;
  return {
    title: t.discard.title,
    main: html`${heading(t.discard.title)}<p class="lead">${t.discard.lead}</p>${errorSummary(t.dispense.errors, wrong === undefined ? [] : [{ field: 'reason', label: t.discard.reason, rule: wrong }])}<section class="card"><p><strong>${one.product.name} ${one.product.strengthText}</strong>, ${one.packages} · ${showTime(one.confirmedAt)}</p>${one.discardableUntil === undefined ? undefined : html`<p>${t.discard.until} ${showTime(one.discardableUntil)}</p>`}</section>
${form(frame, { action: `/dispensations/${one.id}/discard`, className: 'narrow' }, html`${field(frame, { id: 'reason', name: 'reason', label: t.discard.reason, hint: t.discard.reasonHint, value: typed.reason, required: true, rows: 3, maxlength: 500, wrong })}<p class="actions">${button(t.discard.submit, { shortcut: 'F2' })}${linkButton(`/dispensations/${one.id}`, t.app.back)}</p>`)}`,
  };
}
