import { attributes, type Html, html } from '@ncp/web';
import type { Candidate } from '../api/answers.js';
import { countryName, type VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { badge, button, errorSummary, field, foreign, form, heading, linkButton, tick } from './parts.js';

export type MissingToConfirm = 'candidate' | 'idDocumentShown' | 'patientInformed' | 'difference';

export interface ConfirmTyped {
  readonly candidate?: number;
  readonly difference?: string;
}

const OUTCOME = {
  'same': { tone: 'good', sign: 'check', word: 'same' }, 'differs': { tone: 'bad', sign: 'warning', word: 'differs' },
  'not-sent': { tone: 'plain', sign: 'info', word: 'compare' }, 'not-received': { tone: 'wait', sign: 'info', word: 'notReceived' },
} as const;

const comparison = (frame: Frame, candidate: Candidate, title: string): Html => {
  const { t } = frame;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><caption class="unseen">${title}</caption><thead><tr><th scope="col">${t.prescription.fact}</th><th scope="col">${t.confirm.sent}</th><th scope="col">${t.confirm.received}</th><th scope="col">${t.prescription.mark}</th></tr></thead><tbody>${candidate.comparison.map((line) => {
    const { tone, sign, word } = OUTCOME[line.outcome];
    return html`<tr class="${line.outcome === 'differs' ? 'differs' : ''}"><th scope="row">${say(frame, line.label)}</th><td data-label="${t.confirm.sent}">${line.sent === undefined ? html`<span class="quiet">${t.confirm.notSent}</span>` : foreign(line.sent)}</td><td data-label="${t.confirm.received}">${line.received === undefined ? html`<span class="quiet">${t.confirm.notReceived}</span>` : foreign(line.received)}</td><td>${badge(tone, sign, t.confirm[word])}</td></tr>`;
  })}</tbody></table></div>`;
};

export const personName = ({ given, family }: Pick<Candidate, 'given' | 'family'>): string => [given, family].filter((part) => part !== undefined).join(' ');

/** Step 4: what was typed beside what came back. Nothing is chosen beforehand where several match, and nothing is ticked. */
export function confirmView(frame: Frame, visit: VisitWork, strip: VisitStrip, typed: ConfirmTyped = {}, missing: readonly MissingToConfirm[] = []): Page {
  const { t } = frame;
  const candidates = visit.identified?.candidates ?? [];
  const [only] = candidates;
  const single = candidates.length === 1 && only !== undefined;
  const differs = candidates.some((candidate) => candidate.differs);
  const wrong = (what: MissingToConfirm): string | undefined => (missing.includes(what) ? t.confirm.missing[what] : undefined);
  const labels = { candidate: t.confirm.title, idDocumentShown: t.confirm.idDocument, patientInformed: t.confirm.informed, difference: t.confirm.difference };
  const fields = { candidate: 'candidate-0', idDocumentShown: 'id-document', patientInformed: 'patient-informed', difference: 'difference' };
  return {
    title: t.confirm.title, step: 4, visit: strip,
    main: html`${heading(t.confirm.title)}<p class="lead">${single ? t.confirm.one : t.confirm.several(candidates.length)} ${t.confirm.lead(countryName(visit, frame.language))}</p>
${errorSummary(t.identify.errors, missing.map((what) => ({ field: fields[what], label: labels[what], rule: t.confirm.missing[what] })))}
${form(frame, { action: `/visits/${visit.id}/confirm`, working: t.list.fetching(countryName(visit, frame.language)) }, html`<fieldset class="plain"><legend class="unseen">${t.confirm.title}</legend>${candidates.map((candidate, place) => {
      const title = personName(candidate) === '' ? t.confirm.candidate(place + 1) : personName(candidate);
      return html`<section class="card candidate"><h2>${single ? html`<input type="hidden" name="candidate" value="${candidate.index}">${foreign(title)}` : html`<input ${attributes({ type: 'radio', name: 'candidate', id: `candidate-${place}`, value: candidate.index, checked: typed.candidate === candidate.index })}><label for="candidate-${place}">${t.confirm.choose}: ${foreign(title)}${candidate.birthDate === undefined ? undefined : html`, ${foreign(candidate.birthDate)}`}</label>`}</h2>${comparison(frame, candidate, title)}</section>`;
    })}</fieldset>
${tick({ id: 'id-document', name: 'idDocumentShown', label: t.confirm.idDocument, wrong: wrong('idDocumentShown') })}${tick({ id: 'patient-informed', name: 'patientInformed', label: t.confirm.informed, wrong: wrong('patientInformed') })}
${differs ? field(frame, { id: 'difference', name: 'difference', label: t.confirm.difference, hint: t.confirm.differenceHint, value: typed.difference, required: single, rows: 3, maxlength: 500, wrong: wrong('difference') }) : undefined}
<p class="actions">${button(t.confirm.submit, { shortcut: 'F2' })}${linkButton(`/visits/${visit.id}/identify`, t.confirm.again)}</p>`)}`,
  };
}
