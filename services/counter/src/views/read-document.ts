import type { Prescription, ReadLine, ReadSection } from '../api/answers.js';
import { type Frame, say } from './frame.js';
import { html, type Html } from './html.js';
import { icon, type IconName } from './icons.js';
import { badge, foreign, type Tone } from './parts.js';

const LOOK: Readonly<Record<ReadLine['mark'], { readonly tone: Tone; readonly sign: IconName }>> = {
  'translated': { tone: 'good', sign: 'translated' }, 'mapped': { tone: 'good', sign: 'mapped' }, 'untranslated': { tone: 'wait', sign: 'untranslated' },
  'missing': { tone: 'bad', sign: 'missing' }, 'as-written': { tone: 'plain', sign: 'as-written' },
};

/** What stands in the Swedish column: never a guess. Without a Swedish text the English one, marked as such; else nothing. */
const swedish = ({ t }: Frame, line: ReadLine): Html => {
  if (line.sv !== undefined) return html`<span lang="sv">${line.sv}</span>`;
  if (line.mark === 'as-written' && line.original !== undefined) return html`<span class="quiet">${t.prescription.asOriginal}</span>`;
  if (line.en !== undefined) return html`<span lang="en">${line.en}</span> <span class="quiet">(${t.prescription.inEnglish})</span>`;
  return html`<span class="quiet">–</span>`;
};

const row = (frame: Frame, line: ReadLine): Html => {
  const { t } = frame;
  const { tone, sign } = LOOK[line.mark];
  return html`<tr class="${line.generated === true ? 'generated' : line.mark}"><th scope="row">${say(frame, line.label)}</th><td data-label="${t.prescription.swedish}">${swedish(frame, line)}</td><td data-label="${t.prescription.original}">${line.original === undefined ? html`<span class="quiet">–</span>` : foreign(line.original.text, line.original.language)}</td><td>${line.generated === true ? badge('note', 'generated', t.prescription.generatedShort) : badge(tone, sign, t.prescription.marks[line.mark])}</td></tr>`;
};

const table = (frame: Frame, title: string, lines: readonly ReadLine[], language: string | undefined): Html | undefined => {
  const { t } = frame;
  if (lines.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="reading"><caption class="unseen">${title}</caption><thead><tr><th scope="col">${t.prescription.fact}</th><th scope="col">${t.prescription.swedish}</th><th scope="col">${t.prescription.original}${language === undefined ? undefined : html` <span class="quiet">${t.prescription.language(language)}</span>`}</th><th scope="col">${t.prescription.mark}</th></tr></thead><tbody>${lines.map((line) => row(frame, line))}</tbody></table></div>`;
};

const section = (frame: Frame, part: ReadSection, language: string | undefined): Html => {
  const { t } = frame;
  const title = say(frame, part.label);
  const generated = [...part.lines, ...part.entries.flatMap(({ lines }) => lines)].some((line) => line.generated === true);
  return html`<section class="card"><h2>${title}</h2>${generated ? html`<p class="hint">${icon('generated')}${t.prescription.generated}</p>` : undefined}${table(frame, title, part.lines, language)}${part.entries.map((entry, index) => table(frame, `${title} ${index + 1}`, entry.lines, language))}${part.narrative.length === 0 ? undefined : html`<details><summary>${t.prescription.narrative}</summary>${part.narrative.map((block) => html`<p>${foreign(block, language)}</p>`)}</details>`}</section>`;
};

/** A foreign document, line by line: Swedish, original, and how the one came from the other (UC-B3). Nothing is left out. */
export function readDocument(frame: Frame, { document }: Pick<Prescription, 'document'>): Html {
  const { t } = frame;
  return html`${document.sections.map((part) => section(frame, part, document.language))}
<section class="card"><h2>${t.prescription.findings}</h2><p class="quiet">${t.prescription.census(document.census.translated + document.census.mapped, document.census.coded)}</p>${document.findings.length === 0 ? html`<p>${icon('check')}${t.prescription.noFindings}</p>` : html`<ul class="findings">${document.findings.map((finding) => html`<li>${badge(finding.severity === 'error' ? 'bad' : finding.severity === 'warning' ? 'wait' : 'plain', finding.severity === 'information' ? 'info' : 'warning', t.prescription.severity[finding.severity])} ${say(frame, finding.text)} <code>${finding.rule ?? finding.code}</code></li>`)}</ul>`}</section>`;
}

/** The dose for people: as the prescriber wrote it, and the sentence that we made of its coded parts. Both marked, never mixed. */
export function doseOf({ document }: Pick<Prescription, 'document'>): { readonly written: readonly { readonly text: string; readonly language?: string | undefined }[]; readonly generated: readonly string[] } {
  const lines = document.sections.flatMap((part) => [...part.lines, ...part.entries.flatMap((entry) => entry.lines)]).filter((line) => /(^|\.)dosage(\.|$)/.test(line.key));
  return {
    written: lines.filter((line) => line.generated !== true && line.mark === 'as-written' && /(text|instruction)/i.test(line.key)).flatMap(({ original }) =>
      (original === undefined ? [] : [{ text: original.text, language: original.language ?? document.language }])),
    generated: lines.filter((line) => line.generated === true).flatMap(({ sv }) => (sv === undefined ? [] : [sv])),
  };
}
