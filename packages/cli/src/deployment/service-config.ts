import type { PkiCountry, PkiIndex, PkiPair } from '@ncp/certs';
import { COUNTRIES } from '@ncp/domain';
import type { Layout } from '../layout.js';
import { apiUrl, healthUrl, homeOf, nllUrls, oauthUrls, PATHS } from './manifest.js';
import type { Ports } from './ports.js';
import type { Profile } from './profile.js';
import { toYaml, type YamlValue } from './yaml.js';

interface CommonFacts {
  readonly layout: Layout;
  readonly pki: PkiIndex;
  readonly ports: Ports;
  /** ISO instant; absent: real time. */
  readonly clock?: string;
  readonly profile: Profile;
}

export interface ConfigFacts extends CommonFacts {
  /** Where this replica itself listens; `ports` where clients find the service. The same when left out. */
  readonly own?: Ports;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** Country of treatment too. */
  readonly treatment: boolean;
  /** Requests a second that one country may make; the product's default when absent. */
  readonly maxRequestsPerSecond?: number;
}

/** The simulated list knows us under this name; on loopback it asks for no more. */
export const NLL_CLIENT = 'ncpeh-gateway';

const pair = ({ certificate, key }: PkiPair): YamlValue => ({ cert: certificate, key });

/** Bad client certificates are pinned too: they must be refused for what is wrong with them. */
const country = ({ country: code, ca, crl, tlsServer, tlsClient, bad }: PkiCountry): YamlValue => ({
  code, homeCommunityId: homeOf(code), zone: COUNTRIES.find((known) => known.code === code)?.zone,
  anchors: [ca.certificate], crls: [crl],
  tlsPins: [tlsClient, tlsServer, ...Object.values(bad.tlsClient)].map(({ certificate }) => certificate),
});

/** Names under which this machine reaches itself; wsa:To must be one of these addresses. */
const HOSTS: readonly string[] = ['127.0.0.1', 'localhost'];
const addresses = (port: number): readonly string[] => HOSTS.flatMap((host) => [...new Set(Object.values(PATHS))].map((path) => `https://${host}:${port}${path}`));

const WRITTEN = '# Written by ./ncp start; changes are lost at the next start.\n';

const swedenOf = ({ countries: { SE: sweden } }: PkiIndex): PkiCountry => {
  if (sweden === undefined) throw new TypeError('the PKI lacks SE');
  return sweden;
};

/** Who answers for the Patient Summaries of a demonstration: nobody. */
const RESPONSIBLE = { hsaId: 'SE0000000000-DEMO', given: 'Demo', family: 'Demosson' };

/** Who pharmacy systems show tokens for; the development issuer writes it into them. */
const AUDIENCE = 'ncpeh-api';

/** In whose name a demonstration probes: a place and a number that nobody has. */
const PROBE_PLACE: YamlValue = { legitimationCode: '000000', professionCode: 'AP', gln: '7350000000008', organisation: 'NCPeH SE probe' };
/** Ordinary persons of the simulated countries. */
const PROBE_PATIENTS: YamlValue = {
  FI: { nationalId: '101080-921V', birthDate: '1980-10-10' }, DK: { nationalId: '0504753456' }, PT: { nationalId: '999990033' },
};

function treatmentBlock({ layout, pki, ports, own = ports, treatment, maxRequestsPerSecond }: ConfigFacts): YamlValue | undefined {
  if (!treatment) return undefined;
  const { tlsServer, tlsClient } = swedenOf(pki);
  const { issuer, jwks } = oauthUrls(ports.oauth);
  return {
    port: own.ncpB, healthPort: own.ncpBHealth, tls: pair(tlsServer), tlsClient: pair(tlsClient),
    oauth: { issuer, jwksUrl: jwks, audience: AUDIENCE },
    directory: { folder: layout.directory, publicKey: layout.directoryPublicKey },
    sts: true, maxRequestsPerSecond, probe: { place: PROBE_PLACE, patients: PROBE_PATIENTS },
  };
}

/** The counter's own file: no secret of the gateway is in it. */
export function counterConfig({ pki, ports, clock }: CommonFacts): string {
  const { ca, tlsServer } = swedenOf(pki);
  return WRITTEN + toYaml({
    mode: 'demo', clock,
    counter: {
      port: ports.counter, healthPort: ports.counterHealth, tls: pair(tlsServer),
      api: { url: apiUrl(ports.ncpB), ca: ca.certificate }, oauth: { issuer: oauthUrls(ports.oauth).issuer },
    },
  });
}

/** Alone a service is waited for by nobody; behind the balancer, which looks five times a second, it says that it leaves. */
const NOTICE_MS: Readonly<Record<Profile, number>> = { 'demo': 0, 'production-like': 1_000 };

const healthPorts = (ports: Ports, profile: Profile): readonly (readonly [name: string, port: number])[] => [
  ['ncp-a', ports.ncpAHealth], ['ncp-b', ports.ncpBHealth], ['dispatcher', ports.dispatcherHealth],
  ...(profile === 'demo' ? [] : [['ncp-a-2', ports.ncpA2Health], ['ncp-b-2', ports.ncpB2Health], ['dispatcher-2', ports.dispatcher2Health]] as const),
];

const OWN_CERTIFICATES = [['tls-server', 'server'], ['tls-client', 'client'], ['seal', 'signer']] as const;

/** The dashboard's own file: a database role that sees no content, and no key of the gateway. */
export function dashboardConfig({ pki, ports, clock, profile, databaseUrl, shown }: CommonFacts & Pick<ConfigFacts, 'databaseUrl'> & { readonly shown?: readonly string[] }): string {
  const sweden = swedenOf(pki);
  const { tlsServer, tlsClient, seal } = sweden;
  return WRITTEN + toYaml({
    mode: 'demo', clock,
    dashboard: {
      port: ports.dashboard, healthPort: ports.dashboardHealth, tls: pair(tlsServer), database: { url: databaseUrl },
      countries: shown ?? Object.keys(pki.countries).filter((code) => code !== sweden.country),
      parts: healthPorts(ports, profile).map(([name, port]) => ({ name, url: healthUrl(port) })),
      countryCertificates: Object.values(pki.countries).filter(({ country: code }) => code !== sweden.country).flatMap(({ country: code, ca, tlsClient: client, seal: theirs }) =>
        Object.entries({ 'authority': ca, 'tls-client': client, 'seal': theirs }).map(([name, { certificate }]) => ({ country: code, name, file: certificate }))),
      certificates: OWN_CERTIFICATES.map(([name, purpose]) => ({ name, purpose, file: { 'tls-server': tlsServer, 'tls-client': tlsClient, seal }[name].certificate })),
      trust: Object.values(pki.countries).map((one) => ({ code: one.country, anchors: [one.ca.certificate], tlsPins: [one.tlsClient.certificate, one.tlsServer.certificate], crls: [one.crl] })),
      oauth: { issuer: oauthUrls(ports.oauth).issuer },
    },
  });
}

/** The configuration file of one service of a demonstration on this machine (decisions G08). */
export function serviceConfig(facts: ConfigFacts): string {
  const { layout, pki, ports, own = ports, databaseUrl, queueUrl, clock, profile, maxRequestsPerSecond } = facts;
  const sweden = swedenOf(pki);
  const nll = nllUrls(ports.nll);
  return WRITTEN + toYaml({
    mode: 'demo', clock, seal: pair(sweden.seal),
    countries: Object.values(pki.countries).map(country),
    ncpA: {
      port: own.ncpA, healthPort: own.ncpAHealth, tls: pair(sweden.tlsServer), urls: addresses(ports.ncpA), maxRequestsPerSecond,
      patientSummary: {
        responsible: RESPONSIBLE,
        careRecords: { baseUrl: nll.care, tokenUrl: nll.token, clientId: NLL_CLIENT, clientSecretFile: layout.clientSecret },
      },
    },
    ncpB: treatmentBlock(facts),
    dispatcher: { healthPort: own.dispatcherHealth }, shutdown: { noticeMs: NOTICE_MS[profile] },
    database: { url: databaseUrl }, queue: { url: queueUrl },
    keyEncryptionKeyFile: layout.keyEncryptionKey, terminology: { folder: layout.terminology },
    national: { baseUrl: nll.url, tokenUrl: nll.token, clientId: NLL_CLIENT, clientSecretFile: layout.clientSecret },
  });
}
