import { describe, expect, it } from '@jest/globals';
import type { BloodGroup, LaboratoryRecord } from '@ncp/domain';
import { coded, compile, fates, laboratory, observation, origin, snomed } from '../../fixtures/records.js';
import { BLOOD_GROUPS } from '../summary-constants.js';
import { readBloodGroup } from './blood-group.js';

const result = (value: string, id = 'lab', more: Partial<LaboratoryRecord> = {}, analysis = 'B-ABO- och RhD-gruppering'): LaboratoryRecord =>
  laboratory(analysis, value, '2021-02-08', origin(id, '2021-02-08'), more);
const group = (...rows: readonly LaboratoryRecord[]): BloodGroup | undefined => compile(rows).summary.bloodGroup;

describe('which results', () => {
  it.each(['B-ABO- och RhD-gruppering', 'Blodgruppering', 'rhd', 'Rh(D)-typning', 'ABO'])('PS71 "%s" is an analysis of blood group', (analysis) => {
    expect(fates(compile([result('A RhD pos', 'lab', {}, analysis)]))).toEqual(['lab: entry PS72']);
  });

  it.each(['B-Hemoglobin', 'Laboratoriekommentar', 'Blodgruppsantikroppar', 'Nabo', 'RhD-typning, foster', 'P-RHD-genotyp', 'Blodgruppering navelsträngsblod'])('PS71 "%s" is none', (analysis) => {
    expect(fates(compile([result('A RhD pos', 'lab', {}, analysis)]))).toEqual(['lab: dropped PS74']);
  });

  it('PS71 a configured code is one without any words', () => {
    const row = { ...result('A RhD pos'), analysis: coded('NPU00001', '1.2.752.108.1') };
    expect(group(row)).toBeUndefined();
    for (const known of [{ code: 'NPU00001', codeSystem: '1.2.3' }, { code: 'NPU2', codeSystem: '1.2.752.108.1' }]) {
      expect(compile([row], { policy: { bloodGroupAnalyses: [known] } }).summary.bloodGroup).toBeUndefined();
    }
    expect(compile([row], { policy: { bloodGroupAnalyses: [{ code: 'NPU00001', codeSystem: '1.2.752.108.1' }] } }).summary.bloodGroup?.group.pivot?.code).toBe('278149003');
  });

  it.each(['final', 'corrected', 'amended'] as const)('PS71 %s results count', (status) => {
    expect(group(result('A RhD pos', 'lab', { status }))).toBeDefined();
  });

  it('PS74 other results, and PS75 growth, are not released', () => {
    const rows = [result('140', 'hb', {}, 'B-Hemoglobin'), observation(snomed('27113001'), '2026-01-01', origin('weight', '2026-01-01'))];
    expect(fates(compile(rows))).toEqual(['hb: dropped PS74', 'weight: dropped PS75']);
  });
});

describe('reading a result', () => {
  it.each([
    ['0 RhD pos', 'O+'], ['O RhD positiv', 'O+'], ['0 Rh(D) negativ', 'O-'], ['A RhD pos.', 'A+'], ['a rhd neg', 'A-'], ['B+', 'B+'], ['B -', 'B-'], ['AB RhD positivt', 'AB+'],
    ['AB−', 'AB-'], ['A, RhD: pos', 'A+'], ['O', 'O'], ['A', 'A'], ['B', 'B'], ['AB', 'AB'], ['0', 'O'], ['A Rh pos', 'A+'], ['A D pos', 'A+'],
  ])('PS72 "%s" is %s', (value, name) => {
    const found = group(result(value));
    expect(found?.group.pivot?.code).toBe(BLOOD_GROUPS[name]);
    expect(found?.group.text).toBe(value);
  });

  it.each([
    'A svagt RhD pos', 'A RhD variant', 'A2 RhD pos', 'A RhD partiell', 'ej bedömbar', 'A RhD pos?', 'AO', '00', 'A B', 'A RhD', 'ABO', '', ' ', 'A RhD pos, kontroll', '5', 'RhD', 'C+', 'A++',
  ])('PS73 "%s" cannot be read with certainty', (value) => {
    expect(readBloodGroup(value, { ofRhesus: true })).toBeUndefined();
    expect(group(result(value))).toBeUndefined();
    expect(fates(compile([result(value)]))).toEqual(['lab: dropped PS73']);
  });
});

describe('several results', () => {
  const abo = (value: string, id: string, report: string): LaboratoryRecord => result(value, id, { report }, 'ABO-gruppering');
  const rhesus = (value: string, id: string, report: string): LaboratoryRecord => result(value, id, { report }, 'RhD-typning');

  it('PS72 ABO and RhD of one report are one group', () => {
    expect(group(abo('A', 'a', 'r1'), rhesus('RhD neg', 'b', 'r1'))?.group.pivot?.code).toBe(BLOOD_GROUPS['A-']);
    expect(group(abo('A', 'a', 'r1'), rhesus('positiv', 'b', 'r1'))?.group.pivot?.code).toBe(BLOOD_GROUPS['A+']);
  });

  it('PS72 of two reports they are not, and ABO stands alone', () => {
    const compiled = compile([abo('A', 'a', 'r1'), rhesus('RhD neg', 'b', 'r2')]);
    expect(compiled.summary.bloodGroup?.group.pivot?.code).toBe(BLOOD_GROUPS['A']);
    expect(fates(compiled)).toEqual(['a: entry PS72', 'b: dropped PS72']);
  });

  it('PS72 RhD alone is no group', () => {
    expect(group(rhesus('RhD pos', 'b', 'r1'))).toBeUndefined();
  });

  it('PS73 "neg" of an analysis that does not name RhD is no RhD, and then nothing is said', () => {
    const other = result('neg', 'b', { report: 'r1' }, 'Blodgruppsserologi');
    expect(group(abo('A', 'a', 'r1'), other)).toBeUndefined();
    expect(group(abo('A', 'a', 'r1'), { ...other, value: 'RhD neg' })?.group.pivot?.code).toBe(BLOOD_GROUPS['A-']);
  });

  it('PS72 equal results are one, of the latest sample', () => {
    const later = laboratory('Blodgruppering', 'A RhD positiv', '2025-05-05', origin('b', '2025-05-05'));
    expect(group(result('A RhD pos', 'a'), later)).toMatchObject({ taken: '2025-05-05' });
    expect(fates(compile([result('A RhD pos', 'a'), later]))).toEqual(['a: merged PS72', 'b: entry PS72']);
  });

  it.each([['A RhD pos', 'B RhD pos'], ['A RhD pos', 'A RhD neg'], ['A RhD pos', 'svag D'], ['A', 'O']])('PS73 "%s" and "%s" are nothing', (first, second) => {
    const rows = [result(first, 'a', { report: 'r1' }), result(second, 'b', { report: 'r2' })];
    expect(group(...rows)).toBeUndefined();
    expect(fates(compile(rows))).toEqual(['a: dropped PS73', 'b: dropped PS73']);
  });

  it('PS73 a result without a value is nothing', () => {
    const { value: _none, ...row } = result('A');
    expect(group(result('A RhD pos', 'a'), row)).toBeUndefined();
  });

  it('says no day that nobody knows', () => {
    const { taken: _none, ...row } = result('A RhD pos');
    expect(group(row)).not.toHaveProperty('taken');
  });
});
