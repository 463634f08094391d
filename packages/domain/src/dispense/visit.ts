import { addDecimal, compareDecimal, ZERO } from '../decimal.js';
import { epochMs } from '../calendar.js';
import type { DecimalString, Instant, Quantity } from '../primitives.js';

/** Several documents of one visit are one uttag (decisions D50). */

/** An uttag row of the same prescription, country and pharmacy that stands: confirmed and not reversed. */
export interface EarlierRow {
  readonly actorDispatchId: string;
  /** NLLDispatchRowNo, from 1. */
  readonly rowNumber: number;
  readonly handedOverAt: Instant;
  readonly deducted: Quantity;
  /** Its product or its pack is another than the one now reported (compare `productKey`). False when not known. */
  readonly otherProduct: boolean;
}

export interface Visit {
  /** NLLActorDispatchId of the first row. */
  readonly first: string;
  readonly nextRow: number;
  readonly deductedBefore: DecimalString;
}

const HOUR_MS = 3_600_000;

/**
 * The visit that a hand-over belongs to: it is within the hours of a visit's first row, its product or pack is new to the
 * visit, and the sum stays within `limit`. Undefined when it stands alone.
 */
export const visitOf = (
  handedOverAt: Instant,
  deducted: DecimalString,
  rows: readonly EarlierRow[],
  bounds: { readonly hours: number; readonly limit: (deductedBefore: DecimalString) => DecimalString },
): Visit | undefined => {
  const time = epochMs(handedOverAt);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= bounds.hours * HOUR_MS;
  const first = rows
    .filter((row) => row.rowNumber === 1 && near(epochMs(row.handedOverAt), time))
    .toSorted((a, b) => epochMs(b.handedOverAt) - epochMs(a.handedOverAt))[0];
  if (first === undefined) return undefined;
  const members = rows.filter((row) => row === first || (row.rowNumber > 1 && near(epochMs(row.handedOverAt), epochMs(first.handedOverAt))));
  if (members.some(({ otherProduct }) => !otherProduct)) return undefined;
  const deductedBefore = members.map((row) => row.deducted.value).reduce(addDecimal, ZERO);
  if (compareDecimal(addDecimal(deductedBefore, deducted), bounds.limit(deductedBefore)) > 0) return undefined;
  return {
    first: first.actorDispatchId,
    nextRow: Math.max(...members.map(({ rowNumber }) => rowNumber)) + 1,
    deductedBefore,
  };
};
