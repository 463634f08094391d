import { describe, expect, it } from '@jest/globals';
import { checkDocument, encodePrescription, prescriptionDocument } from '@ncp/cda';
import { documentTargets } from '../../commands/bench-documents.js';
import { measureMemory, MOST_GROWTH_MIB } from './memory.js';
import { measureOperations } from './measure.js';
import { grownPrescription, samplePrescription } from './sample-prescriptions.js';
import { measureSaxon } from './saxon.js';

const nothing = (): void => undefined;

describe('documents of the bench', () => {
  it('pass the rules, have the size that is asked for, and differ', () => {
    const grown = grownPrescription(25_000);
    expect(grown.length).toBeGreaterThanOrEqual(25_000);
    expect(grown.length).toBeLessThan(30_000);
    const [one, two] = [1, 2].map((number) => encodePrescription(prescriptionDocument(samplePrescription(number))));
    for (const document of [grown, one, two]) expect(document === undefined ? ['none'] : checkDocument(document).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(one).not.toEqual(two);
  });
});

describe('measureOperations', () => {
  it('takes medians over rounds and tells the ratio to a bare parse', async () => {
    const bytes = encodePrescription(prescriptionDocument(samplePrescription(0)));
    let runs = 0;
    const [cost] = await measureOperations([{ name: 'count', document: 'd', bytes, limitMs: 1, checks: false, run: () => { runs += 1; for (let i = 0; i < 200_000; i += 1) Math.sqrt(i); } }], 2, nothing);
    expect(runs).toBeGreaterThan(40);
    expect(cost).toMatchObject({ name: 'count', document: 'd', bytes: bytes.length, limitMs: 1 });
    expect(cost?.median).toBeGreaterThan(0);
    expect(cost?.ratio).toBeCloseTo((cost?.median ?? 0) / (cost?.floor ?? 1));
  });
});

describe('measureMemory', () => {
  it('looks at the start, in the middle and at the end', async () => {
    const summary = encodePrescription(prescriptionDocument(samplePrescription(0)));
    const { start, middle, end, growth, flat } = await measureMemory(40, summary, nothing, 10);
    expect([start.documents, middle.documents, end.documents]).toEqual([0, 20, 40]);
    expect(flat).toBe(growth <= MOST_GROWTH_MIB);
  }, 60_000);
});

describe('documentTargets', () => {
  const cost = { name: 'parse and check', document: 'd', bytes: 25_000, first: 1, median: 12, p95: 1, floor: 1, ratio: 1, noise: 0 };
  const at = { documents: 0, heap: 1, external: 1, resident: 1 };

  it('says what was not met', () => {
    const memory = { documents: 10, start: at, middle: at, end: at, growth: 99, flat: false };
    expect(documentTargets({ operations: [{ ...cost, limitMs: 10 }, { ...cost, limitMs: 12 }, cost], memory }).map(({ met }) => met)).toEqual([false, true, false]);
  });
});

describe('measureSaxon', () => {
  it('says what is missing, and measures nothing then', async () => {
    expect(await measureSaxon([], { conformance: '/no/such/place', folder: '/nowhere' })).toEqual({ missing: expect.stringContaining('NCP_CONFORMANCE_DIR') });
  });
});
