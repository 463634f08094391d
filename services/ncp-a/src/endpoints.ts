import { isNcpError } from '@ncp/domain';
import { answerMessage, refuseUnread, type Endpoint, type Gateway, type OutboundMessage, type Peer } from '@ncp/exchange';
import { errorFields, type Logger, type Tracing } from '@ncp/runtime';
import type { Catalogue } from '@ncp/terminology';
import { peerOf, readBody, refuse } from '@ncp/transport';
import express, { type Express, type Request, type Response } from 'express';
import type { DoorRecord } from './door-record.js';
import type { RateLimit } from './rate-limit.js';

/** Paths of the SOAP endpoints (decisions 3.2): ITI-38 and ITI-39 share one. */
export const PATHS: Readonly<Record<Endpoint, string>> = { xcpd: '/ncp/xcpd', xca: '/ncp/xca', xdr: '/ncp/xdr' };

/** Whole body, attachments included (decisions 3.3). */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface EndpointParts {
  readonly gateway: Gateway;
  /** The release in force; a message keeps the one it began with. */
  readonly catalogue: () => Catalogue;
  readonly log: Logger;
  readonly rate: RateLimit;
  /** Where what never became a message is put on record. */
  readonly door: Pick<DoorRecord, 'note'>;
  /** Nothing is judged or released by a clock that is not trusted (decisions G25). */
  readonly clockTrusted?: () => boolean;
  readonly tracing: Tracing;
}

/** The express application: bytes to the use cases and back. SOAP bytes reach the signature code untouched. */
export function endpoints(parts: EndpointParts): Express {
  const turnAway = (request: Request, response: Response, status: number, reason: string): void => {
    parts.door.note({ kind: 'address-refused', reason, ...countryOf(request) });
    refuse(response, status, status === 405 ? { allow: 'POST' } : {});
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  for (const [endpoint, path] of Object.entries(PATHS) as [Endpoint, string][]) {
    app.post(path, (request, response) => {
      // Every message from abroad begins a trace of ours: what another country calls its own is not believed.
      parts.tracing.entered({ kind: 'server', name: `POST ${path}` }, () => serve(endpoint, request, response, parts)).catch((error: unknown) => {
        parts.log.error('request failed', errorFields(error));
        refuse(response, 500);
      });
    });
    app.all(path, (request, response) => { turnAway(request, response, 405, 'METHOD'); });
  }
  app.use((request, response) => { turnAway(request, response, 404, 'PATH'); });
  return app;
}

const countryOf = (request: Request): Partial<Pick<Peer, 'country'>> => {
  const peer = peerOf(request);
  return peer === undefined ? {} : { country: peer.country };
};

async function serve(endpoint: Endpoint, request: Request, response: Response, parts: EndpointParts): Promise<void> {
  const peer: Peer | undefined = peerOf(request);
  // The transport lets no request through without a proven peer; this is what makes it so for the compiler too.
  if (peer === undefined) return refuse(response, 403);
  const { country } = peer;
  if (!parts.rate.admits(country)) {
    parts.door.note({ kind: 'request-refused', reason: 'NCP_HTTP_BUSY', country });
    return refuse(response, 503, { 'retry-after': '1' });
  }
  if (parts.clockTrusted?.() === false) {
    parts.door.note({ kind: 'request-refused', reason: 'NCP_CLOCK_DRIFT', country });
    return refuse(response, 503, { 'retry-after': '30' });
  }
  let body: Uint8Array;
  try {
    body = await readBody(request, MAX_BODY_BYTES);
  } catch (error) {
    return refuseBody(response, error, { ...parts, peer });
  }
  const outbound = await answerMessage({ endpoint, peer, body, contentType: request.headers['content-type'] ?? '' }, { ...parts.gateway, catalogue: parts.catalogue() });
  await write(response, outbound, parts);
}

async function refuseBody(response: Response, error: unknown, { log, gateway, peer }: EndpointParts & { readonly peer: Peer }): Promise<void> {
  log.warn('request refused', errorFields(error));
  if (!isNcpError(error)) return refuse(response, 400);
  const { status, headers } = await refuseUnread(error, peer, gateway);
  refuse(response, status, headers);
}

/** Hands the answer to the network; only when all of it is gone is the exchange called delivered. */
async function write(response: Response, outbound: OutboundMessage, { log, gateway }: EndpointParts): Promise<void> {
  const gone = await handOver(response, outbound, gateway);
  if (!gone) log.warn('answer not delivered', { exchange: outbound.exchange });
  try {
    await (gone ? outbound.delivered() : outbound.undelivered());
  } catch (error) {
    // The answer is out and stays what it is; people see that its follow-up failed (DISP-07), and a repetition is answered from the ledger.
    log.warn('delivery not noted', { exchange: outbound.exchange, ...errorFields(error) });
    gateway.observer.alarm(isNcpError(error) ? error.code : 'NCP_INTERNAL', { exchange: outbound.exchange, step: 'delivery' });
  }
}

/** True once the last byte has left; false when the peer went away before. */
async function handOver(response: Response, outbound: OutboundMessage, gateway: Gateway): Promise<boolean> {
  // Gone while we worked: its end was told before anybody listened.
  if (response.destroyed) return false;
  response.writeHead(outbound.status, { ...outbound.headers, 'content-type': outbound.contentType, 'content-length': String(outbound.body.length) });
  if (gateway.probe !== undefined) {
    const half = outbound.body.length >> 1;
    response.write(outbound.body.subarray(0, half));
    gateway.probe('answer.half-written');
    response.write(outbound.body.subarray(half));
  } else {
    response.write(outbound.body);
  }
  return new Promise<boolean>((resolve) => {
    response.once('close', () => { resolve(response.writableFinished); });
    response.end();
  });
}

