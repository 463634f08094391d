export type { AuditEvent, Evidence, Leaf, LeafDraft } from './leaf.js';
