import { countryNames, ERROR_REGISTRY, type CountryFacts, type Instant } from '@ncp/domain';
import type { Percentiles, TrafficRow } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { badge, cell, heading, serviceName, when, type Frame, type Page } from './frame.js';

export interface CountryPage {
  readonly facts: CountryFacts;
  readonly traffic: readonly TrafficRow[];
  readonly refusals: readonly { readonly code: string; readonly count: number; readonly last: Instant }[];
}

const times = ({ t }: Frame, { p50, p95, p99 }: Percentiles): string => t.app.ms([p50, p95, p99].map((ms) => String(Math.round(ms))).join(' / '));
const directionOf = ({ t }: Frame, direction: 'inbound' | 'outbound'): string => (direction === 'outbound' ? t.home.out : t.home.in);

const serviceRow = (frame: Frame, { direction, service, lastSuccess, failingSince, code }: CountryFacts['services'][number]): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${serviceName(frame, service)}</th>${cell(t.country.direction, directionOf(frame, direction))}${cell(t.country.state, failingSince === undefined
    ? badge('good', 'check', t.home.works) : html`${badge('bad', 'warning', when(frame, failingSince))} <code>${code}</code>`)}${cell(t.country.lastSuccess, lastSuccess === undefined ? t.app.never : when(frame, lastSuccess))}</tr>`;
};

const trafficRow = (frame: Frame, row: TrafficRow): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${serviceName(frame, row.service)}</th>${cell(t.country.direction, directionOf(frame, row.direction))}${cell(t.country.count, String(row.count))}${cell(t.country.troubled, String(row.troubled))}${cell(t.country.refused, String(row.refused))}${
    cell(t.country.own, times(frame, row.own))}${cell(t.country.peer, times(frame, row.peer))}${cell(t.country.national, times(frame, row.national))}</tr>`;
};

function refusalRow(frame: Frame, { code, count, last }: CountryPage['refusals'][number]): Html {
  const { t, language } = frame;
  const known = Object.hasOwn(ERROR_REGISTRY, code) ? ERROR_REGISTRY[code as keyof typeof ERROR_REGISTRY] : undefined;
  return html`<tr><th scope="row"><code>${code}</code></th>${cell(t.country.count, String(count))}${cell(t.country.last, when(frame, last))}${cell(t.country.meaning, known?.text[language])}${cell(t.country.hint, known?.hint[language])}</tr>`;
}

const table = (id: string, title: string, columns: readonly string[], rows: readonly Html[], none: string): Html => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${rows.length === 0 ? html`<p>${none}</p>`
  : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`}</section>`;

/** One country: how each service fares, its traffic of a day with whose time it took, and what was refused. */
export function countryView(frame: Frame, { facts, traffic, refusals }: CountryPage): Page {
  const { t, language } = frame;
  const name = countryNames(facts.code)[language];
  return {
    title: t.country.title(name),
    main: html`${heading(name)}<p><a href="/exchanges?country=${facts.code}">${t.country.all}</a></p>
${table('services', t.country.services, [t.country.service, t.country.direction, t.country.state, t.country.lastSuccess], facts.services.map((row) => serviceRow(frame, row)), t.home.notTried)}
${table('traffic', `${t.country.traffic} (${t.country.percentiles})`, [t.country.service, t.country.direction, t.country.count, t.country.troubled, t.country.refused, t.country.own, t.country.peer, t.country.national], traffic.map((row) => trafficRow(frame, row)), t.country.none)}
${table('refusals', t.country.refusals, [t.country.code, t.country.count, t.country.last, t.country.meaning, t.country.hint], refusals.map((row) => refusalRow(frame, row)), t.country.noRefusals)}`,
  };
}
