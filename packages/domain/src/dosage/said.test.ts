import { describe, expect, it } from '@jest/globals';
import { isSaidIn } from '../index.js';

describe('isSaidIn', () => {
  it.each([
    ['2 tabletter på morgonen i 3 dagar', '2 tabletter på morgonen'],
    ['1 tablett dagligen. Tas med mat.', 'Tas med mat.'],
    ['11 E och 1 E', '1 E'],
    ['samma', 'samma'],
    ['kl. 8: 1 tablett', '1 tablett'],
    ['1 tablett. 2 dagar', '2 dagar'],
    ['2,5 ml eller 5 ml', '5 ml'],
  ])('"%s" says "%s"', (earlier, words) => {
    expect(isSaidIn(earlier, words)).toBe(true);
  });

  it.each([
    ['11 E före frukost och lunch', '1 E före frukost'],
    ['tomat', 'mat'],
    ['1 tabletter', '1 tablett'],
    ['', '1 tablett'],
    ['2,5 ml på morgonen', '5 ml på morgonen'],
    ['1-2 tabletter vid behov', '2 tabletter vid behov'],
    ['1 – 2 tabletter vid behov', '2 tabletter vid behov'],
    ['1/2 tablett', '2 tablett'],
    ['1 500 mg dagligen', '500 mg dagligen'],
    ['Ge 1,5 ml', 'Ge 1'],
    ['Ge 1 - 2 ml', 'Ge 1'],
  ])('"%s" does not say "%s"', (earlier, words) => {
    expect(isSaidIn(earlier, words)).toBe(false);
  });
});
