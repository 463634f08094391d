import type { Country, Identified, Mask, Prescription, PrescriptionList, Prepared, Text } from './api/answers.js';

/** What was chosen for one prescription, until it is sent. */
export interface Choice {
  readonly nplPackId: string;
  readonly name: string;
  packages?: string;
  lot?: string;
  /** Checks that the pharmacist has seen and answers for. */
  acknowledged?: readonly string[];
  prepared?: Prepared;
  /** Made when the checks passed; a form that is sent twice dispenses once. */
  idempotencyKey?: string;
  /** Of a hand-over that already happened: what was typed, and the key under which it is sent until an answer has come. */
  late?: { readonly handedOverAt?: string; readonly reason?: string };
  lateKey?: string;
}

/**
 * One visit in the memory of the counter: what the API said and what was typed, so that pages can be shown again. It goes with
 * the session; the API keeps its own.
 */
export interface VisitWork {
  readonly id: string;
  readonly country: Country;
  readonly mask: Mask;
  informed: boolean;
  /** As typed, by mask key. */
  typed: Readonly<Record<string, string>>;
  documentFields: Readonly<Record<string, string>>;
  identified?: Identified;
  /** Index of the confirmed candidate. */
  confirmed?: number;
  list?: PrescriptionList;
  readonly opened: Map<string, Prescription>;
  readonly choices: Map<string, Choice>;
  /** Dispensations of this visit: by id, the key of the prescription. */
  readonly dispensed: Map<string, string>;
}

export const newVisitWork = (id: string, country: Country, mask: Mask): VisitWork => ({
  id, country, mask, informed: false, typed: {}, documentFields: {}, opened: new Map(), choices: new Map(), dispensed: new Map(),
});

export const countryName = (visit: { readonly country: { readonly name: Text } }, language: 'sv' | 'en'): string => visit.country.name[language];
