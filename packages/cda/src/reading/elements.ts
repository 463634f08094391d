import { attr, NS, type XmlElement } from '@ncp/xml';

/**
 * Finding elements in documents as they really are (cda-documents 1, 9). Names are compared by namespace URI, never by
 * prefix. Inside a product three namespaces mean the same: documents mix the extension, its older name and HL7's own.
 */

const PRODUCT_NAMESPACES: ReadonlySet<string> = new Set([NS.pharm, NS.pharmOld, NS.hl7]);

const isNull = (el: XmlElement): boolean => attr(el, 'nullFlavor') !== undefined;

function* namedIn(el: XmlElement | undefined, locals: readonly string[], isNamespace: (ns: string) => boolean): Generator<XmlElement, void, undefined> {
  if (el === undefined) return;
  for (const node of el.children) {
    if (node.kind === 'element' && isNamespace(node.ns) && locals.includes(node.local)) yield node;
  }
}

const isV3 = (ns: string): boolean => ns === NS.hl7;
const isProduct = (ns: string): boolean => PRODUCT_NAMESPACES.has(ns);

/** Children of that name, nulls included. */
export const v3All = (el: XmlElement | undefined, ...locals: readonly string[]): readonly XmlElement[] => [...namedIn(el, locals, isV3)];

/** The first child of that name that is not null; follows a path of names. */
export const v3At = (el: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((at, local) => [...namedIn(at, [local], isV3)].find((found) => !isNull(found)), el);

/** As `v3All`, in any of the namespaces of a product; several names mean the same thing. */
export const productAll = (el: XmlElement | undefined, ...locals: readonly string[]): readonly XmlElement[] => [...namedIn(el, locals, isProduct)];

/** The first such child that is not null. */
export const productAt = (el: XmlElement | undefined, ...locals: readonly string[]): XmlElement | undefined =>
  productAll(el, ...locals).find((found) => !isNull(found));

export const isOlderExtension = (el: XmlElement): boolean => el.ns === NS.pharmOld;

/** Parts of a narrative that stand apart from what is before and after them. */
export const APART: ReadonlySet<string> = new Set(['br', 'caption', 'item', 'list', 'paragraph', 'table', 'td', 'th', 'tr']);

/**
 * All text inside an element, in one line. A comment in the middle of a name does not hide the rest of it:
 * what a document says is read whole or not at all, and a CDA document is not signed.
 */
export const wholeText = (el: XmlElement | undefined): string | undefined => {
  if (el === undefined || isNull(el)) return undefined;
  const parts: string[] = [];
  const collect = (at: XmlElement): void => {
    for (const node of at.children) {
      if (node.kind === 'text') parts.push(node.value);
      else if (node.kind === 'element') {
        const apart = APART.has(node.local) ? ' ' : '';
        parts.push(apart);
        collect(node);
        parts.push(apart);
      }
    }
  };
  collect(el);
  const text = parts.join('').split(/\s+/).join(' ').trim();
  return text === '' ? undefined : text;
};
