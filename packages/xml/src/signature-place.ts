import { NcpError } from '@ncp/domain';
import { NS } from './namespaces.js';
import { attr, child, childrenOf, pathOf, walk } from './read.js';
import { rootOf, type XmlElement } from './tree.js';

/** Where a profile puts the Signature among the child elements of what it signs. */
export type SignaturePosition = { readonly afterLocal: string; readonly ns: string } | 'last';

/** Directly after Issuer, itself the first child (SAML core 2.3.3, wire-contract 4.6). */
export const AFTER_ISSUER: SignaturePosition = { afterLocal: 'Issuer', ns: NS.saml };

/**
 * The one Signature of an element. Raises NCP_DSIG_MISSING where there is none, NCP_DSIG_POSITION where it is
 * in another place or one of several (RS DSIG-29, -30), NCP_XSW_WRAPPING where another one hides deeper.
 * Refuses comments and processing instructions in everything signed (RS XML-10, -28, DSIG-04).
 */
export const locateSignature = (el: XmlElement, position: SignaturePosition): XmlElement => {
  const signatures = childrenOf(el, NS.ds, 'Signature');
  const [signature] = signatures;
  if (signature === undefined) throw new NcpError(hasSignatureElsewhere(el) ? 'NCP_DSIG_POSITION' : 'NCP_DSIG_MISSING', { at: pathOf(el) });
  if (signatures.length > 1 || !standsAt(el, signature, position)) throw new NcpError('NCP_DSIG_POSITION', { at: pathOf(el), found: signatures.length });
  refuseDistractions(el, signature, false);
  return signature;
};

const standsAt = (el: XmlElement, signature: XmlElement, position: SignaturePosition): boolean => {
  const children = childrenOf(el);
  const index = children.indexOf(signature);
  if (position === 'last') return index === children.length - 1;
  const [first] = children;
  return index === 1 && first?.ns === position.ns && first.local === position.afterLocal;
};

/** A Signature inside the element, or anywhere in the message with a Reference to its id. */
const hasSignatureElsewhere = (el: XmlElement): boolean => {
  for (const at of walk(el)) if (at.ns === NS.ds && at.local === 'Signature') return true;
  const targets = new Set(['ID', 'Id', 'AssertionID'].map((name) => attr(el, name)).filter((id) => id !== undefined).map((id) => `#${id}`));
  for (const at of walk(rootOf(el))) {
    if (at.ns === NS.ds && at.local === 'Reference' && targets.has(attr(at, 'URI') ?? '')) return true;
  }
  return false;
};

const refuseDistractions = (at: XmlElement, signature: XmlElement, inSignature: boolean): void => {
  for (const node of at.children) {
    switch (node.kind) {
      case 'text': break;
      case 'pi': throw new NcpError('NCP_XML_PI', { at: pathOf(at) });
      case 'comment': throw new NcpError(inSignature ? 'NCP_DSIG_STRUCTURE' : 'NCP_XML_COMMENT_IN_VALUE', { at: pathOf(at) });
      case 'element':
        if (node !== signature && node.ns === NS.ds && node.local === 'Signature') throw new NcpError('NCP_XSW_WRAPPING', { at: pathOf(node) });
        refuseDistractions(node, signature, inSignature || node === signature);
        break;
    }
  }
};

/** Puts a built Signature where the position says. Raises NCP_DSIG_POSITION where the element lacks the place. */
export const insertSignature = (el: XmlElement, signature: XmlElement, position: SignaturePosition): XmlElement => {
  if (child(el, NS.ds, 'Signature') !== undefined) throw new NcpError('NCP_DSIG_POSITION', { at: pathOf(el), found: 1 });
  if (position === 'last') return Object.freeze({ ...el, children: Object.freeze([...el.children, signature]) });
  const first = child(el, position.ns, position.afterLocal);
  const [outermost] = childrenOf(el);
  if (first === undefined || outermost !== first) throw new NcpError('NCP_DSIG_POSITION', { at: pathOf(el), found: 0 });
  const at = el.children.indexOf(first) + 1;
  return Object.freeze({ ...el, children: Object.freeze([...el.children.slice(0, at), signature, ...el.children.slice(at)]) });
};
