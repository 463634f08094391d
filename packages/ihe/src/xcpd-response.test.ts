import { describe, expect, it } from '@jest/globals';
import { calendarDate, ERROR_REGISTRY, instant, NcpError, WIRE_CODES, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import {
  decodeXcpdRequest, decodeXcpdResponse, encodeXcpdRequest, encodeXcpdResponse, xcpdRefusalFor,
  type XcpdPatient, type XcpdRefusalPolicy, type XcpdStamp,
} from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));
const written = (el: XmlElement): string => text(serialiseXml(el));

const REQUEST = decodeXcpdRequest(wire(encodeXcpdRequest({
  id: { root: '2f6d0f0e-3d8e-4c1d-9a6d-0d2f0b7c1a11', extension: '4711470011' },
  queryId: { root: '1.263507841149' },
  creationTime: instant('2026-03-01T10:15:00Z'),
  senderHome: '1.2.208', receiverHome: '1.2.752.221.3.1.1',
  identifiers: [{ root: '1.2.752.129.2.1.3.1', extension: '199008202385' }],
  birthDate: calendarDate('1990-08-20'),
})));

const STAMP: XcpdStamp = {
  id: 'f302e153-f4c3-4586-a003-557b2150e7c2', extension: '0903372231',
  creationTime: instant('2026-03-01T10:15:01Z'), home: '1.2.752.221.3.1.1',
};

const ALMA: XcpdPatient = {
  id: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' },
  family: 'Testdotter', given: ['Alma', 'Maria'], gender: 'F', birthDate: calendarDate('1990-08-20'),
};

const EXCHANGE = '0195f3c1-7a10-7000-8000-000000000001';
const refusal = (code: NcpErrorCode, policy?: XcpdRefusalPolicy): ReturnType<typeof xcpdRefusalFor> =>
  xcpdRefusalFor(new NcpError(code, { at: 'secret place' }), EXCHANGE, policy);

describe('the answer to identification', () => {
  it('IHE-01 one match: AA, deliveredResponse, OK, and the person comes back', () => {
    const answer = encodeXcpdResponse(REQUEST, { kind: 'match', patient: ALMA }, STAMP);
    const message = written(answer);
    expect(message).toContain('<typeCode code="AA"/>');
    expect(message).toContain('<queryAck><queryId root="1.263507841149"/><statusCode code="deliveredResponse"/><queryResponseCode code="OK"/></queryAck>');
    expect(message).not.toContain('acknowledgementDetail');
    expect(message).not.toContain('reasonOf');
    expect(decodeXcpdResponse(wire(answer))).toEqual({ candidates: [{
      ids: [{ root: '1.2.752.129.2.1.3.1', extension: '199008202385' }],
      family: 'Testdotter', given: 'Alma Maria', gender: 'F', birthDate: '1990-08-20',
    }] });
  });

  it('writes all given names in one element and no address of a Swedish patient', () => {
    const message = written(encodeXcpdResponse(REQUEST, { kind: 'match', patient: ALMA }, STAMP));
    expect(message).toContain('<name><family>Testdotter</family><given>Alma Maria</given></name>');
    expect(message).not.toContain('<addr');
    expect(message).not.toContain('telecom');
  });

  it('answers the sender: its home as receiver, its message id, its query', () => {
    const message = written(encodeXcpdResponse(REQUEST, { kind: 'match', patient: ALMA }, STAMP));
    expect(message).toContain('<receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.208"/><asAgent');
    expect(message).toContain('<sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.752.221.3.1.1"/></device></sender>');
    expect(message).toContain('<targetMessage><id root="2f6d0f0e-3d8e-4c1d-9a6d-0d2f0b7c1a11" extension="4711470011"/></targetMessage>');
    expect(message).toContain('<queryByParameter><queryId root="1.263507841149"/><statusCode code="new"/><parameterList><livingSubjectBirthTime>');
  });

  it('IHE-01 none: AA, NF, one detail with text and empty location, and the reason', () => {
    const answer = encodeXcpdResponse(REQUEST, refusal('NCP_PI_UNKNOWN'), STAMP);
    const message = written(answer);
    expect(message).toContain('<typeCode code="AA"/>');
    expect(message).toContain('<statusCode code="deliveredResponse"/><queryResponseCode code="NF"/>');
    expect(message).toContain(
      '<acknowledgementDetail typeCode="E"><code code="ERROR_PI_NO_MATCH"/>' +
      `<text>No patient found. [NCP_PI_NO_MATCH] exchange=${EXCHANGE}</text><location/></acknowledgementDetail>`);
    expect(message).toContain(
      '<code code="ActAdministrativeDetectedIssueCode" codeSystem="2.16.840.1.113883.5.4"/><mitigatedBy typeCode="MITGT">' +
      '<detectedIssueManagement classCode="ACT" moodCode="EVN"><code code="AnswerNotAvailable" codeSystem="1.3.6.1.4.1.19376.1.2.27.3"/>');
    expect(decodeXcpdResponse(wire(answer))).toEqual({ candidates: [], error: {
      reason: 'AnswerNotAvailable', code: 'ERROR_PI_NO_MATCH', text: `No patient found. [NCP_PI_NO_MATCH] exchange=${EXCHANGE}`,
    } });
  });

  it('IHE-02 IHE-04 IHE-06 the no-match answer is byte-identical for every cause', () => {
    const causes: readonly NcpErrorCode[] = [
      'NCP_PI_NO_MATCH', 'NCP_PI_UNKNOWN', 'NCP_PI_FORMAT', 'NCP_PI_BIRTHDATE', 'NCP_PI_INACTIVE', 'NCP_PI_PROTECTED', 'NCP_PI_MINOR',
      'NCP_CONSENT', 'NCP_CONSENT_NONE', 'NCP_CONSENT_COUNTRY',
    ];
    const answers = new Set(causes.map((code) => written(encodeXcpdResponse(REQUEST, refusal(code), STAMP))));
    expect(answers.size).toBe(1);
  });

  it('IHE-04 the no-match answer differs between exchanges only in message id, time and exchange id', () => {
    const other = '0195f3c1-7a10-7000-8000-000000000002';
    const stamp = { ...STAMP, id: '00000000-0000-4000-8000-000000000000', extension: '1111111111', creationTime: instant('2027-01-02T03:04:05.678Z') };
    const first = written(encodeXcpdResponse(REQUEST, refusal('NCP_PI_PROTECTED'), STAMP));
    const second = written(encodeXcpdResponse(REQUEST, xcpdRefusalFor(new NcpError('NCP_CONSENT_NONE'), other), stamp));
    expect(second
      .replace(stamp.id, STAMP.id).replace(stamp.extension, STAMP.extension)
      .replace('20270102030405.678', '20260301101501.000').replace(other, EXCHANGE)).toBe(first);
    expect(second).toHaveLength(first.length);
  });

  it.each<[string, NcpErrorCode, 'no-match' | 'refused', string, string, string]>([
    ['several persons', 'NCP_PI_MULTIPLE', 'refused', 'AnswerNotAvailable', 'ERROR_PI_MULTIPLE_MATCHES', 'NCP_PI_MULTIPLE'],
    ['no identifier', 'NCP_PI_NO_IDENTIFIER', 'refused', 'DemographicsQueryNotAllowed', 'ERROR_PI_GENERIC', 'NCP_PI_NO_IDENTIFIER'],
    ['another receiver', 'NCP_IHE_RECEIVER', 'refused', 'AnswerNotAvailable', 'ERROR_PI_GENERIC', 'NCP_IHE_RECEIVER'],
    ['another sender', 'NCP_IHE_SENDER', 'refused', 'InsufficientRights', 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', 'NCP_IHE_SENDER'],
    ['a broken message', 'NCP_IHE_STRUCTURE', 'refused', 'AnswerNotAvailable', 'ERROR_PI_GENERIC', 'NCP_IHE_STRUCTURE'],
    ['no assertion', 'NCP_SAML_HCP_MISSING', 'refused', 'InsufficientRights', 'ERROR_HPI_AUTHENTICATION_NOT_RECEIVED', 'NCP_SAML_HCP_MISSING'],
    ['an expired assertion', 'NCP_SAML_EXPIRED', 'refused', 'InsufficientRights', 'ERROR_HPI_GENERIC', 'NCP_SAML_EXPIRED'],
    ['a role without right', 'NCP_SAML_ROLE', 'refused', 'InsufficientRights', '4703', 'NCP_SAML_ROLE'],
    ['a bad signature', 'NCP_DSIG_DIGEST', 'refused', 'InsufficientRights', 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', 'NCP_DSIG_DIGEST'],
    ['a wrapped signature', 'NCP_XSW_WRAPPING', 'refused', 'InsufficientRights', 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', 'NCP_XSW_WRAPPING'],
    ['an untrusted signer', 'NCP_TRUST_REVOKED', 'refused', 'InsufficientRights', 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', 'NCP_TRUST_REVOKED'],
    ['the national list away', 'NCP_NATIONAL_UNAVAILABLE', 'refused', 'ResponderBusy', 'ERROR_PI_GENERIC', 'NCP_NATIONAL_UNAVAILABLE'],
    ['the wrong person from the national list', 'NCP_NATIONAL_WRONG_PATIENT', 'refused', 'ResponderBusy', 'ERROR_PI_GENERIC', 'NCP_NATIONAL_UNAVAILABLE'],
    ['audit that cannot be written', 'NCP_AUDIT_UNAVAILABLE', 'refused', 'InternalError', 'ERROR_PI_GENERIC', 'NCP_AUDIT_UNAVAILABLE'],
    ['our own fault', 'NCP_INTERNAL', 'refused', 'InternalError', 'ERROR_PI_GENERIC', 'NCP_INTERNAL'],
  ])('IHE-01 IHE-12 tells %s as decided', (_title, code, kind, reason, wireCode, shown) => {
    const told = refusal(code);
    expect(told).toEqual({ kind, reason, wire: wireCode, text: expect.stringMatching(new RegExp(String.raw`^[^[]+ \[${shown}\] exchange=${EXCHANGE}$`)) });
    const read = decodeXcpdResponse(wire(encodeXcpdResponse(REQUEST, told, STAMP)));
    expect(read).toMatchObject({ candidates: [], error: { reason, code: wireCode } });
  });

  it('says what is wrong with the question below triggerFor, everything else below mitigatedBy', () => {
    expect(written(encodeXcpdResponse(REQUEST, refusal('NCP_PI_NO_IDENTIFIER'), STAMP))).toContain(
      '<triggerFor typeCode="TRIG"><actOrderRequired classCode="ACT" moodCode="RQO">' +
      '<code code="DemographicsQueryNotAllowed" codeSystem="1.3.6.1.4.1.12559.11.10.1.3.2.2.1"/>');
    const busy = written(encodeXcpdResponse(REQUEST, refusal('NCP_NATIONAL_UNAVAILABLE'), STAMP));
    expect(busy).toContain('<code code="ResponderBusy" codeSystem="1.3.6.1.4.1.19376.1.2.27.3"/></detectedIssueManagement></mitigatedBy>');
    expect(busy).toContain('<statusCode code="aborted"/><queryResponseCode code="AE"/>');
    expect(busy).toContain('<typeCode code="AE"/>');
  });

  it('has an answer for every code of the registry, with a wire code of the enum and nothing of the details', () => {
    for (const code of Object.keys(ERROR_REGISTRY) as NcpErrorCode[]) {
      const told = refusal(code);
      expect(WIRE_CODES).toContain(told.wire);
      expect(told.text).not.toContain('secret');
    }
  });

  it('tells a missing consent only when configured to', () => {
    expect(refusal('NCP_CONSENT_NONE', { noConsent: 'insufficient-rights' })).toEqual({
      kind: 'refused', reason: 'InsufficientRights', wire: 'ERROR_PI_GENERIC',
      text: `The patient has not consented. [NCP_CONSENT] exchange=${EXCHANGE}`,
    });
    expect(refusal('NCP_PI_PROTECTED', { noConsent: 'insufficient-rights' }).kind).toBe('no-match');
  });

  it('IHE-11 writes nothing empty but the location', () => {
    const answers = [
      encodeXcpdResponse(REQUEST, { kind: 'match', patient: { ...ALMA, address: {} } }, STAMP),
      encodeXcpdResponse(REQUEST, refusal('NCP_PI_UNKNOWN'), STAMP),
      encodeXcpdResponse({}, refusal('NCP_IHE_STRUCTURE'), STAMP),
    ];
    for (const answer of answers) expect(written(answer).replace('<location/>', '')).not.toMatch(/<[A-Za-z]+\/>|=""/);
  });

  it('IHE-11 echoes a query without its empty parts and without what is not HL7', () => {
    const query = parseXml(utf8(`<h:queryByParameter xmlns:h="urn:hl7-org:v3" xmlns:x="urn:x">
      <h:queryId root="1.2"/><h:statusCode code="new"/><h:responseModalityCode code="R"/><h:matchCriterionList/>
      <h:parameterList><x:evil/><h:livingSubjectId><h:value root="1.2" extension="3" x:a="b"/><h:semanticsText/></h:livingSubjectId><h:patientAddress/></h:parameterList>
    </h:queryByParameter>`));
    const message = written(encodeXcpdResponse({ ...REQUEST, queryByParameter: query }, refusal('NCP_PI_UNKNOWN'), STAMP));
    expect(message).toContain(
      '<queryByParameter><queryId root="1.2"/><statusCode code="new"/><parameterList>' +
      '<livingSubjectId><value root="1.2" extension="3"/><semanticsText/></livingSubjectId></parameterList></queryByParameter>');
  });

  it('can refuse a request of which nothing could be read', () => {
    const read = decodeXcpdResponse(wire(encodeXcpdResponse({}, refusal('NCP_IHE_STRUCTURE'), STAMP)));
    expect(read.error).toMatchObject({ code: 'ERROR_PI_GENERIC', reason: 'AnswerNotAvailable' });
  });
});

const answer = (acknowledgement: string, act: string): XmlElement => parseXml(utf8(
  `<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"><acknowledgement>${acknowledgement}</acknowledgement>` +
  `<controlActProcess classCode="CACT" moodCode="EVN">${act}</controlActProcess></PRPA_IN201306UV02>`));

const subject = (extension: string): string =>
  `<subject typeCode="SUBJ"><registrationEvent><subject1><patient><id root="1.2" extension="${extension}"/>` +
  '<patientPerson><name><given>A</given><given>B</given><family>C</family></name><birthTime value="19670630120000"/></patientPerson>' +
  '</patient></subject1></registrationEvent></subject>';

describe('reading a peer\'s answer', () => {
  it('takes the subject, not the code: OpenNCP sends AE with a match', () => {
    const read = decodeXcpdResponse(answer('<typeCode code="AE"/>', `${subject('1')}<queryAck><statusCode code="AE"/><queryResponseCode code="AE"/></queryAck>`));
    expect(read).toEqual({ candidates: [{ ids: [{ root: '1.2', extension: '1' }], given: 'A B', family: 'C', birthDate: '1967-06-30' }] });
  });

  it('IHE-01 shows every candidate of several', () => {
    expect(decodeXcpdResponse(answer('', subject('1') + subject('2'))).candidates).toHaveLength(2);
  });

  it('makes ERROR_PI_GENERIC of an answer that says nothing', () => {
    expect(decodeXcpdResponse(answer('', ''))).toEqual({ candidates: [], error: { code: 'ERROR_PI_GENERIC' } });
  });

  it('falls back on triggerFor for the reason', () => {
    const act = '<reasonOf><detectedIssueEvent><triggerFor><actOrderRequired><code code="AdditionalDemographicsRequested"/></actOrderRequired></triggerFor></detectedIssueEvent></reasonOf>';
    expect(decodeXcpdResponse(answer('', act)).error?.reason).toBe('AdditionalDemographicsRequested');
  });
});
