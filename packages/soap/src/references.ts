import { NcpError } from '@ncp/domain';
import { NS, contentIdOf, walk, type Attachments, type XmlElement } from '@ncp/xml';

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
  if (include.local !== 'Include' || id === undefined || id === '' || include.children.some((node) => node.kind === 'element')) throw broken('href');
  return id;
};

/** XOP 1.0 3.2: the Include stands for the whole content of its parent. */
const isAlone = (include: XmlElement, parent: XmlElement): boolean =>
  parent.children.every((node) => node === include || (node.kind === 'text' && node.value.trim() === ''));

/** An ancestor that is the Body, and none that is signed: a digest would cover the reference, not the bytes (RS SOAP-26). */
const standsInBody = (parent: XmlElement): boolean => {
  for (let at: XmlElement | undefined = parent; at !== undefined; at = at.parent) {
    if (at.ns === NS.saml || at.ns === NS.ds || at.ns === NS.wsse) return false;
    if (at.ns === NS.soap && at.local === 'Body') return at.parent?.parent === undefined;
  }
  return false;
};

/**
 * Every xop:Include stands in Body and names one part, no part is named twice, no part is left over (RS SOAP-21, -22, -26).
 * `root` is a parsed message.
 * @throws NcpError NCP_MTOM_REFERENCE
 */
export const checkReferences = (root: XmlElement, attachments: Attachments): void => {
  const used = new Set<string>();
  for (const include of walk(root)) {
    if (include.ns !== NS.xop) continue;
    const id = requireContentId(include);
    if (!attachments.has(id) || used.has(id)) throw broken(attachments.has(id) ? 'repeated' : 'unresolved');
    const { parent } = include;
    if (parent === undefined || !isAlone(include, parent) || !standsInBody(parent)) throw broken('position');
    used.add(id);
  }
  if (used.size !== attachments.size) throw broken('unused part');
};
