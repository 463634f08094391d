import type { InstanceIdentifier } from '@ncp/domain';
import type { AbroadCountry } from '../countries.js';

export interface Code {
  readonly code: string;
  readonly display: string;
}

/** Somebody who can be looked up in a simulated country. */
export interface AbroadPatient {
  /** `F1` ... `F8` of decisions 4.2, or `FI1`, `DK1`, `PT1` for tests at large. */
  readonly key: string;
  readonly id: InstanceIdentifier & { readonly extension: string };
  readonly given: readonly string[];
  readonly family: string;
  readonly gender: 'F' | 'M';
  /** `YYYYMMDD`. */
  readonly birthDate: string;
  readonly city: string;
}

/** One level of packing, from the inside out. */
export interface Pack {
  readonly amount: string;
  /** UCUM, `1`, or a unit in braces. */
  readonly unit: string;
  readonly container: Code;
  readonly code?: Code;
  readonly name?: string;
}

export interface Product {
  readonly name: string;
  readonly code?: Code;
  readonly strength: string;
  readonly form: Code;
  readonly packs: readonly Pack[];
  readonly atc: Code;
  /** Left out where the strength is text only. */
  readonly ingredient?: { readonly amount: string; readonly unit: string; readonly perAmount: string; readonly perUnit: string };
  readonly manufacturer?: string;
}

export interface Dose {
  readonly low: string;
  readonly high: string;
  readonly unit: string;
  readonly period: { readonly value: string; readonly unit: 'h' | 'd' };
  readonly instruction: string;
}

/** Ways in which real documents differ from the rules or from each other; none: as the rules of v8.0.0 want it. */
export interface Awkwardness {
  /** `assignedPerson nullFlavor="NI"` (cda-documents 2). */
  readonly namelessAuthenticator?: true;
  /** The product extension of W1 to W5 (cda-documents 9). */
  readonly epsosProduct?: true;
  /** Further dispensings allowed, where no template has a place for it (decisions D33). */
  readonly repeats?: number;
  /** The high of the treatment period is the last day on which it may be dispensed (decisions D35). */
  readonly lastDispensingDay?: true;
  /** Elements of the CDA namespace carry this prefix. */
  readonly prefix?: string;
  /** The document before this one is the prescription, not the PDF. */
  readonly parentIsPrescription?: true;
  readonly patientInTitle?: true;
}

/** What a prescription says, before any id is given to it. */
export interface PrescriptionPlan {
  readonly product: Product;
  readonly dose: Dose;
  readonly route: Code;
  readonly packages: number;
  readonly substitution: 'G' | 'N';
  readonly pharmacistNote: string;
  readonly awkward?: Awkwardness;
}

/** Ids of one prescription and of its two documents. */
export interface PrescriptionIds {
  readonly prescription: InstanceIdentifier;
  readonly item: InstanceIdentifier;
  readonly level3: InstanceIdentifier;
  readonly level1: InstanceIdentifier;
}

/** Everything a document is written from: the same gives the same bytes. */
export interface PrescriptionFacts {
  readonly country: AbroadCountry;
  readonly patient: AbroadPatient;
  readonly plan: PrescriptionPlan;
  readonly ids: PrescriptionIds;
  readonly prescribedAt: Date;
  readonly open: boolean;
}

/** As the list and the retrieve request write it. */
export const documentId = ({ root, extension }: InstanceIdentifier): string => (extension === undefined ? root : `${root}^${extension}`);
