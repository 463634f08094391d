import { describe, expect, it } from '@jest/globals';
import { dispensationBytes, edited, removed, withAttributes } from '../../fixtures/dispensations.js';
import { checkDocument, explainRule, ruleIds, type RuleRelease, type TemplateTable } from '../index.js';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';

describe('explainRule', () => {
  it('says where a rule of a template stands, in which documents, and where it is published', () => {
    expect(explainRule('eHDSIMedicationItem#consumable.min')).toMatchObject({
      rule: 'eHDSIMedicationItem#consumable.min', template: 'eHDSIMedicationItem', release: 'ehdsi-v8.0.0', severity: 'error',
      templateId: '1.3.6.1.4.1.12559.11.10.1.3.1.3.4', templateVersion: '2024-01-25T135932',
      url: 'https://art-decor.ehdsi.eu/publication/epSOS/epsos-html-20240422T073854/tmp-1.3.6.1.4.1.12559.11.10.1.3.1.3.4-2024-01-25T135932.html',
      text: { en: 'consumable is missing.', sv: 'consumable saknas.' },
      places: [{ path: 'substanceAdministration/consumable', kinds: ['ps-l3'] }],
    });
  });

  it('lists every place of a rule that has several', () => {
    const places = explainRule('eHDSIOrganization#addr.min')?.places.map(({ path }) => path) ?? [];
    expect(places.length).toBeGreaterThan(3);
    expect(places).toContain('ClinicalDocument/author/assignedAuthor/representedOrganization/addr');
  });

  it.each([
    ['CD.EPSOS#display-name', { reference: 'dtr1-1-CD.EPSOS', places: [] }], ['TEL.EPSOS#phone', { reference: 'dtr1-TEL.EPSOS' }],
    ['schema#element-order', { clause: 'cda-documents 1.2', places: [] }], ['se#quantity.packages', { template: 'se' }], ['se#unit-known', { severity: 'warning' }],
    ['document#kind', { template: 'document' }],
  ])('explains %s', (id, expected) => {
    expect(explainRule(id)).toMatchObject(expected);
  });

  it.each(['', 'eHDSIMedicationItem', 'eHDSIMedicationItem#nothing.min', 'constructor', '__proto__'])('knows no rule "%s"', (id) => {
    expect(explainRule(id)).toBeUndefined();
  });

  it('knows every rule that a check can name', () => {
    const known = new Set(ruleIds());
    expect(known.size).toBeGreaterThan(1200);
    const good = dispensationBytes({ substituted: true });
    const broken = [
      edited(good, 'templateId', withAttributes({ root: '1.2.3' })), edited(good, 'code', withAttributes({ codeSystem: undefined })), edited(good, 'id', removed),
      edited(good, 'quantity', withAttributes({ value: '1,5', unit: 'st' })), edited(good, 'addr', withAttributes({ nullFlavor: 'XX' })), edited(good, 'time', withAttributes({ value: 'now' })),
    ];
    const named = broken.flatMap((bytes) => checkDocument(bytes).map(({ rule }) => rule));
    expect(named.length).toBeGreaterThan(50);
    expect([...new Set(named)].filter((rule) => !known.has(rule))).toEqual([]);
  });

  it('has a text and a hint in both languages for every one of them', () => {
    const lacking = ruleIds().map((id) => explainRule(id)).filter((one) =>
      one === undefined || [one.text.sv, one.text.en, one.hint.sv, one.hint.en, one.clause].some((words) => words.trim() === '' || words.includes('{name}')));
    expect(lacking).toEqual([]);
  });
});

describe('a second release', () => {
  const document: TemplateTable = { name: 'Later', id: 'T.1.2', version: '2027-01-01T000000', rows: 'ClinicalDocument [tpl:T.1.2] 0..* O\n  author 2..* R\n' };
  const later: RuleRelease = {
    id: 'later', publication: 'https://example.org/', included: EHDSI_V8_0_0.included, valueSets: EHDSI_V8_0_0.valueSets,
    kinds: { ...EHDSI_V8_0_0.kinds, 'ed-l3': { document, anywhere: [] } },
  };

  it('is data: its rules are applied, explained and listed, and those of the other are not', () => {
    const rules = checkDocument(dispensationBytes(), { release: later }).map(({ rule }) => rule);
    expect(rules).toEqual(['Later#author.min']);
    expect(explainRule('Later#author.min', later)).toMatchObject({ release: 'later', url: 'https://example.org/1.3.6.1.4.1.12559.11.10.1.3.1.1.2-2027-01-01T000000.html' });
    expect(explainRule('Later#author.min')).toBeUndefined();
    expect(ruleIds(later)).not.toContain('eHDSISupply#performer.min');
  });
});
