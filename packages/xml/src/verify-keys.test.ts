import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { generateKeyPairSync, sign } from 'node:crypto';
import { codeOf } from '../fixtures/code-of.js';
import { rsa, ec, refusal, refusedFor, good, pem, resigned, algorithm, ds } from '../fixtures/refused-signatures.js';
import { envelope, find, received, rsaSigner, signedAssertion, withAttribute, withChildren, withEach, withText } from '../fixtures/signing.js';
import { element, encodeBase64, NS, utf8, verifyElement, type XmlElement } from './index.js';

describe('algorithms', () => {
  const transforms = (...uris: readonly (string | XmlElement)[]): XmlElement =>
    resigned((info) => withEach(info, 'Transforms', (el) => withChildren(el, ...uris.map((one) => (typeof one === 'string' ? ds('Transform', { Algorithm: one }) : one)))));
  const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
  const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

  it('DSIG-15 refuses every other list of transforms', () => {
    const xslt = ds('Transform', { Algorithm: 'http://www.w3.org/TR/1999/REC-xslt-19991116' }, element('http://www.w3.org/1999/XSL/Transform', 'xsl:stylesheet'));
    const xpath = ds('Transform', { Algorithm: 'http://www.w3.org/TR/1999/REC-xpath-19991116' }, ds('XPath', {}, 'not(ancestor-or-self::Subject)'));
    const misnamed = (uri: string): XmlElement => ds('Transformation', { Algorithm: uri });
    const refused = [
      transforms(EXCLUSIVE, EXCLUSIVE), transforms('http://www.w3.org/2000/09/xmldsig#base64', EXCLUSIVE), transforms(misnamed(ENVELOPED), EXCLUSIVE), transforms(ENVELOPED, misnamed(EXCLUSIVE)),
      transforms(), transforms(EXCLUSIVE), transforms(ENVELOPED), transforms(ENVELOPED, EXCLUSIVE, EXCLUSIVE), transforms(ENVELOPED, ENVELOPED), transforms(ENVELOPED, ENVELOPED, EXCLUSIVE),
      transforms(EXCLUSIVE, ENVELOPED), transforms(ENVELOPED, xslt), transforms(xpath, EXCLUSIVE), transforms(ENVELOPED, xpath), transforms(ENVELOPED, 'http://www.w3.org/2000/09/xmldsig#base64'), transforms(ENVELOPED, ''),
      transforms(ds('Transform', { Algorithm: ENVELOPED }, ds('XPath', {}, 'x')), EXCLUSIVE), transforms(ENVELOPED, ds('Transform', { Algorithm: EXCLUSIVE }, ds('XPath', {}, 'x'))),
      transforms(ENVELOPED, ds('Transform', { Algorithm: EXCLUSIVE }, 'x')),
    ];
    for (const one of refused) expect(refusal(one)).toEqual({ code: 'NCP_DSIG_TRANSFORM', asked: false });
  });

  it('DSIG-16 refuses other canonicalisations', () => {
    for (const uri of [`${EXCLUSIVE}WithComments`, INCLUSIVE, `${INCLUSIVE}#WithComments`, 'http://www.w3.org/2006/12/xml-c14n11', 'urn:unknown', '']) {
      expect(refusal(resigned(algorithm('CanonicalizationMethod', uri)))).toEqual({ code: 'NCP_DSIG_C14N', asked: false });
    }
    for (const uri of [`${EXCLUSIVE}WithComments`, INCLUSIVE, 'http://www.w3.org/2006/12/xml-c14n11']) expect(refusedFor(transforms(ENVELOPED, uri))).toBe('NCP_DSIG_C14N');
  });

  it('DSIG-17 refuses SHA-1 and MD5 before a key is asked for', () => {
    for (const uri of ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5', 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1', '']) {
      expect(refusal(resigned(algorithm('SignatureMethod', uri)))).toEqual({ code: 'NCP_DSIG_ALGORITHM', asked: false });
    }
    for (const uri of ['http://www.w3.org/2000/09/xmldsig#sha1', 'http://www.w3.org/2001/04/xmldsig-more#md5', 'http://www.w3.org/2001/04/xmldsig-more#sha224']) {
      expect(refusal(resigned(algorithm('DigestMethod', uri)))).toEqual({ code: 'NCP_DSIG_ALGORITHM', asked: false });
    }
  });

  it('DSIG-18 refuses HMAC, whatever the secret', () => {
    for (const uri of ['http://www.w3.org/2000/09/xmldsig#hmac-sha1', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256']) {
      expect(refusal(resigned(algorithm('SignatureMethod', uri)))).toEqual({ code: 'NCP_DSIG_ALGORITHM', asked: false });
    }
  });

  it('DSIG-19 refuses parameters of a SignatureMethod or DigestMethod', () => {
    for (const length of ['0', '8']) {
      expect(refusedFor(resigned((info) => withEach(info, 'SignatureMethod', (el) => withChildren(el, ds('HMACOutputLength', {}, length)))))).toBe('NCP_DSIG_STRUCTURE');
    }
    expect(refusedFor(resigned((info) => withEach(info, 'DigestMethod', (el) => withChildren(el, ds('X')))))).toBe('NCP_DSIG_STRUCTURE');
  });

  it('refuses a SignedInfo or PrefixList far larger than any profile has', () => {
    const padded = resigned((info) => withEach(info, 'DigestValue', (el) => withChildren(el, ...el.children, ...Array.from({ length: 40 }, () => ds('X')))));
    expect(refusal(padded)).toEqual({ code: 'NCP_DSIG_STRUCTURE', asked: false });
    const many = Array.from({ length: 33 }, (_, i) => `p${String(i)}`).join(' ');
    expect(refusedFor(transforms(ENVELOPED, ds('Transform', { Algorithm: EXCLUSIVE }, element(NS.ec, 'ec:InclusiveNamespaces', { PrefixList: many }))))).toBe('NCP_DSIG_TRANSFORM');
  });

  it('refuses a PrefixList that is not one', () => {
    const list = (...content: XmlElement[]): XmlElement => transforms(ENVELOPED, ds('Transform', { Algorithm: EXCLUSIVE }, ...content));
    const inclusive = element(NS.ec, 'ec:InclusiveNamespaces', { PrefixList: 'xs' });
    expect(refusedFor(list(inclusive, inclusive))).toBe('NCP_DSIG_TRANSFORM');
    expect(refusedFor(list(element('urn:evil', 'ec:InclusiveNamespaces', { PrefixList: 'xs' })))).toBe('NCP_DSIG_TRANSFORM');
    expect(refusedFor(list(element(NS.ec, 'ec:ExclusiveNamespaces', { PrefixList: 'xs' })))).toBe('NCP_DSIG_TRANSFORM');
    expect(refusedFor(list(withChildren(inclusive, ds('X'))))).toBe('NCP_DSIG_TRANSFORM');
    expect(refusedFor(list(withAttribute(inclusive, 'evil', 'x')))).toBe('NCP_DSIG_STRUCTURE');
  });
});

describe('keys', () => {
  it('DSIG-20 refuses weak keys and other kinds of key', () => {
    const weak = [
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey,
      generateKeyPairSync('ec', { namedCurve: 'prime192v1' }).publicKey, generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey, generateKeyPairSync('ed25519').publicKey,
    ];
    for (const key of weak) expect(refusedFor(good(), key)).toBe('NCP_DSIG_KEY_STRENGTH');
    expect(codeOf(() => signedAssertion(rsaSigner(1024)))).toBe('NCP_DSIG_KEY_STRENGTH');
  });

  it('DSIG-21 refuses a small exponent, and r or s that are zero, too large or too short', () => {
    expect(refusedFor(envelope(signedAssertion(rsa)), generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).publicKey)).toBe('NCP_DSIG_KEY_STRENGTH');
    const message = envelope(signedAssertion(ec));
    for (const value of [new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array(63).fill(1), new Uint8Array(32), new Uint8Array(128)]) {
      expect(refusedFor(withEach(message, 'SignatureValue', (el) => withText(el, encodeBase64(value))), ec.publicKey)).toBe('NCP_DSIG_SIGNATURE');
    }
  });

  it('DSIG-22 refuses a key of another family than the algorithm', () => {
    expect(refusedFor(good(), ec.publicKey)).toBe('NCP_DSIG_ALGORITHM');
    expect(refusedFor(envelope(signedAssertion(ec)), rsa.publicKey)).toBe('NCP_DSIG_ALGORITHM');
    expect(refusedFor(good(), generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)).toBe('NCP_DSIG_ALGORITHM');
    expect(codeOf(() => signedAssertion(rsa, 0, { algorithm: 'ecdsa-sha256' }))).toBe('NCP_DSIG_ALGORITHM');
  });

  it.each(['NCP_TRUST_UNTRUSTED', 'NCP_TRUST_COUNTRY', 'NCP_TRUST_EXPIRED', 'NCP_TRUST_USAGE'] as const)('DSIG-23..25, 34, 35 pass on %s from the trust store, good signature or not', (code) => {
    const resolveKey = (): never => { throw new NcpError(code); };
    expect(codeOf(() => verifyElement(find(received(signedAssertion(rsa)), 'Assertion'), { resolveKey }))).toBe(code);
  });
});

describe('KeyInfo', () => {
  const keyInfo = (...content: XmlElement[]): XmlElement => withEach(good(), 'KeyInfo', (el) => withChildren(el, ...content));
  const certificate = (): XmlElement => ds('X509Certificate', {}, encodeBase64(rsa.certificateDer));

  it('DSIG-26 refuses two certificates, in two elements, in two X509Data or in one value', () => {
    expect(refusal(keyInfo(ds('X509Data', {}, certificate(), certificate())))).toEqual({ code: 'NCP_DSIG_KEYINFO', asked: false });
    expect(refusedFor(keyInfo(ds('X509Data', {}, certificate()), ds('X509Data', {}, certificate())))).toBe('NCP_DSIG_KEYINFO');
    const double = encodeBase64(Buffer.concat([rsa.certificateDer, rsa.certificateDer]));
    const inPem = encodeBase64(utf8(pem(rsa.certificateDer).repeat(2)));
    for (const value of [double, inPem, encodeBase64(utf8(pem(rsa.certificateDer)))]) expect(refusedFor(keyInfo(ds('X509Data', {}, ds('X509Certificate', {}, value))))).toBe('NCP_DSIG_KEYINFO');
  });

  it('DSIG-27 refuses a certificate that cannot be read', () => {
    for (const value of ['', '!', 'MIIB', 'AAAA', encodeBase64(rsa.certificateDer.slice(0, -1)), encodeBase64(Uint8Array.of(0x30, 0x80, 0, 0))]) {
      expect(refusal(keyInfo(ds('X509Data', {}, ds('X509Certificate', {}, value))))).toEqual({ code: 'NCP_DSIG_KEYINFO', asked: false });
    }
    for (const der of [[0x31, 1, 0], [0x30, 0x80], [0x30, 1], [0x30, 1, 0, 0], [0x30, 0x85, 0, 0, 0, 0, 1, 0], [0x30, 0x82, 1], []]) {
      expect(refusal(keyInfo(ds('X509Data', {}, ds('X509Certificate', {}, encodeBase64(Uint8Array.from(der))))))).toEqual({ code: 'NCP_DSIG_KEYINFO', asked: false });
    }
    for (const der of [[0x30, 1, 0], [0x30, 0x81, 1, 0]]) {
      expect(refusal(keyInfo(ds('X509Data', {}, ds('X509Certificate', {}, encodeBase64(Uint8Array.from(der))))))).toEqual({ code: undefined, asked: true });
    }
    const unreadable = (): never => { throw new TypeError('asn1'); };
    expect(codeOf(() => verifyElement(find(received(signedAssertion(rsa)), 'Assertion'), { resolveKey: unreadable }))).toBe('NCP_DSIG_KEYINFO');
  });

  it('DSIG-28 refuses everything else that resolves a key', () => {
    const data = ds('X509Data', {}, certificate());
    const others = [
      ds('RetrievalMethod', { URI: 'http://127.0.0.1/' }), ds('KeyName', {}, 'us'), ds('KeyValue', {}, ds('RSAKeyValue')), ds('MgmtData', {}, 'x'),
      element(NS.wsse, 'wsse:SecurityTokenReference'), ds('X509Data', {}, ds('X509CRL', {}, 'AAAA')),
    ];
    for (const other of others) {
      expect(refusal(keyInfo(other))).toEqual({ code: 'NCP_DSIG_KEYINFO', asked: false });
      expect(refusedFor(keyInfo(data, other))).toBe('NCP_DSIG_KEYINFO');
    }
    expect(refusedFor(keyInfo())).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(keyInfo(ds('X509Data', {}, ds('X509SubjectName', {}, 'CN=x'))))).toBe('NCP_DSIG_KEYINFO');
  });

  it('passes over the names of the certificate, which resolve nothing', () => {
    expect(refusedFor(keyInfo(ds('X509Data', {}, ds('X509SubjectName', {}, 'CN=evil'), certificate())))).toBeUndefined();
  });
});

describe('values that are not values', () => {
  it('DSIG-31 refuses an empty SignatureValue, and content that canonicalises to nothing', () => {
    expect(refusedFor(withEach(good(), 'SignatureValue', (el) => withText(el, '')))).toBe('NCP_DSIG_SIGNATURE');
    const relative = withEach(good(), 'Assertion', (el) => ({ ...el, namespaces: [...el.namespaces, { prefix: 'r', uri: 'relative' }] }));
    expect(refusedFor(relative)).toBe('NCP_DSIG_C14N');
  });

  it('DSIG-31 refuses a SignedInfo that canonicalises to nothing, also where nothing is what was signed', () => {
    const nothing = encodeBase64(sign('sha256', new Uint8Array(), rsa.key));
    const forged = withEach(good(), 'SignatureValue', (el) => withText(el, nothing));
    for (const local of ['SignedInfo', 'SignatureMethod', 'Reference', 'DigestValue']) {
      const empty = withEach(forged, local, (el) => ({ ...el, namespaces: [...el.namespaces, { prefix: 'r', uri: 'relative' }] }));
      expect(refusal(empty)).toEqual({ code: 'NCP_DSIG_C14N', asked: false });
    }
  });
});
