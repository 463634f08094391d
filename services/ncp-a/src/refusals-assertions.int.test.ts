import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { nurseOf, pharmacistOf, type Professional, type Seal } from '@ncp/simulator';
import {
  attributeText, cut, identifyBody, idIn, listBody, retrieveBody, startRefusalBench, submitBody, swap, swapAll, withoutAttribute,
  type AssertionParts, type Edit, type ExpectedRefusal, type Message, type RefusalBench,
} from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const KARIN = { root: '1.2.752.129.2.1.3.1', extension: '195411222267' };
/** Nothing of an assertion that was not believed, and nothing of the patient. */
const CANARIES = [ALMA.extension, 'Test Pharmacist', 'HP-2262-001'];
const RECORDED_AS_SEEN = ['replay_message', 'replay_assertion'] as const;

const ROLE = 'urn:oasis:names:tc:xacml:2.0:subject:role';
const PURPOSE = 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse';
const FACILITY = 'urn:ehdsi:names:subject:healthcare-facility-type';
const LOCALITY = 'urn:oasis:names:tc:xspa:1.0:environment:locality';
const ORGANISATION_ID = 'urn:oasis:names:tc:xspa:1.0:subject:organization-id';
const SUBJECT_ID = 'urn:oasis:names:tc:xspa:1.0:subject:subject-id';
const CONFIRMATION = '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>';
const AUDIENCE = '<saml2:AudienceRestriction><saml2:Audience>urn:ehdsi:assertions.audience:x-border</saml2:Audience></saml2:AudienceRestriction>';
const CLASSES = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';

let bench: RefusalBench;
beforeAll(async () => { bench = await startRefusalBench(); }, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

const hours = (count: number): number => count * 3_600_000;
const ago = (ms: number): Date => new Date(Date.now() - ms);
const seconds = (count: number): number => count * 1_000;

/** Identification by these assertions. */
const identify = (security: string): Message => bench.peer().write('ITI-55', { security, body: identifyBody(bench.peer().home, { patient: ALMA }) });
/** A list by these assertions. */
const list = (security: string, patient = ALMA): Message => bench.peer().write('ITI-38', { security, body: listBody(patient) });
const both = (hcp: AssertionParts, trc: AssertionParts, patient = ALMA): string => {
  const identity = bench.peer().hcp(hcp);
  return identity + bench.peer().trc(patient, idIn(identity), trc);
};
const submission = (security: string, kind: 'dispense' | 'discard' = 'dispense'): Message => bench.peer().write('ITI-41', {
  security, attachments: [{ contentId: 'document@peer', bytes: new TextEncoder().encode('<none/>') }],
  body: submitBody(bench.peer(), ALMA, { kind, documentId: '2.999.41^none', document: { contentId: 'document@peer' } }),
});

const refused = (code: NcpErrorCode, message: () => Message, expected: Partial<ExpectedRefusal> = {}): Promise<readonly string[]> =>
  bench.theFive({ message, expected: { form: 'ITI-55', code, ...expected }, canaries: CANARIES });
/** The professional's assertion, changed before it was signed. */
const hcp = (code: NcpErrorCode, parts: AssertionParts | Edit): Promise<readonly string[]> =>
  refused(code, () => identify(bench.peer().hcp(typeof parts === 'function' ? { edit: parts } : parts)));
/** The treatment relationship's, beside a good one of the professional. */
const trc = (code: NcpErrorCode, parts: AssertionParts | Edit, hcpParts: AssertionParts = {}): Promise<readonly string[]> =>
  refused(code, () => list(both(hcpParts, typeof parts === 'function' ? { edit: parts } : parts)), { form: 'ITI-38' });
const accepted = async (message: Message): Promise<boolean> => {
  const { text } = await bench.line().send(message);
  return text.includes('registrationEvent') || text.includes('ResponseStatusType:Success');
};
const timed = (name: 'NotBefore' | 'NotOnOrAfter', change: (at: Date) => string): Edit => (xml) => {
  const [whole = '', at = ''] = new RegExp(`${name}="([^"]*)"`).exec(xml) ?? [];
  return swap(whole, change(new Date(at)) === '' ? '' : `${name}="${change(new Date(at))}"`)(xml);
};
const later = (ms: number) => (at: Date): string => new Date(at.getTime() + ms).toISOString();

describe('assertions over the wire', () => {
  it('SAML-01 refuses every transaction without HCP assertion', async () => {
    const empty = '<!-- none -->';
    const trcAlone = (): string => bench.peer().trc(ALMA, '_nobody');
    for (const [form, message] of [
      ['ITI-55', () => identify('')], ['ITI-55', () => identify(empty)],
      ['ITI-38', () => list('')], ['ITI-38', () => list(trcAlone())],
      ['ITI-39', () => bench.peer().write('ITI-39', { security: trcAlone(), body: retrieveBody(['1.2.3^x']) })],
      ['ITI-41', () => submission('')],
    ] as const) expect(await refused('NCP_SAML_HCP_MISSING', message, { form, wire: 'ERROR_HPI_AUTHENTICATION_NOT_RECEIVED' })).toEqual([]);
  });

  it('SAML-02 refuses every transaction but identification without TRC', async () => {
    const security = (): string => bench.peer().hcp();
    for (const [form, message] of [
      ['ITI-38', () => list(security())],
      ['ITI-39', () => bench.peer().write('ITI-39', { security: security(), body: retrieveBody(['1.2.3^x']) })],
      ['ITI-41', () => submission(security())],
    ] as const) expect(await refused('NCP_SAML_TRC_MISSING', message, { form, wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED' })).toEqual([]);
  });

  it('SAML-03 refuses a TRC that does not rest on the HCP assertion first of all', async () => {
    const reference = (xml: string): string => xml.slice(xml.indexOf('<saml2:AssertionIDRef>'), xml.indexOf('</saml2:Advice>'));
    const named = (change: (own: string) => string): Edit => (xml) => swap(reference(xml), change(reference(xml)))(xml);
    const other = '<saml2:AssertionIDRef>_other</saml2:AssertionIDRef>';
    expect(await trc('NCP_SAML_TRC_MISMATCH', named(() => other))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_MISMATCH', cut('saml2:Advice'))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_MISMATCH', named((own) => other + own))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_MISMATCH', { who: { ...pharmacistOf('FI'), id: 'somebody-else' } })).toEqual([]);
  });

  it('SAML-04 refuses a query for another patient than the TRC names', async () => {
    expect(await bench.theFive({
      message: () => list(both({}, {}), KARIN), changes: RECORDED_AS_SEEN, confidential: [KARIN.extension],
      expected: { form: 'ITI-38', code: 'NCP_SAML_PATIENT_MISMATCH', wire: '4206' },
    })).toEqual([]);
  });

  it('SAML-05 refuses two HCP assertions, a TRC where none can be, and a fourth', async () => {
    const peer = bench.peer();
    expect(await refused('NCP_SAML_UNEXPECTED', () => identify(peer.hcp() + peer.hcp()))).toEqual([]);
    expect(await refused('NCP_SAML_UNEXPECTED', () => identify(both({}, {})))).toEqual([]);
    expect(await refused('NCP_SAML_UNEXPECTED', () => list(both({}, {}) + peer.trc(ALMA, '_x')), { form: 'ITI-38' })).toEqual([]);
    expect(await refused('NCP_SAML_UNEXPECTED', () => list(both({}, {}) + both({}, {})), { form: 'ITI-38' })).toEqual([]);
  });

  it('SAML-06 refuses one second beyond the skew', async () => {
    expect(await hcp('NCP_SAML_EXPIRED', { now: ago(hours(4) + seconds(61)) })).toEqual([]);
    expect(await refused('NCP_SAML_NOT_YET', () => identify(bench.peer().hcp({ now: ago(-seconds(62)) })))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_EXPIRED', { now: ago(hours(2) + seconds(61)) }, { now: ago(hours(3)) })).toEqual([]);
    expect(await refused('NCP_SAML_TRC_NOT_YET', () => list(both({}, { now: ago(-seconds(62)) })), { form: 'ITI-38', wire: '1001' })).toEqual([]);
  });

  it('SAML-07 accepts within the skew both ways (control)', async () => {
    expect(await accepted(identify(bench.peer().hcp({ now: ago(hours(4) + seconds(45)) })))).toBe(true);
    expect(await accepted(identify(bench.peer().hcp({ now: ago(-seconds(45)) })))).toBe(true);
    expect(await accepted(list(both({ now: ago(hours(3)) }, { now: ago(hours(2) + seconds(45)) })))).toBe(true);
  });

  it('SAML-08 refuses a life above four hours (HCP) and two (TRC); a TRC may outlive the HCP assertion', async () => {
    expect(await hcp('NCP_SAML_LIFETIME', timed('NotOnOrAfter', later(1)))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_LIFETIME', timed('NotOnOrAfter', later(1)))).toEqual([]);
    const short: AssertionParts = { edit: timed('NotOnOrAfter', later(-hours(3.5))) };
    expect(await accepted(list(both(short, {})))).toBe(true);
  });

  it.each<[string, NcpErrorCode, Edit]>([
    ['no Conditions', 'NCP_SAML_CONDITIONS', cut('saml2:Conditions')],
    ['no NotBefore', 'NCP_SAML_CONDITIONS', timed('NotBefore', () => '')],
    ['no NotOnOrAfter', 'NCP_SAML_CONDITIONS', timed('NotOnOrAfter', () => '')],
    ['a time without zone', 'NCP_SAML_CONDITIONS', timed('NotBefore', (at) => at.toISOString().replace('Z', ''))],
    ['24:00', 'NCP_SAML_CONDITIONS', timed('NotOnOrAfter', (at) => `${at.toISOString().slice(0, 11)}24:00:00Z`)],
    ['a leap second', 'NCP_SAML_CONDITIONS', timed('NotOnOrAfter', (at) => `${at.toISOString().slice(0, 17)}60Z`)],
    ['the year 9999', 'NCP_SAML_LIFETIME', timed('NotOnOrAfter', (at) => `9999${at.toISOString().slice(4)}`)],
  ])('SAML-09 refuses %s', async (_name, code, edit) => {
    expect(await hcp(code, edit)).toEqual([]);
  });

  it('SAML-09 refuses a TRC without Conditions', async () => {
    expect(await trc('NCP_SAML_TRC_CONDITIONS', cut('saml2:Conditions'))).toEqual([]);
  });

  it('SAML-10 refuses another audience; the profile lets it be left out', async () => {
    expect(await hcp('NCP_SAML_AUDIENCE', swap('x-border</', 'national</'))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_AUDIENCE', swap('x-border</', 'national</'))).toEqual([]);
    expect(await accepted(identify(bench.peer().hcp({ edit: swap(AUDIENCE, '') })))).toBe(true);
  });

  it('SAML-11, SAML-43, DSIG-23, DSIG-24, DSIG-25, DSIG-34, DSIG-35 refuses a signer that is unknown, of another country, or not in force', async () => {
    const { countries } = bench.world.pki;
    const sealOf = (pair: { readonly certificate: string; readonly key: string } | undefined): Seal =>
      ({ certificatePem: readFileSync(pair?.certificate ?? '', 'utf8'), keyPem: readFileSync(pair?.key ?? '', 'utf8') });
    const bad = countries['FI']?.bad.seal;
    for (const [code, pair] of [
      ['NCP_TRUST_UNTRUSTED', bad?.unknownCa], ['NCP_TRUST_COUNTRY', countries['DK']?.seal], ['NCP_TRUST_COUNTRY', bad?.otherCountry],
      ['NCP_TRUST_EXPIRED', bad?.expired], ['NCP_TRUST_EXPIRED', bad?.notYetValid], ['NCP_TRUST_USAGE', bad?.wrongUsage],
      ['NCP_TRUST_USAGE', countries['FI']?.tlsClient], ['NCP_TRUST_REVOKED', bad?.revoked],
    ] as const) {
      expect(await hcp(code, { seal: sealOf(pair) })).toEqual([]);
      expect(await trc(code, { seal: sealOf(pair) })).toEqual([]);
    }
    expect(await hcp('NCP_TRUST_COUNTRY', swap('urn:idp:FI:', 'urn:idp:DK:'))).toEqual([]);
    expect(await hcp('NCP_TRUST_COUNTRY', swap(bench.peer('FI').home, bench.peer('DK').home))).toEqual([]);
    // A genuine Finnish assertion on the Danish connection.
    expect(await bench.theFive({
      from: 'DK', canaries: CANARIES, expected: { form: 'ITI-55', code: 'NCP_TRUST_COUNTRY' },
      message: () => bench.peer('DK').write('ITI-55', { security: bench.peer('FI').hcp(), body: identifyBody(bench.peer('DK').home, { patient: ALMA }) }),
    })).toEqual([]);
  });

  it('SAML-12 never guesses the kind', async () => {
    for (const qualifier of ['NameQualifier="urn:ehdsi:assertions:xyz"', 'NameQualifier=""', '']) {
      expect(await hcp('NCP_SAML_UNEXPECTED', swap('NameQualifier="urn:ehdsi:assertions:hcp"', qualifier))).toEqual([]);
    }
    expect(await trc('NCP_SAML_UNEXPECTED', swap('assertions:trc', 'assertions:xyz'))).toEqual([]);
  });

  it('SAML-13 refuses another version, another root, and an unknown condition', async () => {
    expect(await hcp('NCP_SAML_STRUCTURE', swap('Version="2.0"', 'Version="1.1"'))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_CONTENT', swap('Version="2.0"', 'Version="1.1"'))).toEqual([]);
    const assertion11 = '<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" MajorVersion="1" MinorVersion="1" AssertionID="_1"/>';
    expect(await refused('NCP_XSW_WRAPPING', () => identify(assertion11))).toEqual([]);
    expect(await refused('NCP_SAML_HCP_MISSING', () => identify(swapAll('saml2:Assertion', 'saml2:Statement')(bench.peer().hcp())))).toEqual([]);
    const unknown = '<saml2:Condition xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Only"/>';
    expect(await hcp('NCP_SAML_CONDITIONS', swap(AUDIENCE, `${AUDIENCE}${unknown}`))).toEqual([]);
  });

  it('SAML-26 refuses an assertion that holds far more than any has use for, signed as it should be', async () => {
    const filled = swap('</saml2:AttributeStatement>', `<saml2:Attribute Name="z"><saml2:AttributeValue>${'<a/>'.repeat(20_000)}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`);
    expect(await hcp('NCP_SAML_STRUCTURE', filled)).toEqual([]);
    expect(await trc('NCP_SAML_STRUCTURE', filled)).toEqual([]);
  });

  it('SAML-22, SAML-26 refuses what is encrypted or no assertion by the schema, with the code of the assertion it is in', async () => {
    const encrypted: Edit = (xml) => xml.replace(/<saml2:NameID.*<\/saml2:NameID>/, '<saml2:EncryptedID/>');
    const unknown = swap('<saml2:Subject>', '<saml2:Other/><saml2:Subject>');
    for (const [code, wire, edit] of [['NCP_SAML_UNSUPPORTED', 'ERROR_HPI_GENERIC', encrypted], ['NCP_SAML_STRUCTURE', 'ERROR_HPI_GENERIC', unknown]] as const) {
      expect(await refused(code, () => list(both({ edit }, {})), { form: 'ITI-38', wire })).toEqual([]);
    }
    for (const [code, edit] of [['NCP_SAML_TRC_UNSUPPORTED', encrypted], ['NCP_SAML_TRC_CONTENT', unknown]] as const) {
      expect(await refused(code, () => list(both({}, { edit })), { form: 'ITI-38', wire: '1001' })).toEqual([]);
    }
  });

  it('SAML-14 refuses a confirmation that is not sender-vouches, two, and none', async () => {
    for (const edit of [swap('cm:sender-vouches', 'cm:bearer'), swap(CONFIRMATION, CONFIRMATION + CONFIRMATION), swap(CONFIRMATION, '')]) {
      expect(await hcp('NCP_SAML_SUBJECT', edit)).toEqual([]);
      expect(await trc('NCP_SAML_TRC_CONTENT', edit)).toEqual([]);
    }
  });

  it('SAML-15 refuses an authentication context that is missing or weaker than required', async () => {
    for (const edit of [swap(`${CLASSES}SmartcardPKI`, `${CLASSES}Password`), cut('saml2:AuthnContextClassRef'), cut('saml2:AuthnStatement')]) {
      expect(await hcp('NCP_SAML_ASSURANCE', edit)).toEqual([]);
    }
    expect(await trc('NCP_SAML_TRC_CONTENT', swap('PreviousSession', 'SmartcardPKI'))).toEqual([]);
  });

  it('SAML-16 refuses a role that is missing, unknown or deprecated', async () => {
    const role = (change: string): Edit => (xml) => {
      const text = attributeText(xml, ROLE);
      return xml.replace(text, text.slice(0, text.indexOf('<Role')) + change + text.slice(text.indexOf('</saml2:AttributeValue>')));
    };
    for (const edit of [withoutAttribute(ROLE), swap('code="2262"', 'code="9999"'), role('pharmacist')]) {
      expect(await hcp('NCP_SAML_ROLE', edit)).toEqual([]);
    }
  });

  it('SAML-17 refuses a nurse who lists or dispenses, and a pharmacist without the permission', async () => {
    const nurse = { who: nurseOf('FI') };
    expect(await refused('NCP_SAML_ROLE', () => submission(both(nurse, nurse)), { form: 'ITI-41', wire: '4703' })).toEqual([]);
    expect(await refused('NCP_SAML_ROLE', () => list(both(nurse, nurse)), { form: 'ITI-38', wire: '4703' })).toEqual([]);
    expect(await accepted(identify(bench.peer().hcp(nurse)))).toBe(true);
    // The summaries have an event of their own, refused or not.
    const summaries = (): Message => bench.peer().write('ITI-38', { security: both({}, {}), body: swap('57833-6', '60591-5')(listBody(ALMA)) });
    expect(await refused('NCP_SAML_ROLE', summaries, { form: 'ITI-38', event: 'EHDSI-21' })).toEqual([]);
    const limited = (...permissions: readonly string[]): { readonly who: Professional } => ({ who: { ...pharmacistOf('FI'), permissions } });
    expect(await hcp('NCP_SAML_PERMISSION', limited('PRD-004', 'PRD-010'))).toEqual([]);
    const lister = limited('PRD-004', 'PRD-006', 'PRD-010');
    expect(await refused('NCP_SAML_PERMISSION', () => submission(both(lister, lister)), { form: 'ITI-41', wire: '4703' })).toEqual([]);
  });

  it('SAML-18 refuses a purpose that is missing or unknown, and an emergency nobody answers for', async () => {
    const emergency = swapAll('TREATMENT', 'EMERGENCY');
    for (const edit of [
      withoutAttribute(PURPOSE), swap('code="TREATMENT"', 'code="MARKETING"'), (xml: string) => withoutAttribute(ORGANISATION_ID)(emergency(xml)),
    ]) expect(await hcp('NCP_SAML_PURPOSE', edit)).toEqual([]);
    expect(await accepted(identify(bench.peer().hcp({ edit: emergency })))).toBe(true);
    expect(await trc('NCP_SAML_PURPOSE', swap('code="TREATMENT"', 'code="MARKETING"'))).toEqual([]);
  });

  it('SAML-19 refuses a missing point of care, and a discard without organisation', async () => {
    for (const edit of [withoutAttribute(LOCALITY), withoutAttribute(FACILITY)]) expect(await hcp('NCP_SAML_POINT_OF_CARE', edit)).toEqual([]);
    const bare = { edit: withoutAttribute(ORGANISATION_ID) };
    expect(await refused('NCP_SAML_ORGANISATION', () => submission(both(bare, {}), 'discard'), { form: 'ITI-41', wire: 'ERROR_HPI_HAI_NO_INFORMATION', event: 'EHDSI-42' })).toEqual([]);
  });

  it('SAML-20 refuses an attribute that is there twice, and a second value', async () => {
    const twice = (name: string): Edit => (xml) => xml.replace(attributeText(xml, name), (one) => one + one.replace('Test', 'Other'));
    expect(await hcp('NCP_SAML_ATTRIBUTE', twice(ROLE))).toEqual([]);
    expect(await hcp('NCP_SAML_ATTRIBUTE', twice(LOCALITY))).toEqual([]);
    expect(await trc('NCP_SAML_TRC_ATTRIBUTE', twice(SUBJECT_ID))).toEqual([]);
    const second: Edit = (xml) => {
      const text = attributeText(xml, LOCALITY);
      const value = text.slice(text.indexOf('<saml2:AttributeValue'), text.indexOf('</saml2:Attribute>'));
      return xml.replace(text, text.replace(value, value + value.replace('Test', 'Other')));
    };
    expect(await hcp('NCP_SAML_ATTRIBUTE', second)).toEqual([]);
  });

  it('SAML-44, SAML-45 refuses an assertion that was used up, and warns', async () => {
    const reused = (security: string): Promise<readonly string[]> => bench.theFive({
      message: () => identify(security), changes: RECORDED_AS_SEEN, alarm: 'NCP_SAML_REUSE', expected: { form: 'ITI-55', code: 'NCP_SAML_REUSE', wire: 'ERROR_HPI_GENERIC' },
    });
    const once = bench.peer().hcp({ edit: swap(AUDIENCE, `${AUDIENCE}<saml2:OneTimeUse/>`) });
    expect(await accepted(identify(once))).toBe(true);
    expect(await reused(once)).toEqual([]);
    const often = bench.peer().hcp();
    for (let use = 0; use < 200; use += 1) expect(await accepted(identify(often))).toBe(true);
    expect(await reused(often)).toEqual([]);
  }, 60_000);
});
