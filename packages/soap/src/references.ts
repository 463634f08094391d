import { NcpError } from '@ncp/domain';
import { NS, childrenOf, contentIdOf, walk, type Attachments, type XmlElement } from '@ncp/xml';

/**
 * Content-IDs are compared in their percent-decoded form: some stacks escape them in the reference, some in the header,
 * some in both (wire-contract 1.5). Undefined when the escapes are broken.
 */
export const decodeContentId = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const broken = (at: string): NcpError => new NcpError('NCP_MTOM_REFERENCE', { at });

/** The Content-ID an Include names. `http:`, `file:` and everything else but `cid:` is refused, never fetched. */
const requireContentId = (include: XmlElement): string => {
  const id = contentIdOf(include);
  if (id === undefined || id === '' || include.children.some((node) => node.kind === 'element')) throw broken('href');
  return id;
};

/** XOP 1.0 3.2: the Include stands for the whole content of its parent. */
const isAlone = (include: XmlElement, parent: XmlElement): boolean =>
  parent.children.every((node) => node === include || (node.kind === 'text' && node.value.trim() === ''));

/** Content that is signed may not be a reference: the digest would cover the reference, not the bytes (RS SOAP-26). */
const isUnderSignature = (element: XmlElement): boolean => {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    if (at.ns === NS.saml || at.ns === NS.ds || at.ns === NS.wsse) return true;
  }
  return false;
};

const includesIn = function* (part: XmlElement, parent: XmlElement): Iterable<{ readonly include: XmlElement; readonly parent: XmlElement }> {
  const isInclude = part.ns === NS.xop && part.local === 'Include';
  if (isInclude) yield { include: part, parent };
  else for (const below of childrenOf(part)) yield* includesIn(below, part);
};

const bodyOf = (root: XmlElement): XmlElement | undefined => childrenOf(root, NS.soap, 'Body')[0];

/**
 * Every xop:Include under Body names one part, no part is named twice, no part is left over (RS SOAP-21, -22, -26).
 * @throws NcpError NCP_MTOM_REFERENCE
 */
export const checkReferences = (root: XmlElement, attachments: Attachments): void => {
  const body = bodyOf(root);
  const used = new Set<string>();
  for (const { include, parent } of body === undefined ? [] : includesIn(body, body)) {
    const id = requireContentId(include);
    if (!attachments.has(id) || used.has(id)) throw broken(attachments.has(id) ? 'repeated' : 'unresolved');
    if (!isAlone(include, parent) || isUnderSignature(parent)) throw broken('position');
    used.add(id);
  }
  if (used.size !== attachments.size) throw broken('unused part');
  const all = [...walk(root)].filter((one) => one.ns === NS.xop).length;
  if (all !== used.size) throw broken('position');
};
