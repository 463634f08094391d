import { describe, expect, it } from '@jest/globals';
import { ERROR_REGISTRY, isNcpError, NcpError, WIRE_CODES, type ErrorEntry } from '../index.js';
import { CDA_ERRORS } from './cda.js';
import { DISPENSE_ERRORS } from './dispense.js';
import { DSIG_ERRORS } from './dsig.js';
import { IHE_ERRORS } from './ihe.js';
import { NATIONAL_ERRORS } from './national.js';
import { RUNTIME_ERRORS } from './runtime.js';
import { SAML_ERRORS } from './saml.js';
import { SOAP_ERRORS } from './soap.js';
import { STATISTICS_ERRORS } from './statistics.js';
import { STORE_ERRORS } from './store.js';
import { TREATMENT_ERRORS } from './treatment.js';
import { TRUST_ERRORS } from './trust.js';
import { XML_ERRORS } from './xml.js';

const AREAS: readonly Readonly<Record<string, ErrorEntry>>[] = [
  XML_ERRORS, DSIG_ERRORS, SOAP_ERRORS, SAML_ERRORS, TRUST_ERRORS, IHE_ERRORS, CDA_ERRORS, DISPENSE_ERRORS, NATIONAL_ERRORS,
  STATISTICS_ERRORS, STORE_ERRORS, RUNTIME_ERRORS, TREATMENT_ERRORS,
];
const ENTRIES: readonly (readonly [code: string, entry: ErrorEntry])[] = Object.entries(ERROR_REGISTRY);
const REGISTRY: Readonly<Record<string, ErrorEntry>> = ERROR_REGISTRY;

describe('error registry', () => {
  it('has every code of every area once', () => {
    const codes = AREAS.flatMap((area) => Object.keys(area));
    expect(new Set(codes).size).toBe(codes.length);
    expect(Object.keys(ERROR_REGISTRY).toSorted()).toEqual(codes.toSorted());
  });

  it('names codes by area and cause', () => {
    expect(ENTRIES.map(([code]) => code).filter((code) => !/^NCP(_[A-Z0-9]+){2,}$/.test(code) && code !== 'NCP_INTERNAL' && code !== 'NCP_CONSENT')).toEqual([]);
  });

  it('has a text and a hint in Swedish and English for each', () => {
    const empty = ENTRIES.filter(([, { text, hint }]) => [text.sv, text.en, hint.sv, hint.en].some((words) => words.trim() === ''));
    expect(empty.map(([code]) => code)).toEqual([]);
  });

  it('maps each to a code of the wire, of the same severity', () => {
    const unknown = ENTRIES.filter(([, { wire }]) => !WIRE_CODES.includes(wire));
    expect(unknown.map(([code]) => code)).toEqual([]);
    const contradiction = ENTRIES.filter(([, { wire, severity }]) => (wire.startsWith('ERROR_') && severity === 'warning') || (wire.startsWith('WARNING_') && severity === 'error'));
    expect(contradiction.map(([code]) => code)).toEqual([]);
  });

  it('hides a cause only behind an existing code that hides no further', () => {
    const hidden = ENTRIES.filter(([, { shownAs }]) => shownAs !== undefined);
    expect(hidden.length).toBeGreaterThan(10);
    for (const [code, { shownAs, severity }] of hidden) {
      const shown = REGISTRY[shownAs ?? ''];
      expect([code, shown?.severity, shown?.shownAs]).toEqual([code, severity, undefined]);
    }
  });

  it('lets causes that must look alike have the same wire code too', () => {
    for (const [code, { shownAs, wire }] of ENTRIES) {
      if (shownAs === undefined || !/^NCP_(PI|CONSENT|DOCUMENT|DISPENSE)_/.test(code)) continue;
      expect([code, REGISTRY[shownAs]?.wire]).toEqual([code, wire]);
    }
  });
});

describe('NcpError', () => {
  it('carries its code as message, safe details, and its entry', () => {
    const error = new NcpError('NCP_DISPENSE_CONFLICT', { state: 'SENT' }, new Error('inner'));
    expect([error.message, error.code, error.details, error.entry.wire]).toEqual(['NCP_DISPENSE_CONFLICT', 'NCP_DISPENSE_CONFLICT', { state: 'SENT' }, 'ERROR_ED_GENERIC']);
    expect(error.cause).toBeInstanceOf(Error);
    expect(new NcpError('NCP_INTERNAL').cause).toBeUndefined();
    expect([isNcpError(error), isNcpError(new Error('NCP_INTERNAL'))]).toEqual([true, false]);
  });
});
