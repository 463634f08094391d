import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { parseXml, serialiseXml, type XmlElement, type XmlNode } from '@ncp/xml';
import * as fc from 'fast-check';
import { dispensationBytes } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { checkDocument, decodeDispensation, decodePrescription, documentFacts, encodePrescription, prescriptionDocument, restoreDiscard } from '../index.js';

const [first] = CASES;
if (first === undefined) throw new TypeError('no case');
const DOCUMENTS = [encodePrescription(prescriptionDocument(first.input)), dispensationBytes({ substituted: true })].map((bytes) => parseXml(bytes));

const VALUES = ['', ' ', '0', '-1', '1e400', 'NaN', '#', '##', 'null', 'UNK', '20260612', '99999999999999', 'xs:QName', 'a:b:c', '2.16.840.1.113883.5.6', '\u202e', 'x'.repeat(300)];
const NAMES = ['id', 'code', 'name', 'text', 'quantity', 'translation', 'reference', 'effectiveTime', 'supply', 'act', 'component'];

/** What happens to the n-th element that is met. */
interface Change {
  readonly at: number;
  readonly what: 'remove' | 'twice' | 'empty' | 'rename' | 'null' | 'value' | 'nest';
  readonly pick: number;
}

const changed = (root: XmlElement, changes: readonly Change[]): XmlElement => {
  let count = 0;
  const apply = (el: XmlElement, { what, pick }: Change): readonly XmlElement[] => {
    const value = VALUES[pick % VALUES.length] ?? '';
    switch (what) {
      case 'remove': return [];
      case 'twice': return [el, el];
      case 'empty': return [{ ...el, children: [] }];
      case 'rename': return [{ ...el, local: NAMES[pick % NAMES.length] ?? 'x' }];
      case 'null': return [{ ...el, attributes: [...el.attributes.filter(({ local }) => local !== 'nullFlavor'), { ns: '', prefix: '', local: 'nullFlavor', value: 'UNK' }] }];
      case 'value': return [{ ...el, attributes: el.attributes.map((one, index) => (index === pick % el.attributes.length ? { ...one, value } : one)) }];
      case 'nest': return [{ ...el, children: [...el.children, el] }];
    }
  };
  const visit = (node: XmlNode): readonly XmlNode[] => {
    if (node.kind !== 'element') return [node];
    count += 1;
    const change = changes.find(({ at }) => at === count);
    const copy: XmlElement = { ...node, children: node.children.flatMap(visit) };
    return change === undefined ? [copy] : apply(copy, change);
  };
  return { ...root, children: root.children.flatMap(visit) };
};

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.integer({ min: 1, max: 220 }),
  what: fc.constantFrom('remove', 'twice', 'empty', 'rename', 'null', 'value', 'nest'),
  pick: fc.integer({ min: 0, max: 1000 }),
});

describe('CDA-14 documents like those of the field', () => {
  it('are read, or refused with a code of the registry, whatever is changed in them', () => {
    fc.assert(fc.property(fc.constantFrom(...DOCUMENTS), fc.array(change, { minLength: 1, maxLength: 12 }), (root, changes) => {
      const bytes = serialiseXml(changed(root, changes));
      for (const read of [
        () => checkDocument(bytes), () => decodePrescription(bytes), () => decodeDispensation(bytes, { zone: 'UTC' }), () => restoreDiscard(bytes), () => documentFacts(parseXml(bytes)),
      ]) {
        try { read(); } catch (error) { if (!isNcpError(error)) throw error; }
      }
    }), { numRuns: 250 });
    expect(DOCUMENTS).toHaveLength(2);
  });
});
