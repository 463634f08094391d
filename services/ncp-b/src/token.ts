import { instantFromEpoch, NcpError, type SwedishProfessional } from '@ncp/domain';
import type { HttpClient } from '@ncp/exchange';
import type { Clock } from '@ncp/runtime';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';

export interface TokenRules {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  /** `acr` of the issuer to a two-factor class of wire-contract 4.2; what is not here is not strong enough. */
  readonly acr: ReadonlyMap<string, string>;
}

/** Takes the value of an `Authorization` header. @throws NcpError NCP_API_AUTH, details.check says which check fell */
export type VerifyToken = (authorization: string | undefined) => Promise<SwedishProfessional>;

/** Public-key algorithms only: no secret is ever shared with an issuer (decisions G03). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const SKEW_S = 60;
/** decisions 3.3: two-factor age. */
const MAX_AUTH_AGE_S = 12 * 3_600;
const MAX_TOKEN_LENGTH = 8_192;
const JWKS = { timeoutMs: 5_000, maxBytes: 256 * 1024, cooldownMs: 10_000, lifeMs: 10 * 60_000 } as const;

const line = (max: number): z.ZodString => z.string().max(max).regex(/^[^\p{Cc}]*$/u);
const claims = z.object({
  sub: line(200).min(1), name: line(200).min(1),
  legitimationskod: z.string().regex(/^[0-9A-Za-z]{0,20}$/), yrkeskod: z.string().regex(/^[A-Za-z]{0,4}$/),
  gln: z.string().regex(/^\d{13}$/), orgName: line(200).min(1),
  acr: z.string().min(1).max(200), auth_time: z.int().min(0), exp: z.number(),
  // Who is not licensed has no profession here; whoever claims one names her licence.
}).refine(({ yrkeskod, legitimationskod }) => (yrkeskod === '') === (legitimationskod === ''), 'legitimationskod');

const refuse = (check: string, cause?: unknown): NcpError => new NcpError('NCP_API_AUTH', { check }, cause);

const CLAIM_CHECKS: Readonly<Record<string, string>> = { iss: 'issuer', aud: 'audience', nbf: 'not-yet', exp: 'expired' };

/** Which check fell, as a word: what the token holds is never repeated. */
function refusalOf(error: unknown): NcpError {
  if (error instanceof errors.JWTExpired) return refuse('expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) return refuse(error.reason === 'missing' ? 'claims' : CLAIM_CHECKS[error.claim] ?? 'claims', error);
  if (error instanceof errors.JOSEAlgNotAllowed) return refuse('algorithm', error);
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return refuse('signature', error);
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid || error instanceof errors.JOSENotSupported) return refuse('malformed', error);
  // The issuer does not publish its keys: nobody can be believed, and it is not the caller's fault.
  return new NcpError('NCP_API_AUTH', { check: 'keys', apiStatus: 503 }, error);
}

/** The issuer's keys over our own HTTP client (rule R3), kept for ten minutes, asked for anew when a key is not known. */
const keysOf = (url: string, http: HttpClient): ReturnType<typeof createRemoteJWKSet> => createRemoteJWKSet(new URL(url), {
  timeoutDuration: JWKS.timeoutMs, cooldownDuration: JWKS.cooldownMs, cacheMaxAge: JWKS.lifeMs,
  [customFetch]: async (address: string) => {
    const { status, body } = await http.request({
      method: 'GET', url: address, headers: { accept: 'application/json' },
      connectTimeoutMs: JWKS.timeoutMs, answerTimeoutMs: JWKS.timeoutMs, maxAnswerBytes: JWKS.maxBytes,
    });
    return new Response(Buffer.from(body), { status });
  },
});

function professionalOf(payload: JWTPayload, { acr }: TokenRules, nowS: number): SwedishProfessional {
  const read = claims.safeParse(payload);
  if (!read.success) throw refuse('claims');
  const { sub, name, legitimationskod, yrkeskod, gln, orgName, auth_time: authTime, exp, acr: stated } = read.data;
  const assurance = acr.get(stated);
  if (assurance === undefined) throw refuse('acr');
  if (authTime > nowS + SKEW_S || nowS - authTime > MAX_AUTH_AGE_S + SKEW_S) throw refuse('auth-time');
  return {
    subject: sub, name, legitimationCode: legitimationskod, professionCode: yrkeskod.toUpperCase(), gln, organisation: orgName, assurance,
    authenticatedAt: instantFromEpoch(authTime * 1000), until: instantFromEpoch(Math.floor(exp) * 1000),
  };
}

/** Bearer tokens of RFC 6750, checked against the issuer's published keys (decisions G03). */
export function verifyTokens(rules: TokenRules, { http, clock }: { readonly http: HttpClient; readonly clock: Clock }): VerifyToken {
  const keys = keysOf(rules.jwksUrl, http);
  return async (authorization) => {
    if (authorization === undefined) throw refuse('missing');
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    if (token === undefined || token.length > MAX_TOKEN_LENGTH) throw refuse('malformed');
    const nowMs = clock.epochMs();
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer: rules.issuer, audience: rules.audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub', 'iss', 'aud'],
        clockTolerance: SKEW_S, currentDate: new Date(nowMs),
      }));
    } catch (error) {
      throw refusalOf(error);
    }
    return professionalOf(payload, rules, Math.floor(nowMs / 1000));
  };
}
