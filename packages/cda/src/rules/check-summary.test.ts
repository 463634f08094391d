import { describe, expect, it } from '@jest/globals';
import { attr, NS, parseXml, walk } from '@ncp/xml';
import { edited, removed, twice, withAttributes, type Edit } from '../../fixtures/dispensations.js';
import { fullSummary, summaryInput } from '../../fixtures/swedish-summaries.js';
import { checkDocument, encodeSummary, summaryDocument, type DocumentFinding } from '../index.js';

/** The templates of a Patient Summary (cda-documents 7), each broken in one place. */

const EHDSI = '1.3.6.1.4.1.12559.11.10.1.3.1.';
const summary = encodeSummary(summaryDocument(summaryInput({ summary: fullSummary })));
const errors = (bytes: Uint8Array): readonly DocumentFinding[] => checkDocument(bytes).filter(({ severity }) => severity === 'error');

/** Only where the element's own statement has that template. */
const within = (template: string, edit: Edit): Edit => (el) => {
  for (let at = el.parent; at !== undefined; at = at.parent) {
    const ids = at.children.flatMap((node) => (node.kind === 'element' && node.local === 'templateId' ? [attr(node, 'root')] : []));
    if (ids.length > 0) return ids.includes(`${EHDSI}${template}`) ? edit(el) : [el];
  }
  return [el];
};
const has = (template: string): boolean => [...walk(parseXml(summary))].some((el) => el.local === 'templateId' && attr(el, 'root') === `${EHDSI}${template}`);

type Broken = readonly [what: string, template: string, bytes: Uint8Array, rule: string];

describe('checkDocument on Patient Summaries', () => {
  it('finds nothing in a good one', () => { expect(checkDocument(summary)).toEqual([]); });

  it.each<Broken>([
    ['a section without title', '2.12', edited(summary, 'title', within('2.12', removed)), 'eHDSIAllergiesAndOtherAdverseReactions#title.min'],
    ['a section of another code', '2.9', edited(summary, 'code', within('2.9', withAttributes({ code: '1-8' }))), 'eHDSIActiveProblems#code.min'],
    ['a medication without identifier', '3.4', edited(summary, 'id', within('3.4', removed)), 'eHDSIMedicationItem#id.min'],
    ['a medication in another mood', '3.4', edited(summary, 'substanceAdministration', withAttributes({ moodCode: 'RQO' })), 'eHDSIMedicationItem#substanceAdministration.moodCode.value-set'],
    ['a medication without product', '3.4', edited(summary, 'consumable', within('3.4', removed)), 'eHDSIMedicationItem#consumable.min'],
    ['a problem without text', '3.7', edited(summary, 'text', within('3.7', removed)), 'eHDSIProblem#text.min'],
    ['a concern about nothing', '3.15', edited(summary, 'entryRelationship', within('3.15', removed)), 'eHDSIProblemConcern#entryRelationship.min'],
    ['an allergy without kind', '3.17', edited(summary, 'code', within('3.17', removed)), 'eHDSIAllergiesAndIntolerances#code.min'],
    ['a statement that is twice', '3.17', edited(summary, 'code', within('3.17', twice)), 'eHDSIAllergiesAndIntolerances#code.max'],
    ['a vaccination without status', '3.19', edited(summary, 'statusCode', within('3.19', removed)), 'eHDSIImmunization#statusCode.min'],
  ].filter(([, template]) => has(template as string)) as unknown as Broken[])('finds %s', (_what, _template, bytes, rule) => {
    expect(errors(bytes).map((one) => one.rule)).toContain(rule);
  });

  it.each(['2.3', '2.12', '2.11', '2.9', '2.4'])('finds that section %s is missing', (template) => {
    const without = edited(summary, 'component', (el) => (el.children.some((node) => node.kind === 'element' && node.local === 'section' &&
      node.children.some((id) => id.kind === 'element' && id.local === 'templateId' && attr(id, 'root') === `${EHDSI}${template}`)) ? [] : [el]), 'structuredBody');
    expect(errors(without)).toMatchObject([{ rule: 'eHDSIPatientSummary#component.min', at: '/ClinicalDocument/component/structuredBody', mend: { action: 'add', target: '/ClinicalDocument/component/structuredBody/component' } }]);
  });

  it('warns of a code outside its value set where the rules overlook it, because the element may be absent', () => {
    const findings = checkDocument(edited(summary, 'statusCode', within('3.15', withAttributes({ code: 'ongoing' }))));
    expect(findings.every(({ rule, severity }) => rule === 'se#optional-code' && severity === 'warning')).toBe(true);
    expect(findings[0]).toMatchObject({ found: 'ongoing', at: expect.stringMatching(/\/act\/statusCode$/) });
  });

  it('asks the source of value sets before it goes by the form of a code', () => {
    const asked: string[] = [];
    const findings = checkDocument(summary, { valueSets: { contains: (valueSet, code) => { asked.push(`${valueSet} ${code}`); return valueSet.endsWith('.42.57') ? false : undefined; } } });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain('eHDSICriticalityObservation#value.min');
    expect(asked.some((one) => one.startsWith('1.3.6.1.4.1.12559.11.10.1.3.1.42.5 '))).toBe(true);
  });

  it('names the type that is wrong where an xsi:type is of another type than the template', () => {
    const found = errors(edited(summary, 'value', within('3.17', (el) => [{ ...el, attributes: el.attributes.map((one) => (one.ns === NS.xsi ? { ...one, value: 'ST' } : one)) }])));
    expect(found.every(({ rule }) => rule !== '')).toBe(true);
  });
});
