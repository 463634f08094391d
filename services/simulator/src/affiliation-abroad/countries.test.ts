import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeLevel1, decodePrescription } from '@ncp/cda';
import type { InstanceIdentifier } from '@ncp/domain';
import { pairEntries } from '@ncp/ihe';
import { clockFrom } from '@ncp/runtime';
import { startAbroad, testPki, type TestPki } from '../../fixtures/abroad-pki.js';
import { SwedishCaller, type CallerOptions } from '../../fixtures/swedish-caller.js';
import { dispensationOf } from '../foreign/dispensation.js';
import { pharmacistOf } from '../foreign/assertions.js';
import { ABROAD_PERSONS, type AbroadCountry, type AbroadPatient, type CountryAbroad } from './index.js';

const NOW = new Date();
const CODES = ['FI', 'DK', 'PT'] as const;
const clock = clockFrom(NOW.getTime());
const now = (): Date => new Date(clock.epochMs());
let pki: TestPki;
let abroad: Readonly<Record<AbroadCountry['code'], CountryAbroad>>;
let callers: Readonly<Record<AbroadCountry['code'], SwedishCaller>>;

const caller = (country: AbroadCountry['code'], more: Partial<CallerOptions> = {}): SwedishCaller => new SwedishCaller({ pki, abroad: abroad[country], now, ...more });
beforeAll(async () => {
  pki = await testPki(NOW);
  const [FI, DK, PT] = await Promise.all(CODES.map((country) => startAbroad(pki, country, { clock })));
  if (FI === undefined || DK === undefined || PT === undefined) throw new Error('not started');
  abroad = { FI, DK, PT };
  callers = { FI: caller('FI'), DK: caller('DK'), PT: caller('PT') };
}, 30_000);
afterAll(async () => {
  for (const code of CODES) callers[code].http.close();
  await Promise.all(CODES.map((code) => abroad[code].close()));
  pki.remove();
});
beforeEach(async () => { await Promise.all(CODES.map((code) => abroad[code].control.reset())); });

const countryOf = (key: string): AbroadCountry['code'] => {
  const found = CODES.find((code) => ABROAD_PERSONS[code].some(({ patient }) => patient.key === key));
  if (found === undefined) throw new Error(key);
  return found;
};
const patientOf = (key: string): AbroadPatient => {
  const found = ABROAD_PERSONS[countryOf(key)].find(({ patient }) => patient.key === key);
  if (found === undefined) throw new Error(key);
  return found.patient;
};
const prescriptionOf = async (key: string, at = 0): Promise<Uint8Array> => {
  const [country, { id }] = [countryOf(key), patientOf(key)];
  const pair = pairEntries(await callers[country].list(id))[at];
  const { documents } = await callers[country].retrieve(id, pair?.coded?.uniqueId ?? '');
  return documents[0]?.bytes ?? new Uint8Array();
};
const prepared = async (key: string, handOver = {}): Promise<ReturnType<typeof dispensationOf>> =>
  dispensationOf(await prescriptionOf(key), { packages: 1, ...handOver }, { country: 'SE', professional: pharmacistOf('SE'), now: now() });
const codesOf = ({ status, errors }: { readonly status: string; readonly errors: readonly { readonly code: string; readonly severity: string }[] }): readonly string[] =>
  [status, ...errors.map(({ code, severity }) => `${code} ${severity}`)];

describe('a visit in each dialect', () => {
  it.each(['FI1', 'DK1', 'PT1'])('%s: found, listed, read in both forms, dispensed once, taken back', async (key) => {
    const [country, { id, family, birthDate }] = [countryOf(key), patientOf(key)];
    const sweden = callers[country];
    const { candidates } = await sweden.identify(id, { birthDate: `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}` });
    expect(candidates).toMatchObject([{ ids: [id], family }]);

    const [pair, another] = pairEntries(await sweden.list(id));
    expect([pair?.coded?.open, another, typeof pair?.pdf?.uniqueId]).toEqual([true, undefined, 'string']);
    const pdf = await sweden.retrieve(id, pair?.pdf?.uniqueId ?? '');
    expect(Buffer.from(decodeLevel1(pdf.documents[0]?.bytes ?? new Uint8Array())).subarray(0, 5).toString()).toBe('%PDF-');
    const read = decodePrescription(await prescriptionOf(key));
    const view = abroad[country].control.prescriptions().find(({ patient }) => patient === key);
    const written: InstanceIdentifier = read.prescriptionId ?? { root: '' };
    expect(`${written.root}${written.extension === undefined ? '' : `^${written.extension}`}`).toBe(view?.prescription);

    const dispensation = await prepared(key);
    expect(codesOf(await sweden.submit(id, dispensation))).toEqual(['Success']);
    expect(codesOf(await sweden.submit(id, dispensation, 'dispense', true))).toEqual(['Success']);
    const name = `${dispensation.id.root}^${dispensation.id.extension ?? ''}`;
    expect(abroad[country].control.counters().dispensations).toMatchObject([{ documentId: name, state: 'recorded', received: 2, effects: 1, packages: 1 }]);
    expect(abroad[country].control.dispensation(name)).toEqual(dispensation.document);
    expect(pairEntries(await sweden.list(id)).map(({ coded }) => coded?.open)).toEqual(country === 'DK' ? [false] : []);

    expect(codesOf(await sweden.submit(id, dispensation, 'discard'))).toEqual(['Success']);
    expect(codesOf(await sweden.submit(id, dispensation, 'discard'))).toEqual(['Success']);
    expect(codesOf(await sweden.submit(id, dispensation))).toEqual(['Failure', 'ERROR_ED_GENERIC error']);
    expect(abroad[country].control.counters().dispensations).toMatchObject([{ state: 'discarded', effects: 1, discards: 1 }]);
    expect(pairEntries(await sweden.list(id)).map(({ coded }) => coded?.open)).toEqual([true]);
  });

  it('prescribes again on demand, and forgets everything on reset', async () => {
    const view = abroad.FI.control.prescribe('FI1');
    abroad.FI.control.prescribe('F2', 'FI1');
    expect(pairEntries(await callers.FI.list(patientOf('F2').id))).toHaveLength(2);
    expect(pairEntries(await callers.FI.list(patientOf('FI1').id)).map(({ coded }) => coded?.uniqueId)).toContain(view.level3);
    expect(() => abroad.FI.control.prescribe('F3')).toThrow('F3');
    await abroad.FI.control.reset();
    expect(pairEntries(await callers.FI.list(patientOf('FI1').id))).toHaveLength(1);
  });
});

describe('somebody new', () => {
  it.each(['FI1', 'DK1', 'F5'])('has a number of her own and the prescription of %s, and is gone on reset', async (like) => {
    const country = countryOf(like);
    const { control } = abroad[country];
    const [one, other] = [control.newcomer(like).patient, control.newcomer(like).patient];
    expect(one.id.extension).toMatch(/^99/);
    expect(one.id.extension).not.toBe(other.id.extension);
    expect((await callers[country].identify(one.id)).candidates).toMatchObject([{ ids: [one.id] }]);
    const [pair, another] = pairEntries(await callers[country].list(one.id));
    expect(another).toBeUndefined();
    const { documents } = await callers[country].retrieve(one.id, pair?.coded?.uniqueId ?? '');
    expect(decodePrescription(documents[0]?.bytes ?? new Uint8Array()).patient.ids).toEqual([one.id]);
    await control.reset();
    expect((await callers[country].identify(one.id)).candidates).toEqual([]);
  });

  it('is like somebody, or is nobody', () => { expect(() => abroad.FI.control.newcomer('F3')).toThrow('F3'); });
});

describe('the people of decisions 4.2', () => {
  it('F1: five pens of 3 mL, no name of the authenticator', async () => {
    expect(decodePrescription(await prescriptionOf('F1')).product.packLevels).toMatchObject([{ value: '3' }, { value: '5' }]);
  });

  it('F2: may be dispensed three times, though repeatNumber is no quantity', async () => {
    for (const expected of ['Success', 'Success', 'Success']) expect((await callers.FI.submit(patientOf('F2').id, await prepared('F2'))).status).toBe(expected);
    expect(codesOf(await callers.FI.list(patientOf('F2').id))).toEqual(['Success', '1101 warning']);
  });

  it('F3: the id without a dot, the parent document is the prescription', async () => {
    const [pair] = pairEntries(await callers.DK.list(patientOf('F3').id));
    expect([pair?.coded?.uniqueId, pair?.pdf?.uniqueId]).toEqual([expect.stringMatching(/\dL3$/), expect.stringMatching(/\dL1$/)]);
    const xml = Buffer.from(await prescriptionOf('F3')).toString();
    expect(xml).toContain('epsos:containerPackagedMedicine');
    expect((await callers.DK.submit(patientOf('F3').id, await prepared('F3'))).status).toBe('Success');
  });

  it('F4: already dispensed', async () => {
    const dispensation = await prepared('F4');
    expect(codesOf(await callers.DK.submit(patientOf('F4').id, dispensation))).toEqual(['Failure', '4106 error']);
    expect(codesOf(await callers.DK.submit(patientOf('F4').id, dispensation))).toEqual(['Failure', '4106 error']);
    expect(abroad.DK.control.counters().dispensations).toMatchObject([{ state: 'refused', effects: 0, received: 2 }]);
  });

  it('F5: two candidates; the other one has nothing', async () => {
    const { candidates } = await callers.PT.identify(patientOf('F5').id);
    expect(candidates.map(({ given }) => given)).toEqual(['João', 'João Filipe']);
    const other = candidates[1]?.ids[0];
    expect(codesOf(await callers.PT.list({ root: other?.root ?? '', extension: other?.extension ?? '' }))).toEqual(['Failure', '1101 error']);
  });

  it('F6: a warning beside one document, an error beside the other', async () => {
    const { id } = patientOf('F6');
    const pairs = pairEntries(await callers.PT.list(id));
    const answers = await Promise.all(pairs.map(({ coded }) => callers.PT.retrieve(id, coded?.uniqueId ?? '')));
    expect(answers.map(codesOf)).toEqual([['Success', '2502 warning'], ['PartialSuccess', '4503 error']]);
    expect(answers.map(({ documents }) => documents.length)).toEqual([1, 1]);
  });

  it('F7: pending first, whoever asks again learns that it is recorded, once', async () => {
    abroad.PT.control.setDeferMs(150);
    const dispensation = await prepared('F7');
    const { id } = patientOf('F7');
    const begun = performance.now();
    const [firstAnswer, meanwhile] = await Promise.all([callers.PT.submit(id, dispensation), callers.PT.submit(id, dispensation)]);
    expect(performance.now() - begun).toBeGreaterThan(140);
    expect([codesOf(firstAnswer), codesOf(meanwhile)]).toEqual([['Failure', '2201 error'], ['Failure', '2201 error']]);
    expect(codesOf(await callers.PT.submit(id, dispensation, 'discard'))).toEqual(['Failure', '2201 error']);
    expect(codesOf(await callers.PT.submit(id, dispensation))).toEqual(['Success']);
    expect(codesOf(await callers.PT.submit(id, dispensation))).toEqual(['Success']);
    expect(abroad.PT.control.counters().dispensations).toMatchObject([{ state: 'recorded', effects: 1, received: 4 }]);
  });

  it('F8: a summary in W3 style, and no prescription', async () => {
    const { id } = patientOf('F8');
    const [pair] = pairEntries(await callers.DK.list(id, { classCode: '60591-5' }));
    const { documents } = await callers.DK.retrieve(id, pair?.coded?.uniqueId ?? '');
    expect(Buffer.from(documents[0]?.bytes ?? []).toString()).toContain('code="716186003"');
    expect(codesOf(await callers.DK.list(id))).toEqual(['Failure', '1101 warning']);
    expect(codesOf(await callers.FI.list(patientOf('F1').id, { classCode: '60591-5' }))).toEqual(['Success', '1102 warning']);
  });
});

describe('what a country refuses', () => {
  const F1 = { root: '1.2.246.21', extension: '150385-9035' };

  it('people who are not there, and questions that are not allowed', async () => {
    expect(await callers.FI.identify({ ...F1, extension: '010101-999X' })).toMatchObject({ candidates: [], error: { code: 'ERROR_PI_NO_MATCH', reason: 'AnswerNotAvailable' } });
    expect(await callers.FI.identify(F1, { birthDate: '1985-03-16' })).toMatchObject({ error: { code: 'ERROR_PI_NO_MATCH' } });
    expect(await callers.FI.identify(F1, { receiver: '1.2.208' })).toMatchObject({ error: { code: 'ERROR_PI_GENERIC' } });
  });

  it.each<readonly [string, Partial<CallerOptions>, string]>([
    ['no assertion', { tamper: () => [] }, 'ERROR_HPI_AUTHENTICATION_NOT_RECEIVED'],
    ['one factor', { claims: { assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' } }, 'ERROR_HPI_GENERIC'],
    ['no permission', { claims: { permissions: ['PRD-003'] } }, '4703'],
    ['an assertion that ended', { now: () => new Date(NOW.getTime() - 5 * 3_600_000) }, 'ERROR_HPI_GENERIC'],
  ])('%s', async (_what, more, code) => {
    const other = caller('FI', more);
    try {
      expect(await other.identify(F1)).toMatchObject({ candidates: [], error: { code, reason: 'InsufficientRights' } });
      expect(codesOf(await other.list(F1))).toEqual(['Failure', `${code} error`]);
    } finally { other.http.close(); }
  });

  it('assertions that were changed, or sealed by a stranger, an expired one or another country', async () => {
    const changed = caller('FI', { tamper: (all) => all.map((one) => ({ ...one, attributes: one.attributes.map((a) => (a.local === 'IssueInstant' ? { ...a, value: '2026-06-12T11:59:00Z' } : a)) })) });
    const sealers = pki.sweden.badSeals.map((seal) => caller('FI', { seal }));
    for (const other of [changed, ...sealers]) {
      expect(codesOf(await other.list(F1))).toEqual(['Failure', 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED error']);
      other.http.close();
    }
  });

  it('a relationship with another patient, or with nobody; a document of another patient', async () => {
    expect(codesOf(await callers.FI.list(F1, { trc: patientOf('F2').id }))).toEqual(['Failure', '4206 error']);
    const alone = caller('FI', { tamper: ([hcp]) => (hcp === undefined ? [] : [hcp]) });
    expect(codesOf(await alone.list(F1))).toEqual(['Failure', '1001 error']);
    alone.http.close();
    const view = abroad.FI.control.prescriptions().find(({ patient }) => patient === 'F1');
    expect(codesOf(await callers.FI.retrieve(patientOf('F2').id, view?.level3 ?? ''))).toEqual(['Failure', 'ERROR_GENERIC_DOCUMENT_MISSING error']);
    expect(codesOf(await callers.FI.submit(patientOf('F2').id, await prepared('F1')))).toEqual(['Failure', '4206 error']);
  });

  it('dispensing by a nurse, other bytes under one id, an unknown prescription, substitution against N, an unknown discard', async () => {
    const nurse = caller('FI', { claims: { role: { code: '2221' } } });
    const { id } = patientOf('FI1');
    const dispensation = await prepared('FI1');
    expect(codesOf(await nurse.submit(id, dispensation))).toEqual(['Failure', '4703 error']);
    nurse.http.close();
    expect(codesOf(await callers.FI.submit(id, dispensation, 'discard'))).toEqual(['Failure', '4105 error']);
    expect((await callers.FI.submit(id, dispensation)).status).toBe('Success');
    const other = await prepared('F2');
    expect(codesOf(await callers.FI.submit(patientOf('F2').id, { id: other.id, document: Buffer.from(Buffer.from(other.document).toString().replaceAll('RX-000002', 'RX-999999')) }))).toEqual(['Failure', '4105 error']);
    const twice = { id: dispensation.id, document: Buffer.from(Buffer.from(dispensation.document).toString().replace('</ClinicalDocument>', ' </ClinicalDocument>')) };
    expect(codesOf(await callers.FI.submit(id, twice))).toEqual(['Failure', 'ERROR_ED_GENERIC error']);
    expect(codesOf(await callers.PT.submit(patientOf('PT1').id, await prepared('PT1', { substituted: true })))).toEqual(['Failure', 'ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED error']);
  });
});
