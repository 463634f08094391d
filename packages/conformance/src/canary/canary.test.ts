import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canariesOf, CanaryScan, findsPlanted } from '../index.js';

const PERSONS = [
  { key: 'S01', id: '199008202385', given: 'Alma Maria', family: 'Testdotter' }, { key: 'F1', id: '150385-9035', given: 'Aino', family: 'Näytetty-Esimerkki' },
];
const CANARIES = canariesOf(PERSONS);
const hits = (content: string | Uint8Array): readonly string[] => {
  const scan = new CanaryScan(CANARIES);
  scan.text('here', content);
  return [...new Set(scan.report.hits.map(({ canary }) => canary))];
};

describe('the canary scan', () => {
  it('knows a person by number, family and whole name', () => {
    expect(CANARIES.map(({ name }) => name)).toEqual(['S01 id', 'S01 id', 'S01 id', 'S01 family', 'S01 name', 'F1 id', 'F1 family', 'F1 name']);
  });

  it('DAT-01 finds a canary that is planted on purpose, in whatever form', () => {
    const [number, name] = ['199008202385', 'Näytetty-Esimerkki'];
    for (const form of [
      number, '19900820-2385', '900820-2385', Buffer.from(number).toString('hex'), Buffer.from(`x${number}y`).toString('base64'), Buffer.from(`xy${number}`).toString('base64'),
      Buffer.from(number).toString('base64url'), Buffer.from(number, 'utf16le'),
    ]) expect(hits(Buffer.concat([Buffer.from('{"msg":"'), Buffer.from(form), Buffer.from('"}')]))).toEqual(['S01 id']);
    for (const form of [name, encodeURIComponent(name), 'N\\u00e4ytetty-Esimerkki', 'N&#228;ytetty-Esimerkki', name.toUpperCase(), Buffer.from(name, 'latin1')]) expect(hits(Buffer.from(form))).toEqual(['F1 family']);
    expect(findsPlanted(CANARIES, 'x'.repeat(1_000))).toBe(true);
  });

  it('finds nothing where nothing is', () => {
    expect(hits('{"level":"info","service":"ncp-a","exchange":"01a228d3-c325-7656-adcc-7be37237b56a","country":"FI","ms":199}')).toEqual([]);
  });

  it('looks through folders, across the ends of its parts, and at names of files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-canary-'));
    try {
      mkdirSync(join(folder, 'deep'));
      writeFileSync(join(folder, 'deep', 'large.log'), Buffer.concat([Buffer.alloc((1 << 24) - 5, 46), Buffer.from('199008202385'), Buffer.alloc(100, 46)]));
      writeFileSync(join(folder, 'testdotter.xml'), 'nothing');
      writeFileSync(join(folder, 'skipped'), '199008202385');
      const scan = new CanaryScan(CANARIES);
      scan.folder(folder, (path) => path.endsWith('skipped'), '');
      expect(scan.report).toMatchObject({ files: 2, canaries: 8, hits: [{ place: 'deep/large.log', canary: 'S01 id', offset: (1 << 24) - 5 }, { place: 'file names', canary: 'S01 family' }] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
