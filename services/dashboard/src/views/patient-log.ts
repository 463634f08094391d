import { countryCode, countryNames } from '@ncp/domain';
import type { OperatorAct, PatientLog, PatientLogLine } from '@ncp/store';
import { html, icon, type Html } from '@ncp/web';
import { cell, codesOf, formToken, fullTime, heading, outcomeBadge, serviceName, tableSection, type Frame, type Page } from './frame.js';

/** Why somebody may read a patient's log: a closed list, so that no reason tells of a person [local]. */
export const REASONS = ['patient-asked', 'suspected-misuse', 'incident', 'authority'] as const;
export type Reason = (typeof REASONS)[number];

/** How far an extract has come. */
export type Extract = { readonly act: OperatorAct } & (
  | { readonly state: 'waiting' | 'gone' }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'done'; readonly log: PatientLog }
);

const back = ({ t }: Frame): Html => html`<p class="no-print"><a href="/audit/patient-log">${t.patientLog.another}</a></p>`;

/** Whose log, and why: both are asked for before anything is looked for. */
export function patientLogView(frame: Frame): Page {
  const { t } = frame;
  return {
    title: t.patientLog.title,
    main: html`${heading(t.patientLog.title)}<p class="lead">${t.patientLog.lead}</p><p class="notice wait">${icon('warning')}${t.patientLog.recorded}</p>
<form method="post" action="/audit/patient-log" class="card narrow" autocomplete="off">${formToken(frame)}
<div class="field"><label for="subject">${t.patientLog.subject}</label><p class="hint" id="subject-hint">${t.patientLog.subjectHint}</p><input type="text" id="subject" name="subject" aria-describedby="subject-hint" autocomplete="off" spellcheck="false" maxlength="200" required></div>
<div class="field"><label for="reason">${t.patientLog.reason}</label><select id="reason" name="reason" required><option value="">${t.patientLog.choose}</option>${REASONS.map((reason) => html`<option value="${reason}">${t.patientLog.reasons[reason]}</option>`)}</select></div>
<div class="field"><label for="reference">${t.patientLog.reference}</label><p class="hint" id="reference-hint">${t.patientLog.referenceHint}</p><input type="text" id="reference" name="reference" aria-describedby="reference-hint" autocomplete="off" spellcheck="false" maxlength="40" required></div>
<p class="actions"><button type="submit" class="button">${t.patientLog.show}</button></p></form><p><a href="/audit">${t.audit.back}</a></p>`,
  };
}

const partner = ({ countryA, countryB }: PatientLogLine): string => (countryA === 'SE' ? countryB : countryA);

const row = (frame: Frame, line: PatientLogLine): Html => {
  const { t, language } = frame;
  return html`<tr><th scope="row">${fullTime(line.at)}</th>${cell(t.patientLog.what, html`${serviceName(frame, line.what)} ${outcomeBadge(frame, line.outcome)} ${codesOf(line.codes)}`)}${cell(t.patientLog.who, html`<span class="foreign">${line.who}</span>`)}${
    cell(t.patientLog.where, html`<span class="foreign">${line.where === '' ? '–' : line.where}</span>, ${countryNames(countryCode(partner(line)))[language]}`)}${cell(t.patientLog.documents, line.documents.length === 0 ? '–' : line.documents.map((id) => html`<code>${id}</code> `))}</tr>`;
};

/** The part of the page that shows the present. */
export function extractState(frame: Frame, extract: Extract): Html {
  const { t } = frame;
  switch (extract.state) {
    case 'waiting': return html`<p class="notice note" role="status">${icon('clock')}${t.patientLog.waiting}</p>`;
    case 'gone': return html`<p class="notice wait" role="status">${icon('info')}${t.patientLog.gone}</p>`;
    case 'failed': return html`<p class="notice bad" role="status">${icon('warning')}${t.patientLog.failed} <code>${extract.code}</code></p>`;
    case 'done': {
      const { lines, total } = extract.log;
      return html`${tableSection({
        id: 'accesses', title: t.patientLog.accesses(String(total)), ...(lines.length < total ? { lead: t.patientLog.newest(String(lines.length)) } : {}),
        columns: [t.patientLog.when, t.patientLog.what, t.patientLog.who, t.patientLog.where, t.patientLog.documents], rows: lines.map((line) => row(frame, line)), none: t.patientLog.none,
      })}<p class="actions no-print"><button type="button" class="button plain" data-print>${t.patientLog.print}</button></p>`;
    }
  }
}

/** One extract, for the session that asked for it. */
export function extractView(frame: Frame, extract: Extract): Page {
  const { t } = frame;
  const { act } = extract;
  const waiting = extract.state === 'waiting';
  const state = extractState(frame, extract);
  return {
    title: t.patientLog.title,
    main: html`${heading(t.patientLog.title)}<p>${t.patientLog.because} ${t.patientLog.reasons[act.reason as Reason]}, ${act.reference}. ${fullTime(act.askedAt)}.</p>
${waiting ? html`<div id="state" aria-live="polite" hx-sse:connect="/audit/patient-log/${act.id}/events" hx-swap="innerHTML">${state}</div>` : html`<div id="state">${state}</div>`}${back(frame)}`,
  };
}
