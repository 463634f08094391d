import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import { composeRelease, loadCatalogue, NOT_KEPT, readSource, STARTER_RELEASE } from '@ncp/terminology';
import { findSources } from '../validate/sources.js';
import { gapsOfDocuments, type DocumentGaps } from './document-gaps.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const folder = join(root, 'cda-samples');
const suite = existsSync(folder) ? describe : describe.skip;

suite('gaps over all sample documents (skipped without NCP_CONFORMANCE_DIR)', () => {
  const files = findSources([folder]);
  const texts = existsSync(folder) ? files.map(({ file }) => readFileSync(file, 'utf8')) : [];
  let starter: DocumentGaps;
  let whole: DocumentGaps;
  beforeAll(async () => {
    starter = await gapsOfDocuments(files, loadCatalogue(STARTER_RELEASE), countryCode('FI'));
    const catalogue = `${root}/valuesets/mvc-8.1.0`;
    const { release } = composeRelease(STARTER_RELEASE, readdirSync(catalogue).map((name) => readSource(name, readFileSync(join(catalogue, name), 'utf8'))));
    whole = await gapsOfDocuments(files, loadCatalogue({ ...release, id: 'whole' }), countryCode('FI'));
  });

  it('lists each with code system, code, field, country and count, the most frequent first', () => {
    process.stderr.write(`${String(starter.documents)} documents, ${String(starter.notRead.length)} not read, ${String(starter.gaps.length)} different gaps, ${String(starter.gaps.reduce((sum, { count }) => sum + count, 0))} in all\n`);
    for (const { count, field, code, codeSystem } of starter.gaps.slice(0, 10)) process.stderr.write(`${String(count)}  ${field}  ${code}  ${codeSystem}\n`);
    expect(starter.documents).toBeGreaterThan(50);
    expect(starter.gaps.length).toBeGreaterThan(0);
    expect(starter.gaps.map(({ count }) => count)).toEqual(starter.gaps.map(({ count }) => count).toSorted((a, b) => b - a));
    for (const gap of starter.gaps) expect(gap).toMatchObject({ release: STARTER_RELEASE.id, country: 'FI', reason: 'no-swedish', field: expect.stringMatching(/^[\w.-]+$/) });
  });

  it('counts no code more often than there are documents that have it', () => {
    const totals = new Map<string, number>();
    for (const { code, count } of starter.gaps) totals.set(code, (totals.get(code) ?? 0) + count);
    const kinds: readonly string[] = Object.values(NOT_KEPT);
    const escaped = (code: string): string => code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const impossible = [...totals].filter(([code, count]) => !kinds.includes(code) && texts.filter((text) => text.includes(escaped(code)) || text.includes(code)).length < count / 2);
    expect(impossible).toEqual([]);
  });

  it('a larger catalogue without translations closes none and opens none: what is missing is Swedish', () => {
    const keys = ({ gaps }: DocumentGaps): readonly string[] => gaps.map(({ code, codeSystem, field }) => `${field} ${codeSystem} ${code}`).toSorted();
    expect(keys(whole).length).toBeGreaterThanOrEqual(keys(starter).length - 1);
  });

  it('tells each document that was not read, and why', () => {
    expect(new Set(starter.notRead.map(({ code }) => code.split('_').slice(0, 2).join('_')))).toEqual(new Set(['NCP_CDA', 'NCP_XML']));
    expect(starter.documents + starter.notRead.length).toBe(files.length);
  });
});
