import { describe, expect, it } from '@jest/globals';
import { attr, element, NS, text, utf8 } from '@ncp/xml';
import { dispensationBytes, edited, renamed, twice, withAttributes, type Edit } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { fullSummary, summaryInput } from '../../fixtures/swedish-summaries.js';
import { checkDocument, encodePrescription, encodeSummary, prescriptionDocument, summaryDocument, type DocumentFinding } from '../index.js';

/** Bad input: each has a finding with rule, place, words in both languages and what to do about it. */

const tablet = CASES.find(({ name }) => name === 'tablets by the clock') ?? CASES[0];
if (tablet === undefined) throw new TypeError('no case');
const prescription = encodePrescription(prescriptionDocument(tablet.input));
const dispensation = dispensationBytes({ substituted: true });
const summary = encodeSummary(summaryDocument(summaryInput({ summary: fullSummary })));

const bad = (bytes: Uint8Array): readonly DocumentFinding[] => checkDocument(bytes).filter(({ severity }) => severity === 'error');
const value = (to: string): Edit => withAttributes({ value: to });
const nullBeside: Edit = (el) => [el, { ...el, attributes: [{ ns: '', prefix: '', local: 'nullFlavor', value: 'UNK' }], children: [] }];
const typed = (to: string): Edit => (el) => [{ ...el, attributes: [...el.attributes.filter(({ local }) => local !== 'type'), { ns: NS.xsi, prefix: 'xsi', local: 'type', value: to }] }];
/** Everything about the product extension is left alone. */
const v3 = (edit: Edit): Edit => (el) => (el.ns === NS.hl7 ? edit(el) : [el]);
const pharm = (edit: Edit): Edit => (el) => (el.ns === NS.pharm ? edit(el) : [el]);

const backwards: Edit = (el) => (attr(el, 'type', NS.xsi) === 'IVL_TS' ? [{
  ...el, children: ([['low', '20260612'], ['high', '20260611']] as const).map(([local, day]) => element(NS.hl7, local, { value: day })),
}] : [el]);

type Bad = readonly [what: string, bytes: Uint8Array, rule: string, at: RegExp];

describe('bad input has a finding with its rule and its place', () => {
  it.each<Bad>([
    ['an unknown template', edited(prescription, 'templateId', (el) => (el.parent?.local === 'ClinicalDocument' || el.parent === undefined ? withAttributes({ root: '1.2.3' })(el) : [el])), 'document#kind', /^\/ClinicalDocument$/],
    ['another root', utf8(`<Bundle xmlns="${NS.hl7}"/>`), 'document#kind', /^\/Bundle$/],
    ['a root of another namespace', utf8('<ClinicalDocument/>'), 'document#kind', /^\/ClinicalDocument$/],
    ['a prefix in xsi:type that nothing declares', edited(prescription, 'effectiveTime', typed('zz:IVL_TS'), 'substanceAdministration'), 'schema#xsi-prefix', /\/effectiveTime\[1\]$/],
    ['a type that the schema does not know', edited(summary, 'value', typed('NOTYPE')), 'schema#xsi-type', /\/value/],
    ['the same ID twice', edited(prescription, 'content', twice), 'schema#id-unique', /\/content\[2\]\/@ID$/],
    ['the same identifier twice', edited(prescription, 'id', twice, 'patientRole'), 'II#distinct', /\/patientRole\/id\[1\]$/],
    ['a reference that points nowhere', edited(prescription, 'reference', value('#nowhere')), 'se#reference', /\/reference\/@value$/],
    ['a null telephone beside a telephone', edited(dispensation, 'telecom', nullBeside, 'assignedAuthor'), 'URL#null-mixed', /\/assignedAuthor\/telecom\[2\]$/],
    ['a null that has a value all the same', edited(prescription, 'administrativeGenderCode', withAttributes({ nullFlavor: 'UNK' })), 'ANY#null-alone', /\/administrativeGenderCode$/],
    ['a day that does not exist', edited(prescription, 'birthTime', value('19900230')), 'TS#time', /\/birthTime\/@value$/],
    ['a month that does not exist', edited(prescription, 'effectiveTime', value('20261301'), 'ClinicalDocument'), 'TS#time', /effectiveTime\/@value$/],
    ['an hour that does not exist', edited(dispensation, 'time', value('2026061225+0200'), 'author'), 'TS#time', /\/time\/@value$/],
    ['an interval that ends before it begins', edited(prescription, 'effectiveTime', backwards, 'substanceAdministration'), 'IVL_TS#low-before-high', /\/effectiveTime\[1\]$/],
    ['a unit that UCUM does not know', edited(prescription, 'low', withAttributes({ unit: 'stycken' }), 'doseQuantity'), 'eHDSISubstanceAdministration#low.unit', /\/doseQuantity\/low\/@unit$/],
  ])('%s', (_what, bytes, rule, at) => {
    const finding = bad(bytes).find((one) => one.rule === rule);
    expect([rule, finding?.at]).toEqual([rule, expect.stringMatching(at)]);
    expect([finding?.text.sv, finding?.text.en, finding?.hint.sv, finding?.hint.en].every((words) => (words ?? '') !== '')).toBe(true);
    expect(finding?.mend.target).not.toBe('');
  });

  it.each<readonly [amount: string, rules: readonly string[]]>([
    ['1,5', ['schema#attribute-value', 'se#low.amount']],
    ['NaN', ['se#low.amount']],
    ['-2', ['se#low.amount']],
    ['INF', ['se#low.amount']],
    ['', ['schema#attribute-value', 'se#low.amount']],
    ['½', ['schema#attribute-value', 'se#low.amount']],
  ])('a dose of "%s"', (amount, rules) => {
    const found = bad(edited(prescription, 'low', value(amount), 'doseQuantity')).filter(({ at }) => at.endsWith('/doseQuantity/low/@value'));
    expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
  });

  it.each<readonly [amount: string, rule: string]>([
    ['1,5', 'eHDSIePeDManufacturedMaterial#pharm:quantity.number'], ['NaN', 'eHDSIePeDManufacturedMaterial#pharm:quantity.number'], ['-2', 'se#pharm:quantity.amount'],
  ])('a pack of "%s"', (amount, rule) => {
    expect(bad(edited(prescription, 'quantity', pharm(value(amount)), 'asContent')).map((one) => one.rule)).toContain(rule);
  });

  it.each(['0', '-1', '1.5', 'NaN', '1,5', ''])('"%s" packages', (amount) => {
    expect(bad(edited(prescription, 'quantity', v3(value(amount)), 'supply')).map(({ rule }) => rule)).toContain('se#quantity.packages');
  });

  it('warns of a null beside what may not be null, which nobody would look at', () => {
    const found = checkDocument(edited(prescription, 'name', nullBeside, 'patient')).filter(({ rule }) => rule === 'se#null-mixed');
    expect(found).toMatchObject([{ severity: 'warning', at: expect.stringMatching(/\/patient\/name\[2\]$/) }]);
  });

  it('warns of a number with an exponent, which everybody has to work out', () => {
    const found = checkDocument(edited(prescription, 'low', value('1e3'), 'doseQuantity')).filter(({ rule }) => rule === 'se#plain-number');
    expect(found).toMatchObject([{ severity: 'warning', at: expect.stringMatching(/\/low\/@value$/) }]);
  });

  it('warns of a unit that UCUM does not know in an amount that the rules do not look at', () => {
    const found = checkDocument(edited(prescription, 'quantity', pharm(withAttributes({ unit: 'stycken' })), 'asContent'));
    expect(found.filter(({ rule }) => rule === 'se#unit-known').map(({ severity }) => severity)).toContain('warning');
  });

  it.each<readonly [what: string, bytes: Uint8Array, code: string]>([
    ['nothing', new Uint8Array(), 'NCP_XML_NOT_WELL_FORMED'], ['no XML', utf8('Recept'), 'NCP_XML_NOT_WELL_FORMED'], ['half a document', prescription.slice(0, 5000), 'NCP_XML_NOT_WELL_FORMED'],
    ['a DTD', utf8(`<!DOCTYPE ClinicalDocument [<!ENTITY x "y">]>${text(prescription)}`.replace(/^(<!DOCTYPE[^]*?\]>)(<\?xml[^]*?\?>)/, '$2$1')), 'NCP_XML_DOCTYPE'],
  ])('refuses %s with a code', (_what, bytes, code) => {
    expect(() => checkDocument(bytes)).toThrow(code);
  });

  it('does not take a document of the schema for one of the rules', () => {
    expect(bad(edited(prescription, 'title', renamed('titel'))).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['schema#element', 'eHDSIePrescription#title.min']));
  });
});
