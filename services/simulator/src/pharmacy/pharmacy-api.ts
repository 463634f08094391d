import type { HttpAnswer, HttpClient } from '@ncp/exchange';

/** An answer of the national API: JSON, or the bytes of something else. */
export interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Parsed where it is JSON of any kind. */
  readonly json?: unknown;
}

/** What the API says when it refuses (services/ncp-b, "Refusals"). */
export interface ApiProblem {
  readonly code: string;
  readonly text: { readonly en: string };
  readonly hint: { readonly en: string };
  readonly theirCode?: string;
  readonly theirText?: string;
}

/** A refusal that the visit did not expect. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly problem: ApiProblem;
  constructor(status: number, problem: ApiProblem) {
    super(`${problem.code}: ${problem.text.en} ${problem.hint.en}${problem.theirCode === undefined ? '' : ` (they said ${problem.theirCode} ${problem.theirText ?? ''})`}`);
    this.name = 'ApiRefusal';
    this.status = status;
    this.problem = problem;
  }
}

export interface PharmacyApiOptions {
  /** `https://host:port/api/v1`. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** Called for every request: a real system renews its token too. */
  readonly token: () => Promise<string>;
  /** Sees every request and answer, for keeping them. */
  readonly onCall?: (name: string, request: string | undefined, answer: ApiAnswer) => void;
}

const TIMES = { connectTimeoutMs: 5_000, answerTimeoutMs: 90_000, maxAnswerBytes: 64 * 1024 * 1024 };

const isJson = (contentType: string): boolean => /^application\/([\w.]+\+)?json\b/.test(contentType);

const answerOf = ({ status, headers, body }: HttpAnswer): ApiAnswer => {
  const contentType = headers['content-type'] ?? '';
  return { status, contentType, body, ...(isJson(contentType) ? { json: JSON.parse(Buffer.from(body).toString('utf8')) as unknown } : {}) };
};

/**
 * A pharmacy's own system, as far as a visit needs one: it knows the published API and nothing of the gateway's inside.
 */
export class PharmacyApi {
  readonly #options: PharmacyApiOptions;

  constructor(options: PharmacyApiOptions) {
    this.#options = options;
  }

  get<T>(path: string): Promise<T> {
    return this.#json<T>('GET', path);
  }

  post<T>(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.#json<T>('POST', path, body, headers);
  }

  /** One call; refusals are answers here. */
  async call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    const { baseUrl, http, token, onCall } = this.#options;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = answerOf(await http.request({
      method, url: `${baseUrl}${path}`, ...TIMES,
      headers: {
        authorization: `Bearer ${await token()}`, accept: 'application/json',
        ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(text === undefined ? {} : { body: Buffer.from(text, 'utf8') }),
    }));
    onCall?.(`${method} ${path}`, text, answer);
    return answer;
  }

  async #json<T>(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T> {
    const answer = await this.call(method, path, body, headers);
    if (answer.status >= 400) throw new ApiRefusal(answer.status, answer.json as ApiProblem);
    return answer.json as T;
  }
}
