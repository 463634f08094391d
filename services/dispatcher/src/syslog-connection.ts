import type { Duplex } from 'node:stream';
import { WRITE_LIMIT_MS } from './schedule.js';

/** An open way to the audit repository. */
export interface AuditConnection {
  /** Resolves when the bytes were handed to the connection. Syslog has no acknowledgement: this is all there is. */
  write(frame: Uint8Array): Promise<void>;
  isOpen(): boolean;
  /** It is over, and the repository said so before anything failed: until then it was there. */
  endedByThem(): boolean;
  close(): void;
}

/** Makes a connection; composed over a TLS socket of `transport`, which checks the name and certificate (AUD-12). */
export type AuditConnect = () => Promise<AuditConnection>;

/**
 * A connection over any byte stream. A stream that ends, fails or is closed by the other side is not open any more; nor is one
 * that takes nothing within the limit.
 */
export function streamConnection(stream: Duplex, limitMs: number = WRITE_LIMIT_MS): AuditConnection {
  let open = true;
  let byThem = false;
  const shut = (): void => { open = false; };
  stream.on('end', () => {
    byThem = open;
    shut();
  });
  for (const event of ['close', 'error']) stream.on(event, shut);
  // Nothing is expected from the other side, but only a stream that is read tells when it ends.
  stream.resume();
  return {
    write: (frame) => new Promise((resolve, reject) => {
      if (!open) {
        reject(new Error('closed'));
        return;
      }
      const limit = setTimeout(() => {
        stream.destroy();
        shut();
        reject(new Error('nobody takes it'));
      }, limitMs);
      stream.write(frame, (error) => {
        clearTimeout(limit);
        if (error === null || error === undefined) resolve(); else reject(error);
      });
    }),
    isOpen: () => open,
    endedByThem: () => byThem,
    close: () => {
      shut();
      stream.end();
    },
  };
}
