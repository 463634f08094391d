/** Times in milliseconds, sizes in bytes (decisions 3.3). */
export interface ServerLimits {
  readonly handshakeMs: number;
  /** Until the last header byte. */
  readonly headersMs: number;
  /** Until the last body byte, headers included. */
  readonly bodyMs: number;
  /** From the last byte handed over until the peer has taken it. */
  readonly writeMs: number;
  readonly idleMs: number;
  readonly headerBytes: number;
  readonly connectionsPerPeer: number;
  readonly requestsPerPeer: number;
  /** Connections of one address that have not yet shown a certificate. */
  readonly handshakesPerAddress: number;
}

export const SERVER_LIMITS: ServerLimits = {
  handshakeMs: 10_000, headersMs: 10_000, bodyMs: 60_000, writeMs: 60_000, idleMs: 65_000, headerBytes: 16 * 1024,
  connectionsPerPeer: 200, requestsPerPeer: 32, handshakesPerAddress: 100,
};
