import { NcpError, addMs, utc, type Instant } from '@ncp/domain';
import { NS, element, type XmlElement } from '@ncp/xml';
import { messageIdIn } from './addressing.js';
import { partsOf } from './envelope.js';
import { blocksForUs, securityHeader } from './header-blocks.js';
import { checkTimestamp } from './timestamp.js';

/** A request to the token service: WS-Trust 1.3 in SOAP 1.2, without an action (wire-contract 4.8). */
export interface TrustRequest {
  readonly messageId: string;
  /** Holds the identity assertion. */
  readonly security?: XmlElement;
  /** `wst:RequestSecurityToken`. */
  readonly body: XmlElement;
}

/**
 * Reads the envelope of a request to the token service.
 * @throws NcpError NCP_SOAP_VERSION, _STRUCTURE, _MUST_UNDERSTAND, _MESSAGE_ID, _OPERATION, _EXPIRED; NCP_XSW_WRAPPING
 */
export const readTrustRequest = (root: XmlElement, now: Instant): TrustRequest => {
  const { header, body } = partsOf(root);
  const blocks = blocksForUs(header);
  const security = securityHeader(header, blocks);
  if (body.ns !== NS.wst || body.local !== 'RequestSecurityToken') throw new NcpError('NCP_SOAP_OPERATION');
  const messageId = messageIdIn(blocks);
  if (messageId === undefined) throw new NcpError('NCP_SOAP_MESSAGE_ID', { header: 'MessageID' });
  checkTimestamp(security, now);
  return { messageId, body, ...(security === undefined ? {} : { security }) };
};

export interface TrustAnswerParts {
  readonly messageId: string;
  readonly relatesTo: string;
  readonly now: Instant;
  /** `wst:RequestSecurityTokenResponseCollection`. */
  readonly body: XmlElement;
}

const ACTION = 'urn:IssueTokenResponse';
/** How long an answer is fresh [local]. */
const FRESH_MS = 5 * 60_000;

/** Writes the answer of the token service: the one message of ours with a timestamp (wire-contract 1.4, 4.8). */
export const writeTrustAnswer = ({ messageId, relatesTo, now, body }: TrustAnswerParts): XmlElement =>
  element(NS.soap, 'soap:Envelope', {},
    element(NS.soap, 'soap:Header', { 'xmlns:wsa': NS.wsa },
      element(NS.wsa, 'wsa:Action', {}, ACTION),
      element(NS.wsa, 'wsa:MessageID', {}, messageId),
      element(NS.wsa, 'wsa:RelatesTo', {}, relatesTo),
      element(NS.wsse, 'wsse:Security', {},
        element(NS.wsu, 'wsu:Timestamp', {},
          element(NS.wsu, 'wsu:Created', {}, utc(now)),
          element(NS.wsu, 'wsu:Expires', {}, utc(addMs(now, FRESH_MS)))))),
    element(NS.soap, 'soap:Body', {}, body));
