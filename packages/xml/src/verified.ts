import { NcpError } from '@ncp/domain';

declare const verified: unique symbol;

/**
 * Content whose signature was verified, taken from the very bytes that were digested. Only this package can
 * make one: the brand stops a look-alike from compiling, a register stops it at run time (house rule 2).
 */
export interface Verified<T> {
  readonly value: T;
  readonly [verified]: true;
}

const register = new WeakSet<object>();

/** Not exported from the package. */
export const markVerified = <T>(value: T): Verified<T> => {
  const made = Object.freeze({ value });
  register.add(made);
  // The one place where the brand is given.
  return made as unknown as Verified<T>;
};

/** The content; raises NCP_DSIG_MISSING for anything that `verifyElement` or `verifyDocument` did not make. */
export const requireVerified = <T>(from: Verified<T>): T => {
  if (!register.has(from)) throw new NcpError('NCP_DSIG_MISSING', { verified: false });
  return from.value;
};

/** Decodes verified content; the result is as verified as its source. */
export const decodeVerified = <T, U>(from: Verified<T>, decode: (value: T) => U): Verified<U> => markVerified(decode(requireVerified(from)));
