import { describe, expect, it } from '@jest/globals';
import { optionalLine, visibleLine, visibleText } from './visible-text.js';

describe('CDA-10 text from outside', () => {
  it.each([
    ['a bidi override', 'ta \u202e2\u202c tabletter', 'ta [U+202E]2[U+202C] tabletter'],
    ['zero width characters', '1\u200b0 mg\ufeff', '1[U+200B]0 mg[U+FEFF]'],
    ['controls that XML cannot hold', 'a\u0000b\u0007c\u001bd', 'a[U+0000]b[U+0007]c[U+001B]d'],
    ['half of a surrogate pair', 'a\ud800b', 'a[U+D800]b'],
    ['noncharacters', 'a\uffffb', 'a[U+FFFF]b'],
    ['tags, which can hide a whole text', '1 mg\u{e0031}', '1 mg[U+E0031]'],
    ['fillers', 'a\u3164b\u034f', 'a[U+3164]b[U+034F]'],
    ['noncharacters of the Arabic block', 'a\ufdd0', 'a[U+FDD0]'],
    ['a soft hyphen', 'läke\u00admedel', 'läke[U+00AD]medel'],
  ])('makes %s visible', (_what, written, shown) => {
    expect(visibleText(written)).toBe(shown);
  });

  it('keeps letters, emoji and markup as they are', () => {
    expect(visibleText('Åsa <b>&</b> 💊')).toBe('Åsa <b>&</b> 💊');
  });

  it('brings line ends to one kind and tabs to spaces', () => {
    expect(visibleText('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd e');
  });

  it('has a form of one line', () => {
    expect(visibleLine('  Karin \n Anna\u00a0 ')).toBe('Karin Anna');
    expect(optionalLine(' \n ')).toBeUndefined();
    expect(optionalLine(undefined)).toBeUndefined();
  });

  it('handles 100 kB in reasonable time', () => {
    expect(visibleText('x\u200b'.repeat(50_000))).toHaveLength(450_000);
  });
});
