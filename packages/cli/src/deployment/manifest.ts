import { readFileSync } from 'node:fs';
import type { PkiCountry, PkiIndex, PkiPair } from '@ncp/certs';
import { countryOf, SWEDEN_HOME_COMMUNITY_ID } from '@ncp/domain';
import type { Ports } from './ports.js';

export interface KeyPairFiles {
  readonly cert: string;
  readonly key: string;
}

/** A person of the sample world, and what to expect of her. */
export interface ManifestPerson {
  readonly key: string;
  readonly id: string;
  readonly root: string;
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly gender: string;
  readonly situation: string;
}

export interface ManifestCountry {
  /** Bare OID. */
  readonly homeCommunityId: string;
  readonly tlsClient: KeyPairFiles;
  readonly seal: KeyPairFiles;
  /** TLS client pairs that must be refused. */
  readonly expired: KeyPairFiles;
  readonly revoked: KeyPairFiles;
  readonly unknownCa: KeyPairFiles;
}

/**
 * All that an outside client needs for a visit, beside the wire contract (decisions D82). Paths are absolute. Members are
 * added, never renamed.
 */
export interface RunManifest {
  readonly statement: string;
  readonly startedAt: string;
  /** Where the deployment's clock stood at `startedAt`; absent: at the real time (decisions G25). */
  readonly clock?: string;
  readonly services: {
    readonly ncpA: {
      readonly url: string;
      readonly paths: { readonly xcpd: string; readonly xcaQuery: string; readonly xcaRetrieve: string; readonly xdr: string };
      readonly homeCommunityId: string;
      readonly health: string;
    };
    readonly dispatcher: { readonly health: string };
    readonly nll: { readonly url: string; readonly control: string; readonly token: string };
  };
  /** PEM file of the authority that signed the server certificate. */
  readonly trust: { readonly ca: string };
  readonly countries: Readonly<Record<string, ManifestCountry>>;
  readonly persons: readonly ManifestPerson[];
}

export const STATEMENT = 'Demonstration gateway; not connected to E-hälsomyndigheten';

export const PATHS = { xcpd: '/ncp/xcpd', xcaQuery: '/ncp/xca', xcaRetrieve: '/ncp/xca', xdr: '/ncp/xdr' } as const;

const filesOf = ({ certificate, key }: PkiPair): KeyPairFiles => ({ cert: certificate, key });

const manifestCountry = ({ country, tlsClient, seal, bad }: PkiCountry): ManifestCountry => ({
  homeCommunityId: homeOf(country), tlsClient: filesOf(tlsClient), seal: filesOf(seal),
  expired: filesOf(bad.tlsClient.expired), revoked: filesOf(bad.tlsClient.revoked), unknownCa: filesOf(bad.tlsClient.unknownCa),
});

export const homeOf = (country: string): string => countryOf(country)?.homeCommunityId ?? SWEDEN_HOME_COMMUNITY_ID;

export const healthUrl = (port: number): string => `http://127.0.0.1:${port}/readyz`;
export const nllUrls = (port: number): RunManifest['services']['nll'] =>
  ({ url: `http://127.0.0.1:${port}/fhir`, control: `http://127.0.0.1:${port}/_control`, token: `http://127.0.0.1:${port}/oauth/token` });

/** The deployment's time line: where its clock stood, and when. */
export interface TimeLine {
  readonly startedAt: string;
  readonly clock?: string;
}

/** The deployment's clock now, as an ISO instant; undefined when it is the real time. */
export const clockNow = ({ clock, startedAt }: TimeLine): string | undefined =>
  clock === undefined ? undefined : new Date(Date.parse(clock) + Date.now() - Date.parse(startedAt)).toISOString();

export function makeManifest({ ports, pki, timeLine, persons }: { readonly ports: Ports; readonly pki: PkiIndex; readonly timeLine: TimeLine; readonly persons: readonly ManifestPerson[] }): RunManifest {
  const { SE: sweden, ...others } = pki.countries;
  return {
    statement: STATEMENT, startedAt: timeLine.startedAt, ...(timeLine.clock === undefined ? {} : { clock: timeLine.clock }),
    services: {
      ncpA: { url: `https://127.0.0.1:${ports.ncpA}`, paths: PATHS, homeCommunityId: homeOf('SE'), health: healthUrl(ports.ncpAHealth) },
      dispatcher: { health: healthUrl(ports.dispatcherHealth) },
      nll: nllUrls(ports.nll),
    },
    trust: { ca: sweden?.ca.certificate ?? '' },
    countries: Object.fromEntries(Object.entries(others).map(([code, country]) => [code, manifestCountry(country)])),
    persons,
  };
}

/** The manifest of a state folder; undefined when there is none, or half of one. */
export function readManifest(file: string): RunManifest | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'services' in parsed && 'countries' in parsed && 'startedAt' in parsed ? (parsed as RunManifest) : undefined;
  } catch {
    // Nothing was started here, or a command was killed while it wrote.
    return undefined;
  }
}

/** Ports of a manifest, to be asked for again. */
export function portsOf({ services: { ncpA, dispatcher, nll } }: RunManifest): Ports {
  const port = (url: string): number => Number(new URL(url).port);
  return { ncpA: port(ncpA.url), nll: port(nll.url), ncpAHealth: port(ncpA.health), dispatcherHealth: port(dispatcher.health) };
}
