import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Something that many tests copy: it costs seconds to make, and a copy of it nothing. */
export interface KeptThing {
  /** Its folder below `.ncp`. */
  readonly name: string;
  /** Files and folders of the checkout that make it: others make it anew. */
  readonly madeBy: readonly string[];
  readonly make: (folder: string) => Promise<void>;
}

const filesIn = async (path: string): Promise<readonly string[]> => {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
};

/** Made anew each day: what it holds may be in force for a time only. */
const keyOf = async (day: string, madeBy: readonly string[]): Promise<string> => {
  const hash = createHash('sha256').update(String(process.getuid?.()));
  for (const path of madeBy) for (const file of await filesIn(join(ROOT, path))) hash.update(file).update(await readFile(file));
  return `${day}-${hash.digest('hex').slice(0, 12)}`;
};

/** Not yesterday's: a run over midnight may be copying it. */
const removeOld = async (place: string, now: Date): Promise<void> => {
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  for (const name of await readdir(place)) if (name < yesterday) await rm(join(place, name), { recursive: true, force: true });
};

/** The folder of a thing, made by whoever asks for it first. Nobody changes it: it is for copying. */
export async function keptToday({ name, madeBy, make }: KeptThing): Promise<string> {
  const now = new Date();
  const place = join(ROOT, '.ncp', name);
  const folder = join(place, await keyOf(now.toISOString().slice(0, 10), madeBy));
  if (existsSync(folder)) return folder;
  // Named so that the draft of a run that was killed goes with the old ones.
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(place, { recursive: true, mode: 0o700 });
  await make(draft);
  try {
    await rename(draft, folder);
    await removeOld(place, now);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was quicker: its own is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
