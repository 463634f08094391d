import { createReadStream, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { NcpError } from '@ncp/domain';
import { DEFAULT_LIMITS } from '@ncp/xml';

/** One thing to check: a file, or standard input. */
export interface Source {
  readonly file: string;
  /**
   * Its bytes, no more of them than a document may have.
   * @throws NcpError NCP_CLI_INPUT with the reason of the system; NCP_XML_SIZE
   */
  readonly bytes: () => Promise<Uint8Array>;
}

const STDIN = '-';
const ENDING = '.xml';

const reasonOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown');

const refused = (file: string, reason: string, cause?: unknown): NcpError => new NcpError('NCP_CLI_INPUT', { file, reason }, cause);

/** Reads a stream to its end or to the limit: a device or a pipe may have no end. */
async function readWithin(stream: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) throw new NcpError('NCP_XML_SIZE', { limit });
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const reading = (file: string, open: () => Readable): Source => ({
  file,
  async bytes() {
    try {
      return await readWithin(open(), DEFAULT_LIMITS.maxBytes);
    } catch (error) {
      throw error instanceof NcpError ? error : refused(file, reasonOf(error), error);
    }
  },
});

const failing = (file: string, reason: string, cause?: unknown): Source => ({ file, bytes: async () => Promise.reject(refused(file, reason, cause)) });

const fileSource = (file: string): Source => reading(file, () => createReadStream(file));

function entriesOf(folder: string): readonly Dirent[] | NcpError {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return refused(folder, reasonOf(error), error);
  }
}

/** What a folder holds, at any depth and by name; a link to a folder is not followed, for it may lead back. */
function within(folder: string): readonly Source[] {
  const entries = entriesOf(folder);
  if (entries instanceof NcpError) return [failing(folder, String(entries.details['reason']), entries)];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return within(path);
    return entry.name.toLowerCase().endsWith(ENDING) ? [fileSource(path)] : [];
  });
}

/** The documents of one argument. What cannot be read is a source too: it says so when it is its turn. */
function sourcesOf(path: string): readonly Source[] {
  if (path === STDIN) return [reading(path, () => process.stdin)];
  try {
    if (!statSync(path).isDirectory()) return [fileSource(path)];
  } catch (error) {
    return [failing(path, reasonOf(error), error)];
  }
  const found = within(path);
  return found.length === 0 ? [failing(path, `no *${ENDING}`)] : found;
}

/** Files as they are; folders with everything in them that ends in `.xml`; `-` is standard input. */
export const findSources = (paths: readonly string[]): readonly Source[] => paths.flatMap(sourcesOf);
