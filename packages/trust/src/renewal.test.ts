import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { certificateAuthority, type Authority } from '@ncp/certs';
import { NcpError } from '@ncp/domain';
import { CRL_TIMES, NOW, PERIOD } from '../test/odd-authority.js';
import { beforeReading, openKeyring, renewEvery, type Renewals } from './index.js';

describe('files that change while we serve', () => {
  let folder = '';
  let renewals: Renewals | undefined;
  let told: unknown[] = [];
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'ncp-renewal-')); });
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    renewals?.stop();
    told = [];
  });
  const at = (name: string): string => join(folder, name);
  const watching = { problem: (error: NcpError, what: string) => { told.push([what, error.code]); }, renewed: (what: string) => { told.push(what); }, everyMs: 3_600_000 };

  it('KEY-01 are taken over once, and a file that changed while the service started is one of them', async () => {
    await writeFile(at('first'), '1');
    const watched = await beforeReading([at('first'), at('not there')]);
    await writeFile(at('first'), '2');
    renewals = renewEvery([{ what: 'first', ...watched, renew: async () => undefined }], watching);
    expect([await renewals.now(), await renewals.now(), told]).toEqual([['first'], [], ['first']]);
  });

  it('are told one by one when several cannot be used, and again when they change', async () => {
    await writeFile(at('second'), '1');
    const watched = await beforeReading([at('second')]);
    renewals = renewEvery([{ what: 'second', ...watched, renew: () => Promise.reject(new AggregateError([new NcpError('NCP_TRUST_CRL'), new Error('x')])) }], watching);
    await writeFile(at('second'), '2');
    expect([await renewals.now(), await renewals.now(), told]).toEqual([[], [], [['second', 'NCP_TRUST_CRL'], ['second', 'NCP_INTERNAL']]]);
    await writeFile(at('second'), '3');
    await renewals.now();
    expect(told).toHaveLength(4);
  });

  describe('and could not be used', () => {
    /** One file whose taking over says what the list holds next: nothing is a success. */
    const trying = async (outcomes: (Error | undefined)[]): Promise<(content: string) => Promise<readonly [readonly string[], unknown[]]>> => {
      await writeFile(at('tried'), '1');
      const renew = async (): Promise<void> => {
        const outcome = outcomes.shift();
        if (outcome !== undefined) throw outcome;
      };
      const watched = renewEvery([{ what: 'tried', ...await beforeReading([at('tried')]), renew }], watching);
      renewals = watched;
      return async (content) => {
        told = [];
        await writeFile(at('tried'), content);
        return [await watched.now(), told];
      };
    };
    const short = (country: string): NcpError => new NcpError('NCP_CONFIG_FILE', { country });

    it('TLS-42 are tried again though nobody touches them, and their trouble is told once', async () => {
      const look = await trying([short('FI'), short('FI'), undefined]);
      expect([await look('2'), await look('2'), await look('2'), await look('2')]).toEqual([
        [[], [['tried', 'NCP_CONFIG_FILE']]], [[], []], [['tried'], ['tried']], [[], []],
      ]);
    });

    it('TLS-42 tell what is new of their trouble, and all of it when it comes anew', async () => {
      const look = await trying([short('FI'), new AggregateError([short('FI'), short('DK')]), short('DK'), undefined, short('FI'), undefined, short('FI')]);
      const one = ['tried', 'NCP_CONFIG_FILE'];
      expect([(await look('2'))[1], (await look('2'))[1], (await look('2'))[1], await look('2')]).toEqual([[one], [one], [], [['tried'], ['tried']]]);
      expect([(await look('3'))[1], await look('4'), (await look('3'))[1]]).toEqual([[one], [['tried'], ['tried']], [one]]);
    });

    it('TLS-42 are read once more when they are again as they were: part of them may be in force', async () => {
      const look = await trying([short('FI'), undefined]);
      expect([(await look('2'))[0], (await look('1'))[0]]).toEqual([[], ['tried']]);
    });

    it('KEY-04 wait for another file when it was the PIN of a token: that is not tried until it is locked', async () => {
      const look = await trying([new NcpError('NCP_KEY_PIN'), undefined]);
      expect([await look('2'), await look('2'), (await look('3'))[0]]).toEqual([[[], [['tried', 'NCP_KEY_PIN']]], [[], []], ['tried']]);
    });
  });

  it('KEY-01 that did not change are left alone, and each that did is named', async () => {
    await Promise.all([writeFile(at('same'), '1'), writeFile(at('other'), '1')]);
    const [same, other] = [await beforeReading([at('same')]), await beforeReading([at('other')])];
    let reads = 0;
    const renew = async (): Promise<void> => { reads += 1; };
    renewals = renewEvery([{ what: 'same', ...same, renew }, { what: 'other', ...other, renew }, { what: 'none', ...await beforeReading([]), renew }], watching);
    expect([await renewals.now(), reads]).toEqual([[], 0]);
    await writeFile(at('other'), '2');
    expect([await renewals.now(), reads, told]).toEqual([['other'], 1, ['other']]);
    await Promise.all([rm(at('same')), rm(at('other'))]);
    expect([await renewals.now(), reads]).toEqual([['same', 'other'], 3]);
  });

  it('KEY-01 are looked at again and again until that is stopped, whatever goes wrong with them', async () => {
    await writeFile(at('third'), '0');
    const watched = await beforeReading([at('third')]);
    renewals = renewEvery([{ what: 'third', ...watched, renew: () => Promise.reject(new Error('x')) }], { ...watching, everyMs: 5 });
    const toldOf = async (times: number): Promise<number> => {
      for (let tries = 0; tries < 200 && told.length < times; tries += 1) await sleep(5);
      return told.length;
    };
    for (const times of [1, 2]) {
      await writeFile(at('third'), String(times));
      expect(await toldOf(times)).toBe(times);
    }
    renewals.stop();
    await sleep(10);
    await writeFile(at('third'), '3');
    await sleep(30);
    expect(told).toEqual([['third', 'NCP_INTERNAL'], ['third', 'NCP_INTERNAL']]);
  });

  describe('of a keyring', () => {
    const authorities = new Map<string, Authority>();
    const countries = ['SE', 'FI'].map((code) => ({ code, anchors: [`${code}.pem`], crls: [`${code}.crl`], tlsPins: [] }));
    beforeAll(async () => {
      for (const code of ['SE', 'FI']) authorities.set(code, await certificateAuthority({ subject: [['C', code], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' }));
    });
    beforeEach(async () => {
      for (const [code, authority] of authorities) await Promise.all([writeFile(at(`${code}.pem`), authority.certificatePem), writeFile(at(`${code}.crl`), await authority.crl(CRL_TIMES))]);
    });
    const issue = async (code: string) => {
      const authority = authorities.get(code);
      if (authority === undefined) throw new Error(code);
      return authority.issue({ subject: [['C', code], ['CN', 'seal']], period: PERIOD, usage: 'seal', keyKind: 'ec' });
    };
    const open = async () => {
      const seal = await issue('SE');
      await Promise.all([writeFile(at('seal.pem'), seal.certificatePem), writeFile(at('seal.key'), seal.keyPem, { mode: 0o600 })]);
      return openKeyring({
        seal: { cert: at('seal.pem'), key: at('seal.key') }, now: () => NOW,
        countries: countries.map(({ code, anchors, crls }) => ({ code, anchors: anchors.map(at), crls: crls.map(at), tlsPins: [] })),
      });
    };

    it('TLS-42 a file of one country that is gone keeps no revocation of another from being in force', async () => {
      const [keys, swedish, finnish] = [await open(), await issue('SE'), await issue('FI')];
      const judged = (): unknown[] => [swedish, finnish].map(({ certificateDer }) => {
        try {
          return keys.trust.signer(certificateDer, NOW).country;
        } catch (error) {
          return Reflect.get(Object(error), 'code');
        }
      });
      expect(judged()).toEqual(['SE', 'FI']);
      renewals = renewEvery(keys.renewables, watching);
      expect(await renewals.now()).toEqual([]);
      await writeFile(at('SE.crl'), await authorities.get('SE')?.crl({ ...CRL_TIMES, revoked: [swedish] }) ?? '');
      await rm(at('FI.crl'));
      expect([await renewals.now(), told, judged()]).toEqual([[], [['trust', 'NCP_CONFIG_FILE']], ['NCP_TRUST_REVOKED', 'FI']]);
    });
  });
});
