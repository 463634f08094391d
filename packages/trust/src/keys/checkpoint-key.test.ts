import { createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpointKey } from './checkpoint-key.js';

const bytes = Buffer.from('the head of a tree');

describe('the key of checkpoints', () => {
  let folder = '';
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'ncp-checkpoint-')); });
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  const file = async (name: string, key: KeyObject): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    return path;
  };

  it('signs what others verify with its public half, and verifies that alone', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = await openCheckpointKey(await file('right', privateKey), 'log.example');
    const signature = key.sign(bytes);
    expect([key.name, key.publicKey.length, verify(null, bytes, publicKey, signature)]).toEqual(['log.example', 32, true]);
    expect(Buffer.from(key.publicKey).toString('base64url')).toBe(createPublicKey(privateKey).export({ format: 'jwk' }).x);
    expect([key.verify(bytes, signature), key.verify(Buffer.from('another head'), signature), key.verify(bytes, signature.slice(1))]).toEqual([true, false, false]);
  });

  it('is of Ed25519 and of nobody else', async () => {
    const [ec, open] = [await file('ec', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), await file('open', generateKeyPairSync('ed25519').privateKey)];
    await expect(openCheckpointKey(ec, 'log.example')).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'audit-checkpoints', reason: 'not-ed25519' } });
    await chmod(open, 0o640);
    await expect(openCheckpointKey(open, 'log.example')).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'audit-checkpoints', reason: 'key-file-open-to-others' } });
    await expect(openCheckpointKey(join(folder, 'none'), 'log.example')).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE', details: { role: 'audit-checkpoints' } });
  });
});
