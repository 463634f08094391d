import { fhirObject, LOCAL_HEADERS, NLL_HEADERS, NLL_PROFILES, type FhirObject } from '@ncp/fhir';
import { refusalAnswer, resourceAnswer, writeAnswer, type Answer } from './answer.js';
import { idOf, num, replaced, textAt, typeOf } from './build.js';
import { checkDispenseShape, checkPerformer } from './dispense-rules.js';
import { checkPurpose, readBody, readIfMatch, readProvenance, resourceOf, type FhirRequest } from './fhir-request.js';
import { pagedSearches, type PagedSearches } from './paged-searches.js';
import { outcomeResource, Refusal, REFUSALS } from './refusal.js';
import type { ReplayMemory } from './replay-memory.js';
import { SEARCHABLE } from './search.js';
import type { TokenHolder, TokenService } from './token-service.js';
import type { World } from './world.js';

interface Service {
  readonly world: World;
  readonly tokens: TokenService;
  readonly replay: ReplayMemory;
  readonly newId: () => string;
  /** Uttag id -> client that registered it: nobody else may change it (TA 52). */
  readonly owners: Map<string, string>;
}

/** Answers requests to the FHIR interface; a refusal is an answer too. */
export function fhirService(service: Service): (request: FhirRequest) => Promise<Answer> {
  const paged = pagedSearches(service.world, service.newId);
  return async (request) => {
    try {
      return await answer(service, paged, request);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      throw error;
    }
  };
}

async function answer(service: Service, paged: PagedSearches, request: FhirRequest): Promise<Answer> {
  plannedRefusal(service.world, request);
  const holder = await service.tokens.holder(request.headers['authorization']);
  if (holder === undefined) throw REFUSALS.token();
  if (request.method === 'POST' && resourceOf(request) === '$ping') return resourceAnswer(200, outcomeResource('information', 'informational', [], 'pong'));
  checkPurpose(request);
  if (request.method === 'GET') return read(service, paged, request);
  if (resourceOf(request) !== 'MedicationDispense') throw REFUSALS.unknown();
  if (holder.role !== 'gateway') throw REFUSALS.access();
  if (request.method === 'POST' && request.segments.length === 1) return once(service, request, () => register(service, request, holder));
  if (request.method === 'POST' && request.segments[1] === '$check') return check(service, request);
  if (request.method === 'PUT' && request.segments.length === 2) return once(service, request, () => change(service, request, holder));
  throw REFUSALS.unknown();
}

/** Faults that are refusals. Those of the write rules hit writes only. */
function plannedRefusal({ faults }: World, request: FhirRequest): void {
  const facts = { method: request.method, resource: resourceOf(request) };
  if (faults.take('token', facts) !== undefined) throw REFUSALS.token();
  if (faults.take('forbidden', facts) !== undefined) throw REFUSALS.access();
  if (faults.take('throttled', facts) !== undefined) throw REFUSALS.throttled();
  if (request.method === 'GET') return;
  if (faults.take('stale', facts) !== undefined) throw REFUSALS.stale();
  if (faults.take('locked', facts) !== undefined) throw REFUSALS.locked();
  const aff = faults.take('aff-error', facts);
  if (aff !== undefined) throw REFUSALS.aff(aff.code ?? 'D.003');
  const refused = faults.take('refused', facts);
  if (refused !== undefined) throw refused.code === undefined ? REFUSALS.status() : new Refusal(422, 'business-rule', [refused.code], 'Enligt felplan.');
}

function read({ world }: Service, paged: PagedSearches, request: FhirRequest): Answer {
  const [type = '', id, history, version] = request.segments;
  if (!SEARCHABLE.includes(type)) throw REFUSALS.unknown();
  const other = world.faults.take('wrong-patient', { method: 'GET', resource: type }) !== undefined;
  if (id === undefined) return resourceAnswer(200, paged.page(request, other));
  if (history === '_history' && version === undefined) return historyOf(world, type, id);
  const found = history === '_history' ? world.store.version(type, id, version ?? '') : current(world, type, id);
  if (found === undefined || (history !== undefined && history !== '_history')) throw REFUSALS.unknown();
  return resourceAnswer(200, other ? paged.another(type, found) : found);
}

const current = (world: World, type: string, id: string): FhirObject | undefined =>
  type === 'MedicationRequest' ? world.prescription(id) : world.store.current(type, id);

const historyOf = (world: World, type: string, id: string): Answer => {
  const versions = world.store.history(type, id);
  if (versions.length === 0) throw REFUSALS.unknown();
  return resourceAnswer(200, fhirObject({
    resourceType: 'Bundle', type: 'history', total: num(versions.length), entry: versions.map((resource) => ({ resource })),
  }));
};

/** The same request id within 24 h gets the same answer, and nothing is done twice (sweden-national 2.7). */
async function once(service: Service, request: FhirRequest, work: () => Answer): Promise<Answer> {
  const requestId = request.headers[NLL_HEADERS.requestId];
  if (requestId === undefined || requestId === '') throw REFUSALS.content('x-request-id krävs.');
  const content = `${request.method} ${request.segments.join('/')}\n${request.body}`;
  const nowMs = service.world.clock.epochMs();
  const kept = service.replay.find(requestId, content, nowMs);
  if (kept === 'other-content') throw REFUSALS.repeated();
  const forgets = kept !== undefined && service.world.faults.take('forget-request-id', { method: request.method, resource: resourceOf(request) }) !== undefined;
  if (kept !== undefined && !forgets) return kept;
  if (forgets) return registerAgain(service, request);
  const done = work();
  service.replay.keep(requestId, content, nowMs, done);
  return done;
}

/** DISP-35: the list has forgotten the request id and records the same uttag once more. */
function registerAgain({ world }: Service, request: FhirRequest): Answer {
  const { resource } = world.register(readBody(request), { provenance: undefined, skipRules: true });
  return writeAnswer({ status: 201, resource, warnings: [] }, request.base, request.headers['prefer']);
}

function checked(request: FhirRequest): { readonly dispense: FhirObject; readonly provenance: FhirObject } {
  const provenance = readProvenance(request);
  const dispense = readBody(request);
  checkDispenseShape(dispense);
  checkPerformer(provenance);
  return { dispense, provenance };
}

const versionOf = (request: FhirRequest): { readonly ifVersion?: string } => {
  const ifVersion = request.headers[LOCAL_HEADERS.prescriptionVersion];
  return ifVersion === undefined ? {} : { ifVersion };
};

function register({ world, newId, owners }: Service, request: FhirRequest, holder: TokenHolder): Answer {
  const facts = { method: 'POST', resource: 'MedicationDispense' };
  const { dispense, provenance } = checked(request);
  const write = { provenance, ...versionOf(request) };
  const remark = world.faults.take('aff-warning', facts);
  if (world.faults.take('no-effect', facts) !== undefined) {
    world.check(dispense, write);
    const pretended = replaced(dispense, { id: newId(), meta: { profile: [NLL_PROFILES.medicationDispense], versionId: '1', lastUpdated: world.clock.now() } });
    return writeAnswer({ status: 201, resource: pretended, warnings: [] }, request.base, request.headers['prefer']);
  }
  const { resource, warnings } = world.register(dispense, write);
  owners.set(idOf(resource), holder.client);
  if (world.faults.take('two-effects', facts) !== undefined) {
    const twin = world.register(dispense, { provenance: undefined, skipRules: true });
    owners.set(idOf(twin.resource), holder.client);
  }
  return writeAnswer({ status: 201, resource, warnings: remark === undefined ? warnings : [...warnings, remark.code ?? 'D.001'] }, request.base, request.headers['prefer']);
}

/** "Kontrollera uttag" (TA 46): the same checks, nothing registered. */
function check({ world }: Service, request: FhirRequest): Answer {
  const { dispense, provenance } = checked(request);
  const warnings = world.check(dispense, { provenance, ...versionOf(request) });
  return resourceAnswer(200, outcomeResource(warnings.length === 0 ? 'information' : 'warning', 'business-rule', warnings, 'Kontrollerat.'));
}

function change({ world, owners }: Service, request: FhirRequest, holder: TokenHolder): Answer {
  const ifVersion = readIfMatch(request);
  const provenance = readProvenance(request);
  const id = request.segments[1] ?? '';
  if (world.store.current('MedicationDispense', id) === undefined) throw REFUSALS.unknown();
  if (owners.get(id) !== holder.client) throw REFUSALS.access();
  const proposed = readBody(request);
  if (typeOf(proposed) !== 'MedicationDispense' || textAt(proposed, 'id') !== id) throw REFUSALS.content('Resurs och sökväg stämmer inte.');
  checkPerformer(provenance);
  const resource = world.change(proposed, { provenance, ifVersion });
  return writeAnswer({ status: 200, resource, warnings: [] }, request.base, request.headers['prefer']);
}
