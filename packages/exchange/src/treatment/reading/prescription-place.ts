import type { DocumentFact } from '@ncp/cda';
import { factKey } from './fact-key.js';

export type PrescriptionSection = 'product' | 'dosage' | 'instructions' | 'prescription' | 'prescriber' | 'administrative';

export interface PrescriptionPlace {
  readonly section: PrescriptionSection;
  readonly key: string;
}

const DOSAGE = /^(?:treatment|frequency|time|dose|rate|max-dose|route)(?:\.|$)/;

/** Facts of other statements that have a name of their own in a prescription. */
const NAMED: Readonly<Record<string, PrescriptionPlace>> = {
  'medication:id': { section: 'prescription', key: 'prescription.item-id' },
  'medication:status': { section: 'prescription', key: 'prescription.status' },
  'section:id': { section: 'prescription', key: 'prescription.id' },
  'supply:quantity': { section: 'prescription', key: 'prescription.packages' },
  'medication:repeatNumber': { section: 'prescription', key: 'prescription.repeats' },
  'supply:repeatNumber': { section: 'prescription', key: 'prescription.repeats' },
  'substitution:value': { section: 'prescription', key: 'prescription.substitution' },
  'patient-instruction:text': { section: 'instructions', key: 'instructions.patient' },
  'fulfilment-instruction:text': { section: 'instructions', key: 'instructions.pharmacy' },
};

const placeInItem = (key: string, highIsLastDay: boolean): PrescriptionPlace => {
  if (key === 'treatment.high' && highIsLastDay) return { section: 'prescription', key: 'prescription.last-dispensing-day' };
  if (key.startsWith('product')) return { section: 'product', key };
  if (DOSAGE.test(key)) return { section: 'dosage', key: `dosage.${key}` };
  if (key.startsWith('author')) return { section: 'prescriber', key: key.replace('author', 'prescriber') };
  return { section: 'prescription', key: `prescription.${key}` };
};

/** Where a fact of the body stands in a read prescription. What nobody expected is under `prescription`. */
export const prescriptionPlace = (fact: DocumentFact, highIsLastDay: boolean): PrescriptionPlace => {
  const key = factKey(fact.path);
  const named = NAMED[`${fact.role}:${key}`];
  if (named !== undefined) return named;
  if (fact.structural || fact.role === 'section') return { section: 'administrative', key };
  if (fact.role === 'medication' && fact.within.length === 1) return placeInItem(key, highIsLastDay);
  return { section: 'prescription', key: ['prescription', ...fact.within.slice(1), key].filter((part) => part !== '').join('.') };
};
