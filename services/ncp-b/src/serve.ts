import { createHash } from 'node:crypto';
import { NcpError, type CountryCode, type ExchangeId, type FieldFault, type SwedishProfessional } from '@ncp/domain';
import { visitOf, wrongFields, type Caller } from '@ncp/exchange';
import { errorFields, newExchangeId, type Clock, type Logger, type Tracing } from '@ncp/runtime';
import type { Catalogue } from '@ncp/terminology';
import { readBody } from '@ncp/transport';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { API_ROOT, EVENTS, FHIR, FINDINGS_HEADER, OPERATIONS, PDF, type GuardedId, type OperationDescription } from './api/operations.js';
import { askedOf, callOf, type Call } from './asked.js';
import type { Counter, Reply } from './call.js';
import { streamChanges } from './events.js';
import type { WorkParts, WorkWish } from './long-work.js';
import { serverTiming, timedPeers } from './peer-time.js';
import { outcomeOf, problemOf, type Problem } from './problem-of.js';
import type { RateLimit } from './rate-limit.js';
import type { VerifyToken } from './token.js';

/** Nobody types more than this. */
const MAX_BODY_BYTES = 64 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PARAMETERS: Readonly<Record<string, RegExp>> = { visit: UUID, dispensation: UUID, operation: UUID, document: /^[A-Za-z0-9_-]{1,64}$/, country: /^[A-Z]{2}$/ };
const KEY = /^[\x21-\x7e]{8,128}$/;

export interface ServeParts extends Counter {
  /** The release in force; a request keeps the one it began with. */
  readonly catalogue: () => Catalogue;
  readonly verify: VerifyToken;
  readonly clock: Clock;
  /** Nothing is judged, signed or told by a clock that is not trusted (decisions G25). */
  readonly clockTrusted: () => boolean;
  readonly log: Logger;
  readonly tracing: Tracing;
  /** By pharmacy. Whoever has no token is bounded by the transport, by address. */
  readonly rate: RateLimit;
  /** When this process takes its leave streams end: who listens asks again, and comes to another replica. */
  readonly leaving: AbortSignal;
}

/** A handler whose body was validated against its own schema. */
export type AnyHandler = (counter: Counter, call: Call) => Promise<Reply>;
export interface Route {
  readonly described: OperationDescription & { readonly id: GuardedId };
  readonly handle: AnyHandler;
}

const WORK: Readonly<Partial<Record<GuardedId, WorkWish['kind']>>> = {
  identify: 'identify', listPrescriptions: 'list-prescriptions', retrievePrescription: 'retrieve-prescription', listSummaries: 'list-summaries', retrieveSummary: 'retrieve-summary',
};

/** What may be told while a request is refused. */
interface Told {
  readonly exchange: ExchangeId;
  readonly wantsFhir: boolean;
  readonly professional?: SwedishProfessional;
  readonly visit?: string;
}

const RULE_TEXT = { sv: 'Följer inte regeln.', en: 'Does not follow the rule.' } as const;

/** Every wrong member at once; never its value (UC-B1 3.1). */
const faultsOf = (error: z.ZodError): readonly FieldFault[] =>
  error.issues.flatMap(({ path, message, ...issue }) => {
    const at = path.map(String).join('.');
    const unknown = 'keys' in issue && Array.isArray(issue.keys) ? issue.keys.map((key) => [at, /^[A-Za-z0-9_.-]{1,40}$/.test(String(key)) ? String(key) : '(unreadable)'].filter((part) => part !== '').join('.')) : [];
    return unknown.length > 0 ? unknown.map((field) => ({ field, rule: 'unknown', text: RULE_TEXT })) : [{ field: at === '' ? '(body)' : at, rule: message, text: RULE_TEXT }];
  });

function checked(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wrongFields(faultsOf(parsed.error));
  return parsed.data;
}

interface ReadBody {
  readonly value: unknown;
  readonly hash: string;
}

async function bodyOf(request: Request, { body: schema, method }: OperationDescription): Promise<ReadBody> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (method === 'post' && schema !== undefined && type !== 'application/json') throw new NcpError('NCP_API_MEDIA', { apiStatus: 415, what: 'content-type' });
  const bytes = await readBody(request, MAX_BODY_BYTES);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (schema === undefined) return { value: undefined, hash };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown, hash };
  } catch {
    // The parser's words may repeat the body.
    throw new NcpError('NCP_API_INPUT', { apiStatus: 400, what: 'json' });
  }
}

function mediaOf(request: Request, { id, media = [] }: OperationDescription): string {
  const offers = id.endsWith('Events') ? [EVENTS] : ['application/json', ...media];
  const chosen = request.accepts(offers);
  if (chosen === false) throw new NcpError('NCP_API_MEDIA', { what: 'accept' });
  return chosen;
}

function paramsOf(request: Request): Readonly<Record<string, string>> {
  const params = Object.entries(request.params).map(([name, value]) => [name, String(value)] as const);
  for (const [name, value] of params) if (PARAMETERS[name]?.test(value) !== true) throw new NcpError('NCP_API_NOT_FOUND', { what: name });
  return Object.fromEntries(params);
}

function keyOf(request: Request, { idempotent }: OperationDescription): string {
  if (idempotent === undefined) return '';
  const key = request.get('idempotency-key') ?? '';
  if (!KEY.test(key)) throw wrongFields([{ field: 'Idempotency-Key', rule: '8 to 128 visible characters', text: RULE_TEXT }]);
  return key;
}

async function professionalOf(request: Request, { verify, rate }: ServeParts): Promise<SwedishProfessional> {
  const professional = await verify(request.get('authorization'));
  if (!rate.admits(professional.gln)) throw new NcpError('NCP_HTTP_BUSY');
  return professional;
}

const monotonic = (): number => performance.now();

/** One request from first byte to last: token, form, fields, use case, answer. Never throws. It may be a part of the pharmacy system's trace. */
export const serve = (route: Route, request: Request, response: Response, shared: ServeParts): Promise<void> =>
  shared.tracing.entered({ kind: 'server', name: `ncp-b ${route.described.id}`, parent: request.get('traceparent') }, () => serveTraced(route, request, response, shared));

async function serveTraced(route: Route, request: Request, response: Response, shared: ServeParts): Promise<void> {
  const begun = monotonic();
  const timed = timedPeers(shared.desk.peers, monotonic);
  const parts: ServeParts = { ...shared, desk: { ...shared.desk, peers: timed.peers, catalogue: shared.catalogue() } };
  const tellTime = (): void => { response.set('server-timing', serverTiming(monotonic() - begun, timed.waitedMs())); };
  const exchange = newExchangeId(parts.clock.epochMs());
  response.set('x-exchange-id', exchange);
  shared.tracing.note({ 'ncp.exchange': exchange });
  let told: Told = { exchange, wantsFhir: (request.get('accept') ?? '').includes(FHIR) };
  let code: Problem['code'] | undefined;
  try {
    if (!parts.clockTrusted()) throw new NcpError('NCP_CLOCK_DRIFT');
    const professional = await professionalOf(request, parts);
    told = { ...told, professional };
    const params = paramsOf(request);
    told = { ...told, ...(params['visit'] === undefined ? {} : { visit: params['visit'] }) };
    const media = mediaOf(request, route.described);
    const { value, hash } = await bodyOf(request, route.described);
    const caller: Caller = { exchange, professional, received: { at: parts.clock.now(), hash } };
    const call: Call = { caller, params, media, key: keyOf(request, route.described), query: checked(route.described.query, request.query), body: checked(route.described.body, value) };
    const background = WORK[route.described.id];
    const reply = background !== undefined && media !== PDF && /(^|[\s,])respond-async($|[\s,;])/i.test(request.get('prefer') ?? '')
      ? await begin(route, call, { parts, kind: background })
      : await route.handle(parts, call);
    tellTime();
    await write(response, reply, shared.leaving);
  } catch (error) {
    if (!response.headersSent) tellTime();
    code = await refuse(response, error, { told, parts });
  }
  parts.log.info('request', {
    exchange, step: route.described.id, state: String(response.statusCode), durationMs: Math.round(monotonic() - begun), ...(code === undefined ? {} : { codes: [code] }),
  });
}

interface Beginning {
  readonly parts: ServeParts;
  readonly kind: WorkWish['kind'];
}

/** Answers at once; what is wrong with the visit itself is told at once too. */
async function begin({ described: { id } }: Route, call: Call, { parts, kind }: Beginning): Promise<Reply> {
  const { caller, params: { visit = '' } } = call;
  await visitOf(parts.desk, caller, visit);
  const operation = await parts.work.begin({ kind, visit, professional: caller.professional, asked: askedOf(id, call) });
  return { kind: 'json', status: 202, body: operation, location: `${API_ROOT}/operations/${operation.id}` };
}

const resultOf = (reply: Reply): unknown => (reply.kind === 'json' ? reply.body : reply.kind === 'text' ? JSON.parse(reply.text) : undefined);

/** Work behind a `202`, now or taken over from a replica that died: the same handler, the release that is in force, the same refusals. */
export const performing = (parts: ServeParts, handlers: Readonly<Record<GuardedId, AnyHandler>>): Pick<WorkParts, 'perform' | 'problem'> => ({
  perform: async (asked, professional) =>
    resultOf(await handlers[asked.operation]({ ...parts, desk: { ...parts.desk, catalogue: parts.catalogue() } }, callOf(asked, professional))),
  problem: (error, { exchange, params: { visit } }, professional) =>
    problemFor(error, { told: { exchange, wantsFhir: false, professional, ...(visit === undefined ? {} : { visit }) }, parts }),
});

async function write(response: Response, reply: Reply, leaving: AbortSignal): Promise<void> {
  switch (reply.kind) {
    case 'json':
      if (reply.location !== undefined) response.set('location', reply.location);
      response.status(reply.status).json(reply.body);
      return;
    case 'text': response.status(200).set('content-type', reply.type).send(reply.text); return;
    case 'bytes':
      if (reply.findings.length > 0) response.set(FINDINGS_HEADER, reply.findings.join(' '));
      response.status(200).set('content-type', reply.type).send(Buffer.from(reply.bytes));
      return;
    case 'nothing': response.status(204).end(); return;
    case 'events': await streamChanges(response, reply.look, { clockMs: monotonic, leaving });
  }
}

interface Refusing {
  readonly told: Told;
  readonly parts: ServeParts;
}

/** The visit tells which country a refusal is about; only its owner's is looked at. */
async function countryOf({ visit, professional }: Told, { desk }: ServeParts): Promise<CountryCode | undefined> {
  if (visit === undefined || professional === undefined) return undefined;
  try {
    return (await visitOf(desk, { professional }, visit)).country;
  } catch {
    // It is not there, or cannot be read: then there is no country to name, and the refusal stands without.
    return undefined;
  }
}

async function problemFor(error: unknown, { told, parts }: Refusing): Promise<Problem> {
  const fields = errorFields(error);
  const country = await countryOf(told, parts);
  const problem = problemOf(error, { exchange: told.exchange, directory: parts.desk.directory, ...(country === undefined ? {} : { country }) });
  if (problem.status >= 500 && !problem.theirs) parts.log.error('request failed', { exchange: told.exchange, ...fields });
  return problem;
}

async function refuse(response: Response, error: unknown, refusing: Refusing): Promise<Problem['code']> {
  const problem = await problemFor(error, refusing);
  if (response.headersSent) {
    response.destroy();
    return problem.code;
  }
  // What of the body was not read is not read any more.
  if (response.req.complete === false) response.set('connection', 'close');
  if (problem.status === 401) response.set('www-authenticate', problem.detail === 'missing' ? 'Bearer' : `Bearer error="invalid_token", error_description="${problem.detail ?? ''}"`);
  if (problem.status === 429 || problem.status === 503) response.set('retry-after', problem.status === 429 ? '1' : '30');
  if (refusing.told.wantsFhir) response.status(problem.status).set('content-type', FHIR).send(JSON.stringify(outcomeOf(problem)));
  else response.status(problem.status).set('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  return problem.code;
}

/** A refusal outside any operation: no such path, not this method, no readable address. */
export async function refuseRequest(request: Request, response: Response, error: NcpError, parts: ServeParts): Promise<void> {
  const exchange = newExchangeId(parts.clock.epochMs());
  response.set('x-exchange-id', exchange);
  await refuse(response, error, { told: { exchange, wantsFhir: (request.get('accept') ?? '').includes(FHIR) }, parts });
}

export const GUARDED: readonly (OperationDescription & { readonly id: GuardedId })[] =
  OPERATIONS.filter((one): one is Extract<(typeof OPERATIONS)[number], { readonly id: GuardedId }> => !('open' in one));
