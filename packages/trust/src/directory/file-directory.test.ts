import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkTraits, countryCode, instant, stockholmDate, type NcpError } from '@ncp/domain';
import { stringify } from 'yaml';
import { loadCountryDirectory, signCountryRecord, switchedOff, type FileDirectory } from '../index.js';

const pair = (): { readonly privateKey: string; readonly publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};
const OPERATORS = pair();
const SOMEBODY = pair();
const text = { sv: 'text', en: 'text' };
const record = (code: string, change: object = {}): object => ({
  code, name: { sv: code, en: code }, homeCommunityId: '1.2.208', language: 'da-DK', zone: 'Europe/Copenhagen',
  endpoints: { identify: 'https://a.example/xcpd', query: 'https://a.example/xca', retrieve: 'https://a.example/xca', submit: 'https://a.example/xdr' },
  mask: { patient: [{ key: 'cpr', kind: 'identifier', label: text, domain: '1.2.208.176.1.2', format: '^\\d{10}$' }] },
  notice: text, services: ['ePrescription'], ...change,
});
const [FI, DK] = [countryCode('FI'), countryCode('DK')];

describe('loadCountryDirectory', () => {
  let folder = '';
  let problems: NcpError[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-directory-'));
    problems = [];
  });
  afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

  const write = async (name: string, content: object | string, sign: string | false = OPERATORS.privateKey): Promise<void> => {
    const bytes = Buffer.from(typeof content === 'string' ? content : name.endsWith('json') ? JSON.stringify(content) : stringify(content));
    await writeFile(join(folder, name), bytes);
    if (sign !== false) await writeFile(join(folder, `${name}.sig`), signCountryRecord(bytes, sign));
  };
  const load = (): Promise<FileDirectory> => loadCountryDirectory({
    folder, publicKeyPem: OPERATORS.publicKey, now: () => instant('2026-06-12T12:00:00Z'), problem: (error) => { problems.push(error); },
  });
  const told = (): unknown[] => problems.map(({ code, details }) => [code, details['file'], details['faults']]);

  it('knows the countries of signed files, YAML and JSON, with what is left out filled in', async () => {
    await write('DK.yaml', record('DK'));
    await write('FI.json', record('FI', { quirks: ['inline-documents'], off: { since: '2026-06-01T00:00:00Z', reason: text } }));
    await write('readme.txt', 'not a record', false);
    const directory = await load();
    expect(directory.countries().map(({ code }) => code)).toEqual(['DK', 'FI']);
    expect(directory.profile(DK)).toMatchObject({ mask: { country: 'DK', document: [], patient: [{ key: 'cpr', mandatory: true }] }, quirks: [] });
    expect(directory.profile(DK)).not.toHaveProperty('off');
    expect(directory.profile(FI).off?.since).toBe('2026-06-01T00:00:00Z');
    expect(() => directory.profile(countryCode('PT'))).toThrow('NCP_PEER_COUNTRY');
    expect(problems).toEqual([]);
  });

  it('TLS-25 a search mask that changed is in force with the next look, the old one no more', async () => {
    await write('FI.yaml', record('FI'));
    const directory = await load();
    const today = stockholmDate(instant('2026-06-12T12:00:00Z'));
    const check = (traits: Record<string, string>): unknown => {
      const checked = checkTraits(directory.profile(FI).mask.patient, traits, today);
      return checked.ok ? 'fits' : checked.error.map(({ field }) => field);
    };
    expect(check({ cpr: '0101901234' })).toBe('fits');
    await write('FI.yaml', record('FI', { mask: { patient: [{ key: 'hetu', kind: 'identifier', label: text, domain: '1.2.246.21', format: '^\\d{6}-\\d{3}[0-9A-Z]$' }] } }));
    await directory.refresh();
    expect(directory.profile(FI).mask.patient.map(({ key }) => key)).toEqual(['hetu']);
    expect(check({ hetu: '150385-9035' })).toBe('fits');
    expect(check({ cpr: '0101901234' })).toEqual(['cpr', 'hetu']);
    // A mask that nobody signed changes nothing but that the country is off.
    await write('FI.yaml', record('FI'), SOMEBODY.privateKey);
    await directory.refresh();
    expect(() => directory.profile(FI)).toThrow('NCP_PEER_COUNTRY');
  });

  it('tells which countries the operators switched off, and takes nobody else\'s word for it', async () => {
    const off = { since: '2026-06-01T00:00:00Z', reason: text };
    await write('FI.json', record('FI', { off }));
    await write('DK.yaml', record('DK'));
    await write('PT.yaml', record('PT', { off }), SOMEBODY.privateKey);
    expect(await switchedOff({ folder, publicKeyPem: OPERATORS.publicKey })).toEqual([{ code: 'FI', off }]);
  });

  it('TLS-21 a country whose addresses nobody announces is shown as off, with the reason', async () => {
    await write('FI.yaml', record('FI', { endpoints: 'smp' }));
    await write('DK.yaml', record('DK'));
    const directory = await load();
    expect(directory.profile(FI).off).toEqual({ since: '2026-06-12T12:00:00Z', reason: { sv: 'Landets adress är inte känd (no-smp-configured).', en: 'The address of the country is not known (no-smp-configured).' } });
    expect(directory.profile(DK)).not.toHaveProperty('off');
  });

  it.each([
    ['missing', (): Promise<void> => write('FI.yaml', record('FI'), false)],
    ['somebody else\'s', (): Promise<void> => write('FI.yaml', record('FI'), SOMEBODY.privateKey)],
    ['of other bytes', async (): Promise<void> => {
      await write('FI.yaml', record('FI'));
      await writeFile(join(folder, 'FI.yaml'), stringify(record('FI', { homeCommunityId: '1.2.3' })));
    }],
    ['no signature at all', async (): Promise<void> => {
      await write('FI.yaml', record('FI'));
      await writeFile(join(folder, 'FI.yaml.sig'), 'öäü!');
    }],
  ])('a signature that is %s leaves its country off, and only that', async (title, arrange) => {
    await write('DK.yaml', record('DK'));
    await arrange();
    const directory = await load();
    expect(directory.countries().map(({ code }) => code)).toEqual(['DK']);
    expect(told()).toEqual([['NCP_PEER_DIRECTORY', 'FI.yaml', [title === 'missing' ? 'signature: missing' : 'signature: wrong']]]);
  });

  it('tells every fault of a record at once', async () => {
    const bad = record('FI', {
      homeCommunityId: 'x', zone: 'Mars/Olympus', quirks: ['anything'], surplus: 1,
      endpoints: { identify: 'http://a.example/', query: 'https://a.example/', retrieve: 'https://a.example/', submit: 'https://a.example/' },
      mask: { patient: [{ key: 'a', kind: 'identifier', label: text, format: '\\d+' }, { key: 'a', kind: 'family', label: text }] },
    });
    await write('FI.yaml', bad);
    await load();
    const faults = problems[0]?.details['faults'];
    for (const at of ['homeCommunityId', 'zone', 'quirks.0', 'endpoints.identify', 'mask.patient.0', 'record']) {
      expect(faults).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${at.replaceAll('.', '\\.')}`))]));
    }
  });

  it.each([
    ['is no YAML', 'a: [', 'record: '],
    ['is of another country', record('DK'), 'code: '],
  ])('a record that %s', async (_title, content, fault) => {
    await write('FI.yaml', content);
    expect((await load()).countries()).toEqual([]);
    expect(problems[0]?.details['faults']).toEqual([expect.stringContaining(fault)]);
  });

  it('two records for one country are none', async () => {
    await write('FI.yaml', record('FI'));
    await write('FI.json', record('FI'));
    expect((await load()).countries()).toEqual([]);
    expect(problems.map(({ details }) => details['file'])).toEqual(['FI.json', 'FI.yaml']);
  });

  it('takes over what has changed, and only then', async () => {
    await write('FI.yaml', record('FI'));
    const directory = await load();
    const before = directory.profile(FI);
    await directory.refresh();
    expect(directory.profile(FI)).toBe(before);
    await write('FI.yaml', record('FI', { homeCommunityId: '1.2.3' }));
    await write('DK.yaml', record('DK'), false);
    await directory.refresh();
    expect(directory.profile(FI).homeCommunityId).toBe('1.2.3');
    await directory.refresh();
    expect(problems).toHaveLength(1);
    await rm(join(folder, 'FI.yaml.sig'));
    await directory.refresh();
    expect(directory.countries()).toEqual([]);
    expect(problems).toHaveLength(3);
  });

  it('a folder that went away changes nothing; one that was never there is a fault of configuration', async () => {
    await write('FI.yaml', record('FI'));
    const directory = await load();
    await rm(folder, { recursive: true });
    await directory.refresh();
    expect(directory.countries()).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['NCP_CONFIG_FILE']);
    await expect(load()).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE' });
  });

  it('a key that is none, or a toy, is refused on either side', async () => {
    const toy = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const weak = toy.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => signCountryRecord(Buffer.from('a'), weak)).toThrow('NCP_TRUST_KEY');
    expect(() => signCountryRecord(Buffer.from('a'), 'no key')).toThrow('NCP_TRUST_KEY');
    await expect(loadCountryDirectory({ folder, publicKeyPem: 'no key', now: () => instant('2026-06-12T12:00:00Z'), problem: () => undefined })).rejects.toMatchObject({ code: 'NCP_TRUST_KEY' });
  });

  it.each(['rsa', 'ec'] as const)('operators may have a key of kind %s', async (kind) => {
    const { privateKey, publicKey } = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await write('FI.yaml', record('FI'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const directory = await loadCountryDirectory({
      folder, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), now: () => instant('2026-06-12T12:00:00Z'), problem: (error) => { problems.push(error); },
    });
    expect([directory.countries().length, problems]).toEqual([1, []]);
  });
});
