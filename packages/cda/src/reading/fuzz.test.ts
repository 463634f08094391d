import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { parseXml, serialiseXml } from '@ncp/xml';
import * as fc from 'fast-check';
import { lostItems } from '../../fixtures/account-facts.js';
import { dispensationBytes } from '../../fixtures/dispensations.js';
import { change, damage, damaged, mutated } from '../../fixtures/mutations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { summaryDocument } from '../../fixtures/foreign-summary.js';
import {
  checkDocument, decodeDispensation, decodeLevel1, decodePrescription, decodeSummary, documentFacts, encodePrescription, encodePrescriptionLevel1, prescriptionDocument, restoreDiscard,
} from '../index.js';

const [first] = CASES;
if (first === undefined) throw new TypeError('no case');
const model = prescriptionDocument(first.input);
const DOCUMENTS = [
  encodePrescription(model), dispensationBytes({ substituted: true }), encodePrescriptionLevel1(model, new TextEncoder().encode('%PDF-1.4\n%%EOF\n')), summaryDocument,
].map((bytes) => parseXml(bytes));

const RUNS = Number(process.env['NCP_MUTATIONS'] ?? 250);

/** Its number: a counterexample is read by people. */
const document = fc.nat(DOCUMENTS.length - 1);
const changes = fc.array(change, { minLength: 1, maxLength: 12 });
const nothing = (): never => { throw new TypeError('no such document'); };

/** Everything that reads documents of others. */
const readers = (bytes: Uint8Array): readonly (() => unknown)[] => [
  () => checkDocument(bytes), () => decodePrescription(bytes), () => decodeSummary(bytes), () => decodeLevel1(bytes), () => decodeDispensation(bytes, { zone: 'UTC' }),
  () => restoreDiscard(bytes), () => documentFacts(parseXml(bytes)),
];

const readAll = (bytes: Uint8Array): void => {
  for (const read of readers(bytes)) {
    try { read(); } catch (error) { if (!isNcpError(error)) throw error; }
  }
};

describe('CDA-14 documents like those of the field', () => {
  it('are read, or refused with a code of the registry, whatever is changed in them', () => {
    fc.assert(fc.property(document, changes, (root, made) => { readAll(mutated(DOCUMENTS[root] ?? nothing(), made)); }), { numRuns: RUNS });
    expect(DOCUMENTS).toHaveLength(4);
  });

  it('are read, or refused with a code of the registry, however their bytes are damaged', () => {
    const all = DOCUMENTS.map((root) => serialiseXml(root));
    fc.assert(fc.property(document, damage, (root, hurt) => { readAll(damaged(all[root] ?? nothing(), hurt)); }), { numRuns: RUNS });
  });

  it('lose nothing, whatever is changed in them: each code, text, amount, time, identifier and null is in a fact', () => {
    fc.assert(fc.property(document, changes, (root, made) => {
      expect(lostItems(parseXml(mutated(DOCUMENTS[root] ?? nothing(), made)))).toEqual([]);
    }), { numRuns: RUNS });
  });
});
