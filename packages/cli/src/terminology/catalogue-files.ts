import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isNcpError, NcpError } from '@ncp/domain';
import { readSource, type CatalogueSource } from '@ncp/terminology';

const NOT_UTF_8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';
const ENDINGS = ['.json', '.csv', '.tsv', '.txt'] as const;

/** A file that could not be used at all. */
export interface UnusableFile {
  readonly file: string;
  readonly code: string;
  readonly problem: string;
}

const reasonOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown');

/** Files as they are; a folder's own files that end like a catalogue's. */
const within = (path: string): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).filter((name) => ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))).toSorted().map((name) => join(path, name));
};

function readOne(file: string): CatalogueSource | UnusableFile {
  try {
    // Another encoding would make other words of the texts.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return readSource(basename(file), text);
  } catch (error) {
    if (isNcpError(error)) return { file, code: error.code, problem: String(error.details['problem'] ?? '') };
    const reason = reasonOf(error);
    return reason === NOT_UTF_8 ? { file, code: 'NCP_TERMINOLOGY_SOURCE', problem: 'not UTF-8' } : { file, code: 'NCP_CLI_INPUT', problem: reason };
  }
}

/** Reads everything that the arguments name. @throws NcpError NCP_CLI_INPUT for an argument that is not there or an empty folder */
export function readCatalogueFiles(paths: readonly string[]): { readonly sources: readonly CatalogueSource[]; readonly unusable: readonly UnusableFile[] } {
  const sources: CatalogueSource[] = [];
  const unusable: UnusableFile[] = [];
  for (const path of paths) {
    let files: readonly string[];
    try {
      files = within(path);
    } catch (error) {
      throw new NcpError('NCP_CLI_INPUT', { file: path, reason: reasonOf(error) }, error);
    }
    if (files.length === 0) throw new NcpError('NCP_CLI_INPUT', { file: path, reason: `no ${ENDINGS.join(', ')}` });
    for (const read of files.map(readOne)) {
      if ('kind' in read) sources.push(read);
      else unusable.push(read);
    }
  }
  return { sources, unusable };
}
