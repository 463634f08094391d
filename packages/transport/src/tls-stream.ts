import type { Duplex } from 'node:stream';
import { type ClientTls, openTls, type Place } from './open-socket.js';

/** Stillness after which the other machine is asked whether it is there. */
const KEEP_ALIVE_MS = 30_000;

/**
 * An open TLS connection as a byte stream, its other end proven: for protocols that are not HTTP, such as syslog
 * (AUD-12). Rejects when it cannot be opened within the limit; nothing was sent then. A machine that vanishes while nothing
 * is on its way to it is noticed within a minute; while something is, the kernel repeats that for its own time first.
 */
export const tlsStream = (place: Place, tls: ClientTls, limitMs: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    openTls(place, tls, limitMs, (error, socket) => {
      if (socket === undefined) reject(error ?? new Error('no socket'));
      else {
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
        resolve(socket);
      }
    });
  });
