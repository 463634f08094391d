import { describe, expect, it } from '@jest/globals';
import { invalidBySchema, readinessFor, type NamedXml } from '@ncp/conformance';
import { ABROAD_COUNTRIES, type AbroadCountry } from './countries.js';
import { DIALECTS, inPrefixes } from './dialect.js';
import { identifyAnswer, type IdentifyOutcome } from './wire/identify-answer.js';
import { listAnswer, registryResponse, retrieveAnswer, type Outcome } from './wire/registry-answers.js';
import { abroadWorld } from './world.js';

/** Every answer that a simulated country writes is valid by the schemas of the peers, whatever its look. */

const NOW = new Date('2026-06-12T12:00:00Z');
const { ready, note } = readinessFor('schemas', 'xmllint');
const CODES = Object.keys(DIALECTS) as AbroadCountry['code'][];

const notice = { code: '4701', severity: 'Error', context: 'No & consent' } as const;
const refused: Outcome = { status: 'Failure', notices: [notice] };
const good: Outcome = { status: 'Success', notices: [] };
const written = (answers: (code: AbroadCountry['code']) => readonly string[]): readonly NamedXml[] =>
  CODES.flatMap((code) => answers(code).map((xml, at) => ({ name: `${code}-${String(at)}`, xml: new Uint8Array(Buffer.from(inPrefixes(xml, DIALECTS[code].prefixes))) })));
const worldOf = (code: AbroadCountry['code']): ReturnType<typeof abroadWorld> => abroadWorld(ABROAD_COUNTRIES[code], DIALECTS[code], { now: () => NOW, deferMs: () => 0 });
const frameOf = (code: AbroadCountry['code']): { readonly country: AbroadCountry; readonly dialect: (typeof DIALECTS)[typeof code]; readonly patientCx: string } =>
  ({ country: ABROAD_COUNTRIES[code], dialect: DIALECTS[code], patientCx: '1^^^&1.2.3&ISO' });

(ready ? describe : describe.skip)(`answers of the simulated countries${note}`, () => {
  it('ITI-55: people, nobody, refusals', async () => {
    const question = { id: { root: '1.2.3', extension: '4' }, queryId: { root: '1.2.3' }, receiver: '1.2', sender: '1.2.752', identifiers: [{ root: '1.2.3', extension: '5' }], birthDate: undefined };
    const outcomes = (code: AbroadCountry['code']): readonly IdentifyOutcome[] => [
      { kind: 'match', candidates: worldOf(code).persons.map(({ patient }) => patient) },
      ...['AnswerNotAvailable', 'DemographicsQueryNotAllowed', 'InsufficientRights'].map((reason): IdentifyOutcome => ({ kind: 'refused', candidates: [], refusal: { code: 'ERROR_PI_GENERIC', text: 'no', reason } })),
    ];
    expect(await invalidBySchema('xcpd-answer', written((code) => outcomes(code).map((one) => identifyAnswer(ABROAD_COUNTRIES[code], DIALECTS[code], question, one, NOW))))).toEqual([]);
  });

  it('ITI-38: prescriptions, summaries, refusals', async () => {
    const entries = (code: AbroadCountry['code']): ReturnType<ReturnType<typeof worldOf>['list']> => worldOf(code).persons.flatMap(({ patient }) => (['ePrescription', 'patientSummary'] as const).flatMap((kind) => worldOf(code).list(patient.id, kind)));
    expect(await invalidBySchema('query', written((code) => [listAnswer(frameOf(code), good, entries(code)), listAnswer(frameOf(code), refused, [])]))).toEqual([]);
  });

  it('ITI-39 and ITI-41', async () => {
    const documents = [{ uniqueId: '1.2^3', bytes: new Uint8Array(Buffer.from('<a/>')) }];
    const inline = DIALECTS.PT;
    expect(await invalidBySchema('retrieve', written((code) => [retrieveAnswer({ country: ABROAD_COUNTRIES[code], dialect: { ...DIALECTS[code], documents: inline.documents } }, good, documents).xml, retrieveAnswer(frameOf(code), refused, []).xml]))).toEqual([]);
    expect(await invalidBySchema('registry', written(() => [registryResponse(good), registryResponse(refused)]))).toEqual([]);
  });
});
