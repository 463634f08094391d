import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ROOT } from '../layout.js';
import type { Output } from '../output.js';

/** What one phase of the whole test run came to. */
interface PhaseResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Titles of skipped tests; each title says what is missing. */
  readonly skipped: readonly string[];
  readonly seconds: number;
}

/** Checks of the house itself: each one counts as one test. */
const HOUSE: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'types of sources and tests', args: ['node_modules/typescript/bin/tsc', '-p', 'infra/build/tsconfig.tests.json'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '-c', 'infra/build/oxlint.json', 'packages', 'services', 'certs'] },
  { name: 'type-aware lint', args: ['node_modules/eslint/bin/eslint.js', '-c', 'infra/build/eslint.config.mjs', 'packages', 'services', 'certs'] },
  { name: 'import rules', args: ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '-c', 'infra/build/dependency-cruiser.cjs', 'packages', 'services', 'certs'] },
];

/** Jest projects in the order of their needs: nothing, outside programs, PostgreSQL and Redis, processes. */
const SUITES = ['unit', 'conformance', 'int', 'sys'] as const;
export const PHASES: readonly string[] = ['house', ...SUITES];

interface Run {
  readonly status: number;
  readonly text: string;
}

/** Runs a Node program of the checkout. `show` passes its error stream through, which is where jest reports progress. */
function run(args: readonly string[], show: boolean): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
      // The jest of a test run must not think it runs inside another one.
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', JEST_WORKER_ID: undefined, FORCE_COLOR: '0' },
    });
    const text: string[] = [];
    const keep = (chunk: Buffer): void => {
      text.push(chunk.toString('utf8'));
      if (show) process.stderr.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (status) => { resolve({ status: status ?? 1, text: text.join('') }); });
  });
}

async function houseChecks(output: Output): Promise<PhaseResult> {
  const begun = performance.now();
  let failed = 0;
  for (const check of HOUSE) {
    const result = await run(check.args, false);
    if (result.status !== 0) {
      failed += 1;
      output.progress(result.text);
    }
    output.progress(`  ${result.status === 0 ? 'passed' : 'FAILED'}  ${check.name}`);
  }
  return { name: 'house', passed: HOUSE.length - failed, failed, skipped: [], seconds: (performance.now() - begun) / 1000 };
}

interface JestAssertion {
  readonly status: string;
  readonly fullName: string;
}
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly assertionResults: readonly JestAssertion[] }[];
}

async function suite(name: string): Promise<PhaseResult> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'ncp-test-'));
  const report = join(folder, 'report.json');
  try {
    const together = name === 'unit' || name === 'conformance' ? [] : ['--runInBand'];
    const result = await run(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-c', 'infra/build/jest.config.mjs',
      '--selectProjects', name, '--passWithNoTests', '--json', `--outputFile=${report}`, ...together], true);
    const read = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
    const all = read.testResults.flatMap((file) => file.assertionResults);
    const failed = read.numFailedTests + read.numRuntimeErrorTestSuites;
    return {
      name, passed: read.numPassedTests,
      // A run that fails without a failing test has failed all the same.
      failed: failed === 0 && result.status !== 0 ? 1 : failed,
      skipped: all.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName),
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs everything a release must pass, and ends with the line `N passed, N failed`. */
export async function testCommand(output: Output, only: readonly string[]): Promise<ExitCode> {
  const results: PhaseResult[] = [];
  for (const name of PHASES) {
    if (only.length > 0 && !only.includes(name)) continue;
    output.progress(`\n== ${name}`);
    results.push(name === 'house' ? await houseChecks(output) : await suite(name));
  }
  const sum = (pick: (result: PhaseResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const [passed, failed, skipped] = [sum((r) => r.passed), sum((r) => r.failed), sum((r) => r.skipped.length)];
  output.line();
  for (const result of results) {
    output.line(`${result.name.padEnd(12)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed ${String(result.skipped.length).padStart(4)} skipped ${result.seconds.toFixed(0).padStart(5)} s`);
  }
  for (const result of results) for (const title of result.skipped) output.line(`skipped: ${title}`);
  output.result({ ok: failed === 0, passed, failed, skipped, phases: results });
  output.line(`${String(passed)} passed, ${String(failed)} failed${skipped === 0 ? '' : `, ${String(skipped)} skipped`}`);
  return failed === 0 ? EXIT.ok : EXIT.negative;
}
