import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../output.js';
import { validateCommand } from './validate.js';

interface Collected {
  readonly output: Output;
  readonly results: unknown[];
  readonly lines: string[];
}

const collected = (): Collected => {
  const [results, lines]: [unknown[], string[]] = [[], []];
  return {
    results, lines,
    output: { json: true, line: (text = '') => { lines.push(text); }, progress: () => undefined, result: (value) => { results.push(value); } },
  };
};

const BROKEN = '<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/></ClinicalDocument>';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ncp-validate-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('ncp validate', () => {
  it('takes folders at any depth, counts documents, and answers no when one breaks a rule', async () => {
    file('a.xml', '<a/>');
    file('b.txt', 'not looked at');
    mkdirSync(join(folder, 'deep', 'deeper.xml'), { recursive: true });
    file('deep/deeper.xml/c.XML', BROKEN);
    symlinkSync(folder, join(folder, 'loop'));
    const { output, results } = collected();
    expect(await validateCommand(output, [folder])).toBe(1);
    expect(results).toMatchObject([{
      ok: false, documents: 2, unreadable: 0, judgedBy: { rules: expect.any(String), valueSets: expect.any(String) },
      files: [{ file: join(folder, 'a.xml'), kind: 'unknown' }, { file: join(folder, 'deep', 'deeper.xml', 'c.XML'), kind: 'ed-l3' }],
    }]);
  });

  it('checks the others when something cannot be read, and says both', async () => {
    const good = file('x.xml', BROKEN);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'y.xml'));
    const { output, results } = collected();
    expect(await validateCommand(output, ['/no/such/file.xml', good, join(folder, 'y.xml')])).toBe(65);
    expect(results).toMatchObject([{
      ok: false, documents: 1, unreadable: 2,
      files: [
        { kind: 'unreadable', findings: [{ rule: 'NCP_CLI_INPUT', found: 'reason ENOENT' }] },
        { kind: 'ed-l3' },
        { kind: 'unreadable', findings: [{ rule: 'NCP_CLI_INPUT' }] },
      ],
    }]);
  });

  it('does not call a folder without documents good', async () => {
    const { output, results } = collected();
    expect(await validateCommand(output, [folder])).toBe(65);
    expect(results).toMatchObject([{ ok: false, documents: 0, unreadable: 1, files: [{ findings: [{ rule: 'NCP_CLI_INPUT', found: 'reason no *.xml' }] }] }]);
  });

  it.each<readonly [title: string, content: string | Uint8Array, rule: string, found: RegExp]>([
    ['is empty', '', 'NCP_XML_NOT_WELL_FORMED', /^0 bytes$/],
    ['is a PDF', '%PDF-1.7\n', 'NCP_XML_NOT_WELL_FORMED', /^PDF$/],
    ['is binary', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1), 'NCP_XML_', /^binary$/],
    ['is JSON', '{"resourceType":"Bundle"}', 'NCP_XML_', /^JSON\?$/],
    ['is cut', BROKEN.slice(0, -5), 'NCP_XML_NOT_WELL_FORMED', /^at \d+|line 1/],
    ['is no CDA', '<Bundle xmlns="http://hl7.org/fhir"/>', 'document#kind', /./],
    ['has a document type', '<!DOCTYPE a><a/>', 'NCP_XML_DOCTYPE', /./],
  ])('has a finding for what %s', async (_title, content, rule, found) => {
    const { output, results } = collected();
    expect(await validateCommand(output, [file('x.xml', content)])).toBe(1);
    const [{ files }] = results as [{ readonly files: readonly { readonly kind: string; readonly findings: readonly { readonly rule: string; readonly found?: string }[] }[] }];
    expect(files[0]?.kind).toBe('unknown');
    expect(files[0]?.findings).toHaveLength(1);
    expect(files[0]?.findings[0]?.rule.startsWith(rule)).toBe(true);
    if (rule.startsWith('NCP_XML_') && rule !== 'NCP_XML_DOCTYPE') expect(files[0]?.findings[0]?.found).toMatch(found);
  });

  it('does not read a device to its end, which it may not have', async () => {
    const { output, results } = collected();
    expect(await validateCommand(output, ['/dev/zero'])).toBe(1);
    expect(results).toMatchObject([{ files: [{ kind: 'unknown', findings: [{ rule: 'NCP_XML_SIZE' }] }] }]);
  });

  it('says in Swedish what it says in English', async () => {
    const path = file('x.xml', BROKEN);
    const [swedish, english] = [collected(), collected()];
    await validateCommand(swedish.output, [path], { lang: 'sv' });
    await validateCommand(english.output, [path], { lang: 'en' });
    expect(swedish.lines.length).toBe(english.lines.length);
    expect(swedish.lines.filter((line) => /^ {2}fel /.test(line)).length).toBe(english.lines.filter((line) => /^ {2}error /.test(line)).length);
    expect(swedish.lines.some((line) => line.includes('saknas'))).toBe(true);
  });

  it('puts no control characters of a document on a terminal', async () => {
    const { output, lines } = collected();
    await validateCommand(output, [file('x.xml', BROKEN.replace('/><', ' extension="\u{9b}2J\u{202e}"/><'))]);
    expect(lines.join('\n')).not.toMatch(/[\u009b\u202e]/u);
  });
});
