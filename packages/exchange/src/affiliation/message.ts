import type { ExchangeId } from '@ncp/domain';
import type { Peer } from './gateway.js';

/** The SOAP endpoints of NCP-A (decisions 3.2): ITI-38 and ITI-39 share one. */
export type Endpoint = 'xcpd' | 'xca' | 'xdr';

/** One request as the transport took it: size and time limits kept, the peer proven, nothing parsed. */
export interface InboundMessage {
  readonly endpoint: Endpoint;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly peer: Peer;
}

/** The answer, ready to write. Its audit leaf is already committed. */
export interface OutboundMessage {
  readonly exchange: ExchangeId;
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Call once the last byte was handed to the network; never before. */
  readonly delivered: () => Promise<void>;
  /** Call when it was not: the same message may then come again (decisions D62). */
  readonly undelivered: () => Promise<void>;
}

/** Names the exchange in every answer, also in one that has no body (decisions G13) [local]. */
export const exchangeHeader = (exchange: ExchangeId): Readonly<Record<string, string>> => ({ 'x-exchange-id': exchange });

/** The answer's wsa:MessageID is its exchange: both sides then name it in what they record (decisions G13). */
export const answerMessageId = (exchange: ExchangeId): string => `urn:uuid:${exchange}`;
