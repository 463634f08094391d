import { describe, expect, it } from '@jest/globals';
import { NcpError, countryCode } from '@ncp/domain';
import { requireVerified } from '@ncp/xml';
import {
  XCPD, edited, editedTrc, wireOf,
  FINLAND, HCP_ID, PATIENT, STRANGER, TRC_ID, errorOf, hcp, refusal, seconds, signedText, swap, trc, validate,
  type Edit, type Make,
} from '../test/assertions.js';
import { LOCALITY, ROLE, SUBJECT_ID, attributeText, cut, without } from '../test/edits.js';
import { DEFAULT_SAML_POLICY } from './policy.js';

const CLASSES = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';

describe('what an assertion says', () => {
  it('SAML-13 refuses another version, another root and SAML 1.1', () => {
    expect(edited(swap('Version="2.0"', 'Version="1.1"'))).toBe('NCP_SAML_STRUCTURE');
    expect(edited(swap(' Version="2.0"', ''))).toBe('NCP_SAML_STRUCTURE');
    expect(refusal(hcp().replaceAll('saml2:Assertion', 'saml2:Assertions'), XCPD)).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal('<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_1"/>', XCPD)).toBe('NCP_XSW_WRAPPING');
    expect(edited(swap('IssueInstant="2026-03-01T10:15:00Z"', 'IssueInstant="yesterday"'))).toBe('NCP_SAML_STRUCTURE');
    expect(edited(swap('IssueInstant="2026-03-01T10:15:00Z"', 'IssueInstant="2026-03-01T10:16:01Z"'))).toBe('NCP_SAML_NOT_YET');
  });

  const confirmation = '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>';
  it('SAML-14 refuses a confirmation that is not sender-vouches, two, and none', () => {
    expect(edited(swap('cm:sender-vouches', 'cm:bearer'))).toBe('NCP_SAML_SUBJECT');
    expect(edited(swap(confirmation, confirmation + confirmation))).toBe('NCP_SAML_SUBJECT');
    expect(edited(swap(confirmation, ''))).toBe('NCP_SAML_SUBJECT');
    expect(['Subject', 'NameID'].map((local) => edited(cut(local)))).toEqual(['NCP_SAML_SUBJECT', 'NCP_SAML_SUBJECT']);
    expect(['Subject', 'NameID'].map((local) => editedTrc(cut(local)))).toEqual(['NCP_SAML_TRC_CONTENT', 'NCP_SAML_TRC_CONTENT']);
    expect(editedTrc(swap('cm:sender-vouches', 'cm:bearer'))).toBe('NCP_SAML_TRC_CONTENT');
    expect(edited(swap('>dk-4711<', '> <'))).toBe('NCP_SAML_SUBJECT');
    expect(edited(swap(' Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"', ''))).toBe('NCP_SAML_SUBJECT');
    expect(wireOf('NCP_SAML_TRC_CONTENT')).toBe('1001');
  });

  it.each(['Password', 'Kerberos', 'PreviousSession', 'Smartcard', 'smartcardpki'])('SAML-15 refuses context class %s', (name) => {
    expect(edited(swap(`${CLASSES}SmartcardPKI`, CLASSES + name))).toBe('NCP_SAML_ASSURANCE');
  });

  it.each(['MobileTwoFactorUnregistered', 'MobileTwoFactorContract', 'X509', 'SPKI', 'SoftwarePKI', 'TLSClient'])('SAML-15 accepts %s (control)', (name) => {
    expect(edited(swap(`${CLASSES}SmartcardPKI`, CLASSES + name))).toBe('none');
  });

  it('SAML-15 refuses without context or statement, and a login that is old, ended or in the future', () => {
    expect(edited(cut('AuthnContext'))).toBe('NCP_SAML_ASSURANCE');
    expect(edited(cut('AuthnContextClassRef'))).toBe('NCP_SAML_ASSURANCE');
    expect(edited(cut('AuthnStatement'))).toBe('NCP_SAML_ASSURANCE');
    expect(edited((xml) => xml.replace(/<saml2:AuthnStatement.*<\/saml2:AuthnStatement>/, (one) => one + one))).toBe('NCP_SAML_ASSURANCE');
    expect(refusal(hcp({ authnInstant: seconds(-12 * 3600 - 61) }), XCPD)).toBe('NCP_SAML_EXPIRED');
    expect(refusal(hcp({ authnInstant: seconds(-12 * 3600 - 60) }), XCPD)).toBe('none');
    expect(refusal(hcp({ authnInstant: seconds(61) }), XCPD)).toBe('NCP_SAML_NOT_YET');
    expect(edited(swap('AuthnInstant=', 'SessionNotOnOrAfter="2026-03-01T10:13:59Z" AuthnInstant='))).toBe('NCP_SAML_EXPIRED');
    expect(edited(swap('AuthnInstant="2026-03-01T10:14:30Z"', ''))).toBe('NCP_SAML_STRUCTURE');
    expect(editedTrc(swap('PreviousSession', 'SmartcardPKI'))).toBe('NCP_SAML_TRC_CONTENT');
    expect(wireOf('NCP_SAML_ASSURANCE')).toBe('4702');
  });

  it('SAML-22 refuses what is encrypted', () => {
    const ns = 'xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"';
    expect(refusal(`<saml2:EncryptedAssertion ${ns}/>`, XCPD)).toBe('NCP_SAML_UNSUPPORTED');
    expect(edited((xml) => xml.replace(/<saml2:NameID.*<\/saml2:NameID>/, '<saml2:EncryptedID/>'))).toBe('NCP_SAML_UNSUPPORTED');
    expect(edited((xml) => xml.replace(attributeText(xml, LOCALITY), '<saml2:EncryptedAttribute/>'))).toBe('NCP_SAML_UNSUPPORTED');
    expect(refusal(`${hcp()}<EncryptedAssertion xmlns="urn:x"/>`, XCPD)).toBe('none');
    const trcCode = editedTrc((xml) => xml.replace(/<saml2:NameID.*<\/saml2:NameID>/, '<saml2:EncryptedID/>'));
    expect([trcCode, wireOf(trcCode), wireOf('NCP_SAML_UNSUPPORTED')]).toEqual(['NCP_SAML_TRC_UNSUPPORTED', '1001', 'ERROR_HPI_GENERIC']);
  });

  it('SAML-23 refuses an id that is no NCName', () => {
    for (const id of ['urn:uuid:0a1b', '1abc', '', 'a b', 'a'.repeat(129)]) {
      expect(refusal(hcp().replaceAll(HCP_ID, id), XCPD)).toBe('NCP_SAML_ID');
    }
    expect(refusal(hcp({}, { id: 'a'.repeat(128) }), XCPD)).toBe('none');
  });

  const kin = (make: Make = {}, more = ''): string => trc({
    id: '_kin', ...make,
    edit: (xml) => (make.edit ?? ((one) => one))(xml.replace('assertions:trc', 'assertions:nok')
      .replace(/<saml2:AttributeStatement>.*<\/saml2:AttributeStatement>/,
        `<saml2:AttributeStatement><saml2:Attribute Name="urn:ehdsi:names:subject:nextofkin:id"><saml2:AttributeValue>kin-1</saml2:AttributeValue></saml2:Attribute>${more}</saml2:AttributeStatement>`)),
  });

  it('SAML-24 verifies a next-of-kin assertion, which grants nothing', () => {
    const result = validate(kin() + hcp() + trc());
    expect(requireVerified(result.nextOfKin ?? errorless()).kinId).toBe('kin-1');
    expect(requireVerified(result.trc ?? errorless()).patient).toEqual(PATIENT);
    expect(result.uses.map(({ id }) => id)).toEqual([HCP_ID, TRC_ID, '_kin']);
    expect(refusal(kin() + hcp(), XCPD)).toBe('none');
    expect(refusal(kin() + hcp())).toBe('NCP_SAML_TRC_MISSING');
    expect(refusal(kin(), XCPD)).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal(kin({ now: seconds(-3 * 3600) }) + hcp(), XCPD)).toBe('NCP_SAML_EXPIRED');
    expect(refusal(kin({ by: STRANGER }) + hcp(), XCPD)).toBe('NCP_TRUST_UNTRUSTED');
    expect(refusal(kin({ by: FINLAND }) + hcp(), XCPD)).toBe('NCP_TRUST_COUNTRY');
    const patient = (id: string): string => `<saml2:Attribute Name="${SUBJECT_ID}"><saml2:AttributeValue>${id}^^^&amp;1.2.752.129.2.1.3.1&amp;ISO</saml2:AttributeValue></saml2:Attribute>`;
    expect(refusal(kin({}, patient('199008202385')) + hcp(), XCPD)).toBe('none');
    expect(refusal(kin({}, patient('199008202385')) + hcp() + trc())).toBe('none');
    expect(refusal(kin({}, patient('195411222267')) + hcp() + trc())).toBe('NCP_SAML_PATIENT_MISMATCH');
  });

  it('SAML-27 turns any exception in a step into a refusal', () => {
    const broken = (): never => {
      throw new TypeError('canary');
    };
    const policy = { ...DEFAULT_SAML_POLICY, communities: { get: broken } as never };
    expect(refusal(hcp(), { ...XCPD, policy })).toBe('NCP_INTERNAL');
    expect(refusal(hcp(), { ...XCPD, resolveSigner: broken })).toBe('NCP_DSIG_KEYINFO');
  });

  it('SAML-42, SAML-45 counts uses: 200 each, one for OneTimeUse', () => {
    const once = hcp({}, { edit: swap('<saml2:AudienceRestriction>', '<saml2:OneTimeUse/><saml2:AudienceRestriction>') });
    expect(validate(once, XCPD).uses).toEqual([{ id: HCP_ID, notOnOrAfter: seconds(4 * 3600), maxUses: 1 }]);
  });

  it('SAML-43 refuses the same assertion from another country’s connection', () => {
    const content = hcp() + trc();
    expect(refusal(content)).toBe('none');
    expect(refusal(content, { peer: FINLAND.country })).toBe('NCP_TRUST_COUNTRY');
  });

  it('accepts Finland on the Finnish connection with the community id its assertions carry', () => {
    const finnish = hcp({ country: FINLAND.country, homeCommunityId: '1.2.246.556.12.4.1000.990.1' }, { by: FINLAND });
    expect(refusal(finnish, { ...XCPD, peer: countryCode('FI') })).toBe('none');
  });

  it('refuses a TRC whose patient is missing or unreadable', () => {
    expect(editedTrc(without(SUBJECT_ID))).toBe('NCP_SAML_TRC_CONTENT');
    expect(editedTrc(swap('199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO', '199008202385'))).toBe('NCP_SAML_TRC_CONTENT');
  });

  it('reads assertions whose namespaces are declared outside the element that uses them', () => {
    const finnishStyle: Edit = (xml) => xml.replace('<saml2:Assertion ', '<saml2:Assertion xmlns="urn:hl7-org:v3" ').replaceAll(' xmlns="urn:hl7-org:v3" code', ' code');
    const content = hcp({}, { edit: finnishStyle });
    expect(content).toContain('<Role code=');
    expect(refusal(content, XCPD)).toBe('none');
  });

  it('repeats nothing of the assertion in an error', () => {
    const error = errorOf(() => validate(hcp({ nameId: 'canary-1', subjectId: 'canary-2' }, { edit: without(ROLE) }), XCPD));
    expect(error).toBeInstanceOf(NcpError);
    expect(JSON.stringify([error.message, (error as NcpError).details])).not.toContain('canary');
    expect((error as NcpError).details).toEqual({ assertion: 'hcp', check: 'hasKnownRole' });
  });

  it('signs the same bytes for the same content', () => {
    expect(signedText(hcp().replace(/<ds:Signature.*<\/ds:Signature>/, ''))).toBe(hcp());
  });
});

const errorless = (): never => {
  throw new Error('missing');
};
