import { describe, expect, it } from '@jest/globals';
import { chainLeaf, GENESIS, leafBytes, verifyChain, type ChainHead } from './chain.js';
import type { Leaf, LeafDraft } from './leaf.js';

const draft = (n: number): LeafDraft => ({
  time: `2026-06-12T10:00:${String(n % 60).padStart(2, '0')}.000Z` as LeafDraft['time'],
  kind: 'EHDSI-31',
  exchange: `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}` as LeafDraft['exchange'],
  countryA: 'SE' as LeafDraft['countryA'],
  countryB: 'FI' as LeafDraft['countryB'],
  actor: '2262 urn:oid:1.2.3',
  eventHash: 'a'.repeat(64),
  requestHash: 'b'.repeat(64),
  responseHash: 'c'.repeat(64),
  outcome: 0,
  codes: [],
});

const chainOf = (count: number): Leaf[] => {
  const leaves: Leaf[] = [];
  let head: ChainHead = GENESIS;
  for (let n = 1; n <= count; n += 1) {
    const leaf = chainLeaf(draft(n), head);
    leaves.push(leaf);
    head = leaf;
  }
  return leaves;
};

describe('the audit chain', () => {
  it('accepts a sound chain, from the beginning and behind a known leaf', async () => {
    const leaves = chainOf(5);
    expect(await verifyChain(leaves)).toMatchObject({ ok: true, leaves: 5n, head: { sequence: 5n } });
    const third = leaves[2] ?? GENESIS;
    expect(await verifyChain(leaves.slice(3), { after: third })).toMatchObject({ ok: true, leaves: 2n });
    expect(await verifyChain([])).toEqual({ ok: true, leaves: 0n, head: GENESIS });
  });

  it('reads an asynchronous source', async () => {
    const source = async function* (): AsyncGenerator<Leaf> {
      yield* chainOf(3);
    };
    expect(await verifyChain(source())).toMatchObject({ ok: true, leaves: 3n });
  });

  it.each([
    ['time', { time: '2026-06-12T10:00:59.000Z' }],
    ['kind', { kind: 'EHDSI-32' }],
    ['exchange', { exchange: 'x' }],
    ['countries', { countryA: 'FI', countryB: 'SE' }],
    ['actor', { actor: '' }],
    ['event hash', { eventHash: 'd'.repeat(64) }],
    ['request hash', { requestHash: 'd'.repeat(64) }],
    ['response hash', { responseHash: 'd'.repeat(64) }],
    ['outcome', { outcome: 8 }],
    ['codes', { codes: ['NCP_X'] }],
  ])('AUD-20 names a leaf whose %s was altered', async (_what, change) => {
    const leaves = chainOf(5).map((leaf, at) => (at === 2 ? ({ ...leaf, ...change } as Leaf) : leaf));
    expect(await verifyChain(leaves)).toEqual({ ok: false, firstBad: 3n, fault: 'hash' });
  });

  it('AUD-20 names the place of a removed, inserted or swapped leaf', async () => {
    const leaves = chainOf(5);
    expect(await verifyChain(leaves.toSpliced(1, 1))).toEqual({ ok: false, firstBad: 2n, fault: 'sequence' });
    const forged = chainLeaf(draft(99), leaves[1] ?? GENESIS);
    expect(await verifyChain(leaves.toSpliced(2, 0, forged))).toEqual({ ok: false, firstBad: 4n, fault: 'sequence' });
    const [a, b, c, d, e] = leaves;
    expect(await verifyChain([a, c, b, d, e].flatMap((leaf) => leaf ?? []))).toEqual({ ok: false, firstBad: 2n, fault: 'sequence' });
  });

  it('AUD-20 names a leaf that was altered and hashed anew', async () => {
    const leaves = chainOf(5);
    const forged = chainLeaf({ ...draft(3), outcome: 12 }, leaves[1] ?? GENESIS);
    expect(await verifyChain(leaves.toSpliced(2, 1, forged))).toEqual({ ok: false, firstBad: 4n, fault: 'previous-hash' });
  });

  it('AUD-20 names the first missing leaf when the last were removed after a checkpoint', async () => {
    const leaves = chainOf(5);
    const checkpoint = leaves[4] ?? GENESIS;
    expect(await verifyChain(leaves.slice(0, 4), { checkpoint })).toEqual({ ok: false, firstBad: 5n, fault: 'head' });
    expect(await verifyChain(leaves, { checkpoint })).toMatchObject({ ok: true });
  });

  it('AUD-21 a chain rebuilt with valid hashes does not meet the outside checkpoint', async () => {
    const checkpoint = chainOf(4)[3] ?? GENESIS;
    const rebuilt: Leaf[] = [];
    for (let n = 1; n <= 6; n += 1) rebuilt.push(chainLeaf({ ...draft(n), actor: 'other' }, rebuilt.at(-1) ?? GENESIS));
    expect(await verifyChain(rebuilt)).toMatchObject({ ok: true });
    expect(await verifyChain(rebuilt, { checkpoint })).toEqual({ ok: false, firstBad: 4n, fault: 'head' });
  });

  it('has bytes that no two different leaves share', () => {
    const one = chainLeaf({ ...draft(1), codes: ['A', 'B'] }, GENESIS);
    const two = chainLeaf({ ...draft(1), codes: ['A","B'] }, GENESIS);
    expect(leafBytes(one)).not.toEqual(leafBytes(two));
    expect(one.hash).not.toBe(two.hash);
  });

  it('keeps the hash that earlier releases computed', () => {
    expect(chainLeaf(draft(1), GENESIS).hash).toBe('6bc309c2cfd8375f6c7925f26e62afd0ed4802d733de4baae165743a608df8de');
  });
});
