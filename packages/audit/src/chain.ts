import { hex, sha256, utf8 } from '@ncp/xml';
import type { Leaf, LeafDraft } from './leaf.js';

/** The place of one leaf in the chain: enough to append the next one, and what a checkpoint states. */
export interface ChainHead {
  readonly sequence: bigint;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/** Before the first leaf. */
export const GENESIS: ChainHead = { sequence: 0n, hash: '0'.repeat(64) };

/** Why a leaf cannot stand where it stands. `head`: the chain does not end where, or as, the checkpoint says. */
export type ChainFault = 'sequence' | 'previous-hash' | 'hash' | 'head';

export type ChainVerdict =
  | { readonly ok: true; readonly leaves: bigint; readonly head: ChainHead }
  | { readonly ok: false; readonly firstBad: bigint; readonly fault: ChainFault };

type Unhashed = Omit<Leaf, 'hash'>;

// Names the form of the bytes, so that a later form cannot be taken for this one.
const FORM = 'ncp-leaf-1';

/**
 * The exact bytes that a leaf's hash covers: a JSON array in fixed order, UTF-8, no white space. Anyone can rebuild them.
 * `time` is covered as written, so a store keeps the text beside any timestamp column.
 */
export const leafBytes = (leaf: Unhashed): Uint8Array => utf8(leafText(leaf));

const leafText = (leaf: Unhashed): string =>
  JSON.stringify([
    FORM, String(leaf.sequence), leaf.previousHash, leaf.time, leaf.kind, leaf.exchange, leaf.countryA, leaf.countryB,
    leaf.actor, leaf.eventHash, leaf.requestHash, leaf.responseHash, leaf.outcome, leaf.codes,
  ]);

/** A byte 0, which UTF-8 writes as itself. */
const LEAF_PREFIX = '\u0000';

/** SHA-256 with the leaf prefix of RFC 6962: the same hash serves the chain and, later, the tree. */
const leafHash = (leaf: Unhashed): string => hex(sha256(utf8(LEAF_PREFIX + leafText(leaf))));

/** Puts a draft in its place behind `previous`. Pure: the caller holds the lock that makes `previous` the last one. */
export const chainLeaf = (draft: LeafDraft, previous: ChainHead): Leaf => {
  const placed: Unhashed = {
    time: draft.time, kind: draft.kind, exchange: draft.exchange, countryA: draft.countryA, countryB: draft.countryB,
    actor: draft.actor, eventHash: draft.eventHash, requestHash: draft.requestHash, responseHash: draft.responseHash,
    outcome: draft.outcome, codes: draft.codes, sequence: previous.sequence + 1n, previousHash: previous.hash,
  };
  return { ...placed, hash: leafHash(placed) };
};

const faultOf = (leaf: Leaf, previous: ChainHead): ChainFault | undefined => {
  if (leaf.sequence !== previous.sequence + 1n) return 'sequence';
  if (leaf.previousHash !== previous.hash) return 'previous-hash';
  if (leaf.hash !== leafHash(leaf)) return 'hash';
  return undefined;
};

/**
 * Walks leaves in the order given and names the first place where the chain breaks (RS 5, AUD-20).
 *
 * `after` starts the walk behind a known leaf; default is the beginning. `checkpoint` is a head that was noted outside
 * the store: without it a chain that lost its last leaves, or was rebuilt as a whole, still looks sound.
 */
export const verifyChain = async (
  leaves: Iterable<Leaf> | AsyncIterable<Leaf>,
  options: { readonly after?: ChainHead; readonly checkpoint?: ChainHead } = {},
): Promise<ChainVerdict> => {
  const { after = GENESIS, checkpoint } = options;
  let head = after;
  for await (const leaf of leaves) {
    const fault = faultOf(leaf, head);
    if (fault !== undefined) return { ok: false, firstBad: head.sequence + 1n, fault };
    if (leaf.sequence === checkpoint?.sequence && leaf.hash !== checkpoint.hash) {
      return { ok: false, firstBad: leaf.sequence, fault: 'head' };
    }
    head = { sequence: leaf.sequence, hash: leaf.hash };
  }
  if (checkpoint !== undefined && head.sequence < checkpoint.sequence) {
    return { ok: false, firstBad: head.sequence + 1n, fault: 'head' };
  }
  return { ok: true, leaves: head.sequence - after.sequence, head };
};
