import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from '@ncp/domain';
import { type Answering, answerTo, type Applying } from './answering.js';
import type { CertificateFault, Manners } from './personality.js';
import { fault, type HttpReply, reply } from './wire/envelope.js';
import { type AbroadRequest, readRequest } from './wire/request.js';

/** PEM files of one identity. */
export interface PairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** How a country shows itself, and whose clients it takes. */
export interface AbroadTls extends PairFiles {
  /** Authority of the clients that may call. */
  readonly clientAuthority: string;
  /** What it shows when it is told to be wrong. */
  readonly bad?: Readonly<Partial<Record<CertificateFault, PairFiles>>>;
}

export interface ServerParts {
  readonly tls: AbroadTls;
  readonly host: string;
  readonly manners: Manners;
  readonly answering: Answering;
  /** One message has been dealt with. */
  readonly note: (transaction: Transaction, outcome: string) => void;
  /** What came and what was made of it. */
  readonly keep: (transaction: Transaction, exchange: AbroadExchange) => void;
}

/** One message and its answer, as they were on the wire. */
export interface AbroadExchange {
  readonly request: { readonly contentType: string; readonly body: Uint8Array };
  readonly response: { readonly contentType: string; readonly body: Uint8Array };
}

export interface CountryServer {
  readonly port: number;
  /** Stops listening; the port is kept in mind. */
  down(): Promise<void>;
  up(): Promise<void>;
  show(fault: CertificateFault | undefined): Promise<void>;
  close(): Promise<void>;
}

const PATHS = new Set(['/ncp/xcpd', '/ncp/xca', '/ncp/xdr']);
const MOST_BYTES = 64 * 1024 * 1024;
const OVERSIZED_BYTES = 70_000_000;
const TRICKLE_MS = 200;
/** Until callers have seen that their open connections are gone: else they would write into one of them. */
const NOTICED_MS = 25;

async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const send = (response: ServerResponse, { status, contentType, body }: HttpReply): void => {
  response.writeHead(status, { 'content-type': contentType, 'content-length': String(body.length) }).end(body);
};

async function trickle(response: ServerResponse, { status, contentType, body }: HttpReply, ms: number): Promise<void> {
  response.writeHead(status, { 'content-type': contentType });
  for (let at = 0; !response.destroyed; at += 1) {
    response.write(at < body.length - 1 ? body.subarray(at, at + 1) : ' ');
    await delay(ms, undefined, { ref: false });
  }
}

const drained = (response: ServerResponse): Promise<void> => new Promise((resolve) => {
  const go = (): void => {
    response.off('drain', go).off('close', go);
    resolve();
  };
  response.on('drain', go).on('close', go);
});

/** White space after the envelope's start tag: well-formed, and endless for whoever wants to hold it. */
async function oversized(response: ServerResponse, { status, contentType, body }: HttpReply, bytes: number): Promise<void> {
  response.writeHead(status, { 'content-type': contentType });
  const gap = Buffer.from(body).indexOf(':Header') - 10;
  const blank = Buffer.alloc(1_000_000, ' ');
  response.write(body.subarray(0, Math.max(0, body.indexOf(0x3c, Math.max(0, gap)))));
  for (let sent = 0; sent < bytes && !response.destroyed; sent += blank.length) {
    if (!response.write(blank)) await drained(response);
  }
  if (!response.destroyed) response.end(body.subarray(Math.max(0, body.indexOf(0x3c, Math.max(0, gap)))));
}

const PAGE: HttpReply = { status: 502, contentType: 'text/html', body: new Uint8Array(Buffer.from('<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>')) };
const BUSY: HttpReply = { status: 503, contentType: 'text/plain', body: new Uint8Array() };

async function deliver(response: ServerResponse, whole: HttpReply, applying: Applying): Promise<void> {
  const half = whole.body.subarray(0, Math.floor(whole.body.length / 2));
  const slowly = applying('trickle');
  const much = applying('oversized');
  if (slowly !== undefined) await trickle(response, whole, slowly.ms ?? TRICKLE_MS);
  else if (much !== undefined) await oversized(response, whole, much.bytes ?? OVERSIZED_BYTES);
  else if (applying('truncated') !== undefined) {
    response.writeHead(whole.status, { 'content-type': whole.contentType, 'content-length': String(whole.body.length) });
    response.write(half, () => { response.destroy(); });
  } else if (applying('malformed') !== undefined) send(response, { ...whole, body: half });
  else send(response, whole);
}

interface Heard {
  readonly request: AbroadRequest;
  readonly raw: AbroadExchange['request'];
}

/** One message through the manners of the country. */
async function handle({ answering, manners, note, keep }: ServerParts, { request, raw }: Heard, response: ServerResponse): Promise<void> {
  const { dialect } = answering;
  const { transaction, messageId } = request;
  const applying = manners.next(transaction);
  const done = (outcome: string): void => { note(transaction, outcome); };
  const slow = applying('slow');
  if (slow !== undefined) await delay(slow.ms ?? 1_000, undefined, { ref: false });
  if (applying('hang') !== undefined) {
    done('hang');
    await manners.changed();
    if (!response.destroyed) send(response, fault(dialect, 'Receiver', 'The service was started anew', messageId));
    return;
  }
  if (applying('flapping') !== undefined) { done('closed'); response.destroy(); return; }
  if (applying('html') !== undefined) { done('html'); send(response, PAGE); return; }
  if (applying('busy') !== undefined) { done('busy'); send(response, BUSY); return; }
  if (applying('fault') !== undefined) { done('fault'); send(response, fault(dialect, 'Receiver', 'The service failed', messageId)); return; }
  const { answer, outcome, afterMs } = answerTo(answering, request, applying);
  done(outcome);
  if (afterMs !== undefined) await delay(afterMs, undefined, { ref: false });
  if (applying('loses-answer') !== undefined) { response.destroy(); return; }
  const whole = reply(dialect, applying('other-request') === undefined ? answer : { ...answer, relatesTo: `urn:uuid:${randomUUID()}` });
  keep(transaction, { request: raw, response: whole });
  await deliver(response, whole, applying);
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { dialect } = parts.answering;
  if (request.method !== 'POST' || !PATHS.has(request.url ?? '')) { response.writeHead(404).end(); return; }
  const body = await readAll(request);
  const contentType = request.headers['content-type'] ?? '';
  let message: AbroadRequest | undefined;
  try {
    message = body === undefined ? undefined : readRequest(contentType, body);
  } catch {
    // Whatever it was, it was no message.
    message = undefined;
  }
  if (message === undefined || body === undefined) send(response, fault(dialect, 'Sender', 'The message cannot be read'));
  else await handle(parts, { request: message, raw: { contentType, body } }, response);
}

const listen = (server: Server, host: string, port: number): Promise<number> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, () => {
    server.removeListener('error', reject);
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : port);
  });
});

/** Mutual TLS in front of a country: Sweden must show a certificate of the authority that the country knows. */
export async function countryServer(parts: ServerParts, port: number): Promise<CountryServer> {
  const { tls, host } = parts;
  const pair = ({ certificate, key }: PairFiles): { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer; readonly minVersion: 'TLSv1.2' } =>
    ({ cert: readFileSync(certificate), key: readFileSync(key), ca: readFileSync(tls.clientAuthority), minVersion: 'TLSv1.2' });
  const server = createServer({ ...pair(tls), requestCert: true, rejectUnauthorized: true, keepAlive: true }, (request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      parts.note('ITI-55', `broken: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  });
  // A caller that goes away is the caller's business.
  server.on('tlsClientError', () => undefined);
  server.on('clientError', (_error, socket) => { socket.destroy(); });
  let listening = true;
  const bound = await listen(server, host, port);
  const stop = (): Promise<void> => new Promise((resolve) => {
    if (!listening) { resolve(); return; }
    listening = false;
    server.close(() => { void delay(NOTICED_MS).then(resolve); });
    server.closeAllConnections();
  });
  return {
    port: bound,
    down: stop,
    async up() {
      if (listening) return;
      await listen(server, host, bound);
      listening = true;
    },
    async show(wanted) {
      const shown = wanted === undefined ? tls : tls.bad?.[wanted];
      if (shown === undefined) throw new Error(`no certificate that is ${wanted ?? ''}`);
      server.setSecureContext(pair(shown));
      server.closeAllConnections();
      await delay(NOTICED_MS);
    },
    close: stop,
  };
}
