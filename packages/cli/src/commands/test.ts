import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { beginCapture, canaryPhase } from '../testing/canary-phase.js';
import { countJest, summary, totalsOf, type PhaseResult } from '../testing/report.js';
import { runJest, runNode } from '../testing/run-node.js';

/** Checks of the house itself, the longest first: each one counts as one test. */
const HOUSE: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'type-aware lint', args: ['node_modules/eslint/bin/eslint.js', '-c', 'infra/build/eslint.config.mjs', 'packages', 'services', 'certs'] },
  { name: 'types of sources and tests', args: ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p', 'infra/build/tsconfig.tests.json'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '-c', 'infra/build/oxlint.json', 'packages', 'services', 'certs'] },
  { name: 'import rules', args: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '-c', 'infra/build/dependency-cruiser.cjs', 'packages', 'services', 'certs'] },
];

/** Jest projects in the order of their needs: nothing, outside programs, PostgreSQL and Redis, processes. */
const SUITES = ['unit', 'conformance', 'int', 'sys'] as const;
const PHASES: readonly string[] = ['house', ...SUITES];
/** What these let out is looked through afterwards. */
const CAPTURED: readonly string[] = ['int', 'sys'];
async function houseChecks(output: Output): Promise<PhaseResult> {
  const begun = performance.now();
  // Each keeps one processor busy: two lanes.
  const waiting = [...HOUSE];
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runNode(check.args, false);
      if (result.status !== 0) {
        failed += 1;
        output.progress(result.text);
      }
      output.progress(`  ${result.status === 0 ? 'passed' : 'FAILED'}  ${check.name}`);
    }
  };
  await Promise.all([lane(), lane()]);
  return { name: 'house', passed: HOUSE.length - failed, failed, skipped: [], seconds: (performance.now() - begun) / 1000 };
}

async function suite(name: string): Promise<PhaseResult> {
  const { report, ...run } = await runJest(name);
  return countJest(name, report, run);
}

/**
 * Runs everything a release must pass, and ends with the line `N passed, N failed`.
 * @throws NcpError NCP_CLI_USAGE for a phase that does not exist
 */
export async function testCommand(output: Output, only: readonly string[]): Promise<ExitCode> {
  const unknown = only.find((name) => !PHASES.includes(name));
  if (unknown !== undefined) throw new NcpError('NCP_CLI_USAGE', { phase: unknown, known: PHASES });
  const results: PhaseResult[] = [];
  const captured = beginCapture();
  for (const name of PHASES) {
    if (only.length > 0 && !only.includes(name)) continue;
    output.progress(`\n== ${name}`);
    results.push(name === 'house' ? await houseChecks(output) : await suite(name));
  }
  if (results.some(({ name }) => CAPTURED.includes(name))) {
    output.progress('\n== canary');
    results.push(canaryPhase(output, captured.folder));
  }
  captured.remove();
  const { passed, failed, skipped } = totalsOf(results);
  output.line();
  for (const line of summary(results)) output.line(line);
  output.result({ ok: failed === 0, passed, failed, skipped, phases: results });
  return failed === 0 ? EXIT.ok : EXIT.negative;
}
