import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import type { Store } from '@ncp/store';
import { STARTER_RELEASE, type CatalogueRelease } from '@ncp/terminology';
import { counterAbroad, startGatewayWorld, until, type CounterAbroad, type GatewayWorld } from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const NOW = instant('2026-11-01T09:00:00Z');

/** The starter without the plain tablet: what Alma takes. */
const WITHOUT_TABLET: CatalogueRelease = {
  ...STARTER_RELEASE, id: 'without-tablet',
  mappings: STARTER_RELEASE.mappings.filter(({ field, from }) => !(field === 'dose-form' && 'text' in from && from.text === 'tablett')),
};

describe('the catalogue of a running country A', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-terminology-'));
  const catalogue = new CatalogueFolder(folder);
  let world: GatewayWorld;
  let store: Store;
  let counter: CounterAbroad;
  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline', configure: (config) => { config['terminology'] = { folder }; } });
    store = await world.store();
    counter = counterAbroad(world.peer('FI'), { patient: ALMA, settle: async () => undefined });
  }, 180_000);
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const taken = (release: string): Promise<void> =>
    until(`${release} is taken`, async () => (await store.terminology.inUse()).some((one) => one.service === 'ncp-a' && one.release === release));
  const isCoded = async (): Promise<boolean> => /<pharm:formCode[^>]*code="10219000"/.test(Buffer.from(await counter.prescription()).toString('utf8'));

  it('takes a release while it runs, counts what that lacks with the country that asked, and goes back', async () => {
    await taken(STARTER_RELEASE.id);
    expect(await isCoded()).toBe(true);
    expect(await store.terminology.gaps()).toEqual([]);

    catalogue.write(WITHOUT_TABLET, {});
    catalogue.activate(WITHOUT_TABLET.id, NOW);
    await taken(WITHOUT_TABLET.id);
    expect(await isCoded()).toBe(false);
    await until('the gap is recorded', async () => (await store.terminology.gaps()).length > 0);
    expect(await store.terminology.gaps()).toEqual([expect.objectContaining({
      release: WITHOUT_TABLET.id, field: 'dose-form', code: 'tablett', codeSystem: '', reason: 'unknown-text', country: 'FI', count: 1,
    })]);

    catalogue.activate('starter', NOW);
    await until('the starter is taken again', async () => (await isCoded()));
  });
});
