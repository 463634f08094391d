import { describe, expect, it } from '@jest/globals';
import { telUri } from './party.js';

describe('telUri', () => {
  it.each([
    ['0480-12 34 56', 'tel:+46480-123456'],
    ['+46 (0)480 123456', 'tel:+46480123456'],
    ['0046480123456', 'tel:+46480123456'],
    ['010-458 62 00', 'tel:+4610-4586200'],
    ['112 33', 'tel:11233'],
  ])('writes %s as %s', (written, uri) => {
    expect(telUri(written)).toBe(uri);
  });

  it.each(['', 'växeln', '123', 'ring 0480-123456 efter lunch'])('does not make a number of "%s"', (written) => {
    expect(telUri(written)).toBeUndefined();
  });
});
