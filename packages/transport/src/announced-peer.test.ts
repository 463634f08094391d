import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import { type Bench, makeBench, now } from '../test/bench.js';
import { peerClient, type Handler, type PooledPeerClient } from './index.js';

const FI = countryCode('FI');
const NOBODY = 'https://127.0.0.1:1/';

describe('a country that announces where it is', () => {
  let bench: Bench;
  let peers: PooledPeerClient;
  let announced: readonly string[] | undefined;
  let asked = 0;
  let reread = 0;
  let place = NOBODY;
  let next: string | undefined;
  const count: Handler = (request, response) => { asked += 1; request.pipe(response.writeHead(200)); };
  beforeAll(async () => {
    bench = await makeBench();
    peers = peerClient({
      directory: {
        profile: () => ({ endpoints: { identify: place, query: place, retrieve: place, submit: place } }) as never,
        announced: () => announced,
        reread: async () => {
          reread += 1;
          const moved = next !== undefined;
          place = next ?? place;
          return moved;
        },
      },
      identity: await bench.identity(bench.country('SE').tlsClient), authorities: () => bench.trust.authorities,
      admit: (der) => bench.trust.peer(der, now(), 'server'), epochMs: () => Date.now(), limits: { breakerFailures: 100 },
    });
  });
  beforeEach(() => { [announced, asked, reread, place, next] = [undefined, 0, 0, NOBODY, undefined]; });
  afterAll(async () => {
    peers.close();
    await bench.close();
  });
  const serve = async (handler: Handler = count): Promise<string> => (await bench.start(handler, { identity: bench.country('FI').tlsServer })).url;
  const ask = (timeoutMs = 3000): Promise<unknown> => peers.send({ country: FI, service: 'submit', contentType: 'text/xml', body: Buffer.from('x'), timeoutMs, maxAnswerBytes: 100 })
    .then(({ status }) => status, (error: unknown) => Reflect.get(Object(error), 'code'));

  it('TLS-07 is not taken by another certificate than it announces, though that is pinned too: nothing is sent', async () => {
    const shown = createHash('sha256').update(new X509Certificate(await readFile(bench.country('FI').tlsServer.certificate)).raw).digest('hex');
    place = await serve();
    const outcomes: unknown[] = [];
    for (const one of [['0'.repeat(64)], [], ['0'.repeat(64), shown], undefined]) {
      announced = one;
      outcomes.push([await ask(), asked]);
    }
    expect(outcomes).toEqual([['NCP_TRUST_PIN', 0], ['NCP_TRUST_PIN', 0], [200, 1], [200, 2]]);
  });

  it('TLS-22 is asked once more where it has moved to, when nobody was reached', async () => {
    next = await serve();
    expect([await ask(), asked, reread]).toEqual([200, 1, 1]);
    expect([await ask(), asked, reread]).toEqual([200, 2, 1]);
  });

  it('TLS-22 is asked no more when it has not moved, and once only when nobody is there either', async () => {
    expect([await ask(), reread]).toEqual(['NCP_PEER_UNAVAILABLE', 1]);
    next = NOBODY;
    expect([await ask(), reread]).toEqual(['NCP_PEER_UNAVAILABLE', 2]);
  });

  it('DISP-20 is never asked again where something may have been sent', async () => {
    place = await serve((request) => { request.socket.destroy(); });
    next = await serve();
    expect([await ask(), asked, reread]).toEqual(['NCP_PEER_TIMEOUT', 0, 0]);
  });
});
