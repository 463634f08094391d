/** What can be made to go wrong, on request, for tests (sweden-national 2.9, RS 7.10, IHE-12). */
export const FAULT_KINDS = [
  /** Waits `ms`, then goes on. */
  'latency',
  /** Answers `status` (default 503) before anything happens. */
  'error',
  /** Closes the connection before anything happens. */
  'reset-before-commit',
  /** Does everything, then closes the connection without an answer. */
  'lost-answer',
  /** Does everything, then answers `status` (default 500). */
  'error-after-commit',
  /** Does everything, waits `ms`, then answers. */
  'slow-answer',
  /** Does everything, then sends half of the answer and closes. */
  'cut-answer',
  /** 412, 423, 429, 403, 401, 422 with `code` (default LOCAL-422-STATUS). */
  'stale', 'locked', 'throttled', 'forbidden', 'token', 'refused',
  /** AFF with `code`: registered with a remark (default D.001), or refused (default D.003). */
  'aff-warning', 'aff-error',
  /** DISP-34: says done and does nothing, or does it twice. */
  'no-effect', 'two-effects',
  /** DISP-35: forgets which `x-request-id` it has seen, and the business rules with it. */
  'forget-request-id',
  /** IHE-12: answers about another person; answers something that is not FHIR. */
  'wrong-patient', 'malformed',
  /** Care records only: the source system `code` (or every one) does not answer; the first row cannot be read. */
  'source-down', 'malformed-row',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How often; default 1, 0 = until cleared. */
  readonly times?: number;
  /** Only requests of this method, or to this resource type (`token` for the token service, `care/Condition` for care records, `care` for all of them). */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly resource?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly code?: string;
}

export interface FaultPlan {
  add(fault: Fault): void;
  /** Uses up one occurrence of a fault of that kind that fits the request. */
  take(kind: FaultKind, request: { readonly method: string; readonly resource: string }): Fault | undefined;
  pending(): readonly Fault[];
  clear(): void;
}

/** The token service and the care records fail only when they are named: a fault without a resource is meant for the list. `care` means all care records. */
const isMeant = (wanted: string | undefined, resource: string): boolean => {
  if (wanted === undefined) return resource !== 'token' && !resource.startsWith('care/');
  return wanted === resource || (wanted === 'care' && resource.startsWith('care/'));
};

export function faultPlan(): FaultPlan {
  let planned: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) { planned.push({ fault, left: fault.times === 0 ? Number.POSITIVE_INFINITY : fault.times ?? 1 }); },
    take(kind, request) {
      const found = planned.find(({ fault }) => fault.kind === kind &&
        (fault.method === undefined || fault.method === request.method) &&
        isMeant(fault.resource, request.resource));
      if (found === undefined) return undefined;
      found.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return found.fault;
    },
    pending: () => planned.map(({ fault, left }) => ({ ...fault, times: Number.isFinite(left) ? left : 0 })),
    clear() { planned = []; },
  };
}

const isKind = (value: unknown): value is FaultKind => FAULT_KINDS.some((kind) => kind === value);
const isMethod = (value: unknown): value is 'GET' | 'POST' | 'PUT' => value === 'GET' || value === 'POST' || value === 'PUT';

/** Reads a fault of the control interface; undefined when it is none. */
export function readFault(value: unknown): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, times, method, resource, status, ms, code } = value as Record<string, unknown>;
  if (!isKind(kind) || (method !== undefined && !isMethod(method))) return undefined;
  const numbers = [times, status, ms].every((number) => number === undefined || (typeof number === 'number' && number >= 0));
  const texts = [resource, code].every((text) => text === undefined || typeof text === 'string');
  if (!numbers || !texts) return undefined;
  return {
    kind,
    ...(typeof times === 'number' ? { times } : {}),
    ...(isMethod(method) ? { method } : {}),
    ...(typeof resource === 'string' ? { resource } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof ms === 'number' ? { ms } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
