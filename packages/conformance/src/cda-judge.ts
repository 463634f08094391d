import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { CDA_JUDGE } from './material.js';
import type { NamedXml } from './schema-judge.js';

interface RuleFinding {
  readonly id: string;
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

interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly kind: string | null;
    readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] } | null;
    readonly errors: readonly RuleFinding[];
    readonly warnings: readonly RuleFinding[];
  }[];
}

/**
 * Judges documents with the official judge, in one run: starting it costs more than a hundred documents.
 * They are kept in `folder`, where a person can look at the ones that failed. Names must be file names.
 */
export async function judgeCda(folder: string, documents: readonly NamedXml[]): Promise<ReadonlyMap<string, CdaVerdict>> {
  await mkdir(folder, { recursive: true });
  const files = await Promise.all(documents.map(async ({ name, xml }) => {
    const file = join(folder, `${name}.xml`);
    await writeFile(file, xml);
    return file;
  }));
  // It leaves with 1 when a document fails; its report is what counts.
  const { stdout } = await promisify(execFile)(CDA_JUDGE, ['--json', ...files], { maxBuffer: 256 * 1024 * 1024 })
    .catch((error: unknown) => error as { readonly stdout: string });
  const report = JSON.parse(stdout) as Report;
  return new Map(report.files.map(({ file, kind, xsd, errors, warnings }) => {
    const name = basename(file, '.xml');
    const messages = xsd === null ? ['not judged by the schema'] : xsd.messages;
    return [name, {
      name, kind: kind ?? undefined, errors, warnings,
      schemaMessages: xsd?.valid === false && messages.length === 0 ? ['invalid'] : messages,
    }] as const;
  }));
}
