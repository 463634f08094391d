import { describe, expect, it } from '@jest/globals';
import { countryCode, ERROR_REGISTRY, NcpError, type CountryProfile, type ExchangeId, type NcpErrorCode, type ServiceState } from '@ncp/domain';
import { wrongFields, type CountryDirectory } from '@ncp/exchange';
import { problem } from './api/problems.js';
import { outcomeOf, problemOf, statusOf, isTheirs } from './problem-of.js';

const DK = countryCode('DK');
const exchange = '0199a1b2-0000-7000-8000-000000000001' as ExchangeId;
const up: ServiceState = { state: 'answering' };
const off = { since: '2026-03-01T08:00:00Z', reason: { sv: 'Underhåll.', en: 'Maintenance.' } };
const directory = (more: { readonly off?: typeof off; readonly downSince?: string } = {}): CountryDirectory => ({
  countries: () => [{ code: DK, ...(more.off === undefined ? {} : { off: more.off }) } as CountryProfile],
  profile: () => { throw new Error('not asked'); },
  state: () => ({ identify: up, query: more.downSince === undefined ? up : { state: 'down', since: more.downSince }, retrieve: up, submit: up }),
  note: () => { throw new Error('not asked'); },
});

describe('a refusal', () => {
  it.each<readonly [NcpErrorCode, number, boolean]>([
    ['NCP_API_AUTH', 401, false], ['NCP_API_ROLE', 403, false], ['NCP_API_INPUT', 422, false], ['NCP_API_NOT_FOUND', 404, false],
    ['NCP_PEER_NO_MATCH', 404, true], ['NCP_PEER_REFUSED', 502, true], ['NCP_PEER_TIMEOUT', 504, true], ['NCP_PEER_UNAVAILABLE', 503, true],
    ['NCP_TRUST_PIN', 503, true], ['NCP_PEER_COUNTRY', 503, false], ['NCP_PEER_NO_CONSENT', 409, true], ['NCP_IHE_WRONG_PATIENT', 502, true],
    ['NCP_SOAP_RELATES_TO', 502, true], ['NCP_DELIVERY_WITHHELD', 502, true], ['NCP_DELIVERY_QUANTITY', 422, false], ['NCP_DELIVERY_SUBSTITUTION', 422, false],
    ['NCP_DISCARD_WINDOW', 409, false], ['NCP_API_IDEMPOTENCY', 409, false], ['NCP_AUDIT_UNAVAILABLE', 503, false], ['NCP_CLOCK_DRIFT', 503, false], ['NCP_INTERNAL', 500, false], ['NCP_HTTP_BUSY', 429, false],
  ])('%s is HTTP %i, theirs: %s (decisions UC-B)', (code, status, theirs) => {
    expect([statusOf(code), isTheirs(code)]).toEqual([status, theirs]);
  });

  it('has a status of an error for every code of the registry', () => {
    for (const code of Object.keys(ERROR_REGISTRY) as NcpErrorCode[]) expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  });

  it('says since when a country does not answer, and follows the schema', () => {
    const told = problemOf(new NcpError('NCP_PEER_UNAVAILABLE', { country: 'DK' }), { exchange, directory: directory({ downSince: '2026-03-02T09:00:00Z' }) });
    expect(told).toMatchObject({ status: 503, theirs: true, country: 'DK', since: '2026-03-02T09:00:00Z', retryable: true });
    expect(problem.safeParse(told).success).toBe(true);
  });

  it('says why and since when a country is switched off', () => {
    expect(problemOf(new NcpError('NCP_PEER_UNAVAILABLE', { country: 'DK' }), { exchange, directory: directory({ off }) })).toMatchObject(off);
  });

  it('names the country of the visit where the fault is theirs, and only then', () => {
    const context = { exchange, directory: directory(), country: DK };
    expect(problemOf(new NcpError('NCP_PEER_ANSWER'), context).country).toBe('DK');
    expect(problemOf(new NcpError('NCP_API_STATE'), context).country).toBeUndefined();
  });

  it('names wrong fields, with their rules', () => {
    const text = { sv: 'Måste fyllas i.', en: 'Must be filled in.' };
    const told = problemOf(wrongFields([{ field: 'hetu', rule: 'mandatory', text }], 'traits'), { exchange, directory: directory() });
    expect(told.fields).toEqual([{ field: 'traits.hetu', rule: 'mandatory', text }]);
    expect(problem.safeParse(told).success).toBe(true);
  });

  it('tells nothing of what it does not know: no message, no stack, no details', () => {
    const told = JSON.stringify(problemOf(Object.assign(new TypeError('SECRET 19121212-1212'), { patient: 'SECRET' }), { exchange, directory: directory() }));
    expect(told).toContain('NCP_INTERNAL');
    expect(told).not.toMatch(/SECRET|19121212|TypeError|\.ts/);
    expect(JSON.stringify(problemOf(new NcpError('NCP_PEER_ANSWER', { at: 'SECRET', because: 'x'.repeat(90) }), { exchange, directory: directory() }))).not.toMatch(/SECRET|xxx/);
  });

  it('is an OperationOutcome for who asked for FHIR', () => {
    const told = problemOf(new NcpError('NCP_PEER_NO_MATCH'), { exchange, directory: directory(), country: DK });
    expect(outcomeOf(told)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found', details: { coding: [{ code: 'NCP_PEER_NO_MATCH' }] } }] });
    expect(JSON.stringify(outcomeOf(told))).toContain(exchange);
  });
});
