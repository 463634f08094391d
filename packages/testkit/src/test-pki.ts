import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makePki, type PkiIndex } from '@ncp/certs';
import { keptToday, type KeptThing } from './kept-today.js';

/** A hundred certificates take two seconds, and every one that is in force today is so for two years. */
const PKI: KeptThing = { name: 'test-pki', madeBy: ['certs/src'], make: async (outDir) => { await makePki({ outDir, now: new Date() }); } };

/** The throw-away PKI of a test world, in a folder of its own that a test may change. */
export async function testPki(outDir: string): Promise<PkiIndex> {
  const directory = resolve(outDir);
  await cp(await keptToday(PKI), directory, { recursive: true });
  const file = join(directory, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8')) as PkiIndex;
  const text = JSON.stringify(index).replaceAll(index.directory, directory);
  await writeFile(file, text);
  return JSON.parse(text) as PkiIndex;
}
