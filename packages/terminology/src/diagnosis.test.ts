import { describe, expect, it } from '@jest/globals';
import { loadCatalogue, normaliseDiagnosis, STARTER_RELEASE, transcodeDiagnosis } from './index.js';

const catalogue = loadCatalogue(STARTER_RELEASE);

describe('PS31 a diagnosis of ICD-10-SE', () => {
  it.each([
    ['E11.9', 'E11.9', 'exact', 'Type 2 diabetes mellitus; Without complications'],
    ['F90.0B', 'F90.0', 'letters-dropped', 'Disturbance of activity and attention'],
    ['I10.9', 'I10', 'broader', 'Essential (primary) hypertension'],
    ['i109', 'I10', 'broader', 'Essential (primary) hypertension'],
    ['J189', undefined, undefined, undefined],
    [' i21.9 ', 'I21.9', 'exact', 'Acute myocardial infarction, unspecified'],
    ['I10-P', 'I10', 'exact', 'Essential (primary) hypertension'],
    ['J45.9†', 'J45.9', 'exact', 'Asthma, unspecified'],
    ['I70.20', 'I70.20', 'exact', 'Atherosclerosis of arteries of extremities; without gangrene'],
    ['E11.9XX', 'E11.9', 'letters-dropped', 'Type 2 diabetes mellitus; Without complications'],
    ['E11.41', 'E11.4', 'broader', 'Type 2 diabetes mellitus; With neurological complications'],
    ['R05.9', 'R05', 'broader', 'Cough'],
    ['W99', undefined, undefined, undefined],
    ['Obs epilepsi?', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
  ])('%s is %s, %s', (code, expected, step, display) => {
    const result = transcodeDiagnosis(catalogue, code);
    expect([result?.pivot.code, result?.step, result?.pivot.display]).toEqual([expected, step, display]);
  });

  it('keeps the Swedish code for the translation', () => {
    expect(transcodeDiagnosis(catalogue, 'f900b')?.national).toBe('F90.0B');
  });

  it('is not a code of ICD-10', () => {
    expect(['E', 'E1', '10.9', 'E11.', 'EE1.9', 'E11.9.9', 'E11.99999'].map(normaliseDiagnosis)).toEqual([undefined, undefined, undefined, 'E11', undefined, undefined, undefined]);
  });
});
