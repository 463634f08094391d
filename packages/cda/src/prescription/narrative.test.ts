import { describe, expect, it } from '@jest/globals';
import { normalise, parseDecimal } from '@ncp/domain';
import { attr, deepText, parseXml, walk, type XmlElement } from '@ncp/xml';
import * as fc from 'fast-check';
import { prescriptionInput } from '../../fixtures/generated-prescriptions.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { encodePrescription, prescriptionDocument, type PrescriptionInput } from '../index.js';

/** Kinds of act, named by the template: nothing that a prescription says. */
const STRUCTURAL: ReadonlySet<string> = new Set(['Substitution', 'PINSTRUCT', 'FINSTRUCT']);
/** The pack is named in full in another element; its code repeats a part of that. */
const isPackCode = (el: XmlElement): boolean => el.local === 'code' && attr(el, 'codeSystem') === '1.2.752.129.2.1.5.2';

const solid = (text: string): string => text.replaceAll(/\s+/g, '');

/** `1E2` in an entry is the 100 of a sentence. */
const inDigits = (fact: string): string => {
  const number = parseDecimal(fact);
  return number.ok ? normalise(number.value) : solid(fact);
};

/** Every word, code text and number of the entry. */
const said = (entry: XmlElement): readonly string[] => [...walk(entry)].flatMap((el) => {
  const display = isPackCode(el) ? undefined : attr(el, 'displayName');
  const isNumber = ['quantity', 'numerator', 'denominator', 'period', 'width', 'high'].includes(el.local) || (el.local === 'low' && attr(el, 'unit') !== undefined);
  const isText = ['name', 'desc', 'originalText', 'lotNumberText'].includes(el.local);
  return [display, isNumber ? attr(el, 'value') : undefined, isText ? deepText(el) : undefined].filter((one) => one !== undefined && !STRUCTURAL.has(one)) as readonly string[];
});

const unsaid = (input: PrescriptionInput): readonly string[] => {
  const elements = [...walk(parseXml(encodePrescription(prescriptionDocument(input))))];
  const named = (local: string): XmlElement => {
    const found = elements.find((el) => el.local === local);
    if (found === undefined) throw new TypeError(local);
    return found;
  };
  const section = named('section');
  const narrative = solid([...walk(section)].filter(({ local }) => local === 'td').map(deepText).join('\n'));
  // "Every second day" says 2 without the digit.
  return said(named('substanceAdministration')).filter((fact) => fact !== '2' && fact !== '1' && !narrative.includes(solid(fact)) && !narrative.includes(inDigits(fact)));
};

describe('the narrative carries what the entry carries (cda-documents 1.12)', () => {
  it.each(CASES)('$name', ({ input }) => {
    expect(unsaid(input)).toEqual([]);
  });

  it('for generated prescriptions', () => {
    fc.assert(fc.property(prescriptionInput, (input) => { expect(unsaid(input)).toEqual([]); }), { numRuns: 150, endOnFailure: true });
  });
});
