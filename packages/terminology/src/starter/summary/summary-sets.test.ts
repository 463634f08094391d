import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { loadCatalogue, READING_SYSTEMS, STARTER_RELEASE, VALUE_SETS, type CodedField } from '../../index.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const { absentOrUnknown, atc, icd10, loinc, snomedCt } = CODE_SYSTEMS;

const pivot = (field: CodedField, national: Parameters<typeof catalogue.transcode>[1]): string | undefined => {
  const result = catalogue.transcode(field, national);
  return result.status === 'mapped' ? result.pivot.code : undefined;
};

describe('the fields of a Patient Summary', () => {
  it.each([
    ['allergen', { text: 'Jordnöt' }, '762952008'], ['allergen', { code: 'J01C', codeSystem: atc }, 'J01C'], ['allergen', { code: 'J01CE02', codeSystem: atc }, 'J01CE02'],
    ['allergen', { text: 'kontrastmedel' }, 'V08'], ['allergen', { text: 'björkpollen' }, '256260009'],
    ['vaccine', { text: 'MPR' }, 'J07BD52'], ['vaccine', { code: 'J07BX03', codeSystem: atc }, 'J07BN'], ['vaccine', { code: 'J07CA09', codeSystem: atc }, 'J07CA09'],
    ['target-disease', { text: 'Influensa' }, 'J11'], ['target-disease', { text: 'TBE' }, 'A84.1'],
    ['criticality', { text: 'Livshotande' }, 'high'], ['criticality', { text: 'besvärande' }, 'low'], ['allergy-certainty', { text: 'misstänkt' }, 'unconfirmed'],
    ['pregnancy-outcome', { code: '5' }, '281050002'], ['pregnancy-outcome', { code: '2' }, '17369002'],
    ['problem', { code: 'Z95.0', codeSystem: icd10 }, 'Z95.0'], ['section', { code: '11450-4', codeSystem: loinc }, '11450-4'],
    ['blood-group', { code: '278147001', codeSystem: snomedCt }, '278147001'], ['vital-sign', { code: '8480-6', codeSystem: loinc }, '8480-6'],
    ['absent-problem', { code: 'no-problem-info', codeSystem: absentOrUnknown }, 'no-problem-info'],
    ['rare-disease', { code: '199', codeSystem: READING_SYSTEMS.orphanet }, '199'],
  ] as const)('%s %j is %s', (field, national, expected) => {
    expect(pivot(field, national)).toBe(expected);
  });

  it.each([
    ['PS13 no part of a text', 'allergen', { text: 'jordnöt och ägg' }], ['PS14 no class for a substance', 'allergen', { text: 'sulfa' }],
    ['PS32 a diagnosis in words', 'problem', { text: 'influensa' }], ['PS43 what depends on the product', 'vaccine', { text: 'bältros' }],
    ['an unborn outcome', 'pregnancy-outcome', { code: '0' }], ['PS15 another word', 'criticality', { text: 'farlig' }],
  ] as const)('%s is not mapped', (_what, field, national) => {
    expect(pivot(field, national)).toBeUndefined();
  });

  it.each([
    ['adverseEventType', 3], ['criticality', 3], ['allergyCertainty', 3], ['allergyStatus', 3], ['certainty', 5], ['problemStatus', 8], ['problemType', 7],
    ['bloodGroup', 12], ['pregnancyStatus', 5], ['pregnancyDate', 3], ['pregnancyOutcome', 8], ['section', 18], ['bloodPressure', 2],
    ['absentAllergy', 5], ['absentDevice', 2], ['absentMedication', 2], ['absentProblem', 2], ['absentProcedure', 2],
  ] as const)('%s is whole: %s', (name, size) => {
    expect(STARTER_RELEASE.valueSets.find(({ oid }) => oid === VALUE_SETS[name])?.concepts).toHaveLength(size);
  });
});
