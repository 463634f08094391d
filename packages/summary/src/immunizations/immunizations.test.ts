import { describe, expect, it } from '@jest/globals';
import { instant, type ImmunizationItem, type RecordTerm, type VaccinationRecord } from '@ncp/domain';
import { articleOf, ARTICLES, at, atc, coded, compile, day, fates, icd, npl, origin, snomed, TODAY, unit, vaccination, words } from '../../fixtures/records.js';

const given = (vaccine: RecordTerm | undefined, more: Partial<VaccinationRecord> = {}, id = 'vac', date = '2024-05-06'): VaccinationRecord =>
  vaccination(vaccine, date, origin(id, date), more);
const only = (row: VaccinationRecord): ImmunizationItem | undefined => compile([row]).summary.immunizations[0];
const MPR_PRODUCT = '29990101000001';
const products = new Map([...ARTICLES, [MPR_PRODUCT, { ...articleOf('20041208000038'), nplId: MPR_PRODUCT, name: 'Påhittat MPR', atc: { code: 'J07BD52', codeSystem: '2.16.840.1.113883.6.73' } }] as const]);

describe('vaccine', () => {
  it.each<readonly [string, RecordTerm, string]>([
    ['ATC', atc('J07BB02'), 'J07BB02'], ['ATC of the guide', coded('J07BB02', '1.2.752.129.2.2.3.1.1'), 'J07BB02'], ['SNOMED CT', snomed('836377006'), '836377006'],
    ['the former code of covid-19', atc('J07BX03'), 'J07BN'],
  ])('PS41 %s', (_what, vaccine, code) => {
    expect(only(given(vaccine))?.vaccine.pivot?.code).toBe(code);
  });

  it('PS42 an NPL-id by the register, the NPL-id along', () => {
    const { summary, ...rest } = compile([given({ codings: [npl(MPR_PRODUCT)], text: 'Priorix' })], { articles: products });
    expect(summary.immunizations[0]?.vaccine).toEqual({
      pivot: expect.objectContaining({ code: 'J07BD52' }), national: { ...npl(MPR_PRODUCT), display: 'Priorix' }, text: 'Priorix', broader: false,
    });
    expect(fates({ summary, ...rest })).toEqual(['vac: entry PS42']);
  });

  it.each([['säsongsinfluensa', 'J07BB'], ['MPR', 'J07BD52'], ['hep A', 'J07BC02'], ['TBE', 'J07BA01'], ['Covid-19', 'J07BN'], ['diTeKik', 'J07AJ52'], ['HPV', 'J07BM'], ['gula febern', 'J07BL01']])(
    'PS43 "%s" is %s', (text, code) => {
      expect(only(given(words(text)))?.vaccine).toMatchObject({ pivot: { code }, text });
    });

  it('PS43 the words stand in for a code that the value set lacks', () => {
    const result = compile([given({ codings: [{ code: 'X1', codeSystem: '1.2.3' }], text: 'MPR' })]);
    expect(result.summary.immunizations[0]?.vaccine).toMatchObject({ pivot: { code: 'J07BD52' }, national: { code: 'X1' } });
  });

  it.each(['rotavirus', 'bältros', 'MPR och TBE', 'Priorix'])('PS44 "%s" has no code and is an entry', (text) => {
    const result = compile([given(words(text))]);
    expect(result.summary.immunizations[0]?.vaccine).toEqual({ text, broader: false });
    expect(fates(result)).toEqual(['vac: entry PS44']);
  });

  it('PS44 a product that the register does not know keeps its NPL-id', () => {
    expect(only(given({ codings: [npl('29990000000000')], text: 'Okänt vaccin' }))?.vaccine)
      .toEqual({ national: { ...npl('29990000000000'), display: 'Okänt vaccin' }, text: 'Okänt vaccin', broader: false });
  });
});

describe('details', () => {
  it('PS45 diseases by the table, coded, or in words for the narrative', () => {
    const targets = [words('Mässling'), icd('B26'), coded('B06', '1.3.6.1.4.1.12559.11.10.1.3.1.44.2'), words('Ryska snuvan'), { codings: [] }];
    expect(only(given(words('MPR'), { targetDiseases: targets }))?.targets.map(({ pivot, text }) => pivot?.code ?? text)).toEqual(['B05', 'B26', 'B06', 'Ryska snuvan']);
  });

  it.each([[1, 1], [3, 3], [0, undefined], [-1, undefined], [1.5, undefined], [undefined, undefined]])('PS46 dose number %s is %s', (written, number) => {
    expect(only(given(words('MPR'), written === undefined ? {} : { doseNumber: written }))?.doseNumber).toBe(number);
  });

  it('keeps lot number and manufacturer', () => {
    expect(only(given(words('MPR'), { lotNumber: 'L1', manufacturer: 'Påhittad AB' }))).toMatchObject({ lotNumber: 'L1', manufacturer: 'Påhittad AB' });
    expect(only(given(words('MPR')))).not.toHaveProperty('manufacturer');
  });

  const registered = origin('vac', '2020-03-02', { recorded: instant('2020-03-02T09:00:00Z') });
  it.each<readonly [string, Partial<VaccinationRecord>, string | undefined]>([
    ['registered afterwards', { primarySource: false, occurred: at('2020-03-02', '10:00:00') }, undefined],
    ['registered afterwards with its own time', { primarySource: false, occurred: at('2019-01-01') }, '2019-01-01'],
    ['of the unit itself', { primarySource: true, occurred: at('2020-03-02', '10:00:00') }, '2020-03-02'],
    ['late in the evening, in Sweden', { occurred: instant('2020-01-01T23:30:00Z') }, '2020-01-02'],
  ])('PS47 %s', (_what, more, date) => {
    const item = only(vaccination(words('MPR'), '2020-03-02', registered, { registered: day('2020-03-05'), ...more }));
    expect([item?.given, item?.registered]).toEqual([date, '2020-03-05']);
  });

  it('PS48 a record without a vaccine is a line of the narrative', () => {
    const result = compile([given(undefined, { targetDiseases: [words('mässling')], sourceDescription: 'Vaccinationskort' })]);
    expect(result.summary.immunizations).toEqual([]);
    expect(result.summary.immunizationTexts.map(({ line }) => line)).toEqual(['Vaccination utan angivet vaccin, given 2024-05-06, mot mässling, källa: Vaccinationskort']);
    expect(fates(result)).toEqual(['vac: narrative PS48']);
    const back = compile([given(undefined, { occurred: at('2024-05-06'), primarySource: false })]);
    expect(back.summary.immunizationTexts.map(({ line }) => line)).toEqual(['Vaccination utan angivet vaccin, registrerad 2024-05-06']);
  });
});

describe('merging and age', () => {
  it('PS49 the same vaccine on the same day is one, with the lot number', () => {
    const result = compile([
      given(atc('J07BD52'), { primarySource: false }, 'a'), given(words('mpr'), { lotNumber: 'LOT1', primarySource: false }, 'b'),
      vaccination(atc('J07BD52'), '2024-05-06', origin('c', '2024-05-06', { careUnit: unit(2) }), { doseNumber: 2 }),
    ]);
    expect(result.summary.immunizations).toMatchObject([{ lotNumber: 'LOT1', doseNumber: 2, source: { providers: ['Enhet 2', 'Exempelby vårdcentral'] } }]);
    expect(fates(result)).toEqual(['a: merged PS49', 'b: entry PS43', 'c: merged PS49']);
  });

  it('PS49 without a lot number the unit that gave it goes first', () => {
    const result = compile([given(atc('J07BD52'), { primarySource: false }, 'a'), given(atc('J07BD52'), {}, 'b')]);
    expect(fates(result)).toEqual(['a: merged PS49', 'b: entry PS41']);
  });

  it.each<readonly [string, VaccinationRecord]>([
    ['another day', given(atc('J07BD52'), {}, 'b', '2024-05-07')], ['another vaccine', given(atc('J07BK01'), {}, 'b')], ['words that are not the same', given(words('Priorix'), {}, 'b')],
  ])('PS49 %s is another one', (_what, other) => {
    expect(compile([given(atc('J07BD52'), {}, 'a'), other]).summary.immunizations).toHaveLength(2);
  });

  it('PS49 doses without a date are one only when everything else is equal', () => {
    const undated = (id: string, more: Partial<VaccinationRecord> = {}): VaccinationRecord => {
      const { occurred: _none, ...row } = given(words('MPR'), { doseNumber: 1, ...more }, id);
      return row;
    };
    expect(compile([undated('a'), undated('b')]).summary.immunizations).toHaveLength(1);
    expect(compile([undated('a'), undated('b', { doseNumber: 2 })]).summary.immunizations).toHaveLength(2);
    expect(compile([undated('a'), undated('b', { registered: day('2020-01-01') })]).summary.immunizations).toHaveLength(2);
  });

  it('PS49 the last three of each seasonal vaccine, all doses of the others', () => {
    const years = [2019, 2020, 2021, 2022, 2023, 2024].map(String);
    const row = (vaccine: RecordTerm) => (year: string): VaccinationRecord => given(vaccine, {}, `${vaccine.codings[0]?.code ?? ''}-${year}`, `${year}-11-01`);
    const result = compile([...years.map(row(atc('J07BB02'))), ...years.map(row(atc('J07BN01'))), ...years.map(row(atc('J07BA01'))), given(snomed('836377006'), {}, 'snomed', '2025-11-01')]);
    const shown = (prefix: string): readonly string[] =>
      result.summary.immunizations.filter(({ vaccine }) => vaccine.pivot?.code.startsWith(prefix) === true).map(({ given: on = TODAY }) => on.slice(0, 4));
    expect([shown('J07BB'), shown('J07BN'), shown('J07BA').length, shown('836377006')]).toEqual([['2024', '2023'], ['2024', '2023', '2022'], 6, ['2025']]);
    expect(fates(result).filter((fate) => fate.endsWith('dropped PS49'))).toHaveLength(7);
  });

  it('leaves the section empty when there is nothing', () => {
    expect(compile([]).summary).toMatchObject({ immunizations: [], immunizationTexts: [] });
  });
});
