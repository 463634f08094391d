import { mutate, type MutationReport } from '@ncp/conformance';
import { ROOT } from '../layout.js';
import type { CaseRow } from './case-table.js';

/** The case whose test is a whole run over the verifier: minutes, so the longer suite has it and not the build. */
export const VERIFIER_CASE = 'DSIG-38';

/** What stands between a signed document and `Verified`. */
const VERIFIER = ['verify', 'signature-place', 'dsig-shape', 'signed-info', 'key-info', 'dsig-algorithms', 'dsig-profile', 'id-index'].map((name) => `packages/xml/src/${name}.ts`);

/** Passed when each condition that no test misses has its reason, and no test failed with nothing taken out. */
export const verifierRow = ({ mutants, killed, survivors, leftOut, seconds }: MutationReport): CaseRow => {
  const unexplained = survivors.filter(({ why }) => why === undefined).length;
  return {
    id: VERIFIER_CASE, result: mutants > 0 && unexplained + leftOut.length === 0 ? 'passed' : 'failed', tests: mutants, ms: Math.round(seconds * 1000), codes: [],
    title: `each of ${String(mutants)} conditions of the verifier taken out in turn: ${String(killed)} make a test fail, ${String(survivors.length - unexplained)} cannot and have their reason, ${String(unexplained)} have none`,
  };
};

/** DSIG-38: takes each condition of the verifier out in turn; nothing is remembered of earlier runs. */
export const verifierCase = async (progress: (line: string) => void): Promise<CaseRow> =>
  verifierRow(await mutate({ root: ROOT, name: 'xml', files: VERIFIER, seed: 1, progress }));
