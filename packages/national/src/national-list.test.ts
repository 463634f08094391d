import { describe, expect, it } from '@jest/globals';
import type { HttpAnswer, NationalList } from '@ncp/exchange';
import { answer, BASE, bundle, call, codeOf, errorOf, notSent, number, outcome, patient, sent, uttag, useFakeList } from '../fixtures/fake-list.js';

const fake = useFakeList();
const page = (next: string | undefined, ...resources: unknown[]): HttpAnswer =>
  answer(200, { ...(bundle(...resources) as object), ...(next === undefined ? {} : { link: [{ relation: 'next', url: next }] }) });

const request = (subject: string): unknown => ({
  resourceType: 'MedicationRequest', id: 'mr-1', meta: { versionId: '1', lastUpdated: '2026-01-15T03:00:00+01:00' }, status: 'active', intent: 'plan',
  subject: { reference: subject }, authoredOn: '2026-01-15T03:00:00+01:00',
});

describe('headers and limits', () => {
  it('sends purpose, access, exchange, patient and a fresh request id with the token', async () => {
    await fake.list().prescriptions('pat-1', call);
    expect(fake.asked[0]?.headers).toEqual({
      'accept': 'application/fhir+json', 'authorization': 'Bearer t1', 'x-purpose': 'EXPEDIERING', 'x-access': 'SAMTYCKE_UTLANDSEXPEDIERING',
      'x-context-id': call.exchange, 'x-request-id': 'request-1', 'x-user-agent': 'ncpeh-gateway/1.0', 'x-patientref': 'pat-1',
      'x-org-info': Buffer.from('{"id":"TEST-ORG-0001","name":"NCPeH demo"}').toString('base64'),
    });
    expect(fake.asked[0]).toMatchObject({ connectTimeoutMs: 2_000, answerTimeoutMs: 8_000 });
    expect(fake.asked[0]?.url).toBe(`${BASE}/MedicationRequest?patient=pat-1&status=active%2Con-hold&_count=200`);
  });
});

describe('personal numbers', () => {
  it('DAT-08 are in the one search that the list itself demands, in no other URL and in nothing that is told', async () => {
    fake.steps = [answer(200, bundle(patient()))];
    const list = fake.list();
    await list.findPatients(number, call);
    await list.prescriptions('pat-1', call);
    await codeOf(list.consents('pat-1', call));
    const [search, ...others] = fake.asked.map(({ url }) => decodeURIComponent(url));
    expect(search).toContain(`Patient?identifier=`);
    expect(search).toContain(number);
    expect(others.length).toBeGreaterThan(0);
    for (const url of others) expect(url).not.toContain(number.slice(2));
    fake.steps = [answer(500), answer(500), answer(500)];
    const error = await errorOf(list.findPatients(number, call));
    expect(JSON.stringify([error.details, error.message, fake.notices])).not.toContain(number.slice(2));
  });
});

describe('reads', () => {
  it('IHE-12 are repeated twice with growing, jittered pauses, then given up as temporary', async () => {
    fake.steps = [sent(), answer(503), notSent()];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked).toHaveLength(3);
    expect(fake.slept).toEqual([75, 150]);
    expect(fake.notices.filter((notice) => notice.kind === 'retry')).toHaveLength(2);
    expect(new Set(fake.asked.map((request) => request.headers['x-request-id'])).size).toBe(3);
  });

  it('succeed when a repetition does', async () => {
    fake.steps = [answer(500), answer(200, bundle(patient()))];
    expect(await fake.list().findPatients(number, call)).toHaveLength(1);
  });

  it('are not repeated when time is up', async () => {
    fake.steps = [sent(), sent(), sent()];
    expect(await codeOf(fake.list({ readBudgetMs: 50 }).prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked).toHaveLength(2);
  });

  it.each([
    [403, 'NCP_NATIONAL_FORBIDDEN', 1], [400, 'NCP_NATIONAL_MALFORMED', 1], [429, 'NCP_NATIONAL_UNAVAILABLE', 3], [401, 'NCP_NATIONAL_FORBIDDEN', 3],
    [302, 'NCP_NATIONAL_MALFORMED', 1],
  ])('answered %d are %s after %d attempts', async (status, code, attempts) => {
    fake.steps = [answer(status), answer(status), answer(status)];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe(code);
    expect(fake.asked).toHaveLength(attempts);
  });

  it.each(['<html/>', '[]', '{"resourceType":"Bundle","type":"history"}', '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Binary"}}]}'])(
    'IHE-12 malformed %s is refused', async (body) => {
      fake.steps = [answer(200, body)];
      expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_MALFORMED');
    });

  it('keep codes of a refusal and none of its text', async () => {
    fake.steps = [outcome(403, 'LOCAL-403')];
    const error = await errorOf(fake.list().prescriptions('pat-1', call));
    expect(error.details).toEqual({ status: 403, codes: ['LOCAL-403'] });
    expect(JSON.stringify(error)).not.toContain('Testdotter');
  });

  it('give undefined for a prescription that is not there', async () => {
    fake.steps = [outcome(404, 'LOCAL-404'), answer(410)];
    const national = fake.list();
    expect(await national.prescription('mr-9', call)).toBeUndefined();
    expect(await national.prescription('mr-9', call)).toBeUndefined();
  });

  it.each(['../Patient/1', 'a/b', '..', '', 'a?b', 'x'.repeat(65)])('never put the id %j into a path', async (id) => {
    expect(await fake.list().prescription(id, call)).toBeUndefined();
    expect(fake.asked).toHaveLength(0);
  });

  it('report what is unknown', async () => {
    fake.steps = [answer(200, bundle({ ...(patient() as object), extension: [{ url: 'http://example.org/new', valueString: 'x' }] }))];
    await fake.list().findPatients(number, call);
    expect(fake.notices).toEqual([{ kind: 'unknown-elements', exchange: call.exchange, elements: [{ kind: 'extension', path: 'Patient.extension', name: 'http://example.org/new' }] }]);
  });
});

describe('what a patient was ever prescribed and dispensed', () => {
  it('is asked for once each, prescriptions that are used up included', async () => {
    fake.steps = [answer(200, bundle(request('Patient/pat-1'))), answer(200, bundle(uttag()))];
    const { prescriptions, dispenses } = await fake.list().medicationHistory('pat-1', call);
    expect([prescriptions.length, dispenses.length]).toEqual([1, 1]);
    expect(dispenses[0]).not.toHaveProperty('patientNationalId');
    expect(fake.asked.map(({ url }) => url)).toEqual([
      `${BASE}/MedicationRequest?patient=pat-1&status=active%2Con-hold%2Ccompleted&_count=200`, `${BASE}/MedicationDispense?patient=pat-1&_count=200`,
    ]);
  });
});

describe('pages', () => {
  it('are all read, relative or absolute', async () => {
    fake.steps = [page('Patient?_cursor=a', patient()), page(`${BASE}/Patient?_cursor=b`, patient()), page(undefined, patient())];
    expect(await fake.list().findPatients(number, call)).toHaveLength(3);
    expect(fake.asked.map((request) => request.url.slice(BASE.length)).slice(1)).toEqual(['/Patient?_cursor=a', '/Patient?_cursor=b']);
  });

  it.each(['https://evil.example.org/fhir/Patient', 'https://nll.example.se/other', '//evil.example.org/fhir/x', 'https://nll.example.se.evil.org/fhir/x', 'http://nll.example.se/fhir/x', 'javascript:alert(1)'])(
    'never lead the token to %s', async (next) => {
      fake.steps = [page(next)];
      expect(await codeOf(fake.list().findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
      expect(fake.asked).toHaveLength(1);
    });

  it('that lead in a circle or do not end are refused', async () => {
    fake.steps = [page(`${BASE}/Patient?_cursor=a`), page(`${BASE}/Patient?_cursor=a`)];
    expect(await codeOf(fake.list().findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
    fake.steps = Array.from({ length: 60 }, (_, index) => page(`${BASE}/Patient?_cursor=${String(index)}`));
    expect(await codeOf(fake.list({ maxPages: 50 }).findPatients(number, call))).toBe('NCP_NATIONAL_MALFORMED');
  });
});

describe('another person than fake.asked for', () => {
  it.each<[string, unknown, (national: NationalList) => Promise<unknown>]>([
    ['person', patient('197908089274'), (national) => national.findPatients(number, call)],
    ['consent', { resourceType: 'Consent', patient: { reference: 'Patient/pat-2' } }, (national) => national.consents('pat-1', call)],
    ['prescription', request('Patient/pat-2'), (national) => national.prescriptions('pat-1', call)],
    ['prescription of a contained person', request('#p'), (national) => national.prescriptions('pat-1', call)],
    ['uttag', uttag({ subject: { reference: 'Patient/pat-2' } }), (national) => national.dispensesOf('mr-1', call)],
    ['uttag by key', uttag({ subject: { reference: 'Patient/pat-2' } }), (national) => national.dispensesByActorId('FI-1', call)],
  ])('IHE-12 %s: alarm, nothing released', async (_what, resource, ask) => {
    fake.steps = [answer(200, bundle(resource))];
    expect(await codeOf(ask(fake.list()))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });

  it('IHE-12 one wrong among many spoils the list', async () => {
    fake.steps = [answer(200, bundle(request('Patient/pat-1'), request('Patient/pat-2'), request('Patient/pat-1')))];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });

  it('IHE-12 another prescription, uttag or article than fake.asked for is refused too', async () => {
    fake.steps = [
      answer(200, request('Patient/pat-1')), answer(200, bundle(uttag())), answer(200, bundle(uttag())),
      answer(200, bundle({ resourceType: 'Medication', identifier: [{ system: 'http://electronichealth.se/fhir/NamingSystem/nplpackid', value: '2' }] })),
    ];
    const national = fake.list();
    expect(await codeOf(national.prescription('mr-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.dispensesOf('mr-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.dispensesByActorId('FI-2', call))).toBe('NCP_NATIONAL_MALFORMED');
    expect(await codeOf(national.article('1', call))).toBe('NCP_NATIONAL_MALFORMED');
  });
});
