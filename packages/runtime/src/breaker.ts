/** Stops asking a neighbour that does not answer, the national list or a country, so that one broken neighbour does not hold up everybody (P9). */
export interface Breaker {
  /** May a call be made now? After the open time exactly one may, as a probe, until it has reported. */
  admit(): boolean;
  succeeded(): void;
  failed(): void;
}

export interface BreakerOptions {
  readonly failures: number;
  readonly ms: number;
  readonly epochMs: () => number;
  readonly changed: (state: 'open' | 'half-open' | 'closed') => void;
}

type State =
  | { readonly kind: 'closed'; readonly failures: number; readonly lastFailureMs: number }
  | { readonly kind: 'open'; readonly sinceMs: number }
  | { readonly kind: 'half-open' };

const CLOSED: State = { kind: 'closed', failures: 0, lastFailureMs: 0 };

/** Opens after `failures` failures in a row, none more than `ms` after the one before; stays open `ms` (SE 7.5). */
export function circuitBreaker(options: BreakerOptions): Breaker {
  let state: State = CLOSED;
  const open = (): void => {
    state = { kind: 'open', sinceMs: options.epochMs() };
    options.changed('open');
  };
  return {
    admit() {
      if (state.kind === 'closed') return true;
      if (state.kind === 'half-open' || options.epochMs() - state.sinceMs < options.ms) return false;
      state = { kind: 'half-open' };
      options.changed('half-open');
      return true;
    },
    succeeded() {
      // A call that was already under way when the breaker opened does not close it; the probe does.
      if (state.kind === 'open') return;
      if (state.kind === 'half-open') options.changed('closed');
      state = CLOSED;
    },
    failed() {
      if (state.kind === 'open') return;
      if (state.kind === 'half-open') return open();
      const now = options.epochMs();
      const failures = now - state.lastFailureMs > options.ms ? 1 : state.failures + 1;
      if (failures >= options.failures) return open();
      state = { kind: 'closed', failures, lastFailureMs: now };
    },
  };
}
