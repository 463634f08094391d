import { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type TlsIdentity, tlsPolicy } from './tls-policy.js';

/** How we prove ourselves to a server, and how it proves itself to us. */
export interface ClientTls {
  /** Authorities (PEM) at which a server's certificate must end. Without any, no https call is made. */
  readonly authorities: readonly string[];
  readonly identity?: TlsIdentity;
  /** Decides by the server's certificate (DER); throws to refuse: revocation, country, pin (TLS-15, wire-contract 1.6). */
  readonly admitServer?: (certificateDer: Uint8Array) => void;
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

class NameMismatch extends Error {
  readonly code = 'SERVER_NAME';
}

/** The exact name or address in the subject alternative names: no wildcard, no common name (TLS-16). */
const requireName = (host: string, certificate: X509Certificate): void => {
  const named = isIP(host) === 0 ? certificate.checkHost(host, { subject: 'never', wildcards: false }) : certificate.checkIP(host);
  if (named === undefined) throw new NameMismatch('server name');
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('refused'));

/** Calls back once, with a connection on which nothing was sent and whose other end is proven, or with the reason why not. */
type Opened = (error: Error | null, socket?: Socket) => void;

const settle = (socket: Socket, event: 'connect' | 'secureConnect', limitMs: number, opened: Opened): void => {
  const failed = (error: Error): void => {
    clearTimeout(limit);
    socket.destroy();
    opened(error);
  };
  const closed = (): void => { failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })); };
  const limit = setTimeout(() => { failed(Object.assign(new Error('timeout'), { code: 'CONNECT_TIMEOUT' })); }, limitMs);
  socket.once('error', failed);
  socket.once('close', closed);
  socket.once(event, () => {
    clearTimeout(limit);
    socket.off('error', failed);
    socket.off('close', closed);
    opened(null, socket);
  });
};

export const openPlain = ({ host, port }: Place, limitMs: number, opened: Opened): void => {
  settle(connectTcp({ host, port, noDelay: true }), 'connect', limitMs, opened);
};

/** Kept from the handshake: asked a second time, the engine does not know the certificate of a client's connection any more. */
const servers = new WeakMap<Socket, Uint8Array>();

/** The certificate (DER) that the server of this connection proved itself with; undefined without TLS. */
export const serverCertificateOf = (socket: Socket): Uint8Array | undefined => servers.get(socket);

export const openTls = ({ host, port }: Place, tls: ClientTls, limitMs: number, opened: Opened): void => {
  const socket = connectTls({
    ...tlsPolicy(tls.identity, tls.authorities), host, port, rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // Runs inside the handshake: what is refused here never carries a byte of a request. Sessions are not kept, so it always runs.
    checkServerIdentity: (_name, { raw }) => {
      try {
        const der = new Uint8Array(raw);
        requireName(host, new X509Certificate(raw));
        tls.admitServer?.(der);
        servers.set(socket, der);
        return undefined;
      } catch (error) {
        return asError(error);
      }
    },
  });
  socket.setNoDelay(true);
  settle(socket, 'secureConnect', limitMs, opened);
};
