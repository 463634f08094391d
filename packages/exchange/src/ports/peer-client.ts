import type { CountryCode, PeerService } from '@ncp/domain';
import type { HttpAnswer } from './http-client.js';

/** An answer, and who gave it: their server certificate is in the records of both sides (wire-contract 6.2, 7). */
export interface PeerAnswer extends HttpAnswer {
  readonly server: { readonly commonName: string; readonly certificateDer: Uint8Array };
}

export interface PeerRequest {
  readonly country: CountryCode;
  readonly service: PeerService;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Nobody waits longer, milliseconds from now. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * Mutual TLS to one country, pooled, with a circuit breaker and a bulkhead for each country: a hung country never slows
 * another (RS P9).
 * Only an error with `details.sent` false says that nothing was sent; every other leaves that open.
 * @throws NcpError NCP_PEER_UNAVAILABLE (breaker open, bulkhead full, connection refused), NCP_PEER_TIMEOUT when it was sent and
 *   no whole answer came, NCP_PEER_ANSWER when one came that cannot be taken: too large, compressed, no HTTP; NCP_TRUST_* and
 *   NCP_DSIG_KEY_STRENGTH when the server is not theirs, or its key too weak
 */
export interface PeerClient {
  send(request: PeerRequest): Promise<PeerAnswer>;
}
