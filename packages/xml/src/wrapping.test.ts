import { beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError, type NcpErrorCode } from '@ncp/domain';
import * as fc from 'fast-check';
import { assertion, envelope, find, received, rsaSigner, signedAssertion, withAttribute, withChildren, withEach, withText, type Signer } from '../fixtures/signing.js';
import { canonicalise, child, childrenOf, element, NS, parseXml, serialiseXml, textOf, verifyElement, walk, type XmlElement, type XmlNode } from './index.js';

let rsa: Signer;
beforeAll(() => { rsa = rsaSigner(); });

/** What each assertion that a reader could pick is taken for: the name in it, or the code it is refused with. */
const outcomes = (root: XmlElement): string[] => {
  const message = parseXml(serialiseXml(root));
  return [...walk(message)].filter(({ local, ns }) => local === 'Assertion' && ns === NS.saml).map((el): NcpErrorCode | string => {
    try {
      return textOf(find(verifyElement(el, { resolveKey: () => rsa.publicKey }).value, 'NameID'));
    } catch (error) {
      if (!isNcpError(error)) throw error;
      return error.code;
    }
  });
};

const original = (): XmlElement => signedAssertion(rsa);
const signatureOf = (el: XmlElement): XmlElement => find(el, 'Signature');
const unsigned = (el: XmlElement): XmlElement => withChildren(el, ...el.children.filter((one) => one !== child(el, NS.ds, 'Signature')));
const evil = (id = '_evil'): XmlElement => withEach(assertion(0, id), 'NameID', (el) => withText(el, 'evil'));
const afterIssuer = (el: XmlElement, ...nodes: XmlNode[]): XmlElement => withChildren(el, el.children[0] as XmlNode, ...nodes, ...el.children.slice(1));
const inSignature = (signature: XmlElement, el: XmlElement): XmlElement => withChildren(signature, ...signature.children, element(NS.ds, 'ds:Object', {}, el));

describe('signature wrapping', () => {
  it('control: the genuine message gives the genuine name', () => {
    expect(outcomes(envelope(original()))).toEqual(['pharmacist-0']);
  });

  const variants: readonly (readonly [string, () => XmlElement, readonly string[]])[] = [
    ['XSW-01 evil around the original inside its own signature', () => envelope(afterIssuer(evil(), inSignature(signatureOf(original()), unsigned(original())))), ['NCP_DSIG_STRUCTURE', 'NCP_DSIG_POSITION']],
    ['XSW-02 signature detached beside the original', () => envelope(evil(), signatureOf(original()), unsigned(original())), ['NCP_DSIG_MISSING', 'NCP_DSIG_POSITION']],
    ['XSW-03 evil before the original', () => envelope(evil(), original()), ['NCP_DSIG_MISSING', 'pharmacist-0']],
    ['XSW-04 the original as child of evil', () => envelope(withChildren(evil(), ...evil().children, original())), ['NCP_DSIG_POSITION', 'pharmacist-0']],
    ['XSW-05 evil keeps the signature, the original moved to the end', () => envelope(afterIssuer(evil(), signatureOf(original())), unsigned(original())), ['NCP_DSIG_TARGET', 'NCP_DSIG_POSITION']],
    ['XSW-06 evil encloses the signature, which encloses the original', () => envelope(afterIssuer(evil('_assertion-0'), inSignature(signatureOf(original()), unsigned(original())))), ['NCP_XML_DUPLICATE_ID', 'NCP_DSIG_POSITION']],
    ['XSW-07 evil in an extension element', () => envelope(element('urn:x', 'Extensions', {}, evil()), original()), ['NCP_DSIG_MISSING', 'pharmacist-0']],
    ['XSW-08 the original in Object, evil in its place with its id', () => envelope(afterIssuer(evil('_assertion-0'), inSignature(signatureOf(original()), original()))), ['NCP_XSW_WRAPPING', 'NCP_XML_DUPLICATE_ID']],
    ['XSW-12 the original inside Advice of evil', () => envelope(withChildren(evil(), ...evil().children, element(NS.saml, 'saml2:Advice', {}, original()))), ['NCP_DSIG_POSITION', 'pharmacist-0']],
    ['XSW-13 evil with the same id, before', () => envelope(afterIssuer(evil('_assertion-0'), signatureOf(original())), original()), ['NCP_XML_DUPLICATE_ID', 'NCP_XML_DUPLICATE_ID']],
    ['XSW-13 evil with the same id, after', () => envelope(original(), evil('_assertion-0')), ['NCP_XML_DUPLICATE_ID', 'NCP_DSIG_POSITION']],
    ['XSW-14 evil in a namespace that differs by a slash', () => envelope({ ...afterIssuer(evil(), signatureOf(original())), ns: `${NS.saml}/` }, original()), ['pharmacist-0']],
    ['XSW-20 control: a reference in Advice', () => envelope(original(), element('urn:x', 'Other')), ['pharmacist-0']],
  ];
  it.each(variants)('%s: evil content is never taken for signed', (_, message, expected) => {
    const seen = outcomes(message());
    expect(seen).not.toContain('evil');
    // The element that kept its own signature stays good for whoever asks for exactly that element.
    expect(seen.map((one, index) => (expected[index] === undefined ? undefined : one))).toEqual(expected);
  });

  it('XSW-19 refuses a comment, an instruction or CDATA that splits a name', () => {
    const split = (node: XmlNode): XmlElement => envelope(withEach(original(), 'NameID', (el) => withChildren(el, { kind: 'text', value: 'pharmacist-', cdata: false }, node, { kind: 'text', value: '0', cdata: false })));
    expect(outcomes(split({ kind: 'comment', value: '' }))).toEqual(['NCP_XML_COMMENT_IN_VALUE']);
    expect(outcomes(split({ kind: 'pi', target: 'x', value: '' }))).toEqual(['NCP_XML_PI']);
    expect(outcomes(split({ kind: 'text', value: '', cdata: true }))).toEqual(['pharmacist-0']);
  });
});

/** Where elements stand in a tree, as lists of child indexes. */
const pathsIn = (el: XmlElement): number[][] =>
  el.children.flatMap((node, index) => (node.kind === 'element' ? [[index], ...pathsIn(node).map((rest) => [index, ...rest])] : []));
const at = (el: XmlElement, path: readonly number[]): XmlElement =>
  path.reduce((from, index) => { const node = from.children[index]; return node?.kind === 'element' ? node : from; }, el);
const putAt = (el: XmlElement, path: readonly number[], edit: (el: XmlElement) => XmlElement | undefined): XmlElement => {
  const [first, ...rest] = path;
  if (first === undefined) return edit(el) ?? el;
  return withChildren(el, ...el.children.flatMap((node, index): XmlNode[] => {
    if (index !== first || node.kind !== 'element') return [node];
    if (rest.length > 0) return [putAt(node, rest, edit)];
    const replaced = edit(node);
    return replaced === undefined ? [] : [replaced];
  }));
};

describe('FUZZ-03 structure-aware moves', () => {
  it('never accepts content that differs from what was signed', () => {
    const genuine = new Set(['pharmacist-0', 'pharmacist-1']);
    const base = received(signedAssertion(rsa, 0), signedAssertion(rsa, 1));
    const pick = fc.nat(500);
    const move = fc.record({ kind: fc.constantFrom('copy', 'move', 'drop', 'rename', 'rebind', 'id', 'evil'), from: pick, to: pick, at: fc.nat(5) });
    fc.assert(fc.property(fc.array(move, { minLength: 1, maxLength: 4 }), (moves) => {
      let root = strip(base);
      for (const one of moves) {
        const paths = pathsIn(root);
        const [from, to] = [paths[one.from % paths.length] ?? [], paths[one.to % paths.length] ?? []];
        const piece = at(root, from);
        if (one.kind === 'copy' || one.kind === 'move') root = putAt(root, to, (el) => withChildren(el, ...el.children.slice(0, one.at), piece, ...el.children.slice(one.at)));
        if (one.kind === 'move' || one.kind === 'drop') root = putAt(root, from, () => undefined);
        if (one.kind === 'rename') root = putAt(root, from, (el) => ({ ...el, local: at(root, to).local, ns: at(root, to).ns, prefix: at(root, to).prefix }));
        if (one.kind === 'rebind') root = putAt(root, from, (el) => ({ ...el, namespaces: [...el.namespaces.filter(({ prefix }) => prefix !== 'xs'), { prefix: 'xs', uri: 'urn:evil' }] }));
        if (one.kind === 'id') root = putAt(root, from, (el) => withAttribute(el, ['ID', 'Id', 'URI', 'xs'][one.at % 4] ?? 'ID', `${one.at > 3 ? '#' : ''}_assertion-${String(one.to % 2)}`));
        if (one.kind === 'evil') root = putAt(root, from, (el) => (childrenOf(el).length === 0 ? withText(el, 'evil') : el));
      }
      const signed = new Map([0, 1].map((n) => [`pharmacist-${String(n)}`, canonicalText(assertion(n))]));
      for (const el of walk(reparsed(root) ?? element('', 'x'))) {
        if (el.local !== 'Assertion') continue;
        let value: XmlElement;
        try {
          value = verifyElement(el, { resolveKey: () => rsa.publicKey }).value;
        } catch (error) {
          expect(isNcpError(error)).toBe(true);
          continue;
        }
        const name = textOf(find(value, 'NameID'));
        expect(genuine.has(name)).toBe(true);
        expect(canonicalText(value)).toBe(signed.get(name));
      }
    }), { numRuns: 500 });
  });
});

const strip = (el: XmlElement): XmlElement => {
  const { parent: _, ...rest } = el;
  return { ...rest, children: el.children.map((node) => (node.kind === 'element' ? strip(node) : node)) };
};
const canonicalText = (el: XmlElement): string => new TextDecoder().decode(canonicalise(el));
/** Some moves make a tree that no XML can hold; those are no message. */
const reparsed = (root: XmlElement): XmlElement | undefined => {
  try {
    return parseXml(serialiseXml(root));
  } catch (error) {
    expect(isNcpError(error)).toBe(true);
    return undefined;
  }
};
