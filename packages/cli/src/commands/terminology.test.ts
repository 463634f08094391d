import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import { STARTER_RELEASE, VALUE_SETS } from '@ncp/terminology';
import type { Output } from '../output.js';
import { terminologyImportCommand, type ImportOptions } from './terminology-import.js';
import { terminologyActivateCommand, terminologyDiffCommand } from './terminology.js';

const { edqm } = CODE_SYSTEMS;

class Heard implements Output {
  readonly json = true;
  readonly lines: string[] = [];
  readonly results: unknown[] = [];
  line(text = ''): void { this.lines.push(text); }
  progress(): void { /* not of interest */ }
  result(value: unknown): void { this.results.push(value); }
  get text(): string { return this.lines.join('\n'); }
}

let place = '';
let options: ImportOptions;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'ncp-terminology-'));
  options = { state: place, folder: join(place, 'catalogue') };
});
afterEach(() => { rmSync(place, { recursive: true, force: true }); });

const file = (name: string, content: string | Uint8Array | object): string => {
  const path = join(place, name);
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
};
const folder = (): CatalogueFolder => new CatalogueFolder(join(place, 'catalogue'));
const SET = {
  oid: VALUE_SETS.package, name: 'eHDSIPackage', version: '9.9.9', codeSystem: edqm,
  concepts: [...(STARTER_RELEASE.valueSets.find(({ oid }) => oid === VALUE_SETS.package)?.concepts ?? []).map(({ code }) => ({ code, display: `New ${code}` })), { code: '30999000', display: 'New one' }],
};
const TEXTS = `code_system,code,language,text\n${edqm},30999000,sv,Ny förpackning\n`;
const imported = async (files: readonly string[], more: Partial<ImportOptions> = {}): Promise<{ readonly heard: Heard; readonly code: number }> => {
  const heard = new Heard();
  return { heard, code: await terminologyImportCommand(heard, files, { ...options, ...more }) };
};

describe('ncp terminology import', () => {
  it('writes a release and its report, says what it changes, and puts nothing in force', async () => {
    const { heard, code } = await imported([file('set.json', SET), file('texts.csv', TEXTS)]);
    expect(code).toBe(0);
    expect(heard.results[0]).toMatchObject({
      ok: true, isNew: true, base: STARTER_RELEASE.id, inForce: STARTER_RELEASE.id, basis: 'MVC 9.9.9', problems: [],
      changes: { concepts: { added: [{ code: '30999000', text: 'New one' }], removed: [] }, translations: { added: [{ text: 'Ny förpackning' }] }, mappings: { added: [{ from: '"ny förpackning"' }] } },
    });
    const [name = ''] = folder().names();
    expect(name).toMatch(/^mvc-9\.9\.9-[0-9a-f]{8}$/);
    expect(JSON.parse(readFileSync(join(place, 'catalogue', 'releases', `${name}.report.json`), 'utf8'))).toMatchObject({ ok: true, release: name });
    expect(folder().active()).toBeUndefined();
    expect(heard.text).toContain(`ncp terminology activate ${name}`);
  });

  it('gives the same files the same name, and writes them once', async () => {
    const files = [file('set.json', SET)];
    await imported(files);
    const { heard } = await imported(files);
    expect(heard.results[0]).toMatchObject({ ok: true, isNew: false });
    expect(folder().names()).toHaveLength(1);
  });

  it('takes folders, and lays files over the release that is named', async () => {
    mkdirSync(join(place, 'files'));
    file('files/set.json', SET);
    file('files/notes.md', 'not a catalogue');
    await imported([join(place, 'files')], { name: 'one' });
    const { heard } = await imported([file('texts.csv', TEXTS)], { base: 'one', name: 'two' });
    expect(heard.results[0]).toMatchObject({ release: 'two', base: 'one', inForce: STARTER_RELEASE.id });
  });

  it('1: writes nothing when files contradict each other, and names each contradiction', async () => {
    const { heard, code } = await imported([file('a.csv', TEXTS), file('b.csv', TEXTS.replace('Ny', 'Annan')), file('set.json', SET)]);
    expect([code, folder().names()]).toEqual([1, []]);
    expect(heard.results[0]).toMatchObject({ ok: false, problems: [{ severity: 'error', problem: 'two-designations', file: 'b.csv' }] });
    expect(heard.text).toMatch(/error: two-designations, 1\n.*a\.csv line 2/);
  });

  it('65: names every file that cannot be read', async () => {
    const { heard, code } = await imported([file('a.json', '{'), file('b.csv', 'x,y'), file('c.csv', Buffer.from('code_system,code,language,text\n1.2,a,sv,\xe5', 'latin1')), file('set.json', SET)]);
    expect([code, folder().names()]).toEqual([65, []]);
    expect(heard.results[0]).toMatchObject({ ok: false, unusable: [{ problem: 'not JSON' }, { problem: 'heading' }, { problem: 'not UTF-8' }] });
  });

  it.each([
    ['a file that is not there', ['nowhere.json'], {}, 'NCP_CLI_INPUT'], ['a base that is not there', [], { base: 'nothing' }, 'NCP_TERMINOLOGY_RELEASE'],
    ['a name that could be a place', [], { name: '../x' }, 'NCP_CLI_USAGE'], ['the name of the built-in one', [], { name: 'starter' }, 'NCP_CLI_USAGE'],
  ] as const)('refuses %s', async (_what, files, more, error) => {
    await expect(imported(files, more)).rejects.toMatchObject({ code: error });
  });

  it('refuses another content under a name that is taken', async () => {
    await imported([file('set.json', SET)], { name: 'one' });
    await expect(imported([file('texts.csv', TEXTS), file('set.json', SET)], { name: 'one' })).rejects.toMatchObject({ code: 'NCP_TERMINOLOGY_RELEASE' });
  });
});

describe('ncp terminology activate and diff', () => {
  it('puts a release in force, and back', async () => {
    await imported([file('set.json', SET)], { name: 'one' });
    const heard = new Heard();
    expect(await terminologyActivateCommand(heard, 'one', options)).toBe(0);
    expect(folder().active()?.release).toBe('one');
    await terminologyActivateCommand(heard, 'starter', options);
    expect(heard.results).toMatchObject([{ release: 'one', before: 'starter' }, { release: 'starter', before: 'one' }]);
    await expect(terminologyActivateCommand(heard, 'nothing', options)).rejects.toMatchObject({ code: 'NCP_TERMINOLOGY_RELEASE' });
  });

  it('names what differs, a part of it unless all is asked for', async () => {
    await imported([file('set.json', SET)], { name: 'one' });
    await terminologyActivateCommand(new Heard(), 'one', options);
    const [some, all, none] = [new Heard(), new Heard(), new Heard()];
    await terminologyDiffCommand(some, ['starter', 'active'], options);
    await terminologyDiffCommand(all, ['starter', 'one'], { ...options, all: true });
    await terminologyDiffCommand(none, ['one', 'active'], options);
    const changed = SET.concepts.length - 1;
    expect(some.text).toContain(`1 added, ${String(changed)} changed, 0 removed`);
    expect(some.text).toContain('+ 30999000  "New one"');
    expect(all.lines.filter((line) => /^ {6}~ 30\d+ {2}".*" is now "New/.test(line))).toHaveLength(changed);
    expect(none.text).toContain('no difference');
  });
});
