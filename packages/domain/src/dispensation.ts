import type { Finding } from './errors/finding.js';
import type { CodedValue, CountryCode, DecimalString, InstanceIdentifier, Instant, Quantity } from './primitives.js';

/** A product as a foreign document describes it; every part may be missing (cda-documents 4, 6). */
export interface ForeignProduct {
  readonly codes: readonly CodedValue[];
  readonly packageCodes: readonly CodedValue[];
  readonly atc?: CodedValue;
  readonly name?: string;
  readonly description?: string;
  readonly form?: CodedValue;
  readonly strengthText?: string;
  readonly ingredients: readonly {
    readonly code?: CodedValue;
    readonly name?: string;
    readonly strength?: { readonly numerator: Quantity; readonly denominator: Quantity };
  }[];
  /** Amounts inside out; the pack content is their product. */
  readonly packLevels: readonly Quantity[];
  readonly lotNumber?: string;
}

export interface ForeignPharmacy {
  readonly id?: InstanceIdentifier;
  readonly name?: string;
  readonly city?: string;
  readonly country?: string;
  readonly phone?: string;
}

/** What an eDispensation says (cda-documents 6). Built by tolerant reading; doubts are in `findings`. */
export interface Dispensation {
  readonly documentId: InstanceIdentifier;
  readonly dispensationId?: InstanceIdentifier;
  readonly patientIds: readonly InstanceIdentifier[];
  /** inFulfillmentOf/order/id. */
  readonly prescriptionId?: InstanceIdentifier;
  /** REFR/substanceAdministration/id. */
  readonly prescriptionItemId?: InstanceIdentifier;
  readonly quantity: { readonly value: DecimalString; readonly unit?: string };
  readonly product: ForeignProduct;
  readonly prescribedProduct?: ForeignProduct;
  readonly substituted: boolean;
  /** performer/time, else author/time, else the document's (decisions D56). */
  readonly handedOverAt: Instant;
  /** `day` when the source gave only a day; `handedOverAt` is then its first moment. Absent means an exact time. */
  readonly handedOverPrecision?: 'day' | 'time';
  /** True when the source gave no zone and the sending country's was assumed (decisions D44). */
  readonly zoneAssumed: boolean;
  readonly pharmacist: { readonly name?: string; readonly id?: InstanceIdentifier; readonly role?: CodedValue };
  readonly pharmacy: ForeignPharmacy;
  readonly patientInstruction?: string;
  readonly findings: readonly Finding[];
}

/** (country of the TLS peer, CDA id root and extension, item id) (decisions D46). */
export interface DispenseKey {
  readonly country: CountryCode;
  readonly documentRoot: string;
  readonly documentExtension: string;
  readonly itemId: string;
}

export type DispenseState =
  | 'INTENT' | 'SENT' | 'CONFIRMED' | 'REJECTED' | 'UNKNOWN' | 'RETRYABLE'
  | 'DISCARD_INTENT' | 'DISCARDED' | 'DISCARD_UNKNOWN';
