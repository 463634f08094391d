import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import { STARTER_RELEASE, VALUE_SETS, type CatalogueRelease } from '@ncp/terminology';
import { rulesInForce, valueSetsOf } from './judged-by.js';

const [set] = STARTER_RELEASE.valueSets;
if (set === undefined) throw new TypeError('no value set');
const OFFICIAL: CatalogueRelease = {
  ...STARTER_RELEASE, id: 'mvc-test', basis: 'MVC test',
  designations: [...STARTER_RELEASE.designations, { code: 'new', codeSystem: '1.2.3', language: 'en', text: 'new' }],
  valueSets: [...STARTER_RELEASE.valueSets.slice(1), { ...set, concepts: [...set.concepts, { code: 'new', codeSystem: '1.2.3' }] }],
};

describe('rulesInForce', () => {
  it('are those of the rules where nothing was imported', () => {
    expect(rulesInForce('/no/such/folder')).toEqual({ judgedBy: { rules: 'ehdsi-v8.0.0', valueSets: expect.stringContaining('of the rules') } });
  });

  it('names the catalogue in force and asks it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-judged-'));
    try {
      const catalogues = new CatalogueFolder(folder);
      catalogues.write(OFFICIAL, {});
      expect(rulesInForce(folder).valueSets).toBeUndefined();
      catalogues.activate('mvc-test', instant('2026-06-01T00:00:00Z'));
      const { judgedBy, valueSets } = rulesInForce(folder);
      expect(judgedBy.valueSets).toBe('mvc-test (MVC test)');
      expect(valueSets?.contains(set.oid, 'new', '1.2.3')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('valueSetsOf', () => {
  it('answers for value sets that were imported, and has no opinion of those that are the built-in selection', () => {
    const { contains } = valueSetsOf(OFFICIAL);
    expect([contains(set.oid, 'new'), contains(set.oid, 'new', '9.9'), contains(set.oid, 'other')]).toEqual([true, false, false]);
    expect(Object.values(VALUE_SETS).filter((oid) => oid !== set.oid).map((oid) => contains(oid, 'anything'))).toEqual(expect.not.arrayContaining([false]));
    expect(contains('9.9.9', 'x')).toBeUndefined();
  });
});
