import { CODE_SYSTEMS, pluralEn, pluralSv, type AmountWords, type Quantity } from '@ncp/domain';
import type { Catalogue, MissingTerm, PivotValue, Transcoding } from '@ncp/terminology';
import { annotationText, type Measure } from '../building/measure.js';
import { optionalLine } from '../building/visible-text.js';

/** The dose form of the product, as far as it decides what a unit means. */
export interface FormUnits {
  /** One *styck*: `{Tablet}`. Undefined for forms measured by volume or mass, and for an unknown form. */
  readonly piece?: PivotValue;
  /** One *dos*: `{Actuation}`. */
  readonly dose?: PivotValue;
  readonly known: boolean;
}

/** EDQM units that are a whole piece of a solid form: nobody takes a tablet of a solution (CDA-02). */
const SOLID_PIECES: ReadonlySet<string> = new Set([
  '15054000', '15012000', '15036000', '15051000', '15039000', '15030000', '15053000', '15025000', '15024000',
]);
/** Pieces that a bare strength (`5 mg`) is the content of. Not pens (`0,25 mg` may be one dose of many), not patches. */
const STRENGTH_PIECES: ReadonlySet<string> = new Set([
  '15054000', '15012000', '15051000', '15039000', '15030000', '15025000', '15024000', '15045000',
]);
const ACTUATION = '15001000';
const VOLUMES: ReadonlySet<string> = new Set(['mL', 'L']);

const pivotOf = (catalogue: Catalogue, field: 'piece-unit' | 'dose-unit', form: PivotValue): PivotValue | undefined => {
  const found = catalogue.transcode(field, { code: form.code, codeSystem: form.codeSystem });
  return found.status === 'mapped' ? found.pivot : undefined;
};

export const formUnits = (catalogue: Catalogue, form: PivotValue | undefined): FormUnits => {
  if (form === undefined) return { known: false };
  const piece = pivotOf(catalogue, 'piece-unit', form);
  const dose = pivotOf(catalogue, 'dose-unit', form);
  return { known: true, ...(piece === undefined ? {} : { piece }), ...(dose === undefined ? {} : { dose }) };
};

/** Denominators that a strength text may leave unsaid. */
export const strengthUnits = ({ piece, dose }: FormUnits): { readonly pieceUnit?: string; readonly doseUnit?: string } => ({
  ...(piece === undefined || !STRENGTH_PIECES.has(piece.code) ? {} : { pieceUnit: unitText(piece) }),
  ...(dose === undefined ? {} : { doseUnit: unitText(dose) }),
});

/**
 * UCUM units stand as they are; a countable unit becomes an annotation with its English text (cda-documents 4). The schema
 * takes no space in a unit: `{Chewing_gum}`.
 */
export const unitText = ({ code, codeSystem, display }: PivotValue): string =>
  codeSystem === CODE_SYSTEMS.ucum ? code : `{${display.split(/\s+/).join('_')}}`;

const contradicts = (unit: PivotValue, { piece, known }: FormUnits): boolean => {
  if (!known) return false;
  const solidForm = piece !== undefined && SOLID_PIECES.has(piece.code);
  if (unit.codeSystem === CODE_SYSTEMS.ucum) return solidForm && VOLUMES.has(unit.code);
  return (SOLID_PIECES.has(unit.code) || solidForm) && unit.code !== piece?.code;
};

/** `gap`: the unit is not in the catalogue, or contradicts the form. The amount is then not fit for a structured dose. */
export interface MeasuredQuantity {
  readonly measure: Measure;
  readonly gap: boolean;
  /** The unit, where the catalogue lacks it. */
  readonly missing?: MissingTerm;
}

/** What the unit of the source means for this form; undefined when it is unknown or contradicts the form. */
const meaning = (found: Transcoding, form: FormUnits, use: 'pack' | 'dose'): string | undefined => {
  if (found.status === 'missing') return undefined;
  const { pivot } = found;
  if (pivot.code === '1' && pivot.codeSystem === CODE_SYSTEMS.ucum) {
    const { piece } = form;
    return piece !== undefined && (use === 'pack' || SOLID_PIECES.has(piece.code)) ? unitText(piece) : '1';
  }
  if (pivot.code === ACTUATION && form.dose?.code !== ACTUATION) return form.piece === undefined ? '1' : undefined;
  return contradicts(pivot, form) ? undefined : unitText(pivot);
};

/**
 * An amount of the national list as CDA writes it. The number is never touched. *Styck* and *dos* get their meaning from
 * the form (sweden-national 4, 4.1); where they have none, and where a unit is unknown, it is `1` with the original text.
 * `pack`: a *styck* of a pen or syringe is one of them; as a dose it would not be.
 */
export const measureOf = (catalogue: Catalogue, quantity: Quantity, form: FormUnits, use: 'pack' | 'dose'): MeasuredQuantity => {
  const { value, unit } = quantity;
  const source = optionalLine(unit.text);
  const found = catalogue.transcode('unit', { text: unit.text, ...(unit.code === undefined ? {} : { code: unit.code }) });
  const written = meaning(found, form, use);
  return {
    measure: { value, unit: written ?? '1', ...(source === undefined ? {} : { source }) },
    gap: written === undefined,
    ...(found.status === 'missing' ? { missing: found } : {}),
  };
};

/**
 * The unit of a dose as words: Swedish as the source wrote it, English from its code. Undefined where the unit has no sure
 * meaning for this form, so that no sentence is made of it.
 */
export const amountWords = (catalogue: Catalogue, form: FormUnits): AmountWords => (amount) => {
  const { measure, gap } = measureOf(catalogue, amount, form, 'dose');
  if (gap || measure.unit === '1' || measure.source === undefined) return undefined;
  const isCounted = measure.unit.startsWith('{');
  const english = isCounted ? annotationText(measure.unit) : measure.unit;
  return { sv: pluralSv(measure.source, amount.value), en: isCounted ? pluralEn(english, amount.value) : english };
};
