import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { X509Certificate } from 'node:crypto';
import { assertion, ecSigner, envelope, find, rsaSigner, signedAssertion, withEach, type Signer } from '../fixtures/signing.js';
import {
  canonicalise, element, encodeBase64, NS, parseXml, serialiseXml, signDocument, text, textOf, verifyDocument, verifyElement, walk, type Verified, type XmlElement, type XmlNode,
} from './index.js';

const XMLSEC = '/usr/bin/xmlsec1';
const samples = join(process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url)), 'messages/saml');
const hasXmlsec = existsSync(XMLSEC);
const hasSamples = existsSync(samples);

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ID_ATTRIBUTE = ['--id-attr:ID', `${NS.saml}:Assertion`];
const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${encodeBase64(der).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const ds = (local: string, attributes: Record<string, string> = {}, ...content: (XmlElement | string)[]): XmlElement => element(NS.ds, `ds:${local}`, attributes, ...content);

/** A Signature with holes that xmlsec1 fills in. */
const template = (id: string, method: string, prefixes: readonly string[]): XmlElement =>
  ds('Signature', {},
    ds('SignedInfo', {},
      ds('CanonicalizationMethod', { Algorithm: EXCLUSIVE }), ds('SignatureMethod', { Algorithm: `http://www.w3.org/2001/04/xmldsig-more#${method}` }),
      ds('Reference', { URI: `#${id}` },
        ds('Transforms', {}, ds('Transform', { Algorithm: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature' }),
          ds('Transform', { Algorithm: EXCLUSIVE }, ...(prefixes.length === 0 ? [] : [element(NS.ec, 'ec:InclusiveNamespaces', { PrefixList: prefixes.join(' ') })]))),
        ds('DigestMethod', { Algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' }), ds('DigestValue'))),
    ds('SignatureValue'), ds('KeyInfo', {}, ds('X509Data', {}, ds('X509Certificate'))));

(hasXmlsec ? describe : describe.skip)(`DSIG-01 control: xmlsec1 as third implementation${hasXmlsec ? '' : ' (skipped: the program xmlsec1 is not installed)'}`, () => {
  let dir: string;
  let signers: Readonly<Record<string, Signer>>;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'ncp-xmlsec-'));
    signers = { 'rsa-sha256': rsaSigner(), 'ecdsa-sha256': ecSigner() };
  });
  afterAll(() => { rmSync(dir, { recursive: true }); });

  const file = (name: string, content: Uint8Array | string): string => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };
  const run = (...args: readonly string[]): string => execFileSync(XMLSEC, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const signer = (method: string): Signer => {
    const found = signers[method];
    if (found === undefined) throw new Error(method);
    return found;
  };
  const cases = ['rsa-sha256', 'ecdsa-sha256'].flatMap((method) => [[], ['xs'], ['xsd']].map((prefixes) => [method, prefixes] as const));

  it.each(cases)('%s with PrefixList %j: ours read by xmlsec1, 20 documents', (method, prefixes) => {
    for (let n = 0; n < 20; n += 1) {
      const message = file('ours.xml', serialiseXml(envelope(signedAssertion(signer(method), n, { inclusivePrefixes: prefixes }))));
      expect(() => run('--verify', '--insecure', ...ID_ATTRIBUTE, message)).not.toThrow();
    }
    const broken = file('broken.xml', serialiseXml(withEach(envelope(signedAssertion(signer(method))), 'NameID', () => undefined)));
    expect(() => run('--verify', '--insecure', ...ID_ATTRIBUTE, broken)).toThrow();
  });

  it.each(cases)('%s with PrefixList %j: xmlsec1 read by ours, 20 documents', (method, prefixes) => {
    const by = signer(method);
    const key = file('key.pem', by.key.export({ type: 'pkcs8', format: 'pem' }));
    const certificate = file('certificate.pem', pem(by.certificateDer));
    for (let n = 0; n < 20; n += 1) {
      const bare = assertion(n);
      const [issuer, ...rest] = bare.children;
      const holed: XmlElement = { ...bare, children: [issuer as XmlNode, template(`_assertion-${String(n)}`, method, prefixes), ...rest] };
      const out = join(dir, 'theirs.xml');
      run('--sign', '--privkey-pem', `${key},${certificate}`, ...ID_ATTRIBUTE, '--output', out, file('template.xml', serialiseXml(envelope(holed))));
      const { value } = verifyElement(find(parseXml(readFileSync(out)), 'Assertion'), { resolveKey: (der) => new X509Certificate(der).publicKey });
      expect(text(canonicalise(value))).toBe(text(canonicalise(bare)));
    }
  });

  it.each(['audit', 'evidence'] as const)('whole documents, profile %s, with xml: attributes and namespaces on the root', (profile) => {
    const { key, certificateDer, publicKey } = signer('rsa-sha256');
    const document = element('', 'AuditMessage', { 'xmlns:xsi': NS.xsi, 'xml:lang': 'sv' }, element('', 'EventIdentification', { 'xsi:type': 'x' }, 'Åtkomst\r'));
    const signed = serialiseXml(signDocument(document, { key, certificateDer, profile }), { declaration: true });
    const message = file('document.xml', signed);
    const publicPem = file('public.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    expect(() => run('--verify', '--pubkey-pem', publicPem, '--enabled-key-data', 'rsa', message)).not.toThrow();
    expect(verifyDocument(parseXml(signed), { resolveKey: () => publicKey }).value.local).toBe('AuditMessage');
  });
});

(hasSamples ? describe : describe.skip)(`captured messages${hasSamples ? '' : ' (skipped: NCP_CONFORMANCE_DIR has no messages/saml)'}`, () => {
  const sample = (name: string): XmlElement => parseXml(readFileSync(join(samples, name)));
  const assertionsOf = (root: XmlElement): XmlElement[] => [...walk(root)].filter(({ ns, local }) => ns === NS.saml && local === 'Assertion');
  const byEmbeddedKey = (el: XmlElement): Verified<XmlElement> => verifyElement(el, { resolveKey: (der) => new X509Certificate(der).publicKey });
  const codeOf = (el: XmlElement): string => {
    try {
      byEmbeddedKey(el);
      return 'verified';
    } catch (error) {
      if (!isNcpError(error)) throw error;
      return error.code;
    }
  };

  /** The capture was indented by an editor; SignedInfo as its signer wrote it has one line feed between tags. */
  const unindented = (el: XmlElement, inside = false): XmlElement => ({
    ...el,
    children: el.children.map((node): XmlNode => {
      if (node.kind === 'element') return unindented(node, inside || node.local === 'SignedInfo');
      return inside && node.kind === 'text' && node.value.trim() === '' ? { ...node, value: '\n' } : node;
    }),
  });

  it('verifies the signatures of a real Danish request, HCP and TRC, with the key they carry', () => {
    const message = parseXml(serialiseXml(unindented(sample('dk-openncp-soap-header.xml'))));
    const issuers = assertionsOf(message).map((el) => textOf(find(byEmbeddedKey(el).value, 'Issuer')));
    expect(issuers).toHaveLength(2);
    expect(issuers).toContain('urn:idp:DK:countryB');
  });

  it('refuses the same request as captured, indented after it was signed', () => {
    expect(assertionsOf(sample('dk-openncp-soap-header.xml')).map(codeOf)).toEqual(['NCP_DSIG_SIGNATURE', 'NCP_DSIG_SIGNATURE']);
    expect(assertionsOf(sample('dk-openncp-soap-header-bad.xml')).map(codeOf)).not.toContain('verified');
  });

  it('refuses a changed value in the real request', () => {
    const message = unindented(sample('dk-openncp-soap-header.xml'));
    const changed = parseXml(serialiseXml(withEach(message, 'NameID', (el) => ({ ...el, children: [{ kind: 'text', value: 'evil', cdata: false }] }))));
    expect(assertionsOf(changed).map(codeOf)).toContain('NCP_DSIG_DIGEST');
  });

  it('refuses the older signed assertion: SHA-1 and canonicalisation with comments', () => {
    expect(assertionsOf(sample('SignedSamlAssertion.xml')).map(codeOf)).toEqual(['NCP_DSIG_C14N']);
  });

  it('reads and writes every sample without change of meaning', () => {
    for (const name of ['dk-openncp-soap-header.xml', 'SAMLIdAssertion.xml', 'SignedSamlAssertion.xml', 'ePsample_UNK.xml']) {
      const once = parseXml(readFileSync(join(samples, name)));
      expect(text(canonicalise(parseXml(serialiseXml(once)), { exclusive: false, withComments: true }))).toBe(text(canonicalise(once, { exclusive: false, withComments: true })));
    }
  });
});
