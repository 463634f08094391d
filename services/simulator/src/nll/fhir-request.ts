import { isNcpError } from '@ncp/domain';
import { isFhirObject, LOCAL_ACCESS, LOCAL_CODES, LOCAL_PURPOSE, LOCAL_SYSTEMS, NLL_HEADERS, parseFhirJson, type FhirObject } from '@ncp/fhir';
import { listAt, textAt, typeOf } from './build.js';
import { REFUSALS } from './refusal.js';

/** One request to the list's FHIR interface, taken apart. */
export interface FhirRequest {
  readonly method: string;
  /** Path below the FHIR base: `['MedicationRequest', 'x', '_history', '2']`. */
  readonly segments: readonly string[];
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** FHIR base as the client wrote it, for links. */
  readonly base: string;
  readonly url: string;
}

export const resourceOf = (request: Pick<FhirRequest, 'segments'>): string => request.segments[0] ?? '';

export const parametersOf = (query: URLSearchParams): ReadonlyMap<string, readonly string[]> => {
  const parameters = new Map<string, readonly string[]>();
  for (const [name, value] of query) parameters.set(name, [...(parameters.get(name) ?? []), value]);
  return parameters;
};

/** Purpose and access type of the gateway; any other is refused (sweden-national 2.2.1). @throws Refusal 403 */
export function checkPurpose(request: FhirRequest): void {
  if (request.headers[NLL_HEADERS.purpose] !== LOCAL_PURPOSE || request.headers[NLL_HEADERS.access] !== LOCAL_ACCESS) throw REFUSALS.access();
}

/** @throws Refusal 400 */
export function readBody(request: FhirRequest): FhirObject {
  let value;
  try {
    value = parseFhirJson(request.body);
  } catch (error) {
    if (isNcpError(error)) throw REFUSALS.content('JSON kan inte läsas.');
    throw error;
  }
  if (!isFhirObject(value)) throw REFUSALS.content('En resurs krävs.');
  return value;
}

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  POST: [LOCAL_CODES.eventRegister], PUT: [LOCAL_CODES.eventReverse, LOCAL_CODES.eventCredit],
};

/**
 * `x-provenance`: base64 of a Provenance that says who does what; a reason only when something is changed
 * (sweden-national 2.5.4).
 * @throws Refusal 400
 */
export function readProvenance(request: FhirRequest): FhirObject {
  const header = request.headers[NLL_HEADERS.provenance] ?? '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(header)) throw REFUSALS.provenance();
  let value;
  try {
    value = parseFhirJson(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    throw REFUSALS.provenance();
  }
  if (!isFhirObject(value) || typeOf(value) !== 'Provenance') throw REFUSALS.provenance();
  const event = listAt(value, 'activity', 'coding').find((entry) => entry['system'] === LOCAL_SYSTEMS.event);
  const allowed = EVENTS[request.method] ?? [];
  const complete = allowed.includes(textAt(event, 'code') ?? '') && textAt(value, 'recorded') !== undefined && listAt(value, 'agent').length > 0 &&
    listAt(value, 'target').length > 0;
  const reasons = listAt(value, 'reason');
  const reasonFits = request.method === 'POST' ? reasons.length === 0 : reasons.every((reason) => (textAt(reason, 'text') ?? '').length <= 256 && reason['coding'] === undefined);
  if (!complete || !reasonFits) throw REFUSALS.provenance();
  return value;
}

/** `W/"3"` -> `3`. @throws Refusal 428 when it is missing */
export function readIfMatch(request: FhirRequest): string {
  const [, version] = /^(?:W\/)?"([A-Za-z0-9.-]{1,64})"$/.exec(request.headers['if-match'] ?? '') ?? [];
  if (version === undefined) throw REFUSALS.noMatch();
  return version;
}
