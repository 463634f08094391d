import { describe, expect, it } from '@jest/globals';
import { LOCAL_ASSERTION_LIMITS, NcpError } from '@ncp/domain';
import { childrenOf, extentOf, parseXml, serialiseXml, signElement, text, utf8, type Extent } from '@ncp/xml';
import { DENMARK, HCP_ID, NOW, XCPD, claims, errorOf, hcp, refusal, security, swap, trc, validate, type Edit } from '../test/assertions.js';
import { hcpElement } from './issue-hcp.js';

/** An attribute more, before it is signed. */
const holding = (filler: string): Edit =>
  swap('</saml2:AttributeStatement>', `<saml2:Attribute Name="z"><saml2:AttributeValue>${filler}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`);
const declarations = (count: number): string => Array.from({ length: count }, (_, n) => `xmlns:q${String(n)}="urn:q"`).join(' ');

const FILLERS: readonly (readonly [keyof Extent, (count: number) => string])[] = [
  ['nodes', (count) => '<a/>'.repeat(count)],
  ['characters', (count) => 'x'.repeat(count)],
  ['namespaces', (count) => `<a ${declarations(count)}/>`],
];

describe('the size of an assertion', () => {
  it.each(FILLERS)('SAML-26 may be far above what peers send, and is refused with one of its %s more than the limit', (what, filler) => {
    const limit = LOCAL_ASSERTION_LIMITS[what];
    for (const make of [(count: number) => hcp({}, { edit: holding(filler(count)) }) + trc(), (count: number) => trc({ edit: holding(filler(count)) }) + hcp()]) {
      const [first] = childrenOf(security(make(20)));
      const most = 20 + limit - (first === undefined ? 0 : extentOf(first)[what]);
      expect([refusal(make(most)), refusal(make(most + 1))]).toEqual(['none', 'NCP_SAML_STRUCTURE']);
    }
  });

  it('SAML-26 costs under 100 ms to verify at every limit at once, in the form that costs most', () => {
    const inclusivePrefixes = Array.from({ length: 16 }, (_, n) => `q${String(n)}`);
    const plain = text(serialiseXml(hcpElement(claims(), { id: HCP_ID, now: NOW })));
    const deep = holding(`${'<a>'.repeat(100)}${'<a/>'.repeat(1_700)}${'</a>'.repeat(100)}`)(plain).replace('<saml2:Assertion ', `<saml2:Assertion ${declarations(50)} `);
    const signed = text(serialiseXml(signElement(parseXml(utf8(deep)), { id: HCP_ID, key: DENMARK.privateKey, certificateDer: DENMARK.certificateDer, inclusivePrefixes })));
    const [received] = childrenOf(security(signed));
    const { nodes, namespaces } = extentOf(received ?? parseXml(utf8('<none/>')));
    expect([nodes > 1_950, namespaces > 55]).toEqual([true, true]);
    const costs = Array.from({ length: 8 }, () => {
      const message = security(signed);
      const start = performance.now();
      expect(refusal(message, XCPD)).toBe('none');
      return performance.now() - start;
    });
    expect(Math.min(...costs)).toBeLessThan(100);
  });

  it('SAML-26 is judged before anybody is asked who signed it, and the refusal says what was too large', () => {
    const asked: Uint8Array[] = [];
    const resolveSigner = (der: Uint8Array): never => {
      asked.push(der);
      throw new NcpError('NCP_TRUST_UNTRUSTED');
    };
    const refused = errorOf(() => validate(hcp({}, { edit: holding('<a/>'.repeat(5_000)) }), { resolveSigner }));
    expect(refused).toMatchObject({ code: 'NCP_SAML_STRUCTURE', details: { at: 'nodes', limit: LOCAL_ASSERTION_LIMITS.nodes } });
    expect(asked).toEqual([]);
  });
});
