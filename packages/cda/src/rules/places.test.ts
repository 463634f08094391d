import { describe, expect, it } from '@jest/globals';
import { parseXml, pathOf, utf8, walk } from '@ncp/xml';
import { fullSummary, summaryInput } from '../../fixtures/swedish-summaries.js';
import { encodeSummary, summaryDocument } from '../index.js';
import { Places } from './places.js';

describe('Places', () => {
  it.each([
    ['a summary', encodeSummary(summaryDocument(summaryInput({ summary: fullSummary })))],
    ['names of several namespaces', utf8('<a xmlns="urn:a" xmlns:b="urn:b"><c/><b:c/><c/>x<d/><b:c><c/></b:c></a>')],
  ])('says of every element what pathOf says: %s', (_name, bytes) => {
    const places = new Places();
    const all = [...walk(parseXml(bytes))];
    expect(all.map((el) => places.of(el))).toEqual(all.map(pathOf));
  });
});
