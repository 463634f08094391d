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
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Call once the last byte was handed to the network; never before. */
  readonly delivered: () => Promise<void>;
}
