import { describe, expect, it } from '@jest/globals';
import { NS } from '@ncp/xml';
import { isDerivedFrom, typeModel } from './content-model.js';
import { isOfSimpleType } from './simple-types.js';

/** The letters of a content, one for each child. */
const symbols = (type: string, ...names: readonly string[]): string => names.map((name) => typeModel(type)?.childNamed(NS.hl7, name)?.symbol ?? '?').join('');

describe('content model', () => {
  it('knows every type that it names, from the root down', () => {
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      const model = typeModel(name);
      expect([name, model !== undefined]).toEqual([name, true]);
      if (model?.base !== undefined) visit(model.base);
      for (const key of model?.order ?? []) {
        const [ns = '', local = ''] = key.split(' ');
        visit(model?.childNamed(ns, local)?.type ?? key);
      }
    };
    visit('ClinicalDocument');
    for (const type of ['PIVL_TS', 'EIVL_TS', 'SXPR_TS', 'CO', 'MO', 'REAL']) visit(type);
    expect(seen.size).toBeGreaterThan(150);
  });

  it('accepts the orders of an interval and no others', () => {
    const model = typeModel('IVL_TS');
    const hl7 = (...names: readonly string[]): string => symbols('IVL_TS', ...names);
    expect([hl7('low', 'high'), hl7('low', 'width'), hl7('high'), hl7('width', 'high'), hl7('center'), hl7()].map((content) => model?.matches(content))).toEqual(Array.from({ length: 6 }, () => true));
    expect([hl7('high', 'low'), hl7('low', 'low'), hl7('low', 'width', 'high'), hl7('center', 'high')].map((content) => model?.matches(content))).toEqual(Array.from({ length: 4 }, () => false));
  });

  it('knows what a type is derived from', () => {
    expect(isDerivedFrom('PIVL_TS', 'SXCM_TS')).toBe(true);
    expect(isDerivedFrom('IVL_PQ', 'ANY')).toBe(true);
    expect(isDerivedFrom('TS', 'SXCM_TS')).toBe(false);
  });

  it('keeps attributes of the base, adds its own, leaves out what a restriction removes', () => {
    const names = (type: string): readonly string[] => [...(typeModel(type)?.attributes.keys() ?? [])].sort();
    expect(names('IVXB_TS')).toEqual(['inclusive', 'nullFlavor', 'value']);
    expect(names('CS')).toEqual(['code', 'nullFlavor']);
    expect(typeModel('no such type')).toBeUndefined();
  });
});

describe('simple types', () => {
  it.each([
    ['ts', '20260612141500+0200', true], ['ts', '2026-06-12', false], ['uid', '1.2.3', true], ['uid', '1.02', false], ['real', '1.50', true], ['real', '1,5', false],
    ['cs', 'a b', false], ['st', '', false], ['bl', 'TRUE', false], ['set:PostalAddressUse', 'H WP', true], ['set:PostalAddressUse', 'H XX', false], ['ID', '1a', false],
    ['NullFlavor', 'UNK', true], ['NullFlavor', 'unk', false], ['not checked', 'anything', true],
  ])('%s "%s" is %s', (type, value, expected) => {
    expect(isOfSimpleType(type, value)).toBe(expected);
  });
});
