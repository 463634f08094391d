export type { AuditEvent, Evidence, Leaf, LeafDraft } from './leaf.js';
export { chainLeaf, GENESIS, leafBytes, verifyChain, type ChainFault, type ChainHead, type ChainVerdict } from './chain.js';
