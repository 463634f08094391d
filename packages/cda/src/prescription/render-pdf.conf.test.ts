import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attr, deepText, NS, parseXml, walk } from '@ncp/xml';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CASES } from '../../fixtures/prescriptions.js';
import { encodePrescription, prescriptionDocument, renderPrescriptionPdf } from '../index.js';

const hasPdftotext = (): boolean => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const suite = hasPdftotext() ? describe : describe.skip;

const service = createRequire(fileURLToPath(new URL('../../../../services/ncp-a/package.json', import.meta.url)));
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(service.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
const font = { regular: bytes('DejaVuSans'), bold: bytes('DejaVuSans-Bold') };

/** Lines are broken where the page ends: only the characters are compared. */
const solid = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

suite('CDA-12 level 1 PDF and level 3 say the same (skipped without pdftotext)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-pdf-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each(CASES.map((each, index) => ({ ...each, index })))('$name', async ({ input, index }) => {
    const model = prescriptionDocument(input);
    const file = join(folder, `${String(index)}.pdf`);
    writeFileSync(file, await renderPrescriptionPdf(model, font));
    const pages = execFileSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
    // A long value flows over pages; the footer between its parts is not part of it.
    const footer = solid(`${model.level1Id.root}^${model.level1Id.extension ?? ''}`);
    const pdf = solid(pages.split('\n').filter((line) => !solid(line).includes(footer)).join(''));

    const root = parseXml(encodePrescription(model));
    const elements = [...walk(root)].filter(({ ns }) => ns === NS.hl7 || ns === NS.pharm);
    const narrative = elements.filter(({ local }) => local === 'td').map(deepText);
    const header = [
      ...elements.filter(({ local }) => ['family', 'given', 'streetAddressLine', 'city', 'postalCode'].includes(local)).map(deepText),
      ...elements.filter(({ local }) => local === 'patientRole').flatMap((role) => [...walk(role)]).filter(({ local }) => local === 'id').map((id) => attr(id, 'extension') ?? ''),
      ...elements.filter(({ local }) => ['functionCode', 'administrativeGenderCode'].includes(local)).map((code) => attr(code, 'displayName') ?? ''),
    ];
    expect(narrative.length).toBeGreaterThan(10);
    // The custodian's address is the one thing of the header that the page does not need.
    const custodian = Object.values(model.custodian.address);
    const missing = [...narrative, ...header].filter((fact) => !custodian.includes(fact) && !pdf.includes(solid(fact)));
    expect(missing).toEqual([]);
  });
});
