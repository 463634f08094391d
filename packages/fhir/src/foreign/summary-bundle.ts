import type { ForeignPatient, ReadDocument } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import type { BundleContext, OriginalDocuments } from './prescription-bundle.js';

/** A foreign Patient Summary for a Swedish system, FHIR R4 document Bundle (fhir-documents 6.3). */
export const summaryBundle = (
  _patient: ForeignPatient, _read: ReadDocument, _originals: OriginalDocuments, _context: Omit<BundleContext, 'highIsLastDispensingDay'>,
): FhirObject => fhirObject({ resourceType: 'Bundle', type: 'document' });
