import { NOT_RUN, type JestReport } from '../testing/report.js';
import { namedCases } from './case-ids.js';

export type CaseResult = 'passed' | 'failed' | 'skipped' | 'missing';

/** One named case, and what the tests that carry its id came to. */
export interface CaseRow {
  readonly id: string;
  readonly result: CaseResult;
  readonly tests: number;
  /** Of all its tests together. */
  readonly ms: number;
  /** Refusal codes that its tests expect, as their sources name them. */
  readonly codes: readonly string[];
  /** The first of its tests in words. */
  readonly title: string;
}

/** A test file as text: where refusal codes are read from. */
export type TestSource = string;

const TEST_BEGINS = /^\s*(?:it|describe)(?:\.\w+)?\(/;
const CODE = /\bNCP_[A-Z0-9_]+\b/g;

/** For each case the codes that stand between the title that names it and the next title. */
export function expectedCodes(sources: readonly TestSource[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const source of sources) {
    let current: readonly string[] = [];
    for (const line of source.split('\n')) {
      const here = namedCases(line);
      if (here.length > 0) current = here;
      else if (TEST_BEGINS.test(line)) current = [];
      for (const [code] of line.matchAll(CODE)) for (const id of current) found.set(id, (found.get(id) ?? new Set()).add(code));
    }
  }
  return new Map([...found].map(([id, codes]) => [id, [...codes].toSorted()]));
}

const resultOf = (statuses: readonly string[]): CaseResult => {
  if (statuses.length === 0) return 'missing';
  if (statuses.every((status) => status === 'passed')) return 'passed';
  return statuses.some((status) => status !== 'passed' && !NOT_RUN.includes(status)) ? 'failed' : 'skipped';
};

/** The table of the cases `ids` from what jest reported. A case of which one test was skipped is skipped. */
export function caseTable(ids: readonly string[], reports: readonly JestReport[], codes: ReadonlyMap<string, readonly string[]>): readonly CaseRow[] {
  const tests = reports.flatMap(({ testResults }) => testResults).flatMap(({ assertionResults }) => assertionResults)
    .map((test) => ({ ...test, ids: namedCases(test.fullName) }));
  return ids.map((id) => {
    const its = tests.filter((test) => test.ids.includes(id));
    return {
      id, result: resultOf(its.map(({ status }) => status)), tests: its.length,
      ms: Math.round(its.reduce((sum, { duration }) => sum + (duration ?? 0), 0)), codes: codes.get(id) ?? [], title: its[0]?.fullName ?? '',
    };
  });
}

/** How many cases ended how. */
export const totals = (rows: readonly CaseRow[]): Readonly<Record<CaseResult, number>> => ({
  passed: rows.filter(({ result }) => result === 'passed').length, failed: rows.filter(({ result }) => result === 'failed').length,
  skipped: rows.filter(({ result }) => result === 'skipped').length, missing: rows.filter(({ result }) => result === 'missing').length,
});

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The table as Markdown, for a report. */
export function caseMarkdown(rows: readonly CaseRow[], seconds: number): string {
  const { passed, failed, skipped, missing } = totals(rows);
  return [
    '# Named cases', '', `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped, ${String(missing)} without a test; ${seconds.toFixed(0)} s.`, '',
    '| id | result | tests | ms | codes | test |', '|---|---|---|---|---|---|',
    ...rows.map(({ id, result, tests, ms, codes, title }) => `| ${id} | ${result} | ${String(tests)} | ${String(ms)} | ${codes.join(' ')} | ${cell(title)} |`), '',
  ].join('\n');
}
