import type { CdaConfig } from '@ncp/cda';
import type { CountryCode, Instant } from '@ncp/domain';
import type { SamlPolicy } from '@ncp/saml';
import type { Catalogue } from '@ncp/terminology';
import type { SigningKey, VerificationKey, XmlLimits } from '@ncp/xml';
import type { Journal, Ledger, NationalList, Observer, Probe, ReplayMemory, Surroundings } from '../ports/index.js';

/** What operators may set for NCP-A. Every member has a tested default; none turns a check off. */
export interface AffiliationPolicy {
  readonly homeCommunityId: string;
  readonly repositoryId: string;
  /** URLs under which peers reach us, for wsa:To. Empty: any To is accepted. */
  readonly ourUrls: readonly string[];
  readonly offerLevel1: boolean;
  readonly requireBirthDate: boolean;
  readonly protectedIdentity: 'deny' | 'mask';
  readonly consentAtDispense: 'refuse' | 'record';
  readonly limits: XmlLimits;
  readonly rootPartBytes: { readonly query: number; readonly document: number };
}

/** Signs evidence with the seal key; the only private key the use cases ever see, as an opaque handle. */
export interface SealSigner {
  readonly key: SigningKey;
  readonly certificateDer: Uint8Array;
}

/** Everything NCP-A's use cases need: ports at the rim, values in the middle. */
export interface Gateway {
  readonly policy: AffiliationPolicy;
  readonly saml: SamlPolicy;
  readonly cda: CdaConfig;
  readonly catalogue: Catalogue;
  readonly seal: SealSigner;
  /** Trusts a signing certificate at an instant. @throws NcpError NCP_TRUST_* */
  readonly resolveSigner: (certificateDer: Uint8Array, at: Instant) => { readonly key: VerificationKey; readonly country: CountryCode };
  readonly renderPdf: import('./level-1.js').Level1Renderer;
  readonly national: NationalList;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly replay: ReplayMemory;
  readonly observer: Observer;
  readonly surroundings: Surroundings;
  readonly probe?: Probe;
}

/** The peer as the TLS layer proved it (decisions D69). */
export interface Peer {
  readonly country: CountryCode;
  readonly commonName: string;
  readonly certificateDer: Uint8Array;
  readonly address: string;
}
