import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { codeOf } from '../fixtures/code-of.js';
import { DOCUMENT_PROFILE, ELEMENT_PROFILE } from './dsig-profile.js';
import { algorithmOf, leafBytes, leafText, partsOf, prefixListOf } from './dsig-shape.js';
import { encodeBase64, parseXml, utf8, type XmlElement } from './index.js';
import { readKeyInfo } from './key-info.js';
import { readSignedInfo } from './signed-info.js';

const ds = (xml: string): XmlElement => parseXml(utf8(xml.replace(/^<ds:\w+/, '$& xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" xmlns:o="urn:other"')));

describe('the shape of what belongs to a signature', () => {
  it('DSIG-15 has no attribute but its own, and xml: ones that mean nothing here', () => {
    expect([codeOf(() => leafText(ds('<ds:V Id="a" xml:lang="sv">x</ds:V>'))), codeOf(() => algorithmOf(ds('<ds:M Algorithm="a" xml:space="preserve"/>')))]).toEqual([undefined, undefined]);
    for (const extra of ['Foo="1"', 'o:Id="1"', 'xml:id="a"', 'o:lang="sv"']) {
      expect([leafText, algorithmOf, partsOf].map((read) => codeOf(() => read(ds(`<ds:V ${extra}></ds:V>`))))).toEqual(['NCP_DSIG_STRUCTURE', 'NCP_DSIG_STRUCTURE', 'NCP_DSIG_STRUCTURE']);
    }
    expect(codeOf(() => partsOf(ds('<ds:V Id="1"/>')))).toBe('NCP_DSIG_STRUCTURE');
  });

  it('has no text beside its parts, no part of another namespace, no element in a value', () => {
    expect(codeOf(() => partsOf(ds('<ds:V> <ds:A/>\n</ds:V>')))).toBeUndefined();
    expect(codeOf(() => partsOf(ds('<ds:V>x<ds:A/></ds:V>')))).toBe('NCP_DSIG_STRUCTURE');
    expect(codeOf(() => partsOf(ds('<ds:V><ds:A/><o:A/></ds:V>')))).toBe('NCP_DSIG_STRUCTURE');
    expect([codeOf(() => leafText(ds('<ds:V>x<ds:A/></ds:V>'))), codeOf(() => leafBytes(ds('<ds:V>a===</ds:V>')))]).toEqual(['NCP_DSIG_STRUCTURE', 'NCP_DSIG_STRUCTURE']);
  });

  it('DSIG-16 lists at most 16 prefixes, in the one element for them', () => {
    const list = (inside: string): NcpErrorCode | readonly string[] | undefined => {
      let found: readonly string[] = [];
      return codeOf(() => { found = prefixListOf(ds(`<ds:T>${inside}</ds:T>`), 'NCP_DSIG_TRANSFORM'); }) ?? found;
    };
    const many = (count: number): string => Array.from({ length: count }, (_, at) => `p${String(at)}`).join(' ');
    expect([list(''), list(' <ec:InclusiveNamespaces/>'), list('<ec:InclusiveNamespaces PrefixList=" a  b "/>')]).toEqual([[], [], ['a', 'b']]);
    expect([list(`<ec:InclusiveNamespaces PrefixList="${many(16)}"/>`)?.length, list(`<ec:InclusiveNamespaces PrefixList="${many(17)}"/>`)]).toEqual([16, 'NCP_DSIG_TRANSFORM']);
    for (const wrong of ['x', '<o:InclusiveNamespaces/>', '<ec:Other/>', '<ec:InclusiveNamespaces> </ec:InclusiveNamespaces>', '<ec:InclusiveNamespaces/><ec:InclusiveNamespaces/>']) expect(list(wrong)).toBe('NCP_DSIG_TRANSFORM');
    expect(list('<ec:InclusiveNamespaces Foo="1"/>')).toBe('NCP_DSIG_STRUCTURE');
  });
});

describe('what KeyInfo offers', () => {
  const value = encodeBase64(new Uint8Array([1, 0, 1]));
  const rsaKeyValue = `<ds:RSAKeyValue><ds:Modulus>${value}</ds:Modulus><ds:Exponent>${value}</ds:Exponent></ds:RSAKeyValue>`;
  const certificate = (der: readonly number[], more = ''): string => `<ds:X509Data>${more}<ds:X509Certificate>${encodeBase64(new Uint8Array(der))}</ds:X509Certificate></ds:X509Data>`;
  const offered = (inside: string, profile = DOCUMENT_PROFILE): NcpErrorCode | undefined => codeOf(() => readKeyInfo(ds(`<ds:KeyInfo>${inside}</ds:KeyInfo>`), profile));

  it('DSIG-26 is one certificate, and for documents a KeyValue', () => {
    expect([offered(certificate([0x30, 0])), offered(certificate([0x30, 0]) + `<ds:KeyValue>${rsaKeyValue}</ds:KeyValue>`), offered(`<ds:KeyValue>${rsaKeyValue}</ds:KeyValue>`)]).toEqual([undefined, undefined, undefined]);
    expect(offered(certificate([0x30, 0], '<ds:X509SubjectName>x</ds:X509SubjectName><ds:X509SKI/>'))).toBeUndefined();
    const wrong = [
      '', `<ds:RetrievalMethod>${rsaKeyValue}</ds:RetrievalMethod>`, certificate([0x30, 0]) + certificate([0x30, 0]), '<ds:X509Data/>', '<ds:KeyValue/>',
      `<ds:KeyValue>${rsaKeyValue}${rsaKeyValue}</ds:KeyValue>`, `<ds:KeyValue>${rsaKeyValue}</ds:KeyValue><ds:KeyValue>${rsaKeyValue}</ds:KeyValue>`,
      '<ds:KeyValue><ds:DSAKeyValue/></ds:KeyValue>', `<ds:KeyValue><ds:RSAKeyValue><ds:Exponent>${value}</ds:Exponent><ds:Modulus>${value}</ds:Modulus></ds:RSAKeyValue></ds:KeyValue>`,
      `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${value}</ds:Modulus><ds:Exponent>${value}</ds:Exponent><ds:Exponent>${value}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`,
      `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>a===</ds:Modulus><ds:Exponent>${value}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`, '<o:X509Data/>', 'x',
    ];
    expect(wrong.filter((inside) => offered(inside) !== 'NCP_DSIG_KEYINFO')).toEqual([]);
    expect(offered(`<ds:KeyValue>${rsaKeyValue}</ds:KeyValue>`, ELEMENT_PROFILE)).toBe('NCP_DSIG_KEYINFO');
  });

  it('DSIG-27 is one DER sequence and not a byte more', () => {
    const sized = (...head: readonly number[]) => (length: number): readonly number[] => [...head, ...Array.from({ length }, () => 5)];
    const whole = [sized(0x30, 0)(0), sized(0x30, 0x7f)(127), sized(0x30, 0x81, 0x80)(128), sized(0x30, 0x82, 1, 0)(256), sized(0x30, 0x84, 0, 0, 0, 1)(1)];
    expect(whole.filter((der) => offered(certificate(der)) !== undefined)).toEqual([]);
    const broken = [
      [], [0x30], sized(0x30, 0)(1), sized(0x30, 1)(0), sized(0x31, 1)(1), sized(0x30, 0x80)(128), sized(0x30, 0x80)(0), sized(0x30, 0x85, 0, 0, 0, 0, 1)(1), sized(0x30, 0x81, 0x80)(127), sized(0x30, 0x81, 0x80)(129),
    ];
    expect(broken.filter((der) => offered(certificate(der)) !== 'NCP_DSIG_KEYINFO')).toEqual([]);
  });

  it('DSIG-04 keeps its own word for a comment in a value', () => {
    expect(offered('<ds:X509Data><ds:X509Certificate>MA<!-- -->A=</ds:X509Certificate></ds:X509Data>')).toBe('NCP_XML_COMMENT_IN_VALUE');
  });
});

describe('SignedInfo', () => {
  const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const transform = (algorithm: string, inside = ''): string => `<ds:Transform Algorithm="${algorithm}">${inside}</ds:Transform>`;
  const enveloped = transform('http://www.w3.org/2000/09/xmldsig#enveloped-signature');
  const reference = ({ transforms = enveloped + transform(EXC), method = '', value = '<ds:DigestValue>AAAA</ds:DigestValue>', more = '' } = {}): string =>
    `<ds:Reference URI="#a"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">${method}</ds:DigestMethod>${value}${more}</ds:Reference>`;
  const info = (references: string, { c14n = `<ds:CanonicalizationMethod Algorithm="${EXC}"/>`, inMethod = '' } = {}): NcpErrorCode | undefined => codeOf(() => readSignedInfo(
    ds(`<ds:SignedInfo>${c14n}<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256">${inMethod}</ds:SignatureMethod>${references}</ds:SignedInfo>`), ELEMENT_PROFILE));

  it('has one reference with three parts, and nothing in its methods', () => {
    expect(info(reference())).toBeUndefined();
    expect([info(''), info(reference() + reference())]).toEqual(['NCP_DSIG_REFERENCES', 'NCP_DSIG_REFERENCES']);
    const more = [info(reference() + '<ds:Object/>'), info(reference({ more: '<ds:DigestValue/>' })), info(reference({ value: '' })), info(reference({ value: '<ds:Other>AAAA</ds:Other>' })), info(reference({ method: '<ds:A/>' })), info(reference(), { inMethod: '<ds:HMACOutputLength>1</ds:HMACOutputLength>' }), info(reference(), { c14n: `<ds:Other Algorithm="${EXC}"/>` })];
    expect(more).toEqual(more.map(() => 'NCP_DSIG_STRUCTURE'));
    const misnamed = [['ds:Transforms', 'ds:Manifest'], ['ds:DigestMethod', 'ds:SignatureMethod']].map(([from = '', to = '']) => info(reference().replaceAll(from, to)));
    expect([...misnamed, info(reference().replace('ds:Reference', 'ds:Manifest').replace('</ds:Reference', '</ds:Manifest')), codeOf(() => readSignedInfo(ds('<ds:SignedInfo/>'), ELEMENT_PROFILE))]).toEqual(Array.from({ length: 4 }, () => 'NCP_DSIG_STRUCTURE'));
    expect(codeOf(() => readSignedInfo(ds(`<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC}"/><ds:DigestMethod Algorithm="x"/>${reference()}</ds:SignedInfo>`), ELEMENT_PROFILE))).toBe('NCP_DSIG_STRUCTURE');
  });

  it('DSIG-15, DSIG-16 is transformed by the two that are permitted, in their order', () => {
    const wrong = [
      '', enveloped, transform(EXC) + enveloped, enveloped + enveloped, enveloped + transform(EXC) + transform(EXC), transform('http://www.w3.org/2000/09/xmldsig#enveloped-signature', '<ds:A/>') + transform(EXC),
      enveloped + transform('http://www.w3.org/TR/1999/REC-xslt-19991116'), `${enveloped}<ds:Other Algorithm="${EXC}"/>`, `<ds:Other Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>${transform(EXC)}`,
    ];
    expect(wrong.filter((transforms) => info(reference({ transforms })) !== 'NCP_DSIG_TRANSFORM')).toEqual([]);
    expect(info(reference({ transforms: enveloped + transform('http://www.w3.org/2006/12/xml-c14n11') }))).toBe('NCP_DSIG_C14N');
    expect(info(reference(), { c14n: '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>' })).toBe('NCP_DSIG_C14N');
    expect(info(reference(), { c14n: `<ds:CanonicalizationMethod Algorithm="${EXC}">x</ds:CanonicalizationMethod>` })).toBe('NCP_DSIG_C14N');
  });

  it('is of that name and namespace', () => {
    const named = (name: string): NcpErrorCode | undefined => codeOf(() => readSignedInfo(parseXml(utf8(
      `<${name} xmlns:o="urn:other" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="${EXC}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${reference()}</${name}>`)), ELEMENT_PROFILE));
    expect(['ds:SignedInfo', 'o:SignedInfo', 'ds:Manifest'].map(named)).toEqual([undefined, 'NCP_DSIG_STRUCTURE', 'NCP_DSIG_STRUCTURE']);
  });

  it('is small: canonicalised before anybody is trusted', () => {
    // Nine elements of its own; the rest are references, one too many each.
    const elements = (count: number): NcpErrorCode | undefined => info(reference() + '<ds:Reference/>'.repeat(count - 9));
    expect([elements(32), elements(33)]).toEqual(['NCP_DSIG_REFERENCES', 'NCP_DSIG_STRUCTURE']);
  });
});
