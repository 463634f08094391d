import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { utf8 } from './bytes.js';
import { outlineOf, type OutlineNode, type OutlineOptions } from './outline.js';
import { OUTLINE_ATTRIBUTES, OUTLINE_ELEMENTS, OUTLINE_VALUES } from './outline-vocabulary.js';
import { parseXml } from './parse.js';
import type { XmlElement } from './tree.js';

const CODE = '60591-5';
const OID = '2.16.840.1.113883.6.1';
const options = (key = 'a'): OutlineOptions => ({ key: utf8(key.repeat(16)), isKnownCode: (code, system) => code === CODE && system === OID, isKnownOid: (oid) => oid === OID });
const PSEUDONYM = /^#[0-9a-f]{6}$/;

/** Every string of an outline. */
const strings = ({ name, attributes = {}, text, children = [] }: OutlineNode): readonly string[] =>
  [name, ...Object.entries(attributes).flat(), ...(text === undefined ? [] : [text]), ...children.flatMap(strings)];
const closed = (text: string): boolean => OUTLINE_ELEMENTS.has(text) || OUTLINE_ATTRIBUTES.has(text) || OUTLINE_VALUES.has(text) || text === CODE || text === OID || PSEUDONYM.test(text);

const name = fc.oneof(fc.constantFrom('ClinicalDocument', 'patient', 'given', 'id', 'code', 'templateId'), fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/));
const attribute = fc.oneof(fc.constantFrom('root', 'extension', 'code', 'codeSystem', 'value', 'type', 'displayName', 'classCode'), fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/));
const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(CODE, OID, '199008202385', 'Alma Testdotter', 'OBS'));
const node = (children: fc.Arbitrary<readonly XmlElement[]>): fc.Arbitrary<XmlElement> => fc.record({
  local: name, text: fc.option(value, { nil: undefined }), children,
  attributes: fc.uniqueArray(fc.record({ local: attribute, value }), { selector: ({ local }) => local, maxLength: 4 }),
}).map(({ local, attributes, text, children: below }): XmlElement => ({
  kind: 'element', ns: 'urn:hl7-org:v3', local, prefix: '', namespaces: [],
  attributes: attributes.map((one) => ({ ns: '', prefix: '', ...one })), children: [...(text === undefined ? [] : [{ kind: 'text' as const, value: text, cdata: false }]), ...below],
}));
const below = (depth: number): fc.Arbitrary<XmlElement> => node(depth === 0 ? fc.constant([]) : fc.array(below(depth - 1), { maxLength: 3 }));
const tree = below(3);
const parsed = (text: string): XmlElement => parseXml(utf8(text));

describe('DAT-11 the masked outline of a message', () => {
  it('holds nothing but words of the standards, known codes and pseudonyms, whatever was written into names, values and texts', () => {
    fc.assert(fc.property(tree, (root) => {
      expect(strings(outlineOf(root, options())).filter((text) => !closed(text))).toEqual([]);
    }), { numRuns: 300 });
  });

  it('keeps the structure: as many elements, in the same order, each with as many attributes', () => {
    const shape = (el: XmlElement): unknown => [el.attributes.length, el.children.flatMap((one) => (one.kind === 'element' ? [shape(one)] : []))];
    const shown = ({ attributes = {}, children = [] }: OutlineNode): unknown => [Object.keys(attributes).length, children.map(shown)];
    fc.assert(fc.property(tree, (root) => { expect(shown(outlineOf(root, options()))).toEqual(shape(root)); }), { numRuns: 100 });
  });

  it('the same person has the same pseudonym within one trace, and another one in the next', () => {
    const root = parsed('<ClinicalDocument><id extension="199008202385"/><given>Alma</given><id extension="199008202385"/></ClinicalDocument>');
    const of = (key: string): readonly (string | undefined)[] => (outlineOf(root, options(key)).children ?? []).map(({ attributes, text }) => attributes?.['extension'] ?? text);
    const [first, given, again] = of('a');
    expect([first === again, given === first, PSEUDONYM.test(first ?? ''), of('b').some((one) => of('a').includes(one))]).toEqual([true, false, true, false]);
  });

  it('shows a code only where its system knows it, and an id never', () => {
    const root = parseXml(utf8(`<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="${CODE}" codeSystem="${OID}" displayName="Alma"/><code code="19900820" codeSystem="${OID}"/><code code="${CODE}" codeSystem="1.2.3"/><templateId root="${OID}"/><id root="${OID}" extension="x"/><observation classCode="OBS" moodCode="EVN"/></ClinicalDocument>`));
    const [known, content, foreign, template, id, observation] = outlineOf(root, options()).children ?? [];
    expect(known?.attributes).toEqual({ code: CODE, codeSystem: OID, displayName: expect.stringMatching(PSEUDONYM) });
    expect(content?.attributes?.['code']).toMatch(PSEUDONYM);
    expect(foreign?.attributes).toEqual({ code: expect.stringMatching(PSEUDONYM), codeSystem: expect.stringMatching(PSEUDONYM) });
    expect([template?.attributes, PSEUDONYM.test(id?.attributes?.['root'] ?? ''), observation?.attributes]).toEqual([{ root: OID }, true, { classCode: 'OBS', moodCode: 'EVN' }]);
  });

  it('shows a value only where its attribute may hold such a value', () => {
    const root = parsed(`<ClinicalDocument extension="${CODE}" codeSystem="${OID}" displayName="${OID}" value="hl7:ST" type="hl7:ST" root="${OID}"/>`);
    expect(OUTLINE_VALUES.has('ST')).toBe(true);
    expect(outlineOf(root, { ...options(), isKnownCode: (code) => code === CODE }).attributes).toEqual({
      extension: expect.stringMatching(PSEUDONYM), codeSystem: OID, displayName: expect.stringMatching(PSEUDONYM), value: expect.stringMatching(PSEUDONYM), type: 'ST', root: expect.stringMatching(PSEUDONYM),
    });
  });

  it('names nothing that is not there, and takes no comment for text', () => {
    expect(outlineOf(parsed('<given><!--x--></given>'), options())).toEqual({ name: 'given' });
    expect(outlineOf(parsed('<given>a<!--x-->b</given>'), options()).text).toBe(outlineOf(parsed('<given>ab</given>'), options()).text);
  });

  it('says how much it leaves out of what is too large', () => {
    const root = parsed(`<list>${'<item>x</item>'.repeat(50)}</list>`);
    const outline = outlineOf(root, { ...options(), limit: 11 });
    expect([outline.children?.length, outline.left]).toEqual([10, 40]);
  });
});
