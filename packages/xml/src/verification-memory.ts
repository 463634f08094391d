import { hex, sha256 } from './bytes.js';
import type { VerificationKey } from './key.js';
import { serialiseXml } from './serialise.js';
import type { XmlElement } from './tree.js';
import type { Verified } from './verified.js';

interface Remembered {
  readonly verified: Verified<XmlElement>;
  readonly certificateDer: Uint8Array;
  readonly key: VerificationKey;
}

/**
 * Signatures that held, by the exact bytes that carried them. It shortens only the arithmetic: where an element stands,
 * whether its id is alone, and whether its signer is trusted now are judged for every message, and a key that the trust
 * store made anew is verified with anew. Refusals are never remembered.
 */
export interface VerificationMemory {
  find(fingerprint: string): Remembered | undefined;
  keep(fingerprint: string, remembered: Remembered): void;
}

/** Visits of some minutes: at most 200 messages use an assertion, and few visits go on at once. */
const DEFAULT_SIZE = 512;

/** The oldest goes when there are too many. */
export const verificationMemory = (size: number = DEFAULT_SIZE): VerificationMemory => {
  const kept = new Map<string, Remembered>();
  return {
    find: (fingerprint) => kept.get(fingerprint),
    keep: (fingerprint, remembered) => {
      kept.delete(fingerprint);
      kept.set(fingerprint, remembered);
      const [oldest] = kept.keys();
      if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    },
  };
};

/** SHA-256, hex, of the element as written, signature, comments and every namespace in scope included: its canonical forms follow from it. */
export const fingerprintOf = (el: XmlElement): string => hex(sha256(serialiseXml(el)));
