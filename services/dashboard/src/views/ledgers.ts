import { countryNames } from '@ncp/domain';
import type { LedgerCount } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { cell, fullTime, heading, type Frame, type Page } from './frame.js';

/** Both ledgers and the open conflicts, by state and age. */
export function ledgersView(frame: Frame, rows: readonly LedgerCount[]): Page {
  const { t, language } = frame;
  const section = (ledger: LedgerCount['ledger']): Html => {
    const own = rows.filter((row) => row.ledger === ledger);
    return html`<section aria-labelledby="${ledger}"><h2 id="${ledger}">${t.ledgers[ledger]}</h2>${own.length === 0 ? html`<p>${t.ledgers.none}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${ledger}"><table><thead><tr><th scope="col">${t.ledgers.state}</th><th scope="col">${t.ledgers.country}</th><th scope="col">${t.ledgers.count}</th><th scope="col">${t.ledgers.oldest}</th></tr></thead><tbody>${own.map((row) =>
      html`<tr><th scope="row"><code>${row.state}</code></th>${cell(t.ledgers.country, countryNames(row.country)[language])}${cell(t.ledgers.count, String(row.count))}${cell(t.ledgers.oldest, fullTime(row.oldest))}</tr>`)}</tbody></table></div>`}</section>`;
  };
  return { title: t.ledgers.title, main: html`${heading(t.ledgers.title)}${section('outward')}${section('inward')}${section('conflicts')}` };
}
