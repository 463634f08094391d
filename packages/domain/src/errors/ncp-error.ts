import type { ErrorEntry } from './entry.js';
import { ERROR_REGISTRY, type NcpErrorCode } from './registry.js';

/** Identifiers, paths, counts and hashes. There is no place for content of a message (house rule 9). */
export type SafeDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The one error class. `message` is the code: wording never becomes an interface. */
export class NcpError extends Error {
  readonly code: NcpErrorCode;
  readonly details: SafeDetails;
  constructor(code: NcpErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'NcpError';
    this.code = code;
    this.details = details;
  }
  get entry(): ErrorEntry {
    return ERROR_REGISTRY[this.code];
  }
}

export const isNcpError = (value: unknown): value is NcpError => value instanceof NcpError;

/** Anything that is not one of our own refusals is our fault, never the sender's, and its text stays inside. */
export const asNcpError = (error: unknown): NcpError => (isNcpError(error) ? error : new NcpError('NCP_INTERNAL', {}, error));
