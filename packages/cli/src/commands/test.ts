import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ROOT } from '../layout.js';
import type { Output } from '../output.js';
import { countJest, summary, totalsOf, type JestReport, type PhaseResult } from '../testing/report.js';

/** Checks of the house itself: each one counts as one test. */
const HOUSE: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'types of sources and tests', args: ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p', 'infra/build/tsconfig.tests.json'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '-c', 'infra/build/oxlint.json', 'packages', 'services', 'certs'] },
  { name: 'type-aware lint', args: ['node_modules/eslint/bin/eslint.js', '-c', 'infra/build/eslint.config.mjs', 'packages', 'services', 'certs'] },
  { name: 'import rules', args: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '-c', 'infra/build/dependency-cruiser.cjs', 'packages', 'services', 'certs'] },
];

/** Jest projects in the order of their needs: nothing, outside programs, PostgreSQL and Redis, processes. */
const SUITES = ['unit', 'conformance', 'int', 'sys'] as const;
const PHASES: readonly string[] = ['house', ...SUITES];
/** Beside each other only where tests share no server, port or machine load. */
const ONE_AFTER_ANOTHER: readonly string[] = ['int', 'sys'];

/** The official test data lie beside the checkout, when they are there at all. */
function testEnvironment(): NodeJS.ProcessEnv {
  const { JEST_WORKER_ID: _worker, FORCE_COLOR: _colour, ...own } = process.env;
  const beside = join(ROOT, '..', 'shared', 'conformance');
  const conformance = own['NCP_CONFORMANCE_DIR'] === undefined && existsSync(beside) ? { NCP_CONFORMANCE_DIR: beside } : {};
  return { ...own, ...conformance, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', NO_COLOR: '1', NCP_TEST_BUILT: '1' };
}

interface Run {
  readonly status: number;
  readonly text: string;
}

/** Runs a Node program of the checkout. `show` passes its error stream through, which is where jest reports progress. */
function run(args: readonly string[], show: boolean): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: testEnvironment() });
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

/** Undefined when jest did not get as far as a report. */
function readReport(file: string): JestReport | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JestReport) : undefined;
}

async function suite(name: string): Promise<PhaseResult> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'ncp-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = await run(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-c', 'infra/build/jest.config.mjs',
      '--selectProjects', name, '--passWithNoTests', '--forceExit', '--json', `--outputFile=${report}`, ...(ONE_AFTER_ANOTHER.includes(name) ? ['--runInBand'] : [])], true);
    return countJest(name, readReport(report), { status, seconds: (performance.now() - begun) / 1000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs everything a release must pass, and ends with the line `N passed, N failed`.
 * @throws NcpError NCP_CLI_USAGE for a phase that does not exist
 */
export async function testCommand(output: Output, only: readonly string[]): Promise<ExitCode> {
  const unknown = only.find((name) => !PHASES.includes(name));
  if (unknown !== undefined) throw new NcpError('NCP_CLI_USAGE', { phase: unknown, known: PHASES });
  const results: PhaseResult[] = [];
  for (const name of PHASES) {
    if (only.length > 0 && !only.includes(name)) continue;
    output.progress(`\n== ${name}`);
    results.push(name === 'house' ? await houseChecks(output) : await suite(name));
  }
  const { passed, failed, skipped } = totalsOf(results);
  output.line();
  for (const line of summary(results)) output.line(line);
  output.result({ ok: failed === 0, passed, failed, skipped, phases: results });
  return failed === 0 ? EXIT.ok : EXIT.negative;
}
