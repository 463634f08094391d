import { NcpError, epochMs, isNcpError } from '@ncp/domain';
import { HttpFailure, type HttpAnswer, type HttpRequest, type NationalCall } from '@ncp/exchange';
import { base64OfText, decodeBundle, type FhirValue } from '@ncp/fhir';
import { circuitBreaker } from '@ncp/runtime';
import { jsonOf, readBroken, readFailure, writeBroken, writeFailure } from './failure.js';
import { NLL_HEADERS } from './national-constants.js';
import type { NationalSettings } from './options.js';
import { tokenSource, type TokenSource } from './token.js';

export interface NationalWrite {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: string;
  /** `x-request-id`: the same on every repeat of the same write (decisions G12). */
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Conversation with the list: headers, token, time limits, repetition of reads, breaker, pages. */
export interface NationalHttp {
  /** @throws NcpError; a resource that is not there is NCP_NATIONAL_NOT_FOUND */
  read(path: string, call: NationalCall): Promise<FhirValue>;
  /** The Bundles of a search, every page as it came. @throws NcpError */
  pages(type: string, parameters: Readonly<Record<string, string>>, call: NationalCall): Promise<readonly FhirValue[]>;
  /** All matches of a search, every page read. @throws NcpError */
  search(type: string, parameters: Readonly<Record<string, string>>, call: NationalCall): Promise<readonly FhirValue[]>;
  /** One attempt, never repeated. @throws NcpError */
  write(write: NationalWrite, call: NationalCall): Promise<HttpAnswer>;
}

const FHIR_JSON = 'application/fhir+json';

/** `tokens`: of conversations with one server, each with a breaker of its own, that share its token. */
export function nationalHttp(settings: NationalSettings, tokens: TokenSource = tokenSource(settings)): NationalHttp {
  const { limits, clock, http, notice } = settings;
  const breaker = circuitBreaker({
    failures: limits.breakerFailures, ms: limits.breakerMs, epochMs: () => clock.epochMs(),
    changed: (state) => { notice({ kind: 'breaker', state }); },
  });
  const organisation = base64OfText(JSON.stringify(settings.organisation));

  const headersFor = (call: NationalCall, requestId: string): Record<string, string> => ({
    'accept': FHIR_JSON,
    [NLL_HEADERS.purpose]: settings.purpose,
    [NLL_HEADERS.access]: settings.access,
    [NLL_HEADERS.contextId]: call.exchange,
    [NLL_HEADERS.requestId]: requestId,
    [NLL_HEADERS.organisation]: organisation,
    [NLL_HEADERS.userAgent]: settings.userAgent,
    ...(call.patientNationalId === undefined ? {} : { [NLL_HEADERS.patient]: call.patientNationalId }),
  });

  /**
   * How long an attempt may take, so that it ends while somebody waits for it. A write is given its whole time or none:
   * one that is cut short leaves an outcome that nobody knows.
   */
  const timesFor = (method: HttpRequest['method'], { deadline }: NationalCall): Pick<HttpRequest, 'connectTimeoutMs' | 'answerTimeoutMs'> => {
    const { connectTimeoutMs, answerTimeoutMs } = limits;
    const leftMs = deadline === undefined ? Number.POSITIVE_INFINITY : epochMs(deadline) - clock.epochMs();
    if (leftMs < (method === 'GET' ? 1 : connectTimeoutMs + answerTimeoutMs)) throw new HttpFailure('not-sent', 'no time left');
    return { connectTimeoutMs: Math.min(connectTimeoutMs, leftMs), answerTimeoutMs: Math.min(answerTimeoutMs, leftMs) };
  };

  /** One request on the wire. The breaker counts what says that the list is not well: no answer, or 5xx. */
  const attempt = async (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>, call: NationalCall): Promise<HttpAnswer> => {
    // Before the breaker is asked: that nobody waits any longer says nothing about the list.
    timesFor(request.method, call);
    if (!breaker.admit()) throw new HttpFailure('not-sent', 'breaker open');
    let answer;
    try {
      const authorization = `Bearer ${await tokens.bearer()}`;
      answer = await http.request({
        ...request, headers: { ...request.headers, authorization }, ...timesFor(request.method, call), maxAnswerBytes: limits.maxAnswerBytes,
      });
    } catch (error) {
      // A refusal by the token service is an answer of a healthy system.
      if (isNcpError(error)) breaker.succeeded();
      else breaker.failed();
      throw error;
    }
    if (answer.status >= 500) breaker.failed();
    else breaker.succeeded();
    if (answer.status === 401) tokens.forget();
    return answer;
  };

  const pauseBefore = (repetition: number): number => limits.retryPauseMs * 2 ** (repetition - 1) * (0.5 + settings.random() / 2);

  const get = async (url: string, call: NationalCall): Promise<HttpAnswer> => {
    const startedMs = clock.epochMs();
    for (let tried = 1; ; tried += 1) {
      const { answer, error } = await attempt({ method: 'GET', url, headers: headersFor(call, settings.newRequestId()) }, call)
        .then((received) => ({ answer: received, error: undefined }), (caught: unknown) => ({ answer: undefined, error: caught }));
      const again = answer === undefined ? !isNcpError(error) : answer.status >= 500 || answer.status === 429 || answer.status === 401;
      if (answer !== undefined && !again) return answer;
      const late = clock.epochMs() - startedMs >= limits.readBudgetMs || (call.deadline !== undefined && clock.epochMs() >= epochMs(call.deadline));
      if (!again || late || tried > limits.readRetries) {
        if (answer !== undefined) return answer;
        throw readBroken(error);
      }
      const reason = answer === undefined ? (error instanceof HttpFailure ? error.reason : 'failed') : `status ${String(answer.status)}`;
      notice({ kind: 'retry', exchange: call.exchange, attempt: tried, reason });
      await settings.sleep(pauseBefore(tried));
    }
  };

  const readUrl = async (url: string, call: NationalCall): Promise<FhirValue> => {
    const answer = await get(url, call);
    if (answer.status !== 200) throw readFailure(answer);
    return jsonOf(answer);
  };

  /** A next link may not lead the token to another server. */
  const nextUrl = (link: string): string => {
    const base = new URL(`${settings.baseUrl}/`);
    const next = URL.canParse(link, base.href) ? new URL(link, base) : undefined;
    if (next === undefined || next.origin !== base.origin || !next.pathname.startsWith(base.pathname)) {
      throw new NcpError('NCP_NATIONAL_MALFORMED', { at: 'Bundle.link' });
    }
    return next.href;
  };

  const pages: NationalHttp['pages'] = async (type, parameters, call) => {
    const found: FhirValue[] = [];
    const seen = new Set<string>();
    let url: string | undefined = `${settings.baseUrl}/${type}?${new URLSearchParams({ ...parameters, _count: String(limits.pageSize) }).toString()}`;
    while (url !== undefined) {
      // A list that leads in a circle or never ends is no list.
      if (seen.has(url) || seen.size >= limits.maxPages) throw new NcpError('NCP_NATIONAL_MALFORMED', { at: 'Bundle.link', pages: seen.size });
      seen.add(url);
      const bundle = await readUrl(url, call);
      found.push(bundle);
      const { next } = decodeBundle(bundle);
      url = next === undefined ? undefined : nextUrl(next);
    }
    return found;
  };

  return {
    pages,
    read: (path, call) => readUrl(`${settings.baseUrl}/${path}`, call),
    search: async (type, parameters, call) => (await pages(type, parameters, call)).flatMap((bundle) => decodeBundle(bundle).matches),

    async write(write, call) {
      let answer;
      try {
        answer = await attempt({
          method: write.method, url: `${settings.baseUrl}/${write.path}`, body: new TextEncoder().encode(write.body),
          headers: {
            ...headersFor(call, write.requestId), 'content-type': `${FHIR_JSON}; charset=utf-8`, 'prefer': 'return=representation', ...write.headers,
          },
        }, call);
      } catch (error) {
        throw writeBroken(error);
      }
      if (answer.status !== 200 && answer.status !== 201) throw writeFailure(answer);
      return answer;
    },
  };
}
