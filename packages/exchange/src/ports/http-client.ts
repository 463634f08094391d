/** One HTTP call to the national side or a peer; made by the transport adapter, TLS already decided. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `not-sent`: no byte of the request was written, so nothing can have happened. `sent`: it may have happened. */
export class HttpFailure extends Error {
  readonly stage: 'not-sent' | 'sent';
  readonly reason: string;
  constructor(stage: 'not-sent' | 'sent', reason: string) {
    super(reason);
    this.name = 'HttpFailure';
    this.stage = stage;
    this.reason = reason;
  }
}

/** @throws HttpFailure */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer>;
}
