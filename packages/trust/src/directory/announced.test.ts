import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode, NcpError, type CountryCode, type PeerService } from '@ncp/domain';
import { NOW } from '../../test/odd-authority.js';
import { Discovery, loadCountryDirectory, signCountryRecord, type FileDirectory } from '../index.js';

const [FI, DK] = [countryCode('FI'), countryCode('DK')];
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const text = { sv: 'text', en: 'text' };
const at = (url: string): Readonly<Record<PeerService, string>> => ({ identify: url, query: url, retrieve: url, submit: url });
const record = (code: string, change: object = {}): string => JSON.stringify({
  code, name: text, homeCommunityId: '1.2.208', language: 'da-DK', zone: 'Europe/Copenhagen', endpoints: 'smp', mask: { patient: [{ key: 'cpr', kind: 'identifier', label: text, domain: '1.2.3' }] },
  notice: text, services: ['ePrescription'], ...change,
});

/** Says what it is told to say, and remembers whom it was asked about. */
class Announcing extends Discovery {
  readonly asked: CountryCode[] = [];
  says: Readonly<Record<PeerService, string>> | Error = at('https://10.1.2.3/ncp');
  trouble: Error | undefined;
  moved = false;

  constructor() {
    super({ url: 'http://127.0.0.1:1/', fetch: () => Promise.reject(new Error('not asked')), signers: new Set(), networks: () => false, pinned: () => false, now: () => NOW, problem: () => undefined, changed: async () => undefined });
  }

  override async refresh(country: CountryCode, anew = false): Promise<boolean> {
    this.asked.push(country);
    if (this.trouble !== undefined) throw this.trouble;
    return anew && this.moved;
  }

  override certificates(country: CountryCode): readonly string[] {
    return [`of ${country}`];
  }

  override endpoints(): Readonly<Record<PeerService, string>> {
    if (this.says instanceof Error) throw this.says;
    return this.says;
  }
}

describe('a country whose addresses are announced', () => {
  let folder = '';
  let discovery: Announcing;
  let problems: NcpError[];
  beforeEach(async () => {
    [folder, discovery, problems] = [await mkdtemp(join(tmpdir(), 'ncp-announced-')), new Announcing(), []];
    await write('DK', { endpoints: at('https://a.example/') });
  });
  afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

  const write = async (code: string, change: object = {}): Promise<void> => {
    const bytes = Buffer.from(record(code, change));
    await Promise.all([writeFile(join(folder, `${code}.json`), bytes), writeFile(join(folder, `${code}.json.sig`), signCountryRecord(bytes, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()))]);
  };
  const load = (): Promise<FileDirectory> => loadCountryDirectory({
    folder, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), now: () => NOW, problem: (error) => { problems.push(error); }, discovery,
  });

  it('TLS-20 is asked for at the start and with every look, and no other is', async () => {
    await write('FI');
    const directory = await load();
    expect([discovery.asked, directory.profile(FI).endpoints, directory.profile(DK).endpoints]).toEqual([[FI], at('https://10.1.2.3/ncp'), at('https://a.example/')]);
    discovery.says = at('https://10.1.2.4/ncp');
    await directory.refresh();
    expect([discovery.asked, directory.profile(FI).endpoints, problems]).toEqual([[FI, FI], at('https://10.1.2.4/ncp'), []]);
  });

  it('TLS-22 is read anew when nobody was reached, and no other is; TLS-07 its certificates are those that it announces', async () => {
    await write('FI');
    const directory = await load();
    expect([await directory.reread(FI), await directory.reread(DK), discovery.asked]).toEqual([false, false, [FI, FI]]);
    discovery.moved = true;
    expect([await directory.reread(FI), await directory.reread(DK), discovery.asked]).toEqual([true, false, [FI, FI, FI]]);
    expect([directory.announced(FI), directory.announced(DK)]).toEqual([['of FI'], undefined]);
  });

  it('TLS-07 has no certificate that could be right where no SMP is configured', async () => {
    await write('FI');
    const directory = await loadCountryDirectory({ folder, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), now: () => NOW, problem: () => undefined });
    expect([await directory.reread(FI), directory.announced(FI)]).toEqual([false, []]);
  });

  it.each([
    [new NcpError('NCP_PEER_UNAVAILABLE', { reason: 'outside-networks' }), 'outside-networks'], [new NcpError('NCP_PEER_UNAVAILABLE'), 'unreadable'], [Object.assign(new Error('x'), { details: { reason: 'made up' } }), 'unreadable'], [new Error('x'), 'unreadable'],
  ])('TLS-21 is off with the reason when nothing can be believed: %s', async (says, reason) => {
    discovery.says = says;
    await write('FI');
    const { off } = (await load()).profile(FI);
    expect([off?.since, off?.reason.en]).toEqual([NOW, `The address of the country is not known (${reason}).`]);
  });

  it('TLS-21 stays off for the reason that operators give', async () => {
    discovery.says = new Error('x');
    const off = { since: '2026-06-01T00:00:00Z', reason: text };
    await write('FI', { off });
    expect((await load()).profile(FI).off).toEqual(off);
  });

  it('tells what goes wrong with a look by its code, and never fails with it', async () => {
    await write('FI');
    const directory = await load();
    for (const trouble of [new NcpError('NCP_PEER_DIRECTORY'), new Error('x')]) {
      discovery.trouble = trouble;
      await directory.refresh();
    }
    expect(problems.map(({ code }) => code)).toEqual(['NCP_PEER_DIRECTORY', 'NCP_INTERNAL']);
  });

  it('fares as it is noted, for whoever asks', async () => {
    const directory = await load();
    directory.note({ country: DK, service: 'query', kind: 'answered', ms: 7 });
    expect([directory.state(DK).query, directory.quiet(DK, 1)]).toEqual([{ state: 'answering', since: NOW, lastSuccess: NOW, medianMs: 7 }, ['identify', 'retrieve', 'submit']]);
  });
});
