import { randomUUID } from 'node:crypto';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock, type Clock } from '@ncp/runtime';
import { NLL_HEADERS } from '@ncp/fhir';
import express, { type Request, type Response } from 'express';
import { careResource, careService } from '../care/care-service.js';
import { refusalAnswer, type Answer } from './answer.js';
import { nllControl, type NllControl } from './control.js';
import { controlRoutes } from './control-routes.js';
import { parametersOf, resourceOf, type FhirRequest } from './fhir-request.js';
import { fhirService } from './fhir-service.js';
import type { Fault } from './fault-plan.js';
import { REFUSALS } from './refusal.js';
import { replayMemory } from './replay-memory.js';
import { requestLog } from './request-log.js';
import { simClock } from './sim-clock.js';
import { tokenService, type TokenClient } from './token-service.js';
import { createWorld, type World } from './world.js';

export interface NllOptions {
  /** Demo clock: seed data are relative to its day (decisions G26). */
  readonly clock?: Clock;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly clients?: readonly TokenClient[];
  readonly tokenLifeSeconds?: number;
  /** PEM files; with them the list speaks HTTPS and demands a client certificate of that authority. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
}

/** A running simulator of the national list. */
export interface NllSimulator {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly controlUrl: string;
  /** FHIR base of the care providers' records, in the same process (sweden-patient-summary). */
  readonly careUrl: string;
  /** The same operations as the control interface, in process. */
  readonly control: NllControl;
  readonly world: World;
  close(): Promise<void>;
}

const LARGEST_BODY = '1mb';
const DEFAULT_CLIENTS: readonly TokenClient[] = [{ id: 'ncpeh-gateway', role: 'gateway' }];

/** Starts the simulator on loopback (sweden-national 2; never part of the gateway). */
export async function startNll(options: NllOptions = {}): Promise<NllSimulator> {
  const base = options.clock ?? systemClock();
  const world = createWorld(simClock(base), randomUUID);
  const tokens = await tokenService(options.clients ?? DEFAULT_CLIENTS, base, options.tokenLifeSeconds ?? 300);
  const replay = replayMemory();
  const owners = new Map<string, string>();
  const log = requestLog();
  const control = nllControl(world, log, randomUUID, () => { replay.clear(); owners.clear(); });
  const service = fhirService({ world, tokens, replay, owners, newId: randomUUID });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  const raw = express.raw({ type: () => true, limit: LARGEST_BODY });

  /** Runs one request through the fault plan, answers it and logs it. */
  const handle = async (request: Request, response: Response, resource: string, work: () => Promise<Answer>): Promise<void> => {
    const header = (name: string): string | undefined => request.get(name);
    const done = (status: number, failure: string | undefined): void => {
      log.add({
        at: world.clock.now(), method: request.method, resource, status, requestId: header(NLL_HEADERS.requestId),
        contextId: header(NLL_HEADERS.contextId), purpose: header(NLL_HEADERS.purpose), patient: header(NLL_HEADERS.patient),
        ...(failure === undefined ? {} : { failure }),
      });
    };
    const requestId = header(NLL_HEADERS.requestId);
    if (requestId !== undefined) response.set('X-Request-ID', requestId);
    let failure: string | undefined;
    const status = await withFaults(world, { method: request.method, resource }, response, () => work().catch((error: unknown) => {
      failure = error instanceof Error ? `${error.name}: ${error.stack?.split('\n')[1]?.trim() ?? ''}` : 'unknown';
      return refusalAnswer(REFUSALS.failure(500));
    }));
    done(status, failure);
  };

  app.post('/oauth/token', raw, async (request, response) => {
    await handle(request, response, 'token', async () => {
      const issued = await tokens.issue(new URLSearchParams(bodyText(request)));
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
      return issued === undefined
        ? { status: 401, headers, body: '{"error":"invalid_client"}' }
        : { status: 200, headers, body: JSON.stringify({ access_token: issued.accessToken, token_type: 'Bearer', expires_in: issued.expiresIn }) };
    });
  });
  app.use('/fhir', raw, async (request, response) => {
    const asked = fhirRequest(request);
    await handle(request, response, resourceOf(asked), () => service(asked));
  });
  const care = careService(world, tokens);
  app.use('/care', raw, async (request, response) => {
    const asked = fhirRequest(request);
    await handle(request, response, careResource(asked), () => care(asked));
  });
  app.use('/_control', controlRoutes(control, world, tokens));
  // A body that is too large, a path that is no path: what HTTP itself cannot take.
  app.use((_error: unknown, _request: Request, response: Response, _next: () => void) => {
    const answer = refusalAnswer(REFUSALS.content('Anropet kan inte läsas.'));
    response.status(answer.status).set(answer.headers).send(answer.body);
  });

  const server = options.tls === undefined ? createPlainServer(app) : createTlsServer({
    cert: readFileSync(options.tls.certFile), key: readFileSync(options.tls.keyFile), ca: readFileSync(options.tls.caFile),
    requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2',
  }, app);
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port ?? 0);
  const origin = `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return {
    baseUrl: `${origin}/fhir`, tokenUrl: `${origin}/oauth/token`, controlUrl: `${origin}/_control`, careUrl: `${origin}/care`, control, world,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

const bodyText = (request: Request): string => (Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');

function fhirRequest(request: Request): FhirRequest {
  const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
  const url = new URL(request.originalUrl, origin);
  return {
    method: request.method,
    segments: url.pathname.split('/').slice(2).filter((segment) => segment !== '').map(decodeURIComponent),
    parameters: parametersOf(url.searchParams),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])),
    body: bodyText(request),
    base: `${origin}/fhir`,
    url: url.href,
  };
}

const listen = (server: Server, host: string, port: number): Promise<number> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : port);
  });
});

/** Gives the status that was sent, 0 when the connection was closed instead. */
async function withFaults(world: World, request: { readonly method: string; readonly resource: string }, response: Response, work: () => Promise<Answer>): Promise<number> {
  const take = (kind: Fault['kind']): Fault | undefined => world.faults.take(kind, request);
  const close = (): number => { response.socket?.destroy(); return 0; };
  const send = (answer: Answer): number => {
    response.status(answer.status).set(answer.headers).send(Buffer.from(answer.body, 'utf8'));
    return answer.status;
  };

  const latency = take('latency');
  if (latency !== undefined) {
    const { resets } = world;
    await delay(latency.ms ?? 1_000);
    if (world.resets !== resets) return close();
  }
  if (take('reset-before-commit') !== undefined) return close();
  const early = take('error');
  if (early !== undefined) return send(refusalAnswer(REFUSALS.failure(early.status ?? 503)));
  if (take('malformed') !== undefined) return send({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Proxy</body></html>' });

  const answer = await work();

  if (take('lost-answer') !== undefined) return close();
  const late = take('error-after-commit');
  if (late !== undefined) return send(refusalAnswer(REFUSALS.failure(late.status ?? 500)));
  const slow = take('slow-answer');
  if (slow !== undefined) await delay(slow.ms ?? 1_000);
  if (take('cut-answer') !== undefined) {
    const bytes = Buffer.from(answer.body, 'utf8');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => { close(); });
    return 0;
  }
  return send(answer);
}
