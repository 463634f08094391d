import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { codeOf } from '../fixtures/code-of.js';
import { childrenOf, element, NS, parseXml, utf8, walk, type XmlElement } from './index.js';
import { AFTER_ISSUER, insertSignature, locateSignature, type SignaturePosition } from './signature-place.js';

const DECLARED = `xmlns="${NS.saml}" xmlns:ds="${NS.ds}" xmlns:o="urn:other"`;
const parsed = (inside: string): XmlElement => parseXml(utf8(`<Assertion ${DECLARED} ID="a">${inside}</Assertion>`));
const located = (inside: string, position: SignaturePosition = AFTER_ISSUER): NcpErrorCode | undefined => codeOf(() => locateSignature(parsed(inside), position));

describe('where a Signature stands', () => {
  it('DSIG-29, DSIG-30 is directly after the Issuer, the first of all', () => {
    expect(located('\n<Issuer/> <ds:Signature/><Subject/>')).toBeUndefined();
    const wrong = [
      '<ds:Signature/><Issuer/>', '<Issuer/><Subject/><ds:Signature/>', '<Subject/><ds:Signature/>', '<o:Issuer/><ds:Signature/>', '<Subject/><Issuer/><ds:Signature/>', '<ds:Signature/>',
      '<Issuer/><ds:Signature/><ds:Signature/>', '<Issuer/><Subject><ds:Signature/></Subject>',
    ];
    expect(wrong.filter((inside) => located(inside) !== 'NCP_DSIG_POSITION')).toEqual([]);
    expect([located('<Issuer/><ds:Signature/>', 'last'), located('<ds:Signature/>', 'last'), located('<ds:Signature/><Issuer/>', 'last')]).toEqual([undefined, undefined, 'NCP_DSIG_POSITION']);
  });

  it('DSIG-01 is missing only where nothing in the message signs the element', () => {
    expect([located('<Issuer/>'), located('<Issuer/><o:Signature/>'), located('<Issuer/><ds:Object/>')]).toEqual(['NCP_DSIG_MISSING', 'NCP_DSIG_MISSING', 'NCP_DSIG_MISSING']);
    const beside = (reference: string, name = 'ID'): NcpErrorCode | undefined => {
      const message = parseXml(utf8(`<Header ${DECLARED}><Assertion ${name}="a"><Issuer/></Assertion>${reference}</Header>`));
      const [assertion] = childrenOf(message);
      return codeOf(() => locateSignature(assertion ?? message, AFTER_ISSUER));
    };
    expect(['ID', 'Id', 'AssertionID'].map((name) => beside('<ds:Reference URI="#a"/>', name))).toEqual(['NCP_DSIG_POSITION', 'NCP_DSIG_POSITION', 'NCP_DSIG_POSITION']);
    for (const other of ['<o:Reference URI="#a"/>', '<ds:Manifest URI="#a"/>', '<ds:Reference URI="#b"/>', '<ds:Reference/>', '<ds:Signature/>']) expect(beside(other)).toBe('NCP_DSIG_MISSING');
    expect(beside('<ds:Reference/>', 'Name')).toBe('NCP_DSIG_MISSING');
  });

  it('XSW-01 is alone, and what it signs is without comment and instruction', () => {
    expect(located('<Issuer>x</Issuer><ds:Signature/><Subject><o:Signature/><ds:Object/></Subject>')).toBeUndefined();
    expect(located('<Issuer/><ds:Signature/><Subject><ds:Signature/></Subject>')).toBe('NCP_XSW_WRAPPING');
    expect(located('<Issuer/><ds:Signature><ds:Object><ds:Signature/></ds:Object></ds:Signature>')).toBe('NCP_XSW_WRAPPING');
    expect([located('<Issuer/><ds:Signature/><Subject>a<!-- -->b</Subject>'), located('<Issuer/><ds:Signature/><?p?>')]).toEqual(['NCP_XML_COMMENT_IN_VALUE', 'NCP_XML_PI']);
    expect([located('<Issuer/><ds:Signature><!-- --></ds:Signature>'), located('<Issuer/><ds:Signature><ds:KeyInfo><!-- --></ds:KeyInfo></ds:Signature>')]).toEqual(['NCP_DSIG_STRUCTURE', 'NCP_DSIG_STRUCTURE']);
  });

  it('is put where it will be looked for, or nowhere', () => {
    const signature = element(NS.ds, 'ds:Signature');
    const names = (el: XmlElement): readonly string[] => [...walk(el)].map(({ local }) => local);
    expect(names(insertSignature(parsed('<Issuer/><Subject/>'), signature, AFTER_ISSUER))).toEqual(['Assertion', 'Issuer', 'Signature', 'Subject']);
    expect(names(insertSignature(parsed('<Issuer/><Subject/>'), signature, 'last'))).toEqual(['Assertion', 'Issuer', 'Subject', 'Signature']);
    for (const inside of ['<Subject/>', '<Subject/><Issuer/>', '<o:Issuer/>', '<Issuer/><ds:Signature/>']) expect(codeOf(() => insertSignature(parsed(inside), signature, AFTER_ISSUER))).toBe('NCP_DSIG_POSITION');
    expect(codeOf(() => insertSignature(parsed('<ds:Signature/>'), signature, 'last'))).toBe('NCP_DSIG_POSITION');
  });
});
