import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import { STARTER_RELEASE } from '@ncp/terminology';
import { checkCatalogue } from './terminology-check.js';

let terminology = '';
beforeEach(() => {
  terminology = mkdtempSync(join(tmpdir(), 'ncp-doctor-'));
  const folder = new CatalogueFolder(terminology);
  folder.write({ ...STARTER_RELEASE, id: 'one' }, {});
  folder.activate('one', instant('2026-11-01T09:00:00Z'));
});
afterEach(() => { rmSync(terminology, { recursive: true, force: true }); });

describe('checkCatalogue', () => {
  const file = (): string => join(terminology, 'releases', 'one.json');
  it('names the release in force; the built-in one where none is', () => {
    expect(checkCatalogue({ terminology })).toMatchObject({ state: 'ok', detail: `one, ${STARTER_RELEASE.basis}` });
    expect(checkCatalogue({ terminology: join(terminology, 'nothing') })).toMatchObject({ state: 'ok', detail: `${STARTER_RELEASE.id}, ${STARTER_RELEASE.basis}` });
  });

  it.each([
    ['gone', () => { rmSync(file()); }, /not there/],
    ['changed', () => { chmodSync(file(), 0o644); writeFileSync(file(), readFileSync(file(), 'utf8').replace('tablett', 'tablet')); }, /changed after/],
    ['cut', () => { chmodSync(file(), 0o644); writeFileSync(file(), readFileSync(file(), 'utf8').slice(0, 99)); }, /not JSON/],
  ])('finds a release that is %s', (_what, damage, detail) => {
    damage();
    expect(checkCatalogue({ terminology })).toMatchObject({ state: 'fault', detail: expect.stringMatching(detail) });
  });
});
