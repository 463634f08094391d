import { epochMs, type CountryCode, type Instant, type PeerService, type ServiceState } from '@ncp/domain';
import type { PeerOutcome } from '@ncp/exchange';

/** Last calls that count [local]. */
const REMEMBERED = 20;
/** Answers whose median is told [local]. */
const MEDIAN_OF = 5;
/** A median above this is slow [local]. */
const SLOW_MS = 5_000;
/** One call without an answer may be bad luck of ours; so many useless answers in a row are theirs [local]. */
const FAULTS_DOWN = 3;

interface Call {
  readonly at: Instant;
  readonly kind: PeerOutcome['kind'];
  readonly ms: number;
}

interface Memory {
  readonly calls: readonly Call[];
  readonly state: ServiceState;
}

const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];
const UNKNOWN: ServiceState = { state: 'unknown' };

const median = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const judge = (calls: readonly Call[]): ServiceState['state'] => {
  const failing = calls.slice(calls.findLastIndex(({ kind }) => kind === 'answered') + 1);
  if (failing.some(({ kind }) => kind !== 'fault') || failing.length >= FAULTS_DOWN) return 'down';
  const ms = medianMs(calls);
  if (ms === undefined) return 'unknown';
  return ms > SLOW_MS ? 'slow' : 'answering';
};

const medianMs = (calls: readonly Call[]): number | undefined => median(calls.filter(({ kind }) => kind === 'answered').slice(-MEDIAN_OF).map(({ ms }) => ms));

/** When the run of failures began that is going on. */
const downSince = (calls: readonly Call[]): Instant | undefined => calls[calls.findLastIndex(({ kind }) => kind === 'answered') + 1]?.at;

function after(memory: Memory | undefined, call: Call): Memory {
  const calls = [...memory?.calls ?? [], call].slice(-REMEMBERED);
  const state = judge(calls);
  const before = memory?.state ?? UNKNOWN;
  const ms = medianMs(calls);
  const began = state === 'down' ? downSince(calls) : call.at;
  const since = before.state === state ? before.since : began;
  const good = call.kind === 'answered';
  return {
    calls,
    state: {
      state,
      ...(since === undefined ? {} : { since }),
      ...(good ? { lastSuccess: call.at } : keep('lastSuccess', before.lastSuccess)),
      ...(good ? keep('lastFailure', before.lastFailure) : { lastFailure: call.at }),
      ...(ms === undefined ? {} : { medianMs: ms }),
    },
  };
}

const keep = <Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: string };

/** How each service of each country fares, from real traffic and the probe; lives with the process. */
export class ServiceStates {
  readonly #memories = new Map<string, Memory>();
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** The probe takes less than a call and says nothing of how long one takes: it only tells whether anybody is there. */
  note({ country, service, kind, ms, probe }: PeerOutcome): void {
    const key = `${country} ${service}`;
    const memory = this.#memories.get(key);
    const known = medianMs(memory?.calls ?? []) ?? ms;
    this.#memories.set(key, after(memory, { at: this.#now(), kind, ms: probe === true ? known : ms }));
  }

  of(country: CountryCode): Readonly<Record<PeerService, ServiceState>> {
    const of = (service: PeerService): ServiceState => this.#memories.get(`${country} ${service}`)?.state ?? UNKNOWN;
    return { identify: of('identify'), query: of('query'), retrieve: of('retrieve'), submit: of('submit') };
  }

  /** Services that nobody has called for so long. */
  quiet(country: CountryCode, forMs: number): readonly PeerService[] {
    return SERVICES.filter((service) => {
      const last = this.#memories.get(`${country} ${service}`)?.calls.at(-1);
      return last === undefined || epochMs(this.#now()) - epochMs(last.at) >= forMs;
    });
  }
}
