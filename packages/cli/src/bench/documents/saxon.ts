import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../statistics.js';
import type { DocumentOperation } from './operations.js';

/** What the official Schematron costs for the same document, run by Saxon-HE on one processor: milliseconds. */
export interface SaxonCost {
  readonly document: string;
  /** With the engine and the rules just loaded. */
  readonly first: number;
  readonly median: number;
  readonly fastest: number;
}

export type SaxonResult = { readonly costs: readonly SaxonCost[] } | { readonly missing: string };

const COPIES = 25;
/** The first ones are the virtual machine warming up. */
const WARM = 5;

interface Report {
  readonly files: readonly { readonly file: string; readonly millis: number | null }[];
}

/** The official judge stands beside the data that `NCP_CONFORMANCE_DIR` names. */
const judgeOf = (conformance: string): string => join(conformance, '../tools/cda-check/cda-check');

async function timesOf(judge: string, files: readonly string[]): Promise<readonly number[]> {
  // One processor, as for us; it leaves with 1 when a document fails, and its report is what counts.
  const { stdout } = await promisify(execFile)('taskset', ['-c', '0', judge, '--json', '--rules-only', ...files], { maxBuffer: 512 * 1024 * 1024 })
    .catch((error: unknown) => error as { readonly stdout?: string });
  if (stdout === undefined || stdout === '') throw new TypeError('no report');
  return (JSON.parse(stdout) as Report).files.map(({ millis }) => millis).filter((millis) => millis !== null);
}

/** Times the official rules at the documents that we check, several copies of each in one run. Says what is missing where it cannot. */
export async function measureSaxon(operations: readonly DocumentOperation[], { conformance, folder }: { readonly conformance: string; readonly folder: string }): Promise<SaxonResult> {
  const judge = judgeOf(conformance);
  if (!existsSync(judge)) return { missing: 'the official rules and their judge (NCP_CONFORMANCE_DIR)' };
  const costs: SaxonCost[] = [];
  for (const [index, { document, bytes }] of operations.filter(({ checks }) => checks).entries()) {
    const place = join(folder, String(index));
    mkdirSync(place, { recursive: true });
    const files = Array.from({ length: COPIES }, (_, copy) => join(place, `${String(copy)}.xml`));
    for (const file of files) writeFileSync(file, bytes);
    try {
      const times = await timesOf(judge, files);
      const warm = times.slice(WARM);
      if (warm.length === 0) return { missing: 'a verdict of the official rules' };
      costs.push({ document, first: times[0] ?? 0, median: median(warm), fastest: Math.min(...warm) });
    } catch {
      return { missing: 'Java, Saxon-HE (libsaxonhe-java), Python or taskset' };
    }
  }
  return { costs };
}
