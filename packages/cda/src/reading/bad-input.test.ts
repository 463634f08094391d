import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { parseXml, text, utf8 } from '@ncp/xml';
import { edited, twice, withAttributes, type Edit } from '../../fixtures/dispensations.js';
import { summaryDocument } from '../../fixtures/foreign-summary.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { decodePrescription, decodeSummary, documentFacts, encodePrescription, prescriptionDocument, toleranceOf } from '../index.js';

const [first] = CASES;
if (first === undefined) throw new TypeError('no case');
const prescription = encodePrescription(prescriptionDocument(first.input));
const summary = text(summaryDocument);

const codeOf = (run: () => unknown): unknown => {
  try { return run(); } catch (error) { return isNcpError(error) ? error.code : error; }
};

type Found = readonly (readonly [rule: string, at: string])[];

/** Rules without their prefix, and the last steps of their places. */
const found = (bytes: Uint8Array): Found => documentFacts(parseXml(bytes)).findings.map(({ code, rule = '', at = '' }) => {
  expect(code === 'NCP_CDA_TOLERATED' || code === 'NCP_CDA_DISPLAY_NAME').toBe(true);
  expect(toleranceOf(rule)).toBeDefined();
  return [rule.replace('reading.', ''), at.split('/').slice(-2).join('/')];
});

/** What a change of the summary adds to what is found. */
const added = (from: string, to: string): Found => {
  expect(summary).toContain(from);
  const before = new Set(found(summaryDocument).map((one) => JSON.stringify(one)));
  return found(utf8(summary.replace(from, to))).filter((one) => !before.has(JSON.stringify(one)));
};

describe('bad input: refused as a whole', () => {
  it.each([
    ['is not well-formed', summary.slice(0, -20), 'NCP_XML_NOT_WELL_FORMED'],
    ['is empty', '', 'NCP_XML_NOT_WELL_FORMED'],
    ['is not CDA', '<Bundle xmlns="http://hl7.org/fhir"/>', 'NCP_CDA_KIND'],
    ['has the right root in the wrong namespace', summary.replace('xmlns="urn:hl7-org:v3"', 'xmlns="urn:hl7-org:v4"'), 'NCP_CDA_KIND'],
    ['has the wrong root', summary.replaceAll('ClinicalDocument', 'ClinicDocument'), 'NCP_CDA_KIND'],
    ['has an unknown template', summary.replace('.1.3.1.1.3"', '.1.3.1.1.99"'), 'NCP_CDA_KIND'],
    ['has no id', summary.replace('<id root="1.2.246.10" extension="PS-1"/>', ''), 'NCP_CDA_STRUCTURE'],
    ['has two patients', summary.replace('</recordTarget>', '</recordTarget><recordTarget><patientRole/></recordTarget>'), 'NCP_CDA_PATIENT'],
    ['has a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${summary.replace(/^<\?xml.*\?>\n/, '')}`, 'NCP_XML_DOCTYPE'],
  ])('what %s', (_title, content, code) => {
    expect(codeOf(() => decodeSummary(utf8(content)))).toBe(code);
  });
});

describe('bad input: read, and said', () => {
  it('says nothing of a good document', () => { expect(found(prescription)).toEqual([]); });

  it.each<readonly [title: string, from: string, to: string, finding: readonly [string, string]]>([
    ['a prefix that is not declared inside xsi:type', 'xsi:type="IVL_PQ"', 'xsi:type="voc:IVL_PQ"', ['type-prefix', 'observationRange/value']],
    ['a type that nobody knows', 'xsi:type="IVL_PQ"', 'xsi:type="WHAT"', ['type-unknown', 'observationRange/value']],
    ['an ID that occurs twice', 'ID="drug.1"', 'ID="allergy.1"', ['id-twice', 'text/paragraph']],
    ['a reference that leads nowhere', 'value="#drug.1"', 'value="#drug.2"', ['reference-unresolved', 'text/reference']],
    ['words that are struck out', 'Base excess</text>', 'Base excess <content revised="delete">12</content></text>', ['text-struck', 'text/content']],
    ['a null with a value', '<period value="8" unit="h"/>', '<period nullFlavor="UNK" value="8" unit="h"/>', ['null-with-value', 'effectiveTime[2]/period']],
    ['a null with a code', '<routeCode code', '<routeCode nullFlavor="UNK" code', ['null-with-value', 'substanceAdministration/routeCode']],
    ['a null time with a value', '<birthTime value', '<birthTime nullFlavor="UNK" value', ['null-with-value', 'patient/birthTime']],
    ['null mixed with values', '<effectiveTime xsi:type="PIVL_TS"', '<effectiveTime nullFlavor="UNK"/><effectiveTime xsi:type="PIVL_TS"', ['null-mixed', 'substanceAdministration/effectiveTime[2]']],
    ['a day that is not in the calendar', 'value="20260101"', 'value="20260231"', ['time-unreadable', 'effectiveTime[1]/low']],
    ['a month that is not in the calendar', '<effectiveTime value="2019"/>', '<effectiveTime value="201913"/>', ['time-unreadable', 'observation/effectiveTime']],
    ['a time in the form of another country', 'value="20260101"', 'value="1.1.2026"', ['time-unreadable', 'effectiveTime[1]/low']],
    ['a period that ends before it begins', '<high value="20261231"/>', '<high value="20251231"/>', ['time-order', 'effectiveTime[1]/high']],
    ['a unit unknown to UCUM', 'value="500" unit="mg"', 'value="500" unit="stück"', ['unit-unknown', 'quantity/numerator']],
    ['a unit with a blank', 'value="500" unit="mg"', 'value="500" unit="mg per day"', ['unit-unknown', 'quantity/numerator']],
    ['a decimal comma', '<low value="1.50"', '<low value="1,5"', ['amount-unreadable', 'doseQuantity/low']],
    ['what is no number', '<low value="1.50"', '<low value="NaN"', ['amount-unreadable', 'doseQuantity/low']],
    ['a number that is infinite', '<low value="1.50"', '<low value="INF"', ['amount-unreadable', 'doseQuantity/low']],
    ['a number without an end', '<low value="1.50"', '<low value="1e999"', ['amount-unreadable', 'doseQuantity/low']],
    ['no number and no reason', '<low value="1.50" unit="{Tablet}"/>', '<low unit="{Tablet}"/>', ['amount-unreadable', 'doseQuantity/low']],
    ['a power of ten', '<low value="1.50"', '<low value="1e3"', ['amount-exponent', 'doseQuantity/low']],
    ['a dose below zero', '<low value="1.50"', '<low value="-1.5"', ['amount-negative', 'doseQuantity/low']],
    ['a pack below zero', '<pharm:quantity value="30"', '<pharm:quantity value="-30"', ['amount-negative', 'asContent/quantity']],
    ['an element of nobody', '<lotNumberText>', '<x:batch xmlns:x="urn:example:x">7</x:batch><lotNumberText>', ['element-unknown', 'manufacturedMaterial/batch']],
    ['an element that CDA does not have', '<lotNumberText>', '<batchNumber>7</batchNumber><lotNumberText>', ['element-unknown', 'manufacturedMaterial/batchNumber']],
  ])('%s', (_title, from, to, finding) => {
    expect(added(from, to)).toContainEqual(finding);
  });

  it.each([
    ['the litre in its other letter', 'value="500" unit="mg"', 'value="500" unit="mg/ml"'],
    ['a reference out of the document', 'value="#drug.1"', 'value="https://example.org/drug"'],
    ['so many minutes before a meal', '<period value="8" unit="h"/>', '<offset><low value="-30" unit="min"/></offset><period value="8" unit="h"/>'],
  ])('says nothing of %s', (_title, from, to) => { expect(added(from, to)).toEqual([]); });

  it('lets a measurement be below zero', () => {
    expect(found(summaryDocument).filter(([rule]) => rule === 'amount-negative')).toEqual([]);
  });

  it('keeps what an unknown element says', () => {
    const facts = documentFacts(parseXml(utf8(summary.replace('<lotNumberText>', '<x:batch xmlns:x="urn:example:x">batch seven</x:batch><lotNumberText>'))));
    expect(JSON.stringify(facts.sections)).toContain('batch seven');
  });
});

describe('bad input: no number is guessed', () => {
  const dosed = (edit: Edit): Uint8Array => edited(prescription, 'low', edit, 'doseQuantity');
  const rules = (bytes: Uint8Array): readonly string[] => decodePrescription(bytes).findings.map(({ rule = '' }) => rule);

  it.each(['1,5', 'NaN', 'INF', '½', '1 5', '0x10', '٣', '-1', '-0.5', '--1', '1e999', ' '])('a dose of "%s" is no dose', (value) => {
    const bytes = dosed(withAttributes({ value }));
    expect(decodePrescription(bytes)).toMatchObject({ dosageDoubtful: true });
    expect(decodePrescription(bytes).dose?.low).toBeUndefined();
    expect(rules(bytes).some((rule) => rule === 'reading.amount-unreadable' || rule === 'reading.amount-negative')).toBe(true);
  });

  it('a power of ten keeps its digits, and is told', () => {
    const bytes = dosed(withAttributes({ value: '1e3' }));
    expect(decodePrescription(bytes).dose?.low?.value).toBe('1e3');
    expect(rules(bytes)).toContain('reading.amount-exponent');
  });

  it('a dose that is null is no dose, whatever its value', () => {
    expect(decodePrescription(dosed(withAttributes({ nullFlavor: 'UNK' }))).dose?.low).toBeUndefined();
  });

  it('a number of packages that is none is not stated', () => {
    for (const change of [{ value: '-2' }, { nullFlavor: 'UNK' }]) expect(decodePrescription(edited(prescription, 'quantity', withAttributes(change), 'supply')).packages).toBeUndefined();
    expect(decodePrescription(edited(prescription, 'supply', twice)).packages).toBeUndefined();
    for (const value of ['1,5', 'NaN', 'two']) {
      const bytes = edited(prescription, 'quantity', withAttributes({ value }), 'supply');
      expect(decodePrescription(bytes).packages).toBeUndefined();
      expect(rules(bytes)).toContain('reading.amount-unreadable');
    }
  });

  it('two items are not one', () => { expect(codeOf(() => decodePrescription(edited(prescription, 'entry', twice)))).toBe('NCP_CDA_ITEMS'); });
});
