import { describe, expect, it } from '@jest/globals';
import { decodeDosage } from './dosage.js';
import { isFhirObject, parseFhirJson } from './json.js';

const NLL = 'http://electronichealth.se/fhir/StructureDefinition/';
const type = (code: string): object => ({ url: `${NLL}NLLDosageType`, valueCode: code });
const tablets = (value: number): object => ({ value, unit: 'tablett', system: 'http://unitsofmeasure.org', code: '{tablett}' });

const read = (...entries: object[]): ReturnType<typeof decodeDosage> => {
  const value = parseFhirJson(JSON.stringify({ dosageInstruction: entries }));
  if (!isFhirObject(value)) throw new Error('not an object');
  return decodeDosage({ value, path: 'MedicationRequest' });
};

describe('NLLDosage', () => {
  it('reads times of day with dose, route and instruction', () => {
    const { steps, text } = read({
      extension: [type('TILLFALLE'), { url: `${NLL}NLLAdministeringInstruction`, valueString: 'Sväljes hel' }, { url: `${NLL}NLLObservandumDose`, valueBoolean: true }],
      sequence: 1, text: '1 tablett på morgonen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', when: ['MORN'] } },
      route: { coding: [{ system: 'http://standardterms.edqm.eu', code: '20053000', display: 'Oral användning' }] },
      doseAndRate: [{ doseQuantity: tablets(1) }],
    });
    expect(text).toBe('1 tablett på morgonen');
    expect(steps).toEqual([{
      sequence: 1, kind: 'times-of-day', text: '1 tablett på morgonen', frequency: 1, period: '1', periodUnit: 'd', when: ['MORN'],
      timeOfDay: [], dayOfWeek: [], asNeeded: false, dose: { value: '1', unit: { text: 'tablett', code: '{tablett}' } },
      route: { code: '20053000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Oral användning' },
      administration: 'Sväljes hel', observandum: true,
    }]);
  });

  it('reads bounds in days, clock times, weekdays, ranges and as-needed', () => {
    const { steps } = read({
      extension: [type('TILLFALLE')], sequence: 1, text: 'x', asNeededBoolean: true,
      timing: { repeat: { period: 1, periodUnit: 'd', timeOfDay: ['08:00:00', '20:00:00'], dayOfWeek: ['mon'], boundsDuration: { value: 7, system: 'http://unitsofmeasure.org', code: 'd' } } },
      doseAndRate: [{ doseRange: { low: tablets(1), high: tablets(2) } }],
      maxDosePerPeriod: { numerator: tablets(8), denominator: { value: 1, unit: 'dygn' } },
    });
    expect(steps[0]).toMatchObject({
      kind: 'times-of-day', timeOfDay: ['08:00', '20:00'], dayOfWeek: ['mon'], boundsDays: 7, asNeeded: true,
      maximum: { dose: { value: '8', unit: { text: 'tablett', code: '{tablett}' } }, period: { value: '1', unit: { text: 'dygn' } } },
      doseRange: { low: { value: '1' }, high: { value: '2' } },
    });
  });

  it('puts the steps of a tapering in order and says each thing once', () => {
    const { steps, text } = read(
      { extension: [type('TILLFALLE')], sequence: 2, text: 'sedan 1 tablett' },
      { extension: [type('TILLFALLE')], sequence: 1, text: '2 tabletter på morgonen i 3 dagar', patientInstruction: '2 tabletter på morgonen' },
    );
    expect(text).toBe('2 tabletter på morgonen i 3 dagar\nsedan 1 tablett');
    expect(steps.map((step) => step.sequence)).toEqual([1, 2]);
  });

  it('reads the day of a single dose', () => {
    const { steps } = read({ extension: [type('ENGANG')], sequence: 1, text: 'x', timing: { event: ['2026-03-10'] }, doseAndRate: [{ doseQuantity: tablets(1) }] });
    expect(steps[0]).toMatchObject({ kind: 'once', on: '2026-03-10' });
  });

  it('drops no step of a tapering that says what an earlier one said', () => {
    const { text } = read(
      { sequence: 1, text: '2 tabletter dagligen i 5 dagar' }, { sequence: 2, text: '1 tablett dagligen i 5 dagar' }, { sequence: 3, text: '2 tabletter dagligen i 5 dagar' },
    );
    expect(text.split('\n')).toEqual(['2 tabletter dagligen i 5 dagar', '1 tablett dagligen i 5 dagar', '2 tabletter dagligen i 5 dagar']);
  });

  it('CDA-07 does not take 1 E as said by 11 E', () => {
    expect(read({ sequence: 1, text: '11 E före frukost och lunch' }, { sequence: 1, text: '1 E före frukost' }).text).toBe('11 E före frukost och lunch\n1 E före frukost');
  });

  it('says the whole text once when every entry carries it', () => {
    expect(read({ sequence: 1, text: '4, sedan 2 dagligen' }, { sequence: 2, text: '4, sedan 2 dagligen' }).text).toBe('4, sedan 2 dagligen');
  });

  it('says in words what is left of half a maximum', () => {
    expect(read({ sequence: 1, text: 'vid behov', maxDosePerPeriod: { numerator: tablets(8) } }).text).toBe('vid behov\nMaxdos: 8 tablett / ?');
  });

  it.each([
    ['a rate', { doseAndRate: [{ rateQuantity: { value: 1 } }] }],
    ['two doses', { doseAndRate: [{ doseQuantity: tablets(1) }, { doseQuantity: tablets(2) }] }],
    ['a range of frequencies', { timing: { repeat: { frequency: 1, frequencyMax: 3, period: 1, periodUnit: 'd' } } }],
    ['bounds that are not days', { timing: { repeat: { period: 1, periodUnit: 'd', boundsDuration: { value: 1, system: 'http://unitsofmeasure.org', code: 'mo' } } } }],
    ['a period in years', { timing: { repeat: { frequency: 1, period: 1, periodUnit: 'a' } } }],
    ['a coded timing', { timing: { code: { text: 'BID' }, repeat: { frequency: 2, period: 1, periodUnit: 'd' } } }],
    ['a count of three', { timing: { repeat: { count: 3, period: 1, periodUnit: 'd' } } }],
    ['half a maximum', { maxDosePerPeriod: { numerator: tablets(8) } }],
    ['a single dose at a time of day', { extension: [type('ENGANG')], timing: { event: ['2026-03-10T08:00:00+01:00'] } }],
    ['a single dose on two days', { extension: [type('ENGANG')], timing: { event: ['2026-03-10', '2026-03-11'] } }],
    ['an extension that modifies', { modifierExtension: [{ url: 'urn:x', valueBoolean: true }] }],
    ['a maximum for each time', { maxDosePerAdministration: tablets(2) }],
    ['an extension of the timing', { timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', extension: [{ url: 'urn:x', valueInteger: 5 }] } } }],
    ['a dose and a range', { doseAndRate: [{ doseQuantity: tablets(1), doseRange: { low: tablets(1), high: tablets(2) } }] }],
    ['half a range', { doseAndRate: [{ doseRange: { low: tablets(1) } }] }],
  ])('makes free text of %s: exact or text, never nearly', (_what, members) => {
    expect(read({ extension: [type('FREKVENS')], sequence: 1, text: 'x', ...members }).steps[0]?.kind).toBe('free-text');
  });

  it('says in words a maximum of another kind, and what codes are called that have no text', () => {
    const { text, steps } = read({
      sequence: 1, text: '1 tablett', maxDosePerAdministration: tablets(2), asNeededCodeableConcept: { coding: [{ code: '1', display: 'vid smärta' }] },
      site: { coding: [{ code: '2', display: 'vänster öga' }] }, extension: [{ url: `${NLL}NLLMedicalDevice`, valueCodeableConcept: { text: 'med spacer' } }],
    });
    expect(text.split('\n')).toEqual(['1 tablett', 'vid smärta', 'Maxdos per tillfälle: 2 tablett']);
    expect(steps[0]).toMatchObject({ asNeeded: true, administration: 'vänster öga. med spacer' });
  });

  it('does not guess whether steps without a sequence follow each other', () => {
    const step = { extension: [type('FREKVENS')], timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } } };
    expect(read(step, step).steps.map(({ kind }) => kind)).toEqual(['free-text', 'free-text']);
    expect(read(step).steps[0]?.kind).toBe('frequency');
  });

  it('rounds no time of day', () => {
    expect(read({ sequence: 1, timing: { repeat: { timeOfDay: ['08:00:00', '20:00:30'] } } }).steps[0]?.timeOfDay).toEqual(['08:00', '20:00:30']);
  });

  it('drops no dose that ends another number', () => {
    expect(read({ sequence: 1, text: '2,5 ml dagligen' }, { sequence: 1, text: '5 ml dagligen' }).text).toBe('2,5 ml dagligen\n5 ml dagligen');
  });

  it('makes free text of a dosage type it does not know', () => {
    expect(read({ extension: [type('NYTYP')], sequence: 1, text: 'x', timing: { repeat: { period: 1, periodUnit: 'd' } } }).steps[0]?.kind).toBe('free-text');
  });

  it.each(['1.50', '0.1', '1e-3'])('CDA-01 keeps a dose of %s', (dose) => {
    const text = JSON.stringify({ dosageInstruction: [{ sequence: 1, doseAndRate: [{ doseQuantity: { value: 7, unit: 'ml' } }] }] }).replace('"value":7', `"value":${dose}`);
    const value = parseFhirJson(text);
    expect(isFhirObject(value) ? decodeDosage({ value, path: 'x' }).steps[0]?.dose?.value : undefined).toBe(dose);
  });
});
