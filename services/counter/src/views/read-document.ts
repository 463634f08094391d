import { type Html, html, icon, type IconName } from '@ncp/web';
import type { Prescription, ReadLine, ReadSection } from '../api/answers.js';
import { type Frame, say } from './frame.js';
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
  const made = line.generated === true && line.mark !== 'missing';
  return html`<tr class="${made ? 'generated' : line.mark}"><th scope="row">${say(frame, line.label)}</th><td data-label="${t.prescription.swedish}">${swedish(frame, line)}</td><td data-label="${t.prescription.original}">${line.original === undefined ? html`<span class="quiet">–</span>` : foreign(line.original.text, line.original.language)}</td><td>${made ? badge('note', 'generated', t.prescription.generatedShort) : badge(tone, sign, t.prescription.marks[line.mark])}</td></tr>`;
};

/** One table for each section; entries of the same kind are its groups. */
const table = (frame: Frame, title: string, groups: readonly (readonly ReadLine[])[], language: string | undefined): Html | undefined => {
  const { t } = frame;
  const filled = groups.filter((lines) => lines.length > 0);
  if (filled.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="reading"><caption class="unseen">${title}</caption><thead><tr><th scope="col">${t.prescription.fact}</th><th scope="col">${t.prescription.swedish}</th><th scope="col">${t.prescription.original}${language === undefined ? undefined : html` <span class="quiet">${t.prescription.language(language)}</span>`}</th><th scope="col">${t.prescription.mark}</th></tr></thead>${filled.map((lines) => html`<tbody>${lines.map((line) => row(frame, line))}</tbody>`)}</table></div>`;
};

/** What is of no use for dispensing is there, and folded away. */
const FOLDED = new Set(['administrative', 'patient']);

const section = (frame: Frame, part: ReadSection, language: string | undefined): Html => {
  const { t } = frame;
  const title = say(frame, part.label);
  const lines = [...part.lines, ...part.entries.flatMap((entry) => entry.lines)];
  const made = lines.some((line) => line.generated === true && line.mark !== 'missing');
  const narrative = part.narrative.map((block) => html`<p>${foreign(block, language)}</p>`);
  const body = html`${made ? html`<p class="hint">${icon('generated')}${t.prescription.generated}</p>` : undefined}${table(frame, title, [part.lines, ...part.entries.map((entry) => entry.lines)], language)}${narrative.length === 0 ? undefined : lines.length === 0 ? narrative : html`<details><summary>${t.prescription.narrative}</summary>${narrative}</details>`}`;
  if (FOLDED.has(part.key)) return html`<details class="card"><summary><h2>${title}</h2></summary>${body}</details>`;
  return html`<section class="card"><h2>${title}</h2>${body}</section>`;
};

/** A foreign document, line by line: Swedish, original, and how the one came from the other (UC-B3). Nothing is left out. */
export function readDocument(frame: Frame, opened: Pick<Prescription, 'document'>): Html {
  const { t } = frame;
  const { document } = opened;
  const [written] = doseOf(opened).written;
  /** The sentence that was made stands beside what the prescriber wrote, in the same row. */
  const beside = (line: ReadLine): ReadLine => (line.key !== 'dosage.sentence' || line.original !== undefined || written === undefined ? line
    : { ...line, original: { text: written.text, ...(written.language === undefined ? {} : { language: written.language }) } });
  return html`${document.sections.map((part) => section(frame, { ...part, lines: part.lines.map(beside) }, document.language))}
<section class="card"><h2>${t.prescription.findings}</h2><p class="quiet">${t.prescription.census(document.census.translated + document.census.mapped, document.census.coded)}</p>${document.findings.length === 0 ? html`<p>${icon('check')}${t.prescription.noFindings}</p>` : html`<ul class="findings">${document.findings.map((finding) => html`<li>${badge(finding.severity === 'error' ? 'bad' : finding.severity === 'warning' ? 'wait' : 'plain', finding.severity === 'information' ? 'info' : 'warning', t.prescription.severity[finding.severity])} ${say(frame, finding.text)} <code>${finding.rule ?? finding.code}</code></li>`)}</ul>`}</section>`;
}

export const linesOf = ({ document }: Pick<Prescription, 'document'>): readonly ReadLine[] =>
  document.sections.flatMap((part) => [...part.lines, ...part.entries.flatMap((entry) => entry.lines)]);

export interface Dose {
  readonly written: readonly { readonly text: string; readonly language?: string | undefined }[];
  readonly generated: readonly string[];
}

/** The dose for people: as the prescriber wrote it, and the sentence that was made of its codes. Both marked, never mixed. */
export function doseOf(opened: Pick<Prescription, 'document'>): Dose {
  const { language: own } = opened.document;
  return {
    written: linesOf(opened).filter(({ key }) => /^instructions\.patient(\.|$)/.test(key)).flatMap(({ original }) =>
      (original === undefined ? [] : [{ text: original.text, language: original.language ?? own }])),
    generated: linesOf(opened).filter(({ key, generated, mark }) => key.startsWith('dosage.') && generated === true && mark !== 'missing').flatMap(({ sv }) => (sv === undefined ? [] : [sv])),
  };
}
