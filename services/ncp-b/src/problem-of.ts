import { countryCode, ERROR_REGISTRY, isNcpError, NcpError, type CountryCode, type ExchangeId, type NcpErrorCode, type PeerService } from '@ncp/domain';
import { theirWords, WrongFields, type CountryDirectory } from '@ncp/exchange';
import type { z } from 'zod';
import type { problem } from './api/problems.js';

export type Problem = z.output<typeof problem>;

/** HTTP status of each refusal (decisions UC-B1 to UC-B7). What is not here is decided by its prefix. */
const STATUS: Readonly<Partial<Record<NcpErrorCode, number>>> = {
  NCP_API_AUTH: 401, NCP_API_ROLE: 403, NCP_API_INPUT: 422, NCP_API_NOT_FOUND: 404, NCP_API_STATE: 409, NCP_API_VISIT_ENDED: 410,
  NCP_API_IDEMPOTENCY: 409, NCP_API_MEDIA: 406,
  NCP_PEER_COUNTRY: 503, NCP_PEER_DIRECTORY: 503, NCP_PEER_UNAVAILABLE: 503, NCP_PEER_TIMEOUT: 504, NCP_PEER_ANSWER: 502, NCP_PEER_REFUSED: 502,
  NCP_PEER_NO_MATCH: 404, NCP_PEER_NO_CONSENT: 409, NCP_IHE_NO_DOCUMENT: 404,
  NCP_DELIVERY_WITHHELD: 502, NCP_DISCARD_WINDOW: 409, NCP_DISPENSE_NOT_DISPENSABLE: 409, NCP_DISPENSE_NOT_IDENTIFIABLE: 422, NCP_CDA_QUANTITY: 422, NCP_CDA_DATE: 422,
  NCP_STORE_CONFLICT: 409, NCP_STORE_UNAVAILABLE: 503, NCP_AUDIT_UNAVAILABLE: 503, NCP_QUEUE_UNAVAILABLE: 503, NCP_CLOCK_DRIFT: 503,
  NCP_HTTP_TOO_LARGE: 413, NCP_HTTP_BUSY: 429, NCP_HTTP_ENCODING: 415, NCP_HTTP_CONTENT_TYPE: 415, NCP_HTTP_TIMEOUT: 408, NCP_INTERNAL: 500,
};
const BY_PREFIX: readonly (readonly [string, number])[] = [
  ['NCP_DELIVERY_', 422], ['NCP_TRUST_', 503], ['NCP_SOAP_', 502], ['NCP_MTOM_', 502], ['NCP_IHE_', 502], ['NCP_XML_', 502], ['NCP_CDA_', 502],
];

export const statusOf = (code: NcpErrorCode): number => STATUS[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 500;

const OURS: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_PEER_COUNTRY', 'NCP_PEER_DIRECTORY', 'NCP_CDA_QUANTITY', 'NCP_CDA_DATE', 'NCP_CDA_RULE']);
const THEIRS = ['NCP_PEER_', 'NCP_TRUST_', 'NCP_SOAP_', 'NCP_MTOM_', 'NCP_IHE_', 'NCP_XML_', 'NCP_CDA_'];

/** "Is it us or them?": whose fault, or whose decision, it is. */
export const isTheirs = (code: NcpErrorCode): boolean =>
  !OURS.has(code) && (code === 'NCP_DELIVERY_WITHHELD' || THEIRS.some((prefix) => code.startsWith(prefix)));

export interface ProblemContext {
  readonly exchange: ExchangeId;
  readonly directory: CountryDirectory;
  /** The country of the visit that the refusal is about. */
  readonly country?: CountryCode;
}

/** Words of our own tables: a check, a needed state. Anything else that an error knows stays inside. */
const WORD = /^[A-Za-z -]{1,60}$/;
const wordIn = (error: NcpError, ...names: readonly string[]): string | undefined => {
  const found = names.map((name) => error.details[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' && WORD.test(found) ? found : undefined;
};

const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];
const SILENT: readonly NcpErrorCode[] = ['NCP_PEER_UNAVAILABLE', 'NCP_PEER_TIMEOUT'];

function countryOf(error: NcpError, given: CountryCode | undefined): CountryCode | undefined {
  const named = error.details['country'];
  if (typeof named === 'string' && /^[A-Z]{2}$/.test(named)) return countryCode(named);
  return isTheirs(error.code) ? given : undefined;
}

/** Since when the country is off or does not answer, and why it is off (UC-B1 2.1). */
function stateOf(error: NcpError, country: CountryCode, directory: CountryDirectory): Pick<Problem, 'since' | 'reason'> {
  const profile = directory.countries().find(({ code }) => code === country);
  if (profile?.off !== undefined) return { since: profile.off.since, reason: profile.off.reason };
  if (profile === undefined || !SILENT.includes(error.code)) return {};
  const states = directory.state(country);
  const [since] = SERVICES.flatMap((service) => (states[service].state === 'down' ? states[service].since ?? [] : [])).toSorted();
  return since === undefined ? {} : { since };
}

const present = <K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } => (value === undefined ? {} : { [key]: value } as { [key in K]: V });

/** Anything thrown as what the caller is told. Nothing of the request, no stack, no text of a library. */
export function problemOf(thrown: unknown, { exchange, directory, country: about }: ProblemContext): Problem {
  const error = isNcpError(thrown) ? thrown : new NcpError('NCP_INTERNAL');
  const { code, details } = error;
  const { text, hint, retryable } = ERROR_REGISTRY[code];
  const country = countryOf(error, about);
  const { checks } = details;
  const theirCode = details['theirCode'] ?? details['theirReason'];
  return {
    // Where the same code is told with several: a body that is no JSON is another mistake than a wrong field.
    status: typeof details['apiStatus'] === 'number' ? details['apiStatus'] : statusOf(code),
    code, text, hint, exchange, theirs: isTheirs(code), retryable,
    ...present('detail', wordIn(error, 'check', 'needed', 'what', 'because')),
    ...(error.cause instanceof WrongFields ? { fields: [...error.cause.fields] } : {}),
    ...(Array.isArray(checks) ? { checks: checks.filter((one): one is string => typeof one === 'string') } : {}),
    ...present('dispensation', code === 'NCP_API_IDEMPOTENCY' && typeof details['dispensation'] === 'string' ? details['dispensation'] : undefined),
    ...present('country', country),
    ...(country === undefined ? {} : stateOf(error, country, directory)),
    ...present('theirCode', typeof theirCode === 'string' ? theirCode : undefined),
    ...present('theirText', theirWords(error)),
  };
}

const ISSUE_TYPES: Readonly<Record<number, string>> = { 401: 'login', 403: 'forbidden', 404: 'not-found', 409: 'conflict', 410: 'deleted', 413: 'too-long', 422: 'invalid', 429: 'throttled', 504: 'timeout' };
/** Our own code system, named by where it is explained. */
const ERROR_SYSTEM = 'urn:ncpeh:se:error';

/** The same for who asked for FHIR. */
export const outcomeOf = ({ status, code, text, hint, exchange, fields }: Problem): object => ({
  resourceType: 'OperationOutcome',
  issue: [{
    severity: 'error', code: ISSUE_TYPES[status] ?? 'processing',
    details: { coding: [{ system: ERROR_SYSTEM, code, display: text.en }], text: text.sv },
    diagnostics: `${hint.en} exchange ${exchange}`,
    ...(fields === undefined ? {} : { expression: fields.map(({ field }) => field) }),
  }],
});
