import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { testPki } from '@ncp/testkit';
import { startCounterAt } from '../fixtures/counter-bench.js';

describe('the start of the counter', () => {
  let folder = '';
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it('TLS-43 is refused when others may read its key', async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-counter-start-'));
    const { countries: { SE: sweden } } = await testPki(folder);
    if (sweden === undefined) throw new Error('no certificates');
    await chmod(sweden.tlsServer.key, 0o644);
    await expect(startCounterAt({ tls: sweden.tlsServer, api: { url: 'https://127.0.0.1:1', ca: sweden.ca.certificate }, issuer: 'https://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'NCP_TRUST_KEY', details: { role: 'counter server', reason: 'key-file-open-to-others' },
    });
  });
});
