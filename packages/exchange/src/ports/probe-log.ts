import type { CountryCode, ExchangeId, Instant, NcpErrorCode, PeerService } from '@ncp/domain';

/** What came of a question that was asked only to know whether a country answers. */
export interface ProbeResult {
  readonly country: CountryCode;
  readonly service: PeerService;
  /** `identify`: a whole ITI-55 about the test patient; `connection`: both certificates and one empty question. */
  readonly kind: 'identify' | 'connection';
  readonly at: Instant;
  readonly ms: number;
  /** `refused`: it works and said no, such as that it does not know the test patient. `fault`: an answer that is of no use. */
  readonly outcome: 'answered' | 'refused' | 'fault' | 'lost' | 'not-sent';
  readonly code?: NcpErrorCode;
  /** Names its audit record; a knock has none. */
  readonly exchange?: ExchangeId;
}

/** The country works: it answered, if only to say no. */
export const isAlive = ({ outcome }: Pick<ProbeResult, 'outcome'>): boolean => outcome === 'answered' || outcome === 'refused';

/**
 * Results of probes, in a table of their own: nothing that counts traffic reads it.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface ProbeLog {
  note(results: readonly ProbeResult[]): Promise<void>;
  /** When a country was last probed by any process. */
  lastAt(country: CountryCode): Promise<Instant | undefined>;
}
