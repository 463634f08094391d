import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { makePki, type PkiCountry, type PkiIndex, type PkiPair } from '@ncp/certs';
import { instantFromEpoch } from '@ncp/domain';
import { loadTrust, readTrustDirectory, type TrustStore } from '@ncp/trust';
import { httpClient, type Handler, type MutualTlsServer, type PooledHttpClient, serveMutualTls, type ServerLimits, type TlsIdentity, type TransportEvent } from '../src/index.js';

export interface Started {
  readonly server: MutualTlsServer;
  readonly url: string;
  readonly events: TransportEvent[];
}

/** A PKI, a trust store over it, and whatever a test starts; all of it is closed by `close`. */
export interface Bench {
  readonly pki: PkiIndex;
  readonly trust: TrustStore;
  readonly country: (code: string) => PkiCountry;
  readonly identity: (pair: PkiPair) => Promise<TlsIdentity>;
  readonly start: (handler: Handler, options?: { limits?: Partial<ServerLimits>; identity?: PkiPair; trust?: TrustStore }) => Promise<Started>;
  /** A client as that pair, trusting every country's servers. */
  readonly client: (pair?: PkiPair) => Promise<PooledHttpClient>;
  /** A TLS connection without any HTTP on it; resolves when the handshake is over. */
  readonly dial: (server: MutualTlsServer, pair?: PkiPair, options?: ConnectionOptions) => Promise<TLSSocket>;
  readonly dialTcp: (port: number) => Promise<Socket>;
  readonly close: () => Promise<void>;
}

export const now = (): ReturnType<typeof instantFromEpoch> => instantFromEpoch(Date.now());

export const makeBench = async (): Promise<Bench> => {
  const directory = await mkdtemp(join(tmpdir(), 'ncp-transport-'));
  const pki = await makePki({ outDir: directory, now: new Date(), countries: ['SE', 'FI', 'DK'] });
  const trust = await loadTrust(await readTrustDirectory(pki.trust));
  const closers: (() => Promise<void> | void)[] = [];
  const country = (code: string): PkiCountry => {
    const found = pki.countries[code];
    if (found === undefined) throw new Error(code);
    return found;
  };
  const identity = async (pair: PkiPair): Promise<TlsIdentity> => ({
    certificatePem: await readFile(pair.certificate, 'utf8'), keyPem: await readFile(pair.key, 'utf8'),
  });
  return {
    pki, trust, country, identity,
    start: async (handler, options = {}) => {
      const events: TransportEvent[] = [];
      const store = options.trust ?? trust;
      const server = await serveMutualTls({
        host: '127.0.0.1', port: 0, handler, observe: (event) => { events.push(event); },
        tls: { ...(await identity(options.identity ?? country('SE').tlsServer)), authorities: trust.authorities },
        admit: (der) => store.peer(der, now()),
        ...(options.limits === undefined ? {} : { limits: options.limits }),
      });
      closers.push(async () => server.close(0));
      return { server, url: `https://127.0.0.1:${String(server.port)}/ncp/xca`, events };
    },
    client: async (pair) => {
      const made = httpClient({
        tls: {
          authorities: trust.authorities,
          admitServer: (der) => { trust.peer(der, now(), 'server'); },
          ...(pair === undefined ? {} : { identity: await identity(pair) }),
        },
      });
      closers.push(() => { made.close(); });
      return made;
    },
    dial: async (server, pair, options = {}) => {
      const own = pair === undefined ? undefined : await identity(pair);
      const socket = connect({
        host: '127.0.0.1', port: server.port, ca: [...trust.authorities],
        ...(own === undefined ? {} : { cert: own.certificatePem, key: own.keyPem }), ...options,
      });
      closers.push(() => { socket.destroy(); });
      await new Promise<void>((resolve, reject) => {
        socket.once('secureConnect', resolve);
        socket.once('error', reject);
      });
      socket.on('error', () => undefined);
      return socket;
    },
    dialTcp: async (port) => {
      const socket = connectTcp({ host: '127.0.0.1', port });
      closers.push(() => { socket.destroy(); });
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => { socket.once('connect', resolve); });
      return socket;
    },
    close: async () => {
      for (const closer of closers.toReversed()) await closer();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** Everything the other end sends until it closes. */
export const readAll = async (socket: Socket): Promise<string> => {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => { chunks.push(chunk); });
  socket.on('error', () => undefined);
  if (!socket.destroyed) await new Promise<void>((resolve) => { socket.once('close', resolve); });
  return Buffer.concat(chunks).toString('latin1');
};

export const CALL = { connectTimeoutMs: 5000, answerTimeoutMs: 5000, maxAnswerBytes: 1_000_000 } as const;
