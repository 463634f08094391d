import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, makeBench } from '../test/bench.js';
import { clientTlsFrom } from './index.js';

describe('the files of a client', () => {
  let bench: Bench;
  let folder = '';
  beforeAll(async () => { [bench, folder] = await Promise.all([makeBench(), mkdtemp(join(tmpdir(), 'ncp-tls-files-'))]); });
  afterAll(async () => { await Promise.all([bench.close(), rm(folder, { recursive: true, force: true })]); });

  const read = async (mode: number): Promise<unknown> => {
    const { ca, tlsClient } = bench.country('SE');
    const key = join(folder, 'key');
    await copyFile(tlsClient.key, key);
    await chmod(key, mode);
    return clientTlsFrom({ ca: ca.certificate, cert: tlsClient.certificate, key }, 'national list client').catch((error: unknown) => error);
  };

  it('TLS-43 are refused when others may read the key: by its role', async () => {
    expect(await read(0o644)).toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'national list client', reason: 'key-file-open-to-others' } });
    expect(await read(0o600)).toMatchObject({ authorities: [expect.stringContaining('CERTIFICATE')], identity: { certificatePem: expect.stringContaining('CERTIFICATE'), keyPem: expect.stringContaining('PRIVATE KEY') } });
  });
});
