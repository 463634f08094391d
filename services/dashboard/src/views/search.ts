import { countryNames, type CountryCode } from '@ncp/domain';
import type { TransactionRow } from '@ncp/store';
import { attributes, html, type Html } from '@ncp/web';
import { cell, codesOf, fullTime, heading, outcomeBadge, serviceName, type Frame, type Page } from './frame.js';

/** What was asked for, as it was asked. */
export interface Asked {
  readonly country?: string;
  readonly code?: string;
  readonly exchange?: string;
  readonly trouble: boolean;
  /** Swedish time, as the field writes it. */
  readonly from?: string;
  readonly until?: string;
}

const row = (frame: Frame, one: TransactionRow): Html => {
  const { t, language } = frame;
  return html`<tr><th scope="row"><a href="/exchanges/${one.exchange}">${fullTime(one.receivedAt)}</a></th>${cell(t.search.country, html`${one.direction === 'inbound' ? t.search.inbound : t.search.outbound} ${countryNames(one.country)[language]}`)}${
    cell(t.search.service, serviceName(frame, one.service))}${cell(t.search.outcome, html`${outcomeBadge(frame, one.outcome)} ${codesOf(one.codes)}`)}${cell(t.search.took, t.app.ms(String(one.totalMs)))}</tr>`;
};

/** Messages by country, code, id; the newest first. */
export function searchView(frame: Frame, asked: Asked, rows: readonly TransactionRow[], countries: readonly CountryCode[]): Page {
  const { t, language } = frame;
  const field = (name: 'code' | 'exchange', label: string): Html =>
    html`<div class="field"><label for="${name}">${label}</label><input ${attributes({ type: 'text', id: name, name, value: asked[name] ?? '', maxlength: 64, spellcheck: 'false', autocomplete: 'off' })}></div>`;
  const time = (name: 'from' | 'until', label: string): Html =>
    html`<div class="field"><label for="${name}">${label} <span class="quiet">(${t.search.swedishTime})</span></label><input ${attributes({ type: 'datetime-local', id: name, name, value: asked[name] ?? '' })}></div>`;
  return {
    title: t.search.title,
    main: html`${heading(t.search.title)}<form method="get" action="/exchanges" class="card filter"><div class="field"><label for="country">${t.search.country}</label><select id="country" name="country"><option value="">${t.search.anyCountry}</option>${countries.map((code) =>
      html`<option ${attributes({ value: code, selected: asked.country === code })}>${countryNames(code)[language]}</option>`)}</select></div>${field('code', t.search.code)}${field('exchange', t.search.exchange)}${time('from', t.search.from)}${time('until', t.search.until)}
<div class="tick"><input ${attributes({ type: 'checkbox', id: 'trouble', name: 'trouble', value: 'yes', checked: asked.trouble })}><label for="trouble">${t.search.trouble}</label></div><p class="actions"><button type="submit" class="button">${t.search.find}</button></p></form>
${rows.length === 0 ? html`<p>${t.search.none}</p>` : html`<h2 id="found">${t.search.newest(rows.length)}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="found"><table><thead><tr><th scope="col">${t.search.time}</th><th scope="col">${t.search.country}</th><th scope="col">${t.search.service}</th><th scope="col">${t.search.outcome}</th><th scope="col">${t.search.took}</th></tr></thead><tbody>${rows.map((one) => row(frame, one))}</tbody></table></div>`}`,
  };
}
