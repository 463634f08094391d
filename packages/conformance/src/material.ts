import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Reference data of others: beside the checkout, or where `NCP_CONFORMANCE_DIR` says. Never part of the product. */
export const CONFORMANCE_FOLDER: string =
  process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));

/** The official judge of CDA documents stands beside the data it uses. */
export const CDA_JUDGE: string = join(CONFORMANCE_FOLDER, '../tools/cda-check/cda-check');

/** What a check can need besides Node. */
export type Need = 'messages' | 'schemas' | 'cda-samples' | 'cda-check' | 'xmllint' | 'xmlsec1' | 'python3' | 'java' | 'openssl';

const FOLDERS: readonly Need[] = ['messages', 'schemas', 'cda-samples'];

const isProgram = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const isThere = (need: Need): boolean => {
  if (FOLDERS.includes(need)) return existsSync(join(CONFORMANCE_FOLDER, need));
  return need === 'cda-check' ? existsSync(CDA_JUDGE) : isProgram(need);
};

/** Whether a check can run here, and the words for its title when it cannot. */
export interface Readiness {
  readonly ready: boolean;
  /** Empty when ready, else ` (skipped: no xmllint, no java)`. */
  readonly note: string;
}

/** A check that cannot run skips itself and says in its title what it lacks. */
export const readinessFor = (...needs: readonly Need[]): Readiness => {
  const missing = needs.filter((need) => !isThere(need));
  return { ready: missing.length === 0, note: missing.length === 0 ? '' : ` (skipped: ${missing.map((need) => `no ${need}`).join(', ')})` };
};

/** The names of the files of a folder of the data, in order; none when the folder is not there. */
export const materialIn = (...folder: readonly string[]): readonly string[] => {
  const at = join(CONFORMANCE_FOLDER, ...folder);
  return existsSync(at) ? readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).toSorted() : [];
};

export const readMaterial = (...path: readonly string[]): Uint8Array => new Uint8Array(readFileSync(join(CONFORMANCE_FOLDER, ...path)));
