import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countryCode, instantFromEpoch } from '@ncp/domain';
import { readingCost, type ReadingCost } from '@ncp/exchange';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { loadCountryDirectory } from '@ncp/trust';
import type { Layout } from '../layout.js';

/** Of the size that the bound is for; the sample files of the field are not part of this project. */
const REAL = 'ps-openncp-2-1234-W7.xml';
const ROUNDS = 60;

export interface SummaryCost extends ReadingCost {
  readonly document: string;
}

/** Summaries to read: one of the simulated Finland, and the real one where `NCP_CONFORMANCE_DIR` has it. */
function summaries(made: string): readonly { readonly document: string; readonly bytes: Uint8Array }[] {
  const samples = process.env['NCP_CONFORMANCE_DIR'];
  const real = samples === undefined ? undefined : join(samples, 'cda-samples', REAL);
  return [['simulated, grown', made] as const, ...(real !== undefined && existsSync(real) ? [[REAL, real] as const] : [])]
    .map(([document, file]) => ({ document, bytes: new Uint8Array(readFileSync(file)) }));
}

const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** CPU of reading a patient summary and putting it into Swedish, in this process. @param made file of the simulated summary */
export async function measureReading({ directory: folder, directoryPublicKey }: Pick<Layout, 'directory' | 'directoryPublicKey'>, made: string): Promise<readonly SummaryCost[]> {
  const directory = await loadCountryDirectory({ folder, publicKeyPem: readFileSync(directoryPublicKey, 'utf8'), now: () => instantFromEpoch(Date.now()), problem: (error) => { throw error; } });
  const context = { catalogue: loadCatalogue(STARTER_RELEASE), profile: directory.profile(countryCode('FI')) };
  return summaries(made).map(({ document, bytes }) => ({ document, ...readingCost(bytes, context, { kind: 'patientSummary', rounds: ROUNDS, cpuTime }) }));
}
