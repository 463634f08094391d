import { NS, element, type XmlElement } from '@ncp/xml';
import { ANONYMOUS } from './soap-names.js';

/** A message to write. Requests give `to` and `replyToAnonymous`, answers give `relatesTo` (wire-contract 1.3). */
export interface EnvelopeParts {
  readonly action: string;
  /** `urn:uuid:<uuid>`. */
  readonly messageId: string;
  readonly to?: string;
  readonly relatesTo?: string;
  readonly replyToAnonymous?: boolean;
  /** Signed assertions, next of kin first, then HCP, then TRC (wire-contract 1.4). */
  readonly security?: readonly XmlElement[];
  readonly body: XmlElement;
  /** Further header blocks, e.g. NotUnderstood of a fault. */
  readonly blocks?: readonly XmlElement[];
}

const wsa = (local: string, text: string | undefined, mustUnderstand = false): XmlElement | undefined =>
  text === undefined
    ? undefined
    : element(NS.wsa, `wsa:${local}`, { 'soap:mustUnderstand': mustUnderstand ? '1' : undefined }, text);

/** No Timestamp, no token reference, no mustUnderstand: the form every peer reads (wire-contract 1.4). */
const securityBlock = (assertions: readonly XmlElement[]): XmlElement | undefined =>
  assertions.length === 0 ? undefined : element(NS.wsse, 'wsse:Security', {}, ...assertions);

/** Writes a SOAP 1.2 envelope. The body and the assertions are taken over as they are. */
export const writeEnvelope = (parts: EnvelopeParts): XmlElement =>
  element(NS.soap, 'soap:Envelope', {},
    element(NS.soap, 'soap:Header', { 'xmlns:wsa': NS.wsa },
      ...(parts.blocks ?? []),
      wsa('To', parts.to, true),
      wsa('Action', parts.action, true),
      wsa('MessageID', parts.messageId),
      wsa('RelatesTo', parts.relatesTo),
      parts.replyToAnonymous === true
        ? element(NS.wsa, 'wsa:ReplyTo', {}, element(NS.wsa, 'wsa:Address', {}, ANONYMOUS))
        : undefined,
      securityBlock(parts.security ?? []),
    ),
    element(NS.soap, 'soap:Body', {}, parts.body),
  );
