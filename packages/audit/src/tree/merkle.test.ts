import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hex } from '@ncp/xml';
import { EMPTY_ROOT, growingTree, hashFromHex, merkleTree, verifyConsistency, verifyInclusion, type TreeHash } from './merkle.js';

const leafHash = (data: Uint8Array): TreeHash => new Uint8Array(createHash('sha256').update(Buffer.of(0)).update(data).digest());
const leavesOf = (count: number): readonly TreeHash[] => Array.from({ length: count }, (_, at) => leafHash(Buffer.from(String(at))));
/** RFC 6962 2.1 as it stands there, for comparison. */
const mth = (leaves: readonly TreeHash[]): TreeHash => {
  const [only] = leaves;
  if (only === undefined) return new Uint8Array(createHash('sha256').digest());
  if (leaves.length === 1) return only;
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return new Uint8Array(createHash('sha256').update(Buffer.of(1)).update(mth(leaves.slice(0, half))).update(mth(leaves.slice(half))).digest());
};

/** The leaves and roots that the public implementations of RFC 6962 are tested with. */
const VECTOR_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((data) => leafHash(Buffer.from(data, 'hex')));
const VECTOR_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the audit tree (RFC 6962)', () => {
  it('AUD-23 has the roots of the public vectors', () => {
    const tree = merkleTree(VECTOR_LEAVES);
    expect(VECTOR_ROOTS.map((_, at) => hex(tree.root(at + 1)))).toEqual(VECTOR_ROOTS);
    expect(hex(merkleTree([]).root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(tree.inclusion(5).map(hex)).toEqual(['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']);
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65])('AUD-23 %i leaves: the root of the definition, every leaf proven, every earlier tree contained', (size) => {
    const leaves = leavesOf(size);
    const tree = merkleTree(leaves);
    const root = tree.root();
    expect(hex(root)).toBe(hex(mth(leaves)));
    leaves.forEach((leaf, index) => { expect(verifyInclusion({ leaf, index, size, proof: tree.inclusion(index) }, root)).toBe(true); });
    for (let first = 0; first <= size; first += 1) {
      expect([first, verifyConsistency({ size: first, root: mth(leaves.slice(0, first)) }, { size, root }, tree.consistency(first))]).toEqual([first, true]);
    }
  });

  it('AUD-23 a tree that grows leaf by leaf has the root of the definition at every size', () => {
    const leaves = leavesOf(65);
    const tree = growingTree();
    const roots = [hex(tree.root()), ...leaves.map((leaf) => {
      tree.add(leaf);
      return hex(tree.root());
    })];
    expect(roots).toEqual(Array.from({ length: 66 }, (_, size) => hex(mth(leaves.slice(0, size)))));
    expect(tree.size).toBe(65);
    expect(tree.frontier().map(hex)).toEqual(merkleTree(leaves).frontier().map(hex));
  });

  it('AUD-23 proves each of 10 000 leaves', () => {
    const leaves = leavesOf(10_000);
    const tree = merkleTree(leaves);
    const root = tree.root();
    expect(leaves.every((leaf, index) => verifyInclusion({ leaf, index, size: 10_000, proof: tree.inclusion(index) }, root))).toBe(true);
  });

  it('AUD-24 a leaf that is not in the tree, another place, another size, and every changed bit fail', () => {
    const leaves = leavesOf(21);
    const tree = merkleTree(leaves);
    const [size, index, root] = [21, 13, tree.root()];
    const [leaf = EMPTY_ROOT] = leaves.slice(index);
    const proof = tree.inclusion(index);
    expect(verifyInclusion({ leaf, index, size, proof }, root)).toBe(true);
    expect(verifyInclusion({ leaf: leafHash(Buffer.from('foreign')), index, size, proof }, root)).toBe(false);
    for (const claim of [{ leaf, index: 12, size, proof }, { leaf, index, size: 40, proof }, { leaf, index, size: 13, proof }, { leaf, index, size, proof: proof.slice(1) }, { leaf, index, size, proof: [...proof, EMPTY_ROOT] }, { leaf, index: -1, size, proof }, { leaf, index: 0.5, size, proof }]) {
      expect(verifyInclusion(claim, root)).toBe(false);
    }
    for (let at = 0; at < proof.length * 256; at += 1) {
      const changed = proof.map((hash, step) => (step === Math.floor(at / 256) ? hash.map((byte, place) => (place === Math.floor((at % 256) / 8) ? byte ^ (1 << (at % 8)) : byte)) : hash));
      expect(verifyInclusion({ leaf, index, size, proof: changed }, root)).toBe(false);
    }
  });

  it('AUD-24 a history that was changed, or is shorter, is not consistent', () => {
    const leaves = leavesOf(21);
    const tree = merkleTree(leaves);
    const other = merkleTree([...leaves.slice(0, 5), leafHash(Buffer.from('forged')), ...leaves.slice(6)]);
    const [first, second] = [{ size: 13, root: tree.root(13) }, { size: 21, root: tree.root() }];
    expect(verifyConsistency(first, second, tree.consistency(13))).toBe(true);
    expect(verifyConsistency(first, { size: 21, root: other.root() }, other.consistency(13))).toBe(false);
    expect(verifyConsistency(second, first, tree.consistency(13))).toBe(false);
    expect(verifyConsistency(first, second, tree.consistency(13).map((hash, at) => (at === 1 ? EMPTY_ROOT : hash)))).toBe(false);
    expect(verifyConsistency(first, second, [])).toBe(false);
    expect(verifyConsistency(first, { ...first, root: second.root }, [])).toBe(false);
    expect(verifyConsistency(first, second, [...tree.consistency(13), EMPTY_ROOT])).toBe(false);
  });

  it('is made of full subtrees, from which the next root follows', () => {
    expect(merkleTree(VECTOR_LEAVES.slice(0, 7)).frontier().map(hex)).toEqual([VECTOR_ROOTS[3], hex(merkleTree(VECTOR_LEAVES.slice(4, 6)).root()), hex(VECTOR_LEAVES[6] ?? EMPTY_ROOT)]);
    expect([merkleTree([]).frontier(), merkleTree(VECTOR_LEAVES).frontier().map(hex)]).toEqual([[], [VECTOR_ROOTS[7]]]);
  });

  it('refuses to prove what is not there', () => {
    const tree = merkleTree(leavesOf(3));
    for (const wrong of [() => tree.inclusion(3), () => tree.inclusion(0, 4), () => tree.consistency(4), () => tree.root(-1)]) expect(wrong).toThrow(RangeError);
    expect(hex(hashFromHex('00ff10'))).toBe('00ff10');
  });
});
