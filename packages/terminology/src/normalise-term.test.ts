import { describe, expect, it } from '@jest/globals';
import { normaliseTerm } from './normalise-term.js';

describe('normaliseTerm', () => {
  it.each([
    ['Filmdragerad tablett', 'filmdragerad tablett'],
    ['inj-vätska, lösning', 'injektionsvätska, lösning'],
    ['inf-vätska,lösning', 'infusionsvätska, lösning'],
    ['inhal.pulv', 'inhalationspulver'],
    ['inhal.pulv, avd dos', 'inhalationspulver, avdelad dos'],
    ['ögondr, lösn', 'ögondroppar, lösning'],
    ['konc till inf-vätska, lösn', 'koncentrat till infusionsvätska, lösning'],
    ['Kapsel, hård', 'kapsel, hård'],
    ['pulv till oral suspension', 'pulver till oral suspension'],
    ['injektionsvätska, lösning i förfylld injektionspenna', 'injektionsvätska, lösning, förfylld injektionspenna'],
    ['injektionsvätska, lösning, förfylld penna', 'injektionsvätska, lösning, förfylld injektionspenna'],
    ['ögondroppar, lösning i endosbehållare', 'ögondroppar, lösning, endosbehållare'],
    ['pulver till oral lösning i dospåse', 'pulver till oral lösning, dospåse'],
    ['depotsusp', 'depotsuspension'],
    ['  tablett\u00a0 ', 'tablett'],
  ])('brings %s to one form', (written, expected) => {
    expect(normaliseTerm(written)).toBe(expected);
  });

  it('composes letters, so that two encodings of ä are one term', () => {
    expect(normaliseTerm('enterokapsel, ha\u030ard')).toBe('enterokapsel, hård');
  });

  it('expands whole words only', () => {
    expect(normaliseTerm('pulvinal')).toBe('pulvinal');
  });

  it('is idempotent', () => {
    const once = normaliseTerm('Inj-vätska, lösn i förf spruta');
    expect(normaliseTerm(once)).toBe(once);
  });
});
