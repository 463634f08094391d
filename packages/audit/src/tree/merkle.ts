import { hex, sha256 } from '@ncp/xml';

/** SHA-256, 32 bytes. */
export type TreeHash = Uint8Array;

const NODE_PREFIX = 1;
const HASH_BYTES = 32;

const nodeHash = (left: TreeHash, right: TreeHash): TreeHash => {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
};

/** Root of the tree without leaves (RFC 6962, 2.1). */
export const EMPTY_ROOT: TreeHash = sha256(new Uint8Array());

export const hashFromHex = (text: string): TreeHash => Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
export const sameHash = (a: TreeHash, b: TreeHash): boolean => hex(a) === hex(b);

/** The largest power of two below `size`. */
const split = (size: number): number => {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
};

/** A Merkle tree over leaf hashes in their order (RFC 6962, 2.1); a leaf's hash is that of the chain. */
export interface MerkleTree {
  readonly size: number;
  /** Of the first `size` leaves. */
  root(size?: number): TreeHash;
  /** Roots of the full subtrees that it is made of, largest first: enough to go on from. */
  frontier(): readonly TreeHash[];
  /** Proof that the leaf `index` (from 0) stands in the tree of the first `size` leaves. @throws RangeError */
  inclusion(index: number, size?: number): readonly TreeHash[];
  /** Proof that the tree of `second` leaves only adds to that of `first`. @throws RangeError */
  consistency(first: number, second?: number): readonly TreeHash[];
}

/** Builds the tree once; each proof then takes a few look-ups. */
export function merkleTree(leaves: readonly TreeHash[]): MerkleTree {
  // levels[k][i]: root of the full subtree of 2^k leaves that begins at i * 2^k.
  const levels: TreeHash[][] = [[...leaves]];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    const level: TreeHash[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) level.push(nodeHash(below[at] ?? EMPTY_ROOT, below[at + 1] ?? EMPTY_ROOT));
    levels.push(level);
  }
  const rangeRoot = (from: number, count: number): TreeHash => {
    if (count === 0) return EMPTY_ROOT;
    const level = Math.log2(count);
    const full = Number.isInteger(level) && from % count === 0 ? levels[level]?.[from / count] : undefined;
    if (full !== undefined) return full;
    const half = split(count);
    return nodeHash(rangeRoot(from, half), rangeRoot(from + half, count - half));
  };
  const path = (index: number, from: number, count: number): readonly TreeHash[] => {
    if (count <= 1) return [];
    const half = split(count);
    return index < half
      ? [...path(index, from, half), rangeRoot(from + half, count - half)]
      : [...path(index - half, from + half, count - half), rangeRoot(from, half)];
  };
  const subproof = (first: number, from: number, count: number, whole: boolean): readonly TreeHash[] => {
    if (first === count) return whole ? [] : [rangeRoot(from, count)];
    const half = split(count);
    return first <= half
      ? [...subproof(first, from, half, whole), rangeRoot(from + half, count - half)]
      : [...subproof(first - half, from + half, count - half, false), rangeRoot(from, half)];
  };
  const within = (value: number, low: number, high: number): void => {
    if (!Number.isInteger(value) || value < low || value > high) throw new RangeError(`${String(value)} is not within ${String(low)} and ${String(high)}`);
  };
  return {
    size: leaves.length,
    root(size = leaves.length) {
      within(size, 0, leaves.length);
      return rangeRoot(0, size);
    },
    frontier() {
      const roots: TreeHash[] = [];
      for (let from = 0; from < leaves.length;) {
        const rest = leaves.length - from;
        const count = 2 ** Math.floor(Math.log2(rest));
        roots.push(rangeRoot(from, count));
        from += count;
      }
      return roots;
    },
    inclusion(index, size = leaves.length) {
      within(size, 1, leaves.length);
      within(index, 0, size - 1);
      return path(index, 0, size);
    },
    consistency(first, second = leaves.length) {
      within(second, 0, leaves.length);
      within(first, 0, second);
      return first === 0 ? [] : subproof(first, 0, second, true);
    },
  };
}

/** A tree that grows leaf by leaf and keeps no more than its frontier: a whole log is walked without its hashes in memory. */
export interface GrowingTree {
  readonly size: number;
  add(leaf: TreeHash): void;
  root(): TreeHash;
  /** As of `MerkleTree`. */
  frontier(): readonly TreeHash[];
}

export function growingTree(): GrowingTree {
  // Full subtrees, largest first, no two of one size.
  const frontier: { readonly count: number; readonly root: TreeHash }[] = [];
  return {
    get size() { return frontier.reduce((sum, { count }) => sum + count, 0); },
    add(leaf) {
      let [count, root] = [1, leaf];
      for (let last = frontier.at(-1); last?.count === count; last = frontier.at(-1)) {
        frontier.pop();
        root = nodeHash(last.root, root);
        count *= 2;
      }
      frontier.push({ count, root });
    },
    frontier: () => frontier.map(({ root }) => root),
    root: () => frontier.map(({ root }) => root).reduceRight<TreeHash | undefined>((right, left) => (right === undefined ? left : nodeHash(left, right)), undefined) ?? EMPTY_ROOT,
  };
}

export interface InclusionClaim {
  readonly leaf: TreeHash;
  /** From 0. */
  readonly index: number;
  readonly size: number;
  readonly proof: readonly TreeHash[];
}

/** One step of the way from a leaf to the root: on which side the other hash stands. */
export interface PathStep {
  readonly side: 'left' | 'right';
  readonly hash: TreeHash;
}

/** The proof with its sides; undefined when it has not the length that this place in a tree of this size needs (RFC 9162, 2.1.3.2). */
export function pathOf({ index, size, proof }: Omit<InclusionClaim, 'leaf'>): readonly PathStep[] | undefined {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return undefined;
  const steps: PathStep[] = [];
  let [node, last] = [index, size - 1];
  for (const hash of proof) {
    if (last === 0 || hash.length !== HASH_BYTES) return undefined;
    if (node % 2 === 1 || node === last) {
      steps.push({ side: 'left', hash });
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else steps.push({ side: 'right', hash });
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? steps : undefined;
}

/** Root that a leaf and its proof lead to; undefined when the proof has the wrong length. */
export function rootFromInclusion(claim: InclusionClaim): TreeHash | undefined {
  return pathOf(claim)?.reduce((hash, step) => (step.side === 'left' ? nodeHash(step.hash, hash) : nodeHash(hash, step.hash)), claim.leaf);
}

export const verifyInclusion = (claim: InclusionClaim, root: TreeHash): boolean => {
  const found = rootFromInclusion(claim);
  return found !== undefined && sameHash(found, root);
};

export interface SizedRoot {
  readonly size: number;
  readonly root: TreeHash;
}

/** Does the second tree only add to the first? (RFC 9162, 2.1.4.2) */
export function verifyConsistency(first: SizedRoot, second: SizedRoot, proof: readonly TreeHash[]): boolean {
  if (first.size > second.size || proof.some(({ length }) => length !== HASH_BYTES)) return false;
  if (first.size === second.size) return proof.length === 0 && sameHash(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && sameHash(first.root, EMPTY_ROOT);
  const isPower = Number.isInteger(Math.log2(first.size));
  const [begin, ...rest] = isPower ? [first.root, ...proof] : proof;
  if (begin === undefined) return false;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [one, two] = [begin, begin];
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      one = nodeHash(hash, one);
      two = nodeHash(hash, two);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else two = nodeHash(two, hash);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(one, first.root) && sameHash(two, second.root);
}
