import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ParseOption, XmlCData, XmlComment, XmlDocument, XmlElement as EngineElement, XmlText, XmlTreeNode, XmlXPath, type XmlNode as EngineNode } from 'libxml2-wasm';
import { canonicalise, parseXml, serialiseXml, text, utf8 } from './index.js';
import { readWritten } from './written.js';

/** The same tree by asking the engine for every node, as plain data without parents. */
const asked = (bytes: Uint8Array): unknown => {
  const document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_SKIP_IDS });
  try {
    return askedElement(document.root);
  } finally {
    document.dispose();
  }
};

const askedElement = (from: EngineElement): unknown => {
  const children: unknown[] = [];
  for (let at: EngineNode | null = from.firstChild; at !== null; at = at instanceof XmlTreeNode ? at.next : at.get(NEXT_NODE)) children.push(askedNode(at));
  return {
    kind: 'element', ns: from.namespaceUri, local: from.name, prefix: from.prefix, children,
    attributes: from.attrs.map(({ namespaceUri, name, prefix, value }) => ({ ns: namespaceUri, local: name, prefix, value })),
    namespaces: Object.entries(from.nsDeclarations).map(([prefix, uri]) => ({ prefix, uri })),
  };
};
const NEXT_NODE = XmlXPath.compile('following-sibling::node()[1]');
const NODE_NAME = XmlXPath.compile('name()');

const askedNode = (node: EngineNode): unknown => {
  if (node instanceof EngineElement) return askedElement(node);
  if (node instanceof XmlText) return { kind: 'text', value: node.content, cdata: false };
  if (node instanceof XmlCData) return { kind: 'text', value: node.content, cdata: true };
  if (node instanceof XmlComment) return { kind: 'comment', value: node.content };
  return { kind: 'pi', target: node.eval(NODE_NAME), value: node.content };
};

const withoutParents = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, member: unknown) => (key === 'parent' ? undefined : member)));
const agrees = (bytes: Uint8Array): void => { expect(withoutParents(parseXml(bytes))).toEqual(asked(bytes)); };

describe('readWritten', () => {
  it.each([
    '<a xmlns="urn:a"><b xmlns=""><c/></b><d xmlns="urn:a"/></a>',
    '<p:a xmlns:p="urn:p\'" xmlns:q="urn:q" q:b="1&#10;2&#13;&#9;å&lt;&gt;&amp;&quot;\'" b=\'"\' xml:lang="sv"/>',
    "<a xmlns:p='urn:%22'>]]&gt;<![CDATA[a]]]]><![CDATA[>b]]>&#13;\r\n\t&lt;<![CDATA[]]>\u{1F48A}<![CDATA[<x>&amp;]]></a>",
    '<!-- before --><?before?><a><!-- c --><?pi  data ?><?pi?>x<!----><b/>y</a><!-- after --><?after x?>',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<a\n b = "x\ny"\t><c >  </c ></a>\n',
    '<a>\u007f\u0085\u2028\ufffd</a>',
    '<xml-a xmlnsx="1" xml:id="i"><_.-/><å ä="ö"/></xml-a>',
    '<a xmlns:a="urn:1"><a:b xmlns:a="urn:2" a:c=""><a:d xmlns:a="urn:1" a:c="&#x41;"/></a:b></a>',
    '<a xmlns:p="urn:1"><p:b xmlns:p="urn:2" xmlns="urn:3" xmlns:q="urn:q"><q:c/></p:b><p:c/><d><q:e xmlns:q="urn:q2" p:f=""/></d></a>',
  ])('reads what the engine says: %s', (source) => { agrees(utf8(source)); });

  it('links every child to its parent and freezes everything', () => {
    const root = parseXml(utf8('<a><b c="d">e</b></a>'));
    const [b] = root.children;
    expect(b?.kind === 'element' && b.parent === root).toBe(true);
    expect([root, root.children, root.attributes, b, b?.kind === 'element' ? b.attributes[0] : undefined].every((one) => Object.isFrozen(one))).toBe(true);
    expect('parent' in root).toBe(false);
  });

  it('reads what quotes with apostrophes, and what has a declaration before it', () => {
    expect(readWritten(`<?xml version="1.0"?><a xmlns='urn:"'/>`)).toEqual(readWritten('<a xmlns="urn:&quot;"/>'));
  });

  it('has one list for all that lack something', () => {
    const [one, other] = [readWritten('<a/>'), readWritten('<b/>')];
    expect([one.namespaces, one.attributes]).toEqual([[], []]);
    expect([other.namespaces, other.attributes].every((list) => list === one.namespaces)).toBe(true);
  });

  it('XML-16 resolves twice the names in about twice the time, however many namespaces are declared around them', () => {
    const names = (declared: number, elements: number): string =>
      `<a ${Array.from({ length: declared }, (_, n) => `xmlns:p${String(n)}="urn:${String(n)}"`).join(' ')}>` +
      `<p${String(declared - 1)}:b ${Array.from({ length: 60 }, (_, n) => `p${String(declared - 1)}:c${String(n)}=""`).join(' ')}/>`.repeat(elements) + '</a>';
    const msOf = (written: string): number => {
      const start = performance.now();
      readWritten(written);
      return performance.now() - start;
    };
    const [few, many, twice] = [names(1, 200), names(440, 200), names(440, 400)];
    // Each beside the other, and the quietest moment counts.
    const rounds = Array.from({ length: 8 }, () => [msOf(few), msOf(many), msOf(twice)] as const);
    expect(Math.min(...rounds.map(([a, b]) => b / a))).toBeLessThan(2);
    expect(Math.min(...rounds.map(([, a, b]) => b / a))).toBeLessThan(3);
  });

  const content = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '\t', '&#13;', '&lt;', '&amp;', '>', '"', "'", 'å', '\u{1F48A}', '<![CDATA[<&]]>', '<!-- - -->', '<?p q?>', '<p:e/>', '<e xmlns="urn:e" k="&quot;>"/>'), maxLength: 12 });
  const value = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '\t', '&#10;', '&#9;', '&#13;', '&lt;', '&amp;', '>', "'", '&quot;', 'å', '\u{1F48A}'), maxLength: 8 });
  it('FUZZ-04 agrees with the engine about any document, and about its canonical form', () => {
    fc.assert(fc.property(content, value, content, (before, inside, after) => {
      const bytes = utf8(`<a xmlns:p="urn:p">${before}<p:b p:v="${inside}" v="${inside}">${after}</p:b>${before}</a>`);
      agrees(bytes);
      for (const form of [{ exclusive: false, withComments: true }, {}]) {
        const canonical = canonicalise(parseXml(bytes), form);
        expect(withoutParents(readWritten(text(canonical)))).toEqual(asked(canonical));
      }
      const ours = serialiseXml(parseXml(bytes));
      expect(withoutParents(readWritten(text(ours)))).toEqual(asked(ours));
    }), { numRuns: 300 });
  });

  it.each([
    '', 'x', '<', '<a', '<a>', '<a></b>', '<a/', '<a b/>', '<a b=/>', '<a b="/>', '<a b=c/>', '<a>&nbsp;</a>', '<a>&</a>', '<a>&#65;</a>', '<a>&#x;</a>', '<a>&#0013;</a>',
    '<p:a/>', '<a p:b=""/>', '<a><p:b xmlns:p="urn:p"/><p:c/></a>', '<a><!-- </a>', '<a><![CDATA[</a>', '<a><!DOCTYPE a></a>', '<a><?b</a>', '<?xml', '<?xml a?', '<a\tb="c"/>', '< a/>', '<></>', 'a/>', 'xa/>', '<a b "c"/>', '<a b=c\'/>', '<a>&amp</a>', '<a>&ampx</a>', '<a>&x9;</a>', '<a>&99;</a>',
  ])('refuses what no engine writes: %s', (source) => {
    expect(() => readWritten(source)).toThrow('NCP_XML_NOT_WELL_FORMED');
  });
});
