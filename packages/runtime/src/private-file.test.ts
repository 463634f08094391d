import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readPrivately } from './index.js';

describe('a file that holds a key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-private-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const read = (mode: number): unknown => {
    const file = join(folder, 'key');
    writeFileSync(file, 'CANARY-KEY');
    chmodSync(file, mode);
    try {
      return readPrivately('seal', file);
    } catch (error) {
      return error;
    }
  };

  it.each([0o600, 0o400, 0o700])('TLS-43 is read when it is its owner\'s alone: mode %o', (mode) => {
    expect(read(mode)).toBe('CANARY-KEY');
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])('TLS-43 is refused when anybody else may do anything with it, by its role and without its content: mode %o', (mode) => {
    const refused = read(mode);
    expect(refused).toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'seal', reason: 'key-file-open-to-others' } });
    expect(JSON.stringify(refused)).not.toContain('CANARY');
  });

  it('TLS-43 that is not there is named by its role', () => {
    expect(() => readPrivately('seal', join(folder, 'missing'))).toThrow(expect.objectContaining({ code: 'NCP_CONFIG_FILE', details: { role: 'seal' } }));
  });
});
