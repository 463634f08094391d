import type { TableReport } from '@ncp/cda';
import { clockTime, countryNames, daysBetween, ERROR_REGISTRY, failingSince as outboundFailingSince, stockholmDate, type CountryFacts } from '@ncp/domain';
import type { ProbeState, TrafficRow } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { answeredWords, percentilesWords as times, type CountryKnown } from '../country-report.js';
import { mayAct } from '../operator.js';
import { badge, cell, heading, serviceName, when, type Frame, type Page } from './frame.js';

const table = (id: string, title: string, columns: readonly string[], rows: readonly Html[], none: string): Html => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${rows.length === 0 ? html`<p>${none}</p>`
  : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`}</section>`;

const directionOf = ({ t }: Frame, direction: 'inbound' | 'outbound'): string => (direction === 'outbound' ? t.home.out : t.home.in);

const serviceRow = (frame: Frame, { direction, service, lastSuccess, failingSince, code, answersAgain }: CountryFacts['services'][number]): Html => {
  const { t, now } = frame;
  const works = answersAgain === undefined ? t.home.works : t.country.answersAgain(clockTime(answersAgain, now));
  return html`<tr><th scope="row">${serviceName(frame, service)}</th>${cell(t.country.direction, directionOf(frame, direction))}${cell(t.country.state, failingSince === undefined
    ? badge('good', 'check', works) : html`${badge('bad', 'warning', t.home.failing[direction](clockTime(failingSince, now)))} <code>${code}</code>`)}${cell(t.country.lastSuccess, lastSuccess === undefined ? t.app.never : when(frame, lastSuccess))}</tr>`;
};

const trafficRow = (frame: Frame, row: TrafficRow): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${serviceName(frame, row.service)}</th>${cell(t.country.direction, directionOf(frame, row.direction))}${cell(t.country.count, String(row.count))}${cell(t.country.answered, answeredWords(frame, row))}${cell(t.country.troubled, String(row.troubled))}${cell(t.country.refused, String(row.refused))}${
    cell(t.country.own, times(frame, row.own))}${cell(t.country.peer, times(frame, row.peer))}${cell(t.country.national, times(frame, row.national))}</tr>`;
};

function refusalRow(frame: Frame, { code, count, last }: CountryKnown['refusals'][number]): Html {
  const { t, language } = frame;
  const known = Object.hasOwn(ERROR_REGISTRY, code) ? ERROR_REGISTRY[code as keyof typeof ERROR_REGISTRY] : undefined;
  return html`<tr><th scope="row"><code>${code}</code></th>${cell(t.country.count, String(count))}${cell(t.country.last, when(frame, last))}${cell(t.country.meaning, known?.text[language])}${cell(t.country.hint, known?.hint[language])}</tr>`;
}

const probeRow = (frame: Frame, { service, outcome, at, lastSuccess, code }: ProbeState): Html => {
  const { t } = frame;
  const fine = outcome === 'answered' || outcome === 'refused';
  return html`<tr><th scope="row">${t.country.peerServices[service]}</th>${cell(t.country.state, html`${badge(fine ? 'good' : 'bad', fine ? 'check' : 'warning', t.country.probeOutcomes[outcome])}${code === undefined ? undefined : html` <code>${code}</code>`}`)}${cell(t.country.probe, when(frame, at))}${cell(t.country.lastSuccess, lastSuccess === undefined ? t.app.never : when(frame, lastSuccess))}</tr>`;
};

const LAST_WEEK = 7;
const LAST_MONTH = 30;

const certificateRow = (frame: Frame, { what, until }: CountryKnown['certificates'][number]): Html => {
  const { t, now } = frame;
  const days = daysBetween(stockholmDate(now), stockholmDate(until));
  return html`<tr><th scope="row">${what}</th>${cell(t.country.ends, stockholmDate(until))}${cell(t.country.daysLeft, days > LAST_MONTH ? badge('good', 'check', String(days)) : badge(days > LAST_WEEK ? 'wait' : 'bad', days > LAST_WEEK ? 'clock' : 'warning', String(days)))}</tr>`;
};

/** The report as a page that can be printed; the same as the PDF. */
export const reportView = (frame: Frame, { title, lead, sections }: TableReport, code: string): Page => ({
  title,
  main: html`${heading(title)}<p>${lead}</p><p class="actions"><a class="button plain" href="/countries/${code}/report.pdf" download="report-${code}.pdf">${frame.t.country.reportPdf}</a> <button type="button" class="button plain" data-print>${frame.t.country.print}</button></p>${sections.map((section, at) =>
    table(`section-${String(at)}`, section.heading, section.columns, section.rows.map(([first = '', ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((word, index) => cell(section.columns[index + 1] ?? '', word))}</tr>`), section.none))}`,
});

/** One country: how each service fares, in traffic and when probed, its traffic of a day with whose time it took, what was refused, its certificates, and what could not be translated. */
export function countryView(frame: Frame, { facts, traffic, refusals, probes, certificates, gaps }: CountryKnown): Page {
  const { t, language, who } = frame;
  const name = countryNames(facts.code)[language];
  return {
    title: t.country.title(name),
    main: html`${heading(name)}<p><a href="/exchanges?country=${facts.code}">${t.country.all}</a></p><p>${who !== undefined && mayAct(who.role, 'operator') ? html`<a class="button plain" href="/countries/${facts.code}/report">${t.country.report}</a>` : html`<span class="quiet">${t.country.reportRole}</span>`}</p>
${table('services', t.country.services, [t.country.service, t.country.direction, t.country.state, t.country.lastSuccess], facts.services.map((row) => serviceRow(frame, row)), t.home.notTried)}${outboundFailingSince(facts) === undefined ? undefined : html`<p>${t.country.runbook} <code>docs/runbooks/CountryDown.md</code></p>`}
${table('traffic', `${t.country.traffic} (${t.country.percentiles})`, [t.country.service, t.country.direction, t.country.count, t.country.answered, t.country.troubled, t.country.refused, t.country.own, t.country.peer, t.country.national], traffic.map((row) => trafficRow(frame, row)), t.country.none)}
${table('refusals', t.country.refusals, [t.country.code, t.country.count, t.country.last, t.country.meaning, t.country.hint], refusals.map((row) => refusalRow(frame, row)), t.country.noRefusals)}
${table('probes', t.country.probes, [t.country.service, t.country.state, t.country.probe, t.country.lastSuccess], probes.map((row) => probeRow(frame, row)), t.country.probeNone)}
${table('certificates', t.country.certificates, [t.country.certificate, t.country.ends, t.country.daysLeft], certificates.map((row) => certificateRow(frame, row)), t.country.noCertificates)}
${table('quality', t.country.quality, [t.country.term, t.country.field, t.country.reason, t.country.count, t.country.last], gaps.map((gap) => html`<tr><th scope="row"><code>${gap.code}</code> <span class="quiet">${gap.codeSystem}</span></th>${cell(t.country.field, gap.field)}${cell(t.country.reason, gap.reason)}${cell(t.country.count, String(gap.count))}${cell(t.country.last, when(frame, gap.last))}</tr>`), t.country.noQuality)}`,
  };
}
