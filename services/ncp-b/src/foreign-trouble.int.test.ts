import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Personality } from '@ncp/simulator';
import { confirmedVisit, startTreatmentWorld, type ApiAnswer, type ApiClient, type CounterVisit, type TreatmentWorld, type TypedPatient } from '@ncp/testkit';

const HELMI: TypedPatient = { country: 'FI', traits: { nationalId: '101080-921V' } };
const FREJA: TypedPatient = { country: 'DK', traits: { nationalId: '0504753456' } };
const INES: TypedPatient = { country: 'PT', traits: { nationalId: '999990033' } };
const TIMEOUT_MS = 4_000;

/** What the other country does, or does not: told as theirs, recorded before it is told, and nothing shown that may not be. */
describe('trouble of the other country', () => {
  let world: TreatmentWorld;
  let anna: ApiClient;
  const visits = new Map<string, CounterVisit>();
  beforeAll(async () => {
    world = await startTreatmentWorld({ timeoutMs: TIMEOUT_MS });
    anna = await world.as();
    for (const patient of [HELMI, FREJA, INES]) visits.set(patient.country, await confirmedVisit(anna, patient));
  });
  afterEach(async () => {
    // A good answer between the bad ones, so that no circuit breaker opens.
    for (const [code, { id }] of visits) {
      await world.country(code as 'FI').setPersonality();
      await anna.ask('listPrescriptions', { params: { visit: id }, body: {} });
    }
  });
  afterAll(async () => { await world.stop(); });

  const visitIn = (code: 'FI' | 'DK' | 'PT'): CounterVisit => {
    const found = visits.get(code);
    if (found === undefined) throw new Error(code);
    return found;
  };
  const list = (code: 'FI' | 'DK' | 'PT'): Promise<ApiAnswer<'listPrescriptions'>> => anna.ask('listPrescriptions', { params: { visit: visitIn(code).id }, body: {} });

  it('finds nobody: 404, with what to do', async () => {
    const { body: { id } } = await anna.ask('openVisit', { body: { country: 'FI' } });
    const { status, problem } = await anna.ask('identify', { params: { visit: id }, body: { traits: { nationalId: '010101-999X' } } });
    expect([status, problem.code, problem.theirs, problem.country]).toEqual([404, 'NCP_PEER_NO_MATCH', true, 'FI']);
    expect(problem.hint.sv).toMatch(/samtycke/);
    expect(await world.recorded(problem.exchange)).toMatchObject([{ event: 'EHDSI-11', outcome: 0, codes: ['NCP_PEER_NO_MATCH'] }]);
    // Nobody was found: nobody can be confirmed.
    expect((await anna.ask('confirm', { params: { visit: id }, body: { candidate: 0, idDocumentShown: true, patientInformed: true } })).problem.code).toBe('NCP_API_STATE');
  });

  it('finds two: both are shown, also in an answer that says AE', async () => {
    const { body: { id } } = await anna.ask('openVisit', { body: { country: 'PT' } });
    const { body } = await anna.ask('identify', { params: { visit: id }, body: { traits: { nationalId: '999990009' } } });
    expect(body.candidates.map(({ given, differs }) => [given, differs])).toEqual([['João', false], ['João Filipe', false]]);
  });

  it('an earlier answer is gone once she is looked for again', async () => {
    const { body: { id } } = await anna.ask('openVisit', { body: { country: 'FI' } });
    await anna.ask('identify', { params: { visit: id }, body: { traits: HELMI.traits } });
    await anna.ask('identify', { params: { visit: id }, body: { traits: { nationalId: '010101-999X' } } });
    expect((await anna.ask('readVisit', { params: { visit: id } })).body).toMatchObject({ state: 'OPEN' });
  });

  it.each<readonly [string, Personality, number, string, string]>([
    ['no consent', { kind: 'no-consent' }, 409, 'NCP_PEER_NO_CONSENT', 'EHDSI-31'],
    ['a list of somebody else', { kind: 'other-patient' }, 502, 'NCP_IHE_WRONG_PATIENT', 'EHDSI-31'],
    ['an answer to another request', { kind: 'other-request' }, 502, 'NCP_SOAP_RELATES_TO', 'EHDSI-31'],
    ['an answer without end', { kind: 'oversized' }, 502, 'NCP_PEER_ANSWER', 'EHDSI-CF'],
    ['half an answer', { kind: 'truncated' }, 504, 'NCP_PEER_TIMEOUT', 'EHDSI-CF'],
    ['half an answer as if it were all', { kind: 'malformed' }, 502, 'NCP_PEER_ANSWER', 'EHDSI-31'],
    ['a page of a proxy', { kind: 'html' }, 502, 'NCP_PEER_ANSWER', 'EHDSI-31'],
    ['a fault', { kind: 'fault' }, 502, 'NCP_SOAP_FAULT', 'EHDSI-31'],
    ['nothing, for ever', { kind: 'hang' }, 504, 'NCP_PEER_TIMEOUT', 'EHDSI-CF'],
    ['a byte at a time', { kind: 'trickle', ms: 300 }, 504, 'NCP_PEER_TIMEOUT', 'EHDSI-CF'],
  ])('FLT-31 answers with %s', async (_what, personality, status, code, event) => {
    await world.country('FI').setPersonality(personality);
    const { status: told, problem, bytes } = await list('FI');
    expect([told, problem.code, problem.theirs, problem.country]).toEqual([status, code, true, 'FI']);
    expect(bytes.toString()).not.toMatch(/Tavallinen|101080|\.ts\b/);
    expect((await world.recorded(problem.exchange)).at(-1)).toMatchObject({ event, codes: [code] });
  });

  it('is not there: 503, nothing was sent, and since when', async () => {
    await world.country('DK').setPersonality({ kind: 'down' });
    await list('DK');
    const { status, problem, headers } = await list('DK');
    expect([status, problem.code, problem.theirs, problem.country, problem.retryable]).toEqual([503, 'NCP_PEER_UNAVAILABLE', true, 'DK', true]);
    expect(problem.since).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(headers['retry-after']).toBe('30');
    const { body } = await anna.ask('countries');
    expect(body.countries.find(({ code }) => code === 'DK')).toMatchObject({ state: 'down', calls: { query: { state: 'down' } } });
    expect((await world.recorded(problem.exchange)).at(-1)).toMatchObject({ event: 'EHDSI-CF', codes: ['NCP_PEER_UNAVAILABLE'] });
  });

  it.each(['unknownCa', 'expired', 'otherCountry', 'revoked'] as const)('shows a certificate that is wrong (%s): 503, nothing was sent', async (fault) => {
    await world.country('DK').setPersonality({ kind: 'wrong-certificate', fault });
    const before = world.country('DK').counters().requests['ITI-38'];
    const { status, problem } = await list('DK');
    expect([status, problem.theirs]).toEqual([503, true]);
    expect(problem.code).toMatch(/^NCP_TRUST_/);
    expect(world.country('DK').counters().requests['ITI-38']).toBe(before);
  });

  it('hangs, and nobody else is slower for it', async () => {
    await world.country('FI').setPersonality({ kind: 'hang' });
    const hanging = [list('FI'), list('FI')];
    const begun = performance.now();
    expect((await list('PT')).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS / 2);
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([504, 504]);
  });

  it('takes its time: the caller has an operation at once, polls it or subscribes to it', async () => {
    await world.country('PT').setPersonality({ kind: 'slow', ms: 600 });
    const begun = performance.now();
    const params = { visit: visitIn('PT').id };
    const accepted = await anna.ask('listPrescriptions', { params, body: {}, prefer: 'respond-async' });
    expect(accepted.status).toBe(202);
    expect(performance.now() - begun).toBeLessThan(300);
    const operation = (accepted.json as { readonly id: string }).id;
    expect(accepted.headers['location']).toBe(`/api/v1/operations/${operation}`);
    expect((await anna.ask('readOperation', { params: { operation } })).body).toMatchObject({ state: 'running', kind: 'list-prescriptions' });
    const told = await anna.events('operationEvents', { params: { operation } });
    expect(told.map(({ state }) => state)).toEqual(['running', 'done']);
    expect(told.at(-1)?.result).toMatchObject({ prescriptions: [{ dispensable: {} }] });
  });

  it('fails behind an operation as it would have before one', async () => {
    await world.country('PT').setPersonality({ kind: 'fault' });
    const accepted = await anna.ask('listPrescriptions', { params: { visit: visitIn('PT').id }, body: {}, prefer: 'respond-async, wait=1' });
    const told = await anna.events('operationEvents', { params: { operation: (accepted.json as { readonly id: string }).id } });
    expect(told.at(-1)).toMatchObject({ state: 'failed', problem: { status: 502, code: 'NCP_SOAP_FAULT', theirs: true, country: 'PT' } });
  });

  it('IHE-14 sends a warning beside a document, and one with an error that is withheld', async () => {
    const maria = await confirmedVisit(anna, { country: 'PT', traits: { nationalId: '999990017' } });
    const keys = (await maria.list()).map(({ key }) => key);
    const answers = await Promise.all(keys.map((document) => anna.ask('retrievePrescription', { params: { visit: maria.id, document } })));
    const read = answers.find(({ status }) => status === 200);
    expect(read?.body.warnings).toMatchObject([{ code: '2502', severity: 'warning' }]);
    expect(read?.body.document.census.untranslated).toBeGreaterThan(0);
    const withheld = answers.find(({ status }) => status === 502);
    expect(withheld?.problem).toMatchObject({ code: 'NCP_DELIVERY_WITHHELD', theirCode: '4503', theirs: true });
    expect(withheld?.bytes.toString()).not.toMatch(/Furosemida/);
  });

  it('is not asked for what it does not offer', async () => {
    const lena = await confirmedVisit(await world.as('lena'), INES);
    expect((await lena.api.ask('listSummaries', { params: { visit: lena.id }, body: {} })).problem).toMatchObject({ status: 503, code: 'NCP_PEER_COUNTRY', detail: 'service' });
  });

  it('IHE-14 gives a patient summary to care, with every rule that it breaks, and nothing dropped', async () => {
    const lena = await confirmedVisit(await world.as('lena'), { country: 'DK', traits: { nationalId: '0303703456' } });
    const params = { visit: lena.id };
    const { body: list } = await lena.api.ask('listSummaries', { params, body: {} });
    const document = list.summaries[0]?.key ?? '';
    const { body } = await lena.api.ask('retrieveSummary', { params: { ...params, document } });
    expect(body.document.kind).toBe('patientSummary');
    expect(body.document.sections.length).toBeGreaterThan(3);
    expect(body.document.findings.filter((one) => one.class !== 'translation').length).toBeGreaterThanOrEqual(40);
    const fhir = await lena.api.ask('retrieveSummary', { params: { ...params, document }, accept: 'application/fhir+json' });
    expect(fhir.json).toMatchObject({ resourceType: 'Bundle' });
    const pdf = await lena.api.ask('retrieveSummary', { params: { ...params, document }, accept: 'application/pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('goes on after a restart with what was read before; from the country, and the same, where that is gone', async () => {
    const helmi = await confirmedVisit(anna, HELMI);
    const { key } = await helmi.read();
    const before = world.country('FI').counters().requests['ITI-39'] ?? 0;
    const preparedAnew = async (): Promise<readonly unknown[]> => {
      await world.restart();
      anna = await world.as();
      const { status, body: { ready } } = await anna.ask('prepareDispensation', { params: { visit: helmi.id }, body: { prescription: key, article: '086625', packages: 1 } });
      return [status, ready, (world.country('FI').counters().requests['ITI-39'] ?? 0) - before];
    };
    expect(await preparedAnew()).toEqual([200, true, 0]);
    await (await world.store('ncp_b')).shelved.clear(helmi.id);
    expect(await preparedAnew()).toEqual([200, true, 1]);
  });
});
