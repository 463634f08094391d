import { NcpError, type CountryCode, type NcpErrorCode } from '@ncp/domain';
import { HttpFailure } from '@ncp/exchange';

/** A refusal of our own inside the handshake arrives as the reason of a failed connection. */
const isTrustCode = (reason: string): reason is NcpErrorCode => /^NCP_(TRUST_[A-Z_]+|DSIG_KEY_STRENGTH)$/.test(reason);

/** What OpenSSL says of a certificate that leads nowhere, or is not now. */
const UNTRUSTED = /^(SERVER_NAME|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_[A-Z_]+|INVALID_(CA|PURPOSE)|CERT_(UNTRUSTED|REJECTED|SIGNATURE_FAILURE|CHAIN_TOO_LONG)|NO_AUTHORITIES)$/;
const EXPIRED = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;

/** Answers that came, and cannot be taken. */
const UNUSABLE = /^(ANSWER_TOO_LARGE|ANSWER_ENCODING|HPE_[A-Z_]+)$/;

/** What a failed call means to whoever asked: was anything sent (`details.sent`), and whose fault is it? */
export function peerFailure(error: unknown, country: CountryCode): NcpError {
  if (!(error instanceof HttpFailure)) return new NcpError('NCP_INTERNAL', { country }, error);
  const { stage, reason } = error;
  const sent = stage === 'sent';
  const details = { country, reason, sent };
  if (sent) return new NcpError(UNUSABLE.test(reason) ? 'NCP_PEER_ANSWER' : 'NCP_PEER_TIMEOUT', details, error);
  if (isTrustCode(reason)) return new NcpError(reason, { country, sent }, error);
  if (EXPIRED.test(reason)) return new NcpError('NCP_TRUST_EXPIRED', details, error);
  return new NcpError(UNTRUSTED.test(reason) ? 'NCP_TRUST_UNTRUSTED' : 'NCP_PEER_UNAVAILABLE', details, error);
}

const GATEWAYS_IN_TROUBLE: readonly number[] = [502, 503, 504];

/** An answer that says that there is nobody behind it. A fault of the service itself (500) is an answer of one that lives. */
export const countsAgainst = (status: number): boolean => GATEWAYS_IN_TROUBLE.includes(status);
