import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { LastCall } from './last-call.js';
import { addressOf } from './peer-book.js';
import { reasonOf } from './reason.js';
import { refuse } from './refuse.js';
import type { Handler, TransportEvent } from './serve-mutual-tls.js';
import { SERVER_LIMITS, type ServerLimits } from './server-limits.js';
import { type TlsIdentity, tlsPolicy } from './tls-policy.js';

/** Clients that prove themselves in the request (access token, session cookie), not by certificate: pharmacy systems and browsers. */
export interface TlsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsIdentity;
  readonly handler: Handler;
  /** `connectionsPerPeer` and `requestsPerPeer` count by network address here. */
  readonly limits?: Partial<ServerLimits>;
  readonly observe?: (event: TransportEvent) => void;
}

export interface TlsServer {
  readonly port: number;
  /** New certificate and key for connections from now on; open ones go on (TLS-42). */
  replaceTls(tls: TlsIdentity): void;
  /** Every answer from now on ends its connection, so that clients look for another one; new connections are still taken. */
  dismiss(): void;
  /** Takes no new connection, closes each when it has been still for a moment, and after `graceMs` all that are left. */
  close(graceMs: number): Promise<void>;
}

const CHECK_EVERY_MS = 500;
const MAX_HEADERS = 100;
const MALFORMED_STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** How many of something each address has open. */
class Count {
  readonly #of = new Map<string, number>();
  begin(address: string, limit: number): boolean {
    const now = this.#of.get(address) ?? 0;
    if (now >= limit) return false;
    this.#of.set(address, now + 1);
    return true;
  }
  end(address: string): void {
    const now = this.#of.get(address) ?? 0;
    if (now <= 1) this.#of.delete(address);
    else this.#of.set(address, now - 1);
  }
}

/** A reader that takes its answer byte by byte is cut off once everything was handed over (HTTP-04); streams may stay open. */
const limitWriting = (response: ServerResponse, ms: number, told: () => void): void => {
  response.once('prefinish', () => {
    const timer = setTimeout(() => {
      told();
      response.destroy();
    }, ms);
    response.once('close', () => { clearTimeout(timer); });
  });
};

function build({ tls, handler, observe, ...options }: TlsServerOptions): { readonly server: Server; readonly lastCall: LastCall } {
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const tell = (kind: TransportEvent['kind'], reason: string): void => { observe?.({ kind, reason }); };
  const [connections, requests] = [new Count(), new Count()];
  const server = createServer({
    ...tlsPolicy(tls, []), honorCipherOrder: true, handshakeTimeout: limits.handshakeMs,
    maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, requestTimeout: limits.bodyMs,
    keepAliveTimeout: limits.idleMs, connectionsCheckingInterval: CHECK_EVERY_MS, insecureHTTPParser: false, noDelay: true,
  });
  server.maxHeadersCount = MAX_HEADERS;
  const lastCall = new LastCall(server);
  server.on('connection', (socket) => {
    const address = socket instanceof Socket ? addressOf(socket) : '';
    if (!connections.begin(address, limits.connectionsPerPeer)) {
      tell('connection-refused', 'CONNECTIONS_PER_ADDRESS');
      socket.destroy();
      return;
    }
    socket.once('close', () => { connections.end(address); });
  });
  server.on('tlsClientError', (error) => { tell('handshake-refused', reasonOf(error)); });
  server.on('clientError', (error, socket) => {
    // A failed handshake comes here too; it was counted, and gets no answer.
    if (!(socket instanceof TLSSocket) || socket.getProtocol() === null) {
      socket.destroy();
      return;
    }
    const reason = reasonOf(error);
    tell('malformed', reason);
    if (socket.writable && !lastCall.hasBegun(socket)) socket.write(`HTTP/1.1 ${MALFORMED_STATUS[reason] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    socket.destroySoon();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const address = addressOf(request.socket);
    if (!requests.begin(address, limits.requestsPerPeer)) {
      tell('request-refused', 'REQUESTS_PER_ADDRESS');
      refuse(response, 503, { 'retry-after': '1' });
      return;
    }
    lastCall.begin(response);
    response.once('close', () => { requests.end(address); });
    limitWriting(response, limits.writeMs, () => { tell('write-timeout', 'WRITE'); });
    handler(request, response);
  });
  return { server, lastCall };
}

/**
 * Serves HTTPS with the limits of decisions 3.3 to clients without a certificate. Rejects with the error of the socket when the
 * port cannot be had.
 */
export const serveTls = async (options: TlsServerOptions): Promise<TlsServer> => {
  const { server, lastCall } = build(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    replaceTls: (tls) => { server.setSecureContext({ ...tlsPolicy(tls, []), honorCipherOrder: true }); },
    dismiss: () => { lastCall.dismiss(); },
    close: async (graceMs) => lastCall.leave(graceMs, () => { server.closeAllConnections(); }),
  };
};
