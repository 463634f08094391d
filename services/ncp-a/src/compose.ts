import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { renderPrescriptionPdf, type CdaConfig } from '@ncp/cda';
import { countryCode, DEFAULT_POLICY, isZoneName, LOCAL_DOCUMENT_ROOTS, LOCAL_WORKPLACE_ROOT, type CountryCode } from '@ncp/domain';
import { fairUse, type ForwardingGrace, type Gateway, type Observer, type PeerCountry, type Probe } from '@ncp/exchange';
import { keepTraces, newExchangeId, type Clock, type Config, type Logger, type Terminology } from '@ncp/runtime';
import { DEFAULT_SAML_POLICY } from '@ncp/saml';
import type { Store } from '@ncp/store';
import type { OwnCertificate, SealIdentity, TrustStore } from '@ncp/trust';
import { DEFAULT_LIMITS, verificationMemory } from '@ncp/xml';
import { composeSummaries } from './compose-summaries.js';
import type { WatchedSources } from './source-state.js';

const MIB = 1024 * 1024;

/** What start-up has opened and the gateway stands on. */
export interface Foundations {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observer: Observer;
  readonly store: Store;
  readonly terminology: Terminology;
  readonly trust: TrustStore;
  readonly seal: SealIdentity;
  readonly server: OwnCertificate;
  readonly forwarding: ForwardingGrace;
  readonly probe?: Probe;
}

/** Countries as the use cases know them. */
export const peerCountries = (config: Config): ReadonlyMap<CountryCode, PeerCountry> =>
  new Map(config.countries.map(({ code, homeCommunityId, zone }) =>
    [countryCode(code), { homeCommunityId, zone: isZoneName(zone) ? zone : 'Europe/Brussels' }] as const));

/** Whose homeCommunityId is whose: what is published, and what the configuration says of its own countries (decisions G09, D69). */
const communitiesOf = (config: Config): ReadonlyMap<string, CountryCode> =>
  new Map([...DEFAULT_SAML_POLICY.communities, ...config.countries.map(({ homeCommunityId, code }) => [homeCommunityId, countryCode(code)] as const)]);

/** The open fonts that are embedded in every PDF; they cover Latin, Greek and Cyrillic. */
async function readFonts(): Promise<{ readonly regular: Uint8Array; readonly bold: Uint8Array }> {
  const at = createRequire(import.meta.url);
  const font = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(at.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
  const [regular, bold] = await Promise.all([font('DejaVuSans'), font('DejaVuSans-Bold')]);
  return { regular, bold };
}

/** Puts NCP-A together from its parts; the only place that knows all of them. */
export async function composeGateway(foundations: Foundations, { national, careRecords }: Pick<WatchedSources, 'national' | 'careRecords'>): Promise<Gateway> {
  const { config, clock, log, observer, store, terminology, trust, seal, server, forwarding, probe } = foundations;
  const fonts = await readFonts();
  const cda: CdaConfig = {
    roots: LOCAL_DOCUMENT_ROOTS,
    workplaceRoot: LOCAL_WORKPLACE_ROOT,
    offerLevel1: config.ncpA.offerLevel1,
    custodian: { id: { root: '2.5.4.97', extension: config.custodian.organisationNumber }, name: config.custodian.name, address: { country: 'SE' } },
    dataSource: 'Nationella läkemedelslistan',
  };
  const summaries = composeSummaries(config, { cda, fonts, log, store, ...(careRecords === undefined ? {} : { careRecords }) });
  return {
    policy: {
      rules: {
        ...DEFAULT_POLICY,
        protectedIdentity: config.ncpA.protectedIdentity,
        requireBirthDate: config.ncpA.requireBirthDate,
        consentAtDispense: config.ncpA.consentAtDispense,
      },
      homeCommunityId: config.homeCommunityId,
      repositoryId: config.repositoryId,
      documentRoots: LOCAL_DOCUMENT_ROOTS,
      prescriptionRootAliases: [],
      ourUrls: config.ncpA.urls,
      offerLevel1: config.ncpA.offerLevel1,
      limits: DEFAULT_LIMITS,
      envelopeBytes: { query: MIB, document: 12 * MIB },
      auditSourceId: 'SE-AB',
      provider: { commonName: server.commonName, address: config.ncpA.host },
    },
    saml: { ...DEFAULT_SAML_POLICY, communities: communitiesOf(config) },
    cda,
    catalogue: terminology.catalogue(), gaps: terminology.gaps,
    countries: peerCountries(config),
    // Both may change while serving: a rotation needs no restart (KEY-01).
    seal,
    get serverCertificateDer() { return server.certificateDer; },
    resolveSigner: (der, at) => trust.signer(der, at),
    verifications: verificationMemory(),
    renderPdf: (model) => renderPrescriptionPdf(model, fonts),
    national,
    ...(summaries === undefined ? {} : { summaries }),
    traces: keepTraces({ traces: store.traces, terminology, clock, log }),
    journal: store.journal, forwarding, ledger: store.ledger, replay: store.replay, fairUse: fairUse(),
    observer,
    pause: (ms) => sleep(ms),
    surroundings: { now: () => clock.now(), exchangeId: () => newExchangeId(clock.epochMs()), uuid: randomUUID },
    ...(probe === undefined ? {} : { probe }),
  };
}
