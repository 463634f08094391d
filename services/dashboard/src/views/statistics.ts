import { countryNames, countsIn, editionFor, periodState, type CountryCode, type KpiDefinition, type ReportingPeriod } from '@ncp/domain';
import type { CountedTransactions } from '@ncp/store';
import { attributes, html, type Html } from '@ncp/web';
import { mayAct } from '../operator.js';
import { badge, cell, heading, type Frame, type Page } from './frame.js';

export interface ShownStatistics {
  readonly period: ReportingPeriod;
  /** Periods to choose from, newest first. */
  readonly quarters: readonly ReportingPeriod[];
  readonly counts: readonly CountedTransactions[];
}

const sum = (counts: readonly CountedTransactions[]): number => counts.reduce((all, { count }) => all + count, 0);
const of = (counts: readonly CountedTransactions[], definition: KpiDefinition): readonly CountedTransactions[] => counts.filter((row) => countsIn(definition, row));

/** The indicators of a period: how many, which way, how they ended, and with whom. */
export function statisticsView(frame: Frame, { period, quarters, counts }: ShownStatistics): Page {
  const { t, now } = frame;
  const state = periodState(period, now);
  const definitions = editionFor(period)?.definitions ?? [];
  const title = t.statistics.title(period.name);
  return {
    title,
    main: html`${heading(title)}<p>${state === 'closed' ? badge('good', 'check', t.statistics.closed) : badge('wait', 'info', t.statistics.open)} ${t.statistics.utc}</p>
<nav class="actions" aria-label="${t.statistics.periods}"><ul class="bar">${quarters.map(({ name }) => html`<li><a ${attributes({ href: `/statistics/${name}`, 'aria-current': name === period.name ? 'page' : undefined })}>${name}</a></li>`)}</ul></nav>
${indicators(frame, { period, counts, definitions }, state === 'closed')}${countryTable(frame, { counts, definitions, period }, state === 'closed')}`,
  };
}

interface Told {
  readonly period: ReportingPeriod;
  readonly counts: readonly CountedTransactions[];
  readonly definitions: readonly KpiDefinition[];
}

function indicators({ t, language, who }: Frame, { period, counts, definitions }: Told, closed: boolean): Html {
  const link = (file: string, word: string): Html => html`<a href="/statistics/${period.name}/${file}" hx-boost="false" download>${word}</a>`;
  const row = (definition: KpiDefinition): Html => {
    const own = of(counts, definition);
    const failed = own.filter(({ succeeded }) => !succeeded);
    return html`<tr><th scope="row">${definition.id} ${definition.title[language]}</th>${cell(t.statistics.outbound, String(sum(own.filter(({ direction }) => direction === 'outbound'))))}${cell(t.statistics.inbound, String(sum(own.filter(({ direction }) => direction === 'inbound'))))}${
      cell(t.statistics.failed, String(sum(failed)))}${cell(t.statistics.all, String(sum(own)))}${cell(t.statistics.download, closed ? link(`${definition.id}.csv`, 'CSV') : t.statistics.notYet)}</tr>`;
  };
  return html`<section aria-labelledby="indicators"><h2 id="indicators">${t.statistics.indicators}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="indicators"><table><thead><tr><th scope="col">${t.statistics.indicator}</th><th scope="col">${t.statistics.outbound}</th><th scope="col">${t.statistics.inbound}</th><th scope="col">${t.statistics.failed}</th><th scope="col">${t.statistics.all}</th><th scope="col">${t.statistics.download}</th></tr></thead><tbody>${definitions.map(row)}</tbody></table></div>
${closed ? html`<p class="actions">${link('indicators.xlsx', t.statistics.workbook)}${who !== undefined && mayAct(who.role, 'operator') ? html` ${link('transactions.xlsx', t.statistics.withTransactions)}` : undefined}</p>` : html`<p>${t.statistics.openHint}</p>`}</section>`;
}

function countryTable({ t, language, who }: Frame, { period, counts, definitions }: Told, closed: boolean): Html {
  const codes = [...new Set(counts.map(({ country }) => country))].toSorted();
  const reports = closed && who !== undefined && mayAct(who.role, 'operator');
  const row = (code: CountryCode): Html => {
    const own = counts.filter(({ country }) => country === code);
    return html`<tr><th scope="row">${countryNames(code)[language]}</th>${definitions.map((definition) => cell(definition.id, String(sum(of(own, definition)))))}${
      reports ? cell(t.statistics.report, html`<a href="/statistics/${period.name}/countries/${code}/indicators.xlsx" hx-boost="false" download>${t.statistics.reportOf(countryNames(code)[language])}</a>`) : undefined}</tr>`;
  };
  return html`<section aria-labelledby="by-country"><h2 id="by-country">${t.statistics.byCountry}</h2>${codes.length === 0 ? html`<p>${t.statistics.none}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="by-country"><table><thead><tr><th scope="col">${t.statistics.country}</th>${
    definitions.map(({ id }) => html`<th scope="col">${id}</th>`)}${reports ? html`<th scope="col">${t.statistics.report}</th>` : undefined}</tr></thead><tbody>${codes.map(row)}</tbody></table></div>`}</section>`;
}
