import type { HttpClient } from '@ncp/exchange';
import type { Clock } from '@ncp/runtime';
import * as oauth from 'openid-client';
import { Attempts } from './attempts.js';

export interface SignInOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Where the issuer sends the browser back to. */
  readonly redirectUri: string;
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** What the issuer says of who signed in. */
export interface IssuedIdentity {
  /** A claim of the identity token as text, cut to a hundred characters; empty when absent or no text. */
  claim(name: string): string;
  /** A claim that is a list of texts; empty when absent or anything else. */
  claims(name: string): readonly string[];
  readonly accessToken: string;
  /** End of the access token, epoch milliseconds. */
  readonly until: number;
}

export interface SignIn {
  /** A new attempt: the sealed text for the cookie, and the issuer's address with the challenge (RFC 7636). */
  begin(language: string): Promise<{ readonly sealed: string; readonly location: string }>;
  /** The issuer's answer, good once and for the browser that began. @throws when anything does not fit */
  finish(sealed: string | undefined, query: string): Promise<IssuedIdentity>;
}

const ATTEMPT_MS = 10 * 60_000;
const CONNECT_MS = 2000;
const ANSWER_MS = 8000;
const MAX_BYTES = 256 * 1024;
/** Issuers change their keys and endpoints; what they publish is asked for again after this long. */
const DISCOVERY_MS = 10 * 60_000;

/** openid-client sends forms; anything else has no place here. */
const bytesOf = (body: oauth.FetchBody): Uint8Array | undefined => {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return Buffer.from(body.toString(), 'utf8');
  throw new TypeError('an issuer is sent forms');
};

/** openid-client speaks through the gateway's own HTTP client: its authorities, its limits, no redirects. */
const fetchThrough = (http: HttpClient): oauth.CustomFetch => async (url, { method, headers, body }) => {
  if (method !== 'GET' && method !== 'POST') throw new TypeError('an issuer is asked with GET and POST');
  const bytes = bytesOf(body);
  const answer = await http.request({
    method, url, headers, ...(bytes === undefined ? {} : { body: bytes }), connectTimeoutMs: CONNECT_MS, answerTimeoutMs: ANSWER_MS, maxAnswerBytes: MAX_BYTES,
  });
  return new Response(answer.status === 204 ? null : Buffer.from(answer.body), { status: answer.status, headers: answer.headers });
};

const MAX_CLAIM = 100;

const identityOf = (claims: Readonly<Record<string, unknown>>, accessToken: string, until: number): IssuedIdentity => ({
  accessToken, until,
  claim: (name) => (typeof claims[name] === 'string' ? claims[name].slice(0, MAX_CLAIM) : ''),
  claims: (name) => (Array.isArray(claims[name]) ? claims[name].filter((one): one is string => typeof one === 'string' && one.length <= MAX_CLAIM) : []),
});

/**
 * Authorization code with proof key (decisions G03, G07): the access token goes from the issuer to this process and never to
 * the browser.
 */
export function signIn({ issuer, clientId, redirectUri, http, clock }: SignInOptions): SignIn {
  const attempts = new Attempts(() => clock.epochMs());
  let known: { readonly configuration: oauth.Configuration; readonly until: number } | undefined;

  const configuration = async (): Promise<oauth.Configuration> => {
    if (known !== undefined && clock.epochMs() < known.until) return known.configuration;
    const server = new URL(issuer);
    const found = await oauth.discovery(server, clientId, {
      token_endpoint_auth_method: 'none',
      // The clock of a demonstration may stand on another day; issuer and service share it.
      [oauth.clockSkew]: Math.round((clock.epochMs() - Date.now()) / 1000),
    }, oauth.None(), {
      [oauth.customFetch]: fetchThrough(http),
      // Only a demonstration may name an issuer without TLS: the configuration refuses it elsewhere.
      execute: [oauth.enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [oauth.allowInsecureRequests] : [])],
    });
    known = { configuration: found, until: clock.epochMs() + DISCOVERY_MS };
    return found;
  };

  return {
    begin: async (language) => {
      const found = await configuration();
      const attempt = { verifier: oauth.randomPKCECodeVerifier(), state: oauth.randomState(), nonce: oauth.randomNonce(), endsAt: clock.epochMs() + ATTEMPT_MS };
      const location = oauth.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri, scope: 'openid', state: attempt.state, nonce: attempt.nonce, ui_locales: language,
        code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier), code_challenge_method: 'S256',
      });
      return { sealed: attempts.seal(attempt), location: location.href };
    },
    finish: async (sealed, query) => {
      const attempt = attempts.open(sealed);
      const tokens = await oauth.authorizationCodeGrant(await configuration(), new URL(`${redirectUri}?${query}`), {
        pkceCodeVerifier: attempt.verifier, expectedState: attempt.state, expectedNonce: attempt.nonce, idTokenExpected: true,
      });
      attempts.finish(attempt);
      return identityOf(tokens.claims() ?? {}, tokens.access_token, clock.epochMs() + (tokens.expires_in ?? 300) * 1000);
    },
  };
}
