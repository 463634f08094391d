import type { IncomingMessage } from 'node:http';
import { NcpError } from '@ncp/domain';

const IDENTITY = 'identity';

/** Memory of its own, and of what came only one copy: a body may be 64 MiB. */
const joined = (chunks: readonly Buffer[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

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
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: NcpError): void => {
      request.pause();
      request.off('data', take);
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBytes) stop(new NcpError('NCP_HTTP_TOO_LARGE', { maxBytes }));
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.once('end', () => { resolve(joined(chunks, size)); });
    // A promise settles once: after `end` these two change nothing.
    request.once('error', (error) => { stop(new NcpError('NCP_HTTP_TIMEOUT', { reason: 'cut' }, error)); });
    request.once('close', () => { stop(new NcpError('NCP_HTTP_TIMEOUT', { reason: 'cut' })); });
  });
};
