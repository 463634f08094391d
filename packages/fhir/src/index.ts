export * from './national-constants.js';
export {
  FhirNumber, fhirObject, isFhirList, isFhirNumber, isFhirObject, parseFhirJson, writeFhirJson, type FhirObject, type FhirValue,
} from './json.js';
export { decodePatient, type DecodedPatient } from './patient.js';
export { decodePrescription, type DecodedPrescription } from './prescription.js';
export { decodeArticle, type DecodedArticle } from './article.js';
export { decodeConsent, type DecodedConsent } from './consent.js';
export { decodeDispense, type DecodedDispense, type NationalDispense } from './dispense.js';
export { decodeBundle, type SearchPage } from './bundle.js';
export { decodeOutcome, type OutcomeIssue } from './outcome.js';
export { encodeDispense, encodeReversal, type DispenseCommand, type ReversalCommand } from './dispense-encoder.js';
export { base64OfText, provenanceHeader, type Performer, type ProvenanceFacts } from './provenance.js';
export type { UnknownElement } from './unknown.js';
export { prescriptionBundle, type BundleContext, type OriginalDocuments } from './foreign/prescription-bundle.js';
export { summaryBundle } from './foreign/summary-bundle.js';
export * from './care/index.js';
