import { epochMs, type NcpError } from '@ncp/domain';
import { faultFor, httpRefusal, writePlain } from '@ncp/soap';
import { securityLeaf } from './audit-record.js';
import type { Arrival } from './context.js';
import { answerMessageId, exchangeHeader, type OutboundMessage } from './message.js';
import { outcomeOf } from './outcome.js';
import { alarmOf } from './trouble.js';

/**
 * Answers what is not yet a known profile message (decisions D63): a SOAP fault, or a bare HTTP status for the transport's
 * own refusals. The refusal is recorded as a security event; if even that fails, the refusal still goes out (RS 5).
 */
export async function answerFault(error: NcpError, arrival: Arrival): Promise<OutboundMessage> {
  const { gateway, id, peer } = arrival;
  const { surroundings, observer, journal } = gateway;
  const status = httpRefusal(error.code);
  const fault = faultFor(error, { messageId: answerMessageId(id), exchangeId: id });
  const plain = status === undefined ? writePlain(fault.envelope) : { contentType: 'text/plain', body: new Uint8Array() };
  alarmOf(arrival, error, observer);
  try {
    await journal.commit(securityLeaf(arrival, error.code, plain.body));
  } catch {
    observer.alarm('NCP_AUDIT_UNAVAILABLE', { exchange: id, refused: error.code });
  }
  observer.ended({
    exchange: id, country: peer.country, transaction: 'unknown', outcome: outcomeOf(error.code), codes: [error.code],
    durationMs: epochMs(surroundings.now()) - epochMs(arrival.receivedAt),
  });
  return {
    exchange: id, status: status ?? fault.status, contentType: plain.contentType, headers: exchangeHeader(id), body: plain.body,
    delivered: async () => undefined, undelivered: async () => undefined,
  };
}
