import { describe, expect, it } from '@jest/globals';
import type { DiagnosisRecord, FunctionalStatusRecord } from '@ncp/domain';
import { ANDERS, condition, GUIDE, provenance, read, SYSTEM } from '../../fixtures/care-reading.js';

type Members = Record<string, unknown>;
const diagnosis = (members: Members): DiagnosisRecord | undefined => read([condition('a', members)]).rows.find((row) => row.type === 'diagnosis');
const ability = (members: Members): FunctionalStatusRecord | undefined => read([condition('a', { ...FUNCTIONAL, ...members })]).rows.find((row) => row.type === 'functional-status');
const KV = 'https://terminologitjansten.inera.se/inera-kodverksforvaltning/kodverk/kv_diagnostyp';
const category = (system: string, code: string): Members => ({ category: [{ coding: [{ system, code }] }] });
const FUNCTIONAL = { meta: { source: SYSTEM, profile: [`${GUIDE}inera-ehds-condition-functional`] }, ...category('x', 'pad-pad'), code: { text: 'PADL-bedömning' } };
const asserted = (time: string): Members => ({ extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: time }] });

describe('a diagnosis', () => {
  it.each([['HD', 'main'], ['Huvuddiagnos', 'main'], ['BY', 'secondary'], ['Bidiagnos', 'secondary'], ['ZZ', 'unknown']])('of type %s is %s', (code, expected) => {
    expect(diagnosis(category(KV, code))?.category).toBe(expected);
  });

  it.each([
    ['https://www.icd10.se/', '1.2.752.116.1.1.1.1.3'], ['urn:oid:1.2.752.116.1.1.1.1.3', '1.2.752.116.1.1.1.1.3'], ['http://hl7.org/fhir/sid/icd-10', '2.16.840.1.113883.6.3'],
    ['http://snomed.info/sct', '2.16.840.1.113883.6.96'], ['urn:oid:1.2.752.116.2.1.1', '2.16.840.1.113883.6.96'], ['urn:oid:1.2.3.4', '1.2.3.4'], ['http://example.org/own', 'http://example.org/own'],
  ])('code system %s is %s', (system, oid) => {
    expect(diagnosis({ code: { coding: [{ system, code: 'F90.0B' }] } })?.diagnosis.codings).toEqual([{ code: 'F90.0B', codeSystem: oid }]);
  });

  it('in words alone is a diagnosis; a coding without a code is words', () => {
    expect(diagnosis({ code: { text: ' Obs epilepsi? ' } })?.diagnosis).toEqual({ codings: [], text: 'Obs epilepsi?' });
    expect(diagnosis({ code: { coding: [{ display: 'Migrän' }] } })?.diagnosis).toEqual({ codings: [], text: 'Migrän' });
  });

  it('about nothing is told', () => {
    expect(read([condition('a', { code: { coding: [{}] } })])).toMatchObject({ rows: [], unreadable: [{ contract: 'diagnoses', key: 'SE0000000000-SYS1#A', at: 'Condition.code' }] });
  });

  it('is chronic only where the record says so', () => {
    const chronic = (value: boolean): Members => ({ extension: [{ url: 'https://ncpeh.example.se/fhir/StructureDefinition/chronic-diagnosis', valueBoolean: value }] });
    expect([chronic(true), chronic(false), {}].map((members) => diagnosis(members)?.chronic)).toEqual([true, false, false]);
  });

  it.each([
    ['2026-05-04T23:30:00+02:00', '2026-05-04'], ['2026-05-04T22:30:00Z', '2026-05-05'], ['2026-05-04', '2026-05-04'],
    ['20260504233000', '2026-05-04'], ['2026-05-04T23:30:00', '2026-05-04'], ['20261224003000', '2026-12-24'], ['20261224', '2026-12-24'],
  ])('recorded %s is the Swedish day %s', (written, day) => { expect(diagnosis({ recordedDate: written })?.recordedOn).toBe(day); });

  it('has its day from the Provenance when it has none, and is told when there is neither', () => {
    const nameless = condition('a', { recordedDate: undefined });
    expect(read([nameless], ANDERS, { provenances: [provenance('Condition/a', 'V', 'E', '2024-03-11T23:30:00Z')] }).rows).toMatchObject([{ recordedOn: '2024-03-12' }]);
    expect(read([nameless])).toMatchObject({ rows: [], unreadable: [{ at: 'Condition.recordedDate' }] });
  });

  it.each(['2026-13-04', 'igår', '2026-05-04T25:00:00+02:00', '20260230120000', ''])('an impossible time is told, not guessed: %s', (written) => {
    expect(read([condition('a', { recordedDate: written })])).toMatchObject({ rows: [], unreadable: [{ at: 'Condition.recordedDate' }] });
  });

  it('is signed by an asserter or by its time of signature', () => {
    const asserter = { asserter: { identifier: { system: 'urn:oid:1.2.752.129.2.1.4.1', value: 'SE0000000000-L002' } } };
    expect([asserter, asserted('2026-05-04T09:12:00+02:00'), { asserter: { display: 'Lena' } }, {}].map((members) => diagnosis(members)?.origin.signed)).toEqual([true, true, false, false]);
  });

  it.each<[string, Members, string]>([
    ['refuted', { verificationStatus: { coding: [{ code: 'refuted' }] } }, 'Condition.verificationStatus'], ['in error', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }, 'Condition.verificationStatus'],
    ...['resolved', 'remission', 'inactive'].map((code): [string, Members, string] => [code, { clinicalStatus: { coding: [{ code }] } }, 'Condition.clinicalStatus']),
  ])('%s is not carried on, and told', (_what, members, at) => {
    expect(read([condition('a', members)])).toMatchObject({ rows: [], unreadable: [{ at }] });
  });
});

describe('an assessment of ability', () => {
  const KINDS: readonly [string, Members][] = [
    ['by profile', { meta: { source: SYSTEM, profile: [`${GUIDE}inera-ehds-condition-functional`] }, ...category('x', 'y') }],
    ['by another spelling of it', { meta: { source: SYSTEM, profile: [`${GUIDE}SEEHDSConditionFunctional`] }, ...category('x', 'y') }],
    ['by category', category('https://fhir.inera.se/clinicalprocess-healthcond-description/CodeSystem/assessmentcategory-cs', 'fun-fun')],
    ['by the code of a disability', category('x', 'fun-fun')],
    ['even if it says to be a diagnosis as well', { meta: { source: SYSTEM, profile: [`${GUIDE}inera-ehds-condition-diagnosis`] }, ...category('x', 'pad-pad') }],
  ];
  it.each(KINDS)('%s is never a problem', (_what, members) => {
    expect(read([condition('a', members)]).rows.map(({ type }) => type)).toEqual(['functional-status']);
  });

  it('a Condition of no known kind is told', () => {
    expect(read([condition('a', { category: undefined })])).toMatchObject({ rows: [], unreadable: [{ contract: 'diagnoses', at: 'Condition.category' }] });
  });

  it.each([
    ['[förflyttning]: går med rollator: inomhus', { activity: 'förflyttning', text: 'går med rollator: inomhus' }], ['Förflyttning: själv', { activity: 'förflyttning', text: 'själv' }],
    ['[personlig hygien] : utan hjälp', { text: '[personlig hygien] : utan hjälp' }], ['på/avklädning: hjälp med\nknappar', { activity: 'på/avklädning', text: 'hjälp med\nknappar' }],
    ['Bedömt hemma: trivs', { text: 'Bedömt hemma: trivs' }], ['utan hjälp', { text: 'utan hjälp' }],
  ])('note "%s"', (text, expected) => { expect(ability({ note: [{ text }] })?.notes).toEqual([expected]); });

  it.each([['pad-pad', 'personal-adl'], ['fun-fun', 'disability'], ['other', 'unknown']])('category %s is %s', (code, expected) => {
    expect(ability(category('x', code))?.category).toBe(expected);
  });

  it('personal ADL without a code is named by its category', () => {
    expect(ability({ code: {}, category: [{ coding: [{ system: 'x', code: 'pad-pad', display: 'PADL' }] }] })?.assessment.codings).toEqual([{ code: 'pad-pad', codeSystem: 'x', display: 'PADL' }]);
  });

  it('a time of signature is no signature here: it may be the time of the document', () => {
    expect(ability(asserted('2026-05-04T09:12:00+02:00'))?.origin.signed).toBe(false);
  });
});
