import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { signCountryRecord } from '@ncp/trust';
import { openSql } from '../../../store/fixtures/run-sql.js';
import type { Output } from '../output.js';
import { countryCommand } from './country.js';

const pair = { cert: 'x.pem', key: 'x.pem' };
const text = { sv: 'De byter plattform.', en: 'They change platform.' };
const address = 'https://a.example/ncp';

describe('ncp country', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let configs = '';
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  /** JSON is YAML. */
  const write = (name: string, content: object): void => { writeFileSync(join(configs, name), JSON.stringify(content)); };
  const record = (code: string, change: object = {}): void => {
    const bytes = Buffer.from(JSON.stringify({
      code, name: { sv: code, en: code }, homeCommunityId: '1.2.208', language: 'da-DK', zone: 'Europe/Copenhagen', endpoints: { identify: address, query: address, retrieve: address, submit: address },
      mask: { patient: [{ key: 'id', kind: 'identifier', label: text, domain: '1.2.208.176.1.2', format: '^\\d{10}$' }] }, notice: text, services: ['ePrescription'], ...change,
    }));
    writeFileSync(join(configs, 'directory', `${code}.yaml`), bytes);
    writeFileSync(join(configs, 'directory', `${code}.yaml.sig`), signCountryRecord(bytes, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
  };
  const told = async (country?: string) => {
    const [lines, results]: [string[], unknown[]] = [[], []];
    const output: Output = { json: true, line: (line = '') => { lines.push(line); }, progress: () => undefined, result: (value) => { results.push(value); } };
    return { code: await countryCommand(output, country, { state: configs, configs }), text: lines.join('\n'), result: results[0] };
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    configs = mkdtempSync(join(tmpdir(), 'ncp-country-'));
    mkdirSync(join(configs, 'directory'));
    writeFileSync(join(configs, 'operators.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    write('dashboard.yaml', { dashboard: { tls: pair, database: { url: database.url('ncp_dashboard') }, countries: ['FI', 'DK'], oauth: { issuer: 'https://id.example' } } });
    write('ncp-b.yaml', {
      seal: pair, keyEncryptionKeyFile: 'x', database: { url: 'postgres://ncp_b@db/ncp', passwordFile: 'not-for-me' }, ncpA: { tls: pair }, national: { baseUrl: 'https://nll.example/fhir', tokenUrl: 'https://nll.example/token', clientId: 'ncp', clientSecretFile: 'x' },
      countries: [{ code: 'FI', homeCommunityId: '1.2.246.556.12001.4.1000.990.1', anchors: ['x.pem'], tlsPins: ['x.pem'], crls: ['x.pem'] }],
      ncpB: { tls: pair, tlsClient: pair, oauth: { issuer: 'https://id.example', jwksUrl: 'https://id.example/jwks', audience: 'ncp' }, directory: { folder: 'directory', publicKey: 'operators.pem' } },
    });
    const sql = await openSql(database.ownerUrl);
    for (const country of ['FI', 'DK']) await sql.rows(`insert into probe (country, service, kind, asked_at, ms, outcome, code) values ('${country}', 'identify', 'connection', now(), 40, 'not-sent', 'NCP_PEER_UNAVAILABLE')`);
    await sql.close();
  }, 60_000);
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
    rmSync(configs, { recursive: true, force: true });
  });

  it('tells a country that operators switched off as such, and not as one that does not answer', async () => {
    record('FI', { off: { since: '2026-06-01T08:00:00Z', reason: text } });
    record('DK');
    const off = await told('FI');
    expect([off.code, off.text.split('\n')[0], off.text.includes('CountryDown')]).toEqual([0, 'FI Finland: SWITCHED OFF since 2026-06-01 08:00:00Z: They change platform.', false]);
    expect(off.result).toMatchObject({ ok: true, countries: [{ code: 'FI', works: false, off: { reason: text } }] });
    const down = await told('DK');
    expect([down.code, down.text.split('\n')[0], down.text.includes('CountryDown')]).toEqual([1, 'DK Denmark: DOES NOT ANSWER', true]);
    record('FI');
    expect([(await told('FI')).code, (await told()).code]).toEqual([1, 1]);
  });
});
