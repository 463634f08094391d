import { describe, expect, it } from '@jest/globals';
import { stripTypeScriptTypes } from 'node:module';
import { instrument } from './mutants.js';

const SOURCE = `
  type Unused = 'a' | 'b';
  const refuse = (code: string): never => { throw new Error(code); };
  const small = (n: number): boolean => n < 3;
  const judged = (n: number, list: readonly number[]): string => {
    if (n === 0 || n === 9) throw new Error('zero');
    if (!list.every((one) => one > 0)) refuse('negative');
    switch (n) {
      case 1: return 'one';
      default: return small(n) && list.length > 0 ? 'small' : 'large';
    }
  };
  return judged;
`;

type Judged = (n: number, list: readonly number[]) => string;
const judgedWith = new Function('__ncpMutant', '__ncpLoop', stripTypeScriptTypes(`(() => {${instrument('a.ts', SOURCE).code}})()`).replace('(() =>', 'return (() =>')) as (isActive: (number: number) => boolean, loop: () => boolean) => Judged;

/** What becomes of it with one mutant active; none of them with -1. */
const outcome = (active: number, n: number, list: readonly number[]): string => {
  const judged = judgedWith((number: number) => number === active, () => true);
  try {
    return judged(n, list);
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown';
  }
};

const INPUTS: readonly (readonly [number, readonly number[]])[] = [[0, [1]], [9, [1]], [1, [1]], [2, [1]], [3, [1]], [5, [1]], [2, []], [2, [-1]], [2, [0]], [2, [1, -1]]];
const all = (active: number): readonly string[] => INPUTS.map(([n, list]) => outcome(active, n, list));

describe('mutants of a source', () => {
  const { mutants } = instrument('a.ts', SOURCE);

  it('change nothing while none is active', () => {
    expect(all(-1)).toEqual(['zero', 'zero', 'one', 'small', 'large', 'large', 'large', 'negative', 'negative', 'negative']);
  });

  it('each make a difference that a test can see', () => {
    expect(mutants.filter(({ number }) => JSON.stringify(all(number)) === JSON.stringify(all(-1))).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([]);
    expect(new Set(mutants.map(({ kind }) => kind))).toEqual(new Set(['true', 'false', 'operand', 'negated', 'boundary', 'no throw', 'no call', 'no case', 'every/some']));
  });

  it('say where they are, and go on counting from the file before', () => {
    expect(mutants.map(({ number }) => number)).toEqual(mutants.map((_one, at) => at));
    expect(mutants.find(({ kind }) => kind === 'no case')).toMatchObject({ file: 'a.ts', line: 9, text: '1' });
    expect(instrument('b.ts', SOURCE, 100).mutants[0]?.number).toBe(100);
  });

  it('leave an else with its own if', () => {
    const { code } = instrument('d.ts', 'if (a) call(); else other();');
    const heard: string[] = [];
    const run = new Function('__ncpMutant', 'a', 'call', 'other', code) as (isActive: (number: number) => boolean, a: boolean, call: () => void, other: () => void) => void;
    for (const active of [-1, 2, 3]) for (const a of [true, false]) run((number) => number === active, a, () => { heard.push(`${String(active)} call`); }, () => { heard.push(`${String(active)} other`); });
    expect(heard).toEqual(['-1 call', '-1 other', '2 other', '3 call']);
  });

  it('take an entry out of a table of names', () => {
    const { code, mutants: [first] } = instrument('c.ts', 'const CHECKS = [one, ...others];');
    expect(first).toMatchObject({ kind: 'no element', text: 'one' });
    expect(code).toBe('const CHECKS = [...(__ncpMutant(0) ? [] : [one]), ...(__ncpMutant(1) ? [] : others)];');
  });
});
