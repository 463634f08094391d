import { describe, expect, it } from '@jest/globals';
import { en } from './en.js';
import { sv } from './sv.js';

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const leaves = (tree: Tree, path = ''): readonly (readonly [string, string])[] => Object.entries(tree).flatMap(([key, value]) =>
  (isTree(value) ? leaves(value, `${path}${key}.`) : [[`${path}${key}`, typeof value === 'function' ? String(Reflect.apply(value, undefined, ['X'])) : String(value)] as const]));

describe('the words of the dashboard', () => {
  it('are the same in both languages, none empty, none Swedish in the English ones', () => {
    expect(leaves(en).map(([path]) => path)).toEqual(leaves(sv).map(([path]) => path));
    expect([...leaves(sv), ...leaves(en)].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(leaves(en).filter(([path, text]) => path !== 'app.language' && /[åäö]/i.test(text.replaceAll('E-hälsomyndigheten', '')))).toEqual([]);
  });
});
