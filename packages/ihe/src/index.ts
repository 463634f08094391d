export { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';

export type {
  Gender, XcpdAddress, XcpdAnswer, XcpdCandidate, XcpdHead, XcpdMatch, XcpdPatient, XcpdQuestion, XcpdReason, XcpdRefusal,
  XcpdRequest, XcpdResult, XcpdStamp,
} from './xcpd-types.js';
export { encodeXcpdRequest } from './xcpd-request-encoding.js';
export { decodeXcpdRequest, readXcpdHead } from './xcpd-request-decoding.js';
export { encodeXcpdResponse } from './xcpd-response-encoding.js';
export { decodeXcpdResponse } from './xcpd-response-decoding.js';
export { xcpdRefusalFor, type XcpdRefusalPolicy } from './xcpd-refusal.js';

export { decodeAdhocQuery, encodeAdhocQuery, type ListFilters, type ListQuery, type ListQuestion } from './adhoc-query.js';
export { encodeAdhocResponse, type AdhocAnswer, type TransformAssociation } from './adhoc-response-encoding.js';
export { decodeAdhocResponse, type ReceivedEntry, type ReceivedList } from './adhoc-response-decoding.js';
export type { DocumentEntry, PrescriptionEvents } from './document-entry.js';
export type { QueryClassCode, SubmissionClassCode, SubmissionKind } from './document-kinds.js';
export type { MakeUuid } from './registry-object.js';

export {
  decodeRetrieve, decodeRetrieveResponse, encodeRetrieve, encodeRetrieveResponse,
  type DocumentBody, type DocumentRequest, type ReceivedDocument, type ReceivedDocuments, type RetrieveAnswer, type RetrievedDocument,
} from './retrieve.js';

export { encodeProvideAndRegister, type SubmissionDraft } from './submission-encoding.js';
export { decodeProvideAndRegister, type Submission } from './submission-decoding.js';

export {
  decodeRegistryResponse, encodeRegistryResponse,
  type ReceivedError, type RegistryAnswer, type RegistryError, type ResponseStatus, type Severity,
} from './registry-response.js';
export { registryErrorFor } from './registry-refusal.js';

export {
  listOutcome, pairEntries, retrieveOutcome, submissionOutcome,
  type DocumentPair, type ListOutcome, type RetrieveOutcome, type SubmissionOutcome,
} from './answer-reading.js';
