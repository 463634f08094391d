import { randomUUID } from 'node:crypto';
import { countryCode, LOCAL_DOCUMENT_ROOTS, LOCAL_WORKPLACE_ROOT, NcpError, productIndex, SWEDEN } from '@ncp/domain';
import { documentShelf, treatmentPolicy, type CountryDirectory, type ForwardingGrace, type HttpClient, type IdentityIssuers, type Observer, type PeerClient, type ProductRegister, type TreatmentDesk } from '@ncp/exchange';
import { readProductFile } from '@ncp/national';
import { keepTraces, newExchangeId, type Clock, type Config, type Logger, type Terminology } from '@ncp/runtime';
import { DEFAULT_SAML_POLICY, TWO_FACTOR_CLASSES } from '@ncp/saml';
import type { Store } from '@ncp/store';
import { SAMPLE_ARTICLES } from '@ncp/terminology';
import { clientTlsFrom, httpClient, type PooledHttpClient } from '@ncp/transport';
import type { OwnCertificate, SealIdentity } from '@ncp/trust';
import { DEFAULT_LIMITS, verificationMemory } from '@ncp/xml';
import { verifyTokens, type VerifyToken } from './token.js';

export type NcpBConfig = NonNullable<Config['ncpB']>;

/** @throws NcpError NCP_CONFIG_INVALID when the file has no part for NCP-B */
export function ncpBOf({ ncpB }: Config): NcpBConfig {
  if (ncpB === undefined) throw new NcpError('NCP_CONFIG_INVALID', { faults: ['ncpB: required'] });
  return ncpB;
}

/** What start-up has opened and country B stands on. */
export interface Foundations {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observer: Observer;
  readonly store: Store;
  readonly terminology: Terminology;
  readonly seal: SealIdentity;
  /** Our client certificate. */
  readonly client: OwnCertificate;
  readonly forwarding: ForwardingGrace;
  readonly directory: CountryDirectory;
  readonly peers: PeerClient;
}

/** The official register where a file is configured, else the authored sample. @throws NcpError NCP_CONFIG_FILE */
function registerOf({ products }: NcpBConfig, log: Logger): ProductRegister {
  if (products === undefined) return productIndex(SAMPLE_ARTICLES);
  const { articles, faults } = readProductFile(products);
  if (faults.length > 0) log.warn('product rows left out', { count: faults.length });
  return productIndex(articles);
}

/** Puts country B together from its parts; the only place that knows all of them. */
export function composeDesk({ config, clock, log, observer, store, terminology, seal, client, forwarding, directory, peers }: Foundations): TreatmentDesk {
  const ncpB = ncpBOf(config);
  return {
    policy: treatmentPolicy({ commonName: client.commonName, address: ncpB.host }),
    homeCommunityId: config.homeCommunityId, country: SWEDEN,
    // Both may change while serving: a rotation needs no restart (KEY-01).
    seal, get clientCertificateDer() { return client.certificateDer; },
    directory, peers, journal: store.journal, forwarding, visits: store.visits, deliveries: store.deliveries, register: registerOf(ncpB, log),
    catalogue: terminology.catalogue(), gaps: terminology.gaps,
    cda: {
      roots: LOCAL_DOCUMENT_ROOTS, workplaceRoot: LOCAL_WORKPLACE_ROOT, offerLevel1: false,
      custodian: { id: { root: '2.5.4.97', extension: config.custodian.organisationNumber }, name: config.custodian.name, address: { country: 'SE' } },
      dataSource: 'NCPeH',
    },
    traces: keepTraces({ traces: store.traces, terminology, clock, log }),
    observer, limits: DEFAULT_LIMITS, shelf: documentShelf(store.shelved),
    surroundings: { now: () => clock.now(), exchangeId: () => newExchangeId(clock.epochMs()), uuid: randomUUID },
  };
}

/** The known classes stand for themselves; what an issuer calls them is configured. @throws NcpError NCP_CONFIG_INVALID for a class of one factor */
function assuranceOf(acr: NcpBConfig['oauth']['acr']): ReadonlyMap<string, string> {
  const faults = Object.entries(acr).filter(([, level]) => !TWO_FACTOR_CLASSES.includes(level)).map(([name]) => `ncpB.oauth.acr.${name}: a two-factor class`);
  if (faults.length > 0) throw new NcpError('NCP_CONFIG_INVALID', { faults });
  return new Map([...TWO_FACTOR_CLASSES.map((known) => [known, known] as const), ...Object.entries(acr)]);
}

/** Who checks access tokens, over a connection of its own to the issuer. @throws NcpError NCP_CONFIG_INVALID */
export async function composeTokens({ oauth }: NcpBConfig, clock: Clock): Promise<{ readonly verify: VerifyToken; readonly http: PooledHttpClient }> {
  const { issuer, jwksUrl, audience, acr, ca } = oauth;
  if (jwksUrl.startsWith('https:') && ca === undefined) throw new NcpError('NCP_CONFIG_INVALID', { faults: ['ncpB.oauth.ca: required for https'] });
  const http = httpClient(ca === undefined ? {} : { tls: await clientTlsFrom({ ca }) });
  return { http, verify: verifyTokens({ issuer, jwksUrl, audience, acr: assuranceOf(acr) }, { http: http satisfies HttpClient, clock }) };
}

/** Whose identity assertions the token service takes: seals of Sweden. */
export const composeIssuers = ({ countries }: Config, resolveSigner: IdentityIssuers['resolveSigner']): IdentityIssuers => ({
  resolveSigner, memory: verificationMemory(),
  saml: {
    ...DEFAULT_SAML_POLICY,
    communities: new Map([...DEFAULT_SAML_POLICY.communities, ...countries.map(({ homeCommunityId, code }) => [homeCommunityId, countryCode(code)] as const)]),
  },
});
