import { NcpError } from '@ncp/domain';
import { decodeBase64 } from './base64.js';
import { NS } from './namespaces.js';
import { attr, childrenOf, pathOf, textOf } from './read.js';
import type { XmlElement } from './tree.js';

/** Parts of an MTOM message: Content-ID without angle brackets to bytes. */
export type Attachments = ReadonlyMap<string, Uint8Array>;

/**
 * The bytes an element stands for: inline base64, or one `xop:Include` that names an attachment.
 * Both forms must be accepted (wire-contract 1.5). Raises NCP_MTOM_REFERENCE for an Include that does not
 * resolve or has company, NCP_XML_BASE64 for text that is not base64.
 */
export const binaryContent = (el: XmlElement, attachments: Attachments): Uint8Array => {
  const [include, ...more] = childrenOf(el);
  const inline = textOf(el);
  // Line breaks inside inline base64 are usual, and old encoders leave spare bits behind.
  if (include === undefined) return decodeBase64(inline, { strict: false });
  const id = contentIdOf(include);
  const part = id === undefined ? undefined : attachments.get(id);
  const alone = include.ns === NS.xop && include.local === 'Include' && more.length === 0 && inline.trim() === '';
  if (!alone || part === undefined) throw new NcpError('NCP_MTOM_REFERENCE', { at: pathOf(el) });
  return part;
};

/** Content-ID named by an `xop:Include`: after `cid:`, percent-decoded (RFC 2392). Undefined where it names none. */
export const contentIdOf = (include: XmlElement): string | undefined => {
  const href = attr(include, 'href');
  if (href === undefined || !href.startsWith('cid:')) return undefined;
  try {
    return decodeURIComponent(href.slice(4));
  } catch {
    return undefined;
  }
};
