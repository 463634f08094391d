import { ASSERTION_LIMITS, measureAssertions } from '../bench/assertions.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { percent, showTargets, type Target } from './bench.js';

/** Few rounds would tell of the machine, not of the gateway, and one takes half a second. */
const LEAST_ROUNDS = 9;

const figure = (ms: number): string => `${ms.toFixed(4)} ms`;

/** What verifying an assertion costs, the first time and again. Like every bench it reports what was not met, and exits 0. */
export async function benchAssertionsCommand(output: Output, { rounds }: { readonly rounds: number }): Promise<ExitCode> {
  const cost = measureAssertions(Math.max(rounds, LEAST_ROUNDS));
  const target = (name: string, found: number, limit: number): Target => ({ name, found, limit, met: found < limit });
  const targets = [target('fresh assertion, ms', cost.fresh, ASSERTION_LIMITS.freshMs), target('seen assertion, ms', cost.seen, ASSERTION_LIMITS.seenMs)];
  output.line(`fresh assertion   ${figure(cost.fresh)}, noise ${percent(cost.noise.fresh)}`);
  output.line(`seen assertion    ${figure(cost.seen)}, noise ${percent(cost.noise.seen)}`);
  output.line(`one RSA operation ${figure(cost.rsa)}, noise ${percent(cost.noise.rsa)}; the message has ${cost.bytes} bytes`);
  showTargets(output, targets);
  output.result({ ok: true, targets, ...cost });
  return EXIT.ok;
}
