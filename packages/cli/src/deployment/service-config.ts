import type { PkiCountry, PkiIndex, PkiPair } from '@ncp/certs';
import { COUNTRIES } from '@ncp/domain';
import type { Layout } from '../layout.js';
import { homeOf, nllUrls, PATHS } from './manifest.js';
import type { Ports } from './ports.js';
import { toYaml, type YamlValue } from './yaml.js';

export interface ConfigFacts {
  readonly layout: Layout;
  readonly pki: PkiIndex;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** ISO instant; absent: real time. */
  readonly clock?: string;
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

/** The configuration file of one service of a demonstration on this machine (decisions G08). */
export function serviceConfig(facts: ConfigFacts): string {
  const { layout, pki, ports, databaseUrl, queueUrl, clock, maxRequestsPerSecond } = facts;
  const sweden = pki.countries['SE'];
  if (sweden === undefined) throw new TypeError('the PKI lacks SE');
  const nll = nllUrls(ports.nll);
  return `# Written by ./ncp start; changes are lost at the next start.\n${toYaml({
    mode: 'demo', clock, seal: pair(sweden.seal),
    countries: Object.values(pki.countries).map(country),
    ncpA: { port: ports.ncpA, healthPort: ports.ncpAHealth, tls: pair(sweden.tlsServer), urls: addresses(ports.ncpA), maxRequestsPerSecond },
    dispatcher: { healthPort: ports.dispatcherHealth },
    database: { url: databaseUrl }, queue: { url: queueUrl },
    keyEncryptionKeyFile: layout.keyEncryptionKey,
    national: { baseUrl: nll.url, tokenUrl: nll.token, clientId: NLL_CLIENT, clientSecretFile: layout.clientSecret },
  })}`;
}
