import { NcpError, type ExchangeId, type InstanceIdentifier, type IssuedAssertion, type SwedishProfessional, type CountryCode } from '@ncp/domain';
import type { JournalEntry } from '../ports/index.js';
import type { Asking, TreatmentGateway } from './treatment-gateway.js';

/** The part of an entry that records; what the caller commits with it comes beside. */
export type OutwardRecord = Pick<JournalEntry, 'facts' | 'leaf' | 'event' | 'evidence'>;

/** An assertion that was issued, for whom, and about whom. */
export interface Issuance {
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  readonly professional: SwedishProfessional;
  readonly assertion: IssuedAssertion;
  /** Of a treatment relationship. */
  readonly patient?: InstanceIdentifier;
}

/** EHDSI-91, or EHDSI-92 where there is a patient: commit it before the assertion is used. */
export function issuanceRecord(_gateway: TreatmentGateway, _issuance: Issuance): OutwardRecord {
  throw new NcpError('NCP_INTERNAL');
}

/** EHDSI-94: a foreign document was put into Swedish; commit it before it is shown. `documents`: original ids. */
export function translationRecord(_gateway: TreatmentGateway, _asking: Asking, _documents: readonly string[]): OutwardRecord {
  throw new NcpError('NCP_INTERNAL');
}

/**
 * EHDSI-41 or -42 as it stands when the pharmacist has confirmed and nothing is sent yet, with the receipt of her request
 * (UC-B4 3): for the commit that queues the delivery.
 */
export function pendingRecord(
  _gateway: TreatmentGateway, _asking: Asking, _what: { readonly kind: 'dispense' | 'discard'; readonly documentId: InstanceIdentifier; readonly submissionSetId: string; readonly requestHash: string },
): OutwardRecord {
  throw new NcpError('NCP_INTERNAL');
}
