import { describe, expect, it } from '@jest/globals';
import {
  actionOf, CLASS_CODES, COUNTRIES, countryCode, countryOf, countryOfCommunity, ENTITLED_ROLES, iscoOfProfession, mayDo, parseOid,
  permissionsFor, professionName, readClassCode, readFormatCode, ROLE_CODES, ROLES, SWEDEN_HOME_COMMUNITY_ID,
} from './index.js';

describe('professionals', () => {
  it('SAML-17 entitles by role: a nurse may identify but not dispense', () => {
    expect(mayDo('2221', 'identify')).toBe(true);
    expect(mayDo('2221', 'dispense')).toBe(false);
    expect(mayDo('2262', 'dispense')).toBe(true);
    expect(mayDo('2261', 'list-prescriptions')).toBe(true);
    expect(mayDo('2261', 'discard')).toBe(false);
    expect(mayDo('2262', 'patient-summary')).toBe(false);
  });

  it('SAML-16 entitles an unknown or deprecated role to nothing', () => {
    for (const role of ['', 'pharmacist', '2211', '22', 'toString', '__proto__']) {
      for (const action of Object.keys(ENTITLED_ROLES)) expect(mayDo(role, action as keyof typeof ENTITLED_ROLES)).toBe(false);
    }
  });

  it('lets a country have its own row, and only that row', () => {
    const table = { FI: { dispense: ['2262'] } } as const;
    expect(mayDo('221', 'dispense', countryCode('FI'), table)).toBe(false);
    expect(mayDo('221', 'list-prescriptions', countryCode('FI'), table)).toBe(true);
    expect(mayDo('221', 'dispense', countryCode('DK'), table)).toBe(true);
  });

  it('knows the permissions of each action and the action of each transaction', () => {
    expect(permissionsFor(actionOf('ITI-55'))).toEqual(['PRD-006']);
    expect(permissionsFor(actionOf('ITI-38', CLASS_CODES.ePrescription))).toEqual(['PRD-004', 'PRD-010']);
    expect(permissionsFor(actionOf('ITI-39', CLASS_CODES.patientSummary))).toEqual(['PRD-003', 'PRD-005', 'PRD-010', 'PRD-016']);
    expect(actionOf('ITI-38', CLASS_CODES.patientSummary)).toBe('patient-summary');
    expect(actionOf('ITI-39')).toBe('retrieve-prescription');
    expect(permissionsFor(actionOf('ITI-41', CLASS_CODES.discard))).toEqual(['PPD-046']);
    expect(actionOf('ITI-41')).toBe('dispense');
  });

  it('writes the doctors differently in assertions and documents', () => {
    expect(ROLES['221']).toEqual({ saml: 'Medical Doctors', cda: 'Medical doctors' });
    expect(ROLE_CODES).toHaveLength(13);
  });

  it('maps Swedish professions, and says only what is known', () => {
    expect(iscoOfProfession('LK')).toEqual({ code: '221', display: 'Medical doctors', codeSystem: '2.16.840.1.113883.2.9.6.2.7' });
    expect(['AP', 'RC', 'TL', 'SJ', 'BM', 'OP', 'TH', 'DT'].map((code) => iscoOfProfession(code).code)).toEqual(['2262', '2262', '2261', '2221', '2222', '2267', '3251', '2265']);
    expect(iscoOfProfession('XX')).toMatchObject({ code: '22', display: 'Health professionals' });
    expect(iscoOfProfession(undefined).code).toBe('22');
    expect([professionName('LK'), professionName('XX')]).toEqual(['Läkare', undefined]);
  });
});

describe('countries and codes', () => {
  it('names each country once, with a legal and unique homeCommunityId', () => {
    const ids = COUNTRIES.flatMap((country) => [country.homeCommunityId, ...country.earlierCommunityIds]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => parseOid(id).ok)).toBe(true);
    expect(new Set(COUNTRIES.map((country) => country.code)).size).toBe(29);
    expect(countryOf('se')?.homeCommunityId).toBe(SWEDEN_HOME_COMMUNITY_ID);
  });

  it('recognises a country by its present and its earlier id', () => {
    expect(countryOfCommunity('1.2.208')?.code).toBe('DK');
    expect(countryOfCommunity('2.16.17.710.802.1000.990.1')?.code).toBe('DK');
    expect(countryOfCommunity('1.2.3')).toBeUndefined();
  });

  it('reads format codes in any case and class codes exactly', () => {
    expect(readFormatCode('URN:EPSOS:EP:PRE:2010')).toBe('urn:epsos:ep:pre:2010');
    expect(readFormatCode('urn:epsos:ep:dis:2010')).toBe('urn:epSOS:ep:dis:2010');
    expect(readFormatCode('urn:epsos:ep:xxx:2010')).toBeUndefined();
    expect([readClassCode('57833-6'), readClassCode('discard-60593-1')]).toEqual(['57833-6', undefined]);
  });
});
