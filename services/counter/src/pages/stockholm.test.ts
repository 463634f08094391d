import { expect, it } from '@jest/globals';
import { stockholmInstant } from './stockholm.js';

it.each([
  ['2026-06-12 14:00', '2026-06-12T14:00:00+02:00'],
  ['2026-01-12T09:05', '2026-01-12T09:05:00+01:00'],
  // One clock time of autumn happens twice: read as the later one; one of spring never happens.
  ['2026-10-25 02:30', '2026-10-25T02:30:00+01:00'],
  ['2026-03-29 02:30', '2026-03-29T02:30:00+01:00'],
])('%s is %s', (text, instant) => { expect(stockholmInstant(text)).toBe(instant); });

it.each(['', '2026-02-31 10:00', '2026-06-12', '2026-06-12 24:00', '2026-06-12 10:60', '12/6 10:00', '0000-00-00 00:00'])('%s is no time', (text) => {
  expect(stockholmInstant(text)).toBeUndefined();
});
