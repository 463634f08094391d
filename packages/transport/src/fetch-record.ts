import { readFile } from 'node:fs/promises';
import { httpClient } from './http-client.js';

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
/** A signed record is a few kilobytes. */
const MAX_BYTES = 256 * 1024;
const OK = 200;

/** Posts questions to responders of revocations, over connections of its own. */
export interface OcspPoster {
  readonly ask: (url: string, request: Uint8Array) => Promise<Uint8Array>;
  close(): void;
}

/** The answer is signed, so the way needs no TLS (RFC 6960 A.1). */
export const ocspPoster = (): OcspPoster => {
  const http = httpClient();
  return {
    ask: async (url, request) => {
      const { status, body } = await http.request({
        method: 'POST', url, headers: { 'content-type': 'application/ocsp-request' }, body: request, connectTimeoutMs: CONNECT_MS, answerTimeoutMs: CONNECT_MS, maxAnswerBytes: MAX_BYTES,
      });
      if (status !== OK) throw new RangeError(`status ${String(status)}`);
      return body;
    },
    close: () => { http.close(); },
  };
};

/** Gets small signed documents, such as records of an SMP: bounded in time and size, no redirect followed. `ca` is a PEM file. */
export async function recordFetcher(ca?: string): Promise<(url: string) => Promise<Uint8Array>> {
  const http = httpClient(ca === undefined ? {} : { tls: { authorities: [await readFile(ca, 'utf8')] } });
  return async (url) => {
    const { status, body } = await http.request({ method: 'GET', url, headers: { accept: 'application/xml' }, connectTimeoutMs: CONNECT_MS, answerTimeoutMs: ANSWER_MS, maxAnswerBytes: MAX_BYTES });
    if (status !== OK) throw new RangeError(`status ${String(status)}`);
    return body;
  };
}
