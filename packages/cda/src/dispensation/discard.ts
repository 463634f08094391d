import { CLASS_CODES, DOCUMENT_TEMPLATES, NcpError } from '@ncp/domain';
import { attr, NS, parseXml, serialiseXml, type XmlElement, type XmlNode } from '@ncp/xml';
import { documentKind } from '../reading/document-kind.js';

/**
 * A discard is the dispensation's own document with another templateId and code (wire-contract 2.7). The template is no
 * legal OID, so such a document is put back in memory before it is checked or read (decisions D47).
 */

interface Exchange {
  readonly template: readonly [from: string, to: string];
  readonly code: readonly [from: string, to: string];
}

const RESTORE: Exchange = {
  template: [DOCUMENT_TEMPLATES.discard, DOCUMENT_TEMPLATES.eDispensation],
  code: [CLASS_CODES.discard, CLASS_CODES.eDispensation],
};
const DISCARD: Exchange = {
  template: [DOCUMENT_TEMPLATES.eDispensation, DOCUMENT_TEMPLATES.discard],
  code: [CLASS_CODES.eDispensation, CLASS_CODES.discard],
};

const withAttribute = (el: XmlElement, local: string, [from, to]: readonly [string, string]): XmlElement =>
  attr(el, local) !== from ? el : {
    ...el,
    attributes: el.attributes.map((attribute) => (attribute.local === local && attribute.ns === '' ? { ...attribute, value: to } : attribute)),
  };

const exchanged = (root: XmlElement, { template, code }: Exchange): XmlElement => ({
  ...root,
  children: root.children.map((node): XmlNode => {
    if (node.kind !== 'element' || node.ns !== NS.hl7) return node;
    if (node.local === 'templateId') return withAttribute(node, 'root', template);
    return node.local === 'code' ? withAttribute(node, 'code', code) : node;
  }),
});

const isDiscard = (root: XmlElement): boolean =>
  root.ns === NS.hl7 && root.local === 'ClinicalDocument' && root.children.some((node) =>
    node.kind === 'element' && node.local === 'templateId' && node.ns === NS.hl7 && attr(node, 'root') === DOCUMENT_TEMPLATES.discard);

/**
 * The eDispensation inside a discard document. A plain eDispensation is returned as it came: some senders change only
 * the class code of the submission.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND when it is neither
 */
export const restoreDiscard = (bytes: Uint8Array): Uint8Array => {
  const root = parseXml(bytes);
  if (isDiscard(root)) return serialiseXml(exchanged(root, RESTORE), { declaration: true });
  if (documentKind(root) === 'ed-l3') return bytes;
  throw new NcpError('NCP_CDA_KIND');
};

/**
 * The discard document of an eDispensation we sent: everything else stays, its id first of all.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND when it is no eDispensation
 */
export const toDiscard = (bytes: Uint8Array): Uint8Array => {
  const root = parseXml(bytes);
  if (documentKind(root) !== 'ed-l3') throw new NcpError('NCP_CDA_KIND');
  return serialiseXml(exchanged(root, DISCARD), { declaration: true });
};
