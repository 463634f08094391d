import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { epochMs, instant } from '@ncp/domain';
import { provenanceHeader } from '@ncp/fhir';
import { prescriptionIdOf, startNll, type NllSimulator } from './index.js';

const DEMO = instant('2026-06-12T14:00:00+02:00');
let nll: NllSimulator;
let tokens: Record<string, string> = {};
beforeAll(async () => {
  nll = await startNll({
    clock: { now: () => DEMO, epochMs: () => epochMs(DEMO) },
    clients: [{ id: 'gateway', role: 'gateway', secret: 's' }, { id: 'reader', role: 'read' }],
  });
  for (const client of ['gateway', 'reader']) tokens[client] = await tokenFor(client);
});
afterAll(() => nll.close());
beforeEach(() => { nll.control.reset(); });

const tokenFor = async (client: string): Promise<string> => {
  const answer = await fetch(nll.tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: 's' }) });
  return ((await answer.json()) as { access_token: string }).access_token;
};
const headers = (more: Record<string, string> = {}): Record<string, string> => ({
  'authorization': `Bearer ${tokens['gateway'] ?? ''}`, 'x-purpose': 'EXPEDIERING', 'x-access': 'SAMTYCKE_UTLANDSEXPEDIERING', 'x-request-id': 'r-1', ...more,
});
interface Json { readonly [name: string]: unknown }
interface Got { readonly status: number; readonly headers: Headers; readonly body: Json & { issue?: { details: { coding?: { code: string }[] } }[] } }
const got = async (answer: Response): Promise<Got> => {
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Got['body'] };
};
const get = async (path: string, more: Record<string, string> = {}): Promise<Got> => got(await fetch(`${nll.baseUrl}/${path}`, { headers: headers(more) }));
const codes = (answer: Got): readonly string[] => answer.body.issue?.flatMap(({ details }) => (details.coding ?? []).map(({ code }) => code)) ?? [];
const entries = (answer: Got): { resource: { resourceType: string; id: string }; search: { mode: string } }[] => (answer.body['entry'] as undefined | { resource: { resourceType: string; id: string }; search: { mode: string } }[]) ?? [];

const NLL = 'http://electronichealth.se/fhir/StructureDefinition/';
const RX = prescriptionIdOf('S01', 1);
const uttag = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  resourceType: 'MedicationDispense', status: 'completed', subject: { reference: 'Patient/pat-s01' }, authorizingPrescription: [{ reference: `MedicationRequest/${RX}/_history/1` }],
  whenHandedOver: '2026-06-12T13:00:00+02:00', quantity: { value: 100, unit: 'tablett' },
  medicationCodeableConcept: { coding: [{ system: 'http://electronichealth.se/fhir/NamingSystem/nplid', code: '20060518000033' }] },
  extension: [
    { url: `${NLL}NLLActorDispatchId`, valueString: 'PT-1' }, { url: `${NLL}NLLDispatchRowNo`, valueDecimal: 1 }, { url: `${NLL}NLLBenefitChoiceCode`, valueCode: 'no-benefit' },
    { url: `${NLL}NLLDeductedQuantity`, valueDecimal: 100 },
  ],
  substitution: { wasSubstituted: false }, ...changes,
});
const performer = { legitimationCode: '920007', family: 'Ncpeh', given: 'System', profession: 'AP' };
const registering = provenanceHeader({ event: 'register', target: 'urn:uuid:x', recorded: DEMO, performer });
const undoing = provenanceHeader({ event: 'backa', target: 'MedicationDispense/x', recorded: DEMO, performer, reason: 'Ångrat' });
const post = async (body: unknown, more: Record<string, string> = {}, path = 'MedicationDispense'): Promise<Got> => got(await fetch(`${nll.baseUrl}/${path}`, {
  method: 'POST', headers: headers({ 'content-type': 'application/fhir+json', 'x-provenance': registering, ...more }), body: typeof body === 'string' ? body : JSON.stringify(body),
}));
const put = async (id: string, body: unknown, more: Record<string, string> = {}): Promise<Got> => got(await fetch(`${nll.baseUrl}/MedicationDispense/${id}`, {
  method: 'PUT', headers: headers({ 'content-type': 'application/fhir+json', 'x-provenance': undoing, 'x-request-id': 'u-1', 'if-match': 'W/"1"', ...more }), body: JSON.stringify(body),
}));

describe('who may ask', () => {
  it.each([
    ['no token', { authorization: '' }, 401, 'LOCAL-401'],
    ['a token of somebody else', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' }, 401, 'LOCAL-401'],
    ['care purpose', { 'x-purpose': 'VARD' }, 403, 'LOCAL-403'],
    ['emergency access', { 'x-access': 'NODATKOMST' }, 403, 'LOCAL-403'],
  ])('not with %s', async (_what, more, status, code) => {
    const answer = await get('Patient/pat-s01', more);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(answer.headers.get('x-request-id')).toBe('r-1');
  });

  it('not with a wrong secret, nor with tokens that were revoked', async () => {
    const answer = await fetch(nll.tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'gateway', client_secret: 'x' }) });
    expect(answer.status).toBe(401);
    await fetch(`${nll.controlUrl}/tokens/revoke`, { method: 'POST' });
    expect((await get('Patient/pat-s01')).status).toBe(401);
    for (const client of ['gateway', 'reader']) tokens = { ...tokens, [client]: await tokenFor(client) };
    expect((await get('Patient/pat-s01')).status).toBe(200);
  });

  it('a role without a pharmacy reads, and registers nothing', async () => {
    const reader = { authorization: `Bearer ${tokens['reader'] ?? ''}` };
    expect((await get('Patient/pat-s01', reader)).status).toBe(200);
    expect((await post(uttag(), reader)).status).toBe(403);
  });

  it('$ping needs a token and no purpose', async () => {
    expect((await post('', { 'x-purpose': '' }, '$ping')).status).toBe(200);
  });
});

describe('what HTTP cannot take', () => {
  it('is refused like any unreadable content', async () => {
    expect(codes(await post('x'.repeat(1_100_000)))).toEqual(['LOCAL-400']);
    expect((await get('Patient/%E0%A4%A')).status).toBe(400);
  });
});

describe('reading', () => {
  it('a person by number in every documented form; a number that cannot be one is an error', async () => {
    for (const system of ['http://electronichealth.se/identifier/personnummer', 'urn:oid:1.2.752.129.2.1.3.1']) {
      expect(entries(await get(`Patient?identifier=${encodeURIComponent(`${system}|199008202385`)}`)).map(({ resource }) => resource.id)).toEqual(['pat-s01']);
    }
    const wrong = await get(`Patient?identifier=${encodeURIComponent('http://electronichealth.se/identifier/personnummer|199008202386')}`);
    expect([wrong.status, codes(wrong)]).toEqual([400, ['LOCAL-400-PNR']]);
  });

  it('gives version in ETag, and each version by number', async () => {
    nll.control.prescription(RX, 'touch');
    const current = await get(`MedicationRequest/${RX}`);
    expect([current.headers.get('etag'), (current.body['meta'] as { versionId: string }).versionId]).toEqual(['W/"2"', '2']);
    expect((await get(`MedicationRequest/${RX}/_history/1`)).headers.get('etag')).toBe('W/"1"');
    expect((await get(`MedicationRequest/${RX}/_history`)).body['total']).toBe(2);
    expect((await get(`MedicationRequest/${RX}/_history/9`)).status).toBe(404);
  });

  it('404 for what is not there, empty Bundle for a search that finds nothing', async () => {
    expect(codes(await get('MedicationRequest/x'))).toEqual(['LOCAL-404']);
    expect((await get('Observation/x')).status).toBe(404);
    const none = await get('MedicationRequest?patient=pat-s19');
    expect([none.status, none.body['total'], none.body['entry']]).toEqual([200, 0, undefined]);
  });

  it('refuses a filter it does not know, rather than widening the search', async () => {
    expect((await get('MedicationRequest?pasient=pat-s01')).status).toBe(400);
    expect((await get('MedicationRequest?patient=pat-s01&_include=x')).status).toBe(400);
    expect((await get('MedicationRequest?_lastUpdated=yesterday')).status).toBe(400);
  });

  it('filters by patient, its identifier, status, id and time', async () => {
    const count = async (query: string): Promise<number> => entries(await get(`MedicationRequest?${query}`)).length;
    expect(await count('patient=Patient/pat-s03')).toBe(3);
    expect(await count('patient._id=pat-s03&status=active,completed')).toBe(3);
    expect(await count('patient.identifier=195411222267')).toBe(3);
    expect(await count(`_id=${RX}`)).toBe(1);
    expect(await count('patient=pat-s03&_lastUpdated=ge2026-06-01T00:00:00Z')).toBe(0);
    expect(await count('patient=pat-s03&_lastUpdated=lt2026-06-01T00:00:00Z')).toBe(3);
  });

  it('brings articles and uttag along on request', async () => {
    const answer = await get('MedicationRequest?patient=pat-s02&_include=MedicationRequest:medication&_revinclude=MedicationDispense:prescription');
    expect(entries(answer).map(({ resource, search }) => `${resource.resourceType} ${search.mode}`)).toEqual(['MedicationRequest match', 'Medication include', 'MedicationDispense include']);
  });

  it('pages with opaque links, of the list as it was at the first page', async () => {
    const first = await get('MedicationRequest?patient=pat-x08&_count=10');
    const next = (first.body['link'] as { relation: string; url: string }[]).find(({ relation }) => relation === 'next')?.url ?? '';
    expect(next).toMatch(/_cursor=[0-9a-f-]{36}$/);
    nll.control.prescription(prescriptionIdOf('X08', 1), 'void');
    const second = await got(await fetch(next, { headers: headers() }));
    expect([first.body['total'], entries(first).length, second.body['total'], entries(second).length]).toEqual([21, 10, 21, 10]);
    expect((await get('MedicationRequest?_cursor=nothing')).status).toBe(400);
    expect((await get('MedicationRequest?_count=0')).status).toBe(400);
  });

  it('tells list version, controlled drugs and blocks cheaply', async () => {
    const info = async (who: string): Promise<Record<string, unknown>> => {
      const [entry] = entries(await get(`Basic?code=medlistinfo&patient=${who}`)) as unknown as { resource: { extension: { url: string; valueBoolean?: boolean; valueInteger?: number }[] } }[];
      return Object.fromEntries((entry?.resource.extension ?? []).map(({ url, valueBoolean, valueInteger }) => [url.split('/').at(-1), valueBoolean ?? valueInteger]));
    };
    expect(await info('pat-s08')).toEqual({ nllControlledDrugs: true, nllMedicationlistVersion: 1, nllPrivacyLock: false });
    expect(await info('pat-s12')).toEqual({ nllControlledDrugs: false, nllMedicationlistVersion: 2, nllPrivacyLock: true });
  });
});

describe('registering', () => {
  it('201 with place and version; the prescription gets a new version, provenance is kept', async () => {
    const answer = await post(uttag());
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, 'W/"1"']);
    expect(answer.headers.get('location')).toBe(`${nll.baseUrl}/MedicationDispense/${String(answer.body['id'])}/_history/1`);
    expect((await get(`MedicationRequest/${RX}`)).body).toMatchObject({ status: 'completed', meta: { versionId: '2' } });
    const [provenance] = entries(await get(`Provenance?target=MedicationDispense/${String(answer.body['id'])}`));
    expect(provenance?.resource).toMatchObject({ resourceType: 'Provenance', activity: { coding: [{ code: 'REGISTRERA_UTTAG_UTLAND' }] } });
  });

  it('answers as prefer asks', async () => {
    expect((await post(uttag(), { prefer: 'return=minimal' })).body).toEqual({});
    nll.control.reset();
    expect((await post(uttag(), { prefer: 'return=OperationOutcome' })).body['resourceType']).toBe('OperationOutcome');
  });

  it('the same request id gives the same answer; with other content it is a conflict; after 24 h it is new', async () => {
    const first = await post(uttag());
    expect((await post(uttag())).body).toEqual(first.body);
    expect(codes(await post(uttag({ quantity: { value: 99, unit: 'tablett' } })))).toEqual(['LOCAL-409']);
    nll.control.setClock(instant('2026-06-13T14:00:01+02:00'));
    expect(codes(await post(uttag()))).toEqual(['LOCAL-422-LEFT']);
  });

  it('a refusal is not remembered', async () => {
    nll.control.prescription(RX, 'lock');
    expect(codes(await post(uttag()))).toEqual(['LOCAL-423']);
    nll.control.prescription(RX, 'unlock');
    expect((await post(uttag())).status).toBe(201);
  });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['no provenance', uttag(), { 'x-provenance': '' }, 400, 'LOCAL-400-PROV'],
    ['provenance that is not base64', uttag(), { 'x-provenance': '{}' }, 400, 'LOCAL-400-PROV'],
    ['provenance of another event', uttag(), { 'x-provenance': undoing }, 400, 'LOCAL-400-PROV'],
    ['a performer without code', uttag(), { 'x-provenance': provenanceHeader({ event: 'register', target: 'x', recorded: DEMO, performer: { ...performer, legitimationCode: '' } }) }, 422, 'F.001'],
    ['a performer who is a physician', uttag(), { 'x-provenance': provenanceHeader({ event: 'register', target: 'x', recorded: DEMO, performer: { ...performer, profession: 'LK' } }) }, 422, 'F.002'],
    ['JSON that is none', '{', {}, 400, 'LOCAL-400'],
    ['another resource', { resourceType: 'Patient' }, {}, 400, 'LOCAL-400'],
    ['no expedition id', uttag({ extension: [] }), {}, 400, 'LOCAL-400'],
    ['a foreign product that is not said to be from abroad', uttag({ medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01' }] } }), {}, 400, 'LOCAL-400'],
    ['nothing dispensed', uttag({ quantity: { value: 0, unit: 'tablett' } }), {}, 400, 'LOCAL-400'],
    ['a time without zone', uttag({ whenHandedOver: '2026-06-12T13:00:00' }), {}, 400, 'LOCAL-400'],
    ['a prescription of another person', uttag({ subject: { reference: 'Patient/pat-s02' } }), {}, 422, 'LOCAL-422-PATIENT'],
    ['an old version', uttag(), { 'x-if-prescription-version': '7' }, 412, 'LOCAL-412'],
    ['no request id', uttag(), { 'x-request-id': '' }, 400, 'LOCAL-400'],
  ])('refuses %s, and registers nothing', async (_what, body, more, status, code) => {
    const before = nll.control.counters().uttag.total;
    const answer = await post(body, more);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(nll.control.counters().uttag.total).toBe(before);
  });

  it('substitution against the prescriber\'s word is registered with a remark', async () => {
    const rx = prescriptionIdOf('S03', 2);
    const answer = await post(uttag({ subject: { reference: 'Patient/pat-s03' }, authorizingPrescription: [{ reference: `MedicationRequest/${rx}` }], substitution: { wasSubstituted: true } }));
    expect(answer.status).toBe(201);
    expect(JSON.stringify(answer.body['contained'])).toContain('D.001');
    const stored = await get(`MedicationDispense/${String(answer.body['id'])}`);
    expect(JSON.stringify(stored.body)).not.toContain('DetectedIssue');
  });

  it('$check tells the same and registers nothing', async () => {
    expect((await post(uttag(), {}, 'MedicationDispense/$check')).status).toBe(200);
    expect(codes(await post(uttag({ authorizingPrescription: [{ reference: `MedicationRequest/${prescriptionIdOf('S02', 1)}` }], subject: { reference: 'Patient/pat-s02' } }), {}, 'MedicationDispense/$check'))).toEqual(['LOCAL-422-INTERVAL']);
    expect(nll.control.counters().byPrescription[RX]).toBeUndefined();
  });

  it('one of two at the same moment wins', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => post(uttag(), { 'x-request-id': `r-${String(index)}` })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(nll.control.counters().byPrescription[RX]).toEqual({ total: 1, valid: 1 });
  });
});

describe('changing', () => {
  const reversed = (body: Record<string, unknown>): Record<string, unknown> => ({
    ...body, status: 'entered-in-error',
    extension: (body['extension'] as { url: string }[]).map((entry) => (entry.url.endsWith('NLLDeductedQuantity') ? { ...entry, valueDecimal: 0 } : entry)),
  });

  it('needs If-Match, the right one, and keeps every version', async () => {
    const { body } = await post(uttag());
    const id = String(body['id']);
    expect(codes(await put(id, reversed(body), { 'if-match': '' }))).toEqual(['LOCAL-428']);
    expect(codes(await put(id, reversed(body), { 'if-match': 'W/"2"' }))).toEqual(['LOCAL-412']);
    const done = await put(id, reversed(body));
    expect([done.status, done.headers.get('etag'), done.body['status']]).toEqual([200, 'W/"2"', 'entered-in-error']);
    expect((await get(`MedicationDispense/${id}/_history/1`)).body['status']).toBe('completed');
  });

  it('cannot be undone, rewritten or half done', async () => {
    const { body } = await post(uttag());
    const id = String(body['id']);
    expect(codes(await put(id, { ...reversed(body), quantity: { value: 1, unit: 'tablett' } }))).toEqual(['LOCAL-422-FINAL']);
    expect(codes(await put(id, { ...body, status: 'entered-in-error' }))).toEqual(['LOCAL-400']);
    await put(id, reversed(body));
    expect(codes(await put(id, body, { 'if-match': 'W/"2"', 'x-request-id': 'u-2' }))).toEqual(['LOCAL-422-FINAL']);
    expect(codes(await put('nothing', reversed(body), { 'x-request-id': 'u-3' }))).toEqual(['LOCAL-404']);
  });

  it('a note may be added: the prescription stays dispensed', async () => {
    const { body } = await post(uttag());
    expect((await put(String(body['id']), { ...body, note: [{ text: 'Kompletterat' }] })).status).toBe(200);
    expect((await get(`MedicationRequest/${RX}`)).body['status']).toBe('completed');
  });
});

describe('the control interface', () => {
  const control = async (method: string, path: string, body?: unknown): Promise<{ status: number; json: never }> => {
    const answer = await fetch(`${nll.controlUrl}/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const text = await answer.text();
    return { status: answer.status, json: (text === '' ? undefined : JSON.parse(text)) as never };
  };

  it('plans, lists and clears faults; refuses what is none', async () => {
    expect((await control('POST', 'faults', [{ kind: 'latency', ms: 1 }, { kind: 'error', times: 2 }])).json).toEqual([{ kind: 'latency', ms: 1, times: 1 }, { kind: 'error', times: 2 }]);
    expect((await control('POST', 'faults', { kind: 'nonsense' })).status).toBe(400);
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await control('GET', 'faults')).json).toEqual([]);
  });

  it('sets the clock, changes prescriptions and consents, dispenses in Sweden, and resets everything', async () => {
    expect((await control('POST', 'clock', { now: '2026-07-02T08:00:00+02:00' })).json).toEqual({ now: '2026-07-02T08:00:00+02:00' });
    expect((await control('POST', 'clock', { now: 'tomorrow' })).status).toBe(400);
    expect((await control('POST', `prescriptions/${RX}/block`)).status).toBe(200);
    expect((await control('POST', `prescriptions/${RX}/explode`)).status).toBe(400);
    expect((await control('POST', 'prescriptions/x/block')).status).toBe(404);
    expect((await control('POST', 'patients/S18/consents', { byGuardian: true, countries: ['FI'] })).status).toBe(201);
    expect((await control('POST', 'patients/S18/consents', { category: 'x' })).status).toBe(400);
    expect((await control('DELETE', 'patients/S01/consents')).json).toEqual({ withdrawn: 2 });
    expect((await control('POST', 'dispense', { prescriptionId: prescriptionIdOf('S02', 1) })).status).toBe(201);
    expect((await control('POST', 'dispense', { prescriptionId: prescriptionIdOf('S02', 1) })).status).toBe(422);
    expect((await control('POST', 'dispense', {})).status).toBe(400);
    expect(((await control('GET', 'counters')).json as { byPrescription: object }).byPrescription).toMatchObject({ [prescriptionIdOf('S02', 1)]: { total: 2, valid: 2 } });
    await control('POST', 'reset');
    expect((await control('GET', 'clock')).json).toEqual({ now: DEMO });
    expect(((await control('GET', 'patients/S01/prescriptions')).json as { meta: object }[])[0]?.meta).toEqual(expect.not.objectContaining({ security: expect.anything() }));
    expect(((await control('GET', 'persons')).json as object[]).length).toBeGreaterThan(19);
  });

  it('lists requests without any personal number', async () => {
    await get(`Patient?identifier=${encodeURIComponent('http://electronichealth.se/identifier/personnummer|199008202385')}`);
    const { json } = await control('GET', 'requests');
    expect(json).toMatchObject([{ method: 'GET', resource: 'Patient', status: 200, purpose: 'EXPEDIERING' }]);
    expect(JSON.stringify(json)).not.toContain('19900820');
  });
});
