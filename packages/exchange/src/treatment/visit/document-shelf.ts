import type { ForeignPrescription } from '@ncp/cda';
import { epochMs, type Instant } from '@ncp/domain';

/** A document that was read, and what it says where it is a prescription: the next step need not read it again. */
export interface ShelvedDocument {
  readonly bytes: Uint8Array;
  readonly prescription?: ForeignPrescription;
}

/**
 * Documents that a visit has read, for as long as she is likely to be at the counter: the next step need not ask the other
 * country again. In memory, per process, bounded; what is gone is fetched anew, under record like every retrieval.
 */
export interface DocumentShelf {
  take(visit: string, key: string, now: Instant): ShelvedDocument | undefined;
  put(visit: string, key: string, document: ShelvedDocument & { readonly at: Instant }): void;
  /** Nothing of a visit stays when it ends. */
  clear(visit: string): void;
}

/** As long as the payload cache of country A (decisions D29). */
const LIFE_MS = 15 * 60_000;
const MAX_BYTES = 64 * 1024 * 1024;

interface Kept extends ShelvedDocument {
  readonly visit: string;
  readonly at: Instant;
}

/** What was read of a document weighs about as much as the document. */
const weightOf = ({ bytes, prescription }: ShelvedDocument): number => bytes.byteLength * (prescription === undefined ? 1 : 2);

export function documentShelf(maxBytes: number = MAX_BYTES): DocumentShelf {
  const kept = new Map<string, Kept>();
  let total = 0;
  const drop = (name: string): void => {
    const found = kept.get(name);
    if (found === undefined) return;
    total -= weightOf(found);
    kept.delete(name);
  };
  const nameOf = (visit: string, key: string): string => `${visit}/${key}`;
  return {
    take(visit, key, now) {
      const found = kept.get(nameOf(visit, key));
      if (found === undefined) return undefined;
      if (epochMs(now) - epochMs(found.at) < LIFE_MS) return found;
      drop(nameOf(visit, key));
      return undefined;
    },
    put(visit, key, document) {
      const name = nameOf(visit, key);
      drop(name);
      kept.set(name, { visit, ...document });
      total += weightOf(document);
      // Oldest first: a map keeps the order in which things came.
      for (const [oldest, { at: since }] of kept) {
        if (total <= maxBytes && epochMs(document.at) - epochMs(since) < LIFE_MS) break;
        drop(oldest);
      }
    },
    clear(visit) {
      for (const [name, one] of kept) if (one.visit === visit) drop(name);
    },
  };
}
