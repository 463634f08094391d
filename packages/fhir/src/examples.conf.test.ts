import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { countryCode, decimal, instant, type Dispensation, type Prescription } from '@ncp/domain';
import { decodeArticle } from './article.js';
import { decodeBundle } from './bundle.js';
import { decodeDispense } from './dispense.js';
import { encodeDispense, encodeReversal } from './dispense-encoder.js';
import { fhirObject, isFhirObject, parseFhirJson, writeFhirJson, type FhirObject } from './json.js';
import { decodeOutcome } from './outcome.js';
import { decodePatient } from './patient.js';
import { decodePrescription } from './prescription.js';
import { encodeProvenance } from './provenance.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const folder = join(root, 'nll', 'examples-handwritten');
const present = existsSync(folder);
const suite = present ? describe : describe.skip;
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : ['(nll/examples-handwritten is missing)'];

const source = (name: string): string => readFileSync(join(folder, name), 'utf8');
const resource = (name: string): FhirObject => {
  const value = parseFhirJson(source(name));
  if (!isFhirObject(value)) throw new Error(name);
  return value;
};
const tokens = (text: string): string => text.replaceAll(/\s+/g, '');
/** As the examples are written: members of an object may stand in any order. */
const plain = (value: FhirObject): unknown => JSON.parse(writeFhirJson(value));

suite(present ? 'the handwritten NLL examples' : 'the handwritten NLL examples (skipped: NCP_CONFORMANCE_DIR has no nll folder)', () => {
  it.each(files)('%s: read and written without loss', (name) => {
    expect(tokens(writeFhirJson(resource(name)))).toBe(tokens(source(name)));
  });

  it.each([
    ['patient-normal.json', { given: ['Alma', 'Maria'], family: 'Testdotter', active: true, deceased: false, protectedIdentity: false }],
    ['patient-protected.json', { active: true, protectedIdentity: true }],
    ['patient-deceased.json', { active: false, deceased: true }],
  ])('%s: the person is known for what he is', (name, expected) => {
    const decoded = decodePatient(resource(name));
    expect(decoded.patient).toMatchObject(expected);
    expect(decoded.unknown).toEqual([]);
  });

  it.each([
    ['prescription-single.json', { status: 'active', dispensesAllowed: 1, remainingDispenses: 1, remainingQuantity: { value: '100' }, notUnderstood: [] }],
    ['prescription-repeats.json', { status: 'active', dispensesAllowed: 4, remainingDispenses: 3, dispenseIntervalDays: 90, nextDispenseEarliest: '2026-08-10', notUnderstood: [] }],
    ['prescription-dispensed.json', { status: 'completed', remainingDispenses: 0, remainingQuantity: { value: '16' }, notUnderstood: [] }],
  ])('%s: nothing in it is unknown', (name, expected) => {
    const decoded = decodePrescription(resource(name));
    expect(decoded.prescription).toMatchObject(expected);
    expect(decoded.unknown).toEqual([]);
  });

  it('the label text of two parallel doses says each thing once', () => {
    expect(decodePrescription(resource('prescription-repeats.json')).prescription.dosage.text)
      .toBe('2 tabletter på morgonen och 2 tabletter på kvällen i samband med måltid. Mot diabetes.');
  });

  it('the medication list is one page with one match', () => {
    const page = decodeBundle(resource('bundle-medication-list.json'));
    expect(page.matches).toHaveLength(1);
    expect(page.next).toBeUndefined();
  });

  it.each([['dispense-foreign.json', 'completed', '84'], ['dispense-foreign-reversed.json', 'reversed', '0']])('%s is %s', (name, status, deducted) => {
    const decoded = decodeDispense(resource(name));
    expect(decoded.dispense).toMatchObject({ status, deducted: { value: deducted }, actorDispatchId: 'MT-ED-2026-000771', rowNumber: 1 });
    expect(decoded.unknown).toEqual([]);
  });

  it('we write the uttag of the example as the example does', () => {
    const example = JSON.parse(source('dispense-foreign.json')) as Record<string, unknown>;
    const prescription: Prescription = decodePrescription(resource('prescription-single.json')).prescription;
    const unit = { text: 'tablett', code: '{tablett}' };
    const oid = '2.16.470.1.100.1.2.1000.990.1';
    const dispensation: Dispensation = {
      documentId: { root: oid, extension: 'ED-2026-000771' }, patientIds: [], quantity: { value: decimal('3') },
      product: {
        codes: [], packageCodes: [], ingredients: [], name: 'Amlodipine 5 mg tablets', packLevels: [{ value: decimal('28'), unit: { text: 'tablets' } }],
        atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' },
      },
      substituted: true, handedOverAt: instant('2026-06-12T14:29:40+02:00'), zoneAssumed: false,
      pharmacist: { name: 'Maria Borg', role: { code: '2262', codeSystem: '2.16.840.1.113883.2.9.6.2.7', display: 'Pharmacists' } },
      pharmacy: { id: { root: oid, extension: 'PHARM-0042' }, name: 'Test Pharmacy Valletta', city: 'Valletta', country: 'MT' }, findings: [],
    };
    const ours = plain(encodeDispense({
      country: countryCode('MT'), prescription, actorDispatchId: 'MT-ED-2026-000771', dispatchId: 'MT-ED-2026-000771', rowNumber: 1, packages: 3, homeCommunityId: oid,
      dispensed: { value: decimal('84'), unit }, deducted: { value: decimal('84'), unit }, complete: true, dispensation, receivedAt: instant('2026-06-12T12:31:02Z'),
    })) as Record<string, unknown>;
    // The server gives id and version; the documents we get have a pharmacist's name as one text, and no remark "foreign product".
    const { id: _id, meta: _meta, contained: theirs, medicationCodeableConcept: product, ...expected } = example;
    // The example leaves out the optional NLLDispatchId, which we need for rows of one visit.
    const { meta: _ownMeta, contained, medicationCodeableConcept, extension, ...rest } = ours;
    const { extension: theirExtensions, ...theirRest } = expected;
    expect(rest).toEqual(theirRest);
    expect((extension as { url: string }[]).filter(({ url }) => !url.endsWith('NLLDispatchId'))).toEqual(theirExtensions);
    expect((contained as unknown[])[0]).toEqual((theirs as unknown[])[0]);
    expect((medicationCodeableConcept as { coding: unknown }).coding).toEqual((product as { coding: unknown }).coding);
  });

  it('we undo the uttag of the example as the example does', () => {
    const example = JSON.parse(source('dispense-foreign-reversed.json')) as { status: string; extension: { url: string; valueDecimal?: number }[] };
    const ours = plain(encodeReversal(resource('dispense-foreign.json'), { how: 'backa', reason: 'x', at: instant('2026-06-12T13:02:40Z') })) as typeof example;
    expect(ours.status).toBe(example.status);
    expect(ours.extension.map((entry) => entry.url).sort()).toEqual(example.extension.map((entry) => entry.url).sort());
    expect(ours.extension.find((entry) => entry.url.endsWith('NLLDeductedQuantity'))?.valueDecimal).toBe(0);
  });

  it('we write the provenance of the example as the example does', () => {
    expect(plain(encodeProvenance({
      event: 'register', target: 'MedicationDispense/9d110000-0001-4c00-8000-000000000001', recorded: instant('2026-06-12T14:31:07+02:00'),
      performer: { legitimationCode: '920007', family: 'Ncpeh', given: 'System', profession: 'AP' },
    }))).toEqual(JSON.parse(source('provenance-dispense.json')));
  });

  it.each([['outcome-422-aff.json', 'F.001'], ['outcome-412-version.json', 'LOCAL-412']])('%s says %s', (name, code) => {
    expect(decodeOutcome(resource(name))[0]?.codes).toEqual([code]);
  });

  it('refuses each example as a resource of another type', () => {
    for (const name of files) expect(() => decodeArticle(fhirObject(resource(name)))).toThrow('NCP_NATIONAL_MALFORMED');
  });
});
