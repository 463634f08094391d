import { NcpError } from '@ncp/domain';
import { HttpFailure } from '@ncp/exchange';
import { isFhirNumber, isFhirObject, parseFhirJson } from '@ncp/fhir';
import type { NationalSettings } from './options.js';

/** Bearer tokens of the list, kept for 80 % of their life (decisions G11). */
export interface TokenSource {
  /**
   * @throws HttpFailure stage `not-sent`: no token, so nothing was asked of the list
   * @throws NcpError NCP_NATIONAL_FORBIDDEN when the token service knows us and refuses
   */
  bearer(): Promise<string>;
  /** The list refused the token: the next call gets a new one. */
  forget(): void;
}

const USABLE_SHARE = 0.8;
const LIFE_WHEN_UNSTATED_S = 60;

interface Token {
  readonly bearer: string;
  readonly usableUntilMs: number;
}

const noToken = (reason: string): HttpFailure => new HttpFailure('not-sent', `token: ${reason}`);

const secondsIn = (value: unknown): number => {
  const seconds = isFhirNumber(value) ? Number(value.text) : LIFE_WHEN_UNSTATED_S;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : LIFE_WHEN_UNSTATED_S;
};

function readToken(body: Uint8Array, askedAtMs: number): Token {
  let value;
  try {
    value = parseFhirJson(new TextDecoder().decode(body));
  } catch {
    throw noToken('unreadable');
  }
  const bearer = isFhirObject(value) ? value['access_token'] : undefined;
  // A control character here would become a second header.
  if (!isFhirObject(value) || typeof bearer !== 'string' || !/^[\x21-\x7e]+$/.test(bearer)) throw noToken('unreadable');
  return { bearer, usableUntilMs: askedAtMs + secondsIn(value['expires_in']) * 1000 * USABLE_SHARE };
}

export function tokenSource(settings: NationalSettings): TokenSource {
  const { http, token, clock, limits } = settings;
  let cached: Token | undefined;
  let asking: Promise<Token> | undefined;

  const ask = async (): Promise<Token> => {
    const askedAtMs = clock.epochMs();
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: token.clientId });
    if (token.clientSecret !== undefined) form.set('client_secret', token.clientSecret);
    if (token.scope !== undefined) form.set('scope', token.scope);
    let answer;
    try {
      answer = await http.request({
        method: 'POST', url: token.url, body: new TextEncoder().encode(form.toString()),
        headers: { 'accept': 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        connectTimeoutMs: limits.connectTimeoutMs, answerTimeoutMs: limits.answerTimeoutMs, maxAnswerBytes: 64 * 1024,
      });
    } catch (error) {
      throw noToken(error instanceof HttpFailure ? error.reason : 'failed');
    }
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      throw new NcpError('NCP_NATIONAL_FORBIDDEN', { at: 'token', status: answer.status });
    }
    if (answer.status !== 200) throw noToken(`status ${String(answer.status)}`);
    return readToken(answer.body, askedAtMs);
  };

  return {
    async bearer() {
      if (cached !== undefined && clock.epochMs() < cached.usableUntilMs) return cached.bearer;
      // Callers that come at the same time share one request.
      asking ??= ask().finally(() => { asking = undefined; });
      cached = await asking;
      return cached.bearer;
    },
    forget() {
      cached = undefined;
    },
  };
}
