import { childrenOf, hex, NS, serialiseXml, sha256, type XmlElement } from '@ncp/xml';
import type { AuditedMessage } from './event-facts.js';

/**
 * The largest header that an event keeps [local]. One with two assertions and the certificates of a whole path is a tenth of it;
 * what a stranger writes beside them may be as large as the envelope, and an event that nobody can read is no record.
 */
export const MAX_HEADER_BYTES: number = 256 * 1024;

/**
 * What an event keeps of a message of others: its SOAP header; of one that is too large the WS-Security header alone; of one in
 * which that is too large too, the SHA-256 of the whole. The leaf holds the hash of all of the message in every case.
 */
export function auditedMessage(id: string, header: XmlElement | undefined): AuditedMessage {
  if (header === undefined) return { id };
  const whole = serialiseXml(header);
  if (whole.length <= MAX_HEADER_BYTES) return { id, securityHeader: whole };
  const security = childrenOf(header, NS.wsse, 'Security').map((one) => serialiseXml(one)).find((one) => one.length <= MAX_HEADER_BYTES);
  return security === undefined ? { id, headerHash: hex(sha256(whole)) } : { id, securityHeader: security };
}
