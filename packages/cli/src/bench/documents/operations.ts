import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDocument, documentFacts, encodePrescription, prescriptionDocument, renderPrescriptionPdf, type PdfFont } from '@ncp/cda';
import { parseXml } from '@ncp/xml';
import { grownPrescription, sampleFonts, samplePrescription } from './sample-prescriptions.js';

/** Something that is done to one document, and how long it may take. */
export interface DocumentOperation {
  readonly name: string;
  /** The document that is read, or that comes out. */
  readonly document: string;
  readonly bytes: Uint8Array;
  /** CPU milliseconds that it may take; absent where there is no bound. */
  readonly limitMs?: number;
  /** Is it parse and rule check, which the official rules can be timed at too? */
  readonly checks: boolean;
  /** Numbers differ, so that documents do where they are made. */
  readonly run: (number: number) => unknown;
}

/** CPU milliseconds that each may take. */
export const LIMITS = { checkPrescription: 10, checkSummary: 60, encode: 3, pdf: 40 } as const;

const PRESCRIPTION_BYTES = 25_000;
const REAL = { prescription: 'ep-openncp-1-canesten-W7.xml', summary: 'ps-openncp-2-1234-W7.xml' } as const;

const check = (document: string, bytes: Uint8Array, limitMs: number): DocumentOperation =>
  ({ name: 'parse and check', document, bytes, limitMs, checks: true, run: () => checkDocument(parseXml(bytes)) });
const read = (document: string, bytes: Uint8Array): DocumentOperation =>
  ({ name: 'parse and read all facts', document, bytes, checks: false, run: () => documentFacts(parseXml(bytes)) });

/** @param summary a Patient Summary of the simulated Finland, grown. @param samples folder of real documents, which may not be there */
export function documentOperations(summary: Uint8Array, samples: string): readonly DocumentOperation[] {
  const fonts = sampleFonts();
  const own = grownPrescription(PRESCRIPTION_BYTES);
  const plain = encodePrescription(prescriptionDocument(samplePrescription(0)));
  const real = (name: string): readonly [string, Uint8Array][] => {
    const file = join(samples, name);
    return existsSync(file) ? [[name, new Uint8Array(readFileSync(file))]] : [];
  };
  return [
    check('ePrescription, own', own, LIMITS.checkPrescription),
    ...real(REAL.prescription).map(([name, bytes]) => check(name, bytes, LIMITS.checkPrescription)),
    check('Patient Summary, simulated', summary, LIMITS.checkSummary),
    ...real(REAL.summary).map(([name, bytes]) => check(name, bytes, LIMITS.checkSummary)),
    read('Patient Summary, simulated', summary),
    ...real(REAL.summary).map(([name, bytes]) => read(name, bytes)),
    { name: 'build and serialise', document: 'ePrescription L3', bytes: plain, limitMs: LIMITS.encode, checks: false, run: (number) => encodePrescription(prescriptionDocument(samplePrescription(number))) },
    { name: 'build and render', document: 'ePrescription L1 (PDF)', bytes: plain, limitMs: LIMITS.pdf, checks: false, run: (number) => renderPdf(number, fonts) },
  ];
}

export const renderPdf = async (number: number, fonts: PdfFont): Promise<Uint8Array> => renderPrescriptionPdf(prescriptionDocument(samplePrescription(number)), fonts);
