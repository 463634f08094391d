import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRecords, startGatewayWorld, until, type GatewayWorld, type Records } from '@ncp/testkit';
import { httpClient } from '@ncp/transport';

const CALL = { headers: {}, connectTimeoutMs: 5_000, answerTimeoutMs: 5_000, maxAnswerBytes: 65_536 };

describe('what is turned away at the door', () => {
  let world: GatewayWorld;
  let records: Records;
  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    records = await openRecords(world);
  }, 120_000);
  afterAll(async () => {
    await records.close();
    await world.stop();
  });

  it('AUD-05 leaves a record: a method, an address, a client without a certificate; and how often, when the process ends', async () => {
    const { head } = await records.snapshot();
    const kinds = async (): Promise<readonly string[]> =>
      (await records.leavesAfter(head)).map(({ leaf: { kind, actor, countryB, outcome, codes } }) => [kind, actor, countryB, outcome, codes.join()].join(' ')).toSorted();
    const status = async (method: 'GET' | 'POST', path: string): Promise<number> => (await world.client('FI').request({ ...CALL, method, url: `${world.url}${path}` })).status;
    expect([await status('GET', '/ncp/xcpd'), await status('GET', '/ncp/xca?wsdl'), await status('POST', '/services')]).toEqual([405, 405, 404]);
    const stranger = httpClient({ tls: { authorities: [await readFile(world.pki.countries['SE']?.ca.certificate ?? '', 'utf8')] } });
    await expect(stranger.request({ ...CALL, method: 'GET', url: world.url })).rejects.toThrow();
    stranger.close();
    const first = [
      'address-refused METHOD 1 FI 12 NCP_HTTP_REQUEST', 'address-refused PATH 1 FI 12 NCP_HTTP_REQUEST', expect.stringMatching(/^handshake-refused \w+ 1 SE 12 NCP_TRUST_UNTRUSTED$/),
    ];
    await until('on record', async () => (await kinds()).length >= first.length, 10_000);
    expect(await kinds()).toEqual(first);
    await world.restart();
    expect(await kinds()).toEqual(['address-refused METHOD 1 FI 12 NCP_HTTP_REQUEST', ...first]);
  }, 60_000);
});
