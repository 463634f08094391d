import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { decodeBundle } from './bundle.js';
import { parseFhirJson } from './json.js';
import { decodeOutcome } from './outcome.js';

describe('search results', () => {
  it('separates matches from what came along, and finds the next page', () => {
    expect(decodeBundle(parseFhirJson(JSON.stringify({
      resourceType: 'Bundle', type: 'searchset', total: 3,
      link: [{ relation: 'self', url: 'https://x/1' }, { relation: 'next', url: 'https://x/2' }],
      entry: [
        { resource: { resourceType: 'Patient', id: 'a' }, search: { mode: 'match' } },
        { resource: { resourceType: 'Patient', id: 'b' } },
        { resource: { resourceType: 'Medication', id: 'c' }, search: { mode: 'include' } },
        { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } },
      ],
    })))).toEqual({
      matches: [{ resourceType: 'Patient', id: 'a' }, { resourceType: 'Patient', id: 'b' }],
      included: [{ resourceType: 'Medication', id: 'c' }], next: 'https://x/2',
    });
  });

  it.each(['{"resourceType":"Bundle","type":"collection"}', '{"resourceType":"Patient"}', '[]', '{"resourceType":"Bundle","type":"searchset","entry":[{}]}'])('refuses %s', (text) => {
    try {
      decodeBundle(parseFhirJson(text));
    } catch (error) {
      expect(isNcpError(error) ? error.code : error).toBe('NCP_NATIONAL_MALFORMED');
    }
    expect.assertions(1);
  });

  it('keeps codes of an outcome and leaves its text behind', () => {
    const issues = decodeOutcome(parseFhirJson(JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'business-rule', details: { coding: [{ system: 'x', code: 'F.001' }], text: 'Testdotter, Alma' } }],
    })));
    expect(issues).toEqual([{ severity: 'error', type: 'business-rule', codes: ['F.001'] }]);
  });
});
