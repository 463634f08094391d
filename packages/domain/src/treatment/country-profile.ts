import type { CountryCode } from '../primitives.js';
import type { ZoneName } from '../zone.js';
import type { BilingualText, SearchMask } from './search-mask.js';

/** Services of a country that we call. */
export type PeerService = 'identify' | 'query' | 'retrieve' | 'submit';

/** Known ways of a country to differ; a closed list, so that a profile can name nothing else (decisions G09). */
export const PEER_QUIRKS = [
  /** `effectiveTime` high of a prescription is the last day on which it may be dispensed (decisions D35). */
  'ivl-high-is-last-dispensing-day',
  /** Documents are asked for and sent inline instead of as XOP parts (wire-contract 1.5). */
  'inline-documents',
] as const;
export type PeerQuirk = (typeof PEER_QUIRKS)[number];

/** Everything that calling a country takes: data only (decisions G09). */
export interface CountryProfile {
  readonly code: CountryCode;
  readonly name: BilingualText;
  /** Bare OID. */
  readonly homeCommunityId: string;
  readonly language: string;
  readonly zone: ZoneName;
  readonly endpoints: Readonly<Record<PeerService, string>>;
  readonly mask: SearchMask;
  /** What the patient must be told before anything is asked (sweden-national 1.4 step 3). */
  readonly notice: BilingualText & { readonly url?: string };
  readonly services: readonly ('ePrescription' | 'patientSummary')[];
  readonly quirks: readonly PeerQuirk[];
  /** Switched off by the operator: nothing is sent. */
  readonly off?: { readonly since: string; readonly reason: BilingualText };
}

/** From real traffic and the probe (issue: "answering, slow, down since"). */
export interface ServiceState {
  readonly state: 'unknown' | 'answering' | 'slow' | 'down';
  /** ISO instants. */
  readonly since?: string;
  readonly lastSuccess?: string;
  readonly lastFailure?: string;
  /** Milliseconds of the last answers, median. */
  readonly medianMs?: number;
}
