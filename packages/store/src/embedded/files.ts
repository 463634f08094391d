import { constants } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';

export const errorCodeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
};

export const isMissing = (error: unknown): boolean => errorCodeOf(error) === 'ENOENT';

/** The text of a file, or nothing where there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Replaces a file as a whole; only its owner may read it. A crash leaves the old or the new text, never half of one. */
export async function writeSecret(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
