import { readPrescription } from './read-prescription.js';
import { readSummary } from './read-summary.js';
import type { ReadingContext } from './reading-context.js';

/** CPU time of reading and translating one document, milliseconds. */
export interface ReadingCost {
  readonly kind: 'ePrescription' | 'patientSummary';
  readonly bytes: number;
  readonly rounds: number;
  /** The very first reading of the process, with everything still cold. */
  readonly first: number;
  readonly median: number;
  readonly p95: number;
}

export interface CostOptions {
  readonly kind: ReadingCost['kind'];
  readonly rounds: number;
  /** CPU time of the process so far, milliseconds: the clock stays outside (house rule 6). */
  readonly cpuTime: () => number;
}

/** Measures the read path of the API on one document (a 170 KB summary under 60 ms CPU). */
export const readingCost = (document: Uint8Array, context: ReadingContext, { kind, rounds, cpuTime }: CostOptions): ReadingCost => {
  const read = kind === 'ePrescription' ? readPrescription : readSummary;
  const times: number[] = [];
  for (let round = 0; round < Math.max(1, rounds); round += 1) {
    const before = cpuTime();
    read(document, context);
    times.push(cpuTime() - before);
  }
  const [first = 0] = times;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { kind, bytes: document.length, rounds: times.length, first, median: at(0.5), p95: at(0.95) };
};
