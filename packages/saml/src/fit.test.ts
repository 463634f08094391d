import { describe, expect, it } from '@jest/globals';
import { NcpError, calendarDate } from '@ncp/domain';
import { requireVerified } from '@ncp/xml';
import { PATIENT, hcp, trc, validate } from '../test/assertions.js';
import type { TrcAssertion } from './assertion.js';
import { requirePatient, requirePrescription, type RequestedPatient } from './fit.js';

const relationship = (over: object = {}): TrcAssertion => {
  const { trc: found } = validate(hcp() + trc(over));
  if (found === undefined) throw new Error('no TRC');
  return requireVerified(found);
};
const codeOf = (attempt: () => void): string => {
  try {
    attempt();
  } catch (error) {
    return error instanceof NcpError ? error.code : 'other';
  }
  return 'none';
};
const today = calendarDate('2026-03-01');
const root = PATIENT.root;

describe('requirePatient', () => {
  const base = relationship();
  const compare = (requested: RequestedPatient, with_ = today): string => codeOf(() => requirePatient(base, requested, with_));

  it('SAML-04 refuses another patient, another root, nobody', () => {
    expect(compare({ root, extension: '195411222267' })).toBe('NCP_SAML_PATIENT_MISMATCH');
    expect(compare({ root: '1.2.752.129.2.1.3.3', extension: PATIENT.extension })).toBe('NCP_SAML_PATIENT_MISMATCH');
    expect(compare({ root, extension: '' })).toBe('NCP_SAML_PATIENT_MISMATCH');
    expect(compare({ root, extension: `${PATIENT.extension}0` })).toBe('NCP_SAML_PATIENT_MISMATCH');
    expect(new NcpError('NCP_SAML_PATIENT_MISMATCH').entry.wire).toBe('4206');
  });

  it('SAML-04 understands the spellings of a personal number (control)', () => {
    for (const extension of ['199008202385', '19900820-2385', '900820-2385', '9008202385']) expect(compare({ root, extension })).toBe('none');
  });

  it('SAML-04 compares identifiers of another kind as they are written', () => {
    const foreign = '1.2.246.21';
    const other = relationship({ patient: { root: foreign, extension: '19900820-2385' } });
    const compareOther = (extension: string): string => codeOf(() => requirePatient(other, { root: foreign, extension }, today));
    expect(['19900820-2385', '199008202385', '900820-2385'].map(compareOther)).toEqual(['none', 'NCP_SAML_PATIENT_MISMATCH', 'NCP_SAML_PATIENT_MISMATCH']);
  });

  it('without a day understands twelve digits with or without hyphen only', () => {
    const without = (extension: string): string => codeOf(() => requirePatient(base, { root, extension }));
    expect(without('19900820-2385')).toBe('none');
    expect(without('900820-2385')).toBe('NCP_SAML_PATIENT_MISMATCH');
  });

  it('compares identifiers of other countries as they are', () => {
    const foreign = relationship({ patient: { root: '1.2.208.176.1.2', extension: '010190-1234' } });
    expect(codeOf(() => requirePatient(foreign, { root: '1.2.208.176.1.2', extension: '010190-1234' }, today))).toBe('none');
    expect(codeOf(() => requirePatient(foreign, { root: '1.2.208.176.1.2', extension: '0101901234' }, today))).toBe('NCP_SAML_PATIENT_MISMATCH');
  });
});

describe('requirePrescription', () => {
  it('refuses another prescription than the one in the treatment relationship', () => {
    const bound = relationship({ options: { prescriptionId: 'rx-1', pin: '1234' } });
    expect(codeOf(() => requirePrescription(bound, ['rx-2', '1.2^rx-1']))).toBe('NCP_SAML_DOCUMENT_MISMATCH');
    expect(codeOf(() => requirePrescription(bound, []))).toBe('NCP_SAML_DOCUMENT_MISMATCH');
    expect(codeOf(() => requirePrescription(bound, ['1.2^rx-1', 'rx-1']))).toBe('none');
    expect(new NcpError('NCP_SAML_DOCUMENT_MISMATCH').entry.wire).toBe('4207');
  });

  it('accepts every prescription when none is named, whatever the PIN', () => {
    expect(codeOf(() => requirePrescription(relationship({ options: { pin: '1234' } }), ['rx-2']))).toBe('none');
  });
});
