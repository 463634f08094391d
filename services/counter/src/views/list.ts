import { type Html, html, icon, type IconName } from '@ncp/web';
import type { ListedPrescription } from '../api/answers.js';
import { countryName, type VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, showTime, type VisitStrip } from './frame.js';
import { badge, foreign, heading, linkButton, unseen, type Tone } from './parts.js';

const LOOK: Readonly<Record<ListedPrescription['dispensable']['answer'], { readonly tone: Tone; readonly sign: IconName }>> = {
  yes: { tone: 'good', sign: 'check' }, no: { tone: 'bad', sign: 'cross' }, ask: { tone: 'wait', sign: 'warning' },
};

export const dispensableBadge = ({ t }: Frame, answer: 'yes' | 'no' | 'ask'): Html => badge(LOOK[answer].tone, LOOK[answer].sign, t.list[answer]);

/** HL7 times are shown as days; whatever else a country writes, as it wrote it. */
const day = (text: string): string => {
  const hl7 = /^(\d{4})(\d{2})(\d{2})/.exec(text);
  return hl7 !== null ? `${hl7[1] ?? ''}-${hl7[2] ?? ''}-${hl7[3] ?? ''}` : /^\d{4}-\d{2}-\d{2}T/.test(text) ? showTime(text) : text;
};

/** What the list tells before the document is fetched (wire-contract 3.3): by code system, since each has its own meaning. */
const SCHEMES: Readonly<Record<string, 'atc' | 'form' | 'strength' | 'substitution' | 'status'>> = {
  '2.16.840.1.113883.6.73': 'atc', '0.4.0.127.0.16.1.1.2.1': 'form', 'eHDSI_Strength_CodeSystem': 'strength', '2.16.840.1.113883.5.1070': 'substitution',
  // Open or closed: what the badge says, with its reason.
  '1.3.6.1.4.1.19376.1.2.3': 'status',
};

const listedFact = ({ t, language }: Frame, { code, codingScheme = '', name, sv }: ListedPrescription['facts'][number]): Html | undefined => {
  const kind = SCHEMES[codingScheme] ?? 'other';
  if (kind === 'status') return undefined;
  const words = sv !== undefined && language === 'sv' ? html`${sv}` : foreign(name ?? '');
  const value = kind === 'strength' ? foreign(code) : kind === 'form' && (name ?? sv) !== undefined ? words : html`${words} <span class="quiet">${code}</span>`;
  return html`<div><dt>${t.list.listed[kind]}</dt><dd>${value}</dd></div>`;
};

const row = (frame: Frame, visit: VisitWork, one: ListedPrescription, first: boolean): Html => {
  const { t } = frame;
  const name = one.description ?? one.title ?? t.list.unnamed;
  return html`<li class="card row"><div><h2>${foreign(name, one.language)}</h2><p>${dispensableBadge(frame, one.dispensable.answer)}</p>${one.dispensable.reasons.length === 0 ? undefined : html`<ul class="reasons">${one.dispensable.reasons.map(({ text }) => html`<li>${say(frame, text)}</li>`)}</ul>`}
<dl class="facts">${one.createdAt === undefined ? undefined : html`<div><dt>${t.list.written}</dt><dd>${day(one.createdAt)}</dd></div>`}${one.author === undefined ? undefined : html`<div><dt>${t.list.author}</dt><dd>${foreign(one.author, one.language)}</dd></div>`}${one.facts.map((fact) => listedFact(frame, fact))}</dl></div>
<p>${linkButton(`/visits/${visit.id}/prescriptions/${one.key}`, html`${t.list.show}${unseen(name)}`, { plain: !first, working: t.prescription.loading(countryName(visit, frame.language)), ...(first ? { shortcut: 'F2' } : {}) })}</p></li>`;
};

/** Step 5: what can be dispensed first, and why the rest cannot; what of ours is still unanswered (UC-B2 5). */
export function listView(frame: Frame, visit: VisitWork, strip: VisitStrip): Page {
  const { t } = frame;
  const name = countryName(visit, frame.language);
  const list = visit.list;
  const prescriptions = list?.prescriptions ?? [];
  return {
    title: t.list.title, step: 5, visit: strip,
    main: html`${heading(t.list.title)}${(list?.unacknowledged ?? []).map((waiting) => html`<section class="notice wait"><h2>${icon('clock')}${t.list.unacknowledged}</h2><p>${waiting.product.name}, ${showTime(waiting.confirmedAt)}. ${t.list.unacknowledgedHint}</p><p>${linkButton(`/dispensations/${waiting.id}`, t.list.showWaiting)}</p></section>`)}
${prescriptions.length === 0 ? html`<p class="notice note">${icon('info')}${t.list.none(name)}</p>` : html`<ul class="cards">${prescriptions.map((one, index) => row(frame, visit, one, index === 0))}</ul>`}
${list !== undefined && list.unreadable > 0 ? html`<p class="notice wait">${icon('warning')}${t.list.unreadableCount(list.unreadable)}</p>` : undefined}${warnings(frame, list?.warnings ?? [])}
<p class="actions">${linkButton(`/visits/${visit.id}/prescriptions?again=1`, t.list.refresh, { working: t.list.fetching(name) })}</p>`,
  };
}

export const warnings = ({ t }: Frame, said: readonly { readonly code: string; readonly text?: string | undefined }[]): Html | undefined =>
  said.length === 0 ? undefined : html`<section class="notice wait"><h2>${icon('warning')}${t.list.warnings}</h2><ul>${said.map(({ code, text }) => html`<li><code>${code}</code>${text === undefined ? undefined : html` ${foreign(text)}`}</li>`)}</ul></section>`;
