import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, CALL, makeBench, readAll, type Started } from '../test/bench.js';
import type { Handler } from './index.js';

const wait = async (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const head = (...lines: string[]): string => ['POST /x HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n');

describe('a server takes its leave', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await makeBench();
  });
  afterAll(async () => bench.close());

  const begin = async (handler: Handler = (_request, response) => { response.end('done'); }): Promise<Started & { socket: TLSSocket }> => {
    const started = await bench.start(handler);
    return { ...started, socket: await bench.dial(started.server, bench.country('FI').tlsClient) };
  };

  it('dismisses: what comes is answered, and each answer is the last of its connection', async () => {
    const { server, socket } = await begin();
    server.dismiss();
    socket.write(head('Content-Length: 4', 'Connection: keep-alive') + 'abcd');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*connection: close/i);
  });

  it('drains: running requests end, nothing new begins, what lasts longer than the grace is cut', async () => {
    const { socket, server } = await begin((_request, response) => { setTimeout(() => { response.end('done'); }, 150); });
    const idle = await bench.dial(server, bench.country('DK').tlsClient);
    socket.write(head('Content-Length: 0'));
    await wait(30);
    const started = performance.now();
    const closed = server.close(2000);
    expect(await readAll(idle)).toBe('');
    expect(await readAll(socket)).toMatch(/Connection: close[\s\S]*done/);
    await closed;
    expect(performance.now() - started).toBeLessThan(1500);
    await expect(bench.client(bench.country('FI').tlsClient).then(async (client) =>
      client.request({ ...CALL, method: 'GET', url: `https://127.0.0.1:${String(server.port)}/`, headers: {} }))).rejects.toMatchObject({ stage: 'not-sent' });
    const stuck = await begin(() => undefined);
    stuck.socket.write(head('Content-Length: 0'));
    await bench.dialTcp(stuck.server.port);
    await wait(30);
    await stuck.server.close(100);
    expect(await readAll(stuck.socket)).toBe('');
  });

  it('FLT-02 breaks nobody off who has just come or was just answered: what they still ask is answered, and is their last', async () => {
    const { socket, server } = await begin();
    const answered = await bench.dial(server, bench.country('DK').tlsClient);
    answered.write(head('Content-Length: 0'));
    await once(answered, 'data');
    const still = await bench.dial(server, bench.country('DK').tlsClient);
    const lastCall = server.close(5_000);
    await wait(100);
    for (const one of [socket, answered]) one.write(head('Content-Length: 0'));
    for (const answer of await Promise.all([socket, answered].map(readAll))) expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*connection: close/i);
    // Who says nothing is not waited for much longer.
    const from = performance.now();
    await lastCall;
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(await readAll(still)).toBe('');
  });

  it('FLT-02 an answer under way when it is dismissed has promised its connection: one more request on it is answered', async () => {
    const release = Promise.withResolvers<void>();
    const { socket, server } = await begin((request, response) => {
      if (request.url === '/x') { response.end('second'); return; }
      response.write('first ');
      void release.promise.then(() => { response.end('end'); });
    });
    socket.write(head('Content-Length: 0').replace(' /x ', ' /slow '));
    await once(socket, 'data');
    server.dismiss();
    release.resolve();
    await wait(100);
    socket.write(head('Content-Length: 0'));
    expect(await readAll(socket)).toMatch(/200 OK[\s\S]*connection: close[\s\S]*second/i);
  });
});
