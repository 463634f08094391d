import { beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode, instantFromEpoch, isNcpError, parsePersonalNumber, stockholmDate, type ExchangeId, type NcpError, type PersonalNumber } from '@ncp/domain';
import { HttpFailure, type HttpAnswer, type HttpRequest, type NationalCall, type NationalList, type RegisteredDispense } from '@ncp/exchange';
import { nationalList } from './national-list.js';
import type { NationalNotice } from './options.js';

const START_MS = Date.UTC(2026, 5, 12, 12);
const BASE = 'https://nll.example.se/fhir';
const call: NationalCall = { exchange: '01900000-0000-7000-8000-000000000001' as ExchangeId, country: countryCode('FI'), patientNationalId: 'pat-1' };
const number = ((): PersonalNumber => {
  const parsed = parsePersonalNumber('199008202385', stockholmDate(instantFromEpoch(START_MS)));
  if (!parsed.ok) throw new Error('test number');
  return parsed.value.number;
})();

type Step = HttpAnswer | HttpFailure | Error;
let nowMs = START_MS;
let asked: HttpRequest[] = [];
let steps: Step[] = [];
let tokenSteps: Step[] = [];
let slept: number[] = [];
let notices: NationalNotice[] = [];
let tokensAsked = 0;
let ids = 0;

const answer = (status: number, body: unknown = {}): HttpAnswer =>
  ({ status, headers: {}, body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)) });
const bundle = (...resources: unknown[]): unknown => ({ resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) });
const outcome = (status: number, code: string): HttpAnswer =>
  answer(status, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'x', details: { coding: [{ code }], text: 'Testdotter' } }] });
const patient = (pnr = '199008202385', id = 'pat-1'): unknown => ({
  resourceType: 'Patient', id, meta: { versionId: '1', lastUpdated: '2026-01-15T03:00:00+01:00' }, active: true, birthDate: '1990-08-20',
  identifier: [{ system: 'http://electronichealth.se/identifier/personnummer', value: pnr }], name: [{ family: 'Testdotter', given: ['Alma'] }],
});
const NLL = 'http://electronichealth.se/fhir/StructureDefinition/';
const uttag = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  resourceType: 'MedicationDispense', id: 'md-1', meta: { versionId: '1' }, status: 'completed', subject: { reference: 'Patient/pat-1' },
  authorizingPrescription: [{ reference: 'MedicationRequest/mr-1' }], whenHandedOver: '2026-06-12T10:00:00+02:00', quantity: { value: 100, unit: 'tablett' },
  extension: [{ url: `${NLL}NLLActorDispatchId`, valueString: 'FI-1' }, { url: `${NLL}NLLDispatchRowNo`, valueDecimal: 1 }],
  ...changes,
});
const dispense: RegisteredDispense = {
  id: 'md-1', versionId: '1', status: 'completed', prescriptionId: 'mr-1', actorDispatchId: 'FI-1', rowNumber: 1,
  handedOverAt: instantFromEpoch(START_MS), deducted: { value: '100' as never, unit: { text: 'tablett' } },
};

const list = (limits: Parameters<typeof nationalList>[0]['limits'] = {}): NationalList => nationalList({
  baseUrl: `${BASE}/`, limits,
  token: { url: 'https://nll.example.se/oauth/token', clientId: 'gateway', clientSecret: 's' },
  clock: { now: () => instantFromEpoch(nowMs), epochMs: () => nowMs },
  random: () => 0.5, newRequestId: () => { ids += 1; return `request-${String(ids)}`; },
  sleep: async (ms) => { slept.push(ms); nowMs += ms; await Promise.resolve(); },
  notice: (notice) => notices.push(notice),
  http: {
    async request(request) {
      await Promise.resolve();
      const isToken = request.url.endsWith('/token');
      if (isToken) tokensAsked += 1;
      else asked.push(request);
      const step = isToken
        ? tokenSteps.shift() ?? answer(200, { access_token: `t${String(tokensAsked)}`, token_type: 'Bearer', expires_in: 300 })
        : steps.shift() ?? answer(200, bundle());
      if (step instanceof Error) throw step;
      return step;
    },
  },
});
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'success', (error: unknown) => (isNcpError(error) ? error.code : `not ours: ${String(error)}`));
const errorOf = async (work: Promise<unknown>): Promise<NcpError> => {
  try {
    await work;
  } catch (error) {
    if (isNcpError(error)) return error;
  }
  throw new Error('no NcpError');
};
const sent = (): HttpFailure => new HttpFailure('sent', 'read time-out');
const notSent = (): HttpFailure => new HttpFailure('not-sent', 'connection refused');

beforeEach(() => {
  nowMs = START_MS;
  asked = [];
  steps = [];
  tokenSteps = [];
  slept = [];
  notices = [];
  tokensAsked = 0;
  ids = 0;
});

const page = (next: string | undefined, ...resources: unknown[]): HttpAnswer =>
  answer(200, { ...(bundle(...resources) as object), ...(next === undefined ? {} : { link: [{ relation: 'next', url: next }] }) });

const request = (subject: string): unknown => ({
  resourceType: 'MedicationRequest', id: 'mr-1', meta: { versionId: '1', lastUpdated: '2026-01-15T03:00:00+01:00' }, status: 'active', intent: 'plan',
  subject: { reference: subject }, authoredOn: '2026-01-15T03:00:00+01:00',
});

describe('headers and limits', () => {
  it('sends purpose, access, exchange, patient and a fresh request id with the token', async () => {
    await list().prescriptions('pat-1', call);
    expect(asked[0]?.headers).toEqual({
      'accept': 'application/fhir+json', 'authorization': 'Bearer t1', 'x-purpose': 'EXPEDIERING', 'x-access': 'SAMTYCKE_UTLANDSEXPEDIERING',
      'x-context-id': call.exchange, 'x-request-id': 'request-1', 'x-user-agent': 'ncpeh-gateway/1.0', 'x-patientref': 'pat-1',
      'x-org-info': Buffer.from('{"id":"TEST-ORG-0001","name":"NCPeH demo"}').toString('base64'),
    });
    expect(asked[0]).toMatchObject({ connectTimeoutMs: 2_000, answerTimeoutMs: 8_000 });
    expect(asked[0]?.url).toBe(`${BASE}/MedicationRequest?patient=pat-1&status=active%2Con-hold&_count=200`);
  });
});

describe('the token', () => {
  it('is kept for 80 % of its life', async () => {
    const national = list();
    await national.prescriptions('pat-1', call);
    nowMs += 239_999;
    await national.prescriptions('pat-1', call);
    expect(tokensAsked).toBe(1);
    nowMs += 1;
    await national.prescriptions('pat-1', call);
    expect(tokensAsked).toBe(2);
  });

  it('is asked for once by callers that come together', async () => {
    const national = list();
    await Promise.all([1, 2, 3].map(() => national.prescriptions('pat-1', call)));
    expect(tokensAsked).toBe(1);
  });

  it('is renewed when the list refuses it, and the read repeated', async () => {
    steps = [answer(401), answer(200, bundle())];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe('success');
    expect(asked.map((request) => request.headers['authorization'])).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('missing means that nothing was sent, for a write too', async () => {
    tokenSteps = [sent(), sent(), sent(), sent()];
    const national = list();
    expect(await codeOf(national.reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(asked).toHaveLength(0);
  });

  it('refused by the token service is a matter of access', async () => {
    tokenSteps = [answer(401)];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_FORBIDDEN');
  });

  it.each(['', '{"access_token":"a\\nb"}', '{"access_token":7}', 'x'])('that reads %j is none', async (body) => {
    tokenSteps = [answer(200, body), answer(200, body), answer(200, body)];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });
});

describe('reads', () => {
  it('IHE-12 are repeated twice with growing, jittered pauses, then given up as temporary', async () => {
    steps = [sent(), answer(503), notSent()];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(asked).toHaveLength(3);
    expect(slept).toEqual([75, 150]);
    expect(notices.filter((notice) => notice.kind === 'retry')).toHaveLength(2);
    expect(new Set(asked.map((request) => request.headers['x-request-id'])).size).toBe(3);
  });

  it('succeed when a repetition does', async () => {
    steps = [answer(500), answer(200, bundle(patient()))];
    expect(await list().findPatients(number, call)).toHaveLength(1);
  });

  it('are not repeated when time is up', async () => {
    steps = [sent(), sent(), sent()];
    expect(await codeOf(list({ readBudgetMs: 50 }).prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(asked).toHaveLength(2);
  });

  it.each([
    [403, 'NCP_NATIONAL_FORBIDDEN', 1], [400, 'NCP_NATIONAL_MALFORMED', 1], [429, 'NCP_NATIONAL_UNAVAILABLE', 3], [401, 'NCP_NATIONAL_FORBIDDEN', 3],
    [302, 'NCP_NATIONAL_MALFORMED', 1],
  ])('answered %d are %s after %d attempts', async (status, code, attempts) => {
    steps = [answer(status), answer(status), answer(status)];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe(code);
    expect(asked).toHaveLength(attempts);
  });

  it.each(['<html/>', '[]', '{"resourceType":"Bundle","type":"history"}', '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Binary"}}]}'])(
    'IHE-12 malformed %s is refused', async (body) => {
      steps = [answer(200, body)];
      expect(await codeOf(list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_MALFORMED');
    });

  it('keep codes of a refusal and none of its text', async () => {
    steps = [outcome(403, 'LOCAL-403')];
    const error = await errorOf(list().prescriptions('pat-1', call));
    expect(error.details).toEqual({ status: 403, codes: ['LOCAL-403'] });
    expect(JSON.stringify(error)).not.toContain('Testdotter');
  });

  it('give undefined for a prescription that is not there', async () => {
    steps = [outcome(404, 'LOCAL-404'), answer(410)];
    const national = list();
    expect(await national.prescription('mr-9', call)).toBeUndefined();
    expect(await national.prescription('mr-9', call)).toBeUndefined();
  });

  it.each(['../Patient/1', 'a/b', '..', '', 'a?b', 'x'.repeat(65)])('never put the id %j into a path', async (id) => {
    expect(await list().prescription(id, call)).toBeUndefined();
    expect(asked).toHaveLength(0);
  });

  it('report what is unknown', async () => {
    steps = [answer(200, bundle({ ...(patient() as object), extension: [{ url: 'http://example.org/new', valueString: 'x' }] }))];
    await list().findPatients(number, call);
    expect(notices).toEqual([{ kind: 'unknown-elements', exchange: call.exchange, elements: [{ kind: 'extension', path: 'Patient.extension', name: 'http://example.org/new' }] }]);
  });
});

describe('pages', () => {
  it('are all read, relative or absolute', async () => {
    steps = [page('Patient?_cursor=a', patient()), page(`${BASE}/Patient?_cursor=b`, patient()), page(undefined, patient())];
    expect(await list().findPatients(number, call)).toHaveLength(3);
    expect(asked.map((request) => request.url.slice(BASE.length)).slice(1)).toEqual(['/Patient?_cursor=a', '/Patient?_cursor=b']);
  });

  it.each(['https://evil.example.org/fhir/Patient', 'https://nll.example.se/other', '//evil.example.org/fhir/x', 'https://nll.example.se.evil.org/fhir/x', 'http://nll.example.se/fhir/x', 'javascript:alert(1)'])(
    'never lead the token to %s', async (next) => {
      steps = [page(next)];
      expect(await codeOf(list().findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
      expect(asked).toHaveLength(1);
    });

  it('that lead in a circle or do not end are refused', async () => {
    steps = [page(`${BASE}/Patient?_cursor=a`), page(`${BASE}/Patient?_cursor=a`)];
    expect(await codeOf(list().findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
    steps = Array.from({ length: 60 }, (_, index) => page(`${BASE}/Patient?_cursor=${String(index)}`));
    expect(await codeOf(list({ maxPages: 50 }).findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
  });
});

describe('another person than asked for', () => {
  it.each<[string, unknown, (national: NationalList) => Promise<unknown>]>([
    ['person', patient('197908089274'), (national) => national.findPatients(number, call)],
    ['consent', { resourceType: 'Consent', patient: { reference: 'Patient/pat-2' } }, (national) => national.consents('pat-1', call)],
    ['prescription', request('Patient/pat-2'), (national) => national.prescriptions('pat-1', call)],
    ['prescription of a contained person', request('#p'), (national) => national.prescriptions('pat-1', call)],
    ['uttag', uttag({ subject: { reference: 'Patient/pat-2' } }), (national) => national.dispensesOf('mr-1', call)],
    ['uttag by key', uttag({ subject: { reference: 'Patient/pat-2' } }), (national) => national.dispensesByActorId('FI-1', call)],
  ])('IHE-12 %s: alarm, nothing released', async (_what, resource, ask) => {
    steps = [answer(200, bundle(resource))];
    expect(await codeOf(ask(list()))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });

  it('IHE-12 one wrong among many spoils the list', async () => {
    steps = [answer(200, bundle(request('Patient/pat-1'), request('Patient/pat-2'), request('Patient/pat-1')))];
    expect(await codeOf(list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });

  it('IHE-12 another prescription, uttag or article than asked for is refused too', async () => {
    steps = [
      answer(200, request('Patient/pat-1')), answer(200, bundle(uttag())), answer(200, bundle(uttag())),
      answer(200, bundle({ resourceType: 'Medication', identifier: [{ system: 'http://electronichealth.se/fhir/NamingSystem/nplpackid', value: '2' }] })),
    ];
    const national = list();
    expect(await codeOf(national.prescription('mr-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.dispensesOf('mr-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.dispensesByActorId('FI-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.article('1', call))).toBe('NCP_NATIONAL_MALFORMED');
  });
});

describe('writes', () => {
  const reverse = (): Promise<unknown> => {
    steps.unshift(answer(200, uttag()));
    return list().reverseDispense({ dispense, requestId: 'r-1', reason: 'Patient changed mind' }, call);
  };
  const reversed = (): HttpAnswer => answer(200, uttag({ status: 'entered-in-error', meta: { versionId: '2' } }));

  it('carry version, provenance and the given request id', async () => {
    steps = [reversed()];
    expect(await codeOf(reverse())).toBe('success');
    expect(asked[1]).toMatchObject({ method: 'PUT', url: `${BASE}/MedicationDispense/md-1`, headers: { 'if-match': 'W/"1"', 'x-request-id': 'r-1', 'prefer': 'return=representation' } });
    expect(JSON.parse(Buffer.from(asked[1]?.headers['x-provenance'] ?? '', 'base64').toString('utf8'))).toMatchObject({
      target: [{ reference: 'MedicationDispense/md-1' }], reason: [{ text: 'Patient changed mind' }], activity: { coding: [{ code: 'BACKA_UTTAG_UTLAND' }] },
    });
  });

  it.each<[string, Step, string]>([
    ['connection refused', notSent(), 'NCP_NATIONAL_UNAVAILABLE'],
    ['time-out after sending', sent(), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['an error nobody foresaw', new Error('boom'), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['500', answer(500), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['503', answer(503), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['408', answer(408), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['302', answer(302), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['401', answer(401), 'NCP_NATIONAL_FORBIDDEN'],
    ['403', answer(403), 'NCP_NATIONAL_FORBIDDEN'],
    ['404', answer(404), 'NCP_NATIONAL_NOT_FOUND'],
    ['400', answer(400), 'NCP_NATIONAL_REFUSED'],
    ['412', outcome(412, 'LOCAL-412'), 'NCP_NATIONAL_VERSION_CONFLICT'],
    ['423', outcome(423, 'LOCAL-423'), 'NCP_NATIONAL_LOCKED'],
    ['422', outcome(422, 'F.001'), 'NCP_NATIONAL_REFUSED'],
    ['429', answer(429), 'NCP_NATIONAL_UNAVAILABLE'],
    ['success without an uttag', answer(200, ''), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['success about another uttag', answer(200, uttag({ authorizingPrescription: [{ reference: 'MedicationRequest/mr-2' }] })), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['success that undid nothing', answer(200, uttag()), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
  ])('are made once: %s', async (_what, step, code) => {
    steps = [step];
    expect(await codeOf(reverse())).toBe(code);
    expect(asked.filter((request) => request.method === 'PUT')).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it.each([
    ['LOCAL-422-STATUS', 'status'], ['LOCAL-422-LEFT', 'left'], ['LOCAL-422-INTERVAL', 'interval'], ['D.003', 'other'],
  ])('say why: %s is %s', async (code, reason) => {
    steps = [outcome(422, code)];
    expect((await errorOf(reverse())).details).toEqual({ status: 422, codes: [code], reason });
  });

  it('find an uttag that is undone already, and leave it', async () => {
    steps = [answer(200, uttag({ status: 'entered-in-error', meta: { versionId: '2' } }))];
    expect(await list().reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call)).toMatchObject({ status: 'reversed', versionId: '2' });
    expect(asked).toHaveLength(1);
  });

  it('report AFF remarks', async () => {
    steps = [answer(200, uttag({ status: 'entered-in-error', contained: [{ resourceType: 'DetectedIssue', code: { coding: [{ code: 'D.001' }] } }] }))];
    await reverse();
    expect(notices).toContainEqual({ kind: 'aff-warning', exchange: call.exchange, codes: ['D.001'] });
  });
});

describe('the breaker', () => {
  it('opens after five failures: then nothing is sent, for 30 s', async () => {
    steps = [sent(), sent(), sent(), sent(), sent()];
    const national = list();
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(asked).toHaveLength(5);
    expect(await codeOf(national.reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(asked).toHaveLength(5);
    nowMs += 30_000;
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('success');
    expect(notices.filter((notice) => notice.kind === 'breaker').map((notice) => notice.state)).toEqual(['open', 'half-open', 'closed']);
  });

  it('does not count refusals', async () => {
    steps = Array.from({ length: 10 }, () => answer(403));
    const national = list();
    for (let done = 0; done < 10; done += 1) await codeOf(national.prescriptions('pat-1', call));
    expect(asked).toHaveLength(10);
  });
});
