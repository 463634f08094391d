import { readFileSync } from 'node:fs';
import type { PkiCountry, PkiIndex, PkiPair } from '@ncp/certs';
import { countryOf, SWEDEN_HOME_COMMUNITY_ID } from '@ncp/domain';
import type { PortName, Ports } from './ports.js';
import type { Profile } from './profile.js';

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
  /** The country's own NCP-A, simulated, and its control interface. */
  readonly ncpA?: { readonly url: string; readonly control: string };
}

export interface ManifestReplica {
  readonly name: string;
  readonly url: string;
  readonly health: string;
}

/** A patient of another country who visits a Swedish pharmacy (decisions 4.2). */
export interface ManifestForeignPatient {
  readonly key: string;
  readonly country: string;
  readonly id: string;
  readonly root: string;
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly gender: string;
  readonly situation: string;
}

/**
 * All that an outside client needs for a visit, beside the wire contract (decisions D82). Paths are absolute. Members are
 * added, never renamed.
 */
export interface RunManifest {
  readonly statement: string;
  /** How it was started. */
  readonly profile: Profile;
  readonly startedAt: string;
  /** Where the deployment's clock stood at `startedAt`; absent: at the real time (decisions G25). */
  readonly clock?: string;
  readonly services: {
    readonly ncpA: {
      readonly url: string;
      readonly paths: { readonly xcpd: string; readonly xcaQuery: string; readonly xcaRetrieve: string; readonly xdr: string };
      readonly homeCommunityId: string;
      readonly health: string;
      /** Where each replica itself listens, behind the balancer that `url` leads to; absent when there is one. */
      readonly replicas?: readonly ManifestReplica[];
    };
    readonly dispatcher: { readonly health: string; readonly replicas?: readonly Pick<ManifestReplica, 'name' | 'health'>[] };
    /** `care`: records of care providers, in the same process (simulated). */
    readonly nll: { readonly url: string; readonly control: string; readonly token: string; readonly care: string };
    /** Country of treatment: base of the national API. Absent when only the country of affiliation was started, like the two below. */
    readonly ncpB?: { readonly url: string; readonly health: string; readonly replicas?: readonly ManifestReplica[] };
    /** `status`: of each replica whether it is ready, and its connections. */
    readonly balancer?: { readonly status: string };
    readonly counter?: { readonly url: string; readonly health: string };
    /** What operators look at. */
    readonly dashboard?: { readonly url: string; readonly health: string };
    /** Signs sample professionals in (simulated). */
    readonly oauth?: { readonly issuer: string; readonly token: string; readonly jwks: string };
  };
  /** PEM file of the authority that signed the server certificate. */
  readonly trust: { readonly ca: string };
  readonly countries: Readonly<Record<string, ManifestCountry>>;
  readonly persons: readonly ManifestPerson[];
  /** Those of the Patient Summary, P01 to P12, beside them. */
  readonly summaryPersons: readonly ManifestPerson[];
  /** Patients of the countries abroad; absent when only the country of affiliation was started. */
  readonly foreignPatients?: readonly ManifestForeignPatient[];
  /** Loopback ports of this deployment, kept from one start to the next. */
  readonly ports: Ports;
}

export const STATEMENT = 'Demonstration gateway; not connected to E-hälsomyndigheten';

export const PATHS = { xcpd: '/ncp/xcpd', xcaQuery: '/ncp/xca', xcaRetrieve: '/ncp/xca', xdr: '/ncp/xdr' } as const;

const filesOf = ({ certificate, key }: PkiPair): KeyPairFiles => ({ cert: certificate, key });

const manifestCountry = ({ country, tlsClient, seal, bad }: PkiCountry): ManifestCountry => ({
  homeCommunityId: homeOf(country), tlsClient: filesOf(tlsClient), seal: filesOf(seal),
  expired: filesOf(bad.tlsClient.expired), revoked: filesOf(bad.tlsClient.revoked), unknownCa: filesOf(bad.tlsClient.unknownCa),
});

export const homeOf = (country: string): string => countryOf(country)?.homeCommunityId ?? SWEDEN_HOME_COMMUNITY_ID;

export const apiUrl = (port: number): string => `https://127.0.0.1:${port}/api/v1`;
export const healthUrl = (port: number): string => `http://127.0.0.1:${port}/readyz`;
export const nllUrls = (port: number): RunManifest['services']['nll'] =>
  ({ url: `http://127.0.0.1:${port}/fhir`, control: `http://127.0.0.1:${port}/_control`, token: `http://127.0.0.1:${port}/oauth/token`, care: `http://127.0.0.1:${port}/care` });

/** The deployment's time line: where its clock stood, and when. */
export interface TimeLine {
  readonly startedAt: string;
  readonly clock?: string;
}

/** The deployment's clock now, as an ISO instant; undefined when it is the real time. */
export const clockNow = ({ clock, startedAt }: TimeLine): string | undefined =>
  clock === undefined ? undefined : new Date(Date.parse(clock) + Date.now() - Date.parse(startedAt)).toISOString();

export const abroadControl = (port: number, country: string): string => `http://127.0.0.1:${port}/${country}`;
export const oauthUrls = (port: number): NonNullable<RunManifest['services']['oauth']> =>
  ({ issuer: `http://127.0.0.1:${port}/oauth`, token: `http://127.0.0.1:${port}/oauth/token`, jwks: `http://127.0.0.1:${port}/oauth/jwks` });

/** Which countries have an NCP-A of their own in the simulator, and at which port. */
export type AbroadCode = 'FI' | 'DK' | 'PT';
export const ABROAD_PORTS: Readonly<Record<AbroadCode, PortName>> = { FI: 'abroadFI', DK: 'abroadDK', PT: 'abroadPT' };
const isAbroad = (code: string): code is AbroadCode => Object.hasOwn(ABROAD_PORTS, code);
export const abroadUrl = (ports: Ports, code: AbroadCode): string => `https://127.0.0.1:${ports[ABROAD_PORTS[code]]}`;

export interface ManifestFacts {
  readonly ports: Ports;
  readonly pki: PkiIndex;
  readonly timeLine: TimeLine;
  readonly profile: Profile;
  readonly persons: readonly ManifestPerson[];
  readonly summaryPersons: readonly ManifestPerson[];
  /** Undefined: only the country of affiliation was started. */
  readonly foreignPatients: readonly ManifestForeignPatient[] | undefined;
  /** With the dashboard. */
  readonly operates: boolean;
}

export function makeManifest({ ports, pki, timeLine, profile, persons, summaryPersons, foreignPatients, operates }: ManifestFacts): RunManifest {
  const { SE: sweden, ...others } = pki.countries;
  const treats = foreignPatients !== undefined;
  const country = (one: PkiCountry): ManifestCountry => ({
    ...manifestCountry(one),
    ...(treats && isAbroad(one.country) ? { ncpA: { url: abroadUrl(ports, one.country), control: abroadControl(ports.abroadControl, one.country) } } : {}),
  });
  const { ncpA, ncpB, dispatcher, balancer } = replicasIn(ports, profile);
  return {
    statement: STATEMENT, profile, startedAt: timeLine.startedAt, ...(timeLine.clock === undefined ? {} : { clock: timeLine.clock }),
    services: {
      ncpA: { url: `https://127.0.0.1:${ports.ncpA}`, paths: PATHS, homeCommunityId: homeOf('SE'), health: healthUrl(ports.ncpAHealth), ...ncpA },
      dispatcher: { health: healthUrl(ports.dispatcherHealth), ...dispatcher }, ...balancer,
      nll: nllUrls(ports.nll),
      ...(treats ? {
        ncpB: { url: apiUrl(ports.ncpB), health: healthUrl(ports.ncpBHealth), ...ncpB },
        counter: { url: `https://127.0.0.1:${ports.counter}`, health: healthUrl(ports.counterHealth) },
        ...(operates ? { dashboard: { url: `https://127.0.0.1:${ports.dashboard}`, health: healthUrl(ports.dashboardHealth) } } : {}),
        oauth: oauthUrls(ports.oauth),
      } : {}),
    },
    trust: { ca: sweden?.ca.certificate ?? '' },
    countries: Object.fromEntries(Object.entries(others).map(([code, one]) => [code, country(one)])),
    persons, summaryPersons, ...(treats ? { foreignPatients } : {}), ports,
  };
}

type Several<K extends 'ncpA' | 'ncpB' | 'dispatcher'> = Pick<NonNullable<RunManifest['services'][K]>, 'replicas'>;

function replicasIn(ports: Ports, profile: Profile): { readonly ncpA?: Several<'ncpA'>; readonly ncpB?: Several<'ncpB'>; readonly dispatcher?: Several<'dispatcher'>; readonly balancer?: Pick<RunManifest['services'], 'balancer'> } {
  if (profile === 'demo') return {};
  const { ncpAHealth, ncpA2Health, ncpBHealth, ncpB2Health, dispatcherHealth, dispatcher2Health } = ports;
  const one = (name: string, url: string, health: number): ManifestReplica => ({ name, url, health: healthUrl(health) });
  return {
    ncpA: { replicas: [one('ncp-a', `https://127.0.0.1:${ports.ncpA1}`, ncpAHealth), one('ncp-a-2', `https://127.0.0.1:${ports.ncpA2}`, ncpA2Health)] },
    ncpB: { replicas: [one('ncp-b', apiUrl(ports.ncpB1), ncpBHealth), one('ncp-b-2', apiUrl(ports.ncpB2), ncpB2Health)] },
    dispatcher: { replicas: [{ name: 'dispatcher', health: healthUrl(dispatcherHealth) }, { name: 'dispatcher-2', health: healthUrl(dispatcher2Health) }] },
    balancer: { balancer: { status: `http://127.0.0.1:${ports.balancer}/status` } },
  };
}

/** The manifest of a state folder; undefined when there is none, or half of one. */
export function readManifest(file: string): RunManifest | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'services' in parsed && 'countries' in parsed && 'startedAt' in parsed && 'ports' in parsed ? (parsed as RunManifest) : undefined;
  } catch {
    // Nothing was started here, or a command was killed while it wrote.
    return undefined;
  }
}
