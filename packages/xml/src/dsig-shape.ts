import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { decodeBase64 } from './base64.js';
import { NS } from './namespaces.js';
import { attr, childrenOf, pathOf, textOf } from './read.js';
import type { XmlElement } from './tree.js';

/**
 * The child elements of a ds: element that holds elements only: no stray text, no foreign children, no
 * attribute but the named ones. Raises NCP_DSIG_STRUCTURE.
 */
export const partsOf = (el: XmlElement, attributes: readonly string[] = []): XmlElement[] => {
  onlyAttributes(el, attributes);
  if (textOf(el).trim() !== '') throw structure(el);
  const parts = childrenOf(el);
  if (parts.some((part) => part.ns !== NS.ds)) throw structure(el);
  return parts;
};

/** The text of a ds: element that holds text only. Raises NCP_DSIG_STRUCTURE. */
export const leafText = (el: XmlElement): string => {
  onlyAttributes(el, ['Id']);
  if (childrenOf(el).length > 0) throw structure(el);
  return textOf(el);
};

/** Strict base64 of a ds: leaf, white space allowed (RS DSIG-32, -33). Raises NCP_DSIG_STRUCTURE. */
export const leafBytes = (el: XmlElement): Uint8Array => {
  const value = leafText(el);
  try {
    return decodeBase64(value);
  } catch {
    throw structure(el);
  }
};

/** The Algorithm of a ds: element with no other attribute and no child elements but `allowed`. */
export const algorithmOf = (el: XmlElement): string => {
  onlyAttributes(el, ['Algorithm']);
  return attr(el, 'Algorithm') ?? '';
};

/** Canonicalisation looks each of them up at every element, through all that is declared around it. Peers list up to four. */
const MAX_PREFIXES = 16;

/**
 * PrefixList of the one optional `ec:InclusiveNamespaces`; anything else inside is refused with `code`:
 * XSLT and XPath parameters, HMACOutputLength and the like (RS DSIG-15, -19).
 */
export const prefixListOf = (el: XmlElement, code: NcpErrorCode): string[] => {
  const parts = childrenOf(el);
  const [inclusive] = parts;
  if (textOf(el).trim() !== '' || parts.length > 1) throw new NcpError(code, { at: pathOf(el) });
  if (inclusive === undefined) return [];
  if (inclusive.ns !== NS.ec || inclusive.local !== 'InclusiveNamespaces' || inclusive.children.length > 0) throw new NcpError(code, { at: pathOf(el) });
  onlyAttributes(inclusive, ['PrefixList']);
  const prefixes = (attr(inclusive, 'PrefixList') ?? '').split(' ').filter((prefix) => prefix !== '');
  if (prefixes.length > MAX_PREFIXES) throw new NcpError(code, { at: pathOf(el), prefixes: prefixes.length });
  return prefixes;
};

export const structure = (el: XmlElement): NcpError => new NcpError('NCP_DSIG_STRUCTURE', { at: pathOf(el) });

const onlyAttributes = (el: XmlElement, allowed: readonly string[]): void => {
  // Inclusive canonicalisation brings `xml:lang` and the like of ancestors down to SignedInfo; they mean nothing here.
  const harmless = (ns: string, local: string): boolean => (ns === '' ? allowed.includes(local) : ns === NS.xml && local !== 'id');
  if (!el.attributes.every(({ ns, local }) => harmless(ns, local))) throw structure(el);
};
