import type { CountryCode, Instant, OrderAction, OrderFinding, OrderLedger } from '@ncp/domain';

/** `overtaken`: the row had moved on before; nothing was done. `refused`: it would not be safe; nothing was done. */
export type OrderStatus = 'ordered' | 'begun' | 'done' | 'overtaken' | 'refused';

/** What is ordered: an action on one row, a comparison of everything, or the record of what somebody did or tried on a page. */
export type Ordered =
  | { readonly action: OrderAction; readonly ledger: OrderLedger }
  | { readonly action: 'reconcile'; readonly ledger: 'all' }
  | { readonly action: 'read' | 'export' | 'denied'; readonly ledger: 'page' };

/**
 * What somebody ordered, with her reason. It is written once, by whoever shows the pages; who executes it only says what
 * became of it. Its own id makes the second click the same order.
 */
export type OperatorOrder = Ordered & {
  /** UUID, chosen where the button is shown. */
  readonly id: string;
  /** Exchange of an inward row; delivery; number of a conflict record; a page. */
  readonly subject: string;
  /** State of the row as the operator saw it: of a row that moved since, nothing is done. */
  readonly seen: string;
  readonly found?: OrderFinding;
  /** Why. */
  readonly note: string;
  /** By which the operator is named in records, and the role she acted in. */
  readonly orderedBy: string;
  readonly role: string;
  readonly orderedAt: Instant;
  readonly status: OrderStatus;
};

/** One thing in which a ledger and the truth elsewhere differ (DISP-63). */
export interface LedgerDifference {
  readonly ledger: 'inward' | 'outward';
  /** Exchange of an inward row; delivery. */
  readonly subject: string;
  readonly country: CountryCode;
  readonly state: string;
  /**
   * `missing`, `double`, `taken-back`, `unexpected`: the national list holds none, two, one that was taken back, one that we
   * know nothing of. `unanswered`: it could not be asked. `unacknowledged`: the other country was never told, or never said so.
   * `unsettled`: open for more than an hour.
   */
  readonly kind: 'missing' | 'double' | 'taken-back' | 'unexpected' | 'unanswered' | 'unacknowledged' | 'unsettled';
}

/** What an order came to: identifiers and codes only. */
export interface OrderResult {
  /** State of the row afterwards. */
  readonly state?: string;
  /** Of a question to the national list. */
  readonly stands?: 'yes' | 'no' | 'taken-back' | 'twice' | 'not-known';
  /** Why nothing was done. */
  readonly reason?: 'young' | 'later-dispensation' | 'assertion-ended' | 'list-silent' | 'unknown-row' | 'not-allowed';
  readonly compared?: { readonly inward: number; readonly outward: number; readonly differences: readonly LedgerDifference[]; readonly untold: number };
}

export interface OrderChange {
  readonly id: string;
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly result?: OrderResult;
}
