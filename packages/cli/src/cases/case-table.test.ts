import { describe, expect, it } from '@jest/globals';
import type { MutationReport } from '@ncp/conformance';
import type { JestReport } from '../testing/report.js';
import { ALL_GROUPS, caseIds, namedCases, SECURITY_GROUPS } from './case-ids.js';
import { caseMarkdown, caseTable, expectedCodes, totals } from './case-table.js';
import { CASES_WITHOUT_TEST } from './cases-without-test.js';
import { sharedTests, testFiles } from './test-files.js';
import { verifierRow } from './verifier-case.js';

const report = (...tests: readonly (readonly [string, string, number])[]): JestReport => ({
  numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0,
  testResults: [{ assertionResults: tests.map(([fullName, status, duration]) => ({ fullName, status, duration })) }],
});

describe('the table of named cases', () => {
  it('counts the cases of the dossier', () => {
    expect([caseIds(ALL_GROUPS).length, caseIds(SECURITY_GROUPS).length, new Set(caseIds(ALL_GROUPS)).size]).toEqual([362, 222, 362]);
    expect(caseIds(['TLS']).slice(5, 9)).toEqual(['TLS-06', 'TLS-07', 'TLS-10', 'TLS-11']);
  });

  it('a case passes when every test that carries its id passed; one skipped or failed test is told', () => {
    const rows = caseTable(['XML-01', 'XML-02', 'XML-03', 'XML-04'], [
      report(['door XML-01 refuses', 'passed', 2], ['XML-01, XML-02 both', 'passed', 3]),
      report(['XML-02 again', 'pending', 0], ['XML-03 x', 'passed', 1], ['XML-03 y', 'failed', 1]),
    ], new Map([['XML-01', ['NCP_XML_DOCTYPE']]]));
    expect(rows.map(({ id, result, tests, ms }) => [id, result, tests, ms])).toEqual([
      ['XML-01', 'passed', 2, 5], ['XML-02', 'skipped', 2, 3], ['XML-03', 'failed', 2, 2], ['XML-04', 'missing', 0, 0],
    ]);
    expect(totals(rows)).toEqual({ passed: 1, failed: 1, skipped: 1, missing: 1 });
    expect(caseMarkdown(rows, 4)).toContain('| XML-01 | passed | 2 | 5 | NCP_XML_DOCTYPE | door XML-01 refuses |');
  });

  it('reads codes from below the title that names the case, and no further', () => {
    const codes = expectedCodes(["  it('XML-01 a', () => {\n    refuse('NCP_XML_PI');\n  it('other', () => {\n    refuse('NCP_XML_SIZE');\n  ['TLS-02', 'NCP_TRUST_UNTRUSTED'],"]);
    expect([...codes]).toEqual([['XML-01', ['NCP_XML_PI']], ['TLS-02', ['NCP_TRUST_UNTRUSTED']]]);
  });

  it('the verifier case passes when every condition that no test misses has its reason, and only then', () => {
    const survivor = { file: 'packages/xml/src/verify.ts', line: 1, kind: 'true', text: 'x', reached: true };
    const of = (more: Partial<MutationReport>): MutationReport => ({ name: 'xml', mutants: 3, killed: 2, score: 2 / 3, survivors: [{ ...survivor, why: 'it may' }], leftOut: [], seconds: 2, ...more });
    expect(verifierRow(of({}))).toMatchObject({ id: 'DSIG-38', result: 'passed', tests: 3, ms: 2000 });
    expect(verifierRow(of({ survivors: [survivor] })).result).toBe('failed');
    expect(verifierRow(of({ leftOut: ['a test'] })).result).toBe('failed');
    expect(verifierRow(of({ mutants: 0, survivors: [] })).result).toBe('failed');
  });

  it('every case of the dossier has a test, or a reason why not yet', () => {
    const own = testFiles().filter(({ path }) => !path.includes('cli/src/cases/')).map(({ text }) => text);
    const tested = new Set([...own, ...sharedTests()].flatMap(namedCases));
    const missing = caseIds(ALL_GROUPS).filter((id) => !tested.has(id));
    expect(missing).toEqual(caseIds(ALL_GROUPS).filter((id) => id in CASES_WITHOUT_TEST));
  });
});
