import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { escapeXml } from './xml-text.js';

/** The seal of the foreign country: private key and certificate, PEM. */
export interface Seal {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** The professional abroad. */
export interface Professional {
  readonly id: string;
  readonly name: string;
  /** ISCO-08 code and the display that assertions use. */
  readonly role: { readonly code: string; readonly display: string };
  readonly organisation: string;
  readonly organisationId: string;
  readonly pointOfCare: string;
  readonly facility: 'Pharmacy' | 'Hospital';
  readonly permissions: readonly string[];
}

interface Frame {
  readonly id: string;
  readonly now: Date;
  readonly hours: number;
  readonly issuer: string;
  readonly qualifier: string;
  readonly nameId: string;
  readonly classRef: string;
  readonly attributes: readonly string[];
  readonly advice?: string;
}

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const attribute = (name: string, friendly: string, ...values: readonly string[]): string =>
  `<saml2:Attribute FriendlyName="${friendly}" Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">${values
    .map((value) => (value.startsWith('<') ? `<saml2:AttributeValue>${value}</saml2:AttributeValue>`
      : `<saml2:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xsd:string">${escapeXml(value)}</saml2:AttributeValue>`)).join('')}</saml2:Attribute>`;

const PURPOSE = attribute('urn:oasis:names:tc:xspa:1.0:subject:purposeofuse', 'XSPA Purpose Of Use',
  '<PurposeOfUse xmlns="urn:hl7-org:v3" code="TREATMENT" codeSystem="3bc18518-d305-46c2-a8d6-94bd59856e9e" codeSystemName="eHDSI XSPA PurposeOfUse" displayName="TREATMENT"/>');

function assertionText(frame: Frame): string {
  const from = frame.now.toISOString();
  const until = new Date(frame.now.getTime() + frame.hours * 3_600_000).toISOString();
  return `<saml2:Assertion xmlns:saml2="${SAML}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ID="${frame.id}" IssueInstant="${from}" Version="2.0">`
    + `<saml2:Issuer NameQualifier="${frame.qualifier}">${escapeXml(frame.issuer)}</saml2:Issuer>`
    + '<saml2:Subject>'
    + `<saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">${escapeXml(frame.nameId)}</saml2:NameID>`
    + '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>'
    + '</saml2:Subject>'
    + `<saml2:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml2:AudienceRestriction><saml2:Audience>urn:ehdsi:assertions.audience:x-border</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>`
    + (frame.advice === undefined ? '' : `<saml2:Advice><saml2:AssertionIDRef>${frame.advice}</saml2:AssertionIDRef></saml2:Advice>`)
    + `<saml2:AuthnStatement AuthnInstant="${from}"><saml2:AuthnContext><saml2:AuthnContextClassRef>${frame.classRef}</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>`
    + `<saml2:AttributeStatement>${frame.attributes.join('')}</saml2:AttributeStatement>`
    + '</saml2:Assertion>';
}

const keys = new Map<string, KeyObject>();
const keyOf = (seal: Seal): KeyObject => {
  const key = keys.get(seal.keyPem) ?? createPrivateKey(seal.keyPem);
  keys.set(seal.keyPem, key);
  return key;
};

/** Signs with xml-crypto, so that two independent implementations meet on every message (decisions D02). */
function signed(text: string, id: string, seal: Seal): string {
  const signature = new SignedXml({
    privateKey: keyOf(seal),
    publicCert: seal.certificatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
    getKeyInfoContent: () => `<ds:X509Data><ds:X509Certificate>${derBase64(seal.certificatePem)}</ds:X509Certificate></ds:X509Data>`,
  });
  signature.addReference({
    xpath: `//*[@ID='${id}']`,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
  });
  signature.computeSignature(text, { prefix: 'ds', location: { reference: `//*[local-name(.)='Issuer']`, action: 'after' } });
  return signature.getSignedXml();
}

const derBase64 = (pem: string): string => pem.replaceAll(/-----[^-]+-----|\s/g, '');

/** A signed HCP identity assertion as an OpenNCP portal would send it (wire-contract 4.2, 4.3). */
export function hcpAssertion(seal: Seal, who: Professional, options: { readonly id: string; readonly now: Date; readonly country: string; readonly homeCommunityId: string; readonly classRef?: string }): string {
  return signed(assertionText({
    id: options.id, now: options.now, hours: 4, qualifier: 'urn:ehdsi:assertions:hcp', issuer: `urn:idp:${options.country}:countryB`, nameId: who.id,
    classRef: options.classRef ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
    attributes: [
      attribute('urn:ihe:iti:xca:2010:homeCommunityId', 'HCI Identifier', `urn:oid:${options.homeCommunityId}`),
      attribute('urn:oasis:names:tc:xspa:1.0:subject:subject-id', 'XSPA Subject', who.name),
      attribute('urn:oasis:names:tc:xacml:2.0:subject:role', 'XSPA Role',
        `<Role xmlns="urn:hl7-org:v3" code="${who.role.code}" codeSystem="2.16.840.1.113883.2.9.6.2.7" codeSystemName="ISCO" displayName="${who.role.display}"/>`),
      attribute('urn:oasis:names:tc:xspa:1.0:subject:organization', 'XSPA Organization', who.organisation),
      attribute('urn:oasis:names:tc:xspa:1.0:subject:organization-id', 'XSPA Organization ID', who.organisationId),
      attribute('urn:ehdsi:names:subject:healthcare-facility-type', 'eHealth DSI Healthcare Facility Type', who.facility),
      PURPOSE,
      attribute('urn:oasis:names:tc:xspa:1.0:environment:locality', 'XSPA Locality', who.pointOfCare),
      attribute('urn:oasis:names:tc:xspa:1.0:subject:hl7:permission', 'Hl7 Permissions',
        ...who.permissions.map((code) => `urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:${code}`)),
    ],
  }), options.id, seal);
}

/** A signed treatment relationship confirmation (wire-contract 4.5). */
export function trcAssertion(seal: Seal, who: Professional, options: { readonly id: string; readonly hcpId: string; readonly now: Date; readonly country: string; readonly patient: { readonly root: string; readonly extension: string } }): string {
  return signed(assertionText({
    id: options.id, now: options.now, hours: 2, qualifier: 'urn:ehdsi:assertions:trc', issuer: `urn:initgw:${options.country}:countryB`, nameId: who.id,
    classRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PreviousSession', advice: options.hcpId,
    attributes: [
      attribute('urn:oasis:names:tc:xspa:1.0:subject:subject-id', 'XSPA Subject', `${options.patient.extension}^^^&${options.patient.root}&ISO`),
      PURPOSE,
    ],
  }), options.id, seal);
}

/** The pharmacist who appears in every simulated country (decisions 4.3). */
export const pharmacistOf = (country: string): Professional => ({
  id: `${country}-HP-2262-001`, name: `Test Pharmacist ${country}`, role: { code: '2262', display: 'Pharmacists' },
  organisation: `Test Pharmacy ${country}`, organisationId: `urn:hl7ii:1.2.3.4.5:${country}-PHARM-0042`, pointOfCare: `Test Pharmacy ${country}`, facility: 'Pharmacy',
  permissions: ['PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016', 'PPD-032', 'PPD-033', 'PPD-046'],
});

/** The physician who reads Patient Summaries abroad (decisions D65). */
export const doctorOf = (country: string): Professional => ({
  id: `${country}-HP-221-001`, name: `Test Doctor ${country}`, role: { code: '221', display: 'Medical Doctors' },
  organisation: `Test Hospital ${country}`, organisationId: `urn:hl7ii:1.2.3.4.5:${country}-HOSP-0007`, pointOfCare: `Test Hospital ${country}`, facility: 'Hospital',
  permissions: ['PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016'],
});

/** The nurse who must be refused at dispensing (decisions 4.3). */
export const nurseOf = (country: string): Professional => ({
  ...pharmacistOf(country), id: `${country}-HP-2221-001`, name: `Test Nurse ${country}`, role: { code: '2221', display: 'Nursing professionals' }, facility: 'Hospital',
});
