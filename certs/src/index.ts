export { type Authority, type AuthorityRequest, certificateAuthority, type CrlRequest, type Issued, type IssueRequest, type Period, type Subject } from './authority.js';
export { type KeyKind, type KeyPair, makeKeyPair } from './key-pair.js';
export { makePki, type PkiOptions } from './pki.js';
export type { Fault, PkiCountry, PkiIndex, PkiPair } from './pki-index.js';
export type { Purpose, Usage } from './usage.js';
