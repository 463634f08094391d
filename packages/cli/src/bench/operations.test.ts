import { describe, expect, it } from '@jest/globals';
import { allCalls, operationsOf } from './operations.js';

const call = (own: number, peer = 0): { readonly own: number; readonly peer: number; readonly seen: number } => ({ own, peer, seen: own + peer });
const results = [
  { operations: { read: [call(10, 5), call(30, 5)], list: [call(1)] } },
  { operations: { read: [call(20, 50)], list: [] } },
];

describe('operationsOf', () => {
  it('puts the samples of all rounds together, each operation by itself', () => {
    const { read, list } = operationsOf(results);
    expect(read).toMatchObject({ calls: 3, own: { p50: 20, max: 30 }, peer: { p50: 5, max: 50 }, seen: { p50: 35, max: 70 } });
    expect(list).toMatchObject({ calls: 1, own: { p50: 1 } });
  });
});

it('gives all calls of one result', () => { expect(allCalls(results[0] ?? { operations: {} }).map(({ own }) => own)).toEqual([10, 30, 1]); });
