import type { CountryCode } from '@ncp/domain';
import type { GapReason } from '@ncp/terminology';

/** Why a term is in the report: it could not be transcoded (A), or has no Swedish text (B). */
export type TerminologyGapReason = GapReason | 'no-swedish';

/** One thing that the catalogue lacks, as it may be kept: no personal data (decisions G14). */
export interface TerminologyGap {
  /** The catalogue release that lacks it. */
  readonly release: string;
  /** Dotted OID; empty for a text and for a code without a system. */
  readonly codeSystem: string;
  /** A code, a text that is certain to tell of nobody, or the kind of what is not kept (`NOT_KEPT` of the terminology). */
  readonly code: string;
  /** A field of the catalogue (A), or the key of the line it was read on (B). */
  readonly field: string;
  readonly reason: TerminologyGapReason;
  /** The country that asked (A), or whose document it is (B). */
  readonly country: CountryCode;
}

/**
 * Takes gaps while an answer is made. It returns at once and never fails: no answer waits for the report. What it could
 * not write it tells with an alarm, NCP_TERMINOLOGY_GAPS.
 */
export interface GapRecorder {
  /** Gaps of one document, each as often as it stands there. */
  note(gaps: readonly TerminologyGap[]): void;
}

/** A gap with how often and when it was met. */
export interface CountedGap extends TerminologyGap {
  readonly count: number;
  /** Documents that met it: once for each, however often it stands in it. */
  readonly documents: number;
  readonly firstAt: string;
  readonly lastAt: string;
}
