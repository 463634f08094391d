import { describe, expect, it } from '@jest/globals';
import { epochMs, type Dispensation, type Instant } from '@ncp/domain';
import { parseXml, text, walk, type XmlElement } from '@ncp/xml';
import * as fc from 'fast-check';
import { dispensation } from '../../fixtures/generated-dispensations.js';
import type { Lost } from '../../fixtures/round-trip.js';
import type { CodedElement } from '../building/coded-element.js';
import type { Measure } from '../building/measure.js';
import type { MedicinalProduct } from '../building/product.js';
import { optionalLine, visibleLine } from '../building/visible-text.js';
import { decodeDispensation, encodeDispensation, restoreDiscard, toDiscard, type DispensationModel } from '../index.js';
import { readMedicinalProduct } from '../reading/medicinal-product.js';
import { ReadingNotes } from '../reading/notes.js';

const CASES = Number(process.env['NCP_ROUND_TRIP_CASES'] ?? '300');
const SEED = Number(process.env['NCP_ROUND_TRIP_SEED'] ?? Date.now() % 1_000_000_000);

interface Seen {
  readonly read: Dispensation;
  readonly model: DispensationModel;
  /** What was handed over and what was prescribed, in the form in which we write products. */
  readonly products: readonly MedicinalProduct[];
}

type Table<T> = { readonly [K in keyof Required<T>]: ((value: T[K], seen: Seen) => void) | Lost };

const seconds = (instant: Instant): number => Math.floor(epochMs(instant) / 1000);

/** A translation that equals the outer code says nothing and is not written. */
const coded = (element: CodedElement): CodedElement => {
  if (element.kind === 'null') return element.nullFlavor === 'OTH' ? element : { kind: 'null', nullFlavor: element.nullFlavor, originals: [] };
  const { value, originals } = element;
  return { ...element, originals: originals.filter(({ code, codeSystem, display }) => code !== value.code || codeSystem !== value.codeSystem || display !== value.display) };
};

/** The unit's own word is part of the entry beside `1` only; elsewhere the narrative says it (cda-documents 4). */
const measured = ({ value, unit, source }: Measure): Measure => (unit === '1' && source !== undefined ? { value, unit, source } : { value, unit });

/** What an entry can hold of a product. `substanceText` is for people: narrative of the ePrescription. */
const written = ({ substanceText: _people, ...product }: MedicinalProduct): MedicinalProduct => ({
  ...product,
  form: coded(product.form),
  ...(product.atc === undefined ? {} : { atc: coded(product.atc) }),
  packaging: product.packaging.map((layer) => ({ ...layer, amount: measured(layer.amount), form: coded(layer.form) })),
  ingredients: product.ingredients.map((one) => ({ ...one, substance: coded(one.substance), numerator: measured(one.numerator), denominator: measured(one.denominator) })),
});

const FIELDS: Table<DispensationModel> = {
  id: (value, { read }) => { expect(read.documentId).toEqual(value); },
  effectiveTime: { lost: 'the reader takes the time of the hand-over, which is the performer’s (decisions D56)' },
  handedOverAt: (value, { read }) => { expect([seconds(read.handedOverAt), read.handedOverPrecision, read.zoneAssumed]).toEqual([seconds(value), 'time', false]); },
  patient: (value, { read }) => { expect(read.patientIds).toEqual(value.ids); },
  pharmacist: ({ ids, family, given, role }, { read }) => {
    expect(read.pharmacist.name).toBe([...given, family].map(visibleLine).join(' '));
    expect(read.pharmacist.id).toEqual(ids[0]);
    expect(read.pharmacist.role).toEqual(role);
  },
  pharmacy: ({ id, name, address, phone }, { read }) => {
    const shown = optionalLine(name);
    const city = optionalLine(address.city);
    expect(read.pharmacy).toEqual({ id, country: 'SE', phone: phone === undefined ? undefined : '+46480-123456', ...(shown === undefined ? {} : { name: shown }), ...(city === undefined ? {} : { city }) });
  },
  custodian: { lost: 'the sender’s own organisation; the reader knows the peer from its certificate' },
  prescriptionDocumentId: { lost: 'a link for people; the prescription is found by its id and its item' },
  prescriptionId: (value, { read }) => { expect(read.prescriptionId).toEqual(value); },
  itemId: (value, { read }) => { expect(read.prescriptionItemId).toEqual(value); },
  packages: (value, { read }) => { expect(read.quantity).toEqual({ value: String(value), unit: '1' }); },
  dispensed: (value, { read, products: [dispensed] }) => {
    const { lotNumber, ...rest } = written(value);
    expect(dispensed).toEqual(rest);
    expect(read.product.lotNumber).toBe(lotNumber);
  },
  prescribed: (value, { products: [, prescribed] }) => { expect(prescribed).toEqual(written(value)); },
  substituted: (value, { read }) => { expect(read.substituted).toBe(value); },
};

const productsOf = (bytes: Uint8Array): readonly MedicinalProduct[] =>
  [...walk(parseXml(bytes))].filter((el: XmlElement) => el.local === 'manufacturedProduct').map((el) => readMedicinalProduct(el, new ReadingNotes()));

describe('CDA-11 what was handed over, an eDispensation says', () => {
  it(`for ${String(CASES)} generated dispensations, seed ${String(SEED)}`, () => {
    fc.assert(fc.property(dispensation, (model) => {
      const bytes = encodeDispensation(model);
      const seen: Seen = { model, read: decodeDispensation(bytes, { zone: 'Europe/Stockholm' }), products: productsOf(bytes) };
      for (const key of Object.keys(FIELDS) as (keyof DispensationModel)[]) {
        const check = FIELDS[key] as ((value: unknown, seen: Seen) => void) | Lost;
        if (typeof check === 'function') check(model[key], seen);
      }
      expect(text(encodeDispensation(model))).toBe(text(bytes));
      expect(text(restoreDiscard(toDiscard(bytes)))).toBe(text(bytes));
    }), { numRuns: CASES, seed: SEED, endOnFailure: true });
  }, 600_000);
});
