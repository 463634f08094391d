import { describe, expect, it } from '@jest/globals';
import { coded, compile, fates, functional, origin, words } from '../../fixtures/records.js';

const ICF_SE = '1.2.752.116.1.1.3';
const walking = (date: string, id: string, code = 'd450.3'): ReturnType<typeof functional> => functional('disability', coded(code, ICF_SE, 'Att gå'), date, origin(id, date));
const adl = (date: string, id: string, notes: ReturnType<typeof functional>['notes']): ReturnType<typeof functional> => functional('personal-adl', words('PADL-bedömning'), date, origin(id, date), notes);

describe('PS61 assessments of ability', () => {
  it('PS61 the latest of each category', () => {
    const result = compile([walking('2026-01-01', 'old', 'd450.1'), walking('2026-03-01', 'new'), adl('2025-01-01', 'adl', [{ activity: 'födointag', text: 'matas' }])]);
    expect(result.summary.functionalStatus.map(({ value, assessedOn }) => [value, assessedOn])).toEqual([['3', '2026-03-01'], ['matas', '2025-01-01']]);
    expect(fates(result)).toEqual(['adl: entry PS61', 'new: entry PS61', 'old: dropped PS61']);
  });

  it('PS61 the latest is the last assessed, whenever it was written', () => {
    const early = functional('disability', coded('d450.1', ICF_SE), '2026-01-01', origin('early', '2026-09-01'));
    expect(compile([early, walking('2026-03-01', 'late')]).summary.functionalStatus.map(({ value }) => value)).toEqual(['3']);
  });

  it('PS61 several activities of one occasion stay together', () => {
    expect(compile([walking('2026-03-01', 'a'), walking('2026-03-01', 'b', 'd510.2')]).summary.functionalStatus).toHaveLength(2);
  });

  it.each([['2024-11-01', 1], ['2024-10-31', 0]])('PS61 of %s: %d', (date, count) => {
    expect(compile([walking(date, 'a')]).summary.functionalStatus).toHaveLength(count);
  });

  it('PS61 a code of ICF with its qualifier, the Swedish code beside it', () => {
    expect(compile([walking('2026-03-01', 'a')]).summary.functionalStatus).toMatchObject([{
      assessment: { pivot: { code: 'd450', codeSystem: '2.16.840.1.113883.6.254' }, national: { code: 'd450.3', codeSystem: ICF_SE, display: 'Att gå' }, text: 'Att gå' }, value: '3',
    }]);
    expect(compile([walking('2026-03-01', 'a', 'd450')]).summary.functionalStatus).toMatchObject([{ assessment: { pivot: { code: 'd450' } }, value: 'Att gå' }]);
  });

  it('PS61 words, a foreign code and a comment stay words', () => {
    const rows = [functional('disability', words('Nedsatt syn'), '2026-03-01', origin('a', '2026-03-01'), [{ text: 'Glasögon hjälper' }])];
    expect(compile(rows).summary.functionalStatus.map(({ assessment, value }) => [assessment.pivot, assessment.text, value]))
      .toEqual([[undefined, 'Nedsatt syn', 'Nedsatt syn'], [undefined, 'Nedsatt syn', 'Glasögon hjälper']]);
    expect(fates(compile(rows))).toEqual(['a: narrative PS61']);
    const foreign = functional('disability', coded('G30', '1.2.3', 'Alzheimer'), '2026-03-01', origin('b', '2026-03-01'));
    expect(compile([foreign]).summary.functionalStatus[0]?.assessment).toMatchObject({ national: { code: 'G30' }, text: 'Alzheimer' });
  });

  it.each([
    ['personlig hygien', 'd510'], ['på/avklädning', 'd540'], ['Förflyttning', 'd420'], ['toalettbesök', 'd530'], ['födointag', 'd550'], ['städning', undefined],
  ])('PS61 the activity "%s" is %s', (activity, code) => {
    const [item] = compile([adl('2026-04-14', 'adl', [{ activity, text: 'utan hjälp' }])]).summary.functionalStatus;
    expect([item?.assessment.pivot?.code, item?.assessment.text, item?.value]).toEqual([code, activity, 'utan hjälp']);
  });

  it('PS61 one coded line makes an entry, and an assessment without lines is told in its own words', () => {
    const mixed = adl('2026-04-14', 'adl', [{ activity: 'födointag', text: 'matas' }, { text: 'Kommentar' }]);
    expect(fates(compile([mixed]))).toEqual(['adl: entry PS61']);
    expect(compile([adl('2026-04-14', 'adl', [])]).summary.functionalStatus.map(({ assessment, value }) => [assessment.text, value])).toEqual([['PADL-bedömning', 'PADL-bedömning']]);
  });

  it('PS61 is no problem', () => {
    expect(compile([walking('2026-03-01', 'a')]).summary.problems).toEqual([]);
  });

  it('PS61 an assessment that says nothing is dropped', () => {
    expect(fates(compile([functional('disability', { codings: [] }, '2026-03-01', origin('a', '2026-03-01'))]))).toEqual(['a: dropped PS61']);
  });
});
