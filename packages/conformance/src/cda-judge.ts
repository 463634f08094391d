import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { CDA_JUDGE } from './material.js';
import type { NamedXml } from './schema-judge.js';
import { verdictMemory } from './verdict-memory.js';

export interface RuleFinding {
  /** Of the assertion or the rule it is in: the data type where it is one. */
  readonly id: string;
  /** XPath of the context; `/` where the rules could not judge the document at all. */
  readonly location: string;
  readonly text: string;
}

/** What the official schema and the rules of release v8.0.0 say about one document. */
export interface CdaVerdict {
  readonly name: string;
  /** `ep-l3`, `ep-l1`, `ed-l3`, `ps-l3`, `ps-l1`. */
  readonly kind: string | undefined;
  readonly schemaMessages: readonly string[];
  readonly errors: readonly RuleFinding[];
  readonly warnings: readonly RuleFinding[];
}

interface ReportedFile {
  readonly file: string;
  readonly kind: string | null;
  readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] } | null;
  readonly errors: readonly RuleFinding[];
  readonly warnings: readonly RuleFinding[];
}

const verdictOf = ({ file, kind, xsd, errors, warnings }: ReportedFile): CdaVerdict => {
  const messages = xsd === null ? ['not judged by the schema'] : xsd.messages;
  return {
    name: basename(file, '.xml'), kind: kind ?? undefined, errors, warnings,
    schemaMessages: xsd?.valid === false && messages.length === 0 ? ['invalid'] : messages,
  };
};

const run = async (files: readonly string[]): Promise<readonly ReportedFile[]> => {
  if (files.length === 0) return [];
  // It leaves with 1 when a document fails; its report is what counts.
  const { stdout } = await promisify(execFile)(CDA_JUDGE, ['--json', ...files], { maxBuffer: 512 * 1024 * 1024 })
    .catch((error: unknown) => error as { readonly stdout: string });
  return (JSON.parse(stdout) as { readonly files: readonly ReportedFile[] }).files;
};

/**
 * Judges files that stay as they are with the official judge, in one run: starting it costs more than a hundred documents,
 * and what it has judged before it need not judge again. Gives the verdicts by the file names as given.
 */
export async function judgeCdaFiles(files: readonly string[]): Promise<ReadonlyMap<string, CdaVerdict>> {
  const memory = verdictMemory();
  const verdicts = new Map<string, CdaVerdict>();
  const unseen: string[] = [];
  for (const file of files) {
    const known = memory.recall(readFileSync(file));
    if (known === undefined) unseen.push(file);
    else verdicts.set(file, { ...(JSON.parse(known) as CdaVerdict), name: basename(file, '.xml') });
  }
  for (const reported of await run(unseen)) {
    const verdict = verdictOf(reported);
    verdicts.set(reported.file, verdict);
    memory.remember(readFileSync(reported.file), JSON.stringify(verdict));
  }
  return verdicts;
}

/**
 * Judges documents in one run. They are kept in `folder`, where a person can look at the ones that failed. Names must be file names.
 */
export async function judgeCda(folder: string, documents: readonly NamedXml[]): Promise<ReadonlyMap<string, CdaVerdict>> {
  await mkdir(folder, { recursive: true });
  const files = await Promise.all(documents.map(async ({ name, xml }) => {
    const file = join(folder, `${name}.xml`);
    await writeFile(file, xml);
    return file;
  }));
  return new Map((await run(files)).map(verdictOf).map((verdict) => [verdict.name, verdict] as const));
}
