import { describe, expect, it } from '@jest/globals';
import {
  assessOffer, calendarDate, countryCode, DEFAULT_POLICY, epochMs, genderOf, birthDateOf, instant, instantFromEpoch, parsePersonalNumber, RULE_IDS,
  type Article, type CrossBorderConsent, type Patient, type Prescription,
} from '@ncp/domain';
import { decodeArticle, decodeConsent, decodePatient, decodePrescription, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { listAt, referencedId, textAt } from '../build.js';
import { samplePersons, seedPersons } from '../sample-persons.js';
import { simClock } from '../sim-clock.js';
import { createWorld, type World } from '../world.js';
import { ARTICLES } from './article-facts.js';
import { PEOPLE } from './person-facts.js';
import { prescriptionIdOf } from './seed.js';

const DAY = '2026-06-12T14:00:00+02:00';
const clockAt = (text: string): { now: () => ReturnType<typeof instant>; epochMs: () => number } =>
  ({ now: () => instantFromEpoch(epochMs(instant(text))), epochMs: () => epochMs(instant(text)) });
const worldAt = (text: string): World => createWorld(simClock(clockAt(text)), () => 'fixed');
const world = worldAt(DAY);
const today = calendarDate('2026-06-12');

const decoded = (from: World): readonly Prescription[] => from.store.all('MedicationRequest').map((resource) => decodePrescription(from.shown(resource)).prescription);
const here = decoded(world);
const prescriptions = (): readonly Prescription[] => here;
const patients: readonly Patient[] = world.store.all('Patient').map((resource) => decodePatient(resource).patient);
const articles: readonly Article[] = world.store.all('Medication').map((resource) => decodeArticle(resource).article);
const consentsOf = (nationalId: string): readonly CrossBorderConsent[] => world.store.all('Consent').flatMap((resource) => {
  const { consent, patientNationalId } = decodeConsent(resource);
  return consent === undefined || patientNationalId !== nationalId ? [] : [consent];
});
const keyOf = (nationalId: string): string => nationalId.slice('pat-'.length).toUpperCase();

/** `S01: offered 1`, `S08: E06` ... for a country. */
const assessed = (country: string, on = today): Map<string, readonly string[]> => {
  const results = new Map<string, readonly string[]>();
  for (const prescription of prescriptions()) {
    const patient = patients.find(({ nationalId }) => nationalId === prescription.patientNationalId);
    if (patient === undefined) throw new Error(prescription.id);
    const article = articles.find(({ nplPackId }) => nplPackId === prescription.article.nplPackId);
    const result = assessOffer({
      prescription, ...(article === undefined ? {} : { article }), patient, consents: consentsOf(patient.nationalId), country: countryCode(country), today: on,
      holds: false, allPrescriptions: prescriptions().filter(({ patientNationalId }) => patientNationalId === patient.nationalId), policy: DEFAULT_POLICY,
    });
    const key = keyOf(patient.nationalId);
    results.set(key, [...(results.get(key) ?? []), result.offered ? `offered ${String(result.packages)}` : result.rule]);
  }
  return results;
};

describe('the sample world', () => {
  it('has the nineteen persons of decisions 4.1 and others, all with true numbers', () => {
    expect(samplePersons(clockAt(DAY)).map(({ key }) => key)).toEqual(Array.from({ length: 19 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`));
    for (const { number, key } of PEOPLE) expect([key, parsePersonalNumber(number, today).ok]).toEqual([key, true]);
    expect(new Set(PEOPLE.map(({ number }) => number)).size).toBe(PEOPLE.length);
  });

  it('lists them for the run manifest with days that follow the clock', () => {
    const [alma, bjorn] = samplePersons(clockAt(DAY));
    expect(alma).toEqual({
      key: 'S01', id: '199008202385', root: '1.2.752.129.2.1.3.1', given: 'Alma Maria', family: 'Testdotter', birthDate: '1990-08-20', gender: 'F',
      situation: expect.stringContaining('Amlodipin'), nationalId: 'pat-s01',
    });
    expect(bjorn?.situation).toContain('2026-07-02');
    for (const person of seedPersons(clockAt(DAY))) expect(person.situation).not.toMatch(/[{}]/);
  });

  it('gives each person the sex and birth date of the number', () => {
    for (const { personalNumber, gender, birthDate, given } of patients) {
      expect([given, gender, birthDate]).toEqual([given, genderOf(personalNumber) ?? gender, birthDateOf(personalNumber) ?? birthDate]);
    }
  });

  it('is big enough: 40 prescriptions, 30 articles', () => {
    expect(prescriptions().length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(ARTICLES).length).toBeGreaterThanOrEqual(30);
  });

  it('has ids of the right shape: NPL-id serial from 0, pack serial from 1, no pack twice', () => {
    for (const { nplId, nplPackId } of articles) {
      expect(nplId).toMatch(/^[0-9]{8}0[0-9]{5}$/);
      expect(nplPackId).toMatch(/^[0-9]{8}1[0-9]{5}$/);
    }
    expect(new Set(articles.map(({ nplPackId }) => nplPackId)).size).toBe(articles.length);
  });

  it('is understood by the codecs, except where it must not be', () => {
    const doubtful = prescriptions().filter(({ notUnderstood }) => notUnderstood.length > 0);
    expect(new Set(doubtful.map(({ patientNationalId }) => patientNationalId))).toEqual(new Set(['pat-x10']));
    for (const resource of world.store.all('MedicationRequest')) expect(decodePrescription(resource).unknown).toEqual([]);
    for (const resource of world.store.all('Patient')) expect(decodePatient(resource).unknown).toEqual([]);
    for (const resource of world.store.all('Medication')) expect(decodeArticle(resource).unknown).toEqual([]);
  });

  it('behaves as decisions 4.1 expects, seen from Finland', () => {
    const seen = assessed('FI');
    expect(Object.fromEntries([...seen].filter(([key]) => key.startsWith('S')))).toEqual({
      S01: ['offered 1'], S02: ['E15'], S03: ['offered 1', 'offered 1', 'offered 1'], S04: ['offered 1'], S05: ['offered 1'], S06: ['offered 1'],
      S07: ['offered 1'], S08: ['E06'], S09: ['E09'], S10: ['E07', 'E08'], S11: ['E13'], S12: ['E16', 'offered 1'], S13: ['E12'], S14: ['E01'],
      S15: ['offered 1'], S16: ['E02'], S17: ['E02'], S18: ['E01'],
    });
    expect(seen.has('S19')).toBe(false);
    expect(assessed('DK').get('S15')).toEqual(['E01']);
  });

  it('offers S02 again 20 days later', () => {
    expect(assessed('FI', calendarDate('2026-07-01')).get('S02')).toEqual(['E15']);
    expect(assessed('FI', calendarDate('2026-07-02')).get('S02')).toEqual(['offered 1']);
  });

  it('has a prescription for every rule', () => {
    const rules = new Set([...assessed('FI').values()].flat().filter((result) => !result.startsWith('offered')));
    expect(RULE_IDS.filter((id) => !rules.has(id))).toEqual([]);
  });

  it('has every kind of dosage', () => {
    const steps = prescriptions().flatMap(({ dosage }) => dosage.steps);
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['times-of-day', 'frequency', 'interval', 'once', 'free-text']));
    expect(new Set(steps.flatMap(({ when }) => when))).toEqual(new Set(['MORN', 'NOON', 'AFT', 'EVE', 'NIGHT', 'ACM', 'PC', 'HS']));
    for (const present of [
      steps.some(({ timeOfDay }) => timeOfDay.length === 1), steps.some(({ timeOfDay }) => timeOfDay.length === 2), steps.some(({ dayOfWeek }) => dayOfWeek.length === 1),
      steps.some(({ dayOfWeek }) => dayOfWeek.length === 3), steps.some(({ asNeeded }) => asNeeded), steps.some(({ sequence }) => sequence > 1),
      steps.some(({ subSequence }) => subSequence === 2), steps.some(({ observandum }) => observandum), steps.some(({ doseRange }) => doseRange !== undefined),
      steps.some(({ maximum }) => maximum !== undefined), steps.some(({ boundsDays }) => boundsDays === 5), steps.some(({ periodUnit }) => periodUnit === 'h'),
    ]) expect(present).toBe(true);
    for (const { dosage } of prescriptions()) expect(dosage.text).not.toBe('');
  });

  it('VR013 knows what remains: S04 has 272 of 300 and two uttag, S02 three of four', () => {
    const of = (key: string): Prescription | undefined => prescriptions().find(({ id }) => id === prescriptionIdOf(key, 1));
    expect(of('S04')).toMatchObject({ remainingDispenses: 2, remainingQuantity: { value: '272', unit: { text: 'tablett' } }, versionId: '2' });
    expect(of('S02')).toMatchObject({ remainingDispenses: 3, remainingQuantity: { value: '1200' }, nextDispenseEarliest: '2026-07-02', status: 'active' });
    expect(of('S01')).toMatchObject({ remainingDispenses: 1, remainingQuantity: { value: '100' }, versionId: '1' });
  });

  it('is the same on every start of a day, and moves with it', () => {
    const dump = (from: World): readonly FhirObject[] => ['Patient', 'MedicationRequest', 'MedicationDispense', 'Consent'].flatMap((type) => from.store.all(type));
    expect(dump(worldAt(DAY))).toEqual(dump(world));
    const later = worldAt('2027-01-15T09:00:00+01:00');
    const [first] = later.store.all('MedicationRequest');
    expect(textAt(first, 'authoredOn')).toBe('2026-10-05T09:14:58+02:00');
    expect(decoded(later)).toHaveLength(prescriptions().length);
  });

  it('gives every uttag and prescription its own id, and no reference leads nowhere', () => {
    const dispenses = world.store.all('MedicationDispense');
    for (const dispense of dispenses) {
      expect(textAt(dispense, 'meta', 'versionId')).toBe('1');
      expect(world.prescription(referencedId(textAt(dispense, 'authorizingPrescription', 0, 'reference')))).toBeDefined();
    }
    for (const request of world.store.all('MedicationRequest')) {
      expect(textAt(request, 'id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      expect(listAt(request, 'medicationCodeableConcept', 'coding').some((entry) => entry['system'] === NLL_SYSTEMS.nplPackId)).toBe(true);
    }
  });
});
