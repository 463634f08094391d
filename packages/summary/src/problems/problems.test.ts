import { describe, expect, it } from '@jest/globals';
import type { DiagnosisRecord, ProblemItem, RecordTerm } from '@ncp/domain';
import { READING_SYSTEMS } from '@ncp/terminology';
import { alert, atc, coded, compile, day, diagnosis, fates, icd, origin, snomed, unit, words } from '../../fixtures/records.js';

const visit = (term: RecordTerm, recordedOn: string, more: Partial<DiagnosisRecord> = {}, id = recordedOn): DiagnosisRecord =>
  diagnosis(term, recordedOn, origin(id, recordedOn), more);
const RECENT = '2026-10-01';
const only = (term: RecordTerm): ProblemItem | undefined => compile([visit(term, RECENT)]).summary.problems[0];

describe('codes', () => {
  it.each<readonly [string, string, string, boolean]>([
    ['E11.4', 'E11.4', 'E11.4', false], ['F90.0B', 'F90.0', 'F90.0B', false], ['i109', 'I10', 'I10.9', true], ['J45.9-P', 'J45.9', 'J45.9', false],
  ])('PS31 %s is written as %s', (code, pivot, national, broader) => {
    expect(only(icd(code, 'Term'))?.problem).toMatchObject({ pivot: { code: pivot }, national: { code: national, codeSystem: '1.2.752.116.1.1.1.1.3' }, text: 'Term', broader });
  });

  it.each(['https://www.icd10.se/', 'http://hl7.org/fhir/sid/icd-10', '2.16.840.1.113883.6.3'])('PS31 ICD-10 under %s', (system) => {
    expect(only(coded('J45.9', system, 'Astma'))?.problem.pivot?.code).toBe('J45.9');
  });

  it('PS31 a rare disease is said by its ORPHAcode, the Swedish code along, and meets its ICD-10 code', () => {
    const rare = { code: '199', codeSystem: READING_SYSTEMS.orphanet, display: 'Cornelia de Langes syndrom' };
    const both = { codings: [...icd('Q87.1').codings, rare], text: 'Cornelia de Langes syndrom' };
    const { summary } = compile([visit(both, RECENT), visit(icd('Q87.1', 'Q87.1'), '2020-01-01')]);
    expect(summary.problems).toMatchObject([{ problem: { pivot: { code: '199', codeSystem: READING_SYSTEMS.orphanet }, national: { code: 'Q87.1' }, broader: false }, firstRecorded: '2020-01-01' }]);
    expect(only({ codings: [{ ...rare, code: '999999' }, ...icd('J45.9').codings] })?.problem.pivot?.code).toBe('J45.9');
  });

  it('PS32 words alone, SNOMED CT, and a code that the release lacks stand without a pivot', () => {
    expect(only(words('Ont i knät'))?.problem).toEqual({ text: 'Ont i knät', broader: false });
    expect(only(snomed('195967001', 'Astma'))?.problem).toMatchObject({ national: { code: '195967001' }, text: 'Astma' });
    expect(only(icd('U99.9', 'Okänt'))?.problem).toEqual({ national: { code: 'U99.9', codeSystem: '1.2.752.116.1.1.1.1.3', display: 'Okänt' }, text: 'Okänt', broader: false });
  });

  it('PS32 a code that cannot be carried is a gap, words are none, and neither is what is not sent', () => {
    expect(compile([visit(icd('U99.9'), RECENT)]).missingTerms).toMatchObject([{ field: 'problem', national: { code: 'U99.9' } }]);
    expect(compile([visit(icd('U99.9'), RECENT), visit(icd('U88.1'), RECENT, {}, 'b')]).missingTerms.map(({ national }) => national.code)).toEqual(['U88.1', 'U99.9']);
    expect(compile([visit(words('Ont i knät'), RECENT)]).missingTerms).toEqual([]);
    expect(compile([visit(icd('U99.9'), '2020-01-01')]).missingTerms).toEqual([]);
  });

  it.each([
    ['Obs epilepsi?', true], ['obs. stroke', true], ['Misstänkt hjärtinfarkt', true], ['misst. KOL', true], ['? diabetes', true], ['Susp appendicit', true], ['Diabetes?', true],
    ['Obstruktiv bronkit', false], ['Astma', false], ['Observation för diabetes', false],
  ])('PS32 "%s" is a question: %s', (text, question) => {
    expect(only(words(text))?.certainty?.code).toBe(question ? 'unconfirmed' : undefined);
    expect(only(icd('J45.9', text))?.certainty?.code).toBe(question ? 'unconfirmed' : undefined);
  });

  it('PS32 a question beside a finding of the same code is a finding', () => {
    expect(compile([visit(icd('J45.9', 'Obs astma'), RECENT), visit(icd('J45.9', 'Astma'), '2025-01-01')]).summary.problems[0]?.certainty).toBeUndefined();
  });
});

describe('selection', () => {
  it.each<readonly [string, string, boolean, string]>([
    ['PS33', 'J45.9', false, 'problems'], ['PS33', 'Q21.0', false, 'problems'], ['PS33', 'Z95.0', false, 'problems'], ['PS33', 'Z92.1', false, 'problems'],
    ['PS33', 'M54.5', true, 'problems'], ['PS33', 'C50.9', false, 'problems'], ['PS33', 'N18.3', false, 'problems'],
    ['PS36', 'Z92.0', false, 'nowhere'], ['PS36', 'Z88.0', false, 'nowhere'], ['PS36', 'W01.9', false, 'nowhere'], ['PS36', 'M54.5', false, 'nowhere'], ['PS36', 'R10.4', false, 'nowhere'],
    ['PS35', 'I21.9', false, 'pastIllness'], ['PS35', 'S72.0', false, 'pastIllness'], ['PS35', 'T78.2', false, 'pastIllness'], ['PS36', 'T78.4', false, 'nowhere'],
  ])('%s %s of 2010, flagged chronic %s: %s', (rule, code, chronic, place) => {
    const result = compile([visit(icd(code), '2010-01-01', { chronic }, 'dx')]);
    const found = (['problems', 'pastIllness'] as const).filter((name) => result.summary[name].length > 0);
    expect(found).toEqual(place === 'nowhere' ? [] : [place]);
    const coded = result.summary.problems[0]?.problem ?? result.summary.pastIllness[0]?.problem;
    expect(fates(result)).toEqual([place === 'nowhere' ? `dx: dropped ${rule}` : `dx: entry ${coded?.pivot === undefined ? 'PS32' : rule}`]);
  });

  it('PS33 says chronic only where the record says so', () => {
    expect(compile([visit(icd('J45.9'), '2010-01-01')]).summary.problems[0]?.status).toBeUndefined();
    expect(compile([visit(icd('J45.9'), '2010-01-01', { chronic: true })]).summary.problems[0]?.status?.code).toBe('90734009');
  });

  it.each([
    ['J06.9', '2026-05-01', 'PS34'], ['J06.9', '2026-04-30', 'PS36'], ['I21.9', '2026-05-01', 'PS34'], ['I21.9', '2026-04-30', 'PS35'],
    ['R10.4', '2026-08-01', 'PS34'], ['R10.4', '2026-07-31', 'PS36'], ['Z01.4', '2026-10-30', 'PS36'], ['X60.0', '2026-10-30', 'PS36'],
  ])('PS34-PS36 %s recorded %s: %s', (code, recordedOn, rule) => {
    const result = compile([visit(icd(code), recordedOn, {}, 'dx')]);
    const item = result.summary.problems[0] ?? result.summary.pastIllness[0];
    const expected = rule === 'PS36' ? 'dx: dropped PS36' : `dx: entry ${item?.problem.pivot === undefined ? 'PS32' : rule}`;
    expect(fates(result)).toEqual([expected]);
    expect([result.summary.problems.length, result.summary.pastIllness.length]).toEqual([rule === 'PS34' ? 1 : 0, rule === 'PS35' ? 1 : 0]);
  });

  it('PS34 the last record of a code decides, and the first gives the day', () => {
    expect(compile([visit(icd('J06.9'), '2020-02-02'), visit(icd('J06.9'), '2026-09-01')]).summary.problems)
      .toMatchObject([{ firstRecorded: '2020-02-02', lastRecorded: '2026-09-01' }]);
  });

  it('PS38 nothing on record states nothing', () => {
    expect(compile([]).summary.problems).toEqual([]);
    expect(JSON.stringify(compile([visit(icd('Z01.4'), RECENT)]).summary)).not.toContain('no-known');
  });
});

describe('merging', () => {
  it('PS37 one code, one problem: the latest record speaks, each provider once', () => {
    const result = compile([
      diagnosis(icd('E11.2', 'Äldre term'), '2024-01-01', origin('a', '2024-01-01', { careUnit: unit(2) })),
      diagnosis(icd('E11.2', 'Nyare term'), '2025-01-01', origin('b', '2025-01-01', { careUnit: unit(3) })),
      diagnosis(icd('E112', 'Äldst'), '2020-01-01', origin('c', '2020-01-01', { careUnit: unit(3) })),
    ]);
    expect(result.summary.problems).toMatchObject([{ problem: { text: 'Nyare term' }, firstRecorded: '2020-01-01', lastRecorded: '2025-01-01', source: { providers: ['Enhet 2', 'Enhet 3'] } }]);
    expect(fates(result)).toEqual(['a: merged PS37', 'b: entry PS33', 'c: merged PS37']);
  });

  it('PS37 complications of one disease are never merged', () => {
    expect(compile(['E11.2', 'E11.3', 'E11.4'].map((code) => visit(icd(code), '2024-01-01', {}, code))).summary.problems).toHaveLength(3);
  });

  it('PS37 an unspecified code gives way to a closer one, a question does not count', () => {
    const unspecified = visit(icd('E11.9'), '2026-01-01', {}, 'a');
    const codes = (...rows: readonly DiagnosisRecord[]): readonly (string | undefined)[] =>
      compile([unspecified, ...rows]).summary.problems.map(({ problem }) => problem.pivot?.code).toSorted();
    expect(codes(visit(icd('E11.4'), '2010-01-01', {}, 'b'))).toEqual(['E11.4']);
    expect(codes(visit(icd('E11.4', 'Obs neuropati'), '2010-01-01', {}, 'b'))).toEqual(['E11.4', 'E11.9']);
    expect(codes(visit(icd('E10.9'), '2010-01-01', {}, 'b'))).toEqual(['E10.9', 'E11.9']);
  });

  it('PS37 what is not shown outdoes nothing', () => {
    const rows = [visit(icd('J06.9'), '2026-10-01', {}, 'a'), visit(icd('J06.0'), '2010-01-01', {}, 'b')];
    expect(fates(compile(rows))).toEqual(['a: entry PS34', 'b: dropped PS36']);
  });

  it('PS20 an alert about a known problem is merged with it', () => {
    const result = compile([
      alert('communicable-disease', icd('B18.1', 'Kronisk hepatit B'), origin('flag', '2010-01-01'), { comments: ['Smittskyddsblad lämnat'] }),
      visit(icd('B18.1', 'Hepatit B'), '2024-01-01', {}, 'dx'),
    ]);
    expect(result.summary.problems).toMatchObject([{ problem: { text: 'Hepatit B' }, firstRecorded: '2010-01-01', comments: ['Smittskyddsblad lämnat'] }]);
    expect(fates(result)).toEqual(['flag: merged PS20', 'dx: entry PS20']);
  });

  it('PS20 a suspected disease of an alert is unconfirmed', () => {
    const suspected = (certainty: string): string | undefined =>
      compile([alert('serious-disease', icd('D66.9', 'Hemofili'), origin('a', '2010-01-01'), { certainty: words(certainty) })]).summary.problems[0]?.certainty?.code;
    expect([suspected('Misstänkt'), suspected('Bekräftad')]).toEqual(['unconfirmed', undefined]);
  });

  it('PS37 different codes of another system are different problems, equal ones are one', () => {
    const rows = [visit(snomed('195967001', 'Astma'), RECENT, {}, 'a'), visit(snomed('73211009', 'Diabetes'), RECENT, {}, 'b'), visit(snomed('195967001', 'Asthma'), RECENT, {}, 'c')];
    expect(compile(rows).summary.problems.map(({ problem }) => problem.text).toSorted()).toEqual(['Astma', 'Diabetes']);
  });

  it('orders chronic ones first, then the latest', () => {
    const rows = [visit(icd('J06.9'), '2026-10-10'), visit(icd('J45.9'), '2010-01-01'), visit(icd('I10.9'), '2020-01-01'), visit(words('Ont i knät'), '2026-10-20')];
    expect(compile(rows).summary.problems.map(({ problem }) => problem.national?.code ?? problem.text)).toEqual(['I10.9', 'J45.9', 'Ont i knät', 'J06.9']);
  });

  it('a diagnosis and an alert with one key are two entries', () => {
    const rows = [visit(icd('J45.9'), '2026-01-01', {}, 'same'), alert('serious-disease', icd('D66.9'), origin('same', '2026-01-01'))];
    expect(new Set(compile(rows).summary.problems.map(({ id }) => id)).size).toBe(2);
  });

  it('keeps what is not a diagnosis apart', () => {
    expect(compile([alert('treatment', atc('B01AA03'), origin('t', '2024-01-01'), { start: day('2024-01-01') })]).summary.problems).toEqual([]);
  });
});
