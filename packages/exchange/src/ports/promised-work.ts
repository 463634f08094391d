/** Work that a client was promised (`202`), as every replica sees it. */
export interface PromisedWork {
  readonly id: string;
  /** Whose work it is counted as: the pharmacy's GLN. */
  readonly gln: string;
  /** Begun so often: once more each time a replica took it over from one that died. */
  readonly attempts: number;
  /** `lapsed`: nobody is at it any more, and whoever takes it goes on with it. */
  readonly state: 'held' | 'lapsed' | 'ended';
  /** What was asked, who asked, what came of it; sealed wherever it is kept. */
  readonly content: string;
}

/** A replica at a piece of work; after the end of its hold the work is anybody's. */
export interface Holding {
  readonly id: string;
  readonly holder: string;
}

/**
 * Work behind a `202`, shared by all replicas: what one promised another keeps. Holds and lives are measured by the clock of the
 * database, the only one that replicas share.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface PromisedWorks {
  /** False, and nothing kept, when `most` of the pharmacy are held already. */
  begin(work: Holding & Pick<PromisedWork, 'gln' | 'content'>, most: number): Promise<boolean>;
  find(id: string): Promise<PromisedWork | undefined>;
  /** Takes over what has lapsed; undefined when another replica was first. */
  take(holding: Holding): Promise<PromisedWork | undefined>;
  /** The holder lives and is still at all these. */
  renew(holder: string, ids: readonly string[]): Promise<void>;
  /** What came of it; false when the hold had been lost, and nothing is changed. */
  end(holding: Holding, content: string): Promise<boolean>;
  /** Whatever the holder has not ended lapses at once. */
  giveBack(holder: string): Promise<number>;
  /** Removes what is over. */
  forget(): Promise<number>;
}
