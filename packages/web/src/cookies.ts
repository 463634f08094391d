import type { Request } from 'express';

/** `__Host-`: only this very origin can have set it, over TLS, for the whole service. */
export interface CookieNames {
  readonly session: string;
  readonly signIn: string;
  readonly language: string;
}

/** The names of one service's cookies. */
export const cookieNames = (service: string): CookieNames =>
  ({ session: `__Host-${service}`, signIn: `__Host-${service}-sign-in`, language: `__Host-${service}-language` });

/** One cookie of a request; undefined when absent, or sent twice with different values (one of them is not ours). */
export function cookieOf(request: Request, name: string): string | undefined {
  const found = new Set((request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  }));
  const [only] = found;
  return found.size === 1 && only !== undefined && /^[\w.-]{1,400}$/.test(only) ? only : undefined;
}

/**
 * Session cookies end with the browser and never travel with a request that another site began. The short one of a sign-in
 * must come back with the issuer's redirect, so it is Lax.
 */
export const cookie = (name: string, value: string, sameSite: 'Strict' | 'Lax' = 'Strict', maxAgeSeconds?: number): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}${maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`}`;

export const forget = (name: string, sameSite: 'Strict' | 'Lax' = 'Strict'): string => cookie(name, '', sameSite, 0);
