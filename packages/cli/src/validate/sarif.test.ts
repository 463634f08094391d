import { describe, expect, it } from '@jest/globals';
import { judge, unreadable, type JudgedFile } from './judge.js';
import { sarifOf, type SarifLog } from './sarif.js';
import { NcpError } from '@ncp/domain';

/** What SARIF 2.1.0 demands of the members that we write, section by section. */
const faultsOf = (log: SarifLog): readonly string[] => {
  const faults: string[] = [];
  const must = (holds: boolean, clause: string): void => { if (!holds) faults.push(clause); };
  must(log.version === '2.1.0', '3.13.2 version');
  must(URL.canParse(log.$schema), '3.13.3 $schema');
  must(log.runs.length === 1, '3.13.4 runs');
  for (const run of log.runs) {
    const { rules, name } = run.tool.driver;
    must(name !== '', '3.19.8 name');
    must(new Set(rules.map(({ id }) => id)).size === rules.length, '3.19.23 rules are unique');
    must(rules.every(({ id, shortDescription, help }) => id !== '' && shortDescription.text !== '' && help.text !== ''), '3.49 reportingDescriptor');
    must(/^[a-z]{2}-[A-Z]{2}$/.test(run.language), '3.14.7 language');
    must(run.artifacts.every(({ location }) => URL.canParse(location.uri, 'file:///base/') && !/[\s\\]/.test(location.uri)), '3.4.3 uri');
    for (const result of run.results) {
      must(rules[result.ruleIndex]?.id === result.ruleId, '3.27.6 ruleIndex');
      must(['none', 'note', 'warning', 'error'].includes(result.level), '3.27.10 level');
      must(result.message.text !== '', '3.11.8 message');
      for (const { physicalLocation: { artifactLocation: { uri, index }, region }, logicalLocations } of result.locations) {
        must(run.artifacts[index]?.location.uri === uri, '3.4.5 index');
        must(region === undefined || (Number.isInteger(region.startLine) && region.startLine >= 1), '3.30.5 startLine');
        must(logicalLocations.every(({ fullyQualifiedName }) => fullyQualifiedName !== ''), '3.33.5 fullyQualifiedName');
      }
    }
  }
  return faults;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const PERSON = 'Hemlig Person';
const files: readonly JudgedFile[] = [
  judge('/tmp/med mellanslag/å.xml', bytes(`<ClinicalDocument xmlns="urn:hl7-org:v3">\n<templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/><id root="${PERSON}"/></ClinicalDocument>`)),
  judge('below/b c.xml', bytes('no xml')),
  unreadable('-', new NcpError('NCP_CLI_INPUT', { reason: 'EACCES' })),
];
const options = { language: 'en', version: '1.0.0', judgedBy: { rules: 'x' }, complete: false } as const;

describe('sarifOf', () => {
  it('is SARIF 2.1.0', () => {
    const log = sarifOf(files, options);
    expect(faultsOf(JSON.parse(JSON.stringify(log)) as SarifLog)).toEqual([]);
    expect(log.runs[0]?.results.length).toBe(files.reduce((sum, { findings }) => sum + findings.length, 0));
    expect(log.runs[0]?.artifacts.map(({ location }) => location.uri)).toEqual(['file:///tmp/med%20mellanslag/%C3%A5.xml', 'below/b%20c.xml', 'stdin']);
    expect(log.runs[0]?.invocations).toEqual([{ executionSuccessful: false }]);
  });

  it('passes on nothing of what a document says', () => {
    expect(files[0]?.findings.some(({ found }) => found?.includes(PERSON))).toBe(true);
    expect(JSON.stringify(sarifOf(files, options))).not.toContain(PERSON);
  });

  it('has a check that can fail', () => {
    const log = sarifOf(files, options);
    const [run] = log.runs;
    if (run === undefined) throw new Error('no run');
    expect(faultsOf({ ...log, runs: [{ ...run, language: 'english', results: run.results.map((result) => ({ ...result, ruleIndex: 99 })) }] })).toContain('3.27.6 ruleIndex');
  });
});
