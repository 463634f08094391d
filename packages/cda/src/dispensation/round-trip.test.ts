import { describe, expect, it } from '@jest/globals';
import { decimal, type DecimalString, type InstanceIdentifier } from '@ncp/domain';
import { canonicalise, parseXml, text, walk } from '@ncp/xml';
import * as fc from 'fast-check';
import { amlodipine, dispensationModel } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import {
  checkDocument, decodeDispensation, decodePrescription, encodeDispensation, encodePrescription, prescriptionDocument, type MedicinalProduct,
} from '../index.js';

/** CDA-11 for the two medication documents: ePrescription, read abroad, dispensed, read here. */

const dispensedFrom = (prescription: Uint8Array, dispensed?: MedicinalProduct): Uint8Array => {
  const foreign = decodePrescription(prescription);
  if (foreign.prescriptionId === undefined || foreign.itemId === undefined) throw new TypeError('an id is missing');
  return encodeDispensation(dispensationModel({
    patient: foreign.patient, prescriptionId: foreign.prescriptionId, itemId: foreign.itemId, prescriptionDocumentId: foreign.documentId,
    prescribed: foreign.prescribed, dispensed: dispensed ?? foreign.prescribed, substituted: dispensed !== undefined,
  }));
};

/** The product elements as they are written, wherever they stand. */
const products = (bytes: Uint8Array): readonly string[] =>
  [...walk(parseXml(bytes))].filter(({ local }) => local === 'manufacturedProduct').map((el) => text(canonicalise(el)));

describe('CDA-11 ePrescription to eDispensation', () => {
  const expressible = CASES.map(({ name, input }) => ({ name, model: prescriptionDocument(input) }))
    .filter(({ model }) => model.findings.every(({ severity }) => severity !== 'error'));

  it.each(expressible.map(({ name, model }) => [name, model] as const))('ids, patient and product survive: %s', (_name, model) => {
    const prescription = encodePrescription(model);
    const foreign = decodePrescription(prescription);
    const bytes = dispensedFrom(prescription);
    const read = decodeDispensation(bytes, { zone: 'Europe/Stockholm' });
    expect(checkDocument(bytes).filter(({ rule }) => rule !== 'se#plain-number')).toEqual([]);
    expect(read.prescriptionId).toEqual(model.prescriptionId);
    expect(read.prescriptionItemId).toEqual(model.prescriptionId);
    expect(read.patientIds).toEqual([model.patient.id]);
    expect(read.prescribedProduct).toEqual(foreign.product);
    expect(read.product).toEqual(foreign.product);
    expect(products(bytes)).toEqual([...products(prescription), ...products(prescription)]);
  });

  it('keeps what was dispensed apart from what was prescribed', () => {
    const [one] = expressible;
    if (one === undefined) throw new TypeError('no case');
    const other: MedicinalProduct = { ...amlodipine, name: 'Norvasc', code: { code: '19900824000020', codeSystem: '1.2.752.129.2.1.5.1', display: 'Norvasc' } };
    const read = decodeDispensation(dispensedFrom(encodePrescription(one.model), other), { zone: 'UTC' });
    expect(read.substituted).toBe(true);
    expect(read.product.name).toBe('Norvasc');
    expect(read.prescribedProduct?.name).toBe(one.model.product.name);
  });
});

// Characters that people and codes consist of; control characters are shown by their code point and are another test.
const word = fc.stringMatching(/^[A-Za-zåäöÅÄÖéß0-9&<>"'().,+/ -]{1,30}$/).map((text) => text.split(/\s+/).join(' ').trim()).filter((text) => text !== '');
const oidText = fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 8 }).map((arcs) => ['1', ...arcs].join('.'));
const identifierOf: fc.Arbitrary<InstanceIdentifier> = fc.record({ root: oidText, extension: fc.stringMatching(/^[!-~]{1,40}$/) });
const amount: fc.Arbitrary<DecimalString> = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, places]) => decimal(places === 0 ? String(units) : `${String(units)}.${'0'.repeat(places - 1)}5`));
const layer = fc.record({
  amount: fc.record({ value: amount, unit: fc.constantFrom('mL', 'g', '{Tablet}', '{Capsule}', '1', '[IU]') }),
  form: fc.constantFrom(...amlodipine.packaging.map(({ form }) => form), { kind: 'null', nullFlavor: 'UNK', originals: [] } as const),
});
const product: fc.Arbitrary<MedicinalProduct> = fc.record({
  name: word, description: word, packaging: fc.array(layer, { minLength: 1, maxLength: 3 }),
  code: fc.record({ code: fc.stringMatching(/^[A-Za-z0-9-]{1,14}$/), codeSystem: oidText, display: word }),
  lotNumber: word,
}).map((changes) => ({ ...amlodipine, ...changes }));

describe('CDA-11 any eDispensation', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(product, identifierOf, identifierOf, identifierOf, fc.integer({ min: 1, max: 1_000_000 }), (dispensed, id, prescriptionId, itemId, packages) => {
      const bytes = encodeDispensation(dispensationModel({ id, prescriptionId, itemId, packages, dispensed }));
      const read = decodeDispensation(bytes, { zone: 'UTC' });
      expect(read.documentId).toEqual(id);
      expect(read.prescriptionId).toEqual(prescriptionId);
      expect(read.prescriptionItemId).toEqual(itemId);
      expect(read.quantity).toEqual({ value: String(packages), unit: '1' });
      expect(read.product).toMatchObject({ name: dispensed.name, strengthText: dispensed.description, lotNumber: dispensed.lotNumber, codes: [dispensed.code] });
      expect(read.product.packLevels.map(({ value, unit }) => [value, unit.code])).toEqual(dispensed.packaging.map(({ amount: { value, unit } }) => [value, unit]));
      expect(checkDocument(bytes).filter(({ severity }) => severity === 'error')).toEqual([]);
    }), { numRuns: 150 });
  });
});
