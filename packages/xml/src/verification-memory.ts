import { sha256OfText } from './bytes.js';
import { extentOf } from './extent.js';
import type { VerificationKey } from './key.js';
import { namespacesInScope, type XmlElement } from './tree.js';
import { requireVerified, type Verified } from './verified.js';

interface Remembered {
  readonly verified: Verified<XmlElement>;
  readonly certificateDer: Uint8Array;
  readonly key: VerificationKey;
}

/**
 * Signatures that held, by everything that the element carrying them said. It shortens only the arithmetic: where an element stands,
 * whether its id is alone, and whether its signer is trusted now are judged for every message, and a key that the trust
 * store made anew is verified with anew. Refusals are never remembered.
 */
export interface VerificationMemory {
  find(fingerprint: string): Remembered | undefined;
  keep(fingerprint: string, remembered: Remembered): void;
}

/**
 * Visits of some minutes: at most 200 messages use an assertion, and few visits go on at once. Peers' assertions keep some
 * 70 kB each, so that this holds hundreds; one who sends large ones gets no more of it [local].
 */
const DEFAULT_BYTES = 32 * 1024 * 1024;

/** What a node costs in the tree, measured: 90 to 200 bytes. A character costs two, for the texts are parts of one that is kept whole. */
const NODE_BYTES = 256;
const CHARACTER_BYTES = 2;

const bytesOf = ({ verified, certificateDer }: Remembered): number => {
  const { nodes, characters } = extentOf(requireVerified(verified));
  return nodes * NODE_BYTES + characters * CHARACTER_BYTES + certificateDer.length;
};

/** The oldest go when there is too much: what is kept is counted in bytes, for an assertion can be of any size. */
export const verificationMemory = (maxBytes: number = DEFAULT_BYTES): VerificationMemory => {
  const kept = new Map<string, { readonly remembered: Remembered; readonly bytes: number }>();
  let total = 0;
  const forget = (fingerprint: string): void => {
    total -= kept.get(fingerprint)?.bytes ?? 0;
    kept.delete(fingerprint);
  };
  return {
    find: (fingerprint) => kept.get(fingerprint)?.remembered,
    keep: (fingerprint, remembered) => {
      forget(fingerprint);
      const bytes = bytesOf(remembered);
      kept.set(fingerprint, { remembered, bytes });
      total += bytes;
      for (const oldest of kept.keys()) {
        if (total <= maxBytes) break;
        forget(oldest);
      }
    },
  };
};

/** Characters that no XML can hold, so that no value is taken for the border between two. */
const IN = '\u0001', OUT = '\u0002', PART = '\u0003', ATTRIBUTE = '\u0004', NAMESPACE = '\u0005', TEXT = '\u0006', COMMENT = '\u0007', INSTRUCTION = '\u0008';

/** A namespace is spelled where it is another than that of the element around. */
const spelled = (el: XmlElement, around: string): string => {
  let out = IN + el.prefix + PART + el.local;
  if (el.ns !== around) out += PART + el.ns;
  for (const { prefix, uri } of el.namespaces) out += NAMESPACE + prefix + PART + uri;
  for (const { prefix, local, ns, value } of el.attributes) out += ATTRIBUTE + prefix + PART + local + (ns === '' ? '' : PART + ns) + PART + value;
  for (const node of el.children) {
    switch (node.kind) {
      case 'element': out += spelled(node, el.ns); break;
      case 'text': out += TEXT + node.value; break;
      case 'comment': out += COMMENT + node.value; break;
      case 'pi': out += INSTRUCTION + node.target + PART + node.value; break;
    }
  }
  return out + OUT;
};

/**
 * SHA-256, hex, of everything that the element says: names, prefixes, values, its signature, and every namespace in scope. Its canonical
 * forms follow from it. Spelled out plainly, for writing it as XML would cost more than all that is left to do.
 */
export const fingerprintOf = (el: XmlElement): string => {
  let scope = '';
  for (const [prefix, uri] of namespacesInScope(el.parent)) scope += `${NAMESPACE}${prefix}${PART}${uri}`;
  return sha256OfText(scope + spelled(el, ''));
};
