import { NcpError, epochMs, parseInstant, type Instant } from '@ncp/domain';
import { NS, childrenOf, textOf, type XmlElement } from '@ncp/xml';

/** Clock skew tolerated between countries, milliseconds (decisions 3.3). */
export const SKEW_MS = 60_000;

const instantIn = (timestamp: XmlElement, local: 'Created' | 'Expires'): number | undefined => {
  const [only, another] = childrenOf(timestamp, NS.wsu, local);
  if (only === undefined) return undefined;
  const parsed = parseInstant(textOf(only).trim());
  if (another !== undefined || !parsed.ok) throw new NcpError('NCP_SOAP_EXPIRED', { field: local });
  return epochMs(parsed.value);
};

const isCurrent = (created: number | undefined, expires: number | undefined, now: number): boolean => {
  if (created !== undefined && created > now + SKEW_MS) return false;
  if (expires !== undefined && expires < now - SKEW_MS) return false;
  return created === undefined || expires === undefined || created <= expires;
};

/**
 * Judges a wsu:Timestamp when there is one; peers do not send any (wire-contract 1.4).
 * Without a clock it cannot be judged and is refused.
 * @throws NcpError NCP_SOAP_EXPIRED
 */
export const checkTimestamp = (security: XmlElement | undefined, now: Instant | undefined): void => {
  const timestamps = security === undefined ? [] : childrenOf(security, NS.wsu, 'Timestamp');
  const [timestamp] = timestamps;
  if (timestamp === undefined) return;
  if (timestamps.length > 1 || now === undefined) throw new NcpError('NCP_SOAP_EXPIRED', { timestamps: timestamps.length });
  if (!isCurrent(instantIn(timestamp, 'Created'), instantIn(timestamp, 'Expires'), epochMs(now))) {
    throw new NcpError('NCP_SOAP_EXPIRED');
  }
};
