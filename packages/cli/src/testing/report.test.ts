import { describe, expect, it } from '@jest/globals';
import { countJest, summary, type JestReport } from './report.js';

const report = (more: Partial<JestReport> = {}): JestReport => ({ numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [], ...more });
const ended = { status: 0, seconds: 1.2 };

describe('countJest', () => {
  it('counts what passed and names what was skipped', () => {
    const testResults = [{ assertionResults: [{ status: 'passed', fullName: 'a' }, { status: 'pending', fullName: 'needs xmlsec1' }, { status: 'todo', fullName: 'later' }] }];
    expect(countJest('unit', report({ testResults }), ended)).toEqual({ name: 'unit', passed: 3, failed: 0, skipped: ['needs xmlsec1', 'later'], seconds: 1.2 });
  });

  it('counts a file that does not load as a failure', () => {
    expect(countJest('unit', report({ numFailedTests: 2, numRuntimeErrorTestSuites: 1 }), { ...ended, status: 1 })).toMatchObject({ failed: 3 });
  });

  it('never takes a bad end for a good one', () => {
    expect(countJest('unit', report(), { ...ended, status: 1 })).toMatchObject({ failed: 1 });
    expect(countJest('unit', undefined, { ...ended, status: 1 })).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('summary', () => {
  it('ends with the two numbers, and nothing else on that line', () => {
    const lines = summary([{ name: 'house', passed: 3, failed: 1, skipped: [], seconds: 5 }, { name: 'unit', passed: 10, failed: 0, skipped: ['needs Redis'], seconds: 6 }]);
    expect(lines.at(-1)).toBe('13 passed, 1 failed');
    expect(lines).toContain('skipped: needs Redis');
  });
});
