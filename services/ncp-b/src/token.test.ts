import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import type { HttpClient } from '@ncp/exchange';
import { clockFrom } from '@ncp/runtime';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { verifyTokens } from './token.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const NOW_S = NOW / 1000;
const CLASS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI';
const ISSUER = 'https://issuer.example.se';

const pairs = {
  RS256: await generateKeyPair('RS256'), PS256: await generateKeyPair('PS256'), ES256: await generateKeyPair('ES256'), ES384: await generateKeyPair('ES384'),
};
const keys = await Promise.all(Object.entries(pairs).map(async ([alg, { publicKey }]) => ({ ...(await exportJWK(publicKey)), alg, kid: alg, use: 'sig' })));

const good: JWTPayload = {
  iss: ISSUER, aud: 'ncpeh-api', sub: 'u1', exp: NOW_S + 600, nbf: NOW_S, iat: NOW_S, name: 'Anna Apotekare', legitimationskod: '920007', yrkeskod: 'ap',
  gln: '7350045511119', orgName: 'Testapoteket', acr: 'loa3', auth_time: NOW_S - 60,
};
const http = (status = 200): HttpClient & { asked: number } => ({
  asked: 0,
  async request() {
    this.asked += 1;
    return { status, headers: {}, body: new Uint8Array(Buffer.from(JSON.stringify({ keys }))) };
  },
});
const verifier = (client: HttpClient = http()): ReturnType<typeof verifyTokens> =>
  verifyTokens({ issuer: ISSUER, jwksUrl: `${ISSUER}/jwks`, audience: 'ncpeh-api', acr: new Map([['loa3', CLASS]]) }, { http: client, clock: clockFrom(NOW) });
const token = (claims: JWTPayload = good, alg: keyof typeof pairs = 'ES256', key: CryptoKey = pairs[alg].privateKey): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).sign(key);
const without = (...names: readonly string[]): JWTPayload => Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name)));

async function refusal(authorization: string | undefined, verify = verifier()): Promise<unknown> {
  try {
    await verify(authorization);
  } catch (error) {
    return isNcpError(error) ? `${error.code} ${String(error.details['check'])}` : error;
  }
  return 'accepted';
}

describe('an access token', () => {
  it.each(['RS256', 'PS256', 'ES256'] as const)('signed %s names the professional', async (alg) => {
    expect(await verifier()(`Bearer ${await token(good, alg)}`)).toEqual({
      subject: 'u1', name: 'Anna Apotekare', legitimationCode: '920007', professionCode: 'AP', gln: '7350045511119', organisation: 'Testapoteket',
      assurance: CLASS, authenticatedAt: '2026-03-02T09:59:00Z', until: '2026-03-02T10:10:00Z',
    });
  });

  it.each<readonly [string, JWTPayload, string]>([
    ['expired', { ...good, exp: NOW_S - 61 }, 'expired'],
    ['not yet valid', { ...good, nbf: NOW_S + 61 }, 'not-yet'],
    ['without an end', without('exp'), 'claims'],
    ['of another issuer', { ...good, iss: 'https://other.example' }, 'issuer'],
    ['for another audience', { ...good, aud: 'other' }, 'audience'],
    ['without a subject', without('sub'), 'claims'],
    ['without a name', without('name'), 'claims'],
    ['without a pharmacy', without('gln'), 'claims'],
    ['with a pharmacy that is no GLN', { ...good, gln: '735004551111' }, 'claims'],
    ['of a profession without its licence', { ...good, legitimationskod: '' }, 'claims'],
    ['of one factor', { ...good, acr: 'password' }, 'acr'],
    ['that does not say how she signed in', without('acr'), 'claims'],
    ['of a sign-in 13 hours ago', { ...good, auth_time: NOW_S - 13 * 3_600 }, 'auth-time'],
    ['of a sign-in that is still to come', { ...good, auth_time: NOW_S + 120 }, 'auth-time'],
    ['that does not say when she signed in', without('auth_time'), 'claims'],
    ['with a line break in a name', { ...good, name: 'Anna\nApotekare' }, 'claims'],
  ])('%s is refused', async (_what, claims, check) => {
    expect(await refusal(`Bearer ${await token(claims)}`)).toBe(`NCP_API_AUTH ${check}`);
  });

  it.each<readonly [string, () => Promise<string | undefined>, string]>([
    ['missing', async () => undefined, 'missing'],
    ['of another scheme', async () => 'Basic YTpi', 'malformed'],
    ['no token at all', async () => 'Bearer abc', 'malformed'],
    ['unsigned', async () => `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`, 'algorithm'],
    ['signed with a shared secret', async () => `Bearer ${await new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('x'.repeat(32)))}`, 'algorithm'],
    ['signed with an algorithm that is not listed', async () => `Bearer ${await token(good, 'ES384')}`, 'algorithm'],
    ['signed by a stranger', async () => `Bearer ${await token(good, 'ES256', (await generateKeyPair('ES256')).privateKey)}`, 'signature'],
    ['with something to be understood that nobody knows', async () => `Bearer ${await new SignJWT(good).setProtectedHeader({ alg: 'ES256', kid: 'ES256', crit: ['x'], x: 1 }).sign(pairs.ES256.privateKey, { crit: { x: true } })}`, 'malformed'],
    ['longer than any token', async () => `Bearer ${'a'.repeat(9_000)}`, 'malformed'],
  ])('that is %s is refused', async (_what, make, check) => {
    expect(await refusal(await make())).toBe(`NCP_API_AUTH ${check}`);
  });

  it('of who is not licensed is taken: what she may do is another question', async () => {
    expect(await verifier()(`Bearer ${await token({ ...good, yrkeskod: '', legitimationskod: '' })}`)).toMatchObject({ professionCode: '' });
  });

  it('is not believed while the issuer does not publish its keys, and that is nobody\'s fault here', async () => {
    const verify = verifier(http(503));
    await expect(verify(`Bearer ${await token()}`)).rejects.toMatchObject({ code: 'NCP_API_AUTH', details: { check: 'keys', apiStatus: 503 } });
  });

  it('asks for the keys once for many tokens', async () => {
    const client = http();
    const verify = verifier(client);
    for (let index = 0; index < 5; index += 1) await verify(`Bearer ${await token()}`);
    expect(client.asked).toBe(1);
  });
});
