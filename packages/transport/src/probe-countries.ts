import { setTimeout as sleep } from 'node:timers/promises';
import type { CountryCode, CountryProfile, PeerService } from '@ncp/domain';
import type { CountryDirectory } from '@ncp/exchange';
import type { PooledPeerClient } from './peer-client.js';

export interface ProbeOptions {
  /** `refresh` is called with each round, so that new records are taken over. */
  readonly directory: CountryDirectory & { quiet(country: CountryCode, forMs: number): readonly PeerService[]; refresh(): Promise<void> };
  readonly peers: Pick<PooledPeerClient, 'probe'>;
  readonly everyMs?: number;
  /** A service with traffic younger than this is not probed: it is known how it fares. */
  readonly quietMs?: number;
}

const EVERY_MS = 15_000;
const QUIET_MS = 60_000;

/** One round: each endpoint that nobody used lately is asked once, however many services it serves. */
export async function probeOnce({ directory, peers, quietMs = QUIET_MS }: ProbeOptions): Promise<void> {
  await Promise.all(directory.countries().filter(({ off }) => off === undefined).flatMap((profile) =>
    [...byEndpoint(profile, directory.quiet(profile.code, quietMs))].map(async ([first, ...others]) => {
      if (first === undefined) return;
      const outcome = await peers.probe(profile.code, first);
      for (const service of [first, ...others]) directory.note({ ...outcome, service });
    })));
}

const byEndpoint = ({ endpoints }: CountryProfile, services: readonly PeerService[]): Iterable<readonly PeerService[]> =>
  Map.groupBy(services, (service) => endpoints[service]).values();

/** Keeps the state of every country fresh until it is stopped. */
export function probeCountries(options: ProbeOptions): { readonly stop: () => void } {
  const stopped = new AbortController();
  const rounds = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await options.directory.refresh();
      await probeOnce(options);
      await sleep(options.everyMs ?? EVERY_MS, undefined, { signal: stopped.signal, ref: false });
    }
  };
  // Only stopping ends the rounds: neither a refresh nor a probe throws.
  rounds().catch(() => undefined);
  return { stop: () => { stopped.abort(); } };
}
