import { parseInstant } from '@ncp/domain';
import { writeFhirJson } from '@ncp/fhir';
import express, { Router, type Request, type Response } from 'express';
import { PRESCRIPTION_ACTIONS, type DomesticDispense, type NewConsent, type NllControl } from './control.js';
import type { BlockFacts } from '../care/seed/care-of-person.js';
import { readFault } from './fault-plan.js';
import { Refusal } from './refusal.js';
import type { TokenService } from './token-service.js';
import type { World } from './world.js';

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address));

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (request: Request): Body => (typeof request.body === 'object' && request.body !== null ? request.body as Body : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
const parameter = (request: Request, name: string): string => {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
};
const bad = (response: Response, hint: string): void => { response.status(400).json({ error: hint }); };

function newConsent(body: Body): NewConsent | undefined {
  const category = body['category'] ?? 'cross-border-eprescription';
  if (category !== 'cross-border-eprescription' && category !== 'cross-border-patient-summary') return undefined;
  const countries = texts(body['countries']);
  const from = text(body['from']);
  const until = text(body['until']);
  return {
    category, byGuardian: body['byGuardian'] === true,
    ...(countries === undefined ? {} : { countries }), ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }),
  };
}

function blockFacts(body: Body): BlockFacts | undefined {
  const { kind } = body;
  const hsaId = text(body['hsaId']);
  if ((kind !== 'outer' && kind !== 'inner') || hsaId === undefined) return undefined;
  const [since, recordsFrom, recordsUntil] = [text(body['since']), text(body['recordsFrom']), text(body['recordsUntil'])];
  return {
    kind, hsaId, ...(since === undefined ? {} : { since }), ...(recordsFrom === undefined ? {} : { recordsFrom }),
    ...(recordsUntil === undefined ? {} : { recordsUntil }),
  };
}

function domesticDispense(body: Body): DomesticDispense | undefined {
  const prescriptionId = text(body['prescriptionId']);
  const at = body['handedOverAt'] === undefined ? undefined : parseInstant(text(body['handedOverAt']) ?? '');
  const packages = body['packages'];
  if (prescriptionId === undefined || at?.ok === false || (packages !== undefined && (typeof packages !== 'number' || packages < 1))) return undefined;
  return {
    prescriptionId, complete: body['complete'] === true,
    ...(typeof packages === 'number' ? { packages } : {}), ...(at === undefined ? {} : { handedOverAt: at.value }),
  };
}

/** The control interface over HTTP, for loopback only. Persons are named by key or logical id, never by number. */
export function controlRoutes(control: NllControl, world: World, tokens: TokenService): Router {
  const routes = Router();
  routes.use((request, response, next) => {
    if (isLoopback(request.socket.remoteAddress)) next();
    else response.status(403).json({ error: 'loopback only' });
  });
  routes.use(express.json());

  routes.get('/persons', (_request, response) => { response.json(control.persons()); });
  routes.get('/effects', (_request, response) => { response.json(control.effects()); });
  routes.get('/counters', (_request, response) => { response.json(control.counters()); });
  routes.get('/requests', (_request, response) => { response.json(control.requests()); });
  routes.get('/clock', (_request, response) => { response.json({ now: world.clock.now() }); });
  routes.get('/faults', (_request, response) => { response.json(world.faults.pending()); });
  routes.get('/patients/:who/prescriptions', (request, response) => {
    response.type('application/fhir+json').send(writeFhirJson([...control.prescriptionsOf(parameter(request, 'who'))]));
  });

  routes.post('/reset', (_request, response) => { control.reset(); response.status(204).end(); });
  routes.post('/tokens/revoke', (_request, response) => { tokens.revokeAll(); response.status(204).end(); });
  routes.post('/close-expired', (_request, response) => { response.json({ closed: control.closeExpired() }); });
  routes.post('/clock', (request, response) => {
    const at = parseInstant(text(bodyOf(request)['now']) ?? '');
    if (!at.ok) return bad(response, 'now: ISO 8601 with zone');
    control.setClock(at.value);
    response.json({ now: world.clock.now() });
  });
  routes.post('/faults', (request, response) => {
    const given: unknown = request.body;
    const faults = (Array.isArray(given) ? given : [given]).map(readFault);
    if (faults.some((fault) => fault === undefined)) return bad(response, 'kind, times, method, resource, status, ms, code');
    for (const fault of faults) if (fault !== undefined) control.addFault(fault);
    response.status(201).json(world.faults.pending());
  });
  routes.delete('/faults', (_request, response) => { control.clearFaults(); response.status(204).end(); });
  routes.post('/prescriptions/:id/:action', (request, response) => {
    const action = PRESCRIPTION_ACTIONS.find((known) => known === parameter(request, 'action'));
    if (action === undefined) return bad(response, PRESCRIPTION_ACTIONS.join(', '));
    response.type('application/fhir+json').send(writeFhirJson(control.prescription(parameter(request, 'id'), action)));
  });
  routes.post('/patients/:who/consents', (request, response) => {
    const consent = newConsent(bodyOf(request));
    if (consent === undefined) return bad(response, 'category, countries, byGuardian, from, until');
    response.status(201).type('application/fhir+json').send(writeFhirJson(control.grantConsent(parameter(request, 'who'), consent)));
  });
  routes.post('/patients/:who/blocks', (request, response) => {
    const block = blockFacts(bodyOf(request));
    if (block === undefined) return bad(response, 'kind (outer, inner), hsaId, since, recordsFrom, recordsUntil');
    control.blockCare(parameter(request, 'who'), block);
    response.status(201).json(block);
  });
  routes.delete('/patients/:who/consents', (request, response) => {
    const category = new URL(request.originalUrl, 'http://localhost').searchParams.get('category') ?? undefined;
    response.json({ withdrawn: control.withdrawConsents(parameter(request, 'who'), category) });
  });
  routes.post('/dispense', (request, response) => {
    const command = domesticDispense(bodyOf(request));
    if (command === undefined) return bad(response, 'prescriptionId, packages, handedOverAt, complete');
    response.status(201).type('application/fhir+json').send(writeFhirJson(control.dispenseInSweden(command)));
  });

  routes.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (error instanceof Refusal) response.status(error.status).json({ error: error.message, codes: error.codes });
    else next(error);
  });
  return routes;
}
