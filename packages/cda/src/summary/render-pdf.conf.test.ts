import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attr, deepText, NS, parseXml, walk, type XmlElement } from '@ncp/xml';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PERSONS_1_TO_6 } from '../../../summary/fixtures/persons.js';
import { PERSONS_7_TO_12 } from '../../../summary/fixtures/persons-b.js';
import { compile } from '../../../summary/fixtures/records.js';
import { freshFont, hasPdftotext } from '../../fixtures/pdf-tools.js';
import { SUMMARY_CASES, summaryInput } from '../../fixtures/swedish-summaries.js';
import { encodeSummary, renderSummaryPdf, summaryDocument } from '../index.js';

const suite = hasPdftotext() ? describe : describe.skip;

const font = freshFont();

/** Lines are broken where a column or the page ends: only the characters are compared. */
const solid = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

const uuidOf = (name: string): string => {
  const hash = createHash('sha1').update(name).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};
const persons = Object.entries({ ...PERSONS_1_TO_6, ...PERSONS_7_TO_12 })
  .map(([number, { patient, rows, changes }]) => ({ name: `person ${number}`, input: summaryInput({ summary: compile(rows, { ...changes, patient, uuidOf }).summary }) }));

const named = (root: XmlElement, ...locals: readonly string[]): readonly XmlElement[] =>
  [...walk(root)].filter(({ ns, local }) => (ns === NS.hl7 || ns === NS.pharm) && locals.includes(local));

/** Everything that level 3 tells a reader: the cells of its narrative, and its header. */
const told = (root: XmlElement): readonly string[] => [
  ...named(root, 'content', 'paragraph', 'caption').map(deepText),
  ...named(root, 'section').map((section) => deepText(named(section, 'title')[0] ?? section)),
  ...named(root, 'family', 'given', 'city', 'postalCode', 'softwareName').map(deepText),
  ...named(root, 'patientRole').flatMap((role) => named(role, 'id')).map((id) => attr(id, 'extension') ?? ''),
  ...named(root, 'administrativeGenderCode').map((code) => attr(code, 'displayName') ?? ''),
].filter((text) => text !== '');

suite('CDA-12 level 1 PDF and level 3 of a summary say the same (skipped without pdftotext)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-summary-pdf-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each([...SUMMARY_CASES, ...persons].map((each, index) => ({ ...each, index })))('$name', async ({ input, index }) => {
    const model = summaryDocument(input);
    const file = join(folder, `${String(index)}.pdf`);
    writeFileSync(file, await renderSummaryPdf(model, font));
    const pages = execFileSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const footer = solid(`${model.level1Id.root}^${model.level1Id.extension ?? ''}`);
    const pdf = solid(pages.split('\n').filter((line) => !solid(line).includes(footer)).join(''));
    const everything = told(parseXml(encodeSummary(model)));
    expect(everything.length).toBeGreaterThan(15);
    expect(everything.filter((text) => !pdf.includes(solid(text)))).toEqual([]);
  });

  it('has every font embedded, and nothing of the patient in its metadata', async () => {
    const model = summaryDocument(SUMMARY_CASES[1]?.input ?? summaryInput());
    const file = join(folder, 'fonts.pdf');
    const pdf = await renderSummaryPdf(model, font);
    writeFileSync(file, pdf);
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n').slice(2);
    expect(fonts).toHaveLength(2);
    for (const line of fonts) expect(line).toMatch(/yes yes yes/);
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(raw).not.toContain('Testdotter');
    expect(raw).not.toContain('199008202385');
  });

  it('gives the same bytes again, with the dates of the document', async () => {
    const model = summaryDocument(SUMMARY_CASES[1]?.input ?? summaryInput());
    const first = await renderSummaryPdf(model, font);
    expect(await renderSummaryPdf(model, font)).toEqual(first);
    expect(Buffer.from(first).toString('latin1')).toContain('(D:20261101080000Z)');
  });
});
