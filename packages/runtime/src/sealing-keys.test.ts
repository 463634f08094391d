import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { readSealingKeys } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'ncp-sealing-keys-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const base64 = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const read = (content: string): ReturnType<typeof readSealingKeys> => {
  writeFileSync(join(folder, 'keys'), content, { mode: 0o600 });
  return readSealingKeys({ keyEncryptionKeyFile: join(folder, 'keys') });
};

describe('readSealingKeys', () => {
  it('reads one key alone, and lines of which the first seals', () => {
    expect(read(`${base64(1)}\n`)).toMatchObject({ current: { id: 'file-1' }, older: [] });
    const { current, older } = read(`key-2 ${base64(2)}\nfile-1 ${base64(1)}\n`);
    expect([current.id, current.key[0], older.map(({ id, key }) => [id, key[0]])]).toEqual(['key-2', 2, [['file-1', 1]]]);
  });

  it.each(['', 'short', `a b ${base64(1)}`, base64(1).slice(0, 40), `name/with ${base64(1)}`])('refuses what is no key, and quotes nothing of it: %j', (content) => {
    let error: unknown;
    try {
      read(content);
    } catch (thrown) {
      error = thrown;
    }
    expect(isNcpError(error) && error.code).toBe('NCP_CONFIG_INVALID');
    if (content.length > 4) expect(JSON.stringify(error)).not.toContain(content);
  });

  it('TLS-43 refuses keys that others may read, and quotes nothing of them', () => {
    const file = join(folder, 'open');
    writeFileSync(file, base64(1));
    chmodSync(file, 0o666);
    let error: unknown;
    try {
      readSealingKeys({ keyEncryptionKeyFile: file });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'keyEncryptionKeyFile', reason: 'key-file-open-to-others' } });
    expect(JSON.stringify(error)).not.toContain(base64(1));
  });
});
