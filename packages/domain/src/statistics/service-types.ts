import { DOCUMENT_TEMPLATES } from '../constants.js';

/** Service types as the workbook's template names them (wire-contract 12.2), by our services; the direction decides which. */
const both = (name: string): { readonly outbound: string; readonly inbound: string } => ({ outbound: `${name}_QUERY`, inbound: `${name}_RESPONSE` });
const DISCARD = 'DISPENSATION_DISCARD_REQUEST';

export const SERVICE_TYPES = {
  'identify': both('PATIENT_IDENTIFICATION'),
  'list-prescriptions': both('DOCUMENT_LIST'),
  'list-summaries': both('DOCUMENT_LIST'),
  'retrieve-prescriptions': both('DOCUMENT_EXCHANGED'),
  'retrieve-summaries': both('DOCUMENT_EXCHANGED'),
  'dispense': both('DISPENSATION'),
  'discard': { outbound: DISCARD, inbound: DISCARD },
} as const;
export type ServiceTypeName = keyof typeof SERVICE_TYPES;

/** How a document is shown, by its template. */
export const DOCUMENT_NAMES: Readonly<Record<string, string>> = {
  [DOCUMENT_TEMPLATES.ePrescription]: 'ePrescription',
  [DOCUMENT_TEMPLATES.ePrescriptionLevel1]: 'ePrescription PDF',
  [DOCUMENT_TEMPLATES.eDispensation]: 'eDispensation',
  [DOCUMENT_TEMPLATES.patientSummary]: 'Patient Summary',
  [DOCUMENT_TEMPLATES.patientSummaryLevel1]: 'Patient Summary PDF',
  [DOCUMENT_TEMPLATES.discard]: 'eDispensation Discard',
};
