import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePki, type PkiIndex } from '@ncp/certs';

const CERTS = fileURLToPath(new URL('../../../certs/src/', import.meta.url));
const KEPT = fileURLToPath(new URL('../../../.ncp/test-pki/', import.meta.url));

/** Made anew when the day or what makes it is another: every certificate that is in force today is so for two years. */
const keyFor = async (now: Date): Promise<string> => {
  const hash = createHash('sha256');
  for (const name of (await readdir(CERTS)).toSorted()) hash.update(name).update(await readFile(join(CERTS, name)));
  return `${now.toISOString().slice(0, 10)}-${hash.digest('hex').slice(0, 12)}`;
};

/** Not yesterday's: a run over midnight may be copying it. */
const removeOld = async (now: Date): Promise<void> => {
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  for (const name of await readdir(KEPT)) {
    if (/^\d{4}-/.test(name) && name < yesterday) await rm(join(KEPT, name), { recursive: true, force: true });
  }
};

async function keptFor(now: Date): Promise<string> {
  const key = await keyFor(now);
  const folder = join(KEPT, key);
  if (existsSync(folder)) return folder;
  const draft = join(KEPT, `draft-${randomUUID()}`);
  await mkdir(KEPT, { recursive: true, mode: 0o700 });
  await makePki({ outDir: draft, now });
  try {
    await rename(draft, folder);
    await removeOld(now);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was quicker: its PKI is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * The throw-away PKI of a test world, in a folder of its own that a test may change. Its keys are made once a day and not once for
 * each world: a hundred certificates take two seconds.
 */
export async function testPki(outDir: string): Promise<PkiIndex> {
  const from = await keptFor(new Date());
  const directory = resolve(outDir);
  await cp(from, directory, { recursive: true });
  const file = join(directory, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8')) as PkiIndex;
  const text = JSON.stringify(index).replaceAll(index.directory, directory);
  await writeFile(file, text);
  return JSON.parse(text) as PkiIndex;
}
