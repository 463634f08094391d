import { epochMs, type CountryCode, type CountryProfile, type NcpErrorCode, type PeerService } from '@ncp/domain';
import { probeFailed, probeIdentify, type PeerOutcome, type ProbeResult, type TreatmentGateway } from '@ncp/exchange';
import { errorFields, type Clock, type Logger } from '@ncp/runtime';
import type { Store } from '@ncp/store';
import type { PooledPeerClient } from '@ncp/transport';
import type { FileDirectory } from '@ncp/trust';
import type { NcpBConfig } from './compose.js';

export interface ProbingParts {
  readonly gateway: TreatmentGateway;
  readonly directory: Pick<FileDirectory, 'countries' | 'profile'>;
  readonly peers: Pick<PooledPeerClient, 'probe'>;
  readonly store: Pick<Store, 'probes' | 'work'>;
  readonly settings: NcpBConfig['probe'];
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often each process looks whether a country is due; whoever comes first probes it. */
const LOOK_MS = 30_000;
const MINUTE_MS = 60_000;
const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];
/** A probe says nothing of two-factor sign-in: the class that a machine's own key stands for. */
const ASSURANCE = 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI';
/** A knock has no words of its own for what went wrong. */
const KNOCK_CODES: Readonly<Record<Exclude<PeerOutcome['kind'], 'answered'>, NcpErrorCode>> = { 'fault': 'NCP_PEER_ANSWER', 'lost': 'NCP_PEER_TIMEOUT', 'not-sent': 'NCP_PEER_UNAVAILABLE' };

/** Asks one country now and keeps what came of it: its test patient where there is one, and a knock at each other endpoint. @throws NcpError NCP_STORE_UNAVAILABLE */
export async function probeCountry(parts: ProbingParts, country: CountryCode): Promise<readonly ProbeResult[]> {
  const { gateway, directory, settings: { place, patients }, clock, store } = parts;
  const given = patients[country];
  const asked = given !== undefined && place !== undefined;
  const profile = directory.profile(country);
  const [identified, ...knocked] = await Promise.all([
    asked
      ? probeIdentify(gateway, { country, given, place: { ...place, assurance: ASSURANCE } }).then((one) => [one], (error: unknown) => [probeFailed(country, clock.now(), error)])
      : [],
    ...[...byEndpoint(profile, SERVICES.filter((service) => !(asked && service === 'identify')))].map((services) => knock(parts, profile, services)),
  ]);
  const results = [...identified, ...knocked.flat()];
  await store.probes.note(results);
  return results;
}

const byEndpoint = ({ endpoints }: CountryProfile, services: readonly PeerService[]): Iterable<readonly PeerService[]> =>
  Map.groupBy(services, (service) => endpoints[service]).values();

/** Services at one address fare alike. */
async function knock({ peers, clock }: ProbingParts, { code }: CountryProfile, services: readonly PeerService[]): Promise<readonly ProbeResult[]> {
  const [first] = services;
  if (first === undefined) return [];
  const at = clock.now();
  const { kind, ms } = await peers.probe(code, first);
  return services.map((service) => ({ country: code, service, kind: 'connection', at, ms, outcome: kind, ...(kind === 'answered' ? {} : { code: KNOCK_CODES[kind] }) }));
}

/** Probes a country when nobody has for so long; of several processes one does. */
async function probeWhenDue(parts: ProbingParts, country: CountryCode): Promise<void> {
  const { store, settings, clock, log } = parts;
  await store.work.exclusively(`probe ${country}`, async () => {
    const last = await store.probes.lastAt(country);
    if (last !== undefined && clock.epochMs() - epochMs(last) < settings.everyMinutes * MINUTE_MS) return;
    for (const { service, outcome, code, exchange, ms } of await probeCountry(parts, country)) {
      log.info('probe', { country, service, state: outcome, durationMs: ms, ...(code === undefined ? {} : { code }), ...(exchange === undefined ? {} : { exchange }) });
    }
  });
}

/** Probes every country that is not switched off, for as long as the process lives. */
export function scheduleProbes(parts: ProbingParts): { readonly stop: () => Promise<void> } {
  const { directory, log } = parts;
  let running: Promise<unknown> = Promise.resolve();
  const look = (): void => {
    const due = directory.countries().filter(({ off }) => off === undefined);
    running = Promise.all([running, ...due.map(({ code }) => probeWhenDue(parts, code).catch((error: unknown) => { log.warn('probe failed', { country: code, ...errorFields(error) }); }))]);
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
