import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { elementText, idIn, signatureText, swap, unsigned, type Edit } from '@ncp/testkit';
import { refusalSuite } from '../fixtures/refusal-suite.js';
import { inSignature, inSignedInfo, refusedSignature, type Spoil } from '../fixtures/signed-carriers.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';

describe('parts of a signature over the wire', () => {
  const bench = refusalSuite();

  const refused = (code: NcpErrorCode, spoil: Spoil): Promise<readonly string[]> => refusedSignature(bench(), code, spoil);
  const info = (edit: Edit): Spoil => (signed, other) => inSignedInfo(bench(), edit)(signed, other);
  const transform = (algorithm: string): string => `<ds:Transform Algorithm="${algorithm}"/>`;
  const transforms = (...algorithms: readonly string[]): Spoil =>
    info((whole) => whole.replace(elementText(whole, 'ds:Transforms'), () => `<ds:Transforms>${algorithms.map(transform).join('')}</ds:Transforms>`));
  const algorithm = (name: string, uri: string, content = ''): Spoil =>
    info((whole) => whole.replace(elementText(whole, name), () => `<${name} Algorithm="${uri}">${content}</${name}>`));
  const beside = (element: (id: string) => string): Spoil => (signed) => signed + element(idIn(signed));
  const certificate = (signed: string): string => elementText(signed, 'ds:X509Certificate');
  const ENVELOPED = `${DS}enveloped-signature`;
  const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

  it('DSIG-11 refuses a Reference with quotes or XPath', async () => {
    for (const uri of ["#x' or '1'='1", '#&quot;&gt;&lt;x', "#x'] | //*[@a='"]) {
      expect(await refused('NCP_DSIG_TARGET', info((whole) => whole.replace(/URI="[^"]*"/, () => `URI="${uri}"`)))).toEqual([]);
    }
  });

  it('DSIG-12, DSIG-13 refuses the id of an assertion on another element, by every name of an id', async () => {
    for (const attribute of ['ID', 'Id', 'xml:id', 'wsu:Id']) {
      const other = beside((id) => `<x:evil xmlns:x="urn:x" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" ${attribute}="${id}"/>`);
      expect([attribute, await refused('NCP_XML_DUPLICATE_ID', other)]).toEqual([attribute, []]);
    }
  });

  it('DSIG-14 takes no namespaced attribute for an id', async () => {
    expect(await refused('NCP_SAML_ID', (signed) => signed.replace(/ ID="/, ' xmlns:e="urn:e" e:ID="'))).toEqual([]);
  });

  it('DSIG-15 refuses every other list of transforms, and runs none', async () => {
    for (const list of [
      [ENVELOPED, EXCLUSIVE, EXCLUSIVE], [ENVELOPED, ENVELOPED], ['http://www.w3.org/TR/1999/REC-xslt-19991116'], ['http://www.w3.org/TR/1999/REC-xpath-19991116'], [`${DS}base64`],
    ]) expect(await refused('NCP_DSIG_TRANSFORM', transforms(...list))).toEqual([]);
  });

  it('DSIG-16 refuses other canonicalisations', async () => {
    for (const uri of [`${EXCLUSIVE}WithComments`, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'urn:none']) expect(await refused('NCP_DSIG_C14N', algorithm('ds:CanonicalizationMethod', uri))).toEqual([]);
  });

  it('DSIG-17 refuses SHA-1 and MD5', async () => {
    expect(await refused('NCP_DSIG_ALGORITHM', algorithm('ds:SignatureMethod', `${DS}rsa-sha1`))).toEqual([]);
    for (const uri of [`${DS}sha1`, 'http://www.w3.org/2001/04/xmldsig-more#md5']) expect(await refused('NCP_DSIG_ALGORITHM', algorithm('ds:DigestMethod', uri))).toEqual([]);
  });

  it('DSIG-18, DSIG-19 refuses HMAC, whatever its length', async () => {
    const hmac = 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';
    expect(await refused('NCP_DSIG_ALGORITHM', algorithm('ds:SignatureMethod', hmac))).toEqual([]);
    for (const length of ['0', '8']) expect(await refused('NCP_DSIG_STRUCTURE', algorithm('ds:SignatureMethod', hmac, `<ds:HMACOutputLength>${length}</ds:HMACOutputLength>`))).toEqual([]);
  });

  it('DSIG-22 refuses an algorithm of another family than the key', async () => {
    expect(await refused('NCP_DSIG_ALGORITHM', algorithm('ds:SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'))).toEqual([]);
  });

  it('DSIG-26, DSIG-27 refuses two certificates, and one that cannot be read', async () => {
    expect(await refused('NCP_DSIG_KEYINFO', (signed) => signed.replace(certificate(signed), (one) => one + one))).toEqual([]);
    expect(await refused('NCP_DSIG_KEYINFO', (signed) => signed.replace(elementText(signed, 'ds:X509Data'), (one) => one + one))).toEqual([]);
    for (const bad of ['AAAA', 'MIIB', '']) expect(await refused('NCP_DSIG_KEYINFO', (signed) => signed.replace(certificate(signed), () => `<ds:X509Certificate>${bad}</ds:X509Certificate>`))).toEqual([]);
  });

  it('DSIG-28 refuses everything else that names a key', async () => {
    for (const other of ['<ds:KeyName>seal</ds:KeyName>', `<ds:RetrievalMethod URI="http://127.0.0.1/key"/>`, '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>']) {
      expect(await refused('NCP_DSIG_KEYINFO', (signed) => signed.replace(elementText(signed, 'ds:X509Data'), () => other))).toEqual([]);
    }
  });

  it('DSIG-29 refuses no signature, and one in a look-alike namespace', async () => {
    expect(await refused('NCP_DSIG_MISSING', (signed) => unsigned(signed))).toEqual([]);
    expect(await refused('NCP_DSIG_MISSING', inSignature(swap(`"${DS}"`, '"http://www.w3.org/2000/09/xmldsig"')))).toEqual([]);
  });

  it('DSIG-30 refuses a signature in another place, and two', async () => {
    expect(await refused('NCP_DSIG_POSITION', (signed) => unsigned(signed).replace('</saml2:Assertion>', () => `${signatureText(signed)}</saml2:Assertion>`))).toEqual([]);
    expect(await refused('NCP_DSIG_POSITION', inSignature((whole) => whole + whole))).toEqual([]);
  });

  it('DSIG-31, DSIG-33 refuses an empty value, and one with spare bits set', async () => {
    const value = (edit: (base64: string) => string): Spoil => inSignature((whole) => whole.replace(/(<ds:SignatureValue>)([^<]*)/, (_all, tag: string, base64: string) => tag + edit(base64.replaceAll(/\s/g, ''))));
    expect(await refused('NCP_DSIG_SIGNATURE', value(() => ''))).toEqual([]);
    const spare: Readonly<Record<string, string>> = { A: 'B', Q: 'R', g: 'h', w: 'x' };
    expect(await refused('NCP_DSIG_STRUCTURE', value((base64) => base64.replace(/([AQgw])==$/, (_all, last: string) => `${spare[last] ?? ''}==`)))).toEqual([]);
  });
});
