import { countryNames, ordersFor, type OrderSubject } from '@ncp/domain';
import type { KnownOrder, LedgerCase, LedgerCount } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { badge, cell, fullTime, heading, when, type Frame, type Page } from './frame.js';
import { outcomeWords, stateTone, statusTone } from './order-words.js';

export interface LedgersPage {
  readonly counts: readonly LedgerCount[];
  readonly cases: Readonly<Record<OrderSubject['ledger'], readonly LedgerCase[]>>;
  readonly recent: readonly KnownOrder[];
  readonly comparison?: KnownOrder;
  /** As many of each ledger are shown. */
  readonly limit: number;
}

const LEDGERS: readonly OrderSubject['ledger'][] = ['outward', 'inward', 'conflict'];

const table = (id: string, columns: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

function caseRow(frame: Frame, one: LedgerCase): Html {
  const { t, language } = frame;
  const name = ordersFor(one.of).length > 0 ? t.orders.act : t.orders.order;
  return html`<tr><th scope="row">${badge(...stateTone(one), html`<code>${one.of.state}</code>`)}</th>${cell(t.ledgers.country, countryNames(one.country)[language])}${cell(t.orders.since, when(frame, one.since))}${
    cell(t.orders.next, one.nextAt === undefined ? t.app.none : when(frame, one.nextAt))}${cell(t.search.code, one.code === undefined ? one.pharmacy : html`<code>${one.code}</code>`)}${
    cell(t.orders.what, one.ordered === undefined ? html`<a href="/dispensations/${one.of.ledger}/${one.subject}">${name}</a>` : html`<a href="/dispensations/orders/${one.ordered}">${t.orders.ordered}</a>`)}</tr>`;
}

const casesSection = (frame: Frame, ledger: OrderSubject['ledger'], { cases, limit }: LedgersPage): Html => {
  const { t } = frame;
  const rows = cases[ledger];
  return html`<section aria-labelledby="open-${ledger}"><h2 id="open-${ledger}">${t.orders.open[ledger]}</h2>${rows.length === 0 ? html`<p>${t.orders.none}</p>`
    : table(`open-${ledger}`, [t.ledgers.state, t.ledgers.country, t.orders.since, t.orders.next, ledger === 'outward' ? t.orders.pharmacy : t.search.code, t.orders.what], rows.map((one) => caseRow(frame, one)))}${rows.length < limit ? undefined : html`<p class="quiet">${t.orders.more(limit)}</p>`}</section>`;
};

function orderRow(frame: Frame, known: KnownOrder): Html {
  const { t } = frame;
  const { order } = known;
  return html`<tr><th scope="row"><a href="/dispensations/orders/${order.id}">${when(frame, order.orderedAt)}</a></th>${cell(t.orders.who, order.orderedBy)}${cell(t.orders.what, order.action === 'retry' || order.action === 'reconcile' || order.action === 'close' ? t.orders.actions[order.action] : order.action)}${
    cell(t.orders.why, order.note)}${cell(t.orders.became, badge(...statusTone[order.status], outcomeWords(t, known)))}</tr>`;
}

/** What the last comparison of everything found (DISP-63). */
export function comparisonView({ t, language }: Frame, comparison: KnownOrder | undefined): Html {
  const compared = comparison?.result?.compared;
  if (comparison === undefined || compared === undefined) return html`<p>${t.orders.never}</p>`;
  const { inward, outward, differences, untold } = compared;
  return html`<p>${fullTime(comparison.order.orderedAt)}: ${t.orders.compared(inward, outward, differences.length + untold)}</p>${differences.length === 0 ? undefined
    : html`<ul>${differences.map((one) => html`<li>${badge('bad', 'warning', html`<code>${one.state}</code>`)} ${countryNames(one.country)[language]}: ${t.orders.kinds[one.kind]}. <a href="/dispensations/${one.ledger}/${one.subject}"><code>${one.subject}</code></a></li>`)}</ul>`}`;
}

/** The part that shows the present; streamed when it changes. */
export function ledgersState(frame: Frame, shown: LedgersPage): Html {
  const { t, language } = frame;
  const { counts, recent, comparison } = shown;
  return html`${LEDGERS.map((ledger) => casesSection(frame, ledger, shown))}
<section aria-labelledby="comparison"><h2 id="comparison">${t.orders.comparison}</h2>${comparisonView(frame, comparison)}<p><a href="/dispensations/compare">${t.orders.compareNow}</a></p></section>
<section aria-labelledby="orders"><h2 id="orders">${t.orders.orders}</h2>${recent.length === 0 ? html`<p>${t.orders.noOrders}</p>` : table('orders', [t.orders.when, t.orders.who, t.orders.what, t.orders.why, t.orders.became], recent.map((one) => orderRow(frame, one)))}</section>
<section aria-labelledby="counts"><h2 id="counts">${t.orders.counts}</h2>${counts.length === 0 ? html`<p>${t.ledgers.none}</p>` : table('counts', [t.ledgers.state, t.ledgers.title, t.ledgers.country, t.ledgers.count, t.ledgers.oldest], counts.map((row) =>
    html`<tr><th scope="row"><code>${row.state}</code></th>${cell(t.ledgers.title, t.ledgers[row.ledger])}${cell(t.ledgers.country, countryNames(row.country)[language])}${cell(t.ledgers.count, String(row.count))}${cell(t.ledgers.oldest, fullTime(row.oldest))}</tr>`))}</section>`;
}

/** Both ledgers and the conflicts: what is not settled, what was ordered, and everything by state and age. */
export const ledgersView = (frame: Frame, shown: LedgersPage): Page => ({
  title: frame.t.ledgers.title,
  main: html`${heading(frame.t.ledgers.title)}<div id="state" aria-live="polite" hx-sse:connect="/dispensations/events" hx-swap="innerHTML">${ledgersState(frame, shown)}</div>`,
});
