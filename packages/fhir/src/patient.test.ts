import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { parseFhirJson, type FhirValue } from './json.js';
import { decodePatient } from './patient.js';

const person = (changes: Record<string, unknown> = {}): FhirValue => parseFhirJson(JSON.stringify({
  resourceType: 'Patient', id: 'pat-1',
  meta: { versionId: '1', lastUpdated: '2026-01-15T03:00:00+01:00' },
  extension: [{
    url: 'http://electronichealth.se/fhir/StructureDefinition/NLLPopulationRegistered',
    valueCoding: { code: 'FB' },
  }],
  identifier: [{ system: 'http://electronichealth.se/identifier/personnummer', value: '199008202385' }],
  active: true, name: [{ use: 'official', family: 'Testdotter', given: ['Alma', 'Maria'] }], gender: 'female', birthDate: '1990-08-20',
  ...changes,
}));
const label = (code: string): Record<string, unknown> =>
  ({ meta: { versionId: '1', lastUpdated: '2026-01-15T03:00:00+01:00', security: [{ code }] } });
const status = (code: string): Record<string, unknown> => ({
  extension: [{ url: 'http://electronichealth.se/fhir/StructureDefinition/NLLPopulationRegistered', valueCoding: { code } }],
});
const refusal = (value: FhirValue): string | undefined => {
  try {
    decodePatient(value);
    return undefined;
  } catch (error) {
    return isNcpError(error) ? error.code : 'other';
  }
};

describe('NLLPatient', () => {
  it('reads a registered person', () => {
    expect(decodePatient(person())).toEqual({
      patient: {
        nationalId: 'pat-1', personalNumber: '199008202385', given: ['Alma', 'Maria'], family: 'Testdotter', gender: 'F',
        birthDate: '1990-08-20', active: true, deceased: false, emigrated: false, protectedIdentity: false,
      },
      unknown: [],
    });
  });

  it.each(['SEKRETESSMARKERING', 'SKYDDAD_FOLKBOKFORING', 'sekretessmarkering', 'skyddadFolkbokforing'])('IHE-04 sees %s as protected', (code) => {
    const decoded = decodePatient(person(label(code)));
    expect(decoded.patient.protectedIdentity).toBe(true);
    expect(decoded.unknown).toEqual([]);
  });

  it('IHE-04 counts a label it does not know as protected, and reports it', () => {
    const decoded = decodePatient(person(label('VIP')));
    expect(decoded.patient.protectedIdentity).toBe(true);
    expect(decoded.unknown).toEqual([{ kind: 'extension', path: 'Patient.meta.security', name: 'vip' }]);
  });

  it('IHE-05 knows the deceased by flag, date or registration', () => {
    for (const changes of [{ deceasedBoolean: true }, { deceasedDateTime: '2026-01-03' }, status('AV')]) {
      expect(decodePatient(person(changes)).patient).toMatchObject({ deceased: true, active: false });
    }
  });

  it('IHE-05 knows the emigrated, and treats an unknown registration as not registered', () => {
    expect(decodePatient(person({ ...status('UV'), active: false })).patient).toMatchObject({ emigrated: true, active: false });
    expect(decodePatient(person(status('ZZ'))).patient.emigrated).toBe(true);
  });

  it('needs a clear word to call a person active', () => {
    expect(decodePatient(person({ active: undefined })).patient.active).toBe(false);
  });

  it('reads the registration as the modifier it is documented to be', () => {
    const modifier = [{ url: 'http://electronichealth.se/fhir/StructureDefinition/NLLPopulationRegistered', valueCoding: { code: 'AV' } }];
    expect(decodePatient(person({ extension: undefined, modifierExtension: modifier })).patient.deceased).toBe(true);
  });

  it('CDA-05 refuses a modifier it does not know', () => {
    expect(refusal(person({ modifierExtension: [{ url: 'http://example.org/not-this-person', valueBoolean: true }] }))).toBe('NCP_NATIONAL_MALFORMED');
    expect(refusal(person({ implicitRules: 'http://example.org/rules' }))).toBe('NCP_NATIONAL_MALFORMED');
  });

  it('refuses a number that fails its check digit', () => {
    expect(refusal(person({ identifier: [{ system: 'http://electronichealth.se/identifier/personnummer', value: '199008202386' }] }))).toBe('NCP_NATIONAL_MALFORMED');
  });
});
