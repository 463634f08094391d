import { IDENTIFIER_ROOTS, scheduleWords, type BilingualText } from '@ncp/domain';
import type { CodedElement } from '../building/coded-element.js';
import { measureText } from '../building/measure.js';
import type { Organisation } from '../building/party.js';
import type { Ingredient } from '../building/product.js';
import { generatedLines } from './instructions.js';
import type { DosageModel, EPrescription, Fact, FactGroup, TextReason } from './model.js';

/**
 * Everything the entries say, as text: Swedish first, English beside it (cda-documents 1.12, decisions D45).
 * The narrative of level 3 and the PDF of level 1 are both made from this, so they cannot differ.
 */

type Lines = readonly (string | undefined)[];

export { labelText } from '../building/fact.js';

export const fact = (id: string, sv: string, en: string, lines: Lines): readonly Fact[] => {
  const present = lines.filter((line) => line !== undefined && line !== '') as readonly string[];
  return present.length === 0 ? [] : [{ id, label: { sv, en }, lines: present.flatMap((line) => line.split('\n')) }];
};

export const group = (id: string, sv: string, en: string, ...facts: readonly (readonly Fact[])[]): FactGroup => ({
  id, heading: { sv, en }, facts: facts.flat(),
});

/** `tablett / Tablet`; the original alone where there is no code; nothing where nothing is known. */
export const codedText = (element: CodedElement | undefined): string | undefined => {
  if (element === undefined) return undefined;
  const original = element.originals[0]?.display;
  if (element.kind === 'null') return element.originalText ?? original;
  return original === undefined || original === element.value.display ? element.value.display : `${original} / ${element.value.display}`;
};

const codeAndText = (element: CodedElement | undefined): string | undefined => {
  const shown = codedText(element);
  return element?.kind === 'coded' ? `${element.value.code} ${shown ?? ''}` : shown;
};

const ingredientText = ({ substance, name, numerator, denominator }: Ingredient): string => {
  return `${name ?? codedText(substance) ?? ''}: ${measureText(numerator)} per ${measureText(denominator)}`;
};

const REASONS: Readonly<Record<TextReason, BilingualText>> = {
  'free-text': { sv: 'förskriven som fritext', en: 'prescribed as free text' },
  'no-structure': { sv: 'ingen strukturerad dosering i receptet', en: 'no structured dosage in the prescription' },
  'as-needed': { sv: 'vid behov', en: 'as needed' },
  'tapering': { sv: 'doseringen ändras i steg', en: 'the dosage changes in steps' },
  'maximum': { sv: 'doseringen har en maxdos', en: 'the dosage has a maximum' },
  'unequal': { sv: 'olika stora doser', en: 'unequal doses' },
  'unit': { sv: 'dosens enhet saknar kod', en: 'the unit of the dose has no code' },
  'bounds': { sv: 'delarna har olika längd', en: 'the parts have different lengths' },
  'day-unknown': { sv: 'engångsdos utan angiven dag', en: 'single dose, day not stated' },
  'not-exact': { sv: 'tiderna har ingen exakt kod', en: 'the times have no exact code' },
};

const both = ({ sv, en }: BilingualText): string => `${sv} / ${en}`;

/** `20260304` or `202603040800` as people read it. */
const localTime = (written: string): string =>
  written.replace(/^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?$/, (_all, year: string, month: string, day: string, hour?: string, minute?: string) =>
    `${year}-${month}-${day}${hour === undefined || minute === undefined ? '' : ` ${hour}:${minute}`}`);

/** What the coded timing says: no more than that, so that it can be held against the text. */
export const timingLines = ({ timing }: Pick<DosageModel, 'timing'>): Lines => {
  switch (timing.kind) {
    case 'text': return [`Endast text (${REASONS[timing.reason].sv}) / Text only (${REASONS[timing.reason].en})`];
    case 'event': {
      const words = scheduleWords({ kind: 'event', event: timing.code });
      return [words === undefined ? timing.code : both(words)];
    }
    case 'once': return [both({ sv: `en gång, ${timing.on}`, en: `once, ${timing.on}` })];
    case 'period': {
      const words = scheduleWords({ kind: 'every', period: timing.value, unit: timing.unit, when: [] });
      return [
        words === undefined ? `var / every ${timing.value} ${timing.unit}` : both(words),
        timing.institutionSpecified === true ? 'klockslagen är inte viktiga / clock times are not important' : undefined,
        timing.from === undefined ? undefined : `räknat från / counted from ${localTime(timing.from)}`,
      ];
    }
  }
};

export const doseText = ({ dose }: Pick<DosageModel, 'dose'>): string | undefined => {
  if (dose === undefined) return undefined;
  const low = measureText(dose.low);
  const high = measureText(dose.high);
  return low === high ? low : `${low} – ${high}`;
};

const treatmentText = ({ treatment: { low, widthDays } }: DosageModel): string =>
  `Från / From ${low}${widthDays === undefined ? '' : `, ${String(widthDays)} dagar / days`}`;

/** The generated sentences, where the instruction to the patient does not end with them already. */
const wordsUnlessInstruction = ({ dosage, patientInstruction }: Pick<EPrescription, 'dosage' | 'patientInstruction'>): Lines => {
  const lines = generatedLines(dosage);
  const [mark] = lines;
  return mark !== undefined && patientInstruction.includes(mark) ? [] : lines;
};

/** `2026-03-02T09:14:58+01:00` as people read it. */
const readable = (time: string): string => time.replace(/^(\d{4}-\d\d-\d\d)T([\d:.]+)(.*)$/, '$1 $2 $3');

type Body = Omit<EPrescription, 'facts' | 'headerFacts'>;

/** Groups of the narrative: product, dosage, dispensing, source. */
export const bodyFacts = (model: Body, dataSource: string): readonly FactGroup[] => {
  const { product, dosage } = model;
  const [layer] = product.packaging;
  return [
    group('product', 'Läkemedel', 'Medicinal product',
      fact('name', 'Namn', 'Name', [product.name]),
      fact('strength', 'Styrka', 'Strength', [product.description]),
      fact('form', 'Läkemedelsform', 'Dose form', [codedText(product.form)]),
      fact('ingredients', 'Aktiva substanser', 'Active ingredients', [...product.ingredients.map(ingredientText), product.substanceText]),
      fact('atc', 'ATC-kod', 'ATC code', [codeAndText(product.atc)]),
      fact('npl', 'NPL-id', 'NPL id', [product.code?.code]),
      fact('manufacturer', 'Innehavare av godkännande', 'Marketing authorisation holder', [product.manufacturer]),
      fact('pack', 'Förpackning', 'Pack', [layer?.name]),
      fact('packcode', 'NPL-förpacknings-id', 'NPL pack id', [layer?.code?.code]),
      fact('packsize', 'Mängd i förpackningen', 'Amount in the pack', [layer === undefined ? undefined : measureText(layer.amount)]),
      fact('container', 'Behållare', 'Container', [codedText(layer?.form)])),
    group('dosage', 'Dosering', 'Dosage',
      fact('pinst', 'Dosering enligt förskrivaren', 'Dosage as prescribed', model.patientInstruction),
      fact('dosagewords', 'Doseringen i ord', 'Dosage in words', wordsUnlessInstruction(model)),
      fact('timing', 'Kodade doseringstillfällen', 'Coded timing', timingLines(dosage)),
      fact('dose', 'Dos', 'Dose', [doseText(dosage)]),
      fact('route', 'Administreringsväg', 'Route of administration', [codedText(dosage.route)]),
      fact('treatment', 'Behandlingstid', 'Treatment period', [treatmentText(dosage)])),
    group('dispensing', 'Expediering', 'Dispensing',
      fact('quantity', 'Antal förpackningar i detta uttag', 'Packages in this dispensing', [String(model.packages)]),
      fact('substitution', 'Utbyte', 'Substitution', [codedText(model.substitution)]),
      fact('finst', 'Anvisningar till apoteket', 'Instructions to the pharmacist', model.fulfilmentInstructions),
      fact('status', 'Status', 'Status', ['aktivt / active'])),
    group('source', 'Källa', 'Source',
      fact('prescription', 'Förskrivnings-id', 'Prescription id', [model.prescriptionId.extension]),
      fact('version', 'Version', 'Version', [model.versionId]),
      fact('origin', 'Datakälla', 'Data source', [dataSource])),
  ];
};

export const addressText = ({ address: { street, postalCode, city, country } }: Organisation): string =>
  [street, [postalCode, city].filter((part) => part !== undefined).join(' '), country].filter((part) => part !== undefined && part !== '').join(', ');

const ID_LABELS: Readonly<Record<string, string>> = {
  [IDENTIFIER_ROOTS.prescriberCode]: 'Förskrivarkod / Prescriber code',
  [IDENTIFIER_ROOTS.hsaId]: 'HSA-id / HSA id',
};

/** Groups that level 3 carries in its header: the PDF has to say them itself. */
export const headerFacts = (model: Body): readonly FactGroup[] => {
  const { patient, prescriber, custodian } = model;
  const { organisation } = prescriber;
  return [
    group('patient', 'Patient', 'Patient',
      fact('patientname', 'Namn', 'Name', [[...patient.given, patient.family].join(' ')]),
      fact('patientid', 'Personnummer', 'Personal identity number', [patient.id.extension]),
      fact('birth', 'Födelsedatum', 'Date of birth', [patient.birthDate]),
      fact('gender', 'Kön', 'Gender', [codedText(patient.gender)])),
    group('prescriber', 'Förskrivare', 'Prescriber',
      fact('prescribername', 'Namn', 'Name', [[...prescriber.given, prescriber.family].join(' ')]),
      fact('role', 'Yrke', 'Profession', [codedText(prescriber.role)]),
      fact('prescriberid', 'Identitet', 'Identity', prescriber.ids.map(({ root, extension }) => `${ID_LABELS[root] ?? root}: ${extension ?? ''}`)),
      fact('workplace', 'Arbetsplats', 'Work place', [organisation.name, addressText(organisation)]),
      fact('workplacecode', 'Arbetsplatskod', 'Work place code', [organisation.id?.extension]),
      fact('phone', 'Telefon', 'Telephone', [organisation.phone]),
      fact('written', 'Utfärdat', 'Prescribed', [readable(prescriber.writtenAt)])),
    group('custodian', 'Nationell kontaktpunkt', 'National contact point',
      fact('custodianname', 'Namn', 'Name', [custodian.name, addressText(custodian), custodian.phone]),
      fact('custodianid', 'Organisationsnummer', 'Organisation number', [custodian.id?.extension])),
  ];
};
