import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTRIES, readPki } from './pki.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-12T12:00:00Z');

const inFolder = (work: (folder: string) => void): void => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-pki-'));
  try {
    mkdirSync(folder, { recursive: true });
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
const write = (folder: string, { directory = folder, clocks = [NOW] }: { readonly directory?: string; readonly clocks?: readonly number[] } = {}): void => {
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ directory, countries: Object.fromEntries(COUNTRIES.map((code) => [code, {}])) }));
  writeFileSync(join(folder, 'made-for.json'), JSON.stringify({ clocks }));
};

describe('readPki', () => {
  it('keeps one that is whole and in force, and no other', () => {
    inFolder((folder) => {
      expect(readPki(folder, [NOW])).toBeUndefined();
      write(folder);
      expect(readPki(folder, [NOW])).toBeDefined();
      expect(readPki(folder, [NOW + 59 * DAY])).toBeDefined();
      expect(readPki(folder, [NOW, NOW + 61 * DAY])).toBeUndefined();
      expect(readPki(folder, [NOW - 2 * DAY])).toBeUndefined();
    });
  });

  it('serves every clock it was made for', () => {
    inFolder((folder) => {
      write(folder, { clocks: [NOW, NOW - 200 * DAY] });
      expect(readPki(folder, [NOW, NOW - 200 * DAY])).toBeDefined();
    });
  });

  it('is made anew when its folder was moved', () => {
    inFolder((folder) => {
      write(folder, { directory: '/elsewhere' });
      expect(readPki(folder, [NOW])).toBeUndefined();
    });
  });
});
