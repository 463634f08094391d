import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { type Bench, makeBench, readAll, type Started } from '../test/bench.js';
import { type Handler, peerOf, readBody, refuse, type ServerLimits } from './index.js';

/** The dossier asks for 10 000; a build has time for fewer. */
const DISCONNECTS = Number(process.env['NCP_DISCONNECTS'] ?? '60');
const STATUS: Readonly<Record<string, number>> = { NCP_HTTP_ENCODING: 415, NCP_HTTP_TOO_LARGE: 413, NCP_HTTP_TIMEOUT: 408 };
const wait = async (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Reads a body of at most 1000 bytes and answers with its length; counts what it was asked to do. */
const counting = (): { handler: Handler; seen: string[]; refusals: string[] } => {
  const [seen, refusals]: [string[], string[]] = [[], []];
  const handler: Handler = (request, response) => {
    seen.push(request.url ?? '');
    readBody(request, 1000).then(
      (body) => { response.end(String(body.byteLength)); },
      (error: unknown) => {
        const code = isNcpError(error) ? error.code : 'other';
        refusals.push(code);
        refuse(response, STATUS[code] ?? 500);
      },
    );
  };
  return { handler, seen, refusals };
};

const head = (...lines: string[]): string => ['POST /x HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n');

describe('the limits of the server', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await makeBench();
  });
  afterAll(async () => bench.close());

  const begin = async (limits: Partial<ServerLimits> = {}, given?: Handler): Promise<Started & ReturnType<typeof counting> & { socket: TLSSocket }> => {
    const made = counting();
    const started = await bench.start(given ?? made.handler, { limits });
    return { ...started, ...made, socket: await bench.dial(started.server, bench.country('FI').tlsClient) };
  };

  it('takes a body within its limit, with a length and in chunks', async () => {
    const { socket } = await begin();
    socket.write(head('Content-Length: 4', 'Connection: keep-alive') + 'abcd');
    await wait(50);
    socket.write(head('Transfer-Encoding: chunked', 'Connection: close') + '5\r\nabcde\r\n0\r\n\r\n');
    const answers = await readAll(socket);
    expect(answers.match(/200 OK/g)).toHaveLength(2);
    expect(answers.endsWith('5')).toBe(true);
  });

  it('HTTP-01 headers that do not come in time: 408, closed', async () => {
    const { socket, seen, events } = await begin({ headersMs: 300 });
    socket.write('POST /x HTTP/1.1\r\nHo');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(seen).toEqual([]);
    expect(events).toEqual([{ kind: 'malformed', reason: 'ERR_HTTP_REQUEST_TIMEOUT', country: 'FI' }]);
  });

  it('HTTP-02 a body that does not come in time: closed, the reader told', async () => {
    const { socket, refusals } = await begin({ headersMs: 200, bodyMs: 400 });
    socket.write(head('Content-Length: 100') + 'a');
    expect(await readAll(socket)).toMatch(/^(HTTP\/1\.1 408 [\s\S]*)?$/);
    await wait(20);
    expect(refusals).toEqual(['NCP_HTTP_TIMEOUT']);
  });

  it('HTTP-03 idle connections are capped for one peer; another is served', async () => {
    const { server, socket, events } = await begin({ connectionsPerPeer: 3 });
    const more = await Promise.all([1, 2].map(async () => bench.dial(server, bench.country('FI').tlsClient)));
    const tooMany = await bench.dial(server, bench.country('FI').tlsClient);
    expect(await readAll(tooMany)).toBe('');
    expect([socket, ...more].some(({ destroyed }) => destroyed)).toBe(false);
    expect(events).toEqual([{ kind: 'connection-refused', reason: 'CONNECTIONS_PER_PEER', country: 'FI' }]);
    const danish = await bench.dial(server, bench.country('DK').tlsClient);
    danish.write(head('Content-Length: 0', 'Connection: close'));
    expect(await readAll(danish)).toContain('200 OK');
    socket.destroy();
    await wait(20);
    const again = await bench.dial(server, bench.country('FI').tlsClient);
    again.write(head('Content-Length: 0', 'Connection: close'));
    expect(await readAll(again)).toContain('200 OK');
  });

  it('HTTP-03 connections that never shake hands are capped for one address', async () => {
    const { server, events } = await begin({ handshakesPerAddress: 2, handshakeMs: 300 });
    const silent = await Promise.all([1, 2].map(async () => bench.dialTcp(server.port)));
    const third = await bench.dialTcp(server.port);
    expect(await readAll(third)).toBe('');
    expect(events[0]).toEqual({ kind: 'connection-refused', reason: 'HANDSHAKES_PER_ADDRESS' });
    await Promise.all(silent.map(readAll));
    expect(events.filter(({ reason }) => reason === 'ERR_TLS_HANDSHAKE_TIMEOUT')).toHaveLength(2);
    await expect(bench.dial(server, bench.country('FI').tlsClient)).resolves.toBeDefined();
  });

  it('HTTP-04 a reader that does not take its answer is cut off', async () => {
    const large = Buffer.alloc(32 * 1024 * 1024);
    const { socket, events } = await begin({ writeMs: 300 }, (_request, response) => { response.end(large); });
    socket.pause();
    socket.write(head('Content-Length: 0'));
    await wait(800);
    expect(events).toEqual([{ kind: 'write-timeout', reason: 'WRITE', country: 'FI' }]);
    socket.resume();
    expect((await readAll(socket)).length).toBeLessThan(large.length);
  });

  it.each([
    ['length and chunks together', head('Content-Length: 4', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
    ['two lengths', head('Content-Length: 4', 'Content-Length: 5') + 'abcde'],
    ['obsolete folding', head('X: a', ' b', 'Content-Length: 0')],
    ['a name with a space', head('Content-Length : 0')],
    ['no host', 'POST /x HTTP/1.1\r\nContent-Length: 0\r\n\r\n'],
    ['no HTTP at all', '\x16\x03\x01 hello\r\n\r\n'],
  ])('HTTP-05 %s: 400, closed, not handled', async (_title, bytes) => {
    const { socket, seen } = await begin();
    socket.write(bytes);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  });

  it('HTTP-06 headers above 16 KiB: 431', async () => {
    const { socket, seen } = await begin();
    socket.write(head(`X: ${'a'.repeat(17 * 1024)}`, 'Content-Length: 0'));
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 431 /);
    expect(seen).toEqual([]);
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip'])('HTTP-07 content encoding %s: 415, nothing inflated', async (encoding) => {
    const { socket, refusals } = await begin();
    socket.write(head(`Content-Encoding: ${encoding}`, 'Content-Length: 2') + 'ab');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 415 [\s\S]*content-length: 0/);
    expect(refusals).toEqual(['NCP_HTTP_ENCODING']);
  });

  it('HTTP-07 few bytes that would become very many stay few, whether they say so or not', async () => {
    const bomb = gzipSync(Buffer.alloc(700_000));
    expect(bomb.length).toBeLessThan(1_000);
    const said = await begin();
    said.socket.write(Buffer.concat([Buffer.from(head('Content-Encoding: gzip', `Content-Length: ${String(bomb.length)}`)), bomb]));
    expect(await readAll(said.socket)).toMatch(/^HTTP\/1\.1 415 /);
    const silent = await begin();
    silent.socket.write(Buffer.concat([Buffer.from(head(`Content-Length: ${String(bomb.length)}`, 'Connection: close')), bomb]));
    expect((await readAll(silent.socket)).endsWith(String(bomb.length))).toBe(true);
  });

  it('refuses a body that says it is too large, and one that turns out to be', async () => {
    const said = await begin();
    said.socket.write(head('Content-Length: 1001'));
    expect(await readAll(said.socket)).toMatch(/^HTTP\/1\.1 413 /);
    const turned = await begin();
    turned.socket.write(head('Transfer-Encoding: chunked') + '3e8\r\n' + 'a'.repeat(1000) + '\r\n1\r\na\r\n');
    expect(await readAll(turned.socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect([...said.refusals, ...turned.refusals]).toEqual(['NCP_HTTP_TOO_LARGE', 'NCP_HTTP_TOO_LARGE']);
  });

  it('HTTP-08 a refusal tells neither version nor stack', async () => {
    const { socket } = await begin({}, (_request, response) => { refuse(response, 405, { allow: 'POST' }); });
    socket.write('TRACE /x?wsdl HTTP/1.1\r\nHost: x\r\n\r\n');
    const answer = await readAll(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\nallow: POST\r\n/);
    expect(answer).not.toMatch(/server:|x-powered-by|node|express/i);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  it('HTTP-09 a second request sent behind a refused first is not executed', async () => {
    const { socket, seen } = await begin();
    socket.write(`${head('Content-Encoding: gzip', 'Content-Length: 2')}ab${head('Content-Length: 0').replace('/x', '/second')}`);
    const answers = await readAll(socket);
    expect(answers.match(/HTTP\/1\.1 415/g)).toHaveLength(1);
    expect(seen).toEqual(['/x']);
  });

  it('HTTP-09 a second request sent while the first is worked on is not executed', async () => {
    const { socket, seen } = await begin();
    socket.write(`${head('Content-Length: 1')}a${head('Content-Length: 0').replace('/x', '/second')}`);
    const answers = await readAll(socket);
    expect(answers).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*HTTP\/1\.1 503 /);
    expect(seen).toEqual(['/x']);
  });

  it('HTTP-10 Expect: 100-continue without the body ends in time', async () => {
    const { socket, refusals } = await begin({ headersMs: 200, bodyMs: 400 });
    socket.write(head('Expect: 100-continue', 'Content-Length: 10'));
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 100 Continue/);
    await wait(20);
    expect(refusals).toEqual(['NCP_HTTP_TIMEOUT']);
  });

  it('HTTP-11 a peer that goes away in mid-request: the reader is told, nothing is counted as running', async () => {
    const { socket, server, refusals } = await begin({ requestsPerPeer: 1 });
    socket.write(head('Content-Length: 100') + 'a');
    await wait(50);
    socket.destroy();
    await wait(50);
    expect(refusals).toEqual(['NCP_HTTP_TIMEOUT']);
    const next = await bench.dial(server, bench.country('FI').tlsClient);
    next.write(head('Content-Length: 0', 'Connection: close'));
    expect(await readAll(next)).toContain('200 OK');
  });

  it('HTTP-11 peers that go away again and again, in mid-request and in mid-answer, leave nothing behind', async () => {
    const large = Buffer.alloc(4 * 1024 * 1024);
    const { server, socket } = await begin({ requestsPerPeer: 4 }, (request, response) => {
      if (request.url === '/large') response.end(large);
      else readBody(request, 1000).then(() => { response.end('done'); }, () => { refuse(response, 408); });
    });
    socket.destroy();
    const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    await wait(50);
    const before = sockets();
    for (let repeat = 0; repeat < DISCONNECTS; repeat += 1) {
      const gone = await bench.dial(server, bench.country('FI').tlsClient);
      gone.write(repeat % 2 === 0 ? head('Content-Length: 100') + 'a' : head('Content-Length: 0').replace('/x', '/large'));
      await wait(2);
      gone.destroy();
    }
    await wait(100);
    expect(sockets()).toBeLessThanOrEqual(before);
    const next = await bench.dial(server, bench.country('FI').tlsClient);
    next.write(head('Content-Length: 0', 'Connection: close'));
    expect(await readAll(next)).toContain('done');
  }, 30_000 + DISCONNECTS * 50);

  it('HTTP-12 more requests at once than a peer may have: 503 with Retry-After; another peer is served', async () => {
    const held: (() => void)[] = [];
    const { socket, server, events } = await begin({ requestsPerPeer: 1 }, (request, response) => {
      if (peerOf(request)?.country === 'FI') held.push(() => { response.end('done'); });
      else response.end('other');
    });
    socket.write(head('Content-Length: 0', 'Connection: close'));
    await wait(50);
    const second = await bench.dial(server, bench.country('FI').tlsClient);
    second.write(head('Content-Length: 0'));
    expect(await readAll(second)).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 1/);
    const danish = await bench.dial(server, bench.country('DK').tlsClient);
    danish.write(head('Content-Length: 0', 'Connection: close'));
    expect(await readAll(danish)).toContain('other');
    held.forEach((finish) => { finish(); });
    expect(await readAll(socket)).toContain('done');
    expect(events).toEqual([{ kind: 'request-refused', reason: 'REQUESTS_PER_PEER', country: 'FI' }]);
  });
});
