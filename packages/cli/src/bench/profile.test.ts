import { describe, expect, it } from '@jest/globals';
import { placeOf, summarise } from './profile.js';

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 0 });

describe('placeOf', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['walk', 'file:///x/packages/xml/dist/parse.js', 'packages/xml'],
    ['serve', 'file:///x/services/ncp-a/dist/endpoints.js', 'services/ncp-a'],
    ['query', 'file:///x/node_modules/.pnpm/pg@8.23.1/node_modules/pg/lib/client.js', 'pg'],
    ['F', 'file:///x/node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b/c.js', '@a/b'],
    ['sign', 'node:internal/crypto/sig', 'node:internal/crypto'],
    ['readFile', 'node:fs', 'node:fs'],
    ['parse', 'wasm://wasm/0012ab', 'libxml2 (wasm)'],
    ['(garbage collector)', '', '(garbage collector)'],
    ['writev', '', 'native'],
  ];
  it.each(cases)('%s of "%s" is %s', (name, url, place) => { expect(placeOf(frame(name, url))).toBe(place); });
});

describe('summarise', () => {
  const walk = frame('walk', 'file:///x/packages/xml/dist/parse.js');
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 3] }, { id: 2, callFrame: frame('(idle)', '') },
      { id: 3, callFrame: frame('', 'file:///x/packages/cda/dist/a.js'), children: [4] }, { id: 4, callFrame: walk, children: [5] }, { id: 5, callFrame: walk },
    ],
    samples: [2, 4, 3, 5, 4], timeDeltas: [1000, 20, 10, 10, 0],
  };

  it('divides busy time by place and function; idle time does not count', () => {
    const { places, functions } = summarise(profile);
    expect(places).toEqual([{ name: 'packages/xml', share: 0.75 }, { name: 'packages/cda', share: 0.25 }]);
    expect(functions).toEqual([{ name: 'walk packages/xml:parse.js:1', share: 0.75 }, { name: '(anonymous) packages/cda:a.js:1', share: 0.25 }]);
  });

  it('gives our functions what they call, and one that calls itself only once', () => {
    expect(summarise(profile).steps).toEqual([{ name: '(anonymous) packages/cda:a.js:1', share: 1 }, { name: 'walk packages/xml:parse.js:1', share: 0.75 }]);
  });

  it('has nothing to tell of an idle process', () => {
    expect(summarise({ nodes: [{ id: 1, callFrame: frame('(idle)', '') }], samples: [1], timeDeltas: [5] })).toEqual({ places: [], functions: [], steps: [] });
  });
});
