import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fuzz, fuzzReaders, HANG_MS, MOST_GROWTH_MIB, WARM_EXECUTIONS, type FuzzReport, type FuzzTarget } from '@ncp/conformance';
import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DEFAULT_STATE } from '../layout.js';
import type { Output } from '../output.js';

export interface FuzzOptions {
  readonly list?: boolean;
  readonly seconds: number;
  readonly seed?: number;
  /** Folder for the inputs that are findings. */
  readonly out?: string;
}

const MOST_SEED = 1_000_000;

function list(output: Output, readers: readonly FuzzTarget[]): ExitCode {
  for (const { name, about } of readers) output.line(`${name.padEnd(9)} ${about}`);
  output.result({ targets: readers.map(({ name, about }) => ({ name, about })) });
  return EXIT.ok;
}

function show(output: Output, report: FuzzReport): void {
  const { target, seed, seconds, executions, perSecond, corpus, reached, outcomes, slowest, growthMiB, findings } = report;
  output.line(`${target}, seed ${seed}: ${executions} executions in ${seconds.toFixed(0)} s, ${perSecond.toFixed(0)} a second`);
  output.line(`corpus    ${corpus} inputs that reached ${reached} bytes of our compiled code`);
  output.line(`slowest   ${slowest.ms.toFixed(1)} ms of CPU, ${slowest.bytes} bytes: ${slowest.file} (limit ${HANG_MS} ms)`);
  const growth = growthMiB === undefined ? `not measured: it takes ${WARM_EXECUTIONS} executions and more` : `${growthMiB.toFixed(1)} MiB kept after collection (limit ${MOST_GROWTH_MIB} MiB)`;
  output.line(`growth    ${growth}`);
  for (const [code, count] of Object.entries(outcomes).toSorted(([, a], [, b]) => b - a)) output.line(`${String(count).padStart(9)} ${code}`);
  for (const { kind, what, file } of findings) output.line(`${kind.padEnd(9)} ${what}: ${file}`);
  output.line(`${findings.length === 0 ? 'passed' : 'FAILED'}: ${findings.length} findings`);
}

/**
 * Fuzzes one reader. Exit 1 when anything was found.
 * @throws NcpError NCP_CLI_USAGE for a reader that does not exist
 */
export async function fuzzCommand(output: Output, target: string | undefined, { list: wantsList = false, seconds, seed = randomInt(1, MOST_SEED), out }: FuzzOptions): Promise<ExitCode> {
  const readers = await fuzzReaders();
  if (wantsList) return list(output, readers);
  const known = readers.map(({ name }) => name);
  if (target === undefined || !known.includes(target)) throw new NcpError('NCP_CLI_USAGE', { target: target ?? '', known });
  const folder = out === undefined ? join(DEFAULT_STATE, 'fuzz', target) : resolve(out);
  output.progress(`${target} for ${seconds} s, seed ${seed}; what is found goes to ${folder}`);
  const report = await fuzz({ target, seconds, seed, folder, progress: (line) => { output.progress(line); } });
  show(output, report);
  const ok = report.findings.length === 0;
  output.result({ ok, ...report });
  return ok ? EXIT.ok : EXIT.negative;
}
