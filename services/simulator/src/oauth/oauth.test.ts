import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromEpoch } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';
import { createRemoteJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { DEFAULT_CLIENT, PERSON_GRANT, startOauthIssuer, TOKEN_ALGORITHMS, TOKEN_FAULTS, type OauthIssuer } from './index.js';

const START = Date.parse('2026-06-12T12:00:00Z');
let oauth: OauthIssuer;
/** It stands still: a slow machine makes no token older. */
const clock: Clock = { epochMs: () => START, now: () => instantFromEpoch(START) };
beforeAll(async () => { oauth = await startOauthIssuer({ clock }); });
afterAll(async () => { await oauth.close(); });

const check = async (token: string): Promise<JWTPayload> => {
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(oauth.jwksUrl)), {
    issuer: oauth.issuer, audience: oauth.audience, algorithms: ['RS256', 'ES256', 'PS256'], currentDate: new Date(START + 1_000), requiredClaims: ['exp', 'iat'],
  });
  return payload;
};
const post = (path: string, form: Record<string, string>): Promise<Response> =>
  fetch(`${oauth.issuer}/${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const json = async (response: Response): Promise<Record<string, unknown>> => await response.json() as Record<string, unknown>;

const VERIFIER = randomBytes(32).toString('base64url');
const REDIRECT = 'http://127.0.0.1:8446/signed-in';
const ASKED = {
  response_type: 'code', client_id: DEFAULT_CLIENT, redirect_uri: REDIRECT, state: 's1', nonce: 'n1', scope: 'openid',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'), code_challenge_method: 'S256',
};
const redeem = (code: string, more: Record<string, string> = {}): Promise<Response> =>
  post('token', { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, client_id: DEFAULT_CLIENT, code_verifier: VERIFIER, ...more });
const codeFor = async (person: string): Promise<string> => {
  const signedIn = await post('authorize', { ...ASKED, person });
  expect(signedIn.status).toBe(303);
  const target = new URL(signedIn.headers.get('location') ?? '');
  expect([target.origin + target.pathname, target.searchParams.get('state'), target.searchParams.get('iss')]).toEqual([REDIRECT, 's1', oauth.issuer]);
  return target.searchParams.get('code') ?? '';
};

describe('tokens of the development issuer', () => {
  it.each(TOKEN_ALGORITHMS)('verifies %s against the published keys, with the claims of G03', async (algorithm) => {
    expect(await check(await oauth.token('anna', { algorithm }))).toMatchObject({
      sub: 'sim-anna', name: 'Anna Apotekare', legitimationskod: '920007', yrkeskod: 'AP', gln: '7350045511119', orgName: 'Testapoteket',
      acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI', auth_time: START / 1000, exp: START / 1000 + 4 * 3600,
    });
  });

  const refusedBy = new Map([
    ['expired', 'ERR_JWT_EXPIRED'], ['not-yet', 'ERR_JWT_CLAIM_VALIDATION_FAILED'], ['wrong-audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['wrong-issuer', 'ERR_JWT_CLAIM_VALIDATION_FAILED'], ['wrong-key', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'], ['unknown-key', 'ERR_JWKS_NO_MATCHING_KEY'],
    ['unsigned', 'ERR_JOSE_ALG_NOT_ALLOWED'], ['hmac', 'ERR_JOSE_ALG_NOT_ALLOWED'],
  ]);
  it.each(TOKEN_FAULTS)('makes a token bad in exactly one way: %s', async (fault) => {
    const token = await oauth.token('anna', { fault });
    const code = refusedBy.get(fault);
    if (code !== undefined) { await expect(check(token)).rejects.toMatchObject({ code }); return; }
    const [good, bad] = [await check(await oauth.token('anna')), await check(token)];
    const differ = Object.keys(good).filter((name) => !['jti', 'iat', 'nbf', 'exp'].includes(name) && good[name] !== bad[name]);
    expect(differ).toHaveLength(1);
  });

  it('gives a named person a token without a page', async () => {
    const answer = await json(await post('token', { grant_type: PERSON_GRANT, person: 'rolf', alg: 'ES256', life: '60' }));
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
    expect(await check(String(answer['access_token']))).toMatchObject({ yrkeskod: 'RC', exp: START / 1000 + 60 });
    for (const wrong of [{ person: 'nobody' }, { person: 'anna', fault: 'none' }, { person: 'anna', alg: 'none' }, { person: 'anna', life: '-1' }]) {
      expect((await post('token', { grant_type: PERSON_GRANT, ...wrong })).status).toBe(400);
    }
    expect(await json(await post('token', { grant_type: 'password' }))).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('signing in with a code', () => {
  it('shows everybody once, the hinted one first, and hands out tokens for the chosen one', async () => {
    const page = await fetch(`${oauth.authorizeUrl}?${new URLSearchParams({ ...ASKED, login_hint: 'lena', evil: '"><script>' }).toString()}`);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining(`default-src 'none'`)]);
    const html = await page.text();
    expect(html.match(/name="person" value="(\w+)"/)?.[1]).toBe('lena');
    expect(html.match(/name="person"/g)).toHaveLength(oauth.professionals.length);
    expect(html).not.toContain('<script>');

    const granted = await json(await redeem(await codeFor('lena')));
    expect(await check(String(granted['access_token']))).toMatchObject({ sub: 'sim-lena', yrkeskod: 'LK' });
    expect(decodeJwt(String(granted['id_token']))).toMatchObject({ aud: DEFAULT_CLIENT, nonce: 'n1', sub: 'sim-lena' });
  });

  it('takes a code once, and only with its verifier and from where it was sent', async () => {
    const code = await codeFor('anna');
    expect((await redeem(code)).status).toBe(200);
    expect(await json(await redeem(code))).toMatchObject({ error: 'invalid_grant' });
    for (const wrong of [{ code_verifier: 'x' }, { redirect_uri: 'http://127.0.0.1:1/' }, { client_id: 'other' }]) {
      expect((await redeem(await codeFor('anna'), wrong)).status).toBe(400);
    }
  });

  it.each([
    ['client_id', { client_id: 'other' }], ['redirect_uri', { redirect_uri: 'https://example.org/' }], ['redirect_uri', { redirect_uri: 'no' }],
    ['response_type', { response_type: 'token' }], ['code_challenge', { code_challenge: '' }], ['code_challenge_method', { code_challenge_method: 'plain' }],
  ])('refuses a request whose %s is wrong, without a redirect', async (parameter, wrong) => {
    const asked = { ...ASKED, ...wrong };
    const page = await fetch(`${oauth.authorizeUrl}?${new URLSearchParams(asked).toString()}`);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining(`<code>${parameter}</code>`)]);
    expect((await post('authorize', { ...asked, person: 'anna' })).status).toBe(400);
  });

  it('signs out to loopback only', async () => {
    const out = (target: string): Promise<Response> => fetch(`${oauth.issuer}/logout?post_logout_redirect_uri=${encodeURIComponent(target)}`, { redirect: 'manual' });
    expect((await out('http://localhost:8446/')).headers.get('location')).toBe('http://localhost:8446/');
    expect((await out('https://example.org/')).status).toBe(204);
  });
});
