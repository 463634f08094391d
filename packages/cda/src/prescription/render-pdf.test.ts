import { constants, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { freshFont } from '../../fixtures/pdf-tools.js';
import { CASES, dosage, input, offer, step } from '../../fixtures/prescriptions.js';
import { prescriptionDocument } from './prescription-document.js';
import { renderPrescriptionPdf } from './render-pdf.js';

const font = freshFont();

const latin1 = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');
const streams = (pdf: Uint8Array): readonly string[] =>
  [...latin1(pdf).matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data = '']) => {
    try {
      // A stream may end with the byte of a line end, which the expression takes for its own.
      return inflateSync(Buffer.from(data, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
    } catch {
      return data;
    }
  });

describe('renderPrescriptionPdf', () => {
  it('CDA-13 gives the same bytes for the same model, whether the font was parsed before or not', async () => {
    const model = prescriptionDocument(input());
    const first = await renderPrescriptionPdf(model, font);
    expect(await renderPrescriptionPdf(model, font)).toEqual(first);
    expect(await renderPrescriptionPdf(model, freshFont())).toEqual(first);
  });

  it('CDA-13 gives the same bytes whatever was drawn before with the same font', async () => {
    const noted = (noteToPharmacy: string): ReturnType<typeof prescriptionDocument> => prescriptionDocument(input({ offer: offer({ noteToPharmacy }) }));
    const used = freshFont();
    // Letters with marks are drawn of parts, which later stand alone: the parts keep their characters.
    await renderPrescriptionPdf(noted('έ ύ ά ώ ό Ή é ü ñ ç ﬁ'), used);
    const alone = noted('ε υ α ω ο Η e u n c fi 500 µg');
    expect(await renderPrescriptionPdf(alone, used)).toEqual(await renderPrescriptionPdf(alone, freshFont()));
  });

  it('takes its dates from the document, not from the clock', async () => {
    const pdf = latin1(await renderPrescriptionPdf(prescriptionDocument(input()), font));
    expect(pdf).toContain('(D:20260302081502Z)');
    expect(pdf).toContain('<xmp:CreateDate>2026-03-02T08:15:02Z</xmp:CreateDate>');
    expect(pdf).not.toContain('ModDate');
  });

  it('claims PDF/A-1b and embeds what it needs: fonts, output intent, language', async () => {
    const pdf = await renderPrescriptionPdf(prescriptionDocument(input()), font);
    const raw = latin1(pdf);
    expect(raw.startsWith('%PDF-1.4')).toBe(true);
    expect(raw).toContain('<pdfaid:part>1</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(raw).toContain('/OutputIntents');
    expect(raw).toContain('/Lang (sv-SE)');
    expect(raw.match(/\/FontFile2/g)).toHaveLength(2);
    expect(raw).not.toContain('/Subtype /Type1');
    for (const forbidden of ['/JavaScript', '/EmbeddedFiles', '/Encrypt', '/Launch', '/SMask']) expect(raw).not.toContain(forbidden);
  });

  it('has nothing of the patient in its metadata', async () => {
    const raw = latin1(await renderPrescriptionPdf(prescriptionDocument(input()), font));
    expect(raw).not.toContain('Testdotter');
    expect(raw).not.toContain('199008202385');
  });

  it.each(CASES)('$name: renders', async ({ input: given }) => {
    const pdf = await renderPrescriptionPdf(prescriptionDocument(given), font);
    expect(streams(pdf).some((content) => content.includes('BT'))).toBe(true);
  });

  it('CDA-10 shows characters that the font lacks by their code point', async () => {
    const model = prescriptionDocument(input({ offer: offer({ dosage: dosage('漢 1 tablett', step({ kind: 'free-text' })) }) }));
    const cmaps = streams(await renderPrescriptionPdf(model, font)).filter((content) => content.includes('begincmap'));
    // Glyph 0 is the empty box: only its own entry may name it, never a drawn character.
    expect(cmaps.some((cmap) => cmap.includes('<005b>'))).toBe(true);
    const drawn = streams(await renderPrescriptionPdf(model, font)).filter((content) => content.includes('BT'));
    expect(drawn.every((content) => !/<0000/.test(content))).toBe(true);
  });

  it('refuses a model that may not be released', async () => {
    await expect(renderPrescriptionPdf(prescriptionDocument(input({ offer: offer({}, 0) })), font)).rejects.toThrow('NCP_CDA_NOT_EXPRESSIBLE');
  });
});
