import type { IncomingMessage } from 'node:http';
import { NcpError } from '@ncp/domain';

const IDENTITY = 'identity';

/** Most messages are smaller. */
const SMALL_BYTES = 1024 * 1024;

/**
 * What has arrived, in its order. Once it is large it is written to the place where it stays, so that of an attachment of
 * 50 MB there are never two (RS SOAP-25). The place has room for what was announced, or for all that is permitted; what is not
 * written costs nothing.
 */
class Arrived {
  readonly #room: number;
  #chunks: Buffer[] = [];
  #place: Buffer | undefined;
  size = 0;

  constructor(room: number) {
    this.#room = room;
  }

  add(chunk: Buffer): void {
    if (this.#place === undefined && this.size + chunk.length > SMALL_BYTES) {
      this.#place = Buffer.allocUnsafeSlow(this.#room);
      Buffer.concat(this.#chunks).copy(this.#place);
      this.#chunks = [];
    }
    if (this.#place === undefined) this.#chunks.push(chunk);
    else chunk.copy(this.#place, this.size);
    this.size += chunk.length;
  }

  bytes(): Uint8Array {
    const { buffer, byteOffset } = this.#place ?? Buffer.concat(this.#chunks);
    return new Uint8Array(buffer, byteOffset, this.size);
  }
}

/**
 * Reads a request body of at most `maxBytes`, counting while it arrives. Nothing is ever inflated (HTTP-07).
 * After a refusal the rest of the body is not read: the caller answers and closes the connection.
 * @throws NcpError NCP_HTTP_ENCODING, NCP_HTTP_TOO_LARGE, NCP_HTTP_TIMEOUT (also when the peer went away)
 */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Uint8Array> => {
  const { 'content-encoding': encoding = IDENTITY, 'content-length': length = '0' } = request.headers;
  if (encoding.trim().toLowerCase() !== IDENTITY) throw new NcpError('NCP_HTTP_ENCODING');
  if (Number(length) > maxBytes) throw new NcpError('NCP_HTTP_TOO_LARGE', { maxBytes });
  return new Promise((resolve, reject) => {
    const arrived = new Arrived(Number(length) || maxBytes);
    const stop = (error: NcpError): void => {
      request.pause();
      request.off('data', take);
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      if (arrived.size + chunk.length > maxBytes) stop(new NcpError('NCP_HTTP_TOO_LARGE', { maxBytes }));
      else arrived.add(chunk);
    };
    request.on('data', take);
    request.once('end', () => { resolve(arrived.bytes()); });
    // A promise settles once: after `end` these two change nothing.
    request.once('error', (error) => { stop(new NcpError('NCP_HTTP_TIMEOUT', { reason: 'cut' }, error)); });
    request.once('close', () => { stop(new NcpError('NCP_HTTP_TIMEOUT', { reason: 'cut' })); });
  });
};
