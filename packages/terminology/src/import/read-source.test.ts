import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, isNcpError } from '@ncp/domain';
import { readSource } from './read-source.js';

const { edqm, atc, snomedCt } = CODE_SYSTEMS;
const FORMS = '1.3.6.1.4.1.12559.11.10.1.3.1.42.2';

const problemOf = (text: string): unknown => {
  try {
    readSource('f', text);
    return undefined;
  } catch (error) {
    return isNcpError(error) && error.code === 'NCP_TERMINOLOGY_SOURCE' ? error.details['problem'] : error;
  }
};

describe('a file that is none of the formats', () => {
  it.each([
    ['', 'empty'], ['  \ufeff ', 'empty'], ['{"a":', 'not JSON'], ['[1]', 'neither a value set of the catalogue nor a FHIR terminology resource'],
    ['{"resourceType":"Patient"}', 'neither a value set of the catalogue nor a FHIR terminology resource'], ['a,b\n1,2', 'heading'],
    ['code_system,code,language,text\n"x', 'quote without end'], ['{"oid":"x","concepts":[]}', 'oid'], ['{"oid":"1.2","concepts":[{"display":"x"}]}', 'concepts.0'],
    ['{"oid":"1.2","concepts":[{"code":"x"}]}', 'concepts.0'],
  ])('%j: %s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('JSON of the master value catalogue', () => {
  const read = (document: object) => readSource('set.json', JSON.stringify({ oid: FORMS, name: 'eHDSIDoseForm', codeSystem: edqm, ...document }));

  it('takes spaces off texts, codes once, and reasons for saying nothing as concepts', () => {
    const source = read({
      version: '202401', release: 'eHDSI CDA IG v8.0.0 (2024-04-22)', url: 'http://x/forms',
      concepts: [{ code: '1', display: ' Tablet ' }, { code: '1', display: 'Tablet' }, { code: '2', display: '' }], exceptions: [{ code: 'UNK', display: 'unknown' }],
    });
    expect(source).toMatchObject({ kind: 'mvc', basis: '8.0.0', designations: [], mappings: [] });
    expect(source.valueSets).toEqual([{
      oid: FORMS, name: 'eHDSIDoseForm', url: 'http://x/forms',
      concepts: [{ code: '1', codeSystem: edqm, display: 'Tablet' }, { code: '2', codeSystem: edqm }, { code: 'UNK', codeSystem: edqm, display: 'unknown' }],
    }]);
    expect(source.problems).toEqual([{ severity: 'warning', problem: 'duplicate-concept', file: 'set.json', count: 1 }]);
  });

  it('keeps a code system that is written with spaces, knows addresses, and tells the others', () => {
    const source = read({ version: '8.1.0', concepts: [
      { code: 'a', codeSystem: ` ${edqm}` }, { code: 'b', codeSystem: 'http://snomed.info/sct' }, { code: 'c', codeSystem: 'urn:oid:1.2.3' }, { code: 'd', codeSystem: 'http://x' }, { code: 'e', codeSystem: 'http://x' },
    ] });
    expect(source.basis).toBe('8.1.0');
    expect(source.valueSets[0]?.concepts.map(({ codeSystem }) => codeSystem)).toEqual([` ${edqm}`, snomedCt, '1.2.3', 'http://x', 'http://x']);
    expect(source.problems.map(({ problem, subject }) => [problem, subject])).toEqual([['spaces-in-code-system', ` ${edqm}`], ['unknown-code-system', 'http://x']]);
  });

  it('tells what was read in a wrong encoding once, and an empty set', () => {
    expect(read({ concepts: [{ code: '1', display: 'SÃ©zary' }, { code: '2', display: 'Sézary' }] }).problems.map(({ problem, subject }) => [problem, subject])).toEqual([['wrong-encoding', `${edqm}|1: "SÃ©zary"`]]);
    expect(read({ concepts: [] }).problems.map(({ problem }) => problem)).toEqual(['empty-value-set']);
  });
});

describe('a table', () => {
  it.each([
    ['commas', ',', ''], ['semicolons', ';', ''], ['tabs', '\t', ''], ['a byte order mark', ',', '\ufeff'],
  ])('of translations, with %s', (_what, separator, start) => {
    const rows = [['code', 'Text', 'language', 'Code System'], ['C08CA01', '"amlodipin, ""ren"""', 'sv-SE', atc], ['X', 'x', 'fi', atc], ['', '', '', '']];
    const source = readSource('t', start + rows.map((cells) => cells.join(separator)).join('\r\n'));
    expect(source.designations).toEqual([{ code: 'C08CA01', codeSystem: atc, language: 'sv', text: 'amlodipin, "ren"', at: 't line 2' }]);
    expect(source.problems).toEqual([{ severity: 'warning', problem: 'other-language', file: 't', subject: 'fi', count: 1 }]);
  });

  it('of mappings: a text or a code leads to a code', () => {
    const source = readSource('m', [
      'field;source_code_system;source_code;source_text;target_code_system;target_code;relation',
      `dose-form;;;mjuk kaka;${edqm};10219000;broader`, `professional-role;1.2.752.116.3.1.3;LK;;urn:oid:2.16.840.1.113883.2.9.6.2.7;221;`, 'unit;;{st};;http://unitsofmeasure.org;1;equal',
    ].join('\n'));
    expect(source.problems).toEqual([]);
    expect(source.mappings.map(({ field, from, to, relation }) => ({ field, from, to, ...(relation === undefined ? {} : { relation }) }))).toEqual([
      { field: 'dose-form', from: { text: 'mjuk kaka' }, to: { code: '10219000', codeSystem: edqm }, relation: 'broader' },
      { field: 'professional-role', from: { code: 'LK', codeSystem: '1.2.752.116.3.1.3' }, to: { code: '221', codeSystem: '2.16.840.1.113883.2.9.6.2.7' } },
      { field: 'unit', from: { code: '{st}' }, to: { code: '1', codeSystem: CODE_SYSTEMS.ucum } },
    ]);
  });

  it('tells each wrong row with its line, and reads the others', () => {
    const source = readSource('m', [
      'field,source_code,source_text,target_code_system,target_code,relation,why',
      `colour,,x,${edqm},1,,`, `dose-form,,x,EDQM,1,,`, `dose-form,a,b,${edqm},1,,`, `dose-form,,x,${edqm},,,`, `dose-form,,x,${edqm},1,narrower,`, `dose-form,,x,${edqm},1,,,,`, `dose-form,,"x`, `y",${edqm},1,,`,
    ].join('\n'));
    expect(source.problems.map(({ problem, at, subject }) => [problem, at, subject])).toEqual([
      ['column', 'line 1', 'why'], ['unknown-field', 'line 2', 'colour'], ['unknown-code-system', 'line 3', 'EDQM'], ['row', 'line 4', 'source_code or source_text'], ['row', 'line 5', 'target_code'],
      ['row', 'line 6', 'relation'], ['row', 'line 7', 'more cells than columns'],
    ]);
    expect(source.mappings.map(({ from, at }) => [from, at])).toEqual([[{ text: 'x\ny' }, 'm line 8']]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('knows no field %s, though every object answers to that name', (field) => {
    const source = readSource('m', `field,source_text,target_code_system,target_code\n${field},x,${edqm},1`);
    expect(source.problems.map(({ problem, at, subject }) => [problem, at, subject])).toEqual([['unknown-field', 'line 2', field]]);
    expect(source.mappings).toEqual([]);
  });

  it('of concepts makes value sets', () => {
    const source = readSource('c', `value_set,value_set_name,code_system,code,display\nurn:oid:${FORMS},Forms,${edqm},1,One\n${FORMS},,${edqm},2,Two\n${FORMS},,${edqm},2,Two\nforms,,${edqm},3,x`);
    expect(source.valueSets).toEqual([{ oid: FORMS, name: 'Forms', concepts: [{ code: '1', codeSystem: edqm, display: 'One' }, { code: '2', codeSystem: edqm, display: 'Two' }] }]);
    expect(source.problems.map(({ problem, at }) => [problem, at])).toEqual([['duplicate-concept', 'line 4'], ['no-value-set-oid', 'line 5']]);
  });
});
