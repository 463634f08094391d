import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@ncp/runtime';

/** What a client asks for when it sends somebody to sign in. */
export interface SignInRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly state?: string;
  readonly nonce?: string;
  /** `login_hint`: the choice that stands first on the page. */
  readonly hint?: string;
}

export interface Granted {
  readonly request: SignInRequest;
  readonly person: string;
  /** Seconds since 1970. */
  readonly authTime: number;
}

export interface AuthorizationCodes {
  issue(request: SignInRequest, person: string): string;
  /** Once only; undefined for a code that is unknown, used, too old, of another client or without its verifier. */
  redeem(form: URLSearchParams): Granted | undefined;
}

const LIFE_SECONDS = 60;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Development only: whoever listens on this machine may be sent a code (RFC 8252 7.3). */
export function isLoopbackUri(text: string): boolean {
  try {
    const { protocol, hostname, hash } = new URL(text);
    return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.has(hostname) && hash === '';
  } catch {
    // No URL at all.
    return false;
  }
}

/** Reads the query or form of the authorization endpoint; the name of the wrong parameter otherwise. */
export function signInRequest(parameters: URLSearchParams, clients: readonly string[]): SignInRequest | string {
  const get = (name: string): string | undefined => parameters.get(name) ?? undefined;
  const [clientId = '', redirectUri = '', challenge = ''] = [get('client_id'), get('redirect_uri'), get('code_challenge')];
  if (!clients.includes(clientId)) return 'client_id';
  if (!isLoopbackUri(redirectUri)) return 'redirect_uri';
  if (get('response_type') !== 'code') return 'response_type';
  if (!/^[\w-]{43}$/.test(challenge)) return 'code_challenge';
  if (get('code_challenge_method') !== 'S256') return 'code_challenge_method';
  const [state, nonce, hint] = [get('state'), get('nonce'), get('login_hint')];
  return {
    clientId, redirectUri, challenge,
    ...(state === undefined ? {} : { state }), ...(nonce === undefined ? {} : { nonce }), ...(hint === undefined ? {} : { hint }),
  };
}

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Codes of RFC 6749 4.1 with PKCE (RFC 7636). */
export function authorizationCodes(clock: Clock): AuthorizationCodes {
  const open = new Map<string, Granted>();
  const now = (): number => Math.floor(clock.epochMs() / 1000);
  return {
    issue(request, person) {
      const code = randomBytes(24).toString('base64url');
      open.set(code, { request, person, authTime: now() });
      return code;
    },
    redeem(form) {
      const code = form.get('code') ?? '';
      const granted = open.get(code);
      open.delete(code);
      if (granted === undefined || now() - granted.authTime > LIFE_SECONDS) return undefined;
      const { clientId, redirectUri, challenge } = granted.request;
      const given = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      return form.get('client_id') === clientId && form.get('redirect_uri') === redirectUri && equal(given, challenge) ? granted : undefined;
    },
  };
}
