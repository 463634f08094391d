import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, CALL, makeBench, readAll } from '../test/bench.js';
import { type Handler, serveTls, type ServerLimits, type TlsServer, type TransportEvent } from './index.js';

describe('HTTPS for clients without a certificate', () => {
  let bench: Bench;
  const servers: TlsServer[] = [];
  beforeAll(async () => { bench = await makeBench(); });
  afterEach(async () => { await Promise.all(servers.splice(0).map(async (server) => server.close(0))); });
  afterAll(async () => bench.close());

  const start = async (handler: Handler, limits: Partial<ServerLimits> = {}): Promise<{ server: TlsServer; url: string; events: TransportEvent[] }> => {
    const events: TransportEvent[] = [];
    const server = await serveTls({
      host: '127.0.0.1', port: 0, tls: await bench.identity(bench.country('SE').tlsServer), handler, limits, observe: (event) => { events.push(event); },
    });
    servers.push(server);
    return { server, url: `https://127.0.0.1:${String(server.port)}/`, events };
  };
  const raw = async (port: number, text: string): Promise<string> => {
    const socket = connect({ host: '127.0.0.1', port, ca: [...bench.trust.authorities] });
    socket.write(text);
    return readAll(socket);
  };

  it('answers without asking for a certificate', async () => {
    const { url } = await start((request, response) => { response.end(request.method); });
    const client = await bench.client();
    const { status, body } = await client.request({ ...CALL, method: 'GET', url, headers: {} });
    expect([status, Buffer.from(body).toString()]).toEqual([200, 'GET']);
  });

  it('speaks TLS 1.2 at least', async () => {
    const { server, events } = await start((_request, response) => { response.end(); });
    const socket = connect({ host: '127.0.0.1', port: server.port, ca: [...bench.trust.authorities], minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    await expect(new Promise((resolve, reject) => { socket.once('secureConnect', resolve); socket.once('error', reject); })).rejects.toThrow();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(events.map(({ kind }) => kind)).toContain('handshake-refused');
  });

  it('refuses long headers, and what is no request', async () => {
    const { server } = await start((_request, response) => { response.end(); });
    expect(await raw(server.port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await raw(server.port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });

  it('HTTP-05 says nothing about what is no request into an answer under way', async () => {
    const { server } = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345');
      setTimeout(() => { response.end('67890'); }, 200);
    });
    expect(await raw(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n')).not.toContain('HTTP/1.1 400');
  });

  it('holds an address to its requests at once', async () => {
    const release = Promise.withResolvers<void>();
    const { url, events } = await start((_request, response) => { void release.promise.then(() => { response.end(); }); }, { requestsPerPeer: 1 });
    const client = await bench.client();
    const first = client.request({ ...CALL, method: 'GET', url, headers: {} });
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    const second = await client.request({ ...CALL, method: 'GET', url, headers: {} });
    release.resolve();
    expect([second.status, (await first).status]).toEqual([503, 200]);
    expect(events.map(({ reason }) => reason)).toEqual(['REQUESTS_PER_ADDRESS']);
  });

  it('lets a running answer end when it closes', async () => {
    const begun = Promise.withResolvers<void>();
    const { server, url } = await start((_request, response) => {
      begun.resolve();
      setTimeout(() => { response.end('whole'); }, 100);
    });
    const client = await bench.client();
    const answer = client.request({ ...CALL, method: 'GET', url, headers: {} });
    await begun.promise;
    await server.close(5000);
    expect(Buffer.from((await answer).body).toString()).toBe('whole');
  });

  it('is dismissed before it closes: answers are given, each is the last of its connection, a stream too', async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { server, url } = await start((request, response) => {
      if (request.url !== '/stream') { response.end('answer'); return; }
      response.write('first ');
      begun.resolve();
      void release.promise.then(() => { response.end('last'); });
    });
    const client = await bench.client();
    const get = (path = ''): ReturnType<typeof client.request> => client.request({ ...CALL, method: 'GET', url: `${url}${path}`, headers: {} });
    expect((await get()).headers['connection']).toBe('keep-alive');
    const stream = get('stream');
    await begun.promise;
    server.dismiss();
    expect((await get()).headers['connection']).toBe('close');
    release.resolve();
    expect(Buffer.from((await stream).body).toString()).toBe('first last');
    // No connection is left that would have to be waited for or cut.
    const from = performance.now();
    await server.close(5_000);
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
