import { Agent as PlainAgent, type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { type HttpAnswer, type HttpClient, HttpFailure, type HttpRequest } from '@ncp/exchange';
import { outgoing } from '@ncp/runtime';
import { type ClientTls, openPlain, openTls, type Place, serverCertificateOf } from './open-socket.js';
import { reasonOf } from './reason.js';

export interface HttpClientOptions {
  /** Absent: only http is spoken. */
  readonly tls?: ClientTls;
  /** Connections per host and port; further requests wait, within their time to connect. Default 32. */
  readonly maxConnections?: number;
  /** Idle connections are dropped after this long; below what servers keep them, so that few are found dead. Default 4 s. */
  readonly idleMs?: number;
}

/** An answer with the certificate (DER) of the server that gave it; none over http. */
export interface ProvenAnswer extends HttpAnswer {
  readonly serverCertificateDer?: Uint8Array;
}

export interface PooledHttpClient extends HttpClient {
  request(request: HttpRequest): Promise<ProvenAnswer>;
  /** Closes idle connections, and every other when its request ends. */
  close(): void;
}

const HANDSHAKE_MS = 10_000;
const DEFAULT_CONNECTIONS = 32;
const DEFAULT_IDLE_MS = 4000;

type Created = (error: Error | null, socket: Duplex) => void;
type Connect = (place: Place, created: Created) => void;

const placeOf = ({ host, port }: { readonly host?: string | null | undefined; readonly port?: number | string | null | undefined }): Place => ({
  host: host ?? '', port: Number(port),
});

/** Node's callback wants a socket even beside an error, and ignores it. */
const answered = (created: Created) => (error: Error | null, socket?: Duplex): void => {
  if (socket === undefined) Reflect.apply(created, undefined, [error ?? new Error('no socket')]);
  else created(null, socket);
};

/** Both agents get connections that are open and proven: nothing can have been sent on one that failed to open. */
class ProvenTlsAgent extends TlsAgent {
  readonly #connect: Connect;
  constructor(connect: Connect, options: ConstructorParameters<typeof TlsAgent>[0]) {
    super(options);
    this.#connect = connect;
  }
  override createConnection(options: object, created?: Created): undefined {
    if (created !== undefined) this.#connect(placeOf(options), created);
  }
}

class ProvenPlainAgent extends PlainAgent {
  override createConnection(options: object, created?: Created): undefined {
    if (created !== undefined) openPlain(placeOf(options), HANDSHAKE_MS, answered(created));
  }
}

const parseUrl = (text: string, tls: ClientTls | undefined): URL => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') throw new HttpFailure('not-sent', 'URL');
  if (url.protocol === 'https:' && (tls === undefined || tls.authorities.length === 0)) throw new HttpFailure('not-sent', 'NO_AUTHORITIES');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new HttpFailure('not-sent', 'URL');
  return url;
};

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headers).flatMap(([name, value]) =>
    (value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')] as const])));

/** A certificate that was withdrawn while its connection was kept is not written to (TLS-13). */
const recheckServer = (certificateDer: Uint8Array | undefined, tls: ClientTls | undefined): void => {
  if (certificateDer !== undefined) tls?.admitServer?.(certificateDer);
};

/** One call in flight. It ends once: with an answer, or with a failure that says whether anything was sent. */
class Call {
  readonly #request: HttpRequest;
  readonly #outgoing: ClientRequest;
  readonly #end: PromiseWithResolvers<ProvenAnswer> = Promise.withResolvers();
  #server: Uint8Array | undefined;
  #timer: NodeJS.Timeout;
  #stage: 'not-sent' | 'sent' = 'not-sent';

  /** `recheck` throws when the other end of a kept connection is no longer admitted. */
  constructor(request: HttpRequest, outgoing: ClientRequest, recheck: (certificateDer: Uint8Array | undefined) => void) {
    this.#request = request;
    this.#outgoing = outgoing;
    this.#timer = setTimeout(() => { this.#fail('CONNECT_TIMEOUT'); }, request.connectTimeoutMs);
    outgoing.on('error', (error) => { this.#fail(reasonOf(error)); });
    outgoing.once('socket', (socket) => {
      try {
        this.#server = serverCertificateOf(socket);
        if (outgoing.reusedSocket) recheck(this.#server);
        this.#sending(socket.destroyed);
      } catch (error) {
        this.#fail(reasonOf(error));
      }
    });
    outgoing.once('response', (message) => { this.#receive(message); });
    outgoing.end(request.body);
  }

  get answer(): Promise<ProvenAnswer> {
    return this.#end.promise;
  }

  /** Called in the moment before the first byte is written: from here on only an answer proves what happened. */
  #sending(dead: boolean): void {
    clearTimeout(this.#timer);
    if (!dead) this.#stage = 'sent';
    this.#timer = setTimeout(() => { this.#fail('ANSWER_TIMEOUT'); }, this.#request.answerTimeoutMs);
  }

  #receive(message: IncomingMessage): void {
    const { maxAnswerBytes } = this.#request;
    const { 'content-encoding': encoding = 'identity' } = message.headers;
    if (encoding !== 'identity') {
      this.#fail('ANSWER_ENCODING');
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxAnswerBytes) this.#fail('ANSWER_TOO_LARGE');
      else chunks.push(chunk);
    });
    message.on('error', (error) => { this.#fail(reasonOf(error)); });
    message.on('close', () => {
      if (!message.complete) {
        this.#fail('ANSWER_CUT');
        return;
      }
      clearTimeout(this.#timer);
      this.#end.resolve({
        status: message.statusCode ?? 0, headers: headersOf(message), body: new Uint8Array(Buffer.concat(chunks, size)),
        ...(this.#server === undefined ? {} : { serverCertificateDer: this.#server }),
      });
    });
  }

  #fail(reason: string): void {
    clearTimeout(this.#timer);
    this.#end.reject(new HttpFailure(this.#stage, reason));
    this.#outgoing.destroy();
  }
}

const dispatch = async (request: HttpRequest, open: () => ClientRequest, recheck: (certificateDer: Uint8Array | undefined) => void): Promise<ProvenAnswer> => {
  let outgoing: ClientRequest;
  try {
    outgoing = open();
  } catch (error) {
    // A header that cannot be written: nothing was opened yet.
    throw new HttpFailure('not-sent', reasonOf(error));
  }
  return new Call(request, outgoing, recheck).answer;
};

/**
 * HTTP and HTTPS calls on pooled connections. Redirects are answers like any other (TLS-17), nothing is inflated, nothing is
 * repeated. A failure is `not-sent` only if the connection never opened or never proved itself; a kept connection that the
 * server dropped while we wrote is `sent`, since nobody can know.
 */
export const httpClient = ({ tls, maxConnections = DEFAULT_CONNECTIONS, idleMs = DEFAULT_IDLE_MS }: HttpClientOptions = {}): PooledHttpClient => {
  const pool = { keepAlive: true, maxSockets: maxConnections, timeout: idleMs, scheduling: 'lifo', maxCachedSessions: 0 } as const;
  const plainAgent = new ProvenPlainAgent(pool);
  const tlsAgent = new ProvenTlsAgent((place, created) => {
    openTls(place, tls ?? { authorities: [] }, HANDSHAKE_MS, answered(created));
  }, pool);
  return {
    request: async (request) => {
      const url = parseUrl(request.url, tls);
      // Where to, and how it went. The rest of an address may name somebody.
      return outgoing(`${request.method} ${url.hostname}`, { 'http.request.method': request.method, 'server.address': url.hostname, 'server.port': url.port }, async (trace, note) => {
        const answer = await dispatch(request, () => {
          const options = {
            method: request.method,
            headers: { ...request.headers, ...trace, ...(request.body === undefined ? {} : { 'content-length': String(request.body.byteLength) }) },
          };
          return url.protocol === 'https:' ? tlsRequest(url, { ...options, agent: tlsAgent }) : plainRequest(url, { ...options, agent: plainAgent });
        }, (certificateDer) => { recheckServer(certificateDer, tls); });
        note({ 'http.response.status_code': answer.status });
        return answer;
      });
    },
    close: () => {
      plainAgent.destroy();
      tlsAgent.destroy();
    },
  };
};
