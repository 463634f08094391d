import { request as httpsRequest } from 'node:https';
import { API_ROOT, OPERATIONS, problem, type AnswerOf, type OperationId, type Problem } from '@ncp/ncp-b';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Of a JSON answer. */
  readonly json: unknown;
}

/** An answer of one operation: which of the two it is, the status says; the schema was checked. */
export interface ApiAnswer<Id extends OperationId> extends RawAnswer {
  readonly body: AnswerOf<Id>;
  readonly problem: Problem;
}

export interface ApiWish {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON unless it is text already. */
  readonly body?: object | string;
  readonly accept?: string;
  readonly key?: string;
  readonly prefer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiClient {
  /** One operation of the contract. Whatever JSON comes back is checked against its schema. @throws Error when it does not follow it */
  ask<Id extends OperationId>(operation: Id, wish?: ApiWish): Promise<ApiAnswer<Id>>;
  /** Any request at all, nothing checked. */
  raw(method: string, path: string, wish?: Omit<ApiWish, 'params'>): Promise<RawAnswer>;
  /** The data of all server-sent events until the stream ends. */
  events<Id extends OperationId>(operation: Id, wish?: ApiWish): Promise<readonly AnswerOf<Id>[]>;
}

export interface ApiPlace {
  readonly url: string;
  /** PEM. */
  readonly authority: string;
  /** Value of `Authorization`; none when left out. */
  readonly authorization?: string;
}

const PARAMETER = /:(\w+)/g;

function send(place: ApiPlace, method: string, path: string, { body, accept, key, prefer, query, headers = {} }: ApiWish): Promise<RawAnswer> {
  const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const url = new URL(path, place.url);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(url, {
      method, ca: place.authority,
      headers: {
        ...(place.authorization === undefined ? {} : { authorization: place.authorization }),
        ...(bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.byteLength) }),
        ...(accept === undefined ? {} : { accept }), ...(key === undefined ? {} : { 'idempotency-key': key }), ...(prefer === undefined ? {} : { prefer }),
        ...headers,
      },
    }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => { chunks.push(chunk); });
      incoming.once('error', reject);
      incoming.once('end', () => {
        const all = Buffer.concat(chunks);
        const type = incoming.headers['content-type'] ?? '';
        resolve({
          status: incoming.statusCode ?? 0, bytes: all,
          headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
          json: /json/.test(type) && all.byteLength > 0 ? (JSON.parse(all.toString()) as unknown) : undefined,
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(bytes);
  });
}

/** What the contract says of an answer, said of this one. @throws Error with every difference */
function requireContract(operation: OperationId, { status, headers, json }: RawAnswer): void {
  const type = headers['content-type'] ?? '';
  const described = OPERATIONS.find(({ id }) => id === operation);
  if (described === undefined) throw new Error(operation);
  const schema = type.startsWith('application/problem+json') ? problem : type.startsWith('application/json') && status === described.success.status && 'schema' in described.success ? described.success.schema : undefined;
  const parsed = schema?.safeParse(json);
  if (parsed !== undefined && !parsed.success) throw new Error(`${operation} answered ${status} outside its schema: ${JSON.stringify(parsed.error.issues)}`);
}

const pathOf = (operation: OperationId, params: Readonly<Record<string, string>> = {}): { readonly method: string; readonly path: string } => {
  const described = OPERATIONS.find(({ id }) => id === operation);
  if (described === undefined) throw new Error(operation);
  return { method: described.method.toUpperCase(), path: `${API_ROOT}${described.path.replaceAll(PARAMETER, (_, name: string) => params[name] ?? '')}` };
};

/** A pharmacy system as the contract describes it. */
export function apiClient(place: ApiPlace): ApiClient {
  return {
    async ask<Id extends OperationId>(operation: Id, wish: ApiWish = {}): Promise<ApiAnswer<Id>> {
      const { method, path } = pathOf(operation, wish.params);
      const answer = await send(place, method, path, wish);
      requireContract(operation, answer);
      return { ...answer, body: answer.json as AnswerOf<Id>, problem: answer.json as Problem };
    },
    raw: (method, path, wish = {}) => send(place, method, path, wish),
    async events<Id extends OperationId>(operation: Id, wish: ApiWish = {}): Promise<readonly AnswerOf<Id>[]> {
      const { method, path } = pathOf(operation, wish.params);
      const answer = await send(place, method, path, { ...wish, accept: 'text/event-stream' });
      if (answer.status !== 200) throw new Error(`${operation}: ${String(answer.status)}`);
      return answer.bytes.toString().split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)) as AnswerOf<Id>);
    },
  };
}
