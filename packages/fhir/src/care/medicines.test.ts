import { describe, expect, it } from '@jest/globals';
import type { OrdinationRecord, VaccinationRecord } from '@ncp/domain';
import { header, read } from '../../fixtures/care-reading.js';

type Members = Record<string, unknown>;
const statement = (members: Members): Members => ({ resourceType: 'MedicationStatement', ...header('m'), status: 'active', medicationCodeableConcept: { text: 'Egen örtmedicin' }, ...members });
const ordination = (members: Members): OrdinationRecord | undefined => read([statement(members)]).rows.find((row) => row.type === 'ordination');
const immunization = (members: Members): Members => ({ resourceType: 'Immunization', ...header('v', 'patient'), status: 'completed', vaccineCode: { text: 'MPR' }, ...members });
const vaccination = (members: Members): VaccinationRecord | undefined => read([immunization(members)]).rows.find((row) => row.type === 'vaccination');
const LOCAL = 'https://ncpeh.example.se/fhir/StructureDefinition/';
const coding = (system: string, code: string, display?: string): Members => ({ system, code, ...(display === undefined ? {} : { display }) });
const NPL = coding('urn:oid:1.2.752.129.2.1.5.1', '20041208000038', 'Enalapril Krka');
const ATC = coding('http://www.whocc.no/atc', 'C09AA02', 'Enalapril');
const VARUNR = coding('http://electronichealth.se/fhir/NamingSystem/varunr', '123456', 'Teststickor');
const said = (kind: string): Members => ({ extension: [{ url: `${LOCAL}medicine-kind`, valueCode: kind }] });

describe('an ordination', () => {
  it.each([['I', 'start'], ['U', 'stop'], ['u', 'stop'], ['X', 'unknown'], [undefined, 'unknown']])('of type %s is a %s', (code, expected) => {
    expect(ordination(code === undefined ? {} : { extension: [{ url: `${LOCAL}type-of-prescription`, valueCode: code }] })?.prescriptionType).toBe(expected);
  });

  it.each([['active', true], ['stopped', false], ['completed', false], ['on-hold', false], ['unknown', false]])('status %s', (status, active) => {
    expect(ordination({ status })?.active).toBe(active);
  });

  it.each(['entered-in-error', 'not-taken'])('status %s is not carried on, and told', (status) => {
    expect(read([statement({ status })])).toMatchObject({ rows: [], unreadable: [{ contract: 'ordinations', at: 'MedicationStatement.status' }] });
  });

  it.each<[string, Members, Members]>([
    ['NPL-id and ATC', { medicationCodeableConcept: { coding: [NPL, ATC] } }, { kind: 'drug', nplId: '20041208000038', atc: { code: 'C09AA02' }, text: 'Enalapril Krka' }],
    ['a pack, by its own name', { medicationCodeableConcept: { coding: [ATC, coding('urn:oid:1.2.752.129.2.1.5.2', '20050722100032', 'Enalapril 250')] } }, { kind: 'article', nplPackId: '20050722100032', text: 'Enalapril 250' }],
    ['an ATC code, by its name', { medicationCodeableConcept: { coding: [ATC] } }, { kind: 'drug', text: 'Enalapril' }],
    ['a substance, said to be one', { ...said('generic'), medicationCodeableConcept: { coding: [ATC], text: 'Enalapril' } }, { kind: 'generic', text: 'Enalapril' }],
    ['words', {}, { kind: 'unstructured', text: 'Egen örtmedicin' }],
    ['goods by their code', { medicationCodeableConcept: { coding: [VARUNR] } }, { kind: 'merchandise' }],
    ['goods, said to be that', { ...said('merchandise') }, { kind: 'merchandise' }],
    ['said to be goods, with the code of a medicine', { ...said('merchandise'), medicationCodeableConcept: { coding: [NPL] } }, { kind: 'drug' }],
    ['a code of a system nobody knows is no proof of goods', { medicationCodeableConcept: { coding: [coding('urn:oid:1.2.3', 'A1')], text: 'Kosttillägg' } }, { kind: 'unstructured', text: 'Kosttillägg' }],
    ['nothing', { medicationCodeableConcept: undefined }, { kind: 'missing' }],
  ])('of %s', (_what, members, medicine) => { expect(ordination(members)?.medicine).toMatchObject(medicine); });

  it('of a medicine somewhere else in the answer is told', () => {
    expect(read([statement({ medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/1' } })])).toMatchObject({ rows: [], unreadable: [{ at: 'MedicationStatement.medicationReference' }] });
  });

  it('keeps every dosage in words', () => {
    const dosage = [{ text: '1 tablett', patientInstruction: '1x1', additionalInstruction: [{ text: 'vid behov' }] }, { patientInstruction: '2x1' }, {}];
    expect(ordination({ dosage })?.dosageTexts).toEqual(['1 tablett; vid behov (1x1)', '2x1']);
  });

  it('has strength, form, route and reason as they are written', () => {
    const extension = [{ url: `${LOCAL}drug-strength`, valueString: '1,5 mg' }, { url: `${LOCAL}pharmaceutical-form`, valueString: 'Tablett' }];
    expect(ordination({ extension, dosage: [{ text: 'x', route: { text: 'Oral' } }], reasonCode: [{ text: 'Högt blodtryck' }] })).toMatchObject({
      medicine: { strengthText: '1,5 mg', formText: 'Tablett' }, route: { text: 'Oral' }, reason: { text: 'Högt blodtryck' },
    });
  });

  it('has its chain, period and self-medication', () => {
    expect(ordination({
      extension: [{ url: `${LOCAL}prescription-chain`, extension: [{ url: 'chainId', valueString: 'K-1' }] }, { url: 'https://fhir.inera.se/StructureDefinition/self-medication', valueBoolean: true }],
      effectivePeriod: { start: '2024-02-11T23:30:00Z', end: '2026-03' },
    })).toMatchObject({ chainId: 'K-1', start: '2024-02-12', end: '2026-03-31', selfMedication: true });
  });
});

describe('a vaccination', () => {
  it('has manufacturer, lot, diseases and series in words', () => {
    expect(vaccination({ manufacturer: { display: 'Testbolaget' }, lotNumber: 'L1', protocolApplied: [{ targetDisease: [{ text: 'Mässling' }, { text: 'Röda hund' }] }] })).toMatchObject({
      manufacturer: 'Testbolaget', lotNumber: 'L1', targetDiseases: [{ text: 'Mässling' }, { text: 'Röda hund' }],
    });
  });

  it('nullified is kept as such; a refusal would be a negation', () => {
    expect(vaccination({ status: 'entered-in-error' })?.valid).toBe(false);
    expect(read([immunization({ status: 'not-done' })])).toMatchObject({ rows: [], unreadable: [{ contract: 'vaccinations', at: 'Immunization.status' }] });
  });

  it('without a vaccine is thin, and there', () => {
    expect(vaccination({ vaccineCode: {} })).not.toHaveProperty('vaccine');
  });

  it('told by somebody else is from there, whatever the flag says', () => {
    expect([{ reportOrigin: { text: 'Intyg' }, primarySource: true }, { primarySource: false }, {}].map((members) => vaccination(members)?.primarySource)).toEqual([false, false, true]);
  });

  it('on a day is at the beginning of that day in Sweden', () => {
    expect(['2022-07-01', '2022-12-01', '20221201093000'].map((time) => vaccination({ occurrenceDateTime: time })?.occurred)).toEqual([
      '2022-07-01T00:00:00+02:00', '2022-12-01T00:00:00+01:00', '2022-12-01T09:30:00+01:00',
    ]);
    expect(vaccination({ occurrenceDateTime: '2022' })).not.toHaveProperty('occurred');
  });

  it('dose numbers below one are none; one that is no count is told', () => {
    expect(vaccination({ protocolApplied: [{ doseNumberPositiveInt: 0, seriesDosesPositiveInt: 3 }] })).toMatchObject({ seriesDoses: 3 });
    expect(vaccination({ protocolApplied: [{ doseNumberPositiveInt: 0 }] })).not.toHaveProperty('doseNumber');
    expect(read([immunization({ protocolApplied: [{ doseNumberPositiveInt: 1.5 }] })])).toMatchObject({ rows: [], unreadable: [{ at: 'Immunization.protocolApplied[0].doseNumberPositiveInt' }] });
  });
});
