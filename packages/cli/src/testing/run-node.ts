import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../layout.js';
import type { JestReport } from './report.js';

/** The official test data lie beside the checkout, when they are there at all. */
function testEnvironment(): NodeJS.ProcessEnv {
  const { JEST_WORKER_ID: _worker, FORCE_COLOR: _colour, ...own } = process.env;
  const beside = join(ROOT, '..', 'shared', 'conformance');
  const conformance = own['NCP_CONFORMANCE_DIR'] === undefined && existsSync(beside) ? { NCP_CONFORMANCE_DIR: beside } : {};
  return { ...own, ...conformance, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', NO_COLOR: '1', NCP_TEST_BUILT: '1' };
}

export interface Run {
  readonly status: number;
  readonly text: string;
}

/** Runs a Node program of the checkout. `show` passes its error stream through, which is where jest reports progress. */
export function runNode(args: readonly string[], show: boolean, environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...testEnvironment(), ...environment } });
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

/** Undefined when jest did not get as far as a report. */
const readReport = (file: string): JestReport | undefined =>
  (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JestReport) : undefined);

/** On two processors jest alone would use one, and most suites wait more than they compute. */
const IN_PAIRS: readonly string[] = ['--maxWorkers=2'];

export interface JestRun {
  readonly status: number;
  readonly report: JestReport | undefined;
  readonly seconds: number;
}

/** Runs one jest project, of it only `files` when some are given, with progress to standard error. */
export async function runJest(project: string, files: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<JestRun> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'ncp-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = await runNode(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...files, '-c', 'infra/build/jest.config.mjs',
      '--selectProjects', project, '--passWithNoTests', '--forceExit', '--json', `--outputFile=${report}`, ...IN_PAIRS], true, environment);
    return { status, report: readReport(report), seconds: (performance.now() - begun) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
