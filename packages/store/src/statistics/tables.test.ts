import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';
import { createWorkbook } from './workbook.js';

describe('CSV', () => {
  it.each([
    ['=1+1', "'=1+1"], ['+46', "'+46"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "'\t=1"], ['\r=1', '"\'\r=1"'], ['=cmd|" /C calc"!A0', '"\'=cmd|"" /C calc""!A0"'],
  ])('WEB-07 neutralises the formula %j', (text, written) => { expect(csvLine([text])).toBe(`${written}\r\n`); });

  it('writes numbers as numbers, and quotes what needs it', () => {
    expect(csvLine([-5, 0.5, 'a,b', 'say "no"', 'two\nlines', ' Åsa ', ''])).toBe('-5,0.5,"a,b","say ""no""","two\nlines", Åsa ,\r\n');
  });

  it('holds nothing that a table cannot', () => { expect(csvLine(['a\u0000b\uD800c\u{1F489}'])).toBe('a\uFFFDb\uFFFDc\u{1F489}\r\n'); });
});

/** Another implementation of ZIP and of XML reads the workbook: name of each sheet, then its cells. */
const READER = `
import sys, json, zipfile, xml.etree.ElementTree as E
m = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for n in z.namelist(): E.fromstring(z.read(n))
names = [s.get('name') for s in E.fromstring(z.read('xl/workbook.xml')).iter(m + 'sheet')]
def cells(n): return [[float(c.find(m + 'v').text) if c.find(m + 'v') is not None else ''.join(c.itertext()) for c in r.iter(m + 'c')] for r in E.fromstring(z.read(n)).iter(m + 'row')]
print(json.dumps([[name, cells('xl/worksheets/sheet%d.xml' % (i + 1))] for i, name in enumerate(names)]))`;

describe('workbook', () => {
  let folder = '';
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'ncp-workbook-')); });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  const made = (): Buffer => {
    const workbook = createWorkbook();
    const first = workbook.sheet('KPI-1.2', ['A', 'B']);
    const second = workbook.sheet('R & D', ['Only']);
    for (let row = 0; row < 3; row += 1) first.add([row, `=SUM(A${String(row)}) <&"\u0001 å`]);
    second.add(['  kept  ']);
    return workbook.bytes();
  };

  it('is read by others as it was written, and a formula is text', () => {
    const file = join(folder, 'a.xlsx');
    writeFileSync(file, made());
    expect(JSON.parse(execFileSync('python3', ['-c', READER, file], { encoding: 'utf8' }))).toEqual([
      ['KPI-1.2', [['A', 'B'], ...[0, 1, 2].map((row) => [row, `=SUM(A${String(row)}) <&"\uFFFD å`])]], ['R & D', [['Only'], ['  kept  ']]],
    ]);
  });

  it('has the same bytes each time', () => { expect(made().equals(made())).toBe(true); });
});
