import type { Duplex } from 'node:stream';

/** An open way to the audit repository. */
export interface AuditConnection {
  /** Resolves when the bytes were handed to the connection. Syslog has no acknowledgement: this is all there is. */
  write(frame: Uint8Array): Promise<void>;
  isOpen(): boolean;
  close(): void;
}

/** Makes a connection; composed over a TLS socket of `transport`, which checks the name and certificate (AUD-12). */
export type AuditConnect = () => Promise<AuditConnection>;

/** A connection over any byte stream. A stream that ends, fails or is closed by the other side is not open any more. */
export function streamConnection(stream: Duplex): AuditConnection {
  let open = true;
  const shut = (): void => { open = false; };
  for (const event of ['end', 'close', 'error']) stream.on(event, shut);
  // Nothing is expected from the other side, but only a stream that is read tells when it ends.
  stream.resume();
  return {
    write: (frame) => new Promise((resolve, reject) => {
      if (!open) reject(new Error('closed'));
      else stream.write(frame, (error) => { if (error === null || error === undefined) resolve(); else reject(error); });
    }),
    isOpen: () => open,
    close: () => {
      shut();
      stream.end();
    },
  };
}
