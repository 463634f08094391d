import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { anything, array, assert, constantFrom, dictionary, jsonValue, oneof, property, record, string } from 'fast-check';
import { composeRelease, decodeRelease, encodeRelease, loadCatalogue, STARTER_RELEASE } from '../index.js';
import { readSource } from './read-source.js';
import type { CatalogueSource } from './source.js';

const read = (text: string): CatalogueSource | undefined => {
  try {
    return readSource('fuzz', text);
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_TERMINOLOGY_SOURCE') return undefined;
    throw error;
  }
};

const word = oneof(string({ maxLength: 6 }), constantFrom('', '1.2', 'urn:oid:1.2', 'http://snomed.info/sct', '"', ',', '\n', '__proto__', 'sv', 'Bundle', 'ValueSet', 'ConceptMap', 'equal'));
const tree = oneof(jsonValue(), dictionary(constantFrom(
  'resourceType', 'oid', 'concepts', 'code', 'codeSystem', 'display', 'entry', 'resource', 'compose', 'include', 'system', 'concept', 'identifier', 'value', 'group', 'element', 'target', 'source', 'expansion', 'contains', 'designation', 'language',
), oneof(word, jsonValue(), array(dictionary(constantFrom('code', 'system', 'codeSystem', 'display', 'concept', 'resource', 'target', 'value'), word), { maxLength: 3 }))));

describe('whatever is in a file', () => {
  it('is read, or refused with a code', () => {
    assert(property(oneof(string(), tree.map((value) => JSON.stringify(value) ?? ''), array(array(word, { maxLength: 6 }), { maxLength: 6 }).map((rows) => rows.map((cells) => cells.join(',')).join('\n'))), (text) => {
      read(text);
    }), { numRuns: 2_000 });
  });

  it.each(['code_system,code,language,text', 'field,source_code,source_text,target_code_system,target_code,relation', 'value_set,code_system,code,display'])('rows below %s make a release that can be used, or problems', (heading) => {
    assert(property(array(array(word, { minLength: 1, maxLength: 7 }), { maxLength: 8 }), (rows) => {
      const source = read([heading, ...rows.map((cells) => cells.join(','))].join('\n'));
      if (source === undefined) return;
      const { release, problems } = composeRelease(STARTER_RELEASE, [source]);
      if (!problems.some(({ severity }) => severity === 'error')) expect(loadCatalogue({ ...decodeRelease(encodeRelease(release)), id: 'x' }).release).toBe('x');
    }), { numRuns: 150 });
  });

  it('a release file is decoded, or refused with a code', () => {
    const file = record({ format: constantFrom(1, 2), id: word, basis: word, valueSets: anything(), texts: anything(), mappings: anything(), systemAliases: anything(), equivalences: anything(), absences: anything() }, { requiredKeys: [] });
    assert(property(oneof(string(), file.map((value) => { try { return JSON.stringify(value) ?? ''; } catch { return ''; } })), (text) => {
      try {
        decodeRelease(text);
      } catch (error) {
        if (!isNcpError(error) || error.code !== 'NCP_TERMINOLOGY_RELEASE') throw error;
      }
    }), { numRuns: 2_000 });
  });
});
