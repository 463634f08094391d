import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { assert, jsonValue, property } from 'fast-check';
import { FhirNumber, fhirObject, parseFhirJson, writeFhirJson } from './json.js';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return isNcpError(error) ? error.code : 'other';
  }
};

describe('lossless JSON', () => {
  it.each(['1.50', '0.1', '1e-3', '1E+2', '100.000', '-0', '123456789012345678901234567890', '0.1234567890123456789012345678901'])(
    'CDA-01 keeps the digits of %s', (text) => {
      expect(parseFhirJson(text)).toEqual(new FhirNumber(text));
      expect(writeFhirJson(parseFhirJson(`{"value":${text}}`))).toBe(`{"value":${text}}`);
    });

  it.each(['.5', '5.', '+5', '007', '0x10', 'NaN', '', '{"a":1,}', '<html>', '{"a":'])('CDA-01 refuses %j', (text) => {
    expect(codeOf(() => parseFhirJson(text))).toBe('NCP_NATIONAL_MALFORMED');
  });

  it('keeps nothing of an unreadable text in the error', () => {
    try {
      parseFhirJson('{"name": Testdotter}');
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('Testdotter');
      expect(error instanceof Error ? `${error.message} ${String(error.cause)}` : '').not.toContain('Testdotter');
    }
    expect.assertions(2);
  });

  it('writes back what it read, for any JSON value', () => {
    assert(property(jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(writeFhirJson(parseFhirJson(text))).toBe(text);
    }), { numRuns: 300 });
  });

  it('bounds depth by refusing, not by dying', () => {
    expect(codeOf(() => parseFhirJson('['.repeat(200_000) + ']'.repeat(200_000)))).toBe('NCP_NATIONAL_MALFORMED');
  });

  it('gives values that cannot be changed', () => {
    const value = parseFhirJson('{"a":{"b":[1]}}');
    expect(Object.isFrozen(value)).toBe(true);
    expect(writeFhirJson(fhirObject({ a: undefined, b: value }))).toBe('{"b":{"a":{"b":[1]}}}');
  });

  it('never writes something that is not a JSON number as one', () => {
    expect(codeOf(() => writeFhirJson(new FhirNumber('1,5')))).toBe('NCP_NATIONAL_MALFORMED');
  });

  it('treats __proto__ as a plain member', () => {
    const text = '{"__proto__":{"resourceType":"Patient"}}';
    const value = parseFhirJson(text);
    expect((value as { resourceType?: unknown }).resourceType).toBeUndefined();
  });
});
