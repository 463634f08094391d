import { describe, expect, it } from '@jest/globals';
import { NS, element, type XmlElement } from '@ncp/xml';
import { readAttributes } from './attributes.js';

const statement = (count: number, name: (n: number) => string): XmlElement => element(NS.saml, 'saml2:AttributeStatement', {},
  ...Array.from({ length: count }, (_, n) => element(NS.saml, 'saml2:Attribute', { Name: name(n) }, element(NS.saml, 'saml2:AttributeValue', {}, 'x'))));

const msOf = (statements: readonly XmlElement[]): number => {
  const start = performance.now();
  readAttributes(statements);
  return performance.now() - start;
};

describe('the attributes of an assertion', () => {
  it('SAML-20 are read in time that grows with their number, also those of one name', () => {
    const alike = (): string => 'a';
    expect(readAttributes([statement(3, alike), statement(2, alike)]).get('a')).toHaveLength(5);
    const [once, twice] = [statement(20_000, alike), statement(40_000, alike)];
    // Each beside the other, and the quietest moment counts.
    const ratios = Array.from({ length: 8 }, () => msOf([twice]) / msOf([once]));
    expect(Math.min(...ratios)).toBeLessThan(3);
  });
});
