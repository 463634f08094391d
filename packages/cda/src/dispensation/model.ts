import type { ForeignPatient, InstanceIdentifier, Instant } from '@ncp/domain';
import type { PivotValue } from '@ncp/terminology';
import type { Organisation } from '../building/party.js';
import type { MedicinalProduct } from '../building/product.js';

/**
 * An eDispensation to be written: what country B tells country A about one hand-over (cda-documents 6). Identifiers of
 * patient, prescription, item and document are those of the ePrescription, verbatim (decisions D75).
 */
export interface DispensationModel {
  /** ED_ROOT and a uuid, chosen once at confirmation; a repetition sends the same. */
  readonly id: InstanceIdentifier;
  /** When the document was made. */
  readonly effectiveTime: Instant;
  /** When the medicine was or is handed over; earlier than `effectiveTime` for a late recording (UC-B6). */
  readonly handedOverAt: Instant;
  readonly patient: ForeignPatient;
  readonly pharmacist: {
    /** VS 42.1: 2262 Pharmacists, 3213 Pharmaceutical technicians and assistants. */
    readonly role: PivotValue;
    /** The first one also signs. */
    readonly ids: readonly InstanceIdentifier[];
    readonly family: string;
    readonly given: readonly string[];
  };
  readonly pharmacy: Organisation;
  readonly custodian: Organisation;
  /** The ePrescription this answers, for `relatedDocument`. */
  readonly prescriptionDocumentId?: InstanceIdentifier;
  /** `inFulfillmentOf/order/id`. */
  readonly prescriptionId: InstanceIdentifier;
  /** `REFR/substanceAdministration/id`. */
  readonly itemId: InstanceIdentifier;
  /** Whole packages. */
  readonly packages: number;
  readonly dispensed: MedicinalProduct;
  readonly prescribed: MedicinalProduct;
  /** A different product was given than prescribed. */
  readonly substituted: boolean;
}
