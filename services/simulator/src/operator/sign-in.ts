import type { HttpAnswer, HttpClient } from '@ncp/exchange';

const CALL = { connectTimeoutMs: 5_000, answerTimeoutMs: 60_000, maxAnswerBytes: 16 * 1024 * 1024 };

export interface OperatorBrowser {
  /** What a signed-in browser sends with each request. */
  readonly cookie: string;
  get(path: string): Promise<HttpAnswer>;
}

/** Signs an operator in at the dashboard as a browser does: to the issuer, and back with a code. `person`: key of a sample operator. */
export async function signInOperator(http: HttpClient, origin: string, person: string): Promise<OperatorBrowser> {
  const cookies = new Map<string, string>();
  const sent = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const get = async (path: string): Promise<HttpAnswer> => {
    const answer = await http.request({ ...CALL, method: 'GET', url: `${origin}${path}`, headers: cookies.size === 0 ? {} : { cookie: sent() } });
    for (const line of (answer.headers['set-cookie'] ?? '').split(/, (?=__Host-)/)) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined && value !== '') cookies.set(name, value);
    }
    return answer;
  };
  const issuer = new URL((await get('/sign-in/start')).headers['location'] ?? '');
  const chosen = await http.request({
    ...CALL, method: 'POST', url: `${issuer.origin}${issuer.pathname}`, headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(`${issuer.searchParams.toString()}&person=${person}`),
  });
  const back = new URL(chosen.headers['location'] ?? '');
  await get(`${back.pathname}${back.search}`);
  return { cookie: sent(), get };
}
