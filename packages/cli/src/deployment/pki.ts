import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makePki, type PkiIndex } from '@ncp/certs';
import { writeWhole } from './processes.js';

/** Countries of the deployment; Sweden first, then those that may ask her. */
export const COUNTRIES: readonly string[] = ['SE', 'FI', 'DK', 'PT'];

/** The clocks a PKI was made for. */
interface MadeFor {
  readonly clocks: readonly number[];
}

const DAY_MS = 86_400_000;
/** Revocation lists are good for 90 days: a new PKI well before that. */
const FRESH_DAYS = 60;
const MARGIN_MS = 3_600_000;

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Missing or half written: a new one is made.
    return undefined;
  }
};

const isMadeFor = (value: unknown): value is MadeFor =>
  typeof value === 'object' && value !== null && 'clocks' in value && Array.isArray(value.clocks) && value.clocks.every((clock) => typeof clock === 'number');

const isIndex = (value: unknown, folder: string): value is PkiIndex => {
  if (typeof value !== 'object' || value === null || !('directory' in value) || value.directory !== resolve(folder) || !('countries' in value)) return false;
  const made = Object.keys(value.countries ?? {});
  return COUNTRIES.every((country) => made.includes(country));
};

/** The PKI of a folder if it is whole and in force at all the given times (epoch milliseconds). */
export function readPki(folder: string, clocks: readonly number[]): PkiIndex | undefined {
  const index = readJson(join(folder, 'index.json'));
  const madeFor = readJson(join(folder, 'made-for.json'));
  if (!isIndex(index, folder) || !isMadeFor(madeFor)) return undefined;
  const from = Math.min(...madeFor.clocks) - DAY_MS + MARGIN_MS;
  const until = Math.max(...madeFor.clocks) + FRESH_DAYS * DAY_MS;
  return clocks.every((clock) => clock >= from && clock <= until) ? index : undefined;
}

/** Keeps the throw-away PKI of a folder while it serves, and makes a new one when it does not. */
export async function ensurePki(folder: string, clocks: readonly number[]): Promise<{ readonly index: PkiIndex; readonly made: boolean }> {
  const known = readPki(folder, clocks);
  if (known !== undefined) return { index: known, made: false };
  const index = await makePki({ outDir: folder, now: new Date(), countries: COUNTRIES, alsoAt: clocks.map((clock) => new Date(clock)) });
  writeWhole(join(folder, 'made-for.json'), `${JSON.stringify({ clocks: [Date.now(), ...clocks] } satisfies MadeFor)}\n`);
  return { index, made: true };
}
