import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ROLE_CODES, addMs, countryCode } from '@ncp/domain';
import { NS, attr, childrenOf, parseXml, requireVerified, serialiseXml, text, textOf, utf8, walk, type XmlElement } from '@ncp/xml';
import { SignedXml } from 'xml-crypto';
import { DENMARK, HCP_ID, NOW, PATIENT, TRC_ID, claims, errorOf, hcp, names, reference, refusal, seconds, trc, validate } from '../test/assertions.js';
import { issueHcpAssertion } from './issue-hcp.js';
import { issueTrcAssertion } from './issue-trc.js';

const own = { now: NOW, key: DENMARK.privateKey, certificateDer: DENMARK.certificateDer };
const issuedHcp = (over = {}): XmlElement => issueHcpAssertion(claims(over), { ...own, id: HCP_ID });
const issuedTrc = (over = {}): XmlElement => issueTrcAssertion(reference(), PATIENT, { ...own, id: TRC_ID, country: DENMARK.country, ...over });
const asText = (element: XmlElement): string => text(serialiseXml(element));

/** What xml-crypto says was signed; empty when it does not verify. */
const signedAccordingToOther = (xml: string): readonly string[] => {
  const end = '</ds:Signature>';
  const signed = new SignedXml({ publicCert: createPublicKey(DENMARK.privateKey).export({ type: 'spki', format: 'pem' }) as string, getCertFromKeyInfo: () => null });
  signed.loadSignature(xml.slice(xml.indexOf('<ds:Signature'), xml.indexOf(end) + end.length));
  return signed.checkSignature(xml) ? signed.getSignedReferences() : [];
};

const signedByOther = (unsigned: string, id: string, prefixes: string[]): string => {
  const other = new SignedXml({
    privateKey: DENMARK.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    getKeyInfoContent: () => `<X509Data><X509Certificate>${Buffer.from(DENMARK.certificateDer).toString('base64')}</X509Certificate></X509Data>`,
  });
  other.addReference({
    xpath: `//*[@ID='${id}']`, digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
    ...(prefixes.length === 0 ? {} : { inclusiveNamespacesPrefixList: prefixes }),
  });
  other.computeSignature(unsigned, { location: { reference: "//*[local-name()='Issuer']", action: 'after' } });
  return other.getSignedXml();
};

describe('issueHcpAssertion', () => {
  const parsed = parseXml(serialiseXml(issuedHcp({ npi: 'Denmark', onBehalfOf: { code: '221' }, clinicalSpeciality: 'pharmacy' })));

  it('has the elements of the wire form in schema order', () => {
    expect(names(parsed).filter((name) => !name.startsWith('ds:') && !name.startsWith('ec:') && !/Attribute(Value)?$/.test(name))).toEqual([
      'saml2:Assertion', 'saml2:Issuer', 'saml2:Subject', 'saml2:NameID', 'saml2:SubjectConfirmation', 'saml2:Conditions',
      'saml2:AudienceRestriction', 'saml2:Audience', 'saml2:AuthnStatement', 'saml2:AuthnContext', 'saml2:AuthnContextClassRef',
      'saml2:AttributeStatement', 'Role', 'PurposeOfUse', 'Role',
    ]);
    expect(childrenOf(parsed)[1]?.local).toBe('Signature');
    expect(attr(parsed, 'Version')).toBe('2.0');
  });

  it('writes no attribute for what is not claimed', () => {
    const { homeCommunityId: _home, organisation: _name, ...least } = claims({ permissions: [] });
    const written = text(serialiseXml(issueHcpAssertion(least, { ...own, id: HCP_ID })));
    for (const absent of ['HCI Identifier', 'XSPA Organization"', 'Hl7 Permissions', 'OnBehalfOf', 'undefined']) expect(written).not.toContain(absent);
  });

  it('names attributes as the profile does', () => {
    const attributes = [...walk(parsed)].filter((one) => one.local === 'Attribute');
    expect(attributes.map((one) => [attr(one, 'FriendlyName'), attr(one, 'Name')?.split(':').at(-1)])).toEqual([
      ['HCI Identifier', 'homeCommunityId'], ['NPI Identifier', 'npi'], ['XSPA Subject', 'subject-id'], ['XSPA Role', 'role'],
      ['XSPA Organization', 'organization'], ['XSPA Organization ID', 'organization-id'],
      ['eHealth DSI Healthcare Facility Type', 'healthcare-facility-type'], ['XSPA Purpose Of Use', 'purposeofuse'],
      ['XSPA Locality', 'locality'], ['Hl7 Permissions', 'permission'], ['OnBehalfOf', 'on-behalf-of'], ['Clinical Speciality', 'clinical-speciality'],
    ]);
    expect(new Set(attributes.map((one) => attr(one, 'NameFormat')))).toEqual(new Set(['urn:oasis:names:tc:SAML:2.0:attrname-format:uri']));
  });

  it('writes Role and PurposeOfUse without prefix and text values typed', () => {
    const coded = [...walk(parsed)].filter((one) => one.ns === NS.hl7);
    expect(coded.map((one) => [one.prefix, one.local, attr(one, 'code'), attr(one, 'displayName')])).toEqual([
      ['', 'Role', '2262', 'Pharmacists'], ['', 'PurposeOfUse', 'TREATMENT', 'TREATMENT'], ['', 'Role', '221', 'Medical Doctors'],
    ]);
    const values = [...walk(parsed)].filter((one) => one.local === 'AttributeValue' && childrenOf(one).length === 0);
    expect(values.every((one) => attr(one, 'type', NS.xsi) === 'xsd:string')).toBe(true);
    expect(values.map(textOf)).toContain('urn:oid:1.2.208');
  });

  it('signs as the profile says', () => {
    const xml = asText(issuedHcp());
    expect(xml).toContain('Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"');
    expect(xml).toContain('PrefixList="xsd"');
    expect(xml).toContain(`URI="#${HCP_ID}"`);
    expect(xml.match(/<ds:X509Certificate>/g)).toHaveLength(1);
    expect(xml).not.toContain('ds:KeyValue');
  });

  it.each(ROLE_CODES)('is accepted by our own checks for role %s', (code) => {
    expect(refusal(asText(issuedHcp({ role: { code } })), { transaction: 'ITI-55' })).toBe('none');
  });

  it('ends after four hours, or with the session', () => {
    const end = (over = {}): unknown => requireVerified(validate(asText(issuedHcp(over)), { transaction: 'ITI-55' }).hcp).notOnOrAfter;
    expect(end()).toBe(seconds(4 * 3600));
    expect(end({ until: seconds(600) })).toBe(seconds(600));
    expect(end({ until: seconds(5 * 3600) })).toBe(seconds(4 * 3600));
  });

  it('writes times in UTC whatever zone it was given', () => {
    const stockholm = addMs(NOW, 0).replace('10:15:00Z', '11:15:00+01:00') as typeof NOW;
    expect(asText(issueHcpAssertion(claims(), { ...own, id: HCP_ID, now: stockholm }))).toBe(asText(issuedHcp()));
  });

  it('refuses an id that is no NCName and a role we cannot name', () => {
    expect(errorOf(() => issueHcpAssertion(claims(), { ...own, id: 'urn:uuid:1' })).message).toBe('NCP_SAML_ID');
    expect(errorOf(() => issuedHcp({ role: { code: '22' } })).message).toBe('NCP_SAML_ROLE');
  });
});

describe('issueTrcAssertion', () => {
  it('SAML-25 verifies with an independent implementation, lifetime and reference correct', () => {
    const xml = asText(issuedTrc());
    expect(signedAccordingToOther(xml)).toHaveLength(1);
    expect(signedAccordingToOther(asText(issuedHcp()))).toHaveLength(1);
    expect(signedAccordingToOther(xml.replace('ISO<', 'ISO.<'))).toHaveLength(0);
    const { trc: issued } = validate(hcp() + xml);
    expect(issued === undefined ? {} : requireVerified(issued)).toMatchObject({ hcpId: HCP_ID, notBefore: NOW, notOnOrAfter: seconds(2 * 3600), patient: PATIENT });
  });

  it('ends no later than the HCP assertion', () => {
    const xml = asText(issueTrcAssertion(reference({ notOnOrAfter: seconds(60) }), PATIENT, { ...own, id: TRC_ID, country: DENMARK.country }));
    expect(xml).toContain(`NotOnOrAfter="${seconds(60)}"`);
  });

  it('takes the reference from an HCP assertion that we just issued, or from a validated one', () => {
    const fromElement = asText(issueTrcAssertion(issuedHcp(), PATIENT, { ...own, id: TRC_ID, country: DENMARK.country }));
    const fromValidated = asText(issueTrcAssertion(requireVerified(validate(hcp() + trc()).hcp), PATIENT, { ...own, id: TRC_ID, country: DENMARK.country }));
    expect(fromElement).toBe(asText(issuedTrc()));
    expect(fromValidated).toBe(fromElement);
  });

  it('carries pin and prescription id when given', () => {
    const xml = asText(issuedTrc({ pin: '1234', prescriptionId: 'rx-1', purpose: 'EMERGENCY' }));
    const issued = validate(hcp() + xml).trc;
    expect(issued === undefined ? {} : requireVerified(issued)).toMatchObject({ pin: '1234', prescriptionId: 'rx-1', purpose: 'EMERGENCY' });
  });

  it('refuses a patient id that has no CX form', () => {
    expect(errorOf(() => issueTrcAssertion(reference(), { root: '1.2', extension: 'a^b' }, { ...own, id: TRC_ID, country: countryCode('SE') })).message).toBe('NCP_IHE_SLOT');
  });
});

describe('assertions signed by another implementation', () => {
  const signature = /<ds:Signature.*<\/ds:Signature>/;
  it.each([[[]], [['xsd']], [['xsd', 'saml2']]])('SAML-25 are accepted with prefix list %p', (prefixes) => {
    const foreignHcp = signedByOther(hcp().replace(signature, ''), HCP_ID, prefixes);
    const foreignTrc = signedByOther(trc().replace(signature, ''), TRC_ID, prefixes);
    // xml-crypto repeats the prefix list inside the enveloped transform, which the profile does not allow.
    const code = prefixes.length === 0 ? 'none' : 'NCP_DSIG_TRANSFORM';
    expect(refusal(foreignHcp + foreignTrc)).toBe(code);
  });
});

it('is byte-stable: parsing and writing an issued assertion changes nothing', () => {
  const xml = asText(issuedHcp());
  expect(text(serialiseXml(parseXml(utf8(xml))))).toBe(xml);
});
