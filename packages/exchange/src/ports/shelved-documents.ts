/** A document that a visit has read, by the key of its list. */
export interface ShelfPlace {
  readonly visit: string;
  readonly key: string;
  /** SHA-256 of its bytes, hex. */
  readonly version: string;
}

/**
 * Documents that visits have read, for all replicas; sealed, for a quarter of an hour by the clock of the database.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED
 */
export interface ShelvedDocuments {
  /** One document a key: a later version takes the place of the earlier. */
  put(place: ShelfPlace, bytes: Uint8Array): Promise<void>;
  take(place: ShelfPlace): Promise<Uint8Array | undefined>;
  clear(visit: string): Promise<void>;
  /** Removes what is over. */
  forget(): Promise<number>;
}
