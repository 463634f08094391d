import { type Html, html } from '@ncp/web';
import type { MaskField } from '../api/answers.js';
import { countryName, type VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { button, errorSummary, field, form, heading } from './parts.js';

/** Key of the mask field, and the rule that its value breaks. */
export type WrongFields = Readonly<Record<string, string>>;

const idOf = (key: string): string => `f-${key.replace(/[^\w-]/g, '_')}`;

const hintOf = (frame: Frame, { hint, kind, format }: MaskField): string | undefined => {
  const parts = [
    hint === undefined ? '' : say(frame, hint),
    kind === 'birth-date' ? frame.t.identify.dateHint : '',
    // A published pattern is for machines; it is shown only where the country gave no words.
    format !== undefined && hint === undefined && kind !== 'birth-date' ? frame.t.identify.formatHint(format.replace(/^\^|\$$/g, '')) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
};

const input = (frame: Frame, asked: MaskField, value: string | undefined, wrong: string | undefined): Html => {
  const { t } = frame;
  const id = idOf(asked.key);
  const common = { id, name: `field.${asked.key}`, label: say(frame, asked.label), value, required: asked.mandatory, hint: hintOf(frame, asked), wrong };
  if (asked.kind !== 'gender') return field(frame, { ...common, ...(asked.kind === 'birth-date' ? { inputmode: 'numeric', maxlength: 10 } : {}) });
  return field(frame, { ...common, choices: [{ value: '', word: t.identify.choose }, ...(['F', 'M', 'UN'] as const).map((code) => ({ value: code, word: t.identify.gender[code] }))] });
};

/** Step 3: exactly the fields that the country asks for, with its hints. */
export function identifyView(frame: Frame, visit: VisitWork, strip: VisitStrip, wrong: WrongFields = {}): Page {
  const { t } = frame;
  const name = countryName(visit, frame.language);
  const { patient, document } = visit.mask;
  const summary = [...patient, ...document].flatMap((asked) => {
    const rule = wrong[asked.key];
    return rule === undefined ? [] : [{ field: idOf(asked.key), label: say(frame, asked.label), rule }];
  });
  return {
    title: t.identify.title, step: 3, visit: strip,
    main: html`${heading(t.identify.title)}<p class="lead">${t.identify.lead(name)}</p>${errorSummary(t.identify.errors, summary)}
${form(frame, { action: `/visits/${visit.id}/identify`, working: t.identify.asking(name), className: 'narrow' }, html`${patient.map((asked) => input(frame, asked, visit.typed[asked.key], wrong[asked.key]))}
${document.length === 0 ? undefined : html`<fieldset><legend>${t.identify.document}</legend>${document.map((asked) => input(frame, asked, visit.documentFields[asked.key], wrong[asked.key]))}</fieldset>`}<p class="actions">${button(t.identify.submit(name), { shortcut: 'F2' })}</p>`)}`,
  };
}
