import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { stringify } from 'yaml';
import { loadConfig } from './config.js';

const good = {
  mode: 'demo',
  seal: { cert: 'seal.crt', key: 'seal.key' },
  countries: [{ code: 'FI', homeCommunityId: '1.2.246', anchors: ['ca.crt'], tlsPins: ['fi.crt'], crls: ['fi.crl'] }],
  ncpA: { tls: { cert: 'a.crt', key: 'a.key' } },
  database: { url: 'postgres://localhost/ncp' },
  keyEncryptionKeyFile: 'kek',
  national: { baseUrl: 'http://127.0.0.1:9080/fhir', tokenUrl: 'http://127.0.0.1:9080/oauth/token', clientId: 'ncp', clientSecretFile: 'secret' },
};

function file(document: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ncp-config-')), 'ncp.yaml');
  writeFileSync(path, stringify(document));
  return path;
}

function refusal(document: unknown, environment: NodeJS.ProcessEnv = {}): NcpError {
  try {
    loadConfig(file(document), environment);
  } catch (error) {
    if (error instanceof NcpError) return error;
  }
  throw new Error('was accepted');
}

describe('loadConfig', () => {
  it('fills defaults and makes file names absolute beside the file', () => {
    const path = file(good);
    const config = loadConfig(path, {});
    expect(config.ncpA.port).toBe(8443);
    expect(config.seal.cert).toBe(join(path, '..', 'seal.crt'));
    expect(config.queue).toBeUndefined();
  });

  it('TLS-10 names authorities below the anchors, beside the file too', () => {
    const path = file({ ...good, countries: [{ ...good.countries[0], intermediates: ['issuing.crt', '/etc/other.crt'] }] });
    const beside = (name: string): string => join(path, '..', name);
    expect(loadConfig(path, {}).countries[0]).toMatchObject({ anchors: [beside('ca.crt')], intermediates: [beside('issuing.crt'), '/etc/other.crt'], tlsPins: [beside('fi.crt')], crls: [beside('fi.crl')] });
    expect(loadConfig(file(good), {}).countries[0]?.intermediates).toEqual([]);
  });

  it('takes passwords from files beside the file, whatever characters they have, and serves health on loopback unless told', () => {
    const path = file({ ...good, database: { url: 'postgres://ncp_a@db:5432/ncp', passwordFile: 'password' }, queue: { url: 'redis://redis:6379' } });
    writeFileSync(join(path, '..', 'password'), 'a/b@c:d%20 e\n');
    const config = loadConfig(path, { QUEUE_PASSWORD_FILE: 'password', NCP_HEALTH_HOST: '0.0.0.0' });
    const password = ({ url }: { readonly url: string }): string => decodeURIComponent(new URL(url).password);
    expect([password(config.database), password(config.queue ?? { url: '' }), new URL(config.database.url).host]).toEqual(['a/b@c:d%20 e', 'a/b@c:d%20 e', 'db:5432']);
    expect([config.health, loadConfig(file(good), {}).health]).toEqual([{ host: '0.0.0.0' }, undefined]);
    expect(refusal({ ...good, database: { ...good.database, passwordFile: 'missing' } }).code).toBe('NCP_CONFIG_FILE');
  });

  it('knows country B where it is configured, and nothing of it where it is not', () => {
    expect(loadConfig(file(good), {}).ncpB).toBeUndefined();
    const path = file({
      ...good, ncpB: {
        tls: { cert: 'b.crt', key: 'b.key' }, tlsClient: { cert: 'c.crt', key: 'c.key' }, directory: { folder: 'countries', publicKey: 'countries.pub' },
        oauth: { issuer: 'http://127.0.0.1:9082/oauth', jwksUrl: 'http://127.0.0.1:9082/oauth/jwks', audience: 'ncpeh-api' },
      },
    });
    const { ncpB } = loadConfig(path, { NCP_B_PORT: '0' });
    const beside = (name: string): string => join(path, '..', name);
    expect(ncpB).toMatchObject({
      port: 0, healthPort: 9102, sts: false, tls: { cert: beside('b.crt') }, tlsClient: { key: beside('c.key') },
      directory: { folder: beside('countries'), publicKey: beside('countries.pub') },
    });
  });

  it('offers no Patient Summary unless it is configured, with a person who answers for it', () => {
    expect(loadConfig(file(good), {}).ncpA.patientSummary).toBeUndefined();
    const path = file({ ...good, ncpA: { ...good.ncpA, patientSummary: { responsible: { hsaId: 'SE0000000000-T001', given: 'Tove', family: 'Testansvarig' }, products: 'products.csv' } } });
    expect(loadConfig(path, {}).ncpA.patientSummary).toMatchObject({ keepMinutes: 15, exportReason: false, filteringSystems: [], products: join(path, '..', 'products.csv') });
    expect(refusal({ ...good, ncpA: { ...good.ncpA, patientSummary: {} } }).code).toBe('NCP_CONFIG_INVALID');
  });

  it('lets the environment win', () => {
    const config = loadConfig(file(good), { DATABASE_URL: 'postgresql://db/x', QUEUE_URL: 'redis://r', NCP_A_PORT: '0' });
    expect([config.database.url, config.queue?.url, config.ncpA.port]).toEqual(['postgresql://db/x', 'redis://r', 0]);
  });

  it('FLT-42 reports every fault at once, with its path and without its value', () => {
    const error = refusal({ ...good, seal: {}, surprise: 1, database: { url: 'secret-thing' } });
    expect(error.code).toBe('NCP_CONFIG_INVALID');
    const faults = (error.details['faults'] as string[]).map((f) => f.split(':')[0]);
    expect(faults).toEqual(expect.arrayContaining(['seal.cert', 'seal.key', 'database.url', '(root)']));
    expect(JSON.stringify(error.details)).not.toContain('secret-thing');
  });

  it('refuses a fixed clock in production', () => {
    expect(refusal({ ...good, mode: 'production', clock: '2026-06-12T14:00:00+02:00' }).code).toBe('NCP_CONFIG_INVALID');
  });

  it('asks for patients and for who somebody is over TLS, outside a demonstration: every plain address is named', () => {
    const [plain, secret] = ['http://127.0.0.1:9080/x', { clientId: 'ncp', clientSecretFile: 'secret' }];
    const at = (url: string): object => ({
      ...good, national: { ...secret, baseUrl: url, tokenUrl: url },
      ncpA: { ...good.ncpA, patientSummary: { responsible: { hsaId: 'SE0000000000-T001', given: 'Tove', family: 'Testansvarig' }, careRecords: { ...secret, baseUrl: url, tokenUrl: url } } },
      ncpB: { tls: good.ncpA.tls, tlsClient: good.ncpA.tls, directory: { folder: 'countries', publicKey: 'countries.pub' }, oauth: { issuer: url, jwksUrl: url, audience: 'ncpeh-api' } },
    });
    expect(refusal({ ...at(plain), mode: 'production', clock: '2026-06-12T14:00:00+02:00' }).details['faults']).toEqual([
      'clock: no fixed clock in production', ...['national.baseUrl', 'national.tokenUrl', 'ncpA.patientSummary.careRecords.baseUrl', 'ncpA.patientSummary.careRecords.tokenUrl', 'ncpB.oauth.issuer', 'ncpB.oauth.jwksUrl'].map((path) => `${path}: https in production`),
    ]);
    for (const [mode, url] of [['demo', plain], ['production', 'https://nll.example/x']] as const) expect(loadConfig(file({ ...at(url), mode }), {}).national.baseUrl).toBe(url);
  });

  it('names a file it cannot read', () => {
    expect(() => loadConfig('/does/not/exist.yaml', {})).toThrow('NCP_CONFIG_FILE');
  });
});
