import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type Issued } from '@ncp/certs';
import { loadSeal } from './index.js';

const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
const ASKED = { role: 'seal', nowMs: Date.parse('2026-06-12T12:00:00Z') };

describe('loadSeal', () => {
  let folder = '';
  let authority: Authority;
  let seal: Issued;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-identity-'));
    authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' });
    seal = await authority.issue({ subject: [['C', 'SE'], ['CN', 'seal']], period: PERIOD, usage: 'seal', keyKind: 'ec' });
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const load = async (certificatePem: string, keyPem: string, mode = 0o600): ReturnType<typeof loadSeal> => {
    const [certificate, key] = [join(folder, 'c.pem'), join(folder, 'k.pem')];
    await writeFile(certificate, certificatePem);
    await writeFile(key, keyPem);
    await chmod(key, mode);
    return loadSeal({ certificate, key }, ASKED);
  };

  it('reads a pair that fits, with and without its chain', async () => {
    const alone = await load(seal.certificatePem, seal.keyPem);
    expect(alone).toMatchObject({ country: 'SE', commonName: 'seal', notAfterMs: PERIOD.until.getTime() });
    expect((await load(seal.certificatePem + authority.certificatePem, seal.keyPem)).fingerprint).toBe(alone.fingerprint);
  });

  it('TLS-43 takes a chain in its order alone, up to whom nobody stands above', async () => {
    const middle = await authority.subordinate({ subject: [['C', 'SE'], ['CN', 'Middle']], period: PERIOD, keyKind: 'ec' });
    const below = await middle.issue({ subject: [['C', 'SE'], ['CN', 'below']], period: PERIOD, usage: 'seal', keyKind: 'ec' });
    const chain = (...above: readonly Authority[]): ReturnType<typeof loadSeal> => load(below.certificatePem + above.map(({ certificatePem }) => certificatePem).join(''), below.keyPem);
    expect((await chain(middle, authority)).commonName).toBe('below');
    const other = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' });
    for (const wrong of [[authority, middle], [authority], [other], [middle, other]]) await expect(chain(...wrong)).rejects.toMatchObject({ details: { reason: 'chain-out-of-order' } });
  });

  it('TLS-43 names the role of a file that is wrong, and nothing of its content', async () => {
    const other = await authority.issue({ subject: [['C', 'SE'], ['CN', 'other']], period: PERIOD, usage: 'seal', keyKind: 'ec' });
    for (const [reason, certificate, key, mode] of [
      ['key-does-not-fit', seal.certificatePem, other.keyPem, 0o600],
      ['key-file-open-to-others', seal.certificatePem, seal.keyPem, 0o644],
      ['chain-out-of-order', seal.certificatePem + other.certificatePem, seal.keyPem, 0o600],
      ['key-unreadable', seal.certificatePem, 'secret words', 0o600],
      ['certificate-unreadable', 'nothing', seal.keyPem, 0o600],
    ] as const) {
      await expect(load(certificate, key, mode)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { role: 'seal', reason } });
    }
  });

  it('KEY-07 refuses a weak key, and a usage for either end of a connection or for everything', async () => {
    const issue = (extended: string[], keyKind: 'ec' | 'weak' = 'ec'): Promise<Issued> =>
      authority.issue({ subject: [['C', 'SE'], ['CN', 'odd']], period: PERIOD, usage: { keyUsage: 1, extended }, keyKind });
    for (const [made, reason] of [
      [await issue([], 'weak'), 'weak-key'],
      ...(await Promise.all(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '2.5.29.37.0'].map(async (usage) => [await issue([usage]), 'tls-certificate-as-seal'] as const))),
    ] as const) await expect(load(made.certificatePem, made.keyPem)).rejects.toMatchObject({ details: { reason } });
    const mail = await issue(['1.3.6.1.5.5.7.3.4']);
    expect((await load(mail.certificatePem, mail.keyPem)).commonName).toBe('odd');
  });

  it('serves from the first moment of its certificate to the last', async () => {
    const place = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
    await load(seal.certificatePem, seal.keyPem);
    for (const nowMs of [PERIOD.from, PERIOD.until].map(Number)) expect((await loadSeal(place, { role: 'seal', nowMs })).commonName).toBe('seal');
  });

  it('names the role of a file that is missing', async () => {
    await load(seal.certificatePem, seal.keyPem);
    for (const certificate of ['/nonexistent', join(folder, 'c.pem')]) await expect(loadSeal({ certificate, key: '/nonexistent' }, ASKED)).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE', details: { role: 'seal' } });
  });
});
