import type { CdaConfig, EPrescription, PatientSummaryDocument, SummaryConfig } from '@ncp/cda';
import type { Article, CountryCode, DocumentRoots, Instant, Policy, ZoneName } from '@ncp/domain';
import type { SamlPolicy } from '@ncp/saml';
import type { SummaryPolicy } from '@ncp/summary';
import type { Catalogue } from '@ncp/terminology';
import type { SigningKey, VerificationKey, VerificationMemory, XmlLimits } from '@ncp/xml';
import type { ForwardingGrace } from '../forwarding-grace.js';
import type { FairUse } from './fair-use.js';
import type { CareRecordSource, GapRecorder, Journal, Ledger, NationalList, Observer, Probe, ReplayMemory, SummarySnapshots, Surroundings, TraceRecorder } from '../ports/index.js';

/** What operators may set for NCP-A, beside the rules of `Policy`. Every member has a tested default. */
export interface AffiliationPolicy {
  readonly rules: Policy;
  /** Bare OID. */
  readonly homeCommunityId: string;
  readonly repositoryId: string;
  readonly documentRoots: DocumentRoots;
  /** `RX_ROOT_ALIASES` (decisions G01). */
  readonly prescriptionRootAliases: readonly string[];
  /** URLs under which peers reach us, for wsa:To. Empty: any To is accepted. */
  readonly ourUrls: readonly string[];
  /** `EP_OFFER_L1` (decisions D45). */
  readonly offerLevel1: boolean;
  readonly limits: XmlLimits;
  /** Largest envelope: ITI-55 and -38; all others (decisions 3.3). */
  readonly envelopeBytes: { readonly query: number; readonly document: number };
  /** Sweden as the audit events name it: `SE-AB` (wire-contract 6.2). */
  readonly auditSourceId: string;
  /** This gateway as audit events and evidence name it. */
  readonly provider: { readonly commonName: string; readonly address: string };
}

/** The Patient Summary service (UC-A6). */
export interface SummaryService {
  readonly config: SummaryConfig;
  /** Not connected: then only the national list is a source, and nobody can tell (D76). */
  readonly careRecords?: CareRecordSource;
  /** The product register by NPL-id and by NPL pack id, for what care records name; in memory, so that no look-up takes time. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly snapshots: SummarySnapshots;
  /** What the operator chose otherwise than the default. */
  readonly policy: Partial<SummaryPolicy>;
  /** How long what was listed may be fetched, milliseconds (decisions 3.3: payload cache). */
  readonly keepMs: number;
  /** The PDF of level 1. */
  readonly renderPdf: (model: PatientSummaryDocument) => Promise<Uint8Array>;
}

/** Signs evidence with the seal key; the only private key the use cases ever see, as an opaque handle. */
export interface Seal {
  readonly key: SigningKey;
  readonly certificateDer: Uint8Array;
}

/** A country's facts that reading its messages needs (decisions G09). */
export interface PeerCountry {
  /** Bare OID: sender and homeCommunityId must be this (decisions D69). */
  readonly homeCommunityId: string;
  /** For received times without a zone (decisions D44). */
  readonly zone: ZoneName;
}

/** Everything NCP-A's use cases need: ports at the rim, values in the middle. */
export interface Gateway {
  readonly policy: AffiliationPolicy;
  readonly saml: SamlPolicy;
  readonly cda: CdaConfig;
  /** One release for all of a message: the next one is for the next message. */
  readonly catalogue: Catalogue;
  readonly gaps: GapRecorder;
  readonly countries: ReadonlyMap<CountryCode, PeerCountry>;
  readonly seal: Seal;
  /** Our server certificate, named in evidence and audit. */
  readonly serverCertificateDer: Uint8Array;
  /** Trusts a signing certificate at an instant. @throws NcpError NCP_TRUST_* */
  readonly resolveSigner: (certificateDer: Uint8Array, at: Instant) => { readonly key: VerificationKey; readonly country: CountryCode };
  /** The assertions of the visits that go on. */
  readonly verifications: VerificationMemory;
  /** The PDF of level 1; fonts are the composition's business. */
  readonly renderPdf: (model: EPrescription) => Promise<Uint8Array>;
  readonly national: NationalList;
  /** Absent: the service is off, and every list is "none" (UC-A6 a). */
  readonly summaries?: SummaryService;
  readonly journal: Journal;
  readonly forwarding: ForwardingGrace;
  readonly ledger: Ledger;
  readonly replay: ReplayMemory;
  readonly fairUse: FairUse;
  readonly observer: Observer;
  readonly surroundings: Surroundings;
  /** Lets other work go on for so long, milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Absent: no masked traces are kept. */
  readonly traces?: TraceRecorder;
  readonly probe?: Probe;
}

/** The peer as the TLS layer proved it (decisions D69). */
export interface Peer {
  readonly country: CountryCode;
  readonly commonName: string;
  readonly certificateDer: Uint8Array;
  readonly address: string;
}
