import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { NcpError, countryCode, type CountryCode, type NcpErrorCode, type PeerService } from '@ncp/domain';
import type { PeerAnswer, PeerOutcome } from '@ncp/exchange';
import { type Bench, makeBench, now } from '../test/bench.js';
import { peerClient, probeOnce, type Handler, type PeerLimits, type PooledPeerClient } from './index.js';

const [FI, DK] = [countryCode('FI'), countryCode('DK')];
const wait = async (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const echo: Handler = (request, response) => { request.pipe(response.writeHead(200, { 'content-type': 'application/soap+xml' })); };

describe('peerClient', () => {
  let bench: Bench;
  const closers: (() => void)[] = [];
  beforeAll(async () => { bench = await makeBench(); });
  afterEach(() => { closers.splice(0).forEach((close) => { close(); }); });
  afterAll(async () => bench.close());

  const urls = new Map<CountryCode, string>();
  const states: string[] = [];
  let clockMs = 1_000_000;
  let withdrawn: NcpErrorCode | false = false;
  const client = async (limits: Partial<PeerLimits> = {}): Promise<PooledPeerClient> => {
    states.splice(0);
    const made = peerClient({
      directory: { profile: (country) => ({ endpoints: { identify: url(country), query: url(country), retrieve: url(country), submit: url(country) } }) as never },
      identity: await bench.identity(bench.country('SE').tlsClient), authorities: () => bench.trust.authorities,
      admit: (der) => {
        if (withdrawn !== false) throw new NcpError(withdrawn);
        return bench.trust.peer(der, now(), 'server');
      },
      epochMs: () => clockMs, limits,
      changed: (country, state) => { states.push(`${country} ${state}`); },
    });
    closers.push(() => { made.close(); });
    return made;
  };
  const url = (country: CountryCode): string => urls.get(country) ?? 'https://127.0.0.1:1/';
  const serve = async (country: CountryCode, handler: Handler): Promise<void> => {
    const started = await bench.start(handler, { identity: bench.country(country).tlsServer });
    urls.set(country, started.url);
  };
  const ask = (peers: PooledPeerClient, country: CountryCode, timeoutMs = 5000, maxAnswerBytes = 100_000): Promise<PeerAnswer> =>
    peers.send({ country, service: 'query', contentType: 'application/soap+xml', body: Buffer.from('question'), timeoutMs, maxAnswerBytes });

  it('carries bytes both ways, and says whose certificate answered', async () => {
    await serve(FI, echo);
    const answer = await ask(await client(), FI);
    expect([answer.status, Buffer.from(answer.body).toString(), answer.server.commonName]).toEqual([200, 'question', 'ncp-server.fi.example']);
    expect(bench.trust.peer(answer.server.certificateDer, now(), 'server').country).toBe('FI');
  });

  it('UC-B1 4.4 the server of another country, an unenrolled one, an unknown authority: nothing is sent', async () => {
    let asked = 0;
    const count: Handler = (request, response) => { asked += 1; echo(request, response); };
    for (const [pair, code] of [[bench.country('DK').tlsServer, 'NCP_TRUST_COUNTRY'], [bench.country('FI').bad.tlsServer.unknownCa, 'NCP_TRUST_UNTRUSTED'],
      [bench.country('FI').bad.tlsServer.expired, 'NCP_TRUST_EXPIRED'], [bench.country('FI').bad.tlsServer.revoked, 'NCP_TRUST_REVOKED']] as const) {
      const started = await bench.start(count, { identity: pair });
      urls.set(FI, started.url);
      await expect(ask(await client(), FI)).rejects.toMatchObject({ code, details: { sent: false } });
    }
    expect(asked).toBe(0);
  });

  it('TLS-13 keeps a connection for many requests, proves its server each time, and drops one that was withdrawn', async () => {
    const ports = new Set<number | undefined>();
    await serve(FI, (request, response) => { ports.add(request.socket.remotePort); echo(request, response); });
    const peers = await client();
    for (let nth = 0; nth < 4; nth += 1) expect((await ask(peers, FI)).server.commonName).toBe('ncp-server.fi.example');
    expect(ports.size).toBe(1);
    withdrawn = 'NCP_TRUST_PIN';
    await expect(ask(peers, FI)).rejects.toMatchObject({ code: 'NCP_TRUST_PIN', details: { sent: false } });
    withdrawn = 'NCP_DSIG_KEY_STRENGTH';
    await expect(ask(peers, FI)).rejects.toMatchObject({ code: 'NCP_DSIG_KEY_STRENGTH', details: { sent: false } });
    withdrawn = false;
    expect(await ask(peers, FI)).toMatchObject({ status: 200 });
    expect(ports.size).toBe(2);
  });

  it('nobody listens: not sent', async () => {
    urls.delete(FI);
    await expect(ask(await client(), FI)).rejects.toMatchObject({ code: 'NCP_PEER_UNAVAILABLE', details: { reason: 'ECONNREFUSED', sent: false } });
  });

  it('no answer in time, one that is cut, one that is too large: it was sent', async () => {
    await serve(FI, () => undefined);
    await expect(ask(await client(), FI, 100)).rejects.toMatchObject({ code: 'NCP_PEER_TIMEOUT', details: { reason: 'ANSWER_TIMEOUT', sent: true } });
    await serve(FI, (_request, response) => { response.writeHead(200, { 'content-length': '10' }); response.write('abc', () => { response.destroy(); }); });
    await expect(ask(await client(), FI)).rejects.toMatchObject({ code: 'NCP_PEER_TIMEOUT', details: { sent: true } });
    await serve(FI, (_request, response) => { response.end('x'.repeat(2000)); });
    await expect(ask(await client(), FI, 5000, 1000)).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER', details: { reason: 'ANSWER_TOO_LARGE', sent: true } });
  });

  it('SOAP-11 a second answer on the connection, and one that comes too late, answer nothing', async () => {
    const { certificatePem, keyPem } = await bench.identity(bench.country('FI').tlsServer);
    const say = (socket: Socket, text: string): void => { socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${String(text.length)}\r\n\r\n${text}`); };
    let nth = 0;
    const server = createServer({ cert: certificatePem, key: keyPem, ca: [...bench.trust.authorities], requestCert: true }, (socket: TLSSocket) => {
      socket.on('error', () => undefined);
      socket.setNoDelay(true);
      socket.on('data', (data: Buffer) => {
        if (!data.toString('latin1').endsWith('question')) return;
        nth += 1;
        const mine = nth;
        if (mine === 1) {
          say(socket, 'first');
          say(socket, 'again');
        } else if (mine === 2) setTimeout(() => { say(socket, 'late'); }, 200);
        else say(socket, `answer ${String(mine)}`);
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    closers.push(() => { server.close(); });
    const place = server.address();
    urls.set(FI, `https://127.0.0.1:${String(typeof place === 'object' ? place?.port : 0)}/`);
    const peers = await client();
    const body = async (timeoutMs?: number): Promise<string> => Buffer.from((await ask(peers, FI, timeoutMs)).body).toString();
    expect(await body()).toBe('first');
    await wait(30);
    await expect(body(50)).rejects.toMatchObject({ code: 'NCP_PEER_TIMEOUT' });
    expect(await body()).toBe('answer 3');
    await wait(250);
    expect(await body()).toBe('answer 4');
  });

  it('P9 a country that hangs fills its own lane and slows no other', async () => {
    await serve(FI, () => undefined);
    await serve(DK, echo);
    const peers = await client({ requestsPerCountry: 4 });
    const hanging = Array.from({ length: 4 }, () => ask(peers, FI, 700).catch((error: unknown) => error));
    await wait(100);
    await expect(ask(peers, FI)).rejects.toMatchObject({ code: 'NCP_PEER_UNAVAILABLE', details: { reason: 'BUSY', sent: false } });
    const times = await Promise.all(Array.from({ length: 20 }, async () => {
      const begun = performance.now();
      const answers = await Promise.allSettled([ask(peers, DK)]);
      return { ms: performance.now() - begun, answers };
    }));
    // Four at once, so that the rest of the twenty is told at once that the lane is full: it does not wait.
    expect(times.filter(({ answers: [answer] }) => answer?.status === 'fulfilled').length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...times.map(({ ms }) => ms))).toBeLessThan(600);
    for (const error of await Promise.all(hanging)) expect(error).toMatchObject({ code: 'NCP_PEER_TIMEOUT' });
    expect(await ask(peers, DK)).toMatchObject({ status: 200 });
  });

  it('opens the breaker of one country after failures in a row, and closes it when it answers again', async () => {
    urls.delete(FI);
    await serve(DK, echo);
    const peers = await client({ breakerFailures: 3, breakerMs: 1000 });
    for (let nth = 0; nth < 3; nth += 1) await ask(peers, FI).catch(() => undefined);
    await expect(ask(peers, FI)).rejects.toMatchObject({ code: 'NCP_PEER_UNAVAILABLE', details: { reason: 'BREAKER_OPEN', sent: false } });
    expect(await ask(peers, DK)).toMatchObject({ status: 200 });
    await serve(FI, echo);
    await expect(ask(peers, FI)).rejects.toMatchObject({ details: { reason: 'BREAKER_OPEN', sent: false } });
    clockMs += 1000;
    expect(await ask(peers, FI)).toMatchObject({ status: 200 });
    expect(states).toEqual(['FI open', 'FI half-open', 'FI closed']);
  });

  it('FLT-30 takes the message and never answers: our time limit each time, then its breaker at once; others are served', async () => {
    await serve(FI, () => undefined);
    await serve(DK, echo);
    const peers = await client({ breakerFailures: 3 });
    for (let nth = 0; nth < 3; nth += 1) await expect(ask(peers, FI, 100)).rejects.toMatchObject({ code: 'NCP_PEER_TIMEOUT' });
    const begun = performance.now();
    await expect(ask(peers, FI, 5_000)).rejects.toMatchObject({ code: 'NCP_PEER_UNAVAILABLE', details: { reason: 'BREAKER_OPEN', sent: false } });
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await ask(peers, DK)).toMatchObject({ status: 200 });
  });

  it('FLT-32 comes and goes: of many that wait one asks whether it is back, and only then the others', async () => {
    let [well, asked] = [false, 0];
    await serve(FI, (request, response) => {
      asked += 1;
      if (well) setTimeout(() => { echo(request, response); }, 100);
      else response.writeHead(503).end();
    });
    const peers = await client({ breakerFailures: 2, breakerMs: 1_000 });
    const crowd = async (): Promise<readonly number[]> => {
      const before = asked;
      const answers = await Promise.allSettled(Array.from({ length: 10 }, () => ask(peers, FI)));
      return [asked - before, answers.filter((one) => one.status === 'fulfilled' && one.value.status === 200).length];
    };
    for (let nth = 0; nth < 2; nth += 1) await ask(peers, FI);
    expect(await crowd()).toEqual([0, 0]);
    clockMs += 1_000;
    // Still ill: one asks, nine are told at once, and it is left in peace again.
    expect(await crowd()).toEqual([1, 0]);
    expect(await crowd()).toEqual([0, 0]);
    well = true;
    clockMs += 1_000;
    expect(await crowd()).toEqual([1, 1]);
    expect(await crowd()).toEqual([10, 10]);
    expect(states).toEqual(['FI open', 'FI half-open', 'FI open', 'FI half-open', 'FI closed']);
  });

  it.each([[503, 'open'], [500, 'closed']] as const)('an answer with status %s leaves the breaker %s', async (status, state) => {
    await serve(FI, (_request, response) => { response.writeHead(status).end(); });
    const peers = await client({ breakerFailures: 2 });
    await ask(peers, FI);
    await ask(peers, FI);
    expect(states).toEqual(state === 'open' ? ['FI open'] : []);
  });

  describe('probe', () => {
    it.each([
      ['answered', async () => serve(FI, (_request, response) => { response.writeHead(405).end(); })],
      ['answered', async () => serve(FI, (_request, response) => { response.end('x'.repeat(2 << 20)); })],
      ['fault', async () => serve(FI, (_request, response) => { response.writeHead(503).end(); })],
      ['lost', async () => serve(FI, () => undefined)],
      ['not-sent', async () => { urls.delete(FI); }],
    ] as const)('%s', async (kind, arrange) => {
      await arrange();
      expect(await (await client({ probeMs: 100 })).probe(FI, 'query')).toMatchObject({ country: 'FI', service: 'query', kind, probe: true });
    });

    it('asks each endpoint once that was quiet, and no country that is off', async () => {
      const probed: string[] = [];
      const noted: PeerOutcome[] = [];
      const at = (code: CountryCode, off: boolean): object => ({ code, endpoints: { identify: 'a', query: 'b', retrieve: 'b', submit: 'c' }, ...(off ? { off: { since: '', reason: {} } } : {}) });
      await probeOnce({
        directory: {
          countries: () => [at(FI, false), at(DK, true)], note: (outcome: PeerOutcome) => { noted.push(outcome); },
          quiet: () => ['query', 'retrieve', 'submit'],
        } as never,
        peers: { probe: async (country: CountryCode, service: PeerService) => { probed.push(`${country} ${service}`); return { country, service, kind: 'answered', ms: 1, probe: true }; } },
      });
      expect(probed).toEqual(['FI query', 'FI submit']);
      expect(noted.map(({ service }) => service).toSorted()).toEqual(['query', 'retrieve', 'submit']);
    });
  });
});
