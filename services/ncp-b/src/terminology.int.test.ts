import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, instant } from '@ncp/domain';
import type { CountedGap } from '@ncp/exchange';
import { CatalogueFolder } from '@ncp/runtime';
import type { Store } from '@ncp/store';
import { STARTER_RELEASE } from '@ncp/terminology';
import { confirmedVisit, startTreatmentWorld, until, type TreatmentWorld, type TypedPatient } from '@ncp/testkit';

const MARIA: TypedPatient = { country: 'PT', traits: { nationalId: '999990017' } };
/** The form that no catalogue knows (decisions 4.2, F6). */
const FORM = { code: '19999000', codeSystem: CODE_SYSTEMS.edqm } as const;

describe('the catalogue of a running country B', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-terminology-'));
  let world: TreatmentWorld;
  let store: Store;
  beforeAll(async () => {
    world = await startTreatmentWorld({ timeoutMs: 10_000, configure: (config) => { config['terminology'] = { folder }; } });
    store = await world.store();
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const formOf = async (): Promise<{ readonly mark: string; readonly sv?: string | undefined } | undefined> => {
    const visit = await confirmedVisit(await world.as(), MARIA);
    for (const { key } of await visit.list()) {
      const { document } = await visit.read(key);
      const line = document.sections.flatMap(({ lines }) => lines).find(({ code }) => code?.code === FORM.code);
      if (line !== undefined) return line;
    }
    return undefined;
  };
  const gaps = async (): Promise<readonly CountedGap[]> => (await store.terminology.gaps()).filter(({ code }) => code === FORM.code);

  it('records what it lacks, and takes a release that has it without a restart', async () => {
    expect((await formOf())?.mark).toBe('untranslated');
    await until('the gap is recorded', async () => (await gaps()).length > 0);
    const [gap] = await gaps();
    expect(gap).toMatchObject({ ...FORM, country: 'PT', field: 'product.form', reason: 'no-swedish', release: STARTER_RELEASE.id, count: 1 });

    const catalogue = new CatalogueFolder(folder);
    const id = 'with-the-form';
    catalogue.write({ ...STARTER_RELEASE, id, designations: [...STARTER_RELEASE.designations, { ...FORM, language: 'en', text: 'Slow tablet' }, { ...FORM, language: 'sv', text: 'långsam tablett' }] }, {});
    catalogue.activate(id, instant('2026-11-01T09:00:00Z'));
    await until('the release is taken', async () => (await store.terminology.inUse()).some(({ service, release }) => service === 'ncp-b' && release === id));
    expect(await formOf()).toMatchObject({ mark: 'translated', sv: 'långsam tablett' });
    expect((await gaps()).map(({ count }) => count)).toEqual([1]);
  });

  it('keeps nothing that tells of the patient', async () => {
    const written = JSON.stringify(await store.terminology.gaps());
    expect(written).not.toMatch(/999990017|Maria|Sem-Tradu/);
  });
});
