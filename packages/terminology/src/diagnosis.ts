import { CODE_SYSTEMS } from '@ncp/domain';
import type { Catalogue } from './catalogue.js';
import { VALUE_SETS } from './starter/value-sets.js';
import type { PivotValue } from './term.js';

/** Code system of the Swedish edition of ICD-10 (sweden-patient-summary 3). */
export const ICD10_SE = '1.2.752.116.1.1.1.1.3';

/** How far a Swedish diagnosis had to be shortened to be a member of the value set. Only `exact` and `letters-dropped` keep its meaning. */
export type DiagnosisStep = 'exact' | 'letters-dropped' | 'broader';

export interface DiagnosisTranscoding {
  readonly pivot: PivotValue;
  readonly step: DiagnosisStep;
  /** The Swedish code in its normal form, for `translation`: upper case, dot after the third character, no marks. */
  readonly national: string;
}

const MARKS = /[\s†‡*+]+/gu;
const SHAPE = /^[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?$/;

/** `i109` and `I10.9` are one code; marks of asterisk and dagger and of primary care (`-P`) go. Undefined: not a code of ICD-10-SE. */
export const normaliseDiagnosis = (code: string): string | undefined => {
  const bare = code.normalize('NFC').toUpperCase().replace(MARKS, '').replace(/-P?$/, '').replace(/\.$/, '');
  const dotted = bare.length > 3 && !bare.includes('.') ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare;
  return SHAPE.test(dotted) ? dotted : undefined;
};

const steps = (code: string): readonly (readonly [DiagnosisStep, string])[] => [
  ['exact', code],
  ['letters-dropped', code.replace(/[A-Z]+$/, '').replace(/\.$/, '')],
  ['broader', code.slice(0, 5)],
  ['broader', code.slice(0, 3)],
];

/**
 * A diagnosis of ICD-10-SE as a member of value set 42.5, first hit wins: as it is, without trailing letters, cut to five
 * characters, cut to three (PS31). The last two are `broader`; the writer keeps code and term in `translation`.
 * Undefined when no step hits: the problem is then written with its text (PS32), never guessed.
 */
export const transcodeDiagnosis = (catalogue: Catalogue, code: string): DiagnosisTranscoding | undefined => {
  const national = normaliseDiagnosis(code);
  if (national === undefined) return undefined;
  for (const [step, candidate] of steps(national)) {
    if (!catalogue.contains(VALUE_SETS.problem, candidate, CODE_SYSTEMS.icd10)) continue;
    const display = catalogue.display(candidate, CODE_SYSTEMS.icd10, 'en');
    if (display !== undefined) return { pivot: { code: candidate, codeSystem: CODE_SYSTEMS.icd10, display }, step, national };
  }
  return undefined;
};
