import { writeFileSync } from 'node:fs';
import { ALL_GROUPS, caseIds, SECURITY_GROUPS } from '../cases/case-ids.js';
import { caseMarkdown, caseTable, expectedCodes, totals } from '../cases/case-table.js';
import { filesNaming, testFiles, type TestFile } from '../cases/test-files.js';
import { VERIFIER_CASE, verifierCase } from '../cases/verifier-case.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { runJest, type JestRun } from '../testing/run-node.js';

export interface ConformanceOptions {
  /** Write the table there as Markdown. */
  readonly report?: string;
  /** Only say which cases have tests, and run none. */
  readonly list?: boolean;
}

async function runFiles(files: readonly TestFile[], output: Output): Promise<readonly JestRun[]> {
  const runs: JestRun[] = [];
  for (const project of ['unit', 'conformance', 'int', 'sys'] as const) {
    const paths = files.filter((file) => file.project === project).map(({ path }) => path);
    if (paths.length === 0) continue;
    output.progress(`\n== ${project}: ${String(paths.length)} files`);
    runs.push(await runJest(project, paths));
  }
  return runs;
}

/**
 * Runs every test that carries the id of a named case (RS 7), and after them the one whose test is a run of minutes; tells of each case: result,
 * time, codes. Exit 1 when one failed, was skipped or has no test.
 */
export async function conformanceCommand(output: Output, set: 'security' | 'all', { report, list = false }: ConformanceOptions): Promise<ExitCode> {
  const ids = caseIds(set === 'security' ? SECURITY_GROUPS : ALL_GROUPS);
  const files = filesNaming(ids, testFiles());
  const runs = list ? [] : await runFiles(files, output);
  const inTests = list ? listed(ids, files) : caseTable(ids, runs.flatMap((run) => run.report ?? []), expectedCodes(files.map(({ text }) => text)));
  const verifier = list ? undefined : await verifierCase((line) => { output.progress(line); });
  const rows = inTests.map((row) => (row.id === VERIFIER_CASE ? (verifier ?? { ...row, result: 'skipped' as const }) : row));
  const seconds = runs.reduce((sum, run) => sum + run.seconds, (verifier?.ms ?? 0) / 1000);
  for (const { id, result, tests, ms, codes, title } of rows) output.line(`${id.padEnd(8)} ${result.padEnd(8)} ${String(tests).padStart(3)} ${String(ms).padStart(7)} ms  ${codes.join(' ') || '-'}  ${title}`);
  const sums = totals(rows);
  const crashed = runs.filter((run) => run.report === undefined).length;
  if (report !== undefined) writeFileSync(report, caseMarkdown(rows, seconds));
  output.line(`${String(sums.passed)} passed, ${String(sums.failed + crashed)} failed, ${String(sums.skipped)} skipped, ${String(sums.missing)} without a test, ${seconds.toFixed(0)} s`);
  const ok = sums.failed + sums.skipped + sums.missing + crashed === 0;
  output.result({ ok, ...sums, seconds, cases: rows });
  return ok ? EXIT.ok : EXIT.negative;
}

/** Whether each case has a test, from the sources alone: `skipped`, for none was run. */
function listed(ids: readonly string[], files: readonly TestFile[]): ReturnType<typeof caseTable> {
  const titles = files.flatMap(({ text }) => text.split('\n'));
  const report = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [{ assertionResults: titles.map((fullName) => ({ status: 'pending', fullName: fullName.trim() })) }] };
  return caseTable(ids, [report], expectedCodes(files.map(({ text }) => text)));
}
