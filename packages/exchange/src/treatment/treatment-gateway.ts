import type { CdaConfig } from '@ncp/cda';
import type { CountryCode, DocumentRoots, ExchangeId, InstanceIdentifier, Instant, IssuedAssertion, PeerService, Purpose, SwedishProfessional } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import type { XmlLimits } from '@ncp/xml';
import type { Seal } from '../affiliation/gateway.js';
import type { ForwardingGrace } from '../forwarding-grace.js';
import type {
  CountryDirectory, Deliveries, GapRecorder, Journal, Observer, PeerClient, Probe, ProductRegister, Surroundings, TraceRecorder, Visits,
} from '../ports/index.js';

/** What operators may set for NCP-B. Every member has a tested default. */
export interface TreatmentPolicy {
  readonly documentRoots: DocumentRoots;
  /** Nobody waits longer for a country, milliseconds (decisions 3.3: 60 s). */
  readonly timeoutMs: Readonly<Record<PeerService, number>>;
  /** Largest answer: its envelope; with its parts (decisions 3.3: 12 MiB, 64 MiB). */
  readonly answerBytes: { readonly envelope: number; readonly whole: number };
  /** Sweden as the audit events name it: `SE-AB` (wire-contract 6.2). */
  readonly auditSourceId: string;
  /** This gateway, the service consumer, as audit events and evidence name it. */
  readonly consumer: { readonly commonName: string; readonly address: string };
}

/** Everything NCP-B's use cases need: ports at the rim, values in the middle. */
export interface TreatmentGateway {
  readonly policy: TreatmentPolicy;
  /** Ours, bare OID. */
  readonly homeCommunityId: string;
  /** Ours: `SE`. */
  readonly country: CountryCode;
  /** Signs assertions and evidence. */
  readonly seal: Seal;
  /** Our client certificate, named in evidence as the sender. */
  readonly clientCertificateDer: Uint8Array;
  readonly directory: CountryDirectory;
  readonly peers: PeerClient;
  readonly journal: Journal;
  readonly forwarding: ForwardingGrace;
  readonly visits: Visits;
  readonly deliveries: Deliveries;
  readonly register: ProductRegister;
  /** One release for all of a request. */
  readonly catalogue: Catalogue;
  readonly gaps: GapRecorder;
  readonly cda: CdaConfig;
  readonly observer: Observer;
  readonly surroundings: Surroundings;
  readonly limits: XmlLimits;
  /** Absent: no masked traces are kept. */
  readonly traces?: TraceRecorder;
  readonly probe?: Probe;
}

/** Who asks which country about whom, in one exchange. */
export interface Asking {
  /** Names it in answers, logs and records (decisions G13); several messages may belong to one. */
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  readonly professional: SwedishProfessional;
  readonly purpose: Purpose;
  readonly hcp: IssuedAssertion;
  /** On all but the search for a person. */
  readonly trc?: IssuedAssertion;
  /** The patient of the treatment relationship, as the other country named her. */
  readonly patient?: InstanceIdentifier;
  /** The request of the point of care that this exchange serves, for the evidence of its receipt: instant, SHA-256 in hex. */
  readonly received?: { readonly at: Instant; readonly hash: string };
}

/** Asking about a person who is known: everything after identification. */
export interface TreatmentAsking extends Asking {
  readonly trc: IssuedAssertion;
  readonly patient: InstanceIdentifier;
}
