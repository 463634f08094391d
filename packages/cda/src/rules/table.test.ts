import { describe, expect, it } from '@jest/globals';
import type { DocumentKind } from '../reading/document-kind.js';
import { rulesOf } from './compile-release.js';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import type { TemplateTable } from './release.js';
import { compileTable, type ElementRule } from './table.js';

const table = (rows: string, name = 'Template'): TemplateTable => ({ name, id: 'T.9.9', version: '2026-01-01', rows });
const none = (): TemplateTable => { throw new TypeError('nothing is included here'); };
const count = ({ children }: ElementRule): number => children.reduce((sum, rule) => sum + count(rule), 1);

describe('rules as data', () => {
  it('reads nesting, numbers, type, selector and constraints of a row', () => {
    const rule = compileTable(table(`
author [has:functionCode[in:42.1]] 1..* M @typeCode?=AUT
  time 1..1 R TS.EPSOS.TZ !person-or-device
  id 0..1 O`), none);
    expect(rule).toMatchObject({
      name: 'author', min: 1, max: Number.POSITIVE_INFINITY, mandatory: true, selector: '[has:functionCode[in:42.1]]', template: 'Template',
      constraints: [{ kind: 'fixed', attribute: 'typeCode', value: 'AUT', ifPresent: true, template: 'Template' }],
      children: [
        { name: 'time', type: { name: 'TS.EPSOS.TZ' }, constraints: [{ kind: 'check', name: 'person-or-device' }, { kind: 'check', name: 'childless' }] },
        { name: 'id', min: 0, max: 1, mandatory: false, constraints: [] },
      ],
    });
  });

  it('puts an included template into the element, under its own name', () => {
    const included = table(`
. @classCode=ORG
id 1..1 R II`, 'Organisation/head');
    const rule = compileTable(table('custodian 1..1 R @typeCode=CST > Organisation/head'), (name) => (name === included.name ? included : none()));
    expect(rule.constraints).toMatchObject([{ attribute: 'typeCode', template: 'Template' }, { attribute: 'classCode', template: 'Organisation' }]);
    expect(rule.children).toMatchObject([{ name: 'id', template: 'Organisation', type: { name: 'II', template: 'Organisation' } }]);
  });

  it('gives constraints to the template that a row names, and numbers to its own', () => {
    expect(compileTable(table('id 1..1 M+ (Other) II @root!'), none)).toMatchObject({
      template: 'Template', looksIntoNulls: true, type: { template: 'Other' }, constraints: [{ kind: 'required', template: 'Other' }],
    });
  });

  it('knows which rows are about the same name', () => {
    const { children } = compileTable(table(`
section 1..1 R
  templateId [@root=T.1.1] 1..1 R
  templateId [@root=T.1.2] 1..1 R
  id 1..1 R`), none);
    expect(children.map(({ shared }) => shared)).toEqual([true, true, false]);
  });

  it('reads choices, words and forms', () => {
    const { constraints } = compileTable(table('act 0..* O @moodCode~=INT|x_DocumentSubstanceMood @unit:cs atleast1(a[@b=c] | pharm:d) null-or:@unit=mm[Hg]'), none);
    expect(constraints).toMatchObject([
      { kind: 'words', words: ['INT'], valueSets: ['x_DocumentSubstanceMood'] }, { kind: 'form', form: 'cs' },
      { kind: 'choice', least: true, number: 1, alternatives: [{ name: 'a' }, { name: 'pharm:d' }] }, { kind: 'null-or', written: '@unit=mm[Hg]' },
    ]);
  });

  it.each([
    'name', 'name 1..2', 'name 1..1 X', 'name 1..1 M @', 'name 1..1 M !no-such-check', 'name [odd:1] 1..1 M', 'name 1..1 M @a:xx', 'name 1..1 M > Nothing',
    'a 1..1 R\nb 1..1 R', 'a 1..1 R\n    b 1..1 R', '',
  ])('refuses the rows "%s"', (rows) => {
    expect(() => compileTable(table(rows), none)).toThrow(TypeError);
  });

  it.each<readonly [DocumentKind, number, number]>([['ep-l3', 4, 300], ['ep-l1', 0, 90], ['ed-l3', 2, 350], ['ps-l3', 39, 900], ['ps-l1', 0, 120]])('has tables for %s', (kind, templates, atLeast) => {
    const { document, anywhere } = rulesOf(EHDSI_V8_0_0, kind);
    const heads = [...anywhere.values()].flat();
    expect(heads).toHaveLength(templates);
    expect([document, ...heads].reduce((sum, head) => sum + count(head), 0)).toBeGreaterThan(atLeast);
  });

  it('names only value sets that it has', () => {
    const { included, kinds, valueSets } = EHDSI_V8_0_0;
    const rows = [...included, ...Object.values(kinds).flatMap(({ document, anywhere }) => [document, ...anywhere])].map((one) => one.rows).join('');
    const names = [...rows.matchAll(/(?:in:|~)((?:=?[\w.]+\|?)+)/g)].flatMap(([, list = '']) => list.split('|')).filter((name) => name !== '' && !name.startsWith('='));
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => valueSets[name] === undefined)).toEqual([]);
  });
});
