import { describe, expect, it } from '@jest/globals';
import type { CrossBorderConsent } from '@ncp/domain';
import { decodeConsent } from './consent.js';
import { parseFhirJson } from './json.js';

const LOCAL = 'https://ncpeh.example.se/fhir/';
const read = (changes: object = {}): CrossBorderConsent | undefined => decodeConsent(parseFhirJson(JSON.stringify({
  resourceType: 'Consent', id: 'c-1', status: 'active',
  category: [{ coding: [{ system: `${LOCAL}CodeSystem/consent-category`, code: 'cross-border-eprescription' }] }],
  patient: { reference: 'Patient/pat-1' },
  provision: { period: { start: '2026-01-01', end: '2030-01-01' }, extension: [{ url: `${LOCAL}StructureDefinition/consent-country`, valueCode: 'FI' }] },
  ...changes,
}))).consent;

describe('cross-border consent', () => {
  it('reads countries, period and who registered it', () => {
    expect(read()).toEqual({ category: 'cross-border-eprescription', active: true, countries: ['FI'], from: '2026-01-01', until: '2030-01-01', byGuardian: false });
    expect(read({ extension: [{ url: `${LOCAL}StructureDefinition/consent-registered-by`, valueCode: 'guardian' }] })?.byGuardian).toBe(true);
    expect(read({ provision: undefined })).toMatchObject({ active: true, countries: [] });
  });

  it.each([
    ['is not active', { status: 'inactive' }],
    ['has a status nobody knows', { status: 'sometimes' }],
    ['denies', { provision: { type: 'deny' } }],
    ['has an exception inside', { provision: { provision: [{ type: 'deny' }] } }],
    ['names a country that cannot be read', { provision: { extension: [{ url: `${LOCAL}StructureDefinition/consent-country`, valueCode: 'Finland' }] } }],
    ['CDA-05 has a modifier nobody knows', { modifierExtension: [{ url: 'http://example.org/withdrawn', valueBoolean: true }] }],
  ])('does not hold when it %s', (_what, changes) => {
    expect(read(changes)?.active).toBe(false);
  });

  it('leaves consents of other kinds alone', () => {
    expect(read({ category: [{ coding: [{ code: 'consent-dose-disp' }] }] })).toBeUndefined();
  });
});
