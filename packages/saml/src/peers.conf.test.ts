import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { countryCode, instant } from '@ncp/domain';
import { childrenOf, parseXml, requireVerified, utf8, type XmlElement } from '@ncp/xml';
import { HCP_ID, TRC_ID, refusal, security, signedText, validate } from '../test/assertions.js';
import type { ValidationContext } from './validate.js';

const directory = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const available = existsSync(`${directory}/messages/saml`);
const suite = available ? describe : describe.skip;

const load = (name: string): string => readFileSync(`${directory}/messages/saml/${name}`, 'utf8');
const securityOf = (header: string): XmlElement => {
  const root = parseXml(utf8(`<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">${header}<e:Body><x/></e:Body></e:Envelope>`));
  const found = childrenOf(childrenOf(root)[0] ?? root).find((one) => one.local === 'Security');
  if (found === undefined) throw new Error('no security header');
  return found;
};

/** The capture was indented after it was signed; white space in SignedInfo counts, and the signer wrote one line feed. */
const capturedHeader = (): XmlElement =>
  securityOf(load('dk-openncp-soap-header.xml').replaceAll(/<ds:SignedInfo>[^]*?<\/ds:SignedInfo>/g, (info) => info.replaceAll(/>\s+</g, '>\n<')));

/** At the minute of the capture, trusting the certificate in the message: what the trust store would do is not judged here. */
const captured: Partial<ValidationContext> = {
  now: instant('2025-07-26T11:36:00Z'),
  peer: countryCode('DK'),
  resolveSigner: (der) => ({ key: new X509Certificate(der).publicKey, country: countryCode('DK') }),
};

suite(available ? 'assertions of other implementations' : 'assertions of other implementations (NCP_CONFORMANCE_DIR not found)', () => {
  it('accepts the header that OpenNCP sent in Denmark', () => {
    const { hcp, trc } = validate(capturedHeader(), captured);
    expect(requireVerified(hcp)).toMatchObject({
      issuer: 'urn:idp:DK:countryB', nameId: 'house@ehdsi.eu', role: { code: '221', display: 'Medical Doctors' }, facilityType: 'Resident Physician',
      homeCommunityId: '1.2.208', purpose: 'TREATMENT',
    });
    expect(trc === undefined ? {} : requireVerified(trc)).toMatchObject({ patient: { root: '1.2.208.176.1.2', extension: '1011649927' } });
  });

  it('refuses it later, from another country, and on a transaction without TRC', () => {
    const header = capturedHeader();
    expect(refusal(header, { ...captured, now: instant('2025-07-26T15:36:52Z') })).toBe('NCP_SAML_EXPIRED');
    expect(refusal(header, { ...captured, now: instant('2025-07-26T13:36:52Z') })).toBe('NCP_SAML_TRC_EXPIRED');
    expect(refusal(header, { ...captured, peer: countryCode('FI') })).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(header, { ...captured, transaction: 'ITI-55' })).toBe('NCP_SAML_UNEXPECTED');
  });

  it('refuses the header that Denmark keeps as broken', () => {
    expect(refusal(securityOf(load('dk-openncp-soap-header-bad.xml')), captured)).toMatch(/^NCP_DSIG_/);
  });

  const filled = (name: string): string => {
    const values: Readonly<Record<string, string>> = {
      'issue-instant': '2026-03-01T10:15:00Z', 'not-before': '2026-03-01T10:15:00Z', 'authn-instant': '2026-03-01T10:15:00Z',
      'not-on-or-after': '2026-03-01T12:15:00Z', 'hcp-assertion-id': HCP_ID, 'assertion-id': name.includes('hcp') ? HCP_ID : TRC_ID,
    };
    return load(name).replaceAll(/\{\{([a-z-]+)\}\}/g, (_all, key: string) => values[key] ?? '');
  };
  const withDanishCommunity = (xml: string): string => xml.replace('2.16.17.710.860.1000.990.1', '1.2.208');

  it('accepts the templates of the Danish test tool, white space and all', () => {
    const hcp = signedText(withDanishCommunity(filled('dk-xcpd-hcp.xml')));
    const trc = signedText(filled('dk-xca-trc.xml'));
    expect(refusal(hcp, { transaction: 'ITI-55' })).toBe('none');
    const result = validate(security(hcp + trc));
    expect(requireVerified(result.hcp)).toMatchObject({ organisation: 'eHealth OpenNCP EU Portal', organisationId: 'urn:hl7ii:1.2.3.4:ABCD', subjectId: 'Dr. Doolittle' });
  });

  it('refuses the template as it is: its community id is Iceland’s', () => {
    expect(refusal(signedText(filled('dk-xcpd-hcp.xml')), { transaction: 'ITI-55' })).toBe('NCP_TRUST_COUNTRY');
  });

  it('refuses its permission PRD-046 where PPD-046 is meant', () => {
    const content = signedText(withDanishCommunity(filled('dk-xcpd-hcp.xml'))) + signedText(filled('dk-xca-trc.xml'));
    expect(refusal(content, { transaction: 'ITI-41', classCode: '60593-1' })).toBe('NCP_SAML_PERMISSION');
  });

  it('refuses assertions of the pilot: SHA-1, or no signature', () => {
    const withoutProlog = (xml: string): string => xml.slice(xml.indexOf('<saml2:Assertion'));
    expect(refusal(withoutProlog(load('SignedSamlAssertion.xml')), captured)).toMatch(/^NCP_DSIG_/);
    expect(refusal(withoutProlog(load('SAMLIdAssertion.xml')), captured)).toMatch(/^NCP_DSIG_/);
  });
});
