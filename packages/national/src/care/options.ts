import type { CareContract, ExchangeId, NcpErrorCode } from '@ncp/domain';
import type { NationalListOptions, NationalNotice } from '../options.js';

/** Things worth a line in the log or a counter; contracts, systems and codes only. */
export type CareNotice =
  | NationalNotice
  /** A whole question failed; `contracts` are those that speak through the resource type. */
  | { readonly kind: 'contract-failed'; readonly exchange: ExchangeId; readonly resource: string; readonly contracts: readonly CareContract[]; readonly code: NcpErrorCode }
  /** A source system told, or was told, to have given less than its answer. */
  | { readonly kind: 'source-failed'; readonly exchange: ExchangeId; readonly contract: CareContract; readonly system: string }
  | { readonly kind: 'unreadable'; readonly exchange: ExchangeId; readonly contract: CareContract; readonly at: string }
  /** An alarm: rows about somebody else, NCP_NATIONAL_WRONG_PATIENT. */
  | { readonly kind: 'wrong-patient'; readonly exchange: ExchangeId; readonly contract: CareContract; readonly system: string; readonly count: number }
  | { readonly kind: 'blocks-failed'; readonly exchange: ExchangeId; readonly code: NcpErrorCode };

/** As of the national list, whose token service and wire the care records share; writes there are none. */
export interface CareRecordsOptions extends Omit<NationalListOptions, 'notice' | 'performer' | 'discardAs'> {
  /** Nobody waits longer for all contracts together than this, in milliseconds; what has not answered by then has failed. */
  readonly totalMs?: number;
  readonly notice?: (notice: CareNotice) => void;
}

export const DEFAULT_CARE_TOTAL_MS = 12_000;
