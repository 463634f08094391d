import type { ForeignPrescriptionFacts, ReadDocument } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';

/** The documents as the other country sent them, base64. */
export interface OriginalDocuments {
  readonly level3: string;
  /** The PDF itself, taken out of its CDA envelope. */
  readonly level1?: string;
}

export interface BundleContext {
  /** SHA-256 of a text, lower-case hexadecimal: makes the ids (sweden-national 6.3). */
  readonly digest: (text: string) => string;
  /** Of the country that issued it, bare OID. */
  readonly homeCommunityId: string;
  /** ISO instant. */
  readonly retrievedAt: string;
  /** Country rule: the end of treatment is the last dispensing day (decisions D35, D74). */
  readonly highIsLastDispensingDay: boolean;
}

/** A foreign ePrescription for a Swedish pharmacy system, FHIR R4 collection Bundle (sweden-national 6.3, decisions D74). */
export const prescriptionBundle = (
  _prescription: ForeignPrescriptionFacts, _read: ReadDocument, _originals: OriginalDocuments, _context: BundleContext,
): FhirObject => fhirObject({ resourceType: 'Bundle', type: 'collection' });
