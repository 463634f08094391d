import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CDA_JUDGE, CONFORMANCE_FOLDER } from './material.js';

/**
 * Verdicts of the judge on documents it has seen before, by their content. The judge and its rules are part of the key:
 * another judge has seen nothing yet. A verdict depends on nothing else, so that remembering it changes no test.
 */

const RULE_FOLDERS = ['schematron/ehdsi-v8.0.0', 'schematron/ehdsi-v8.0.0/include', 'cda-schemas', 'cda-schemas/coreschemas', 'cda-schemas/extPHARM'];

const fingerprint = (): string => {
  const hash = createHash('sha256');
  for (const folder of [dirname(CDA_JUDGE), ...RULE_FOLDERS.map((name) => join(CONFORMANCE_FOLDER, name))]) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const { size, mtimeMs } = statSync(join(folder, entry.name));
      hash.update(`${folder}/${entry.name} ${String(size)} ${String(mtimeMs)}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
};

export interface VerdictMemory {
  readonly recall: (content: Uint8Array) => string | undefined;
  readonly remember: (content: Uint8Array, verdict: string) => void;
}

/** In the user's cache, as the judge's own compiled rules. */
export const verdictMemory = (): VerdictMemory => {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ncp-judge', fingerprint());
  mkdirSync(folder, { recursive: true });
  const fileOf = (content: Uint8Array): string => join(folder, `${createHash('sha256').update(content).digest('hex')}.json`);
  return {
    recall: (content) => {
      const file = fileOf(content);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
    remember: (content, verdict) => {
      const file = fileOf(content);
      // Two runs at a time must not read half of what the other writes.
      writeFileSync(`${file}.${String(process.pid)}`, verdict);
      renameSync(`${file}.${String(process.pid)}`, file);
    },
  };
};
