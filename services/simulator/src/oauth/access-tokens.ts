import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '@ncp/runtime';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import type { SampleProfessional } from './professionals.js';

export const TOKEN_ALGORITHMS = ['RS256', 'ES256', 'PS256'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** Ways in which a token can be bad; the API must refuse each. */
export const TOKEN_FAULTS = [
  'expired', 'not-yet', 'wrong-audience', 'wrong-issuer',
  /** Signed by a key that is not published, with a published key id; with an unknown key id. */
  'wrong-key', 'unknown-key',
  /** `alg: none`; HS256 with the public key as the secret. */
  'unsigned', 'hmac',
  /** One factor only; no `acr`; signed in 13 hours ago. */
  'weak-acr', 'no-acr', 'old-authentication',
  'no-gln', 'no-legitimation', 'no-name',
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

export interface TokenWish {
  readonly algorithm?: TokenAlgorithm;
  readonly fault?: TokenFault;
  readonly lifeSeconds?: number;
  /** Seconds since 1970; default now. */
  readonly authTime?: number;
}

export interface AccessTokens {
  /** What JWKS publishes: one public key for each algorithm. */
  readonly keys: readonly JWK[];
  access(who: SampleProfessional, wish?: TokenWish): Promise<{ readonly token: string; readonly expiresIn: number }>;
  /** OpenID Connect id token for the client that signed in. */
  id(who: SampleProfessional, client: string, more: { readonly nonce?: string; readonly authTime: number }): Promise<string>;
}

interface TokenFrame {
  readonly issuer: string;
  readonly audience: string;
  readonly lifeSeconds: number;
}

const OLD_SECONDS = 13 * 3_600;
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function claimsOf(who: SampleProfessional, fault: TokenFault | undefined, authTime: number): JWTPayload {
  const { name, legitimationskod, yrkeskod, gln, orgName } = who;
  const acr = fault === 'weak-acr' ? 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' : who.acr;
  return {
    ...(fault === 'no-name' ? {} : { name }),
    ...(fault === 'no-legitimation' ? {} : { legitimationskod }),
    yrkeskod,
    ...(fault === 'no-gln' ? {} : { gln }),
    orgName,
    ...(fault === 'no-acr' ? {} : { acr }),
    auth_time: fault === 'old-authentication' ? authTime - OLD_SECONDS : authTime,
  };
}

/** The keys live as long as the process: whoever trusts them does so by asking for the JWKS (decisions G03). */
export async function accessTokens(frame: TokenFrame, clock: Clock): Promise<AccessTokens> {
  const pairs = await Promise.all(TOKEN_ALGORITHMS.map(async (alg) => ({ alg, kid: `sim-${alg.toLowerCase()}`, ...(await generateKeyPair(alg, { extractable: true })) })));
  const stranger = await generateKeyPair('ES256');
  const keys = await Promise.all(pairs.map(async ({ alg, kid, publicKey }): Promise<JWK> => ({ ...(await exportJWK(publicKey)), alg, kid, use: 'sig' })));
  const now = (): number => Math.floor(clock.epochMs() / 1000);
  const pairOf = (algorithm: TokenAlgorithm): (typeof pairs)[number] => {
    const found = pairs.find(({ alg }) => alg === algorithm);
    if (found === undefined) throw new Error(`no key for ${algorithm}`);
    return found;
  };

  const signed = async (payload: JWTPayload, algorithm: TokenAlgorithm, type: string, fault?: TokenFault): Promise<string> => {
    const { alg, kid, privateKey, publicKey } = fault === 'wrong-key' ? pairOf('ES256') : pairOf(algorithm);
    if (fault === 'unsigned') return `${base64url({ alg: 'none', typ: type })}.${base64url(payload)}.`;
    if (fault === 'hmac') {
      const text = `${base64url({ alg: 'HS256', typ: type, kid })}.${base64url(payload)}`;
      return `${text}.${createHmac('sha256', await exportSPKI(publicKey)).update(text).digest('base64url')}`;
    }
    const key: CryptoKey = fault === 'wrong-key' || fault === 'unknown-key' ? stranger.privateKey : privateKey;
    return new SignJWT(payload).setProtectedHeader({ alg: fault === 'unknown-key' ? 'ES256' : alg, typ: type, kid: fault === 'unknown-key' ? 'nobody' : kid }).sign(key);
  };

  return {
    keys,
    async access(who, wish = {}) {
      const { algorithm = 'RS256', fault, lifeSeconds = frame.lifeSeconds } = wish;
      const shift = fault === 'expired' ? -lifeSeconds - 3_600 : fault === 'not-yet' ? 3_600 : 0;
      const from = now() + shift;
      const payload: JWTPayload = {
        iss: fault === 'wrong-issuer' ? 'https://issuer.example/' : frame.issuer,
        aud: fault === 'wrong-audience' ? 'another-api' : frame.audience,
        sub: who.sub, jti: randomUUID(), iat: from, nbf: from, exp: from + lifeSeconds,
        ...claimsOf(who, fault, wish.authTime ?? now()),
      };
      return { token: await signed(payload, algorithm, 'at+jwt', fault), expiresIn: lifeSeconds };
    },
    id: (who, client, { nonce, authTime }) => signed({
      iss: frame.issuer, aud: client, sub: who.sub, name: who.name, acr: who.acr, auth_time: authTime, iat: now(), exp: now() + 300,
      ...(who.roles === undefined ? {} : { roles: who.roles }),
      ...(nonce === undefined ? {} : { nonce }),
    }, 'RS256', 'JWT'),
  };
}
