import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiClient, confirmedVisit, startTreatmentWorld, type ApiClient, type CounterVisit, type TreatmentWorld, type TypedPatient } from '@ncp/testkit';
import { OPERATIONS } from './index.js';

const AINO: TypedPatient = { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } };
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What the API refuses by itself: whoever asks has sent something that the other country never sees. */
describe('the national API refuses', () => {
  let world: TreatmentWorld;
  let anna: ApiClient;
  let visit: CounterVisit;
  let document: string;
  beforeAll(async () => {
    world = await startTreatmentWorld({ timeoutMs: 10_000 });
    anna = await world.as();
    visit = await confirmedVisit(anna, AINO);
    document = (await visit.read()).key;
  });
  afterAll(async () => { await world.stop(); });

  const open = async (api: ApiClient = anna): Promise<string> => (await api.ask('openVisit', { body: { country: 'FI' } })).body.id;

  describe('tokens', () => {
    it.each([
      ['expired', 'expired'], ['not-yet', 'not-yet'], ['wrong-audience', 'audience'], ['wrong-issuer', 'issuer'], ['wrong-key', 'signature'], ['unknown-key', 'signature'],
      ['unsigned', 'algorithm'], ['hmac', 'algorithm'], ['weak-acr', 'acr'], ['no-acr', 'claims'], ['old-authentication', 'auth-time'],
      ['no-gln', 'claims'], ['no-legitimation', 'claims'], ['no-name', 'claims'],
    ] as const)('%s', async (fault, detail) => {
      const { status, problem, headers } = await (await world.as('anna', { fault })).ask('openVisit', { body: { country: 'FI' } });
      expect([status, problem.code, problem.detail, problem.theirs]).toEqual([401, 'NCP_API_AUTH', detail, false]);
      expect(headers['www-authenticate']).toContain(detail);
    });

    it('that are missing, or no tokens', async () => {
      const none = await world.with().ask('countries');
      expect([none.status, none.problem.detail, none.headers['www-authenticate']]).toEqual([401, 'missing', 'Bearer']);
      for (const text of ['Basic YTpi', 'Bearer', 'Bearer ...', 'Bearer a.b.c']) expect((await world.with(text).ask('countries')).status).toBe(401);
    });

    it('for every operation that takes one', async () => {
      const params = { country: 'FI', visit: NOBODY, document: 'x', dispensation: NOBODY, operation: NOBODY };
      for (const { id } of OPERATIONS) {
        const { status } = await world.with().ask(id, { params, body: {} });
        expect([id, status]).toEqual([id, id === 'errors' || id === 'openapi' ? 200 : 401]);
      }
    });
  });

  describe('roles', () => {
    it('without any right here, with an audited refusal', async () => {
      const otto = await world.as('otto');
      const { status, problem } = await otto.ask('openVisit', { body: { country: 'FI' } });
      expect([status, problem.code]).toEqual([403, 'NCP_API_ROLE']);
      expect(await world.recorded(problem.exchange)).toMatchObject([{ kind: 'role-refused', outcome: 4, codes: ['NCP_API_ROLE'] }]);
    });

    it('of the pharmacy that ask for a patient summary (UC-B7 1), and of nurses that ask for prescriptions', async () => {
      const summary = await anna.ask('listSummaries', { params: { visit: visit.id }, body: {} });
      expect([summary.status, summary.problem.code]).toEqual([403, 'NCP_API_ROLE']);
      expect(await world.recorded(summary.problem.exchange)).toHaveLength(1);
      const siv = await confirmedVisit(await world.as('siv'), AINO);
      expect((await siv.api.ask('listPrescriptions', { params: { visit: siv.id }, body: {} })).problem.code).toBe('NCP_API_ROLE');
    });

    it('that identify but do not hand over', async () => {
      const dan = await world.as('dan');
      expect((await dan.ask('openVisit', { body: { country: 'FI' } })).status).toBe(201);
      for (const operation of ['dispensations', 'release', 'discard', 'readDispensation'] as const) {
        expect((await dan.ask(operation, { params: { dispensation: NOBODY }, body: { reason: 'x' } })).problem.code).toBe('NCP_API_ROLE');
      }
    });
  });

  describe('what is somebody else\'s', () => {
    it('visits of a colleague, and of the same person at another pharmacy', async () => {
      const id = await open();
      for (const person of ['rolf', 'asa']) {
        const { status, problem } = await (await world.as(person)).ask('readVisit', { params: { visit: id } });
        expect([status, problem.code]).toEqual([404, 'NCP_API_NOT_FOUND']);
      }
      expect((await anna.ask('readVisit', { params: { visit: id } })).status).toBe(200);
    });

    it('operations of a colleague', async () => {
      const begun = await anna.ask('identify', { params: { visit: await open() }, body: { traits: AINO.traits }, prefer: 'respond-async' });
      expect(begun.status).toBe(202);
      const params = { operation: (begun.json as { id: string }).id };
      expect((await (await world.as('rolf')).ask('readOperation', { params })).status).toBe(404);
      expect((await anna.ask('readOperation', { params })).status).toBe(200);
    });

    it('names in paths that are none', async () => {
      for (const path of ['/api/v1/visits/1', '/api/v1/visits/%00', '/api/v1/visits/..%2f..', `/api/v1/visits/${visit.id}/prescriptions/a%20b/suggestions`, '/api/v1/nothing', '/']) {
        const { status, json } = await anna.raw('GET', path);
        expect([path, status, (json as { code: string }).code]).toEqual([path, 404, 'NCP_API_NOT_FOUND']);
      }
      expect((await anna.raw('GET', '/api/v1/visits/%E0%A4%A')).status).toBe(400);
      const put = await anna.raw('PUT', `/api/v1/visits/${visit.id}`, { body: {} });
      expect([put.status, put.headers['allow']]).toEqual([405, 'GET, DELETE']);
    });
  });

  describe('fields', () => {
    it.each<readonly [string, Record<string, string>, readonly string[]]>([
      ['missing', {}, ['traits.nationalId mandatory']],
      ['not in the country\'s form', { nationalId: '1503859035' }, ['traits.nationalId ^[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]$']],
      ['a day that does not exist', { ...AINO.traits, birthDate: '1985-02-30' }, ['traits.birthDate date']],
      ['a day to come', { ...AINO.traits, birthDate: '2999-01-01' }, ['traits.birthDate date']],
      ['that the country does not ask for', { ...AINO.traits, shoeSize: '42' }, ['traits.shoeSize unknown']],
      ['several at once', { nationalId: 'x', birthDate: 'y' }, ['traits.nationalId ^[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]$', 'traits.birthDate date']],
    ])('%s: named with the rule, and never repeated', async (_what, traits, named) => {
      const before = world.country('FI').counters().requests['ITI-55'];
      const { status, problem, bytes } = await anna.ask('identify', { params: { visit: await open() }, body: { traits } });
      expect([status, problem.code]).toEqual([422, 'NCP_API_INPUT']);
      expect(problem.fields?.map(({ field, rule }) => `${field} ${rule}`)).toEqual(named);
      for (const value of Object.values(traits)) if (value.length > 3) expect(bytes.toString()).not.toContain(value);
      expect(world.country('FI').counters().requests['ITI-55']).toBe(before);
    });

    it('of requests: unknown, of another kind, too many', async () => {
      const cases: readonly (readonly [Parameters<ApiClient['ask']>[0], object, string])[] = [
        ['openVisit', { country: 'fi' }, 'country'], ['openVisit', { country: 'FI', patient: '150385-9035' }, 'patient'], ['openVisit', { country: 'FI', purpose: 'RESEARCH' }, 'purpose'],
        ['identify', { traits: [] }, 'traits'], ['identify', {}, 'traits'], ['identify', { traits: { nationalId: 1 } }, 'traits.nationalId'],
        ['confirm', { candidate: 0, idDocumentShown: false, patientInformed: true }, 'idDocumentShown'], ['confirm', { candidate: 0, idDocumentShown: true }, 'patientInformed'],
        ['dispense', { prescription: document, article: '123', packages: 1 }, 'article'], ['dispense', { prescription: document, article: '086625', packages: 0 }, 'packages'],
        ['dispense', { prescription: document, article: '086625', packages: 1.5 }, 'packages'], ['dispense', { prescription: document, article: '086625', packages: '1' }, 'packages'],
      ];
      for (const [operation, body, field] of cases) {
        const { status, problem } = await anna.ask(operation, { params: { visit: visit.id }, body, key: 'till-1-0001' });
        expect([operation, status, problem.fields?.map((one) => one.field)]).toEqual([operation, 422, [field]]);
      }
    });

    it('of searches', async () => {
      for (const query of [{}, { name: 'a' }, { atc: 'c08ca01' }, { varunummer: '86625' }, { name: 'amlo', atc: 'C08CA01' }, { personnummer: '150385-9035' }]) {
        expect((await anna.ask('searchProducts', { query: query as Record<string, string> })).problem.code).toBe('NCP_API_INPUT');
      }
      expect((await anna.ask('searchProducts', { query: { atc: 'C08CA01' } })).body.products.length).toBeGreaterThan(0);
    });

    it('bodies that are none, too long, packed, or of another type', async () => {
      const path = '/api/v1/visits';
      expect((await anna.raw('POST', path, { body: '{"country":' })).status).toBe(400);
      expect((await anna.raw('POST', path, { body: Buffer.from([0x22, 0xff, 0x22]).toString('latin1') })).status).toBe(422);
      expect((await anna.raw('POST', path, { body: `{"country":"${'F'.repeat(70_000)}"}` })).status).toBe(413);
      expect((await anna.raw('POST', path, { body: '{}', headers: { 'content-type': 'application/xml' } })).json).toMatchObject({ status: 415, code: 'NCP_API_MEDIA' });
      expect((await anna.raw('POST', path, { body: '{}', headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
      expect((await anna.raw('POST', path, { body: `${'['.repeat(30_000)}` })).status).toBe(400);
      expect((await anna.raw('POST', path, { body: '{"__proto__":{"country":"FI"}}' })).status).toBe(422);
    });

    it('of media that nobody speaks', async () => {
      const { status, problem } = await anna.ask('retrievePrescription', { params: { visit: visit.id, document }, accept: 'application/dicom' });
      expect([status, problem.code]).toEqual([406, 'NCP_API_MEDIA']);
    });
  });

  describe('what comes at the wrong time', () => {
    it('a step before the one it needs', async () => {
      const id = await open();
      const params = { visit: id, document: 'abc' };
      const early = { candidate: 0, idDocumentShown: true, patientInformed: true };
      expect((await anna.ask('confirm', { params, body: early })).problem).toMatchObject({ status: 409, code: 'NCP_API_STATE', detail: 'IDENTIFIED' });
      for (const operation of ['listPrescriptions', 'retrievePrescription', 'suggestProducts'] as const) {
        expect((await anna.ask(operation, { params, body: {} })).problem).toMatchObject({ status: 409, code: 'NCP_API_STATE', detail: 'CONFIRMED' });
      }
      expect((await anna.ask('identify', { params: { visit: visit.id }, body: { traits: AINO.traits } })).problem.code).toBe('NCP_API_STATE');
    });

    it('IHE-13 a candidate that is not there, and a difference without words', async () => {
      const portuguese = await anna.ask('openVisit', { body: { country: 'PT' } });
      const params = { visit: portuguese.body.id };
      const { body } = await anna.ask('identify', { params, body: { traits: { nationalId: '999990009' } } });
      expect(body.candidates.map(({ differs }) => differs)).toEqual([false, false]);
      const ticks = { idDocumentShown: true, patientInformed: true };
      expect((await anna.ask('confirm', { params, body: { candidate: 7, ...ticks } })).problem.fields).toMatchObject([{ field: 'candidate' }]);
      expect((await anna.ask('confirm', { params, body: { candidate: 0, ...ticks, difference: 'a\u0007b' } })).problem.fields).toMatchObject([{ field: 'difference' }]);
      expect((await anna.ask('confirm', { params, body: { candidate: 1, ...ticks, difference: 'Har flyttat' } })).body.confirmed).toMatchObject({ index: 1, difference: 'Har flyttat' });
    });

    it('a prescription that was not read, and a key that the list does not have', async () => {
      const other = await confirmedVisit(anna, AINO);
      const [first] = await other.list();
      const choice = { prescription: first?.key, article: '086625', packages: 1 };
      expect((await anna.ask('prepareDispensation', { params: { visit: other.id }, body: choice })).problem).toMatchObject({ status: 409, code: 'NCP_API_STATE', detail: 'read' });
      expect((await anna.ask('retrievePrescription', { params: { visit: other.id, document: 'nosuchkey' } })).problem.code).toBe('NCP_API_NOT_FOUND');
    });

    it('a dispensation without its key, or a key for something else', async () => {
      const choice = { prescription: document, article: '20990601100018', packages: 1 };
      const { status, problem } = await anna.ask('dispense', { params: { visit: visit.id }, body: choice });
      expect([status, problem.fields?.[0]?.field]).toEqual([422, 'Idempotency-Key']);
      const over = await anna.ask('dispense', { params: { visit: visit.id }, body: { ...choice, article: '089953', packages: 99 }, key: 'till-9-0001' });
      expect(over.problem).toMatchObject({ status: 422, code: 'NCP_DELIVERY_QUANTITY', checks: ['over-offer'] });
    });
  });

  it('countries that are not connected, and says so in FHIR to who speaks it', async () => {
    expect((await anna.ask('openVisit', { body: { country: 'XX' } })).problem).toMatchObject({ status: 503, code: 'NCP_PEER_COUNTRY', theirs: false });
    expect((await anna.ask('mask', { params: { country: 'NO' } })).problem.status).toBe(503);
    const { status, headers, json } = await anna.raw('POST', `/api/v1/visits/${NOBODY}/prescriptions/x/retrieve`, { headers: { accept: 'application/fhir+json' } });
    expect([status, headers['content-type']]).toEqual([404, 'application/fhir+json; charset=utf-8']);
    expect(json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code: 'NCP_API_NOT_FOUND' }] } }] });
  });

  it('nothing of its documentation, and says no more than it must', async () => {
    const { json, headers } = await world.with().raw('GET', '/api/v1/openapi.json');
    expect((json as { openapi: string }).openapi).toBe('3.1.0');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['strict-transport-security']).toMatch(/max-age/);
    expect(headers['x-powered-by']).toBeUndefined();
    const page = await world.with().raw('GET', '/api/v1/errors', { headers: { accept: 'text/html' } });
    expect(page.bytes.toString()).toContain('<tr id="NCP_PEER_TIMEOUT">');
    expect((await world.with().ask('errors')).body.errors.length).toBeGreaterThan(100);
  });

  it('the token service, unless it was switched on', async () => {
    expect((await world.with().raw('POST', '/sts/trc', { body: '<a/>' })).status).toBe(404);
  });

  it('who speaks no TLS that it trusts', async () => {
    await expect(apiClient({ url: world.url, authority: 'none' }).ask('countries')).rejects.toThrow();
    await expect(apiClient({ url: world.url.replace('https', 'http'), authority: world.authority }).ask('countries')).rejects.toThrow();
  });
});
