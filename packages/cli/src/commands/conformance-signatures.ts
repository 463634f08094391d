import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { countJest } from '../testing/report.js';
import { runJest } from '../testing/run-node.js';

const DIFFERENTIAL = 'packages/xml/src/differential.conf.test.ts';

/**
 * Holds every signature of the corpus before three implementations, ours, xmlsec1 and xml-crypto, and writes the table of their verdicts. Exit 1 where
 * ours takes what xmlsec1 refuses, is stricter without a reason, or the table in the documentation says otherwise.
 */
export async function conformanceSignaturesCommand(output: Output, { report }: { readonly report?: string }): Promise<ExitCode> {
  const run = await runJest('conformance', [DIFFERENTIAL], report === undefined ? {} : { NCP_SIGNATURE_REPORT: resolve(report) });
  const { passed, failed, skipped } = countJest('conformance', run.report, run);
  if (report !== undefined && passed > 0) output.line(`the table is in ${resolve(report)}`);
  output.line(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  const ok = failed === 0 && skipped.length === 0 && passed > 0;
  output.result({ ok, passed, failed, skipped });
  return ok ? EXIT.ok : EXIT.negative;
}
