import { describe, expect, it } from '@jest/globals';
import { parseFhirJson, type FhirValue } from './json.js';
import { decodePrescription } from './prescription.js';

const NLL = 'http://electronichealth.se/fhir/StructureDefinition/';
const LOCAL = 'https://ncpeh.example.se/fhir/StructureDefinition/';

const base = {
  resourceType: 'MedicationRequest', id: 'mr-1',
  meta: { versionId: '3', lastUpdated: '2026-05-20T16:02:11+02:00' } as Record<string, unknown>,
  contained: [
    {
      resourceType: 'Practitioner', id: 'forskrivare',
      extension: [{ url: `${NLL}NLLWorkplaceName`, valueString: 'Provköpings vårdcentral' }],
      identifier: [
        { system: 'http://electronichealth.se/identifier/forskrivarkod', value: '9000027' },
        { system: 'urn:oid:1.2.752.29.4.19', value: 'SE0000000000-1' },
      ],
      name: [{ family: 'Läkarsson', given: ['Lena'] }],
      qualification: [{ code: { coding: [{ system: 'http://electronichealth.se/fhir/ValueSet/profession-code', code: 'LK', display: 'Läkare' }] } }],
    },
    { resourceType: 'Location', id: 'kontakt', address: { line: ['Provgatan 1'], city: 'Provköping', postalCode: '00000' }, telecom: [{ system: 'phone', value: '+46 10 000 00 01' }] },
  ],
  extension: [
    { url: `${NLL}NLLPrescriptionChain`, valueString: 'chain-1' },
    { url: `${NLL}NLLPrescriptionFormat`, valueCoding: { code: 'ELECTRONIC' } },
    { url: `${NLL}NLLRegistrationBasis`, valueCoding: { code: 'TELEPHONE' } },
    { url: `${NLL}NLLPrescriberContactInfo`, valueReference: { reference: '#kontakt' } },
    { url: `${LOCAL}remaining-dispenses`, valueUnsignedInt: 3 },
    { url: `${LOCAL}remaining-quantity`, valueQuantity: { value: 1, unit: 'styck' } },
    { url: `${LOCAL}next-dispense-earliest`, valueDate: '2026-08-10' },
  ] as Record<string, unknown>[],
  status: 'active', intent: 'plan',
  medicationCodeableConcept: {
    coding: [
      { system: 'http://electronichealth.se/fhir/NamingSystem/nplid', code: '19960927000041' },
      { system: 'http://electronichealth.se/fhir/NamingSystem/nplpackid', code: '20050420100709' },
      { system: 'http://electronichealth.se/fhir/NamingSystem/varunr', code: '021897' },
      { system: 'http://www.whocc.no/atc', code: 'A10BA02', display: 'Metformin' },
    ],
    text: 'Metformin Actavis 500 mg',
  },
  subject: { reference: 'Patient/pat-2' },
  authoredOn: '2026-02-10T11:05:00+01:00',
  requester: { reference: '#forskrivare' },
  dosageInstruction: [{ sequence: 1, text: 'Enligt anvisning' }],
  dispenseRequest: {
    extension: [
      { url: `${NLL}NLLDosePackaging`, valueBoolean: false },
      { url: `${NLL}NLLNumberOfDispensesAllowed`, valueUnsignedInt: 4 },
      { url: `${NLL}NLLNumberOfPackagesPrescribed`, valuePositiveInt: 1 },
      { url: `${NLL}NLLWorkplacecode`, valueCode: '4000000000001' },
    ],
    validityPeriod: { start: '2026-02-10', end: '2027-02-10' },
    numberOfRepeatsAllowed: 3,
    dispenseInterval: { value: 90, unit: 'dag', system: 'http://unitsofmeasure.org', code: 'd' },
  } as Record<string, unknown>,
  substitution: { allowedBoolean: true } as Record<string, unknown> | undefined,
};
type Base = typeof base;
const read = (change: (request: Base) => object = (request) => request): ReturnType<typeof decodePrescription> =>
  decodePrescription(parseFhirJson(JSON.stringify(change(structuredClone(base))).replace('"value":1,"unit":"styck"', '"value":1200.0,"unit":"styck"')) satisfies FhirValue);

const labelled = (code: string) => (request: Base): object => ({ ...request, meta: { ...request.meta, security: [{ code }] } });
const addressed = (value: object) => (request: Base): object => ({ ...request, extension: [...request.extension, { url: `${NLL}NLLReceivingPharmacy`, ...value }] });

describe('NLLMedicationRequest', () => {
  it('reads everything the domain asks for', () => {
    const { prescription, unknown } = read();
    expect(unknown).toEqual([]);
    expect(prescription).toEqual({
      id: 'mr-1', versionId: '3', lastUpdated: '2026-05-20T16:02:11+02:00', patientNationalId: 'pat-2', status: 'active', format: 'electronic',
      registrationBasis: 'TELEPHONE', chainId: 'chain-1',
      article: {
        nplId: '19960927000041', nplPackId: '20050420100709', varunummer: '021897', text: 'Metformin Actavis 500 mg',
        atc: { code: 'A10BA02', codeSystem: '2.16.840.1.113883.6.73', display: 'Metformin' },
      },
      prescriber: {
        given: ['Lena'], family: 'Läkarsson', prescriberCode: '9000027', hsaId: 'SE0000000000-1',
        profession: { code: 'LK', display: 'Läkare' }, phone: '+46 10 000 00 01',
        workplace: { code: '4000000000001', name: 'Provköpings vårdcentral', street: 'Provgatan 1', city: 'Provköping', postalCode: '00000' },
      },
      authoredOn: '2026-02-10T11:05:00+01:00',
      dosage: {
        text: 'Enligt anvisning',
        steps: [{ sequence: 1, kind: 'free-text', text: 'Enligt anvisning', when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false }],
      },
      dosePackaging: false, dispensesAllowed: 4, packagesPerDispense: 1,
      validity: { start: '2026-02-10', end: '2027-02-10' }, dispenseIntervalDays: 90,
      remainingDispenses: 3, remainingQuantity: { value: '1200.0', unit: { text: 'styck' } }, nextDispenseEarliest: '2026-08-10',
      substitutionAllowed: true, blocked: false, lockedByPharmacy: false, notUnderstood: [],
    });
  });

  it('CDA-05 does not understand a status it does not know', () => {
    expect(read((request) => ({ ...request, status: 'draft' })).prescription).toMatchObject({ status: 'unknown', notUnderstood: ['status: draft'] });
  });

  it.each([
    ['a modifier on the prescription', (request: Base): object => ({ ...request, modifierExtension: [{ url: 'http://example.org/not', valueBoolean: true }] }), 'MedicationRequest.modifierExtension: http://example.org/not'],
    ['a modifier deep in the dosage', (request: Base): object => ({ ...request, dosageInstruction: [{ sequence: 1, text: 'x', modifierExtension: [{ url: 'http://example.org/not' }] }] }), 'MedicationRequest.dosageInstruction[0].modifierExtension: http://example.org/not'],
    ['a modifier on the contained prescriber', (request: Base): object => ({ ...request, contained: [{ ...request.contained[0], modifierExtension: [{ url: 'http://example.org/not' }] }] }), 'MedicationRequest.contained[0].modifierExtension: http://example.org/not'],
    ['implicit rules', (request: Base): object => ({ ...request, implicitRules: 'http://example.org/rules' }), 'MedicationRequest.implicitRules: implicitRules'],
    ['doNotPerform', (request: Base): object => ({ ...request, doNotPerform: true }), 'doNotPerform'],
    ['an intent that is no order', (request: Base): object => ({ ...request, intent: 'proposal' }), 'intent: proposal'],
    ['an interval in months', (request: Base): object => ({ ...request, dispenseRequest: { ...request.dispenseRequest, dispenseInterval: { value: 3, system: 'http://unitsofmeasure.org', code: 'mo' } } }), 'dispenseInterval'],
    ['no number of uttag', (request: Base): object => ({ ...request, dispenseRequest: { extension: [{ url: `${NLL}NLLNumberOfPackagesPrescribed`, valuePositiveInt: 1 }] } }), 'NLLNumberOfDispensesAllowed'],
    ['a prescriber that cannot be named', (request: Base): object => ({ ...request, requester: { reference: 'Practitioner/9' } }), 'requester'],
  ])('CDA-05 does not understand %s', (_what, change, expected) => {
    expect(read(change).prescription.notUnderstood).toEqual([expected]);
  });

  it('reports an extension it does not know, and still reads the prescription', () => {
    const { prescription, unknown } = read((request) => ({ ...request, extension: [...request.extension, { url: 'http://example.org/new', valueString: 'x' }] }));
    expect(unknown).toEqual([{ kind: 'extension', path: 'MedicationRequest.extension', name: 'http://example.org/new' }]);
    expect(prescription.notUnderstood).toEqual([]);
  });

  it('sees a block, and does not understand another label', () => {
    expect(read(labelled('INTEGRITETSSPARR')).prescription).toMatchObject({ blocked: true, notUnderstood: [] });
    expect(read(labelled('R')).prescription).toMatchObject({ blocked: false, notUnderstood: ['meta.security: R'] });
  });

  it('sees that it is addressed, in whatever form the pharmacy is given', () => {
    expect(read(addressed({ valueIdentifier: { system: 'urn:oid:1.3.88', value: '7350045511119' } })).prescription.receivingPharmacy).toBe('7350045511119');
    expect(read(addressed({ valueReference: { identifier: { value: '7350045511119' } } })).prescription.receivingPharmacy).toBe('7350045511119');
    expect(read(addressed({ valueCode: 'x' })).prescription.receivingPharmacy).toBe('unknown');
  });

  it('reads a lock, a paper format and a forbidden substitution', () => {
    const { prescription } = read((request) => ({
      ...request, substitution: { allowedBoolean: false },
      extension: [{ url: `${NLL}NLLPrescriptionFormat`, valueCoding: { code: 'PAPER' } }, { url: `${LOCAL}expedition-lock`, valueIdentifier: { value: '7350045511119' } }],
    }));
    expect(prescription).toMatchObject({ format: 'paper', lockedByPharmacy: true, substitutionAllowed: false });
  });

  it('takes a coded restriction of substitution for a prohibition, and silence for permission', () => {
    expect(read((request) => ({ ...request, substitution: { allowedCodeableConcept: { text: 'x' } } })).prescription.substitutionAllowed).toBe(false);
    expect(read((request) => ({ ...request, substitution: undefined })).prescription.substitutionAllowed).toBe(true);
  });

  it('keeps the day of a date without time', () => {
    expect(read((request) => ({ ...request, authoredOn: '2026-07-01' })).prescription.authoredOn).toBe('2026-07-01T02:00:00+02:00');
  });

  it.each([
    ['a dose with a comparator', (request: Base): object => ({ ...request, dosageInstruction: [{ sequence: 1, text: 'x', doseAndRate: [{ doseQuantity: { value: 2, comparator: '<', unit: 'tablett' } }] }] }), 'unreadable: MedicationRequest.dosageInstruction[0].doseAndRate[0].doseQuantity'],
    ['a day that does not exist', (request: Base): object => ({ ...request, dispenseRequest: { ...request.dispenseRequest, validityPeriod: { end: '2026-02-30' } } }), 'unreadable: MedicationRequest.dispenseRequest.validityPeriod.end'],
    ['a number of repeats that is no count', (request: Base): object => ({ ...request, dispenseRequest: { ...request.dispenseRequest, numberOfRepeatsAllowed: -1 } }), 'unreadable: MedicationRequest.dispenseRequest.numberOfRepeatsAllowed'],
  ])('takes only this prescription out of the offer for %s', (_what, change, expected) => {
    expect(read(change).prescription.notUnderstood).toEqual([expected]);
  });

  it('CDA-01 keeps 30 digits of a remaining quantity', () => {
    const long = '123456789012345678901234567890.12';
    const text = JSON.stringify(base).replace('"value":1,"unit":"styck"', `"value":${long},"unit":"styck"`);
    expect(decodePrescription(parseFhirJson(text)).prescription.remainingQuantity?.value).toBe(long);
  });
});
