import type { Instant } from '@ncp/domain';

/** One request that reached the simulator, for tests to look at. No URL: it may hold a personal number. */
export interface LoggedRequest {
  readonly at: Instant;
  readonly method: string;
  /** Resource type, `token`, or what the path begins with. */
  readonly resource: string;
  readonly requestId: string | undefined;
  readonly contextId: string | undefined;
  readonly purpose: string | undefined;
  readonly patient: string | undefined;
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  /** Class of an error that the simulator itself did not foresee: a fault of ours, not of the caller. */
  readonly failure?: string;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  all(): readonly LoggedRequest[];
  clear(): void;
}

const KEPT = 10_000;

export function requestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  return {
    add(request) {
      requests.push(request);
      if (requests.length > KEPT) requests = requests.slice(-KEPT / 2);
    },
    all: () => [...requests],
    clear() { requests = []; },
  };
}
