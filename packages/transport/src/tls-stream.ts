import type { Duplex } from 'node:stream';
import { type ClientTls, openTls, type Place } from './open-socket.js';

/**
 * An open TLS connection as a byte stream, its other end proven: for protocols that are not HTTP, such as syslog
 * (AUD-12). Rejects when it cannot be opened within the limit; nothing was sent then.
 */
export const tlsStream = (place: Place, tls: ClientTls, limitMs: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    openTls(place, tls, limitMs, (error, socket) => {
      if (socket === undefined) reject(error ?? new Error('no socket'));
      else resolve(socket);
    });
  });
