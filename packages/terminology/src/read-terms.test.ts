import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { loadCatalogue, READING_SYSTEMS, STARTER_RELEASE } from './index.js';

const catalogue = loadCatalogue(STARTER_RELEASE);

describe('read', () => {
  it.each([
    ['10219000', CODE_SYSTEMS.edqm, 'tablett'], ['20053000', CODE_SYSTEMS.edqm, 'oral användning'], ['48765-2', CODE_SYSTEMS.loinc, 'Allergier och överkänslighet'],
    ['C08CA01', CODE_SYSTEMS.atc, 'amlodipin'], ['I10', CODE_SYSTEMS.icd10, 'Essentiell hypertoni'], ['fi', READING_SYSTEMS.language, 'finska'], ['FI', CODE_SYSTEMS.country, 'Finland'],
  ])('%s of %s is %s, as it is', (code, codeSystem, sv) => {
    expect(catalogue.read(code, codeSystem)).toMatchObject({ sv });
    expect(catalogue.read(code, codeSystem)?.mapped).toBeUndefined();
  });

  it.each([
    ['another OID of the system', '10219000', '1.3.6.1.4.1.12559.11.10.1.3.1.44.1', { sv: 'tablett', mapped: { code: '10219000', codeSystem: CODE_SYSTEMS.edqm } }],
    ['another ICD-10 OID', 'I10', '2.16.840.1.113883.6.3', { sv: 'Essentiell hypertoni', mapped: { code: 'I10', codeSystem: CODE_SYSTEMS.icd10 } }],
    ['a code that means the same', 'no-known-procedure', CODE_SYSTEMS.absentOrUnknown, { sv: 'Inga kända åtgärder', mapped: { code: 'no-known-procedures' }, statesAbsence: true }],
  ])('%s is mapped, and says to what', (_what, code, codeSystem, expected) => {
    expect(catalogue.read(code, codeSystem)).toMatchObject(expected);
  });

  it('CDA-03 knows no text for what the release does not have', () => {
    expect([catalogue.read('10219000', '1.2.3'), catalogue.read('99999999', CODE_SYSTEMS.edqm), catalogue.read('', '')]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['160244002', CODE_SYSTEMS.snomedCt], ['182904002', CODE_SYSTEMS.snomedCt], ['no-medication-info', CODE_SYSTEMS.absentOrUnknown],
  ])('%s states an absence', (code, codeSystem) => {
    expect(catalogue.read(code, codeSystem)?.statesAbsence).toBe(true);
  });
});

describe('readUnit', () => {
  it.each([
    ['mL', 'milliliter', undefined], ['mm[Hg]', 'mm Hg', undefined], ['{Tablet}', 'tablett', '15054000'], ['{tablet}', 'tablett', '15054000'], ['tablett', 'tablett', '15054000'],
    ['ml', 'milliliter', 'mL'], ['[iU]', 'internationell enhet', '[IU]'], ['µg', 'mikrogram', 'ug'],
  ])('%s is %s', (written, sv, mapped) => {
    const term = catalogue.readUnit(written);
    expect([term?.sv, term?.mapped?.code]).toEqual([sv, mapped]);
  });

  it.each(['', 'kukko', '{copo}/d', 'mg/2.5.ml', '{}'])('does not know %s', (written) => {
    expect(catalogue.readUnit(written)).toBeUndefined();
  });
});
