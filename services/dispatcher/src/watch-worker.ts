/** A worker of the queue as it can be watched from outside. */
export interface WatchedWorker {
  /** False while the connection is known to be lost: then it is being made anew already. */
  isConnected(): boolean;
  /** Jobs that wait for any worker. Rejects when the queue does not answer in time. */
  waiting(): Promise<number>;
  /** Jobs that this worker has begun so far. */
  begun(): number;
  /** Could it begin one more? */
  isFree(): boolean;
  /** Gives it connections anew. */
  renew(): void;
  /** Told each time. */
  onStuck(): void;
}

/** So many looks in a row before it counts as stuck: one may fall between two jobs. */
const LOOKS = 2;

/**
 * A connection can be dead and look alive: one way of it broken, the other end gone without a word. A worker that waits on such a
 * connection waits for ever, and the sweep alone would do its work (QUE-02). Each call is a look: a queue that does not answer, or
 * jobs that wait while the worker is free and begins none, twice in a row, and it gets new connections.
 */
export function workerWatch(worker: WatchedWorker): () => Promise<void> {
  let suspicious = 0;
  let before = worker.begun();
  const isSuspicious = async (): Promise<boolean> => {
    if (!worker.isConnected()) return false;
    const free = worker.isFree();
    const waiting = await worker.waiting().catch(() => Number.POSITIVE_INFINITY);
    return waiting === Number.POSITIVE_INFINITY || (waiting > 0 && free && worker.begun() === before);
  };
  return async () => {
    suspicious = (await isSuspicious()) ? suspicious + 1 : 0;
    before = worker.begun();
    if (suspicious < LOOKS) return;
    suspicious = 0;
    worker.onStuck();
    worker.renew();
  };
}
