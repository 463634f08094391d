import { beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError, NcpError, type NcpErrorCode } from '@ncp/domain';
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  assertion, ecSigner, edited, envelope, find, received, rsaSigner, signedAssertion, withAttribute, withChildren, withEach, withText, type Signer,
} from '../fixtures/signing.js';
import { foreignSigned, foreignVerified, type Algorithm } from '../fixtures/xml-crypto.js';
import {
  canonicalise, child, decodeVerified, element, encodeBase64, NS, parseXml, requireVerified, serialiseXml, signElement, text, textOf, utf8, verifyElement,
  type Verified, type XmlElement, type XmlNode,
} from './index.js';

let rsa: Signer;
let ec: Signer;
let ec384: Signer;
beforeAll(() => {
  rsa = rsaSigner();
  ec = ecSigner('P-256');
  ec384 = ecSigner('P-384');
});

const verifyFirst = (root: XmlElement, key?: KeyObject): Verified<XmlElement> => verifyElement(find(root, 'Assertion'), { resolveKey: () => key ?? rsa.publicKey });

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return error.code;
  }
};
/** The code that a message is refused with, written and parsed first, and whether a key was asked for. */
const refusal = (root: XmlElement, key?: KeyObject): { code: NcpErrorCode | undefined; asked: boolean } => {
  let asked = false;
  const message = parseXml(serialiseXml(root));
  const code = codeOf(() => verifyElement(find(message, 'Assertion'), { resolveKey: () => { asked = true; return key ?? rsa.publicKey; } }));
  return { code, asked };
};
const refusedFor = (root: XmlElement, key?: KeyObject): NcpErrorCode | undefined => refusal(root, key).code;

const good = (): XmlElement => envelope(signedAssertion(rsa));
const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${encodeBase64(der).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** A message whose SignedInfo was edited before it was signed: only structure can betray it. */
const resigned = (edit: (info: XmlElement) => XmlElement, by: Signer = rsa): XmlElement => {
  const message = good();
  const info = edit(find(message, 'SignedInfo'));
  const value = encodeBase64(sign('sha256', canonicalise(parseXml(serialiseXml(info))), by.key));
  return withEach(withEach(message, 'SignedInfo', () => info), 'SignatureValue', (el) => withText(el, value));
};
const algorithm = (local: string, uri: string): ((info: XmlElement) => XmlElement) => (info) => withEach(info, local, (el) => withAttribute(el, 'Algorithm', uri));
const ds = (local: string, attributes: Record<string, string> = {}, ...content: (XmlElement | string)[]): XmlElement => element(NS.ds, `ds:${local}`, attributes, ...content);

describe('DSIG-01 control: signatures of every permitted kind', () => {
  const kinds: readonly (readonly [Algorithm, () => Signer])[] = [['rsa-sha256', () => rsa], ['rsa-pss-sha256', () => rsa], ['ecdsa-sha256', () => ec], ['ecdsa-sha384', () => ec384]];
  const cases = kinds.flatMap(([name, by]) => [[], ['xs'], ['xsd'], ['xs', 'xsd', 'xsi']].map((prefixes) => [name, prefixes, by] as const));

  it.each(cases)('%s with PrefixList %j: ours read by both implementations', (name, prefixes, by) => {
    for (let n = 0; n < 20; n += 1) {
      const message = received(signedAssertion(by(), n, { algorithm: name, inclusivePrefixes: prefixes }));
      const { value } = verifyFirst(message, by().publicKey);
      expect(child(value, NS.ds, 'Signature')).toBeUndefined();
      expect(text(canonicalise(value, { inclusivePrefixes: prefixes }))).toBe(text(canonicalise(assertion(n), { inclusivePrefixes: prefixes })));
      const theirs = foreignVerified(text(serialiseXml(message)), text(serialiseXml(find(message, 'Signature'))), by().publicKey.export({ type: 'spki', format: 'pem' }));
      expect(theirs).toEqual([text(canonicalise(value, { inclusivePrefixes: prefixes }))]);
    }
  });

  it.each(cases)('%s with PrefixList %j: theirs read by ours', (name, prefixes, by) => {
    for (let n = 0; n < 20; n += 1) {
      const unsigned = text(serialiseXml(envelope(assertion(n))));
      const signed = foreignSigned(unsigned, `_assertion-${String(n)}`, { key: by().key, certificatePem: pem(by().certificateDer), algorithm: name, prefixes });
      const { value } = verifyFirst(parseXml(utf8(signed)), by().publicKey);
      expect(text(canonicalise(value))).toBe(text(canonicalise(assertion(n))));
    }
  });

  it.each(['sha384', 'sha512'])('accepts rsa-%s and its digest, which we do not write ourselves', (hash) => {
    const digestUri = hash === 'sha512' ? 'http://www.w3.org/2001/04/xmlenc#sha512' : 'http://www.w3.org/2001/04/xmldsig-more#sha384';
    const message = good();
    const content = canonicalise(assertion());
    const info = withEach(algorithm('DigestMethod', digestUri)(algorithm('SignatureMethod', `http://www.w3.org/2001/04/xmldsig-more#rsa-${hash}`)(find(message, 'SignedInfo'))), 'DigestValue',
      (el) => withText(el, encodeBase64(createHash(hash).update(content).digest())));
    const value = encodeBase64(sign(hash, canonicalise(info), rsa.key));
    expect(refusedFor(withEach(withEach(message, 'SignedInfo', () => info), 'SignatureValue', (el) => withText(el, value)))).toBeUndefined();
  });

  it('gives the certificate to the resolver', () => {
    let seen: Uint8Array | undefined;
    verifyElement(find(received(signedAssertion(rsa)), 'Assertion'), { resolveKey: (der) => { seen = der; return rsa.publicKey; } });
    expect(Buffer.from(seen ?? []).equals(Buffer.from(rsa.certificateDer))).toBe(true);
  });

  it('verifies one of several assertions, each for itself', () => {
    const message = received(signedAssertion(rsa, 1), signedAssertion(ec, 2));
    expect(verifyElement(find(message, 'Assertion', 1), { resolveKey: () => ec.publicKey }).value.attributes).toContainEqual(expect.objectContaining({ local: 'ID', value: '_assertion-2' }));
  });
});

describe('changed content and values', () => {
  it('DSIG-02 refuses one changed byte of signed content', () => {
    expect(refusedFor(withEach(good(), 'NameID', (el) => withText(el, 'pharmacist-1')))).toBe('NCP_DSIG_DIGEST');
    expect(refusedFor(withEach(good(), 'Assertion', (el) => withAttribute(el, 'Version', '2.1')))).toBe('NCP_DSIG_DIGEST');
    expect(refusedFor(withEach(good(), 'Subject', () => undefined))).toBe('NCP_DSIG_DIGEST');
  });

  it('DSIG-03 refuses changed digest, signature and algorithm', () => {
    expect(refusedFor(withEach(good(), 'DigestValue', (el) => withText(el, encodeBase64(new Uint8Array(32)))))).toBe('NCP_DSIG_SIGNATURE');
    expect(refusedFor(withEach(good(), 'SignatureValue', (el) => withText(el, encodeBase64(new Uint8Array(256)))))).toBe('NCP_DSIG_SIGNATURE');
    expect(refusedFor(edited(good(), (el) => (el.local === 'SignatureMethod' ? withAttribute(el, 'Algorithm', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512') : el)))).toBe('NCP_DSIG_SIGNATURE');
    expect(refusedFor(edited(good(), (el) => (el.local === 'DigestMethod' ? withAttribute(el, 'Algorithm', 'http://www.w3.org/2001/04/xmlenc#sha512') : el)))).toBe('NCP_DSIG_SIGNATURE');
  });

  it('refuses the key of somebody else', () => {
    expect(refusedFor(good(), rsaSigner().publicKey)).toBe('NCP_DSIG_SIGNATURE');
  });

  it('DSIG-32 accepts base64 broken by white space', () => {
    const broken = withEach(good(), 'SignatureValue', (el) => withText(el, `\n ${textOf(el).slice(0, 76)}\r\n\t${textOf(el).slice(76)} `));
    expect(refusedFor(withEach(broken, 'X509Certificate', (el) => withText(el, `${textOf(el).slice(0, 64)}\r\n${textOf(el).slice(64)}`)))).toBeUndefined();
  });

  it('DSIG-33 refuses base64 with spare bits set', () => {
    const spare = (el: XmlElement): XmlElement => withText(el, textOf(el).replace(/.(==?)$/, (_, pad: string) => (pad === '=' ? '/=' : '/==')));
    expect(refusedFor(withEach(good(), 'SignatureValue', spare))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(resigned((info) => withEach(info, 'DigestValue', spare)))).toBe('NCP_DSIG_STRUCTURE');
  });
});

describe('structure of the Signature', () => {
  const comment: XmlNode = { kind: 'comment', value: 'x' };

  it('DSIG-04 refuses a comment in DigestValue, and anywhere in the Signature', () => {
    const hidden = withEach(good(), 'DigestValue', (el) => withChildren(el, { kind: 'text', value: 'AAAA', cdata: false }, { kind: 'comment', value: textOf(el) }));
    expect(refusal(hidden)).toEqual({ code: 'NCP_DSIG_STRUCTURE', asked: false });
    for (const local of ['Signature', 'SignedInfo', 'SignatureValue', 'KeyInfo', 'X509Certificate', 'Transforms']) {
      expect(refusedFor(withEach(good(), local, (el) => withChildren(el, ...el.children, comment)))).toBe('NCP_DSIG_STRUCTURE');
    }
  });

  it('DSIG-05 refuses two SignedInfo elements', () => {
    const info = find(good(), 'SignedInfo');
    const evil = withEach(info, 'DigestValue', (el) => withText(el, 'AAAA'));
    for (const pair of [[info, evil], [evil, info]]) {
      expect(refusal(withEach(good(), 'Signature', (el) => withChildren(el, ...pair, ...el.children.slice(1))))).toEqual({ code: 'NCP_DSIG_STRUCTURE', asked: false });
    }
  });

  it('DSIG-06 refuses SignedInfo inside Object or not first', () => {
    const rearranged = (edit: (info: XmlNode, value: XmlNode, keyInfo: XmlNode) => XmlNode[]): XmlElement =>
      withEach(good(), 'Signature', (el) => withChildren(el, ...edit(el.children[0] as XmlNode, el.children[1] as XmlNode, el.children[2] as XmlNode)));
    expect(refusedFor(rearranged((info, value, keyInfo) => [ds('Object', {}, info as XmlElement), value, keyInfo]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged((info, value, keyInfo) => [value, info, keyInfo]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged((info, value, keyInfo) => [info, value, keyInfo, ds('Object')]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged((info, value, keyInfo) => [info, keyInfo, value]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged((info, value, keyInfo) => [info, value, { ...(keyInfo as XmlElement), local: 'Object' }]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged((info, value) => [info, value]))).toBe('NCP_DSIG_KEYINFO');
    expect(refusedFor(rearranged((info) => [info]))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(rearranged(() => []))).toBe('NCP_DSIG_STRUCTURE');
  });

  it('DSIG-07 refuses no Reference and two References', () => {
    expect(refusedFor(resigned((info) => withEach(info, 'Reference', () => undefined)))).toBe('NCP_DSIG_REFERENCES');
    const twice = resigned((info) => withChildren(info, ...info.children, find(info, 'Reference')));
    expect(refusal(twice)).toEqual({ code: 'NCP_DSIG_REFERENCES', asked: false });
  });

  it('refuses stray text, foreign elements and attributes in SignedInfo', () => {
    const stray: XmlNode = { kind: 'text', value: 'x', cdata: false };
    for (const local of ['SignedInfo', 'Reference', 'Transforms']) {
      expect(refusedFor(resigned((info) => (local === 'SignedInfo' ? withChildren(info, ...info.children, stray) : withEach(info, local, (el) => withChildren(el, ...el.children, stray)))))).toBe('NCP_DSIG_STRUCTURE');
    }
    expect(refusedFor(resigned((info) => withEach(info, 'Reference', (el) => withChildren(el, element('urn:evil', 'Transforms'), ...el.children))))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(resigned((info) => withAttribute(info, 'evil', 'x')))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(withEach(good(), 'SignedInfo', (info) => withChildren(info)))).toBe('NCP_DSIG_STRUCTURE');
    for (const local of ['CanonicalizationMethod', 'SignatureMethod', 'Reference', 'Transforms', 'DigestMethod', 'DigestValue']) {
      for (const change of [{ local: 'Other' }, { ns: 'urn:evil', prefix: 'evil' }]) {
        expect(refusedFor(resigned((info) => withEach(info, local, (el) => ({ ...el, ...change }))))).toBe('NCP_DSIG_STRUCTURE');
      }
    }
    for (const local of ['SignedInfo', 'SignatureValue', 'KeyInfo']) expect(refusedFor(withEach(good(), local, (el) => ({ ...el, ns: 'urn:evil', prefix: 'evil' })))).toBe('NCP_DSIG_STRUCTURE');
    expect(refusedFor(resigned((info) => withEach(info, 'DigestValue', (el) => withChildren(el, ...el.children, ds('DigestValue')))))).toBe('NCP_DSIG_STRUCTURE');
  });

  it('DSIG-29 refuses a missing Signature, and one in a look-alike namespace', () => {
    expect(refusedFor(envelope(assertion()))).toBe('NCP_DSIG_MISSING');
    const lookAlike = (uri: string): XmlElement => edited(good(), (el) => (el.local === 'Signature' ? { ...el, ns: uri, children: [] } : el));
    for (const uri of ['http://www.w3.org/2000/09/xmldsig', 'http://www.w3.org/2000/09/XMLDSIG#', 'http://www.w3.org/2000/09/xmldsig#/']) expect(refusedFor(lookAlike(uri))).toBe('NCP_DSIG_MISSING');
  });

  it('DSIG-30 refuses a Signature in another place, and two', () => {
    const signature = find(good(), 'Signature');
    const placed = (edit: (el: XmlElement) => XmlElement): NcpErrorCode | undefined => refusedFor(withEach(good(), 'Assertion', (el) => edit(withChildren(el, ...el.children.filter((one) => one !== child(el, NS.ds, 'Signature'))))));
    expect(placed((el) => withChildren(el, ...el.children, signature))).toBe('NCP_DSIG_POSITION');
    expect(placed((el) => withChildren(el, signature, ...el.children))).toBe('NCP_DSIG_POSITION');
    expect(placed((el) => withEach(el, 'Subject', (subject) => withChildren(subject, signature)))).toBe('NCP_DSIG_POSITION');
    expect(placed((el) => withChildren(el, el.children[0] as XmlNode, signature, signature, ...el.children.slice(1)))).toBe('NCP_DSIG_POSITION');
    expect(placed((el) => withChildren(el, element('urn:evil', 'Issuer'), signature, ...el.children.slice(1)))).toBe('NCP_DSIG_POSITION');
    const beside = envelope(assertion(), signature);
    expect(refusedFor(beside)).toBe('NCP_DSIG_POSITION');
  });

  it('takes another place only where the profile names it', () => {
    const last = signElement(assertion(), { key: rsa.key, certificateDer: rsa.certificateDer, position: 'last' });
    expect(refusedFor(envelope(last))).toBe('NCP_DSIG_POSITION');
    expect(verifyElement(find(received(last), 'Assertion'), { resolveKey: () => rsa.publicKey, position: 'last' }).value.local).toBe('Assertion');
  });

  it('XML-10 refuses processing instructions inside a signed element', () => {
    const pi: XmlNode = { kind: 'pi', target: 'xml-stylesheet', value: 'href="x"' };
    for (const local of ['Assertion', 'NameID', 'Signature', 'DigestValue']) {
      expect(refusedFor(withEach(good(), local, (el) => withChildren(el, ...el.children, pi)))).toBe('NCP_XML_PI');
    }
  });

  it('XML-28 refuses comments inside a signed element', () => {
    for (const local of ['Assertion', 'NameID', 'Role']) {
      expect(refusedFor(withEach(good(), local, (el) => withChildren(el, ...el.children, comment)))).toBe('NCP_XML_COMMENT_IN_VALUE');
    }
  });

  it('XML-26 digests line ends and carriage returns as the other implementation does', () => {
    const source = text(serialiseXml(envelope(withEach(assertion(), 'NameID', (el) => withText(el, 'a\rb\nc')))));
    const signed = foreignSigned(source, '_assertion-0', { key: rsa.key, certificatePem: pem(rsa.certificateDer), algorithm: 'rsa-sha256' });
    const { value } = verifyFirst(parseXml(utf8(signed.replaceAll('\n', '\r\n'))));
    expect(textOf(find(value, 'NameID'))).toBe('a\rb\nc');
  });
});

describe('what the Reference names', () => {
  const uri = (value: string): XmlElement => resigned((info) => withEach(info, 'Reference', (el) => withAttribute(el, 'URI', value)));

  it('DSIG-08 refuses an empty URI, and none', () => {
    expect(refusal(uri(''))).toEqual({ code: 'NCP_DSIG_TARGET', asked: false });
    expect(refusedFor(resigned((info) => withEach(info, 'Reference', (el) => ({ ...el, attributes: [] }))))).toBe('NCP_DSIG_TARGET');
  });

  it('DSIG-09 refuses the id of another element', () => {
    const other = envelope(signedAssertion(rsa, 1), signedAssertion(rsa, 2));
    const stolen = withEach(other, 'Assertion', (el) => withEach(el, 'Signature', () => find(other, 'Signature', 1)));
    expect(refusal(stolen)).toEqual({ code: 'NCP_DSIG_TARGET', asked: false });
    expect(refusedFor(uri('#_other'))).toBe('NCP_DSIG_TARGET');
  });

  it('DSIG-10 refuses external and computed targets without fetching them', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end()).on('connection', () => { connections += 1; });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const http = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/x`;
    for (const target of [http, 'file:///etc/hostname', 'cid:part', '#xpointer(/)', "#xpointer(id('_assertion-0'))", '_assertion-0', '#_assertion-0 ', '##_assertion-0']) {
      expect(refusal(uri(target))).toEqual({ code: 'NCP_DSIG_TARGET', asked: false });
    }
    await new Promise((done) => server.close(done));
    expect(connections).toBe(0);
  });

  it("DSIG-11 refuses ids with quotes or XPath in them, even where the Reference agrees", () => {
    for (const id of ["a' or '1'='1", 'a"b', '_a[1]', '//*', '1a', '', 'å', 'a b']) {
      const named = withEach(uri(`#${id}`), 'Assertion', (el) => withAttribute(el, 'ID', id));
      expect(refusal(named)).toEqual({ code: 'NCP_DSIG_TARGET', asked: false });
      expect(codeOf(() => signElement(withAttribute(assertion(), 'ID', id), { key: rsa.key, certificateDer: rsa.certificateDer }))).toBe('NCP_DSIG_TARGET');
    }
  });

  it('DSIG-12 refuses two elements with the same id, wherever they are', () => {
    const twin = element(NS.saml, 'saml2:Assertion', { ID: '_assertion-0' });
    expect(refusal(envelope(signedAssertion(rsa), twin))).toEqual({ code: 'NCP_XML_DUPLICATE_ID', asked: false });
    expect(refusedFor(withEach(good(), 'Body', (el) => withChildren(el, ...el.children, twin)))).toBe('NCP_XML_DUPLICATE_ID');
    const inside = signElement(withEach(assertion(), 'Role', (el) => withAttribute(el, 'ID', '_assertion-0')), { key: rsa.key, certificateDer: rsa.certificateDer });
    expect(refusedFor(envelope(inside))).toBe('NCP_XML_DUPLICATE_ID');
  });

  it('DSIG-13 counts ID, Id, id, wsu:Id and xml:id as one kind', () => {
    for (const name of ['Id', 'id', 'wsu:Id', 'xml:id']) {
      expect(refusedFor(withEach(good(), 'Body', (el) => withChildren(el, element('', 'x', { [name]: '_assertion-0' }))))).toBe('NCP_XML_DUPLICATE_ID');
    }
    expect(refusedFor(withEach(good(), 'SignatureValue', (el) => withAttribute(el, 'Id', '_assertion-0')))).toBe('NCP_XML_DUPLICATE_ID');
  });

  it('DSIG-14 takes no namespaced attribute for an id', () => {
    const polluted = withEach(good(), 'Body', (el) => withChildren(el, element('', 'x', { 'xmlns:e': 'urn:evil', 'e:ID': '_assertion-0' })));
    expect(refusedFor(polluted)).toBeUndefined();
    const moved = withEach(good(), 'Assertion', (el) => ({ ...el, attributes: el.attributes.map((one) => (one.local === 'ID' ? { ...one, ns: 'urn:evil', prefix: 'e' } : one)) }));
    expect(refusedFor(moved)).toBe('NCP_DSIG_TARGET');
  });
});

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
});

describe('what verification returns', () => {
  it('DSIG-36 is taken from the signed bytes and has no way back to the message', () => {
    const message = received(signedAssertion(rsa));
    const { value } = verifyFirst(message);
    expect(value).not.toBe(find(message, 'Assertion'));
    expect(value.parent).toBeUndefined();
    expect(() => Object.assign(value.attributes[0] ?? {}, { value: 'evil' })).toThrow(TypeError);
    const [first] = value.children;
    expect(first?.kind === 'element' && first.parent === value).toBe(true);
  });

  it('DSIG-37 cannot be imitated, in types or at run time', () => {
    const needsVerified = (from: Verified<XmlElement>): XmlElement => requireVerified(from);
    // @ts-expect-error An unverified element is not a verified one.
    expect(() => needsVerified(assertion())).toThrow('NCP_DSIG_MISSING');
    // @ts-expect-error Neither is an object of the same shape.
    expect(() => needsVerified({ value: assertion() })).toThrow('NCP_DSIG_MISSING');
    expect(needsVerified(verifyFirst(received(signedAssertion(rsa)))).local).toBe('Assertion');
  });

  it('stays verified through decoding, and only then', () => {
    const name = decodeVerified(verifyFirst(received(signedAssertion(rsa, 7))), (el) => textOf(find(el, 'NameID')));
    expect(requireVerified(name)).toBe('pharmacist-7');
    expect(() => decodeVerified({ value: 1 } as unknown as Verified<number>, (n) => n)).toThrow('NCP_DSIG_MISSING');
  });

  it('XML-29 keeps names of every script through sign and verify', () => {
    const name = 'Åsa Żółć Ελένη Ивайло e\u0301\u0323 \u05d3\u05d5\u05d3 \u{1F48A}';
    const signed = signElement(withEach(assertion(), 'NameID', (el) => withText(el, name)), { key: rsa.key, certificateDer: rsa.certificateDer });
    expect(textOf(find(verifyFirst(received(signed)).value, 'NameID'))).toBe(name);
  });
});

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
});
