import { NcpError } from '@ncp/domain';
import { NS, childrenOf, type XmlElement } from '@ncp/xml';
import { codeFor } from './cause.js';
import type { AssertionKind } from './names.js';

/**
 * The part of the SAML 2.0 assertion schema that the profile uses, as data (SAML core 2.3-2.7).
 * Order and number of child elements and the attributes of every element are judged after the signature:
 * a valid signature does not make an invalid assertion valid (RS SAML-26).
 */
interface Slot {
  readonly names: readonly string[];
  readonly min: number;
  readonly max: number;
}

interface Shape {
  readonly attributes: readonly string[];
  /** `any`: foreign content, not judged. `text`: no child elements. */
  readonly content: 'text' | 'any' | readonly Slot[];
}

const MANY = Number.POSITIVE_INFINITY;
const slot = (names: string, min: number, max: number): Slot => ({ names: names.split(' '), min, max });
const text = (...attributes: readonly string[]): Shape => ({ attributes, content: 'text' });

const NAME_ID = text('NameQualifier', 'SPNameQualifier', 'Format', 'SPProvidedID');
const IDENTIFIER = slot('NameID', 0, 1);

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['Assertion', {
    attributes: ['Version', 'ID', 'IssueInstant'],
    content: [slot('Issuer', 1, 1), slot('Subject', 0, 1), slot('Conditions', 0, 1), slot('Advice', 0, 1), slot('AuthnStatement AttributeStatement', 0, MANY)],
  }],
  ['Issuer', NAME_ID],
  ['NameID', NAME_ID],
  ['Subject', { attributes: [], content: [IDENTIFIER, slot('SubjectConfirmation', 0, MANY)] }],
  ['SubjectConfirmation', { attributes: ['Method'], content: [IDENTIFIER, slot('SubjectConfirmationData', 0, 1)] }],
  ['SubjectConfirmationData', { attributes: ['NotBefore', 'NotOnOrAfter', 'Recipient', 'InResponseTo', 'Address'], content: 'any' }],
  ['Conditions', { attributes: ['NotBefore', 'NotOnOrAfter'], content: [slot('Condition AudienceRestriction OneTimeUse ProxyRestriction', 0, MANY)] }],
  ['Condition', { attributes: [], content: 'any' }],
  ['AudienceRestriction', { attributes: [], content: [slot('Audience', 1, MANY)] }],
  ['Audience', text()],
  ['OneTimeUse', text()],
  ['ProxyRestriction', { attributes: ['Count'], content: [slot('Audience', 0, MANY)] }],
  ['Advice', { attributes: [], content: [slot('AssertionIDRef AssertionURIRef', 0, MANY)] }],
  ['AssertionIDRef', text()],
  ['AssertionURIRef', text()],
  ['AuthnStatement', { attributes: ['AuthnInstant', 'SessionIndex', 'SessionNotOnOrAfter'], content: [slot('SubjectLocality', 0, 1), slot('AuthnContext', 0, 1)] }],
  ['SubjectLocality', text('Address', 'DNSName')],
  ['AuthnContext', {
    attributes: [],
    content: [slot('AuthnContextClassRef', 0, 1), slot('AuthnContextDecl AuthnContextDeclRef', 0, 1), slot('AuthenticatingAuthority', 0, MANY)],
  }],
  ['AuthnContextClassRef', text()],
  ['AuthnContextDecl', { attributes: [], content: 'any' }],
  ['AuthnContextDeclRef', text()],
  ['AuthenticatingAuthority', text()],
  ['AttributeStatement', { attributes: [], content: [slot('Attribute', 1, MANY)] }],
  ['Attribute', { attributes: ['Name', 'NameFormat', 'FriendlyName'], content: [slot('AttributeValue', 0, MANY)] }],
  ['AttributeValue', { attributes: [], content: 'any' }],
]);

const ENCRYPTED = new Set(['EncryptedAssertion', 'EncryptedID', 'EncryptedAttribute']);

/** True for content that we cannot see into: it is refused as unsupported, not as malformed (RS SAML-22). */
export const isEncrypted = (element: XmlElement): boolean => element.ns === NS.saml && ENCRYPTED.has(element.local);

type Invalid = (at: string) => NcpError;

const requireSequence = (parent: string, slots: readonly Slot[], children: readonly XmlElement[], invalid: Invalid): void => {
  let at = 0;
  for (const { names, min, max } of slots) {
    let count = 0;
    for (let next = children[at]; next !== undefined && names.includes(next.local) && count < max; next = children[at]) {
      at += 1;
      count += 1;
    }
    if (count < min) throw invalid(parent);
  }
  if (at < children.length) throw invalid(parent);
};

const requireNoText = (element: XmlElement, invalid: Invalid): void => {
  const stray = element.children.some((node) => node.kind === 'text' && node.value.trim() !== '');
  if (stray) throw invalid(element.local);
};

/**
 * @throws NcpError the codes of structure and of what is unsupported, of this kind of assertion (decisions D60):
 *   NCP_SAML_STRUCTURE, _UNSUPPORTED; of a TRC NCP_SAML_TRC_CONTENT, _TRC_UNSUPPORTED
 */
export const checkShape = (element: XmlElement, kind: AssertionKind): void => {
  const invalid: Invalid = (at) => new NcpError(codeFor(kind, 'structure'), { at });
  if (isEncrypted(element)) throw new NcpError(codeFor(kind, 'unsupported'));
  const shape = element.ns === NS.saml ? SHAPES.get(element.local) : undefined;
  if (shape === undefined) throw invalid('element');
  const foreign = element.attributes.some(({ ns, local }) => ns === '' && !shape.attributes.includes(local));
  if (foreign) throw invalid(element.local);
  if (shape.content === 'any') return;
  const children = childrenOf(element);
  if (shape.content === 'text') {
    if (children.length > 0) throw invalid(element.local);
    return;
  }
  requireNoText(element, invalid);
  for (const one of children) checkShape(one, kind);
  requireSequence(element.local, shape.content, children, invalid);
};
