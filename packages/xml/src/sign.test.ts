import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { codeOf } from '../fixtures/code-of.js';
import { ec, ec384, refusedFor, rsa } from '../fixtures/refused-signatures.js';
import { assertion, envelope, find, signedAssertion, withChildren, type Signer } from '../fixtures/signing.js';
import { element, NS, signElement, walk } from './index.js';

describe('signElement', () => {
  const options = (): { key: KeyObject; certificateDer: Uint8Array } => ({ key: rsa.key, certificateDer: rsa.certificateDer });

  it('wants an id, a free place and declared prefixes', () => {
    expect(codeOf(() => signElement(element(NS.saml, 'saml2:Assertion'), options()))).toBe('NCP_DSIG_TARGET');
    expect(codeOf(() => signElement(assertion(), { ...options(), id: '_other' }))).toBe('NCP_DSIG_TARGET');
    expect(codeOf(() => signElement(element(NS.saml, 'saml2:Assertion', { ID: '_a' }), options()))).toBe('NCP_DSIG_POSITION');
    expect(codeOf(() => signElement(withChildren(assertion(), element(NS.saml, 'saml2:Other'), ...assertion().children), options()))).toBe('NCP_DSIG_POSITION');
    expect(codeOf(() => signElement(signedAssertion(rsa), options()))).toBe('NCP_DSIG_POSITION');
    expect(codeOf(() => signElement(assertion(), { ...options(), inclusivePrefixes: ['undeclared'] }))).toBe('NCP_DSIG_C14N');
  });

  it('chooses the algorithm by the key', () => {
    const method = (by: Signer): string | undefined => find(signedAssertion(by), 'SignatureMethod').attributes[0]?.value.split('#')[1];
    expect([method(rsa), method(ec), method(ec384)]).toEqual(['rsa-sha256', 'ecdsa-sha256', 'ecdsa-sha384']);
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    expect(refusedFor(envelope(signElement(assertion(), { key: pss.privateKey, certificateDer: rsa.certificateDer })), pss.publicKey)).toBeUndefined();
  });

  it('has a PrefixList only where there are prefixes', () => {
    const lists = (inclusivePrefixes: readonly string[]): number => [...walk(signedAssertion(rsa, 0, { inclusivePrefixes }))].filter(({ ns }) => ns === NS.ec).length;
    expect([lists([]), lists(['xs'])]).toEqual([0, 1]);
  });
});
