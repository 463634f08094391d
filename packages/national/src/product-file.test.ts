import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isNcpError, productIndex } from '@ncp/domain';
import { parseProductFile, readProductFile } from './product-file.js';

const folder = mkdtempSync(join(tmpdir(), 'ncp-products-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const HEADING = 'nplId;nplPackId;varunummer;name;form;strength;atc;packAmount;packUnit;kind;authorisation;narcoticClass';
const GOOD = '20060518000033;20060629100325;086625;"Amlodipin; ""Krka""";tablett;5 mg;C08CA01;100;tablett(er);medicinal-product;approved;';
const codeOf = (run: () => unknown): unknown => {
  try { return run(); } catch (error) { return isNcpError(error) ? `${error.code} ${String(error.details['problem'])}` : error; }
};

describe('a product file', () => {
  it('is read with quotes, line ends of any kind and a byte order mark', () => {
    const { articles, faults } = parseProductFile(`\ufeff${HEADING}\r\n${GOOD}\r\n\r\n`);
    expect(faults).toEqual([]);
    expect(articles).toMatchObject([{
      nplPackId: '20060629100325', varunummer: '086625', name: 'Amlodipin; "Krka"', strengthText: '5 mg', kind: 'medicinal-product', authorisation: 'approved',
      atc: { code: 'C08CA01' }, packAmount: { value: '100', unit: { text: 'tablett(er)', code: '{tablett}' } },
    }]);
  });

  it('names each wrong row with its column and rule, and uses the others', () => {
    const rows = [
      GOOD,
      GOOD.replace('20060629100325', '123'), GOOD.replace('086625', '86625').replace('20060629100325', '20060629100326'), GOOD.replace('C08CA01', 'amlodipin').replace('20060629100325', '20060629100327'),
      GOOD.replace(';100;', ';0;').replace('20060629100325', '20060629100328'), GOOD.replace('approved', 'maybe').replace('20060629100325', '20060629100329'), GOOD, GOOD.replace(';tablett;', ';;').replace('20060629100325', '20060629100330'),
    ];
    const { articles, faults } = parseProductFile([HEADING, ...rows].join('\n'));
    expect(articles).toHaveLength(1);
    expect(faults).toEqual([
      { row: 2, column: 'nplPackId', rule: 'fourteen-digits' }, { row: 3, column: 'varunummer', rule: 'six-digits' }, { row: 4, column: 'atc', rule: 'atc' },
      { row: 5, column: 'packAmount', rule: 'positive-decimal' }, { row: 6, column: 'authorisation', rule: 'unknown-value' }, { row: 7, column: 'nplPackId', rule: 'twice' },
      { row: 8, column: 'form', rule: 'missing' },
    ]);
  });

  it('assumes nothing that the file does not say', () => {
    const { articles } = parseProductFile('nplId,nplPackId,name,form\n20060518000033,20060629100325,Amlodipin,tablett\n');
    expect(articles).toMatchObject([{ kind: 'unknown', authorisation: 'unknown', controlled: false }]);
    expect(articles[0]?.packAmount).toBeUndefined();
  });

  it('may be JSON; amounts are text', () => {
    const row = { nplId: '20060518000033', nplPackId: '20060629100325', name: 'Amlodipin', form: 'tablett', packAmount: '2.50', packUnit: 'milliliter', controlled: true };
    expect(parseProductFile(JSON.stringify([row])).articles).toMatchObject([{ controlled: true, packAmount: { value: '2.50', unit: { code: 'ml' } } }]);
    expect(parseProductFile(JSON.stringify([{ ...row, packAmount: 2.5 }])).articles[0]?.packAmount).toBeUndefined();
    expect(parseProductFile('[null]').faults).toHaveLength(4);
  });

  it.each([
    ['no heading', 'a;b\n1;2', 'NCP_CONFIG_FILE heading'], ['an empty file', '', 'NCP_CONFIG_FILE heading'], ['broken JSON', '[', 'NCP_CONFIG_FILE json'],
  ])('is refused: %s', (_what, text, code) => {
    expect(codeOf(() => parseProductFile(text))).toBe(code);
  });

  it('is read from disk', () => {
    const path = join(folder, 'products.csv');
    writeFileSync(path, `${HEADING}\n${GOOD}\n`);
    expect(readProductFile(path).articles).toHaveLength(1);
    expect(codeOf(() => readProductFile(join(folder, 'none.csv')))).toBe('NCP_CONFIG_FILE unreadable');
  });

  it('makes a register that finds by pack, item number, ATC code and name', () => {
    const { articles } = parseProductFile(`${HEADING}\n${GOOD}\n`);
    const register = productIndex(articles);
    expect(register.byPackId('20060629100325')?.varunummer).toBe('086625');
    expect(register.byVarunummer('086625')?.nplPackId).toBe('20060629100325');
    expect(register.byAtc('C08CA01')).toHaveLength(1);
    expect(register.byName('AMLO', 5)).toHaveLength(1);
    expect([register.byName('', 5), register.byName('zzz', 5), register.byAtc('x'), register.byPackId('x')]).toEqual([[], [], [], undefined]);
  });
});
