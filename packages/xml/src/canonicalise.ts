import { NcpError } from '@ncp/domain';
import { XmlC14NMode } from 'libxml2-wasm';
import { NS } from './namespaces.js';
import { openDocument } from './parse.js';
import { serialiseApex } from './serialise.js';
import { Sink } from './sink.js';
import { namespacesInScope, type XmlAttribute, type XmlElement, type XmlNode } from './tree.js';

export interface CanonicalForm {
  /** Exclusive (the default) or inclusive canonical XML 1.0. */
  readonly exclusive?: boolean;
  readonly withComments?: boolean;
  /** PrefixList of exclusive canonicalisation; `#default` names the default namespace. */
  readonly inclusivePrefixes?: readonly string[];
}

/**
 * Canonical bytes of an element with everything in it, in the namespaces where it stands.
 * The subtree is written out with its in-scope declarations and canonicalised as a document, which costs
 * only the subtree; `canonicalise.test.ts` holds it equal to an independent implementation.
 * Raises NCP_DSIG_C14N for relative namespace URIs, which have no canonical form (C14N 1.1, RS DSIG-31), and for a form that
 * grows beyond its bound.
 */
export const canonicalise = (el: XmlElement, form: CanonicalForm = {}): Uint8Array => canonicaliseWithout(el, undefined, form);

/** As `canonicalise`, one child left out: the enveloped-signature transform. */
export const canonicaliseWithout = (el: XmlElement, omit: XmlNode | undefined, form: CanonicalForm): Uint8Array => {
  refuseRelativeNamespaces(el);
  const exclusive = form.exclusive !== false;
  const bytes = serialiseApex(el, { inherited: exclusive ? [] : inheritedXmlAttributes(el), omit });
  const document = openDocument(bytes);
  // Exclusive form repeats a declaration on every sibling that uses it; honest documents stay under twice their size.
  const sink = new Sink(Math.min(16 * bytes.length + 65_536, 67_108_864));
  try {
    document.canonicalize(
      sink,
      {
        mode: exclusive ? XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : XmlC14NMode.XML_C14N_1_0,
        withComments: form.withComments === true,
        // The inclusive form has no use for them.
        inclusiveNamespacePrefixes: [...(form.inclusivePrefixes ?? [])],
      },
    );
  } catch {
    // Also where it grew beyond the bound: what is signed was read, and it is its signature that nobody can judge.
    throw new NcpError('NCP_DSIG_C14N', { bytes: sink.bytes });
  } finally {
    document.dispose();
  }
  if (sink.bytes === 0) throw new NcpError('NCP_DSIG_C14N', { bytes: 0 });
  return sink.take();
};

const refuseRelativeNamespaces = (el: XmlElement): void => {
  const refuse = (uri: string): void => {
    if (uri !== '' && !SCHEME.test(uri)) throw new NcpError('NCP_DSIG_C14N', { relativeNamespace: true });
  };
  for (const uri of namespacesInScope(el).values()) refuse(uri);
  const refuseWithin = (at: XmlElement): void => {
    for (const { uri } of at.namespaces) refuse(uri);
    for (const node of at.children) if (node.kind === 'element') refuseWithin(node);
  };
  refuseWithin(el);
};

/** RFC 3986: a letter, then letters, digits, `+`, `-`, `.`, then a colon. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Inclusive canonical XML 1.0 of a subtree takes over `xml:` attributes of its ancestors (section 2.4). */
const inheritedXmlAttributes = (el: XmlElement): XmlAttribute[] => {
  const seen = new Set(el.attributes.filter((one) => one.ns === NS.xml).map((one) => one.local));
  const inherited: XmlAttribute[] = [];
  for (let at = el.parent; at !== undefined; at = at.parent) {
    for (const attribute of at.attributes) {
      if (attribute.ns !== NS.xml || seen.has(attribute.local)) continue;
      seen.add(attribute.local);
      inherited.push(attribute);
    }
  }
  return inherited;
};
