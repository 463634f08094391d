import type { Delivery, DispenseKey } from '@ncp/domain';
import type { DispenseRecord } from './journal.js';
import type { OperatorOrder } from './operator-order.js';

/** A conflict record as orders need it. */
export interface OpenConflict {
  readonly id: string;
  readonly key: DispenseKey;
  readonly open: boolean;
}

/**
 * Orders and what they are about. Changes go through `Journal.commit`, with their audit leaf.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED
 */
export interface OperatorOrders {
  /** `already`: this very order, or another one for the same row that has not ended. */
  give(order: Omit<OperatorOrder, 'status'>): Promise<'given' | 'already'>;
  find(id: string): Promise<OperatorOrder | undefined>;
  /** Not ended, oldest first. */
  open(limit: number): Promise<readonly OperatorOrder[]>;
  conflict(id: string): Promise<OpenConflict | undefined>;
  /** The rows that one exchange reported. */
  dispensesOf(exchange: string): Promise<readonly DispenseRecord[]>;
  /** The whole inward ledger, a page at a time, in the order of its keys. */
  dispensesAfter(after: DispenseKey | undefined, limit: number): Promise<readonly DispenseRecord[]>;
  /** The whole outward ledger, a page at a time, by id. */
  deliveriesAfter(after: string | undefined, limit: number): Promise<readonly Delivery[]>;
}
