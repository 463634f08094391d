import { describe, expect, it } from '@jest/globals';
import { calendarDate, countryCode, decimal, instant, isNcpError, type Dispensation, type Prescription } from '@ncp/domain';
import { assert, property, stringMatching } from 'fast-check';
import { decodeDispense } from './dispense.js';
import { encodeDispense, encodeReversal, type DispenseCommand } from './dispense-encoder.js';
import { fhirObject, parseFhirJson, writeFhirJson, type FhirObject } from './json.js';
import { provenanceHeader } from './provenance.js';

const prescription: Prescription = {
  id: 'mr-1', versionId: '7', lastUpdated: instant('2026-06-01T10:00:00Z'), patientNationalId: 'pat-1', status: 'active', format: 'electronic',
  article: { text: 'Amlodipin Krka 5 mg', atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'Amlodipin' } },
  prescriber: { given: ['Lena'], family: 'Läkarsson', workplace: {} }, authoredOn: instant('2026-03-02T09:14:58+01:00'),
  dosage: { text: 'x', steps: [] }, dosePackaging: false, dispensesAllowed: 1, packagesPerDispense: 1, validity: { start: calendarDate('2026-03-02') },
  substitutionAllowed: true, blocked: false, lockedByPharmacy: false, notUnderstood: [],
};
const dispensation: Dispensation = {
  documentId: { root: '2.16.470.1.100.1.2.1000.990.1', extension: 'ED-2026-000771' },
  patientIds: [], quantity: { value: decimal('3') },
  product: {
    codes: [{ code: 'MT-123', codeSystem: '2.16.470.9', display: 'Amlodipine Malta' }], packageCodes: [],
    atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' },
    name: 'Amlodipine', strengthText: '5 mg', ingredients: [], packLevels: [{ value: decimal('28'), unit: { text: 'tablets' } }],
    form: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'tablet' },
  },
  substituted: true, handedOverAt: instant('2026-06-12T14:29:40+02:00'), zoneAssumed: false,
  pharmacist: { name: 'Maria Borg', role: { code: '2262', codeSystem: '2.16.840.1.113883.2.9.6.2.7', display: 'Pharmacists' } },
  pharmacy: { id: { root: '2.16.470.1.100.1.2.1000.990.1', extension: 'PHARM-0042' }, name: 'Test Pharmacy Valletta', city: 'Valletta' },
  patientInstruction: 'One tablet each morning', findings: [],
};
const command: DispenseCommand = {
  country: countryCode('MT'), prescription, actorDispatchId: 'MT-ED-2026-000771-0123456789ab', dispatchId: 'MT-visit-1', rowNumber: 1, packages: 3,
  dispensed: { value: decimal('84.50'), unit: { text: 'tablett', code: '{tablett}' } }, deducted: { value: decimal('84.50'), unit: { text: 'tablett', code: '{tablett}' } },
  complete: true, dispensation, homeCommunityId: '2.16.470.1.100.1.2.1000.990.1', receivedAt: instant('2026-06-12T14:31:02+02:00'),
};
const stored = (resource: FhirObject, versionId = '1'): FhirObject =>
  fhirObject({ ...resource, id: 'md-1', meta: { versionId, lastUpdated: '2026-06-12T14:31:07+02:00' } });
const text = (changes: Partial<DispenseCommand> = {}): string => writeFhirJson(encodeDispense({ ...command, ...changes }));

const code = (resource: FhirObject): string | undefined => {
  try {
    decodeDispense(resource);
    return undefined;
  } catch (error) {
    return isNcpError(error) ? error.code : 'other';
  }
};

const reverse = (how: 'backa' | 'kreditera'): FhirObject =>
  encodeReversal(stored(encodeDispense(command)), { how, reason: 'Patient changed mind', at: instant('2026-06-12T15:02:40+02:00') });

const facts = { target: 'MedicationDispense/md-1', recorded: instant('2026-06-12T14:31:07+02:00'), performer: { legitimationCode: '920007', family: 'Åkerö', given: 'System', profession: 'AP' } };
const read = (header: string): { reason?: readonly { text: string }[]; contained: readonly { name: readonly { family: string }[] }[]; activity: unknown } =>
  JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as never;

describe('registering an uttag', () => {
  it('writes and reads back the same facts', () => {
    expect(decodeDispense(parseFhirJson(writeFhirJson(stored(encodeDispense(command))))).dispense).toEqual({
      id: 'md-1', versionId: '1', status: 'completed', prescriptionId: 'mr-1', patientNationalId: 'pat-1', actorDispatchId: command.actorDispatchId,
      rowNumber: 1, handedOverAt: '2026-06-12T14:29:40+02:00', deducted: command.deducted,
    });
  });

  it('names the pack without a unit that says nothing', () => {
    const product = { ...dispensation.product, packLevels: [{ value: decimal('10'), unit: { text: 'Tablet' } }, { value: decimal('3'), unit: { text: '1', code: '1' } }] };
    expect(text({ dispensation: { ...dispensation, product } })).toContain('"text":"Amlodipine 5 mg tablet, 10 Tablet × 3 (MT)"');
  });

  it('CDA-11 keeps any decimal quantity digit for digit, there and back', () => {
    const digits = stringMatching(/^(0|[1-9][0-9]{0,20})(\.[0-9]{1,12})?$/);
    assert(property(digits, digits, (dispensed, deducted) => {
      const unit = { text: 'ml', code: 'mL' };
      const resource = encodeDispense({ ...command, dispensed: { value: decimal(dispensed), unit }, deducted: { value: decimal(deducted), unit } });
      const written = writeFhirJson(stored(resource));
      expect(written).toContain(`"quantity":{"value":${dispensed},`);
      expect(decodeDispense(parseFhirJson(written)).dispense.deducted.value).toBe(deducted);
    }), { numRuns: 200 });
  });

  it('names the version that was decided upon, the country and the document', () => {
    const written = text();
    expect(written).toContain('"reference":"MedicationRequest/mr-1/_history/7"');
    expect(written).toContain('NLLDispatchId","valueString":"MT-visit-1"');
    expect(written).toContain('{"url":"country","valueCode":"MT"}');
    expect(written).toContain('{"url":"edDocumentId","valueIdentifier":{"system":"urn:oid:2.16.470.1.100.1.2.1000.990.1","value":"ED-2026-000771"}}');
    expect(written).toContain('{"url":"receivedAt","valueInstant":"2026-06-12T12:31:02Z"}');
  });

  it('gives ATC and the foreign code, and describes the product in words', () => {
    expect(encodeDispense(command)['medicationCodeableConcept']).toEqual({
      coding: [
        { system: 'http://www.whocc.no/atc', code: 'C08CA01', display: 'amlodipine' },
        { system: 'urn:oid:2.16.470.9', code: 'MT-123', display: 'Amlodipine Malta' },
      ],
      text: 'Amlodipine 5 mg tablet, 28 tablets (MT)',
    });
  });

  it('uses Swedish codes when the document carries them: the value tells NPL-id from varunummer', () => {
    const product = {
      ...dispensation.product, atc: undefined,
      codes: [{ code: '20060518000033', codeSystem: '1.2.752.129.2.1.5.1' }, { code: '086625', codeSystem: '1.2.752.129.2.1.5.1' }],
      packageCodes: [{ code: '20060629100325', codeSystem: '1.2.752.129.2.1.5.2' }],
    };
    const { atc: _dropped, ...withoutAtc } = product;
    expect(JSON.stringify(encodeDispense({ ...command, dispensation: { ...dispensation, product: withoutAtc } })['medicationCodeableConcept'])).toContain(
      '[{"system":"http://electronichealth.se/fhir/NamingSystem/nplid","code":"20060518000033"},{"system":"http://electronichealth.se/fhir/NamingSystem/varunr","code":"086625"},{"system":"http://electronichealth.se/fhir/NamingSystem/nplpackid","code":"20060629100325"}]',
    );
  });

  it('borrows the prescription\'s ATC when the document has none, and says so', () => {
    const { atc: _dropped, ...product } = dispensation.product;
    const written = text({ dispensation: { ...dispensation, product } });
    expect(written).toContain('"code":"C08CA01","display":"Amlodipin"');
    expect(written).toContain('ATC-kod saknas');
  });

  it('says COMPLETE or NOT_COMPLETE', () => {
    expect(text({ complete: true })).toContain('"valueCode":"COMPLETE"');
    expect(text({ complete: false })).toContain('"valueCode":"NOT_COMPLETE"');
  });
});

describe('reading an uttag', () => {
  it('CDA-05 refuses a status and a modifier it does not know', () => {
    expect(code(fhirObject({ ...stored(encodeDispense(command)), status: 'in-progress' }))).toBe('NCP_NATIONAL_MALFORMED');
    expect(code(fhirObject({ ...stored(encodeDispense(command)), modifierExtension: [{ url: 'http://example.org/not' }] }))).toBe('NCP_NATIONAL_MALFORMED');
  });

  it('takes the quantity for the deduction when none is given', () => {
    const resource = stored(encodeDispense(command));
    const extensions = (resource['extension'] as readonly FhirObject[]).filter((entry) => !String(entry['url']).endsWith('NLLDeductedQuantity'));
    expect(decodeDispense(fhirObject({ ...resource, extension: extensions })).dispense.deducted.value).toBe('84.50');
  });
});

describe('reversing an uttag', () => {
  it('sends back the whole resource with nothing deducted', () => {
    const reversed = reverse('backa');
    expect(decodeDispense(reversed).dispense).toMatchObject({ status: 'reversed', deducted: { value: '0' }, actorDispatchId: command.actorDispatchId });
    expect(writeFhirJson(reversed)).toContain('"url":"reasonText","valueString":"Patient changed mind"');
    expect(writeFhirJson(reversed)).not.toContain('NLLCompletePrescriptionChoice');
    expect(reversed['quantity']).toEqual(encodeDispense(command)['quantity']);
  });

  it('keeps what it does not know', () => {
    const extra = { url: 'http://example.org/new', valueString: 'kept' };
    const resource = stored(encodeDispense(command));
    const extended = fhirObject({ ...resource, extension: [...(resource['extension'] as readonly FhirObject[]), extra] });
    expect(writeFhirJson(encodeReversal(extended, { how: 'backa', reason: 'x', at: command.receivedAt }))).toContain('"valueString":"kept"');
  });

  it('credits when told so', () => {
    expect(decodeDispense(reverse('kreditera')).dispense.status).toBe('credited');
  });
});

describe('x-provenance', () => {
  it('is base64 of UTF-8 and gives no reason at registration', () => {
    const provenance = read(provenanceHeader({ ...facts, event: 'register', reason: 'never' }));
    expect(provenance.contained[0]?.name[0]?.family).toBe('Åkerö');
    expect(provenance.reason).toBeUndefined();
    expect(provenance.activity).toEqual({ coding: [{ system: 'https://ncpeh.example.se/fhir/CodeSystem/ncpeh-event', code: 'REGISTRERA_UTTAG_UTLAND' }] });
  });

  it('gives a reason of at most 256 characters when something is undone', () => {
    const [reason] = read(provenanceHeader({ ...facts, event: 'backa', reason: 'å'.repeat(300) })).reason ?? [];
    expect(reason?.text).toHaveLength(256);
  });
});
