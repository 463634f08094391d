import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { GatewayWorld, PeerCode } from './world.js';

/** One HTTP request exactly as it goes over the wire: nothing is added but the length, where none is given. */
export interface WireRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Several pieces go chunked, without a length. */
  readonly body: Uint8Array | Iterable<Uint8Array>;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as UTF-8. */
  readonly text: string;
  /** From the last byte sent to the first byte of the answer, and to its end; a connection that is new costs nothing here. */
  readonly firstByteMs: number;
  readonly ms: number;
}

/** A country's line to the gateway. Every request takes a connection of its own, so that none can spoil the next. */
export interface Line {
  readonly country: PeerCode;
  send(message: WireRequest): Promise<WireAnswer>;
}

const PATIENCE_MS = 60_000;

/** @param baseUrl of the gateway, `https://host:port` */
export async function openLine(world: GatewayWorld, country: PeerCode, baseUrl: string): Promise<Line> {
  const { tlsClient } = world.pki.countries[country] ?? {};
  const { ca: swedish } = world.pki.countries['SE'] ?? {};
  if (tlsClient === undefined || swedish === undefined) throw new Error(country);
  const [cert, key, ca] = await Promise.all([tlsClient.certificate, tlsClient.key, swedish.certificate].map((path) => readFile(path, 'utf8')));
  const tls = { cert, key, ca, agent: false } as const;
  return {
    country,
    send: (message) => new Promise((resolve, reject) => {
      const whole = message.body instanceof Uint8Array;
      const outgoing = request(new URL(message.path, baseUrl), {
        ...tls, method: message.method ?? 'POST',
        headers: 'content-length' in message.headers ? message.headers : { ...message.headers, ...(whole ? { 'content-length': String(message.body.length) } : { 'transfer-encoding': 'chunked' }) },
      });
      let sentAt = performance.now();
      let answered = false;
      const timer = setTimeout(() => { outgoing.destroy(new Error('no answer')); }, PATIENCE_MS);
      outgoing.on('response', (incoming) => {
        answered = true;
        const firstByteMs = performance.now() - sentAt;
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => { chunks.push(chunk); });
        const done = (): void => {
          clearTimeout(timer);
          outgoing.destroy();
          const body = new Uint8Array(Buffer.concat(chunks));
          resolve({
            status: incoming.statusCode ?? 0, body, text: new TextDecoder().decode(body), firstByteMs, ms: performance.now() - sentAt,
            headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
          });
        };
        incoming.once('end', done);
        incoming.once('error', done);
      });
      // A gateway that refuses a body before it is all there closes while we write: its answer counts, not our broken pipe.
      outgoing.on('error', (error) => {
        if (answered) return;
        clearTimeout(timer);
        reject(error);
      });
      write(outgoing, message.body, () => { sentAt = performance.now(); });
    }),
  };
}

function write(outgoing: ReturnType<typeof request>, body: WireRequest['body'], sent: () => void): void {
  if (body instanceof Uint8Array) {
    outgoing.end(body);
    sent();
    return;
  }
  const pieces = body[Symbol.iterator]();
  const next = (): void => {
    for (;;) {
      if (outgoing.destroyed) return;
      const piece = pieces.next();
      if (piece.done === true) {
        outgoing.end();
        sent();
        return;
      }
      if (!outgoing.write(piece.value)) {
        outgoing.once('drain', next);
        return;
      }
    }
  };
  next();
}
