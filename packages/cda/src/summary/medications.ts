import { compareDates, IDENTIFIER_ROOTS, instant, type CalendarDate, type Dosage, type MedicationItem } from '@ncp/domain';
import type { CodedElement } from '../building/coded-element.js';
import { measureText } from '../building/measure.js';
import { optionalLine, visibleLine } from '../building/visible-text.js';
import { dosageModel } from '../prescription/dosage.js';
import { doseText, timingLines } from '../prescription/facts.js';
import { patientInstruction } from '../prescription/instructions.js';
import type { DosageModel, DosageTiming } from '../prescription/model.js';
import { ingredientsOf } from '../prescription/product.js';
import { formUnits } from '../prescription/units.js';
import type { MedicationEntry } from './model.js';
import { bare, column, part, row, type NarrativeRow, type NarrativeTable } from './narrative-model.js';
import { sourceCells, SOURCE_PARTS } from './source.js';
import { problemField, termOf, type CodedTerm, type Coding } from './terms.js';

const NOT_SAID: CodedElement = { kind: 'null', nullFlavor: 'UNK', originals: [] };
const NO_DOSAGE = 'Dosering saknas / No dosage is recorded';

const ORIGINS = {
  'national-list': 'Nationella läkemedelslistan / National medication list',
  'care-record': 'Ordination i patientjournal / Ordination in a care record',
} as const;
const KINDS = {
  'ordination': 'ordinerat / ordered by a professional',
  'self-medication': 'egenvård, taget på eget initiativ / self-medication',
} as const;

const COLUMNS = [
  column('Läkemedel', 'Medicine', 5, part('name', 'Namn', 'Name'), bare('strength', 'Styrka', 'Strength'), bare('form', 'Läkemedelsform', 'Dose form'),
    part('atc', 'ATC', 'ATC'), part('ingredients', 'Aktiv substans', 'Active substance'), part('npl', 'NPL-id', 'NPL id')),
  column('Dosering', 'Dosage', 6, part('dosage', 'Dosering', 'Dosage'), part('timing', 'Kodade tider', 'Coded timing'), part('dose', 'Dos', 'Dose'),
    bare('route', 'Administreringsväg', 'Route of administration')),
  column('Behandlingstid', 'Treatment period', 3, part('period', 'Behandlingstid', 'Treatment period'), bare('status', 'Status', 'Status')),
  column('Orsak', 'Reason', 3, part('reason', 'Orsak', 'Reason')),
  column('Källa', 'Source', 4, part('origin', 'Källa', 'Source'), bare('kind', 'Slag', 'Kind'), ...SOURCE_PARTS),
];

/** A day to reckon from where the start is not known; nothing that depends on it is written. */
const ANY_DAY = '2000-01-01' as CalendarDate;
const noon = (day: CalendarDate): ReturnType<typeof instant> => instant(`${day}T12:00:00Z`);

/** A clock time or a weekday needs a first day to count from, and so does a single dose that does not say its own day. */
const needsStart = (timing: DosageTiming, { steps }: Dosage): boolean =>
  timing.kind === 'once' ? !steps.some(({ on }) => on === timing.on) : timing.kind === 'period' && timing.from !== undefined;

interface Dosing {
  readonly dosage: MedicationEntry['dosage'];
  readonly period: MedicationEntry['period'];
}

/** The structure of the dosage as far as it says exactly what was ordered, with the days that are known. */
const dosingOf = ({ start, end, dosage }: MedicationItem, model: DosageModel): Dosing => {
  const { timing, dose, treatment: { widthDays }, route } = model;
  const doubtful = start === undefined && (needsStart(timing, dosage) || (widthDays !== undefined && end === undefined));
  const isText = doubtful || timing.kind === 'text';
  return {
    dosage: {
      timing: doubtful ? { kind: 'text', reason: 'not-exact' } : timing,
      ...(isText || dose === undefined ? {} : { dose }),
      ...(route === undefined ? {} : { route }),
    },
    period: {
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(start === undefined || end !== undefined || widthDays === undefined ? {} : { widthDays }),
    },
  };
};

const periodText = ({ start, end, widthDays }: MedicationEntry['period']): string | undefined => {
  if (start === undefined && end === undefined) return undefined;
  const from = start === undefined ? '' : `från / from ${start}`;
  const until = end === undefined ? '' : `till och med / until ${end}`;
  const days = widthDays === undefined ? '' : `${String(widthDays)} dagar / days`;
  return [from, until, days].filter((text) => text !== '').join(', ');
};

const productOf = (item: MedicationItem, atc: CodedTerm | undefined, form: CodedTerm | undefined, coding: Coding): MedicationEntry['product'] => {
  const { name, nplId, strengthText } = item.product;
  const title = visibleLine(name);
  const description = optionalLine(strengthText);
  const code = optionalLine(nplId);
  const units = formUnits(coding.catalogue, form?.element.kind === 'coded' ? form.element.value : undefined);
  const ingredients = strengthText === undefined || atc?.element.kind !== 'coded' ? []
    : ingredientsOf({ strengthText, atc: atc.element.value }, atc.element, units, coding);
  return {
    ...(code === undefined ? {} : { code: { code, codeSystem: IDENTIFIER_ROOTS.nplId, display: title } }),
    name: title,
    ...(description === undefined ? {} : { description }),
    form: form?.element ?? NOT_SAID,
    packaging: [],
    ...(atc === undefined ? {} : { atc: atc.element }),
    ingredients,
  };
};

const entryOf = (item: MedicationItem, narrativeId: string, coding: Coding): { readonly entry: MedicationEntry; readonly row: NarrativeRow } => {
  const { catalogue, findings } = coding;
  const at = 'PatientSummary.medications';
  if (visibleLine(item.product.name) === '') findings.notExpressible(`${at}.product.name`, 'PS54');
  if (item.start !== undefined && item.end !== undefined && compareDates(item.end, item.start) < 0) findings.optionalGap(`${at}.end`);
  const atc = item.product.atc === undefined ? undefined : termOf(item.product.atc, 'active-ingredient', `${at}.product.atc`, coding);
  const form = item.product.form === undefined ? undefined : termOf(item.product.form, 'dose-form', `${at}.product.form`, coding);
  const route = item.route === undefined ? undefined : termOf(item.route, 'route', `${at}.route`, coding);
  const reason = item.reason === undefined ? undefined : termOf(item.reason, problemField(item.reason), `${at}.reason`, coding);
  const product = productOf(item, atc, form, coding);
  const units = formUnits(catalogue, product.form.kind === 'coded' ? product.form.value : undefined);
  const model = dosageModel(item.dosage, noon(item.start ?? ANY_DAY), { catalogue, form: units, findings });
  const { dosage, period } = dosingOf(item, route === undefined ? model : { ...model, route: route.element });
  const said = item.dosage.text.trim() !== '' || item.dosage.steps.length > 0;
  const instruction = said ? patientInstruction(item, model) : [NO_DOSAGE];
  return {
    entry: {
      id: item.id, narrativeId, mood: item.kind === 'self-medication' ? 'EVN' : 'INT', product, dosage, period, instruction,
      ...(reason === undefined ? {} : { reason: reason.element }),
    },
    row: row(narrativeId, {
      name: [product.name],
      strength: [product.description],
      form: form?.lines ?? [],
      atc: atc?.lines ?? [],
      ingredients: product.ingredients.map(({ numerator, denominator }) => `${measureText(numerator)} per ${measureText(denominator)}`),
      npl: [product.code?.code],
      dosage: instruction,
      // Why there is no structure is for our records, not for the reader of a summary.
      timing: dosage.timing.kind === 'text' ? [] : timingLines(dosage),
      dose: [doseText(dosage)],
      route: route?.lines ?? routeLines(dosage.route),
      period: [periodText(period)],
      status: ['aktuellt / active'],
      reason: reason?.lines ?? [],
      origin: [ORIGINS[item.origin]],
      kind: [KINDS[item.kind]],
      ...sourceCells(item.source),
    }),
  };
};

/** A route that came with the steps of the dosage. */
const routeLines = (route: CodedElement | undefined): readonly string[] => {
  if (route === undefined) return [];
  const texts = route.originals.map(({ code, display }) => `${display} (${code})`);
  return route.kind === 'coded' ? [...texts, `${route.value.display} (${route.value.code})`] : [route.originalText ?? '', ...texts];
};

/** Medicines in use (PS51-PS57). */
export const medications = (items: readonly MedicationItem[], coding: Coding): { readonly entries: readonly MedicationEntry[]; readonly table: NarrativeTable } => {
  const made = items.map((item, index) => entryOf(item, `med${String(index + 1)}`, coding));
  return { entries: made.map(({ entry }) => entry), table: { id: 'med', columns: COLUMNS, rows: made.map(({ row: each }) => each) } };
};
