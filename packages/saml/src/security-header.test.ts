import { describe, expect, it } from '@jest/globals';
import { LOCAL_ASSERTION_LIMITS, NcpError } from '@ncp/domain';
import { childrenOf, extentOf, type Extent } from '@ncp/xml';
import { errorOf, hcp, refusal, security, swap, trc, validate, type Make } from '../test/assertions.js';

/** An attribute more, before it is signed. */
const holding = (filler: string): Make => ({
  edit: swap('</saml2:AttributeStatement>', `<saml2:Attribute Name="z"><saml2:AttributeValue>${filler}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`),
});
const declared = (count: number): string => `<a ${Array.from({ length: count }, (_, n) => `xmlns:q${String(n)}="urn:q"`).join(' ')}/>`;

const FILLERS: readonly (readonly [keyof Extent, (count: number) => string])[] = [
  ['nodes', (count) => '<a/>'.repeat(count)],
  ['characters', (count) => 'x'.repeat(count)],
  ['namespaces', declared],
];

describe('the size of an assertion', () => {
  it.each(FILLERS)('SAML-26 may be far above what peers send, and is refused with one of its %s more than the limit', (what, filler) => {
    const limit = LOCAL_ASSERTION_LIMITS[what];
    for (const make of [(count: number) => hcp({}, holding(filler(count))) + trc(), (count: number) => trc(holding(filler(count))) + hcp()]) {
      const [first] = childrenOf(security(make(20)));
      const most = 20 + limit - (first === undefined ? 0 : extentOf(first)[what]);
      expect([refusal(make(most)), refusal(make(most + 1))]).toEqual(['none', 'NCP_SAML_STRUCTURE']);
    }
  });

  it('SAML-26 is judged before anybody is asked who signed it, and the refusal says what was too large', () => {
    const asked: Uint8Array[] = [];
    const resolveSigner = (der: Uint8Array): never => {
      asked.push(der);
      throw new NcpError('NCP_TRUST_UNTRUSTED');
    };
    const refused = errorOf(() => validate(hcp({}, holding('<a/>'.repeat(240_000))), { resolveSigner }));
    expect(refused).toMatchObject({ code: 'NCP_SAML_STRUCTURE', details: { at: 'nodes', limit: LOCAL_ASSERTION_LIMITS.nodes } });
    expect(asked).toEqual([]);
  });
});
