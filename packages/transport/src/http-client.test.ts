import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { HttpFailure, type HttpRequest } from '@ncp/exchange';
import { type Bench, CALL, makeBench } from '../test/bench.js';
import { httpClient, type PooledHttpClient } from './index.js';

const wait = async (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('httpClient', () => {
  const closers: (() => void)[] = [];
  afterEach(() => { closers.splice(0).forEach((close) => { close(); }); });

  const listen = async <T extends Server | TcpServer>(server: T): Promise<string> => {
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/path`;
  };
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    closers.push(() => { server.closeAllConnections(); server.close(); });
    return listen(server);
  };
  /** A server that speaks by hand: gets each connection with its number. */
  const serveRaw = async (talk: (socket: Socket, nth: number) => void): Promise<string> => {
    let nth = 0;
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      closers.push(() => { socket.destroy(); });
      nth += 1;
      talk(socket, nth);
    });
    closers.push(() => { server.close(); });
    return listen(server);
  };
  const client = (options: Parameters<typeof httpClient>[0] = {}): PooledHttpClient => {
    const made = httpClient(options);
    closers.push(() => { made.close(); });
    return made;
  };
  const post = (url: string, change: Partial<HttpRequest> = {}): HttpRequest => ({ ...CALL, method: 'POST', url, headers: {}, body: Buffer.from('question'), ...change });
  const failureOf = async (call: Promise<unknown>): Promise<string> => {
    const error = await call.then(() => 'answered', (thrown: unknown) => thrown);
    return error instanceof HttpFailure ? `${error.stage} ${error.reason}` : String(error);
  };

  it('carries method, path, headers and body bytes, and gives status, lower-case headers and body back', async () => {
    const bytes = new Uint8Array([0, 255, 13, 10]);
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, { 'X-Was': `${String(request.method)} ${String(request.url)} ${String(request.headers['content-length'])} ${String(request.headers['x-a'])}`, 'Set-Cookie': ['a=1', 'b=2'] });
        response.end(Buffer.concat(chunks));
      });
    });
    const answer = await client().request(post(`${url}?q=1`, { body: bytes, headers: { 'x-a': 'b' } }));
    expect(answer.status).toBe(201);
    expect(answer.headers['x-was']).toBe('POST /path?q=1 4 b');
    expect(answer.headers['set-cookie']).toBe('a=1, b=2');
    expect([...answer.body]).toEqual([...bytes]);
  });

  it('uses a connection again, and drops it when it was idle too long', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => { ports.add(request.socket.remotePort); response.end('x'); });
    const pooled = client({ idleMs: 200 });
    await pooled.request(post(url));
    await pooled.request(post(url));
    expect(ports.size).toBe(1);
    await wait(400);
    await pooled.request(post(url));
    expect(ports.size).toBe(2);
  });

  it('TLS-17 does not follow a redirect', async () => {
    const hits: string[] = [];
    const url = await serve((request, response) => {
      hits.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' });
      response.end();
    });
    expect(await client().request(post(url))).toMatchObject({ status: 302 });
    expect(hits).toEqual(['/path']);
  });

  it.each([
    ['no URL', 'nowhere'], ['another scheme', 'ftp://127.0.0.1/'], ['a file', 'file:///etc/passwd'], ['a password in it', 'http://a:b@127.0.0.1/'],
  ])('not-sent: %s', async (_title, url) => {
    expect(await failureOf(client().request(post(url)))).toBe('not-sent URL');
  });

  it('not-sent: https without authorities to believe', async () => {
    expect(await failureOf(client().request(post('https://127.0.0.1:1/')))).toBe('not-sent NO_AUTHORITIES');
  });

  it('not-sent: a header that cannot be written', async () => {
    expect(await failureOf(client().request(post('http://127.0.0.1:1/', { headers: { a: 'b\r\nc: d' } })))).toBe('not-sent ERR_INVALID_CHAR');
  });

  it('not-sent: nobody listens', async () => {
    const url = await serve((_request, response) => { response.end(); });
    closers.splice(0).forEach((close) => { close(); });
    await wait(20);
    expect(await failureOf(client().request(post(url)))).toBe('not-sent ECONNREFUSED');
  });

  it('not-sent: no free connection in time', async () => {
    const url = await serve((_request, response) => { setTimeout(() => { response.end(); }, 500); });
    const narrow = client({ maxConnections: 1 });
    const first = narrow.request(post(url));
    await wait(50);
    expect(await failureOf(narrow.request(post(url, { connectTimeoutMs: 100 })))).toBe('not-sent CONNECT_TIMEOUT');
    expect(await first).toMatchObject({ status: 200 });
    expect(await narrow.request(post(url))).toMatchObject({ status: 200 });
  });

  it('sent: no answer in time', async () => {
    const url = await serve(() => undefined);
    expect(await failureOf(client().request(post(url, { answerTimeoutMs: 100 })))).toBe('sent ANSWER_TIMEOUT');
  });

  it('sent: an answer that begins in time and does not end', async () => {
    const url = await serve((_request, response) => { response.writeHead(200); response.write('a'); });
    expect(await failureOf(client().request(post(url, { answerTimeoutMs: 150 })))).toBe('sent ANSWER_TIMEOUT');
  });

  it('sent: the connection is reset after the request was read', async () => {
    const url = await serveRaw((socket) => { socket.once('data', () => { socket.resetAndDestroy(); }); });
    expect(await failureOf(client().request(post(url)))).toBe('sent ECONNRESET');
  });

  it('sent: a kept connection that the server drops instead of answering', async () => {
    let asked = 0;
    const url = await serveRaw((socket) => {
      socket.on('data', () => {
        asked += 1;
        if (asked === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.resetAndDestroy();
      });
    });
    const pooled = client();
    expect(await pooled.request(post(url))).toMatchObject({ status: 200 });
    expect(await failureOf(pooled.request(post(url)))).toBe('sent ECONNRESET');
    expect(asked).toBe(2);
  });

  it('a kept connection that the server closed while idle is replaced before anything is sent', async () => {
    const url = await serveRaw((socket) => {
      socket.on('data', () => { socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'); });
    });
    const pooled = client();
    expect(await pooled.request(post(url))).toMatchObject({ status: 200 });
    await wait(50);
    expect(await pooled.request(post(url))).toMatchObject({ status: 200 });
  });

  it.each([
    ['cut short', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'sent (ANSWER_CUT|ECONNRESET)'],
    ['without framing that holds', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'sent HPE_.*'],
    ['that is not HTTP', 'hello\r\n\r\n', 'sent HPE_.*'],
    ['that is compressed', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab', 'sent ANSWER_ENCODING'],
    ['with headers above the limit', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\nContent-Length: 0\r\n\r\n`, 'sent HPE_HEADER_OVERFLOW'],
  ])('sent: an answer %s', async (_title, bytes, expected) => {
    const url = await serveRaw((socket) => { socket.once('data', () => { socket.end(bytes); }); });
    expect(await failureOf(client().request(post(url)))).toMatch(new RegExp(`^${expected}$`));
  });

  it('sent: an answer larger than allowed, which is not read to its end', async () => {
    let written = 0;
    const url = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        const more = setInterval(() => { written += 1; socket.write(`400\r\n${'a'.repeat(1024)}\r\n`); }, 2);
        socket.once('close', () => { clearInterval(more); });
      });
    });
    expect(await failureOf(client().request(post(url, { maxAnswerBytes: 5000 })))).toBe('sent ANSWER_TOO_LARGE');
    expect(written).toBeLessThan(50);
  });

  it('one slow server does not hold up another', async () => {
    const [slow, quick] = [await serve(() => undefined), await serve((_request, response) => { response.end(); })];
    const pooled = client({ maxConnections: 2 });
    const stuck = [1, 2, 3, 4].map(async () => failureOf(pooled.request(post(slow, { answerTimeoutMs: 500, connectTimeoutMs: 600 }))));
    const started = performance.now();
    expect(await pooled.request(post(quick))).toMatchObject({ status: 200 });
    expect(performance.now() - started).toBeLessThan(400);
    await Promise.all(stuck);
  });

  describe('over TLS', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(async () => bench.close());

    it('uses a connection again, and looks at its certificate before each request', async () => {
      let admitted = 0;
      const ports = new Set<number | undefined>();
      const { url } = await bench.start((request, response) => { ports.add(request.socket.remotePort); response.end(); });
      const pooled = client({
        tls: { authorities: bench.trust.authorities, identity: await bench.identity(bench.country('FI').tlsClient), admitServer: () => { admitted += 1; } },
      });
      for (let n = 0; n < 3; n += 1) expect(await pooled.request(post(url))).toMatchObject({ status: 200 });
      expect([ports.size, admitted]).toEqual([1, 3]);
    });

    it('TLS-13 not-sent: the certificate of a kept connection was withdrawn', async () => {
      let withdrawn = false;
      let served = 0;
      const { url } = await bench.start((_request, response) => { served += 1; response.end(); });
      const admitServer = (): void => {
        if (withdrawn) throw new NcpError('NCP_TRUST_REVOKED');
      };
      const pooled = client({ tls: { authorities: bench.trust.authorities, identity: await bench.identity(bench.country('FI').tlsClient), admitServer } });
      await pooled.request(post(url));
      withdrawn = true;
      expect(await failureOf(pooled.request(post(url)))).toBe('not-sent NCP_TRUST_REVOKED');
      await wait(50);
      expect(served).toBe(1);
    });

    it('not-sent: a server that accepts the connection and never shakes hands', async () => {
      const url = (await serveRaw(() => undefined)).replace('http:', 'https:');
      const pooled = client({ tls: { authorities: bench.trust.authorities } });
      expect(await failureOf(pooled.request(post(url, { connectTimeoutMs: 150 })))).toBe('not-sent CONNECT_TIMEOUT');
    });

    it('not-sent: a server that does not speak TLS, or hangs up', async () => {
      const talking = (await serveRaw((socket) => { socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'); })).replace('http:', 'https:');
      const silent = (await serveRaw((socket) => { socket.destroy(); })).replace('http:', 'https:');
      const pooled = client({ tls: { authorities: bench.trust.authorities } });
      expect(await failureOf(pooled.request(post(talking)))).toMatch(/^not-sent /);
      expect(await failureOf(pooled.request(post(silent)))).toMatch(/^not-sent /);
    });
  });
});
