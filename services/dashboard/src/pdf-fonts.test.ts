import { describe, expect, it } from '@jest/globals';
import { fontsOnDemand } from './pdf-fonts.js';

describe('fonts of a PDF', () => {
  it('are read anew after a failure, and once when they came', async () => {
    const font = { regular: Uint8Array.of(1), bold: Uint8Array.of(2) };
    let reads = 0;
    const fonts = fontsOnDemand(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('EMFILE')) : Promise.resolve(font);
    });
    await expect(Promise.all([fonts(), fonts()])).rejects.toThrow('EMFILE');
    expect([await fonts(), await fonts(), reads]).toEqual([font, font, 2]);
  });
});
