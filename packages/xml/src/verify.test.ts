import { describe, expect, it } from '@jest/globals';
import { type NcpErrorCode } from '@ncp/domain';
import { createHash, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { codeOf } from '../fixtures/code-of.js';
import { rsa, ec, ec384, verifyFirst, refusal, refusedFor, good, pem, resigned, algorithm, ds } from '../fixtures/refused-signatures.js';
import { assertion, edited, envelope, find, received, rsaSigner, signedAssertion, withAttribute, withChildren, withEach, withText, type Signer } from '../fixtures/signing.js';
import { foreignSigned, foreignVerified, type Algorithm } from '../fixtures/xml-crypto.js';
import { canonicalise, child, decodeVerified, element, encodeBase64, NS, parseXml, requireVerified, serialiseXml, signElement, text, textOf, utf8, verifyElement, type Verified, type XmlElement, type XmlNode } from './index.js';

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
