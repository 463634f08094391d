import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkDocument, documentFacts, encodePrescription, prescriptionDocument } from '@ncp/cda';
import { parseXml } from '@ncp/xml';
import { renderPdf } from './operations.js';
import { sampleFonts, samplePrescription } from './sample-prescriptions.js';

const MIB = 1024 * 1024;
const WARM = 300;
const SUMMARY_EVERY = 20;
const PDF_EVERY = 100;
/** Growth that is no leak: compiled code and the engine's own pages settle late. */
export const MOST_GROWTH_MIB = 8;

/** Memory after a full collection: MiB. */
export interface MemoryAt {
  readonly documents: number;
  readonly heap: number;
  /** Outside the heap of JavaScript: buffers, and the memory of the XML engine. */
  readonly external: number;
  readonly resident: number;
}

export interface MemoryResult {
  readonly documents: number;
  readonly start: MemoryAt;
  readonly middle: MemoryAt;
  readonly end: MemoryAt;
  /** Heap and external memory at the end beyond the start. */
  readonly growth: number;
  readonly flat: boolean;
}

/** The collector by name: there is no other way to ask for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/**
 * Builds, writes, reads and checks documents, each another one; among them summaries and PDFs. What is left when the garbage
 * is gone is told at the start (after a warm-up), in the middle and at the end.
 */
export async function measureMemory(documents: number, summary: Uint8Array, progress: (text: string) => void, warmUp: number = WARM): Promise<MemoryResult> {
  const collect = collector();
  const fonts = sampleFonts();
  const one = async (number: number): Promise<void> => {
    const root = parseXml(encodePrescription(prescriptionDocument(samplePrescription(number))));
    checkDocument(root);
    documentFacts(root);
    if (number % SUMMARY_EVERY === 0) {
      const read = parseXml(summary);
      checkDocument(read);
      documentFacts(read);
    }
    if (number % PDF_EVERY === 0) await renderPdf(number, fonts);
  };
  const at = (done: number): MemoryAt => {
    collect();
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { documents: done, heap: heapUsed / MIB, external: external / MIB, resident: rss / MIB };
  };
  for (let number = 0; number < warmUp; number += 1) await one(number);
  const start = at(0);
  let middle = start;
  const half = Math.floor(documents / 2);
  const tellEvery = Math.max(1000, Math.floor(documents / 20));
  for (let done = 1; done <= documents; done += 1) {
    await one(warmUp + done);
    if (done === half) middle = at(done);
    if (done % tellEvery === 0) progress(`${String(done)} of ${String(documents)} documents`);
  }
  const end = at(documents);
  const growth = end.heap + end.external - start.heap - start.external;
  return { documents, start, middle, end, growth, flat: growth <= MOST_GROWTH_MIB };
}
