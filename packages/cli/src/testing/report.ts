/** What one phase of the whole test run came to. */
export interface PhaseResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Titles of skipped tests; each title says what is missing. */
  readonly skipped: readonly string[];
  readonly seconds: number;
}

export interface JestAssertion {
  readonly status: string;
  readonly fullName: string;
  /** Milliseconds; null for a test that was not run. */
  readonly duration?: number | null;
}

/** What of jest's JSON report is counted. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not even be loaded. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly assertionResults: readonly JestAssertion[] }[];
}

export const NOT_RUN: readonly string[] = ['pending', 'todo', 'skipped', 'disabled'];

/** Counts a jest run. One that ended badly without a failing test, or without a report, has failed all the same. */
export function countJest(name: string, report: JestReport | undefined, { status, seconds }: { readonly status: number; readonly seconds: number }): PhaseResult {
  if (report === undefined) return { name, passed: 0, failed: 1, skipped: [], seconds };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    name, passed: report.numPassedTests, seconds,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.testResults.flatMap(({ assertionResults }) => assertionResults).filter((test) => NOT_RUN.includes(test.status)).map((test) => test.fullName),
  };
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

export const totalsOf = (results: readonly PhaseResult[]): Totals => ({
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
  skipped: results.flatMap(({ skipped }) => skipped),
});

const row = ({ name, passed, failed, skipped, seconds }: PhaseResult): string =>
  `${name.padEnd(12)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped.length).padStart(4)} skipped ${seconds.toFixed(0).padStart(6)} s`;

/** The summary for people. The last line is always `N passed, N failed`. */
export function summary(results: readonly PhaseResult[]): readonly string[] {
  const { passed, failed, skipped } = totalsOf(results);
  return [
    ...results.map(row),
    ...skipped.map((title) => `skipped: ${title}`),
    ...(skipped.length === 0 ? [] : [`${skipped.length} skipped, each named above with what it lacks`]),
    `${passed} passed, ${failed} failed`,
  ];
}
