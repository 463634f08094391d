/**
 * What a failure may be counted by: its code, if that looks like one. Messages of libraries are never used: they may quote
 * what they choked on (house rule 9).
 */
export const reasonOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNKNOWN';
};
