import { describe, expect, it } from '@jest/globals';
import {
  calendarDate, countryCode, DEFAULT_POLICY, ERROR_REGISTRY, judgeAccess, judgeIdentification, readPatientNumber,
  samePatientIdentifier, type IdentificationFacts, type PersonalNumber,
} from './index.js';
import { ALMA, CONSENT, FINLAND } from '../fixtures/sample.js';

const TODAY = calendarDate('2026-06-12');
const facts = (change: Partial<IdentificationFacts> = {}): IdentificationFacts => ({
  number: ALMA.personalNumber, patients: [ALMA], consents: [CONSENT], birthDate: ALMA.birthDate, country: FINLAND,
  today: TODAY, policy: DEFAULT_POLICY, ...change,
});
const without = (key: 'birthDate'): IdentificationFacts => {
  const { [key]: _gone, ...rest } = facts();
  return rest;
};
const reason = (change: Partial<IdentificationFacts>): string => {
  const judged = judgeIdentification(facts(change));
  return judged.found ? 'found' : judged.reason;
};
const MINOR = { ...ALMA, birthDate: calendarDate('2016-03-21') };

describe('identification', () => {
  it('IHE-01 finds one, none or several', () => {
    expect(judgeIdentification(facts())).toEqual({ found: true, patient: ALMA });
    expect(reason({ patients: [] })).toBe('NCP_PI_UNKNOWN');
    expect(reason({ patients: [ALMA, ALMA] })).toBe('NCP_PI_MULTIPLE');
    expect(ERROR_REGISTRY.NCP_PI_MULTIPLE.wire).toBe('ERROR_PI_MULTIPLE_MATCHES');
  });

  it('compares the birth date when it is sent, and only then unless policy requires it', () => {
    expect(reason({ birthDate: calendarDate('1990-08-21') })).toBe('NCP_PI_BIRTHDATE');
    expect(judgeIdentification(without('birthDate')).found).toBe(true);
    expect(judgeIdentification({ ...without('birthDate'), policy: { ...DEFAULT_POLICY, requireBirthDate: true } })).toEqual({ found: false, reason: 'NCP_PI_BIRTHDATE' });
  });

  it('IHE-04 does not find a protected person, unless policy masks', () => {
    const patients = [{ ...ALMA, protectedIdentity: true }];
    expect(reason({ patients })).toBe('NCP_PI_PROTECTED');
    expect(reason({ patients, policy: { ...DEFAULT_POLICY, protectedIdentity: 'mask' } })).toBe('found');
    expect(reason({ patients, policy: { ...DEFAULT_POLICY, protectedIdentity: 'mask' }, consents: [] })).toBe('NCP_CONSENT_NONE');
  });

  it('IHE-05 decides about the deceased, the emigrated, children and guardians', () => {
    expect(reason({ patients: [{ ...ALMA, deceased: true, active: false }] })).toBe('NCP_PI_INACTIVE');
    expect(reason({ patients: [{ ...ALMA, active: false }] })).toBe('NCP_PI_INACTIVE');
    expect(reason({ patients: [{ ...ALMA, emigrated: true }] })).toBe('found');
    const child = { patients: [MINOR], birthDate: MINOR.birthDate };
    expect(reason(child)).toBe('NCP_PI_MINOR');
    expect(reason({ ...child, consents: [{ ...CONSENT, byGuardian: true }] })).toBe('found');
    expect(reason({ ...child, consents: [{ ...CONSENT, byGuardian: true, active: false }, CONSENT] })).toBe('NCP_PI_MINOR');
  });

  it('IHE-06 needs consent: either category, for this country', () => {
    expect(reason({ consents: [] })).toBe('NCP_CONSENT_NONE');
    expect(reason({ consents: [{ ...CONSENT, active: false }] })).toBe('NCP_CONSENT_NONE');
    expect(reason({ consents: [{ ...CONSENT, countries: [countryCode('DK')] }] })).toBe('NCP_CONSENT_COUNTRY');
    expect(reason({ consents: [{ ...CONSENT, category: 'cross-border-patient-summary' }] })).toBe('found');
  });

  it('IHE-03 never answers about another number than the one asked for', () => {
    expect(reason({ number: '197908089274' as PersonalNumber })).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });

  it('IHE-02 shows every cause of D12 to the peer as the same code', () => {
    for (const code of ['NCP_PI_UNKNOWN', 'NCP_PI_FORMAT', 'NCP_PI_BIRTHDATE', 'NCP_PI_INACTIVE', 'NCP_PI_PROTECTED', 'NCP_PI_MINOR'] as const) {
      expect([ERROR_REGISTRY[code].wire, ERROR_REGISTRY[code].shownAs]).toEqual(['ERROR_PI_NO_MATCH', 'NCP_PI_NO_MATCH']);
    }
  });

  it('asks each document class for its own consent', () => {
    const access = { patient: ALMA, consents: [CONSENT], country: FINLAND, today: TODAY, policy: DEFAULT_POLICY };
    expect(judgeAccess({ ...access, categories: ['cross-border-eprescription'] })).toBeUndefined();
    expect(judgeAccess({ ...access, categories: ['cross-border-patient-summary'] })).toBe('NCP_CONSENT_NONE');
  });
});

describe('patient numbers', () => {
  const PNR = '1.2.752.129.2.1.3.1';
  const SAM = '1.2.752.129.2.1.3.3';

  it('IHE-02 accepts only a personnummer under its root', () => {
    expect(readPatientNumber({ root: PNR, extension: '900820-2385' }, TODAY, DEFAULT_POLICY)).toEqual({ ok: true, value: '199008202385' });
    for (const id of [{ root: PNR }, { root: PNR, extension: '199008202386' }, { root: SAM, extension: '199008202385' }, { root: '1.2.208.176.1.2', extension: '199008202385' }]) {
      expect(readPatientNumber(id, TODAY, DEFAULT_POLICY)).toEqual({ ok: false, error: 'NCP_PI_FORMAT' });
    }
  });

  it('IHE-03 accepts a coordination number only by policy, and only under its own root', () => {
    const id = { root: SAM, extension: '197010632391' };
    expect(readPatientNumber(id, TODAY, DEFAULT_POLICY).ok).toBe(false);
    expect(readPatientNumber(id, TODAY, { acceptCoordinationNumber: true }).ok).toBe(true);
    expect(readPatientNumber({ ...id, root: PNR }, TODAY, { acceptCoordinationNumber: true }).ok).toBe(false);
  });

  it('recognises the same person however the number was typed', () => {
    expect(samePatientIdentifier({ root: PNR, extension: '19900820-2385' }, { root: PNR, extension: '9008202385' }, TODAY)).toBe(true);
    expect(samePatientIdentifier({ root: PNR, extension: '199008202385' }, { root: PNR, extension: '197908089274' }, TODAY)).toBe(false);
    expect(samePatientIdentifier({ root: SAM, extension: '197010632391' }, { root: SAM, extension: '19701063-2391' }, TODAY)).toBe(true);
    expect(samePatientIdentifier({ root: PNR, extension: 'x' }, { root: PNR, extension: 'x' }, TODAY)).toBe(false);
  });
});
