/** One of several processes that do the same. */
export interface Replica {
  readonly name: string;
  readonly port: number;
  /** Answers 200 while it may be sent something new. */
  readonly ready: string;
}

/** A replica as the balancer sees it. */
export interface Standing extends Replica {
  /** By its own word; none is until it has said so. */
  isReady: boolean;
  /** Connections that are open now, and all that were. */
  open: number;
  taken: number;
  /** It was chosen and could not be reached. */
  unreachable: number;
}

export const standing = (replica: Replica): Standing => ({ ...replica, isReady: false, open: 0, taken: 0, unreachable: 0 });

/**
 * In which order replicas are tried for a new connection: ready ones first, of those the one with the fewest open, of equal ones the
 * one that has had fewest. Those that are not ready come last: when none is, a refusal in their own words is better than silence.
 */
export const inTurn = (replicas: readonly Standing[]): readonly Standing[] =>
  replicas.toSorted((a, b) => Number(b.isReady) - Number(a.isReady) || a.open - b.open || a.taken - b.taken);
