import { describe, expect, it } from '@jest/globals';
import { toYaml } from './yaml.js';

describe('toYaml', () => {
  it('writes blocks, quotes every text and leaves out what is absent', () => {
    expect(toYaml({ a: 'yes', b: 1, c: true, none: undefined, list: ['x', { y: '2026-06-12', z: ['q'] }], empty: [], nothing: {} })).toBe(
      'a: "yes"\nb: 1\nc: true\nlist:\n  - "x"\n  - y: "2026-06-12"\n    z:\n      - "q"\nempty: []\nnothing: {}\n');
  });

  it('keeps quotes, line ends and other scripts', () => { expect(toYaml({ a: 'Å"\n' })).toBe('a: "Å\\"\\n"\n'); });
});
