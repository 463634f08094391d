import { describe, expect, it } from '@jest/globals';
import { NcpError, countryCode, type NcpErrorCode } from '@ncp/domain';
import { requireVerified, serialiseXml, text, verificationMemory, type VerificationMemory } from '@ncp/xml';
import {
  FINLAND, HCP_ID, NOW, PATIENT, PERMISSIONS, STRANGER, TRC_ID, claims, context, errorOf, hcp, refusal, seconds, signedText, swap, trc, validate,
  type Edit, type Make,
} from '../test/assertions.js';
import { COMMUNITY, LOCALITY, ROLE, SUBJECT_ID, attributeText, cut, without } from '../test/edits.js';
import { hcpElement } from './issue-hcp.js';
import { DEFAULT_SAML_POLICY } from './policy.js';
import { validateAssertions } from './validate.js';

const xcpd = { transaction: 'ITI-55' } as const;
const edited = (edit: Edit): string => refusal(hcp({}, { edit }), xcpd);
const editedTrc = (edit: Edit): string => refusal(hcp() + trc({ edit }));
const wireOf = (code: string): string => new NcpError(code as NcpErrorCode).entry.wire;

const CLASSES = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
const AUDIENCE = '<saml2:AudienceRestriction><saml2:Audience>urn:ehdsi:assertions.audience:x-border</saml2:Audience></saml2:AudienceRestriction>';

describe('validateAssertions', () => {
  it('returns the professional and the treatment relationship, in any order', () => {
    for (const content of [hcp() + trc(), trc() + hcp()]) {
      const result = validate(content);
      expect(requireVerified(result.hcp)).toEqual({
        id: HCP_ID, issuer: 'urn:idp:DK:countryB', country: 'DK', notBefore: NOW, notOnOrAfter: seconds(4 * 3600), oneTimeUse: false,
        nameId: 'dk-4711', nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', spProvidedId: 'dk-4711',
        subjectId: 'Åse Apoteker', role: { code: '2262', display: 'Pharmacists' }, organisation: 'Apoteket Nørrebro',
        organisationId: 'urn:hl7ii:1.2.208.176.1.1:4711', facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Nørrebro',
        permissions: PERMISSIONS, homeCommunityId: '1.2.208', authnInstant: seconds(-30), assurance: `${CLASSES}SmartcardPKI`,
      });
      expect(requireVerified(result.trc ?? errorless())).toEqual({
        id: TRC_ID, issuer: 'urn:initgw:DK:countryB', country: 'DK', notBefore: NOW, notOnOrAfter: seconds(2 * 3600), oneTimeUse: false,
        nameId: 'dk-4711', hcpId: HCP_ID, patient: PATIENT, purpose: 'TREATMENT',
      });
      expect(result.uses.map(({ id, maxUses }) => [id, maxUses])).toEqual([[HCP_ID, 200], [TRC_ID, 200]]);
    }
  });

  it('says nothing of what an assertion leaves out', () => {
    const { npi: _npi, spProvidedId: _provided, organisation: _name, organisationId: _id, homeCommunityId: _home, ...least } = claims();
    const bare = signedText(text(serialiseXml(hcpElement(least, { id: HCP_ID, now: NOW }))).replace(/ displayName="[^"]*"/, ''));
    const result = validate(bare, xcpd);
    expect(requireVerified(result.hcp)).toStrictEqual({
      id: HCP_ID, issuer: 'urn:idp:DK:countryB', country: 'DK', notBefore: NOW, notOnOrAfter: seconds(4 * 3600), oneTimeUse: false,
      nameId: 'dk-4711', nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', subjectId: 'Åse Apoteker', role: { code: '2262' },
      facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Nørrebro', permissions: PERMISSIONS, authnInstant: seconds(-30), assurance: `${CLASSES}SmartcardPKI`,
    });
    expect(Object.keys(result)).toEqual(['hcp', 'uses']);
  });

  it('asks the memory of signatures that it is given', () => {
    const memory = verificationMemory();
    const found: boolean[] = [];
    const watched: VerificationMemory = {
      ...memory,
      find: (fingerprint) => {
        const one = memory.find(fingerprint);
        found.push(one !== undefined);
        return one;
      },
    };
    const content = hcp();
    expect([1, 2].map(() => refusal(content, { ...xcpd, memory: watched }))).toEqual(['none', 'none']);
    expect(found).toEqual([false, true]);
  });

  it('SAML-01 refuses without HCP assertion', () => {
    expect(refusal('')).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal(trc())).toBe('NCP_SAML_HCP_MISSING');
    expect(errorOf(() => validateAssertions(undefined, context(xcpd))).message).toBe('NCP_SAML_HCP_MISSING');
    expect(wireOf('NCP_SAML_HCP_MISSING')).toBe('ERROR_HPI_AUTHENTICATION_NOT_RECEIVED');
  });

  it('SAML-02 refuses without TRC on every transaction but identification', () => {
    for (const transaction of ['ITI-38', 'ITI-39', 'ITI-41'] as const) {
      expect(refusal(hcp(), { transaction, classCode: transaction === 'ITI-41' ? '60593-1' : '57833-6' })).toBe('NCP_SAML_TRC_MISSING');
    }
    expect(refusal(hcp(), xcpd)).toBe('none');
    expect(wireOf('NCP_SAML_TRC_MISSING')).toBe('ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED');
  });

  it('SAML-03 refuses a TRC that does not rest on the HCP assertion first of all', () => {
    const ref = (id: string): string => `<saml2:AssertionIDRef>${id}</saml2:AssertionIDRef>`;
    expect(editedTrc(swap(HCP_ID, '_other'))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(`<saml2:Advice>${ref(HCP_ID)}</saml2:Advice>`, ''))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(ref(HCP_ID), ''))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(ref(HCP_ID), ref('_other') + ref(HCP_ID)))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(ref(HCP_ID), `<saml2:AssertionURIRef>urn:x</saml2:AssertionURIRef>${ref(HCP_ID)}`))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(ref(HCP_ID), `<saml2:AssertionURIRef>${HCP_ID}</saml2:AssertionURIRef>`))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(editedTrc(swap(ref(HCP_ID), ref(HCP_ID) + ref('_other')))).toBe('none');
    expect(wireOf('NCP_SAML_TRC_MISMATCH')).toBe('1002');
  });

  it('SAML-03 refuses a TRC of another professional', () => {
    expect(refusal(hcp() + trc({ of: { nameId: 'dk-4712' } }))).toBe('NCP_SAML_TRC_MISMATCH');
    expect(refusal(hcp() + trc({ of: { nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' } }))).toBe('NCP_SAML_TRC_MISMATCH');
  });

  it('SAML-05 refuses a second HCP, a second TRC, a TRC where none can be, and more than three', () => {
    const other: Make = { id: '_other' };
    expect(refusal(hcp() + hcp({}, other) + trc())).toBe('NCP_SAML_UNEXPECTED');
    expect(refusal(hcp() + trc() + trc(other))).toBe('NCP_SAML_UNEXPECTED');
    expect(refusal(hcp() + trc(), xcpd)).toBe('NCP_SAML_UNEXPECTED');
    expect(refusal(hcp() + trc() + trc({ id: '_a' }) + trc({ id: '_b' }))).toBe('NCP_SAML_UNEXPECTED');
  });

  it('SAML-06 refuses one second beyond the skew', () => {
    expect(refusal(hcp(), { ...xcpd, now: seconds(4 * 3600 + 61) })).toBe('NCP_SAML_EXPIRED');
    expect(refusal(hcp(), { ...xcpd, now: seconds(-61) })).toBe('NCP_SAML_NOT_YET');
    expect(refusal(hcp() + trc(), { now: seconds(2 * 3600 + 61) })).toBe('NCP_SAML_TRC_EXPIRED');
    expect(refusal(hcp({}, { now: seconds(-600) }) + trc(), { now: seconds(-61) })).toBe('NCP_SAML_TRC_NOT_YET');
    expect(edited(swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore="2026-03-01T10:16:01Z"'))).toBe('NCP_SAML_NOT_YET');
    expect(wireOf('NCP_SAML_EXPIRED')).toBe('ERROR_HPI_GENERIC');
    expect(wireOf('NCP_SAML_TRC_EXPIRED')).toBe('1001');
    expect(new NcpError('NCP_SAML_TRC_EXPIRED').entry.shownAs).toBe('NCP_SAML_EXPIRED');
  });

  it('SAML-07 accepts within the skew both ways (control)', () => {
    expect(refusal(hcp({ authnInstant: seconds(3600) }), { ...xcpd, now: seconds(4 * 3600 + 60) })).toBe('none');
    expect(refusal(hcp(), { ...xcpd, now: seconds(-60) })).toBe('none');
    expect(edited(swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore="2026-03-01T10:16:00Z"'))).toBe('none');
    expect(refusal(hcp({ authnInstant: seconds(60) }), xcpd)).toBe('none');
    expect(edited(swap('AuthnInstant=', 'SessionNotOnOrAfter="2026-03-01T10:14:00Z" AuthnInstant='))).toBe('none');
    expect(refusal(hcp() + trc(), { now: seconds(2 * 3600 + 60) })).toBe('none');
  });

  it('SAML-08 refuses a life above four hours (HCP) or two (TRC)', () => {
    expect(edited(swap('14:15:00Z', '14:15:00.001Z'))).toBe('NCP_SAML_LIFETIME');
    expect(editedTrc(swap('12:15:00Z', '12:15:00.001Z'))).toBe('NCP_SAML_TRC_LIFETIME');
    expect(edited(swap('14:15:00Z', '16:15:00+02:00'))).toBe('none');
  });

  it('SAML-08 accepts a TRC that outlives the HCP assertion, good until the earlier end', () => {
    const short = hcp({ until: seconds(1800) });
    const result = validate(short + trc());
    expect(requireVerified(result.trc ?? errorless()).notOnOrAfter).toBe(seconds(1800));
    expect(refusal(short + trc(), { now: seconds(1800 + 61) })).toBe('NCP_SAML_EXPIRED');
  });

  it.each([
    ['no NotBefore', swap(' NotBefore="2026-03-01T10:15:00Z"', '')],
    ['no NotOnOrAfter', swap(' NotOnOrAfter="2026-03-01T14:15:00Z"', '')],
    ['no zone', swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore="2026-03-01T10:15:00"')],
    ['24:00', swap('14:15:00Z', '24:00:00Z')],
    ['a leap second', swap('14:15:00Z', '14:15:60Z')],
    ['no seconds', swap('14:15:00Z', '14:15Z')],
    ['a day that does not exist', swap('NotBefore="2026-03-01', 'NotBefore="2026-02-29')],
    ['an empty time', swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore=""')],
    ['an end at its beginning', swap('14:15:00Z', '10:15:00Z')],
    ['a condition we do not know', swap(AUDIENCE, `${AUDIENCE}<saml2:Condition xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Only"/>`)],
  ])('SAML-09 refuses conditions with %s', (_name, edit) => {
    expect(edited(edit)).toBe('NCP_SAML_CONDITIONS');
  });

  it('SAML-09 refuses without Conditions, and the year 9999', () => {
    const none = cut('Conditions');
    expect(edited(none)).toBe('NCP_SAML_CONDITIONS');
    expect(editedTrc(none)).toBe('NCP_SAML_TRC_CONDITIONS');
    expect(edited(swap('NotOnOrAfter="2026', 'NotOnOrAfter="9999'))).toBe('NCP_SAML_LIFETIME');
  });

  it('SAML-10 refuses another audience, and a missing one where the policy requires it', () => {
    expect(edited(swap('x-border</', 'national</'))).toBe('NCP_SAML_AUDIENCE');
    expect(edited(swap(AUDIENCE, AUDIENCE + AUDIENCE.replace('x-border', 'other')))).toBe('NCP_SAML_AUDIENCE');
    expect(editedTrc(swap('x-border</', 'national</'))).toBe('NCP_SAML_TRC_AUDIENCE');
    const bare = hcp({}, { edit: swap(AUDIENCE, '') });
    expect(refusal(bare, xcpd)).toBe('none');
    const required = { ...xcpd, policy: { ...DEFAULT_SAML_POLICY, audienceOptional: false } };
    expect(refusal(bare, required)).toBe('NCP_SAML_AUDIENCE');
    expect(refusal(hcp(), required)).toBe('none');
    expect(edited(swap('<saml2:Audience>', '<saml2:Audience>urn:first</saml2:Audience><saml2:Audience>'))).toBe('none');
  });

  it('SAML-11 refuses an unknown signer and a country on the connection of another', () => {
    expect(refusal(hcp({}, { by: STRANGER }), xcpd)).toBe('NCP_TRUST_UNTRUSTED');
    expect(refusal(hcp({}, { by: FINLAND }), xcpd)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp(), { ...xcpd, peer: FINLAND.country })).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ country: FINLAND.country }), xcpd)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ homeCommunityId: '1.2.246.556.12001.4.1000.990.1' }), xcpd)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ homeCommunityId: '1.2.3.4' }), xcpd)).toBe('NCP_TRUST_COUNTRY');
    expect(edited(swap('urn:oid:1.2.208', 'somewhere'))).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp() + trc({ by: FINLAND }))).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp() + trc({ options: { country: FINLAND.country } }))).toBe('NCP_TRUST_COUNTRY');
  });

  it('SAML-11 accepts an issuer that names no country, either form of homeCommunityId, an earlier one, and none (control)', () => {
    expect(edited(swap('urn:idp:DK:countryB', 'urn:tiani-spirit:sts'))).toBe('none');
    expect(edited(swap('urn:oid:1.2.208', '1.2.208'))).toBe('none');
    expect(edited(swap('urn:oid:1.2.208', 'urn:oid:2.16.17.710.802.1000.990.1'))).toBe('none');
    expect(edited(without(COMMUNITY))).toBe('none');
    expect(edited(swap('urn:idp:DK:countryB', ''))).toBe('NCP_SAML_ISSUER');
  });

  it('SAML-12 never guesses the kind', () => {
    for (const qualifier of ['', 'NameQualifier=""', 'NameQualifier="urn:ehdsi:assertions:HCP"', 'NameQualifier="urn:epsos:wp34:assertions"']) {
      expect(edited(swap('NameQualifier="urn:ehdsi:assertions:hcp"', qualifier))).toBe('NCP_SAML_UNEXPECTED');
    }
    expect(refusal(hcp() + trc({ edit: swap('assertions:trc', 'assertions:xyz') }))).toBe('NCP_SAML_UNEXPECTED');
    const said = (qualifier: string): unknown =>
      (errorOf(() => validate(hcp({}, { edit: swap('urn:ehdsi:assertions:hcp', qualifier) }), xcpd)) as NcpError).details;
    expect([said(''), said('urn:x')]).toEqual([{ qualifier: 'missing' }, { qualifier: 'unknown' }]);
  });

  it('SAML-13 refuses another version, another root and SAML 1.1', () => {
    expect(edited(swap('Version="2.0"', 'Version="1.1"'))).toBe('NCP_SAML_STRUCTURE');
    expect(edited(swap(' Version="2.0"', ''))).toBe('NCP_SAML_STRUCTURE');
    expect(refusal(hcp().replaceAll('saml2:Assertion', 'saml2:Assertions'), xcpd)).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal('<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_1"/>', xcpd)).toBe('NCP_XSW_WRAPPING');
    expect(edited(swap('IssueInstant="2026-03-01T10:15:00Z"', 'IssueInstant="yesterday"'))).toBe('NCP_SAML_STRUCTURE');
    expect(edited(swap('IssueInstant="2026-03-01T10:15:00Z"', 'IssueInstant="2026-03-01T10:16:01Z"'))).toBe('NCP_SAML_NOT_YET');
  });

  const confirmation = '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>';
  it('SAML-14 refuses a confirmation that is not sender-vouches, two, and none', () => {
    expect(edited(swap('cm:sender-vouches', 'cm:bearer'))).toBe('NCP_SAML_SUBJECT');
    expect(edited(swap(confirmation, confirmation + confirmation))).toBe('NCP_SAML_SUBJECT');
    expect(edited(swap(confirmation, ''))).toBe('NCP_SAML_SUBJECT');
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
    expect(refusal(hcp({ authnInstant: seconds(-12 * 3600 - 61) }), xcpd)).toBe('NCP_SAML_EXPIRED');
    expect(refusal(hcp({ authnInstant: seconds(-12 * 3600 - 60) }), xcpd)).toBe('none');
    expect(refusal(hcp({ authnInstant: seconds(61) }), xcpd)).toBe('NCP_SAML_NOT_YET');
    expect(edited(swap('AuthnInstant=', 'SessionNotOnOrAfter="2026-03-01T10:13:59Z" AuthnInstant='))).toBe('NCP_SAML_EXPIRED');
    expect(edited(swap('AuthnInstant="2026-03-01T10:14:30Z"', ''))).toBe('NCP_SAML_STRUCTURE');
    expect(editedTrc(swap('PreviousSession', 'SmartcardPKI'))).toBe('NCP_SAML_TRC_CONTENT');
    expect(wireOf('NCP_SAML_ASSURANCE')).toBe('4702');
  });

  it('SAML-22 refuses what is encrypted', () => {
    const ns = 'xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"';
    expect(refusal(`<saml2:EncryptedAssertion ${ns}/>`, xcpd)).toBe('NCP_SAML_UNSUPPORTED');
    expect(edited((xml) => xml.replace(/<saml2:NameID.*<\/saml2:NameID>/, '<saml2:EncryptedID/>'))).toBe('NCP_SAML_UNSUPPORTED');
    expect(edited((xml) => xml.replace(attributeText(xml, LOCALITY), '<saml2:EncryptedAttribute/>'))).toBe('NCP_SAML_UNSUPPORTED');
    expect(refusal(`${hcp()}<EncryptedAssertion xmlns="urn:x"/>`, xcpd)).toBe('none');
  });

  it('SAML-23 refuses an id that is no NCName', () => {
    for (const id of ['urn:uuid:0a1b', '1abc', '', 'a b', 'a'.repeat(129)]) {
      expect(refusal(hcp().replaceAll(HCP_ID, id), xcpd)).toBe('NCP_SAML_ID');
    }
    expect(refusal(hcp({}, { id: 'a'.repeat(128) }), xcpd)).toBe('none');
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
    expect(refusal(kin() + hcp(), xcpd)).toBe('none');
    expect(refusal(kin() + hcp())).toBe('NCP_SAML_TRC_MISSING');
    expect(refusal(kin(), xcpd)).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal(kin({ now: seconds(-3 * 3600) }) + hcp(), xcpd)).toBe('NCP_SAML_EXPIRED');
    expect(refusal(kin({ by: STRANGER }) + hcp(), xcpd)).toBe('NCP_TRUST_UNTRUSTED');
    expect(refusal(kin({ by: FINLAND }) + hcp(), xcpd)).toBe('NCP_TRUST_COUNTRY');
    const patient = (id: string): string => `<saml2:Attribute Name="${SUBJECT_ID}"><saml2:AttributeValue>${id}^^^&amp;1.2.752.129.2.1.3.1&amp;ISO</saml2:AttributeValue></saml2:Attribute>`;
    expect(refusal(kin({}, patient('199008202385')) + hcp(), xcpd)).toBe('none');
    expect(refusal(kin({}, patient('199008202385')) + hcp() + trc())).toBe('none');
    expect(refusal(kin({}, patient('195411222267')) + hcp() + trc())).toBe('NCP_SAML_PATIENT_MISMATCH');
  });

  it('SAML-27 turns any exception in a step into a refusal', () => {
    const broken = (): never => {
      throw new TypeError('canary');
    };
    const policy = { ...DEFAULT_SAML_POLICY, communities: { get: broken } as never };
    expect(refusal(hcp(), { ...xcpd, policy })).toBe('NCP_INTERNAL');
    expect(refusal(hcp(), { ...xcpd, resolveSigner: broken })).toBe('NCP_DSIG_KEYINFO');
  });

  it('SAML-42, SAML-45 counts uses: 200 each, one for OneTimeUse', () => {
    const once = hcp({}, { edit: swap('<saml2:AudienceRestriction>', '<saml2:OneTimeUse/><saml2:AudienceRestriction>') });
    expect(validate(once, xcpd).uses).toEqual([{ id: HCP_ID, notOnOrAfter: seconds(4 * 3600), maxUses: 1 }]);
  });

  it('SAML-43 refuses the same assertion from another country’s connection', () => {
    const content = hcp() + trc();
    expect(refusal(content)).toBe('none');
    expect(refusal(content, { peer: FINLAND.country })).toBe('NCP_TRUST_COUNTRY');
  });

  it('accepts Finland on the Finnish connection with the community id its assertions carry', () => {
    const finnish = hcp({ country: FINLAND.country, homeCommunityId: '1.2.246.556.12.4.1000.990.1' }, { by: FINLAND });
    expect(refusal(finnish, { ...xcpd, peer: countryCode('FI') })).toBe('none');
  });

  it('refuses a TRC whose patient is missing or unreadable', () => {
    expect(editedTrc(without(SUBJECT_ID))).toBe('NCP_SAML_TRC_CONTENT');
    expect(editedTrc(swap('199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO', '199008202385'))).toBe('NCP_SAML_TRC_CONTENT');
  });

  it('reads assertions whose namespaces are declared outside the element that uses them', () => {
    const finnishStyle: Edit = (xml) => xml.replace('<saml2:Assertion ', '<saml2:Assertion xmlns="urn:hl7-org:v3" ').replaceAll(' xmlns="urn:hl7-org:v3" code', ' code');
    const content = hcp({}, { edit: finnishStyle });
    expect(content).toContain('<Role code=');
    expect(refusal(content, xcpd)).toBe('none');
  });

  it('repeats nothing of the assertion in an error', () => {
    const error = errorOf(() => validate(hcp({ nameId: 'canary-1', subjectId: 'canary-2' }, { edit: without(ROLE) }), xcpd));
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
