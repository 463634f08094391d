import { createServer, type Server } from 'node:http';
import { systemClock, type Clock } from '@ncp/runtime';
import express, { type Express, type Response } from 'express';
import { accessTokens, TOKEN_ALGORITHMS, TOKEN_FAULTS, type AccessTokens, type TokenAlgorithm, type TokenFault, type TokenWish } from './access-tokens.js';
import { authorizationCodes, isLoopbackUri, signInRequest, type AuthorizationCodes } from './authorization-codes.js';
import { OPERATOR_CLIENT } from './operators.js';
import { personOf } from './people.js';
import { professionalOf, SAMPLE_PROFESSIONALS, type SampleProfessional } from './professionals.js';
import { PAGE_HEADERS, refusalPage, signInPage } from './sign-in-page.js';

export interface OauthOptions {
  /** The deployment's clock: tokens are valid by it. */
  readonly clock?: Clock;
  readonly host?: string;
  /** 0 takes a free one; decisions 3.2 say 9082. */
  readonly port?: number;
  readonly audience?: string;
  /** Public clients that may send somebody to sign in. */
  readonly clients?: readonly string[];
  readonly lifeSeconds?: number;
}

/** A running development issuer. */
export interface OauthIssuer {
  /** Also the base of all paths. */
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly tokenUrl: string;
  readonly authorizeUrl: string;
  readonly audience: string;
  readonly professionals: readonly SampleProfessional[];
  /** A token without the detour over HTTP. @throws Error for a person who is not there */
  token(person: string, wish?: TokenWish): Promise<string>;
  close(): Promise<void>;
}

/** Grant of this issuer alone: whoever asks on loopback gets a token for the named person. For scripts and tests. */
export const PERSON_GRANT = 'urn:ncpeh:simulator:person';
export const DEFAULT_AUDIENCE = 'ncpeh-api';
export const DEFAULT_CLIENT = 'ncp-counter';
const LIFE_SECONDS = 4 * 3_600;

interface Parts {
  readonly issuer: string;
  readonly tokens: AccessTokens;
  readonly codes: AuthorizationCodes;
  readonly clients: readonly string[];
}

const refuse = (response: Response, error: string, description: string): void => {
  response.status(400).set('cache-control', 'no-store').json({ error, error_description: description });
};
const isAlgorithm = (text: string | null): text is TokenAlgorithm => TOKEN_ALGORITHMS.some((known) => known === text);
const isFault = (text: string | null): text is TokenFault => TOKEN_FAULTS.some((known) => known === text);

const grant = async (response: Response, { tokens }: Parts, who: SampleProfessional, wish: TokenWish, idToken?: string): Promise<void> => {
  const { token, expiresIn } = await tokens.access(who, wish);
  response.set('cache-control', 'no-store').json({
    access_token: token, token_type: 'Bearer', expires_in: expiresIn, scope: 'openid', ...(idToken === undefined ? {} : { id_token: idToken }),
  });
};

async function answerToken(form: URLSearchParams, response: Response, parts: Parts): Promise<void> {
  const kind = form.get('grant_type');
  if (kind === 'authorization_code') {
    const granted = parts.codes.redeem(form);
    const who = granted === undefined ? undefined : personOf(granted.request.clientId, granted.person);
    if (granted === undefined || who === undefined) { refuse(response, 'invalid_grant', 'code, client_id, redirect_uri, code_verifier'); return; }
    const { request: { clientId, nonce }, authTime } = granted;
    const idToken = await parts.tokens.id(who, clientId, { authTime, ...(nonce === undefined ? {} : { nonce }) });
    await grant(response, parts, who, { authTime }, idToken);
    return;
  }
  if (kind !== PERSON_GRANT) { refuse(response, 'unsupported_grant_type', `authorization_code, ${PERSON_GRANT}`); return; }
  const who = professionalOf(form.get('person') ?? '');
  const [fault, algorithm, life] = [form.get('fault'), form.get('alg'), form.get('life')];
  if (who === undefined) { refuse(response, 'invalid_request', `person: ${SAMPLE_PROFESSIONALS.map(({ key }) => key).join(', ')}`); return; }
  if (fault !== null && !isFault(fault)) { refuse(response, 'invalid_request', `fault: ${TOKEN_FAULTS.join(', ')}`); return; }
  if (algorithm !== null && !isAlgorithm(algorithm)) { refuse(response, 'invalid_request', `alg: ${TOKEN_ALGORITHMS.join(', ')}`); return; }
  if (life !== null && !/^\d{1,6}$/.test(life)) { refuse(response, 'invalid_request', 'life: seconds'); return; }
  await grant(response, parts, who, { ...(fault === null ? {} : { fault }), ...(algorithm === null ? {} : { algorithm }), ...(life === null ? {} : { lifeSeconds: Number(life) }) });
}

function authorizeWith(form: URLSearchParams, response: Response, { issuer, codes, clients }: Parts): void {
  const request = signInRequest(form, clients);
  const who = personOf(form.get('client_id') ?? '', form.get('person') ?? '');
  if (typeof request === 'string' || who === undefined) {
    response.status(400).set(PAGE_HEADERS).send(refusalPage(typeof request === 'string' ? request : 'person'));
    return;
  }
  const target = new URL(request.redirectUri);
  target.searchParams.set('code', codes.issue(request, who.key));
  if (request.state !== undefined) target.searchParams.set('state', request.state);
  target.searchParams.set('iss', issuer);
  response.set('cache-control', 'no-store').redirect(303, target.href);
}

const metadata = (issuer: string): object => ({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, end_session_endpoint: `${issuer}/logout`,
  response_types_supported: ['code'], grant_types_supported: ['authorization_code', PERSON_GRANT], code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'], scopes_supported: ['openid'], subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'], authorization_response_iss_parameter_supported: true,
});

function application(parts: Parts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  const form = express.text({ type: 'application/x-www-form-urlencoded', limit: '64kb' });
  const formOf = (body: unknown): URLSearchParams => new URLSearchParams(typeof body === 'string' ? body : '');
  const queryOf = (url: string): URLSearchParams => new URL(url, parts.issuer).searchParams;

  app.get('/oauth/.well-known/openid-configuration', (_request, response) => { response.json(metadata(parts.issuer)); });
  app.get('/oauth/jwks', (_request, response) => { response.json({ keys: parts.tokens.keys }); });
  app.get('/oauth/authorize', (request, response) => {
    const query = queryOf(request.originalUrl);
    const asked = signInRequest(query, parts.clients);
    response.status(typeof asked === 'string' ? 400 : 200).set(PAGE_HEADERS).send(typeof asked === 'string' ? refusalPage(asked) : signInPage(query));
  });
  app.post('/oauth/authorize', form, (request, response) => { authorizeWith(formOf(request.body), response, parts); });
  app.post('/oauth/token', form, async (request, response) => { await answerToken(formOf(request.body), response, parts); });
  app.get('/oauth/logout', (request, response) => {
    const target = queryOf(request.originalUrl).get('post_logout_redirect_uri');
    // There is no session here: every sign-in asks anew.
    if (target !== null && isLoopbackUri(target)) response.redirect(303, target);
    else response.status(204).end();
  });
  return app;
}

const listen = (server: Server, host: string, port: number): Promise<number> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : port);
  });
});

/** Starts the development issuer on loopback (decisions G03). Its keys are new with every start. */
export async function startOauthIssuer(options: OauthOptions = {}): Promise<OauthIssuer> {
  const { clock = systemClock(), host = '127.0.0.1', audience = DEFAULT_AUDIENCE, clients = [DEFAULT_CLIENT, OPERATOR_CLIENT], lifeSeconds = LIFE_SECONDS } = options;
  // The issuer's name holds the port, which is known only once somebody listens on it.
  let app: Express | undefined;
  const server = createServer((request, response) => { app?.(request, response); });
  const port = await listen(server, host, options.port ?? 0);
  const issuer = `http://${host}:${String(port)}/oauth`;
  const tokens = await accessTokens({ issuer, audience, lifeSeconds }, clock);
  app = application({ issuer, tokens, codes: authorizationCodes(clock), clients });
  return {
    issuer, audience, jwksUrl: `${issuer}/jwks`, tokenUrl: `${issuer}/token`, authorizeUrl: `${issuer}/authorize`, professionals: SAMPLE_PROFESSIONALS,
    async token(person, wish) {
      const who = professionalOf(person);
      if (who === undefined) throw new Error(`no professional ${person}`);
      return (await tokens.access(who, wish)).token;
    },
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}
