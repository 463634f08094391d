import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { MutationPlan, MutationReport } from './mutation.js';

/** The run as built: its sources are instrumented as they are, each process loads them by itself. */
const ENTRY = new URL('../../dist/mutation/mutation.js', import.meta.url).href;
const ROOT = new URL('../../../../', import.meta.url).pathname.replace(/\/$/, '');

/** What judges a signature, in the order in which a message meets it, and the tests that are its cases. */
const VERIFIER = ['verify.ts', 'signature-place.ts', 'dsig-shape.ts', 'signed-info.ts', 'key-info.ts', 'dsig-algorithms.ts', 'id-index.ts'].map((name) => `xml/src/${name}`);
const CASES = ['xml/src/verify.test.ts', 'xml/src/verify-keys.test.ts', 'xml/src/document-signature.test.ts', 'xml/src/wrapping.test.ts', 'saml/src/wrapping.test.ts'];

const mutated = (plan: MutationPlan): MutationReport => {
  const program = `const { mutate } = await import('${ENTRY}'); process.stdout.write(JSON.stringify(await mutate(${JSON.stringify(plan)})));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })) as MutationReport;
};

describe('the verifier of signatures', () => {
  it('DSIG-38 with any condition of it taken out a case fails, or it is said why none can', () => {
    const { mutants, killed, survivors } = mutated({ root: ROOT, name: 'xml', files: VERIFIER, tests: CASES, seed: 1 });
    expect(survivors.filter(({ why }) => why === undefined).map(({ file, line, kind, text }) => `${file}:${String(line)} ${kind}: ${text}`)).toEqual([]);
    expect(killed).toBeGreaterThan(100);
    expect(survivors.length).toBeLessThan(mutants / 10);
  }, 600_000);
});
