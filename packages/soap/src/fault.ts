import { ERROR_REGISTRY, LOCAL_FAULT_NAMESPACE, type NcpError, type NcpErrorCode } from '@ncp/domain';
import { NS, childrenOf, element, walk, type XmlElement } from '@ncp/xml';
import { ADDRESSING_FAULT_ACTION, FAULT_ACTION, SOAP11 } from './soap-names.js';
import { writeEnvelope } from './write-envelope.js';

type FaultClass = 'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand' | 'DataEncodingUnknown';

/** Trouble of our own; everything else that ends in a fault was wrong with the message. */
const OUR_FAMILIES = ['NCP_AUDIT_', 'NCP_STORE_', 'NCP_NATIONAL_', 'NCP_QUEUE_', 'NCP_CONFIG_', 'NCP_TERMINOLOGY_', 'NCP_INTERNAL'];

const classOf = (code: NcpErrorCode): FaultClass => {
  if (code === 'NCP_SOAP_VERSION') return 'VersionMismatch';
  if (code === 'NCP_SOAP_MUST_UNDERSTAND') return 'MustUnderstand';
  return OUR_FAMILIES.some((family) => code.startsWith(family)) ? 'Receiver' : 'Sender';
};

/** Subcodes that WS-Security defines for the same cause, given below ours (RS 3, SOAP-12). */
const standardSubcode = (code: NcpErrorCode): { readonly prefix: string; readonly ns: string; readonly name: string } | undefined => {
  if (code === 'NCP_SOAP_EXPIRED') return { prefix: 'wsu', ns: NS.wsu, name: 'MessageExpired' };
  if (code.startsWith('NCP_DSIG_') || code.startsWith('NCP_XSW_')) return { prefix: 'wsse', ns: NS.wsse, name: 'FailedCheck' };
  return undefined;
};

const ADDRESSING_CODES: ReadonlySet<string> = new Set([
  'NCP_SOAP_ACTION', 'NCP_SOAP_MESSAGE_ID', 'NCP_SOAP_ADDRESSING', 'NCP_SOAP_TO',
]);

export interface FaultIds {
  /** Our own `urn:uuid:<uuid>`. */
  readonly messageId: string;
  readonly exchangeId: string;
  /** MessageID of the request, when it was read. */
  readonly relatesTo?: string;
}

/** A QName in text is invisible to the writer, so its prefix is declared beside it. */
const qnameValue = (prefix: string, uri: string, local: string): XmlElement =>
  element(NS.soap, 'soap:Value', { [`xmlns:${prefix}`]: uri }, `${prefix}:${local}`);

const subcodeOf = (code: NcpErrorCode): XmlElement => {
  const standard = standardSubcode(code);
  const below = standard === undefined
    ? undefined
    : element(NS.soap, 'soap:Subcode', {}, qnameValue(standard.prefix, standard.ns, standard.name));
  const shown = ERROR_REGISTRY[code].shownAs ?? code;
  return element(NS.soap, 'soap:Subcode', {}, qnameValue('err', LOCAL_FAULT_NAMESPACE, shown), below);
};

const notUnderstood = (error: NcpError): readonly XmlElement[] => {
  const { headers } = error.details;
  if (!Array.isArray(headers)) return [];
  return headers.map((name: string) => {
    const end = name.indexOf('}');
    const ns = name.slice(1, end);
    const local = name.slice(end + 1);
    // Bound everywhere, and to no other prefix (Namespaces in XML 3).
    if (ns === NS.xml) return element(NS.soap, 'soap:NotUnderstood', { qname: `xml:${local}` });
    return ns === ''
      ? element(NS.soap, 'soap:NotUnderstood', { qname: local })
      : element(NS.soap, 'soap:NotUnderstood', { 'xmlns:h': ns, qname: `h:${local}` });
  });
};

const upgrade = (): XmlElement =>
  element(NS.soap, 'soap:Upgrade', {}, element(NS.soap, 'soap:SupportedEnvelope', { qname: 'soap:Envelope' }));

const blocksFor = (error: NcpError): readonly XmlElement[] => {
  if (error.code === 'NCP_SOAP_VERSION') return [upgrade()];
  return error.code === 'NCP_SOAP_MUST_UNDERSTAND' ? notUnderstood(error) : [];
};

/**
 * The fault for a refusal before the message is a known profile message (RS 3, decisions D63).
 * The code is a Subcode in `urn:ncpeh:se:error`, text comes from the registry, Detail names the exchange;
 * nothing of the request is repeated except the names of headers that were not understood.
 */
export const faultFor = (error: NcpError, ids: FaultIds): { readonly status: 400 | 500; readonly envelope: XmlElement } => {
  const faultClass = classOf(error.code);
  const { text, hint } = ERROR_REGISTRY[error.code];
  const body = element(NS.soap, 'soap:Fault', {},
    element(NS.soap, 'soap:Code', {}, qnameValue('soap', NS.soap, faultClass), subcodeOf(error.code)),
    element(NS.soap, 'soap:Reason', {}, element(NS.soap, 'soap:Text', { 'xml:lang': 'en' }, `${text.en} ${hint.en}`)),
    element(NS.soap, 'soap:Detail', {}, element(LOCAL_FAULT_NAMESPACE, 'err:Exchange', {}, ids.exchangeId)),
  );
  const envelope = writeEnvelope({
    action: ADDRESSING_CODES.has(error.code) ? ADDRESSING_FAULT_ACTION : FAULT_ACTION,
    messageId: ids.messageId,
    ...(ids.relatesTo === undefined ? {} : { relatesTo: ids.relatesTo }),
    blocks: blocksFor(error),
    body,
  });
  return { status: faultClass === 'Sender' ? 400 : 500, envelope };
};

/** A peer's fault as class and size. Its texts are the peer's and are never shown (RS SOAP-14). */
export interface Fault {
  readonly code: FaultClass | 'other';
  /** Present when the peer runs this gateway's vocabulary. */
  readonly subcode?: NcpErrorCode;
  readonly textLength: number;
}

const CLASSES: ReadonlyMap<string, FaultClass> = new Map([
  ['Sender', 'Sender'], ['Receiver', 'Receiver'], ['VersionMismatch', 'VersionMismatch'],
  ['MustUnderstand', 'MustUnderstand'], ['DataEncodingUnknown', 'DataEncodingUnknown'],
  // SOAP 1.1 names, from proxies in front of a peer.
  ['Client', 'Sender'], ['Server', 'Receiver'],
]);

const ownText = (target: XmlElement): string =>
  target.children.map((node) => (node.kind === 'text' ? node.value : '')).join('').trim();

const localName = (qname: string): string => qname.slice(qname.indexOf(':') + 1);

const isKnownCode = (text: string): text is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, text);

/** Reads the single child of Body as a fault; undefined when it is none. */
export const faultIn = (body: XmlElement): Fault | undefined => {
  if (body.local !== 'Fault' || (body.ns !== NS.soap && body.ns !== SOAP11)) return undefined;
  const inside = [...walk(body)];
  const values = inside.filter((one) => one.local === 'Value' || one.local === 'faultcode').map((one) => localName(ownText(one)));
  const subcode = values.find(isKnownCode);
  return {
    code: CLASSES.get(values[0] ?? '') ?? 'other',
    ...(subcode === undefined ? {} : { subcode }),
    textLength: inside.reduce((sum, one) => sum + ownText(one).length, 0),
  };
};

/** The fault in an envelope; undefined when the body is something else. */
export const readFault = (root: XmlElement): Fault | undefined => {
  const body = childrenOf(root).find((part) => part.local === 'Body');
  const [only] = body === undefined ? [] : childrenOf(body);
  return only === undefined ? undefined : faultIn(only);
};
