import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { createPublicKey } from 'node:crypto';
import { codeOf } from '../fixtures/code-of.js';
import { ecSigner, find, rsaSigner, withAttribute, withChildren, withEach, type Signer } from '../fixtures/signing.js';
import { foreignSignedDocument, foreignVerified } from '../fixtures/xml-crypto.js';
import { canonicalise, child, childrenOf, element, encodeBase64, NS, parseXml, serialiseXml, signDocument, text, utf8, verifyDocument, type OfferedKey, type SignDocumentOptions, type XmlElement } from './index.js';

let rsa: Signer;
beforeAll(() => { rsa = rsaSigner(); });

/** Shaped like an audit message; namespaces on the root show whether inclusive canonicalisation sees them. */
const auditMessage = (n = 0): XmlElement =>
  element('', 'AuditMessage', { 'xmlns:xsi': NS.xsi, 'xmlns:unused': 'urn:unused' },
    '\n ', element('', 'EventIdentification', { EventActionCode: 'R', 'xsi:type': 'x' }, element('', 'EventID', { code: `EHDSI-${String(n)}`, displayName: 'Åtkomst & <läsning>' })),
    ...Array.from({ length: n }, (_, i) => element('', 'ActiveParticipant', { UserID: `SE:user-${String(i)}` }, 'a\rb')), '\n');

const sign = (options: Partial<SignDocumentOptions> = {}, n = 0): XmlElement =>
  signDocument(auditMessage(n), { key: rsa.key, certificateDer: rsa.certificateDer, profile: 'audit', ...options });
const verify = (root: XmlElement): XmlElement => verifyDocument(parseXml(serialiseXml(root)), { resolveKey: () => rsa.publicKey }).value;
const refusedFor = (root: XmlElement): NcpErrorCode | undefined => codeOf(() => verify(root));
const certificatePem = (): string => `-----BEGIN CERTIFICATE-----\n${encodeBase64(rsa.certificateDer).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

describe('signDocument and verifyDocument', () => {
  it.each(['audit', 'evidence'] as const)('DSIG-01 control: %s signatures read by both implementations', (profile) => {
    for (let n = 0; n < 20; n += 1) {
      const signed = sign({ profile }, n);
      expect(text(canonicalise(verify(signed), { exclusive: false }))).toBe(text(canonicalise(parseXml(serialiseXml(auditMessage(n))), { exclusive: false })));
      const signature = text(serialiseXml(find(parseXml(serialiseXml(signed)), 'Signature')));
      expect(foreignVerified(text(serialiseXml(signed)), signature, rsa.publicKey.export({ type: 'spki', format: 'pem' }))).toHaveLength(1);
    }
  });

  it.each([[[]], [['http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments']], [['http://www.w3.org/TR/2001/REC-xml-c14n-20010315']], [['http://www.w3.org/2001/10/xml-exc-c14n#']]])(
    'DSIG-01 control: documents signed by the other implementation with transforms %j', (transforms) => {
      const theirs = foreignSignedDocument(text(serialiseXml(auditMessage(3))), rsa.key, certificatePem(), transforms);
      expect(verify(parseXml(utf8(theirs))).local).toBe('AuditMessage');
    });

  it('takes xml: attributes of the root into SignedInfo, as inclusive canonicalisation demands', () => {
    // xml-crypto does not; xmlsec1 does, and is asked in verify.conf.test.ts.
    const signed = signDocument(element('', 'AuditMessage', { 'xml:lang': 'sv' }), { key: rsa.key, profile: 'audit' });
    expect(verify(signed).attributes).toHaveLength(1);
    expect(refusedFor({ ...signed, attributes: signed.attributes.map((one) => ({ ...one, value: 'fi' })) })).toBe('NCP_DSIG_SIGNATURE');
  });

  it('signs an element of a message as the document that it becomes', () => {
    const [inner] = childrenOf(parseXml(utf8('<o xmlns:o="urn:o" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xml:lang="sv"><AuditMessage>o:text</AuditMessage></o>')));
    const signed = signDocument(inner ?? auditMessage(), { key: rsa.key, profile: 'audit' });
    expect('parent' in signed).toBe(false);
    expect(text(serialiseXml(verify(signed)))).toBe('<AuditMessage xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:o="urn:o">o:text</AuditMessage>');
  });

  it('writes the parts of wire-contract 6.3 and 7', () => {
    const parts = (signed: XmlElement): string[] => childrenOf(find(signed, 'KeyInfo')).map(({ local }) => local);
    const transforms = (signed: XmlElement): string[] => childrenOf(find(signed, 'Transforms')).map(({ attributes }) => attributes[0]?.value.replace(/.*[/#](?=.*#|[^#]*$)/, '') ?? '');
    expect(parts(sign())).toEqual(['KeyValue']);
    expect(parts(sign({ profile: 'evidence' }))).toEqual(['X509Data', 'KeyValue']);
    expect(transforms(sign())).toHaveLength(1);
    expect(transforms(sign({ profile: 'evidence' }))).toHaveLength(2);
    const children = childrenOf(sign());
    expect(children[children.length - 1]?.local).toBe('Signature');
  });

  it('offers the key of KeyValue and the certificate to the caller', () => {
    let offered: OfferedKey = {};
    verifyDocument(parseXml(serialiseXml(sign({ profile: 'evidence' }))), { resolveKey: (one) => { offered = one; return rsa.publicKey; } });
    expect(createPublicKey({ key: { kty: 'RSA', ...offered.keyValue }, format: 'jwk' }).equals(rsa.publicKey)).toBe(true);
    expect(Buffer.from(offered.certificateDer ?? []).equals(Buffer.from(rsa.certificateDer))).toBe(true);
  });

  it('returns the document without the Signature', () => {
    expect(child(verify(sign()), NS.ds, 'Signature')).toBeUndefined();
  });

  it('DSIG-02 refuses changed content', () => {
    expect(refusedFor(withEach(sign(), 'EventID', (el) => withAttribute(el, 'code', 'EHDSI-99')))).toBe('NCP_DSIG_DIGEST');
  });

  it('refuses a Signature that is missing, not last, or of an assertion', () => {
    expect(refusedFor(auditMessage())).toBe('NCP_DSIG_MISSING');
    expect(refusedFor(withChildren(sign(), ...sign().children, element('', 'After')))).toBe('NCP_DSIG_POSITION');
    const named = withEach(sign(), 'Reference', (el) => withAttribute(el, 'URI', '#x'));
    expect(refusedFor(named)).toBe('NCP_DSIG_TARGET');
  });

  it('refuses a PrefixList on inclusive canonicalisation', () => {
    const list = element(NS.ec, 'ec:InclusiveNamespaces', { PrefixList: 'xsi' });
    expect(refusedFor(withEach(sign(), 'CanonicalizationMethod', (el) => withChildren(el, list)))).toBe('NCP_DSIG_C14N');
  });

  it('refuses KeyInfo that names a key in another way, or twice', () => {
    const keyInfo = (...content: XmlElement[]): XmlElement => withEach(sign(), 'KeyInfo', (el) => withChildren(el, ...content));
    const keyValue = find(sign(), 'KeyValue');
    expect(refusedFor(keyInfo())).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(keyInfo(keyValue, keyValue))).toBe('NCP_DSIG_KEYINFO');
    for (const part of ['RSAKeyValue', 'Modulus', 'Exponent']) expect(refusedFor(keyInfo(withEach(keyValue, part, () => undefined)))).toBe('NCP_DSIG_KEYINFO');
    for (const part of ['RSAKeyValue', 'Modulus', 'Exponent']) expect(refusedFor(keyInfo(withEach(keyValue, part, (el) => ({ ...el, local: 'Other' }))))).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(keyInfo(withChildren(keyValue, ...keyValue.children, ...keyValue.children)))).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(keyInfo(withEach(keyValue, 'Modulus', (el) => withChildren(el, element(NS.ds, 'ds:X')))))).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(keyInfo(withEach(keyValue, 'RSAKeyValue', (el) => withChildren(el, ...el.children, element(NS.ds, 'ds:X')))))).toBe('NCP_DSIG_KEYINFO');
  });

  it('XSW-18 refuses a signed document inside another document', () => {
    const outer = parseXml(serialiseXml(element('', 'Wrapper', {}, sign())));
    expect(() => verifyDocument(find(outer, 'AuditMessage'), { resolveKey: () => rsa.publicKey })).toThrow('NCP_XSW_WRAPPING');
    expect(refusedFor(outer)).toBe('NCP_DSIG_POSITION');
  });

  it('cannot sign evidence without a certificate, nor a KeyValue that is not RSA', () => {
    expect(() => signDocument(auditMessage(), { key: rsa.key, profile: 'evidence' })).toThrow('NCP_DSIG_KEYINFO');
    expect(() => sign({ key: ecSigner().key })).toThrow('NCP_DSIG_ALGORITHM');
  });
});
