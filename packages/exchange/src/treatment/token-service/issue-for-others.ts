import { asNcpError, epochMs, type ExchangeId, type IssuedAssertion, type NcpError } from '@ncp/domain';
import { decodeTrcRequest, encodeTrcResponse, validateAssertions, type SamlPolicy, type ValidationContext } from '@ncp/saml';
import { DEFAULT_MESSAGE_LIMITS, faultFor, httpRefusal, readMessage, readTrustRequest, writePlain, writeTrustAnswer, type HttpMessage, type TrustRequest } from '@ncp/soap';
import type { VerificationMemory, XmlElement } from '@ncp/xml';
import { answerMessageId } from '../../affiliation/message.js';
import { commitRecord } from '../abroad/audit-outward.js';
import { issuedForOthers, refusedToOthers } from './audit-token-service.js';
import { assertionElement, issueTrc } from '../abroad/issue-assertions.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** Whose identity assertions the token service takes. */
export interface IdentityIssuers {
  /** @throws NcpError NCP_TRUST_* for a certificate that may not vouch for Swedish staff */
  readonly resolveSigner: ValidationContext['resolveSigner'];
  readonly saml: SamlPolicy;
  readonly memory?: VerificationMemory;
}

export interface TrustAnswer extends HttpMessage {
  readonly exchange: ExchangeId;
  readonly status: number;
}

/** A request of a pharmacy system is small; nothing larger is read [local]. */
const MAX_BYTES = 256 * 1024;

/**
 * The token service of wire-contract 4.8: a system that brings its own identity assertion gets a treatment relationship for one
 * patient (EHDSI-92). The assertion is on record before it is handed out; a refusal is a fault, on record too. Never throws.
 */
export async function issueForOthers(gateway: TreatmentGateway, issuers: IdentityIssuers, inbound: HttpMessage): Promise<TrustAnswer> {
  const { surroundings, observer } = gateway;
  const exchange = surroundings.exchangeId();
  const begunAt = surroundings.now();
  let answer: TrustAnswer;
  let error: NcpError | undefined;
  try {
    answer = await issue(gateway, issuers, inbound, exchange);
  } catch (caught) {
    error = asNcpError(caught);
    answer = await refuse(gateway, exchange, error);
  }
  observer.ended({
    exchange, country: gateway.country, transaction: 'EHDSI-92', outcome: error === undefined ? 0 : 12, codes: error === undefined ? [] : [error.code],
    durationMs: epochMs(surroundings.now()) - epochMs(begunAt),
  });
  return answer;
}

async function issue(gateway: TreatmentGateway, { resolveSigner, saml, memory }: IdentityIssuers, { contentType, body }: HttpMessage, exchange: ExchangeId): Promise<TrustAnswer> {
  const now = gateway.surroundings.now();
  const { root } = readMessage(contentType, body, { ...DEFAULT_MESSAGE_LIMITS, maxTotalBytes: MAX_BYTES, xml: gateway.limits });
  const request: TrustRequest = readTrustRequest(root, now);
  const { hcp: { value: hcp } } = validateAssertions(request.security, {
    transaction: 'ITI-55', peer: gateway.country, now, policy: saml, resolveSigner, ...(memory === undefined ? {} : { memory }),
  });
  const { patient, ...relationship } = decodeTrcRequest(request.body);
  const assertion = issueTrc(gateway, hcp, patient, relationship);
  await commitRecord(gateway, issuedForOthers(gateway, exchange, { hcp, assertion, patient }));
  return { exchange, status: 200, ...writePlain(answered(gateway, exchange, request, assertion)) };
}

const answered = ({ surroundings }: TreatmentGateway, exchange: ExchangeId, { messageId }: TrustRequest, assertion: IssuedAssertion): XmlElement => {
  const now = surroundings.now();
  return writeTrustAnswer({
    messageId: `uuid:${exchange}`, relatesTo: messageId, now,
    body: encodeTrcResponse(assertionElement(assertion), { created: now, expires: assertion.notOnOrAfter }),
  });
};

/** A refusal goes out also when its record fails; then somebody is told (RS 5). */
async function refuse(gateway: TreatmentGateway, exchange: ExchangeId, error: NcpError): Promise<TrustAnswer> {
  const fault = faultFor(error, { messageId: answerMessageId(exchange), exchangeId: exchange });
  const status = httpRefusal(error.code);
  try {
    await commitRecord(gateway, refusedToOthers(gateway, exchange, error.code));
  } catch {
    gateway.observer.alarm('NCP_AUDIT_UNAVAILABLE', { exchange, refused: error.code });
  }
  return status === undefined
    ? { exchange, status: fault.status, ...writePlain(fault.envelope) }
    : { exchange, status, contentType: 'text/plain', body: new Uint8Array() };
}
