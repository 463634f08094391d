import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { requireVerified, serialiseXml, text, verificationMemory, type VerificationMemory } from '@ncp/xml';
import {
  XCPD, edited, editedTrc, wireOf,
  FINLAND, HCP_ID, NOW, PATIENT, PERMISSIONS, STRANGER, TRC_ID, claims, context, errorOf, hcp, refusal, seconds, signedText, swap, trc, validate,
  type Make,
} from '../test/assertions.js';
import { COMMUNITY, cut, without } from '../test/edits.js';
import { hcpElement } from './issue-hcp.js';
import { DEFAULT_SAML_POLICY } from './policy.js';
import { validateAssertions } from './validate.js';

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
    const result = validate(bare, XCPD);
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
    expect([1, 2].map(() => refusal(content, { ...XCPD, memory: watched }))).toEqual(['none', 'none']);
    expect(found).toEqual([false, true]);
  });

  it('SAML-01 refuses without HCP assertion', () => {
    expect(refusal('')).toBe('NCP_SAML_HCP_MISSING');
    expect(refusal(trc())).toBe('NCP_SAML_HCP_MISSING');
    expect(errorOf(() => validateAssertions(undefined, context(XCPD))).message).toBe('NCP_SAML_HCP_MISSING');
    expect(wireOf('NCP_SAML_HCP_MISSING')).toBe('ERROR_HPI_AUTHENTICATION_NOT_RECEIVED');
  });

  it('SAML-02 refuses without TRC on every transaction but identification', () => {
    for (const transaction of ['ITI-38', 'ITI-39', 'ITI-41'] as const) {
      expect(refusal(hcp(), { transaction, classCode: transaction === 'ITI-41' ? '60593-1' : '57833-6' })).toBe('NCP_SAML_TRC_MISSING');
    }
    expect(refusal(hcp(), XCPD)).toBe('none');
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
    expect(refusal(hcp() + trc(), XCPD)).toBe('NCP_SAML_UNEXPECTED');
    expect(refusal(hcp() + trc() + trc({ id: '_a' }) + trc({ id: '_b' }))).toBe('NCP_SAML_UNEXPECTED');
  });

  it('SAML-06 refuses one second beyond the skew', () => {
    expect(refusal(hcp(), { ...XCPD, now: seconds(4 * 3600 + 61) })).toBe('NCP_SAML_EXPIRED');
    expect(refusal(hcp(), { ...XCPD, now: seconds(-61) })).toBe('NCP_SAML_NOT_YET');
    expect(refusal(hcp() + trc(), { now: seconds(2 * 3600 + 61) })).toBe('NCP_SAML_TRC_EXPIRED');
    expect(refusal(hcp({}, { now: seconds(-600) }) + trc(), { now: seconds(-61) })).toBe('NCP_SAML_TRC_NOT_YET');
    expect(edited(swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore="2026-03-01T10:16:01Z"'))).toBe('NCP_SAML_NOT_YET');
    expect(wireOf('NCP_SAML_EXPIRED')).toBe('ERROR_HPI_GENERIC');
    expect(wireOf('NCP_SAML_TRC_EXPIRED')).toBe('1001');
    expect(new NcpError('NCP_SAML_TRC_EXPIRED').entry.shownAs).toBe('NCP_SAML_EXPIRED');
  });

  it('SAML-07 accepts within the skew both ways (control)', () => {
    expect(refusal(hcp({ authnInstant: seconds(3600) }), { ...XCPD, now: seconds(4 * 3600 + 60) })).toBe('none');
    expect(refusal(hcp(), { ...XCPD, now: seconds(-60) })).toBe('none');
    expect(edited(swap('NotBefore="2026-03-01T10:15:00Z"', 'NotBefore="2026-03-01T10:16:00Z"'))).toBe('none');
    expect(refusal(hcp({ authnInstant: seconds(60) }), XCPD)).toBe('none');
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
    expect(refusal(bare, XCPD)).toBe('none');
    const required = { ...XCPD, policy: { ...DEFAULT_SAML_POLICY, audienceOptional: false } };
    expect(refusal(bare, required)).toBe('NCP_SAML_AUDIENCE');
    expect(refusal(hcp(), required)).toBe('none');
    expect(edited(swap('<saml2:Audience>', '<saml2:Audience>urn:first</saml2:Audience><saml2:Audience>'))).toBe('none');
  });

  it('SAML-11 refuses an unknown signer and a country on the connection of another', () => {
    expect(refusal(hcp({}, { by: STRANGER }), XCPD)).toBe('NCP_TRUST_UNTRUSTED');
    expect(refusal(hcp({}, { by: FINLAND }), XCPD)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp(), { ...XCPD, peer: FINLAND.country })).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ country: FINLAND.country }), XCPD)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ homeCommunityId: '1.2.246.556.12001.4.1000.990.1' }), XCPD)).toBe('NCP_TRUST_COUNTRY');
    expect(refusal(hcp({ homeCommunityId: '1.2.3.4' }), XCPD)).toBe('NCP_TRUST_COUNTRY');
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
      (errorOf(() => validate(hcp({}, { edit: swap('urn:ehdsi:assertions:hcp', qualifier) }), XCPD)) as NcpError).details;
    expect([said(''), said('urn:x')]).toEqual([{ qualifier: 'missing' }, { qualifier: 'unknown' }]);
  });
});

const errorless = (): never => {
  throw new Error('missing');
};
