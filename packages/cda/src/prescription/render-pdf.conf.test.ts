import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDocumentId, utc } from '@ncp/domain';
import { attr, deepText, NS, parseXml, walk, type XmlElement } from '@ncp/xml';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { freshFont, hasPdftotext } from '../../fixtures/pdf-tools.js';
import { prescriptionInput } from '../../fixtures/generated-prescriptions.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { labelText } from '../building/fact.js';
import { encodePrescription, prescriptionDocument, renderPrescriptionPdf, type EPrescription, type FactGroup } from '../index.js';

const suite = hasPdftotext() ? describe : describe.skip;

const GENERATED = Number(process.env['NCP_GENERATED_PDFS'] ?? '30');
const SEED = Number(process.env['NCP_GENERATED_SEED'] ?? Date.now() % 1_000_000_000);

const font = freshFont();

/**
 * Only characters are compared: lines are broken where the page ends, composed letters may be drawn as they are or in
 * parts, and what cannot be drawn is shown by its code point, which says the same.
 */
const solid = (text: string): string =>
  text.replaceAll(/\s+/g, '').replaceAll(/\[U\+([0-9A-F]{4,6})\]/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))).normalize('NFKD').replaceAll(/\s+/g, '');

/** Where two texts part, with what stands around it. */
const firstDifference = (page: string, document: string): object | undefined => {
  if (page === document) return undefined;
  let at = 0;
  while (page[at] === document[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 20), at + 20);
  return { page: around(page), document: around(document), points: page.slice(at, at + 4).replaceAll(/[^]/gu, (one) => `${one.codePointAt(0)?.toString(16) ?? ''} `) };
};

interface Group { readonly heading: string; readonly text: string }

const groupText = ({ facts }: FactGroup): string => facts.map(({ label, lines }) => labelText(label) + lines.join('\n')).join('\n');

/** The rows of the narrative under their headings, as level 3 has them. */
const narrativeGroups = (root: XmlElement): readonly Group[] => {
  const groups: Group[] = [];
  for (const row of [...walk(root)].filter(({ local }) => local === 'tr')) {
    const cells = [...walk(row)].filter(({ local }) => local === 'th' || local === 'td').map(deepText);
    const last = groups.at(-1);
    if (cells.length === 1) groups.push({ heading: cells[0] ?? '', text: '' });
    else if (last !== undefined) groups[groups.length - 1] = { heading: last.heading, text: `${last.text}\n${cells.join('\n')}` };
  }
  return groups;
};

/** The whole page in the order in which it is drawn: title, people side by side, the narrative, where it comes from. */
const expectedText = (model: EPrescription, root: XmlElement): string => {
  const [patient, prescriber, ...rest] = model.headerFacts.map((group): Group => ({ heading: labelText(group.heading), text: groupText(group) }));
  const narrative = narrativeGroups(root);
  const groups = [patient, prescriber, ...narrative.slice(0, -1), ...rest, ...narrative.slice(-1)];
  return ['E-recept / ePrescription', model.title, ...groups.map((group) => (group === undefined || group.text === '' ? '' : `${group.heading}\n${group.text}`))].join('\n');
};

suite('CDA-12 level 1 PDF and level 3 say the same, no more and no less (skipped without pdftotext)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-pdf-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  const documents = [
    ...CASES,
    ...fc.sample(prescriptionInput, { numRuns: GENERATED, seed: SEED }).map((input, index) => ({ name: `generated ${String(index)}, seed ${String(SEED)}`, input })),
  ];

  it.each(documents.map((each, index) => ({ ...each, index })))('$name', async ({ input, index }) => {
    const model = prescriptionDocument(input);
    const file = join(folder, `${String(index)}.pdf`);
    writeFileSync(file, await renderPrescriptionPdf(model, font));
    // A form feed ends each page.
    const pages = execFileSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }).split('\f').filter((page) => page !== '');
    const drawn = pages.map((page, number) => {
      const text = solid(page);
      const footer = solid(`${formatDocumentId(model.level1Id)}${utc(model.effectiveTime)}${String(number + 1)}(${String(pages.length)})`);
      expect(text.endsWith(footer)).toBe(true);
      return text.slice(0, text.length - footer.length);
    });
    const root = parseXml(encodePrescription(model));
    expect(firstDifference(drawn.join(''), solid(expectedText(model, root)))).toBeUndefined();
  });

  it.each(CASES)('$name: the header of level 3 is on the page too', ({ input }) => {
    const model = prescriptionDocument(input);
    const elements = [...walk(parseXml(encodePrescription(model)))].filter(({ ns }) => ns === NS.hl7);
    const within = (local: string): readonly XmlElement[] => elements.filter((el) => el.local === local).flatMap((el) => [...walk(el)]);
    const people = [...within('recordTarget'), ...within('author'), ...within('legalAuthenticator'), ...within('custodian')];
    const header = [
      ...people.filter(({ local }) => ['family', 'given', 'streetAddressLine', 'city', 'postalCode', 'country'].includes(local)).map(deepText),
      ...people.filter(({ local }) => local === 'id').map((id) => attr(id, 'extension') ?? ''),
      ...people.filter(({ local }) => ['functionCode', 'administrativeGenderCode'].includes(local)).map((code) => attr(code, 'displayName') ?? ''),
    ];
    const page = solid(model.headerFacts.map(groupText).join('\n'));
    expect(header.length).toBeGreaterThan(4);
    expect(header.filter((fact) => !page.includes(solid(fact)))).toEqual([]);
  });
});
