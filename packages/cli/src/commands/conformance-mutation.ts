import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATED, mutate, type MutationReport, type Survivor } from '@ncp/conformance';
import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DEFAULT_STATE, ROOT } from '../layout.js';
import type { Output } from '../output.js';

export interface MutationOptions {
  /** One of them; all when left out. */
  readonly package?: string;
  /** So many of each package, chosen by the seed. */
  readonly sample?: number;
  readonly seed?: number;
  readonly report?: string;
}

/** What the trust boundary must reach. */
export const LEAST_SCORE = 0.9;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const line = ({ file, line: at, kind, text, why, reached }: Survivor): string => `${file}:${String(at)} ${kind}: ${text} (${why ?? (reached ? 'NOT EXPLAINED' : 'NOT EXPLAINED, no test reaches it')})`;

const markdown = (reports: readonly MutationReport[]): string => [
  '# Conditions that no test misses', '',
  '| package | mutants | killed | score | seconds |', '|---|---|---|---|---|',
  ...reports.map(({ name, mutants, killed, score, seconds }) => `| ${name} | ${String(mutants)} | ${String(killed)} | ${percent(score)} | ${seconds.toFixed(0)} |`), '',
  '| survivor | what was done | why it survives |', '|---|---|---|',
  ...reports.flatMap(({ survivors }) => survivors.map(({ file, kind, text, why }) => `| \`${file}\`: \`${text.replaceAll('|', '\\|')}\` | ${kind} | ${why ?? 'not explained'} |`)), '',
].join('\n');

/**
 * Takes each condition of the packages of the trust boundary out, one at a time: a test must fail. Exit 1 below 90 %, and when a test fails with nothing taken out.
 * @throws NcpError NCP_CLI_USAGE for a package that is not among them
 */
export async function conformanceMutationCommand(output: Output, { package: only, sample, seed = 1, report }: MutationOptions): Promise<ExitCode> {
  const known = Object.keys(MUTATED);
  if (only !== undefined && !known.includes(only)) throw new NcpError('NCP_CLI_USAGE', { package: only, known });
  const reports: MutationReport[] = [];
  for (const name of only === undefined ? known : [only]) {
    const done = await mutate({
      root: ROOT, name, seed, journal: join(DEFAULT_STATE, 'mutation'), progress: (text) => { output.progress(text); }, ...(sample === undefined ? {} : { sample }),
    });
    for (const survivor of done.survivors) output.line(line(survivor));
    for (const test of done.leftOut) output.line(`${test} FAILS WITH NOTHING TAKEN OUT`);
    output.line(`${name}: ${done.killed} of ${done.mutants} killed, ${percent(done.score)}, ${done.seconds.toFixed(0)} s`);
    reports.push(done);
  }
  if (report !== undefined) writeFileSync(report, markdown(reports));
  const ok = reports.every(({ score, leftOut }) => score >= LEAST_SCORE && leftOut.length === 0);
  output.result({ ok, least: LEAST_SCORE, packages: reports });
  return ok ? EXIT.ok : EXIT.negative;
}
