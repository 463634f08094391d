import { describe, expect, it } from '@jest/globals';
import { diffReleases, STARTER_RELEASE, type CatalogueRelease } from './index.js';

const [A, B, C] = [{ code: 'a', codeSystem: '1' }, { code: 'b', codeSystem: '1' }, { code: 'c', codeSystem: '1' }];
const release = (change: Partial<CatalogueRelease>): CatalogueRelease => ({ ...STARTER_RELEASE, id: 'x', valueSets: [], mappings: [], designations: [], ...change });
const en = (concept: typeof A, text: string) => ({ ...concept, language: 'en', text } as const);
const sv = (concept: typeof A, text: string) => ({ ...concept, language: 'sv', text } as const);

describe('diffReleases', () => {
  const before = release({
    id: 'one', valueSets: [{ oid: '9', name: 'set', concepts: [A, B] }, { oid: '8', name: 'gone', concepts: [A] }],
    designations: [en(A, 'A'), en(B, 'B'), sv(A, 'a'), sv(B, 'b')],
    mappings: [{ field: 'route', from: { text: 'x' }, to: A }, { field: 'route', from: { text: 'y' }, to: A }],
  });
  const after = release({
    id: 'two', valueSets: [{ oid: '9', name: 'set', concepts: [A, C] }, { oid: '7', name: 'new', concepts: [C] }],
    designations: [en(A, 'A!'), en(C, 'C'), sv(A, 'a!'), sv(C, 'c')],
    mappings: [{ field: 'route', from: { text: 'x' }, to: A, relation: 'broader' }, { field: 'unit', from: { code: 'z' }, to: C }],
  });

  it('names what came, changed and went', () => {
    expect(diffReleases(before, after)).toEqual({
      from: 'one', to: 'two',
      valueSets: { added: [{ oid: '7', name: 'new' }], removed: [{ oid: '8', name: 'gone' }] },
      concepts: {
        added: [{ valueSet: '9', valueSetName: 'set', ...C, text: 'C' }, { valueSet: '7', valueSetName: 'new', ...C, text: 'C' }],
        changed: [{ valueSet: '9', valueSetName: 'set', ...A, text: 'A!', was: 'A' }],
        removed: [{ valueSet: '9', valueSetName: 'set', ...B, text: 'B' }, { valueSet: '8', valueSetName: 'gone', ...A, text: 'A' }],
      },
      translations: { added: [{ ...C, text: 'c' }], changed: [{ ...A, text: 'a!', was: 'a' }], removed: [{ ...B, was: 'b' }] },
      mappings: {
        added: [{ field: 'unit', from: '|z', to: '1|c' }], changed: [{ field: 'route', from: '"x"', to: '1|a (broader)', was: '1|a' }], removed: [{ field: 'route', from: '"y"', was: '1|a' }],
      },
    });
  });

  it('finds nothing between a release and itself', () => {
    const same = diffReleases(before, before);
    expect([same.concepts, same.translations, same.mappings]).toEqual(Array.from({ length: 3 }, () => ({ added: [], changed: [], removed: [] })));
  });
});
