import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finnish } from '../test/odd-authority.js';
import { type CertificatePlaces, watchedCertificates, type WatchedCertificate } from './index.js';

describe('certificates that a configuration names', () => {
  let folder = '';
  const names = new Map<string, string>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-watched-'));
    for (const name of ['seal', 'a', 'client', 'api', 'pin', 'list', 'records', 'audit']) {
      const { certificatePem, certificateDer } = await finnish();
      names.set(new X509Certificate(certificateDer).fingerprint256, name);
      await writeFile(join(folder, name), certificatePem);
    }
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  const at = (name: string): { readonly cert: string } => ({ cert: join(folder, name) });
  const known = ({ what, country, purpose, der }: WatchedCertificate): unknown => [what, country, purpose, names.get(new X509Certificate(der).fingerprint256)];
  const ncpB = (): CertificatePlaces['ncpB'] => ({ tls: at('api'), tlsClient: at('client') });
  const places = (): CertificatePlaces => ({ seal: at('seal'), ncpA: { tls: at('a') }, countries: [{ code: 'FI', tlsPins: [join(folder, 'pin')] }] });

  it('are told with what they are for, and whose they are', async () => {
    expect((await watchedCertificates({ ...places(), ncpB: ncpB() })).map(known)).toEqual([
      ['our seal', 'SE', 'signer', 'seal'], ['our TLS server, country A', 'SE', 'server', 'a'], ['our TLS client, country B', 'SE', 'client', 'client'],
      ['our TLS server, national API', 'SE', 'server', 'api'], ['pin pin', 'FI', 'any-end', 'pin'],
    ]);
  });

  it('TLS-40 are also those by which services outside the exchange know us, where they ask for one', async () => {
    const all = { ...places(), national: { tls: at('list') }, auditRepository: { tls: at('audit') }, ncpA: { tls: at('a'), patientSummary: { careRecords: { tls: at('records') } } } };
    expect((await watchedCertificates(all)).map(known).slice(2, 5)).toEqual([
      ['our TLS client, national list', 'SE', 'elsewhere', 'list'], ['our TLS client, care records', 'SE', 'elsewhere', 'records'], ['our TLS client, audit repository', 'SE', 'elsewhere', 'audit'],
    ]);
    expect(await watchedCertificates({ ...places(), national: {}, auditRepository: {}, ncpA: { tls: at('a'), patientSummary: {} } })).toHaveLength(3);
  });

  it('are fewer where country B is another service', async () => {
    expect((await watchedCertificates(places())).map(({ what }) => what)).toEqual(['our seal', 'our TLS server, country A', 'pin pin']);
  });

  it('must be there', async () => {
    await expect(watchedCertificates({ ...places(), seal: at('none') })).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE' });
  });
});
