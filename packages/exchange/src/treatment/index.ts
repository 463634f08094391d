export type { Asking, TreatmentAsking, TreatmentGateway, TreatmentPolicy } from './treatment-gateway.js';
export { issueHcp, issueTrc, type Issuer, type TreatmentRelationship } from './issue-assertions.js';
export { identifyAbroad } from './identify-abroad.js';
export { listAbroad, type ListedAbroad } from './list-abroad.js';
export { retrieveAbroad, type RetrievedAbroad } from './retrieve-abroad.js';
export { submitAbroad, type OutwardSubmission, type SubmitResult, type WithOutcome } from './submit-abroad.js';
export { issuanceRecord, pendingRecord, translationRecord, type Issuance, type OutwardRecord } from './audit-outward.js';
