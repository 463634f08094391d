export type { AuditEvent, Evidence, Leaf, LeafDraft } from './leaf.js';
export { chainLeaf, GENESIS, leafBytes, verifyChain, type ChainFault, type ChainHead, type ChainVerdict } from './chain.js';
export { auditEventFor } from './event.js';
export type { AuditedGateway, AuditedMessage, AuditedProfessional, AuditFacts } from './event-facts.js';
export type { AuditedService, Side } from './service.js';
export { evidenceFor, type EvidenceFacts, type EvidenceParty, type EvidenceSigner } from './evidence.js';
export type { EvidenceMoment, EvidenceTransaction } from './evidence-title.js';
export { readAuditEvent, type ToldEvent } from './read-event.js';
export { nameUuid } from './name-uuid.js';
