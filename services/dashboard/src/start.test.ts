import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { testPki } from '@ncp/testkit';
import { startDashboard } from './index.js';

describe('the start of the dashboard', () => {
  let folder = '';
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it('TLS-43 is refused when others may read its key', async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-dashboard-start-'));
    const { countries: { SE: sweden } } = await testPki(folder);
    if (sweden === undefined) throw new Error('no certificates');
    await chmod(sweden.tlsServer.key, 0o640);
    await expect(startDashboard({
      mode: 'demo', log: { level: 'silent' },
      dashboard: {
        host: 'localhost', port: 0, healthPort: 0, tls: { cert: sweden.tlsServer.certificate, key: sweden.tlsServer.key }, database: { url: 'postgres://127.0.0.1:1/ncp' },
        countries: ['FI'], parts: [], certificates: [], countryCertificates: [], trust: [], oauth: { issuer: 'https://127.0.0.1:1', clientId: 'ncp-dashboard' },
      },
    })).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'dashboard server', reason: 'key-file-open-to-others' } });
  });
});
