import { type Html, html, icon, type IconName } from '@ncp/web';
import type { Dispensation } from '../api/answers.js';
import { type Frame, type Page, say, showTime, type VisitStrip } from './frame.js';
import { foreign, form, button, heading, linkButton, type Tone } from './parts.js';

/** The country's name, and where the pharmacist goes from here. */
export interface DeliveryPlace {
  readonly country: string;
  /** List of the visit, while there is one. */
  readonly list?: string;
}

const LOOK: Readonly<Record<Dispensation['counter'], { readonly tone: Tone; readonly sign: IconName }>> = {
  'recorded': { tone: 'good', sign: 'check' }, 'waiting': { tone: 'wait', sign: 'clock' }, 'not-recorded': { tone: 'bad', sign: 'cross' }, 'taken-back': { tone: 'plain', sign: 'undo' },
};

/** Said in words, big: what is true, and whether the medicine may leave the counter (RS P3). */
export function headlineOf({ t }: Frame, { counter, handOver, late }: Pick<Dispensation, 'counter' | 'handOver' | 'late'>): string {
  if (late && handOver === 'already') {
    return counter === 'recorded' ? t.delivery.recordedLate : counter === 'waiting' ? t.delivery.waitingLate : counter === 'not-recorded' ? t.delivery.notRecordedLate : t.delivery['taken-back'];
  }
  // Recorded there while it is being taken back, or stands against our wish: the API says no hand-over, so its own words decide.
  if (counter === 'recorded' && handOver !== 'yes') return t.delivery['not-recorded'];
  return t.delivery[counter];
}

/** Whose turn, or whose fault, it is now: told from what came back, never guessed (issue: "is it us or them"). */
export function whereOf({ state, counter, answer }: Pick<Dispensation, 'state' | 'counter' | 'answer'>): 'us' | 'them' | 'network' | 'nobody' {
  if (counter === 'recorded' && (state === 'RECORDED')) return 'nobody';
  if (state === 'DISCARDED') return 'nobody';
  if (state === 'AWAITING_PROFESSIONAL' || state === 'DISCARD_AWAITING_PROFESSIONAL') return 'us';
  if (answer !== undefined && (answer.status !== 'none' || answer.errors.length > 0)) return 'them';
  return state === 'SENDING' || state === 'DISCARD_SENDING' || answer === undefined && state === 'QUEUED' ? 'nobody' : 'network';
}

/** The part of the page that server-sent events replace; also a whole of its own for people who hear it. */
export function deliveryState(frame: Frame, one: Dispensation, place: DeliveryPlace): Html {
  const { t } = frame;
  const stands = one.counter === 'recorded' && one.handOver === 'no';
  const { tone, sign } = stands ? { tone: 'wait' as const, sign: 'warning' as const } : LOOK[one.counter];
  const where = whereOf(one);
  const word = stands ? say(frame, one.text) : headlineOf(frame, one);
  return html`<div class="verdict ${tone}"><p class="headline">${icon(sign)}${word}</p>${stands ? undefined : html`<p>${say(frame, one.text)}</p>`}<p><strong>${t.delivery.nextStep}:</strong> ${say(frame, one.nextStep)}</p></div>
<dl class="facts"><div><dt>${t.mine.state}</dt><dd>${stateWord(frame, one.state)}</dd></div><div><dt>${t.delivery.where}</dt><dd>${where === 'them' ? t.delivery.them(place.country) : t.delivery[where]}</dd></div>${one.nextAttemptAt === undefined ? undefined : html`<div><dt>${t.delivery.nextAttempt}</dt><dd>${showTime(one.nextAttemptAt, 'clock')}</dd></div>`}<div><dt>${t.receipt.product}</dt><dd>${one.product.name} ${one.product.strengthText}${one.product.packText === undefined ? undefined : html`, ${one.product.packText}`}</dd></div><div><dt>${t.receipt.packages}</dt><dd>${one.packages}</dd></div><div><dt>${t.delivery.exchange}</dt><dd><code>${one.exchange}</code></dd></div></dl>
${one.answer === undefined || one.answer.errors.length === 0 ? undefined : html`<section class="card"><h2>${t.delivery.answer}</h2><ul>${one.answer.errors.map(({ code, text }) => html`<li><code>${code}</code>${text === undefined ? undefined : html` ${foreign(text, 'en')}`}</li>`)}</ul><p class="quiet">${t.receipt.evidenceTime} ${showTime(one.answer.at)}</p></section>`}
<p class="actions">${one.counter === 'recorded' && one.handOver !== 'no' ? linkButton(`/dispensations/${one.id}/receipt`, t.delivery.receipt, { plain: false, shortcut: 'F2' }) : undefined}${one.state.endsWith('AWAITING_PROFESSIONAL') ? form(frame, { action: `/dispensations/${one.id}/release`, className: 'inline' }, button(t.mine.release)) : undefined}${one.discardableUntil === undefined || one.discard !== undefined ? undefined : linkButton(`/dispensations/${one.id}/discard`, t.mine.discard)}${place.list === undefined ? undefined : linkButton(place.list, t.delivery.toList, { shortcut: 'F4' })}</p>${one.settled ? undefined : html`<p class="quiet">${t.delivery.live} <a href="/dispensations/${one.id}">${t.delivery.refresh}</a></p>`}`;
}

export const stateWord = ({ t }: Frame, state: string): string => (Object.entries(t.delivery.states).find(([name]) => name === state)?.[1]) ?? state;

/** Step 9: sent, and known. The state comes by itself; the link is for browsers without scripts. */
export function deliveryView(frame: Frame, one: Dispensation, place: DeliveryPlace, strip: VisitStrip | undefined): Page {
  const { t } = frame;
  return {
    title: t.delivery.title, step: 9, ...(strip === undefined ? {} : { visit: strip }),
    main: html`${heading(t.delivery.title)}${one.settled ? html`<div id="state">${deliveryState(frame, one, place)}</div>` : html`<div id="state" aria-live="polite" aria-atomic="true" hx-sse:connect="/dispensations/${one.id}/events" hx-sse:close="settled" hx-swap="innerHTML">${deliveryState(frame, one, place)}</div>`}`,
  };
}
