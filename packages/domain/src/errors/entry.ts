import type { WireCode } from './wire-code.js';

/** One line of the error registry (style 7). Texts are safe: they never hold input. */
export interface ErrorEntry {
  /** Member of the OpenNCP enum shown to a peer in errorCode or acknowledgementDetail (decisions D24). */
  readonly wire: WireCode;
  readonly severity: 'error' | 'warning';
  /** May the same request succeed later without change? */
  readonly retryable: boolean;
  /**
   * Code shown in codeContext instead of this one, where several causes must look alike
   * (decisions D12, D19, D24, D25).
   */
  readonly shownAs?: string;
  readonly text: { readonly sv: string; readonly en: string };
  readonly hint: { readonly sv: string; readonly en: string };
}

/** Keeps the literal codes of an area while checking each entry's shape. */
export const errorArea = <const T extends Record<string, ErrorEntry>>(entries: T): T => entries;
