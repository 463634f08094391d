import type { ForeignPrescriptionFacts } from '@ncp/domain';
import type { MedicinalProduct } from '../building/product.js';

/** An ePrescription as country B reads it, with the product in the form in which we write products. */
export interface ForeignPrescription extends ForeignPrescriptionFacts {
  /** For writing it into an eDispensation: in today's encoding, originals kept. */
  readonly prescribed: MedicinalProduct;
}
