import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTreatmentWorld, type ApiClient, type TreatmentWorld, type TypedPatient } from '@ncp/testkit';

const AINO: TypedPatient = { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } };

describe('a visit over HTTPS', () => {
  let world: TreatmentWorld;
  let anna: ApiClient;
  beforeAll(async () => {
    world = await startTreatmentWorld({ dispatcher: true, timeoutMs: 10_000 });
    anna = await world.as();
  });
  afterAll(async () => { await world.stop(); });

  it('tells the countries, how they fare, and what each asks of a person', async () => {
    const { body } = await anna.ask('countries');
    expect(body.countries.map(({ code }) => code)).toEqual(['DK', 'FI', 'PT']);
    const { body: mask } = await anna.ask('mask', { params: { country: 'FI' } });
    expect(mask.patient.map(({ key, kind, mandatory }) => [key, kind, mandatory])).toEqual([['nationalId', 'identifier', true], ['birthDate', 'birth-date', false]]);
    expect(mask.notice.sv).toMatch(/Finland/);
  });

  it('goes from the country to a dispensation that the other country has recorded', async () => {
    const opened = await anna.ask('openVisit', { body: { country: 'FI' } });
    expect(opened.status).toBe(201);
    expect(opened.headers['location']).toBe(`/api/v1/visits/${opened.body.id}`);
    expect(opened.body).toMatchObject({ state: 'OPEN', country: 'FI', purpose: 'TREATMENT', professional: { name: 'Anna Apotekare', gln: '7350045511119' } });
    const params = { visit: opened.body.id };

    const { body: identified } = await anna.ask('identify', { params, body: { traits: AINO.traits } });
    expect(identified.sent.map(({ key, value }) => [key, value])).toEqual([['nationalId', '150385-9035'], ['birthDate', '1985-03-15']]);
    expect(identified.candidates).toHaveLength(1);
    expect(identified.candidates[0]).toMatchObject({ family: 'Näytetty-Esimerkki', given: 'Aino', birthDate: '1985-03-15', differs: false });

    const confirmed = await anna.ask('confirm', { params, body: { candidate: 0, idDocumentShown: true, patientInformed: true } });
    expect(confirmed.body).toMatchObject({ state: 'CONFIRMED', confirmed: { index: 0 } });

    const { body: list } = await anna.ask('listPrescriptions', { params, body: {} });
    expect(list).toMatchObject({ none: false, unreadable: 0, unacknowledged: [] });
    expect(list.prescriptions.map(({ forms, dispensable }) => [forms, dispensable.answer])).toEqual([[['structured', 'pdf'], 'yes']]);
    // What the list says in codes reads in Swedish too.
    expect(list.prescriptions[0]?.facts.map(({ name, sv }) => [name, sv])).toContainEqual(['insulin glargine', 'insulin glargin']);
    const document = list.prescriptions[0]?.key ?? '';

    const { body: read } = await anna.ask('retrievePrescription', { params: { ...params, document } });
    expect(read).toMatchObject({ key: document, document: { kind: 'ePrescription' }, dispensable: { answer: 'yes' }, substitutionAllowed: true });
    expect(read.document.sections.length).toBeGreaterThan(0);

    const fhir = await anna.ask('retrievePrescription', { params: { ...params, document }, accept: 'application/fhir+json' });
    expect([fhir.status, fhir.headers['content-type']?.split(';')[0]]).toEqual([200, 'application/fhir+json']);
    expect(fhir.json).toMatchObject({ resourceType: 'Bundle' });
    const pdf = await anna.ask('retrievePrescription', { params: { ...params, document }, accept: 'application/pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');

    const { body: suggested } = await anna.ask('suggestProducts', { params: { ...params, document } });
    expect(suggested.notice.sv).toMatch(/Förslag/);
    expect(suggested.suggestions.length).toBeGreaterThan(0);
    const article = suggested.suggestions[0]?.article.nplPackId ?? '';

    const choice = { prescription: document, article, packages: 1, lotNumber: 'LOT-1' };
    const { body: prepared } = await anna.ask('prepareDispensation', { params, body: choice });
    const acknowledged = prepared.checks.filter(({ level }) => level === 'acknowledge').map(({ id }) => id);
    expect(prepared.checks.filter(({ level }) => level === 'refuse')).toEqual([]);

    const dispensed = await anna.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'till-4711-1' });
    expect(dispensed.status).toBe(202);
    expect(dispensed.body).toMatchObject({ counter: 'waiting', handOver: 'no', country: 'FI', late: false });
    const id = dispensed.body.id;
    expect(dispensed.headers['location']).toBe(`/api/v1/dispensations/${id}`);

    const told = await anna.events('dispensationEvents', { params: { dispensation: id } });
    expect(told.at(-1)).toMatchObject({ id, state: 'RECORDED', counter: 'recorded', handOver: 'yes', settled: true });

    const again = await anna.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'till-4711-1' });
    expect([again.status, again.body.id]).toEqual([202, id]);
    expect(world.country('FI').counters().dispensations).toHaveLength(1);

    const discarded = await anna.ask('discard', { params: { dispensation: id }, body: { reason: 'Fel förpackning' } });
    expect(discarded.status).toBe(202);
    expect((await anna.events('readDispensation', { params: { dispensation: id } })).at(-1)).toMatchObject({ state: 'DISCARDED', counter: 'taken-back' });
    const { body: ours } = await anna.ask('dispensations');
    expect(ours.dispensations.map((one) => one.id)).toEqual([id]);

    expect((await anna.ask('closeVisit', { params })).status).toBe(204);
    expect((await anna.ask('readVisit', { params })).problem).toMatchObject({ status: 410, code: 'NCP_API_VISIT_ENDED' });
  });
});
