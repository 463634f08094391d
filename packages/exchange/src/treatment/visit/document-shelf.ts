import type { ForeignPrescription } from '@ncp/cda';
import { epochMs, type Instant } from '@ncp/domain';
import type { ShelfPlace, ShelvedDocuments } from '../../ports/index.js';

/** A document that was read, and what it says where it is a prescription: the next step need not read it again. */
export interface ShelvedDocument {
  readonly bytes: Uint8Array;
  readonly prescription?: ForeignPrescription;
}

/** What is put on a shelf, and when. */
export type Shelving = ShelvedDocument & { readonly at: Instant };

/**
 * Documents that a visit has read, for as long as she is likely to be at the counter: the next step need not ask the other
 * country again, whichever replica it comes to. What is gone is fetched anew, under record like every retrieval.
 */
export interface DocumentShelf {
  take(place: ShelfPlace, now: Instant): Promise<ShelvedDocument | undefined>;
  put(place: ShelfPlace, document: Shelving): Promise<void>;
  /** What was read of a document that is on the shelf: kept at hand, and by nobody else. */
  remember(place: ShelfPlace, document: Shelving): void;
  /** Nothing of a visit stays when it ends. */
  clear(visit: string): Promise<void>;
}

/** As long as the payload cache of country A (decisions D29). */
const LIFE_MS = 15 * 60_000;
const MAX_BYTES = 64 * 1024 * 1024;

interface Kept extends Shelving {
  readonly place: ShelfPlace;
}

/** What was read of a document weighs about as much as the document. */
const weightOf = ({ bytes, prescription }: ShelvedDocument): number => bytes.byteLength * (prescription === undefined ? 1 : 2);

/**
 * A shelf in the memory of this process, bounded, over what all replicas share. Another replica that still has a document in its
 * memory when the visit has ended lets it go with its next use, after a quarter of an hour at the latest; nobody can ask for it.
 */
export function documentShelf(shared?: Pick<ShelvedDocuments, 'put' | 'take' | 'clear'>, maxBytes: number = MAX_BYTES): DocumentShelf {
  const kept = new Map<string, Kept>();
  let total = 0;
  const drop = (name: string): void => {
    const found = kept.get(name);
    if (found === undefined) return;
    total -= weightOf(found);
    kept.delete(name);
  };
  /** Oldest first: a map keeps the order in which things came. */
  const tidy = (now: Instant): void => {
    for (const [oldest, { at }] of kept) {
      if (total <= maxBytes && epochMs(now) - epochMs(at) < LIFE_MS) return;
      drop(oldest);
    }
  };
  const nameOf = ({ visit, key }: ShelfPlace): string => `${visit}/${key}`;
  const remember = (place: ShelfPlace, document: Shelving): void => {
    drop(nameOf(place));
    kept.set(nameOf(place), { place, ...document });
    total += weightOf(document);
    tidy(document.at);
  };
  return {
    remember,
    async take(place, now) {
      tidy(now);
      const found = kept.get(nameOf(place));
      // Another replica may have read a later version since.
      if (found?.place.version === place.version) return found;
      const bytes = await shared?.take(place);
      return bytes === undefined ? undefined : { bytes };
    },
    async put(place, document) {
      remember(place, document);
      await shared?.put(place, document.bytes);
    },
    async clear(visit) {
      for (const [name, one] of kept) if (one.place.visit === visit) drop(name);
      await shared?.clear(visit);
    },
  };
}
