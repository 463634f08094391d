import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { CountryCode } from '@ncp/domain';
import type { Peer } from '@ncp/exchange';
import { LastCall } from './last-call.js';
import { addressOf, PeerBook } from './peer-book.js';
import { reasonOf } from './reason.js';
import { refuse } from './refuse.js';
import { SERVER_LIMITS, type ServerLimits } from './server-limits.js';
import { type TlsIdentity, tlsPolicy } from './tls-policy.js';

/** What the server proves itself with, and the authorities (PEM) whose certificates it lets shake hands. */
export interface ServerTls extends TlsIdentity {
  readonly authorities: readonly string[];
}

/** Something that operators count; never content. `reason` is a code. */
export interface TransportEvent {
  readonly kind: 'handshake-refused' | 'peer-refused' | 'connection-refused' | 'request-refused' | 'malformed' | 'write-timeout';
  readonly reason: string;
  readonly country?: CountryCode;
}

/** A request whose sender is proven. A node request listener: an express application fits. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface MutualTlsOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: ServerTls;
  /**
   * Decides who the holder of a certificate (DER) is; throws to refuse. Asked when a connection opens and before every
   * request, so that a withdrawn certificate stops working on open connections too (TLS-13). Must be quick.
   */
  readonly admit: (certificateDer: Uint8Array) => Pick<Peer, 'country' | 'commonName'>;
  readonly handler: Handler;
  readonly limits?: Partial<ServerLimits>;
  readonly observe?: (event: TransportEvent) => void;
}

export interface MutualTlsServer {
  readonly port: number;
  /** New certificate, key or authorities for connections from now on; open ones go on (TLS-42). */
  replaceTls(tls: ServerTls): void;
  /** Asks `admit` again for every open connection and closes those that it refuses. */
  recheckPeers(): void;
  /** Every answer from now on ends its connection, so that peers look for another one; new connections are still taken. */
  dismiss(): void;
  /** Takes no new connection, closes each when it has been still for a moment, and after `graceMs` all that are left. */
  close(graceMs: number): Promise<void>;
}

const PEERS = new WeakMap<TLSSocket, Peer>();
const CHECK_EVERY_MS = 500;
const MAX_HEADERS = 100;
const RETRY_AFTER = { 'retry-after': '1' };

/** The peer that sent a request, as its certificate proved it; undefined on any other server's request. */
export const peerOf = (request: IncomingMessage): Peer | undefined =>
  request.socket instanceof TLSSocket ? PEERS.get(request.socket) : undefined;

const contextOf = (tls: ServerTls): ReturnType<typeof tlsPolicy> & { honorCipherOrder: boolean } => ({
  ...tlsPolicy(tls, tls.authorities), honorCipherOrder: true,
});

const MALFORMED_STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

class Serving {
  readonly server: Server;
  readonly #options: MutualTlsOptions;
  readonly #limits: ServerLimits;
  readonly #book = new PeerBook();
  readonly #lastCall: LastCall;

  constructor(options: MutualTlsOptions) {
    const limits = { ...SERVER_LIMITS, ...options.limits };
    this.#options = options;
    this.#limits = limits;
    this.server = createServer({
      ...contextOf(options.tls), requestCert: true, rejectUnauthorized: true, handshakeTimeout: limits.handshakeMs,
      maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, requestTimeout: limits.bodyMs,
      keepAliveTimeout: limits.idleMs, connectionsCheckingInterval: CHECK_EVERY_MS, insecureHTTPParser: false, noDelay: true,
    });
    this.server.maxHeadersCount = MAX_HEADERS;
    this.#lastCall = new LastCall(this.server);
    this.server.on('connection', (socket) => {
      if (!(socket instanceof Socket) || this.#book.arrive(socket, limits.handshakesPerAddress)) return;
      this.#tell('connection-refused', 'HANDSHAKES_PER_ADDRESS');
      socket.destroy();
    });
    this.server.on('tlsClientError', (error) => { this.#tell('handshake-refused', reasonOf(error)); });
    this.server.on('secureConnection', (socket) => { this.#welcome(socket); });
    this.server.on('clientError', (error, socket) => { this.#breakOff(error, socket); });
    this.server.on('request', (request: IncomingMessage, response: ServerResponse) => { this.#serve(request, response); });
  }

  #tell(kind: TransportEvent['kind'], reason: string, country?: CountryCode): void {
    this.#options.observe?.({ kind, reason, ...(country === undefined ? {} : { country }) });
  }

  /** What cannot be read as a request, or does not come in time, gets a status if none was sent, and the connection ends. */
  #breakOff(error: Error, socket: Duplex): void {
    // A failed handshake comes here too; it was counted, and gets no answer.
    const peer = socket instanceof TLSSocket ? this.#book.peerOf(socket) : undefined;
    if (!(socket instanceof TLSSocket) || peer === undefined) {
      socket.destroy();
      return;
    }
    const reason = reasonOf(error);
    this.#tell('malformed', reason, peer.country);
    if (socket.writable && !this.#lastCall.hasBegun(socket)) {
      socket.write(`HTTP/1.1 ${MALFORMED_STATUS[reason] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
    socket.destroySoon();
  }

  #welcome(socket: TLSSocket): void {
    try {
      const certificateDer = new Uint8Array(socket.getPeerX509Certificate()?.raw ?? []);
      const peer: Peer = { ...this.#options.admit(certificateDer), certificateDer, address: addressOf(socket) };
      if (this.#book.admit(socket, peer, this.#limits.connectionsPerPeer)) {
        PEERS.set(socket, peer);
        return;
      }
      this.#tell('connection-refused', 'CONNECTIONS_PER_PEER', peer.country);
    } catch (error) {
      this.#tell('peer-refused', reasonOf(error));
    }
    socket.destroy();
  }

  /** Is the peer of an open connection still admitted? If not the connection is gone afterwards. */
  #stillWelcome(socket: TLSSocket, peer: Peer): boolean {
    try {
      this.#options.admit(peer.certificateDer);
      return true;
    } catch (error) {
      this.#tell('peer-refused', reasonOf(error), peer.country);
      socket.destroy();
      return false;
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const peer = socket instanceof TLSSocket ? this.#book.peerOf(socket) : undefined;
    if (!(socket instanceof TLSSocket) || peer === undefined) {
      socket.destroy();
      return;
    }
    if (!this.#stillWelcome(socket, peer)) return;
    const begun = this.#book.begin(socket, peer, this.#limits.requestsPerPeer);
    if (begun !== 'begun') {
      this.#tell('request-refused', begun === 'busy' ? 'REQUESTS_PER_PEER' : 'PIPELINED', peer.country);
      refuse(response, 503, RETRY_AFTER);
      return;
    }
    this.#lastCall.begin(response);
    response.once('close', () => { this.#book.end(socket, peer); });
    this.#limitWriting(response, peer);
    this.#options.handler(request, response);
  }

  /** A reader that takes its answer byte by byte is cut off (HTTP-04). */
  #limitWriting(response: ServerResponse, peer: Peer): void {
    response.once('prefinish', () => {
      const timer = setTimeout(() => {
        this.#tell('write-timeout', 'WRITE', peer.country);
        response.destroy();
      }, this.#limits.writeMs);
      response.once('close', () => { clearTimeout(timer); });
    });
  }

  recheckPeers(): void {
    for (const [socket, peer] of this.#book.connected) this.#stillWelcome(socket, peer);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.#options.port, this.#options.host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const address = this.server.address();
    return isListening(address) ? address.port : this.#options.port;
  }

  dismiss(): void {
    this.#lastCall.dismiss();
  }

  async close(graceMs: number): Promise<void> {
    await this.#lastCall.leave(graceMs, () => { this.#book.closeAll(); });
  }
}

const isListening = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object' && address !== null;

/**
 * Serves HTTP over mutual TLS with every limit of decisions 3.3. Handshake, certificate and framing are refused here; what
 * reaches the handler comes from a peer that `admit` named, one request at a time on each connection.
 * Rejects with the error of the socket when the port cannot be had.
 */
export const serveMutualTls = async (options: MutualTlsOptions): Promise<MutualTlsServer> => {
  const serving = new Serving(options);
  const port = await serving.listen();
  return {
    port,
    replaceTls: (tls) => { serving.server.setSecureContext(contextOf(tls)); },
    recheckPeers: () => { serving.recheckPeers(); },
    dismiss: () => { serving.dismiss(); },
    close: async (graceMs) => serving.close(graceMs),
  };
};
