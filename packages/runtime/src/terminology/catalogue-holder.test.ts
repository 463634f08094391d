import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, type NcpError } from '@ncp/domain';
import { STARTER_RELEASE, type CatalogueRelease } from '@ncp/terminology';
import { CatalogueFolder } from './catalogue-folder.js';
import { openCatalogue, type CatalogueHolder, type TakenCatalogue } from './catalogue-holder.js';

const NOW = instant('2026-11-01T09:00:00Z');
const released = (id: string, text: string): CatalogueRelease => ({
  ...STARTER_RELEASE, id, designations: STARTER_RELEASE.designations.map((one) => (one.code === '10219000' && one.language === 'sv' ? { ...one, text } : one)),
});

let folder = '';
let store: CatalogueFolder;
let taken: TakenCatalogue[] = [];
let problems: NcpError[] = [];
let open: CatalogueHolder[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ncp-catalogue-'));
  store = new CatalogueFolder(folder);
  [taken, problems, open] = [[], [], []];
  store.write(released('one', 'ett'), {});
  store.write(released('two', 'två'), {});
});
afterEach(() => {
  for (const holder of open) holder.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (pollMs = 60_000): Promise<CatalogueHolder> => {
  const holder = await openCatalogue({ folder, took: (one) => { taken.push(one); }, problem: (error) => { problems.push(error); }, pollMs });
  open.push(holder);
  return holder;
};
const word = (holder: CatalogueHolder): string | undefined => holder.current().display('10219000', '0.4.0.127.0.16.1.1.2.1', 'sv');
const file = (name: string): string => join(folder, 'releases', `${name}.json`);
const told = (): unknown[] => problems.map(({ code, details }) => [code, details['problem']]);

describe('CatalogueFolder', () => {
  it('never changes a release once written', () => {
    expect(store.names()).toEqual(['one', 'two']);
    expect(store.write(released('one', 'ett'), {}).isNew).toBe(false);
    expect(() => store.write(released('one', 'annat'), {})).toThrow('NCP_TERMINOLOGY_RELEASE');
    expect(store.read('one').release.designations.find(({ code, language }) => code === '10219000' && language === 'sv')?.text).toBe('ett');
  });

  it.each(['../one', 'One', 'a/b', '', 'starter.report', '.hidden'])('takes no name that could be another place: %j', (name) => {
    expect(() => store.read(name)).toThrow('NCP_TERMINOLOGY_RELEASE');
    expect(() => store.write({ ...STARTER_RELEASE, id: name }, {})).toThrow('NCP_TERMINOLOGY_RELEASE');
  });

  it('puts nothing in force that cannot be used', () => {
    const broken: CatalogueRelease = { ...STARTER_RELEASE, id: 'broken', mappings: [{ field: 'route', from: { text: 'x' }, to: { code: 'x', codeSystem: '1' } }] };
    store.write(broken, {});
    store.activate('one', NOW);
    for (const name of ['broken', 'absent']) expect(() => store.activate(name, NOW)).toThrow();
    expect(store.active()?.release).toBe('one');
  });
});

describe('openCatalogue', () => {
  it('is the built-in release until one is activated, also without a folder', async () => {
    const holder = await start();
    expect([holder.current().release, taken]).toEqual([STARTER_RELEASE.id, [expect.objectContaining({ release: STARTER_RELEASE.id, sha256: '' })]]);
    const none = await openCatalogue({ took: () => undefined, problem: () => undefined });
    expect(none.current().release).toBe(STARTER_RELEASE.id);
  });

  it('takes a new release in one step, while work in flight keeps the one it began with', async () => {
    const { sha256 } = store.activate('one', NOW);
    const holder = await start();
    const inFlight = holder.current();
    store.activate('two', NOW);
    await holder.refresh();
    expect([word(holder), inFlight.display('10219000', '0.4.0.127.0.16.1.1.2.1', 'sv')]).toEqual(['två', 'ett']);
    expect(taken.map(({ release }) => release)).toEqual(['one', 'two']);
    expect(taken[0]?.sha256).toBe(sha256);
    store.activate('starter', NOW);
    await holder.refresh();
    expect(word(holder)).toBe('tablett');
  });

  it('sees by itself that another is in force', async () => {
    store.activate('one', NOW);
    const holder = await start(20);
    store.activate('two', NOW);
    for (let round = 0; round < 200 && word(holder) !== 'två'; round += 1) await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(word(holder)).toBe('två');
  });

  it.each([
    ['a byte that fell over', () => { chmodSync(file('two'), 0o644); writeFileSync(file('two'), readFileSync(file('two'), 'utf8').replace('två', 'tva')); }, 'hash'],
    ['a file cut short', () => { chmodSync(file('two'), 0o644); writeFileSync(file('two'), readFileSync(file('two'), 'utf8').slice(0, 1000)); }, 'hash'],
    ['a file that is gone', () => { rmSync(file('two')); }, 'not there'],
    ['a pointer cut short', () => { writeFileSync(join(folder, 'active.json'), '{"rele'); }, 'not JSON'],
    ['a pointer to another place', () => { writeFileSync(join(folder, 'active.json'), '{"release":"../../etc/passwd","sha256":"","activatedAt":""}'); }, 'shape'],
  ])('FLT-34 with %s the old release stays, and that is told once', async (_what, damage, problem) => {
    store.activate('one', NOW);
    const holder = await start();
    store.activate('two', NOW);
    damage();
    await holder.refresh();
    await holder.refresh();
    expect([word(holder), told()]).toEqual(['ett', [['NCP_TERMINOLOGY_RELEASE', problem]]]);
    store.write(released('three', 'tre'), {});
    store.activate('three', NOW);
    await holder.refresh();
    expect(word(holder)).toBe('tre');
  });

  it('a pointer that went away takes nothing back', async () => {
    store.activate('one', NOW);
    const holder = await start();
    rmSync(join(folder, 'active.json'));
    await holder.refresh();
    expect([word(holder), problems]).toEqual(['ett', []]);
  });

  it('does not load again what it has', async () => {
    store.activate('one', NOW);
    const holder = await start();
    const before = holder.current();
    utimesSync(join(folder, 'active.json'), new Date(), new Date(Date.now() + 5000));
    await holder.refresh();
    expect([holder.current() === before, taken.length]).toEqual([true, 1]);
  });

  it('does not start with a release that cannot be used', async () => {
    store.activate('one', NOW);
    rmSync(file('one'));
    await expect(start()).rejects.toMatchObject({ code: 'NCP_TERMINOLOGY_RELEASE' });
  });
});
