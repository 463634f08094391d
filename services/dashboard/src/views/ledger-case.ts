import { countryNames, ordersFor, type PossibleOrder } from '@ncp/domain';
import type { KnownOrder, LedgerCase } from '@ncp/store';
import { html, icon, type Html } from '@ncp/web';
import { mayAct } from '../operator.js';
import { badge, cell, fullTime, heading, when, type Frame, type Page } from './frame.js';
import { comparisonView } from './ledgers.js';
import { ifNobodyActs, orderName, orderWill, outcomeWords, stateTone, statusTone } from './order-words.js';

/** The id that makes a second click the same order, for each button of one showing of the page. */
export type OrderIds = () => string;

const fact = (name: string, value: Html | string | undefined): Html | undefined => (value === undefined ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`);

/** What stands in every form of an order. */
const hidden = ({ csrf }: Frame, id: string): Html => html`<input type="hidden" name="_csrf" value="${csrf ?? ''}"><input type="hidden" name="order" value="${id}">`;

function orderForm(frame: Frame, one: LedgerCase, order: PossibleOrder, id: string): Html {
  const { t } = frame;
  const name = orderName(t, one, order);
  const field = `note-${order.action}${order.found === undefined ? '' : `-${order.found}`}`;
  return html`<section class="card" aria-labelledby="${field}-title"><h3 id="${field}-title">${name}</h3><p>${orderWill(t, one, order)}</p>
<form method="post" action="/dispensations/${one.of.ledger}/${one.subject}">${hidden(frame, id)}<input type="hidden" name="action" value="${order.action}"><input type="hidden" name="found" value="${order.found ?? ''}"><input type="hidden" name="seen" value="${one.of.state}">
<div class="field"><label for="${field}">${t.orders.noteLabel}</label><p class="hint" id="${field}-hint">${t.orders.note}</p><textarea id="${field}" name="note" rows="2" required minlength="3" maxlength="500" aria-describedby="${field}-hint"></textarea></div><p class="actions"><button type="submit" class="button">${name}</button></p></form></section>`;
}

/** One row: what is true of it, what happens if nobody acts, and each thing that can be done with what it will lead to. */
export function caseView(frame: Frame, one: LedgerCase, earlier: readonly KnownOrder[], ids: OrderIds): Page {
  const { t, language, who } = frame;
  const possible = ordersFor(one.of);
  const may = who !== undefined && mayAct(who.role, 'operator');
  const title = t.orders.title[one.of.ledger];
  return {
    title,
    main: html`${heading(title)}<p>${badge(...stateTone(one), html`<code>${one.of.state}</code>`)}</p>
<dl class="facts">${fact(t.ledgers.country, countryNames(one.country)[language])}${fact(t.orders.since, fullTime(one.since))}${fact(t.orders.next, one.nextAt === undefined ? undefined : fullTime(one.nextAt))}${fact(t.orders.attempts, one.of.ledger === 'conflict' ? undefined : String(one.attempts))}${fact(t.orders.pharmacy, one.pharmacy)}${
      fact(t.search.code, one.code === undefined ? undefined : html`<code>${one.code}</code>`)}${fact(t.orders.exchange, one.exchange === undefined ? undefined : html`<a href="/exchanges/${one.exchange}"><code>${one.exchange}</code></a>`)}</dl>
<p class="notice note">${icon('info')}<strong>${t.orders.otherwise}:</strong> ${ifNobodyActs(t, one)}</p>
${one.ordered === undefined ? undefined : html`<p class="notice wait">${icon('clock')}<a href="/dispensations/orders/${one.ordered}">${t.orders.ordered}</a></p>`}
${possible.length === 0 || one.ordered !== undefined ? html`<p>${t.orders.nothing}</p>` : may ? possible.map((order) => orderForm(frame, one, order, ids())) : html`<p>${t.orders.role}</p>`}
${earlier.length === 0 ? undefined : html`<section aria-labelledby="earlier"><h2 id="earlier">${t.orders.orders}</h2><ul>${earlier.map((known) => html`<li>${fullTime(known.order.orderedAt)} ${known.order.orderedBy}: ${known.order.note} ${badge(...statusTone[known.order.status], outcomeWords(t, known))}</li>`)}</ul></section>`}
<p><a href="/dispensations">${t.orders.back}</a></p>`,
  };
}

/** Before everything is compared: what that does. */
export const compareView = (frame: Frame, id: string): Page => ({
  title: frame.t.orders.compareNow,
  main: html`${heading(frame.t.orders.compareNow)}<p>${frame.t.orders.compareWill}</p><form method="post" action="/dispensations/compare">${hidden(frame, id)}<p class="actions"><button type="submit" class="button">${frame.t.orders.compareNow}</button></p></form><p><a href="/dispensations">${frame.t.orders.back}</a></p>`,
});

/** The part of an order's page that shows what became of it. */
export function orderState(frame: Frame, known: KnownOrder): Html {
  const { t } = frame;
  const { order, endedAt, result = {} } = known;
  return html`<div class="verdict ${statusTone[order.status][0]}"><p class="headline">${icon(statusTone[order.status][1])}${outcomeWords(t, known)}</p></div>
<table><tbody>${result.state === undefined ? undefined : html`<tr><th scope="row">${t.orders.now}</th>${cell(t.orders.now, html`<code>${result.state}</code>`)}</tr>`}<tr><th scope="row">${t.orders.when}</th>${cell(t.orders.when, html`${fullTime(order.orderedAt)}${endedAt === undefined ? undefined : html` – ${when(frame, endedAt)}`}`)}</tr><tr><th scope="row">${t.orders.who}</th>${cell(t.orders.who, order.orderedBy)}</tr><tr><th scope="row">${t.orders.why}</th>${cell(t.orders.why, order.note)}</tr></tbody></table>
${result.compared === undefined ? undefined : comparisonView(frame, known)}`;
}

export const orderView = (frame: Frame, known: KnownOrder): Page => ({
  title: frame.t.orders.order,
  main: html`${heading(frame.t.orders.order)}<div id="state" aria-live="polite" hx-sse:connect="/dispensations/orders/${known.order.id}/events" hx-swap="innerHTML">${orderState(frame, known)}</div>${known.order.ledger === 'all' || known.order.ledger === 'page' ? undefined : html`<p><a href="/dispensations/${known.order.ledger}/${known.order.subject}"><code>${known.order.subject}</code></a></p>`}<p><a href="/dispensations">${frame.t.orders.back}</a></p>`,
});
