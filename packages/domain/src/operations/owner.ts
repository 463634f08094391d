import type { NcpErrorCode } from '../errors/registry.js';

/** Whose fault, or whose decision, something is: the first thing an operator asks. */
export type Owner = 'us' | 'national' | 'country' | 'sender';

const BY_PREFIX: readonly (readonly [prefix: string, owner: Owner])[] = [
  ['NCP_NATIONAL_', 'national'], ['NCP_PEER_', 'country'], ['NCP_DELIVERY_WITHHELD', 'country'], ['NCP_TRUST_', 'country'],
  ['NCP_STORE_', 'us'], ['NCP_AUDIT_', 'us'], ['NCP_QUEUE_', 'us'], ['NCP_INTERNAL', 'us'], ['NCP_CDA_RULE', 'us'], ['NCP_CDA_CATALOGUE', 'us'], ['NCP_CONFIG_', 'us'],
];
/** Our own records of a country, not the country itself. */
const OURS: ReadonlySet<string> = new Set<NcpErrorCode>(['NCP_PEER_COUNTRY', 'NCP_PEER_DIRECTORY']);
/** Answers of the country: it works, and says no. */
const DECISIONS: ReadonlySet<string> = new Set<NcpErrorCode>(['NCP_PEER_NO_MATCH', 'NCP_PEER_NO_CONSENT', 'NCP_PEER_REFUSED']);

/** Of a code in our records. What is in no list is about the message: its sender's. */
export const ownerOf = (code: string): Owner => (OURS.has(code) ? 'us' : BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'sender');

/** Does the code say that something does not work, rather than that the answer is no? */
export const isTrouble = (code: string): boolean => !DECISIONS.has(code) && ownerOf(code) !== 'sender';
