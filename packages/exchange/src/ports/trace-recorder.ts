import type { CountryCode, ExchangeId } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

/** What went in, and what came out: of a message from a country its request and our answer; of one to a country the same two. */
export interface TracedPart {
  readonly part: 'request' | 'answer';
  /** Read when the answer is out; undefined for what is no message. */
  readonly read: () => XmlElement | undefined;
}

export interface TracedMessage {
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  readonly direction: 'inbound' | 'outbound';
  readonly transaction: string;
  readonly parts: readonly TracedPart[];
}

/**
 * Takes messages that met trouble, so that people can see how they were built: masked, for nothing of what they say may be kept
 * (DAT-11). It returns at once and never fails: no answer waits for it. Messages that went well are never given to it.
 */
export interface TraceRecorder {
  note(message: TracedMessage): void;
}
