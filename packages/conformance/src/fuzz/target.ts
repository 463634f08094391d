import { isNcpError } from '@ncp/domain';

/** A reader of what strangers send, and what it grows from. */
export interface FuzzTarget {
  readonly name: string;
  readonly about: string;
  /** What its inputs are: decides how they are changed. */
  readonly form: 'xml' | 'json' | 'bytes';
  /** Good messages, written by ourselves. */
  readonly seeds: () => readonly Uint8Array[];
  /** Words that this reader knows, put where others stood. */
  readonly words: readonly string[];
  /**
   * Reads one input to its end, and holds what it reads against what must be so. A code of the registry is a refusal and
   * fine; whatever else is thrown is a crash.
   */
  readonly read: (input: Uint8Array) => void;
}

/** What a reader promises was broken, though it raised nothing. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** `INTERNAL` stands for an exception that a use case turned into a refusal: a crash with a coat on. */
export const isRefusal = (error: unknown): boolean => isNcpError(error) && error.code !== 'NCP_INTERNAL';

/** Runs several readers over one input: refusals are kept until all have read, and the first is raised then. */
export const readAll = (...readers: readonly (() => unknown)[]): void => {
  const refusals: unknown[] = [];
  for (const read of readers) {
    try {
      read();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length === readers.length) throw refusals[0];
};
