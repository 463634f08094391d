import { describe, expect, it } from '@jest/globals';
import { calendarDate, instant, NcpError, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { assert, constantFrom, property, string } from 'fast-check';
import { decodeXcpdRequest, encodeXcpdRequest, readXcpdHead, type XcpdQuestion } from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));
const written = (el: XmlElement): string => text(serialiseXml(el));

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof NcpError ? error.code : undefined;
  }
};

const QUESTION: XcpdQuestion = {
  id: { root: '2f6d0f0e-3d8e-4c1d-9a6d-0d2f0b7c1a11', extension: '4711470011' },
  queryId: { root: '6a9f3f55-0a51-4d7a-8a57-1a2b3c4d5e6f', extension: '1' },
  creationTime: instant('2026-03-01T11:15:00.123+01:00'),
  senderHome: '1.2.752.221.3.1.1',
  receiverHome: '1.2.208',
  identifiers: [{ root: '1.2.208.176.1.2', extension: '0101901234' }],
  birthDate: calendarDate('1990-01-01'),
  gender: 'F',
  name: { family: 'Prøvesen', given: 'Karen' },
  address: { street: 'Prøvegade 1', city: 'København', postalCode: '1000', country: 'DK' },
};

describe('a request for identification', () => {
  it('comes back as it was asked', () => {
    const read = decodeXcpdRequest(wire(encodeXcpdRequest(QUESTION)));
    expect(read).toMatchObject({
      id: QUESTION.id, queryId: QUESTION.queryId, senderHome: QUESTION.senderHome, receiverHome: QUESTION.receiverHome,
      identifiers: QUESTION.identifiers, birthDate: '1990-01-01', gender: 'F', name: QUESTION.name, address: QUESTION.address,
      processingCode: 'P', versionCode: 'V3PR1', interactionRoot: '2.16.840.1.113883.1.6',
    });
  });

  it('writes the fixed parts in the order of the schema, and time in UTC with milliseconds', () => {
    const message = written(encodeXcpdRequest(QUESTION));
    const order = ['<id ', '<creationTime value="20260301101500.123+0000"', '<versionCode code="V3PR1"', '<interactionId ', '<processingCode code="P"',
      '<processingModeCode code="T"', '<acceptAckCode code="AL"', '<receiver typeCode="RCV"', '<sender typeCode="SND"', '<controlActProcess '];
    const positions = order.map((part) => message.indexOf(part));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(message.match(/<representedOrganization /g)).toHaveLength(2);
  });

  it('IHE-11 writes no empty element', () => {
    const bare = { ...QUESTION, name: { family: ' ' }, address: {}, identifiers: [] };
    const message = written(encodeXcpdRequest(bare));
    expect(message).not.toMatch(/<([A-Za-z]+)\/>/);
    expect(message).not.toContain('livingSubjectName');
    expect(message).not.toContain('patientAddress');
    expect(message).not.toContain('matchCriterionList');
  });

  it('survives any text a person can type', () => {
    const xmlText = string({ unit: constantFrom('a', 'Å', '<', '&', '"', "'", ']', '>', ' ', '😀', '^', '-'), minLength: 1 });
    assert(property(xmlText, xmlText, (extension, family) => {
      const read = decodeXcpdRequest(wire(encodeXcpdRequest({
        ...QUESTION, identifiers: [{ root: '1.2.3', extension }], name: { family },
      })));
      expect(read.identifiers[0]?.extension ?? '').toBe(extension.trim());
      expect(read.name?.family ?? '').toBe(family.trim());
    }));
  });
});

const request = (parameters: string, head = ''): XmlElement => parseXml(utf8(`
  <PRPA_IN201305UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0">
    ${head === '' ? '<id root="1.2.3" extension="4"/>' : head}
    <interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201305UV02"/>
    <receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="urn:oid:1.2.752.221.3.1.1"/></device></receiver>
    <sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.208"/></device></sender>
    <controlActProcess classCode="CACT" moodCode="EVN">
      <code code="PRPA_TE201305UV02" codeSystem="2.16.840.1.113883.1.6"/>
      <queryByParameter><queryId root="1.263507841149"/><statusCode code="new"/>${parameters}</queryByParameter>
    </controlActProcess>
  </PRPA_IN201305UV02>`));

const parameters = (content: string): string => `<parameterList>${content}</parameterList>`;

describe('reading a request', () => {
  it('accepts a device without agent, a home as URN and the constant query id of OpenNCP', () => {
    const read = decodeXcpdRequest(request(parameters('<livingSubjectId><value root="1.2.752.129.2.1.3.1" extension=" 199008202385 "/><semanticsText/></livingSubjectId>')));
    expect(read.receiverHome).toBe('1.2.752.221.3.1.1');
    expect(read.queryId).toEqual({ root: '1.263507841149' });
    expect(read.identifiers).toEqual([{ root: '1.2.752.129.2.1.3.1', extension: '199008202385' }]);
  });

  it.each([
    ['no identifier at all', '', []],
    ['an identifier without extension', '<livingSubjectId><value root="1.2"/><semanticsText/></livingSubjectId>', [{ root: '1.2' }]],
    ['an identifier without root', '<livingSubjectId><value extension="1"/><semanticsText/></livingSubjectId>', []],
    ['two in one parameter', '<livingSubjectId><value root="1.2" extension="a"/><value root="1.2" extension="b"/></livingSubjectId>', [
      { root: '1.2', extension: 'a' }, { root: '1.2', extension: 'b' }]],
  ])('leaves %s to the use case', (_title, content, identifiers) => {
    expect(decodeXcpdRequest(request(parameters(content))).identifiers).toEqual(identifiers);
  });

  it.each([
    ['19900820', '1990-08-20'],
    ['19900820000000.000+0000', '1990-08-20'],
    ['1990082007', '1990-08-20'],
    ['199008200730-0100', '1990-08-20'],
    ['1990', '1990'],
    ['19901340', '19901340'],
    ['199008201', '199008201'],
    ['199008200730001', '199008200730001'],
    ['19900820x', '19900820x'],
    ['x19900820', 'x19900820'],
    ['19900820 07', '19900820 07'],
  ])('IHE-02 reads birth time %s as %s, which equals no other day', (sent, expected) => {
    const content = `<livingSubjectBirthTime><value value="${sent}"/><semanticsText>LivingSubject.birthTime</semanticsText></livingSubjectBirthTime>`;
    expect(decodeXcpdRequest(request(parameters(content))).birthDate).toBe(expected);
  });

  it('XML-31 takes a birth time of 1 MB of digits for no day, in under 50 ms', () => {
    const digits = `19900820${'1'.repeat(1_000_000)}`;
    const body = request(parameters(`<livingSubjectBirthTime><value value="${digits}"/><semanticsText>LivingSubject.birthTime</semanticsText></livingSubjectBirthTime>`));
    const start = performance.now();
    expect(decodeXcpdRequest(body).birthDate === digits).toBe(true);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it.each<[string, XmlElement]>([
    ['another message', parseXml(utf8('<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3"/>'))],
    ['the right name in another namespace', parseXml(utf8('<PRPA_IN201305UV02/>'))],
    ['no parameter list', request('')],
    ['no message id', request(parameters(''), '<id nullFlavor="NI"/>')],
  ])('refuses %s', (_title, body) => {
    expect(codeOf(() => decodeXcpdRequest(body))).toBe('NCP_IHE_STRUCTURE');
  });

  it('refuses more identifiers than the limit', () => {
    const one = '<livingSubjectId><value root="1.2" extension="a"/><semanticsText/></livingSubjectId>';
    expect(codeOf(() => decodeXcpdRequest(request(parameters(one.repeat(201)))))).toBe('NCP_IHE_LIMIT');
  });

  it('finds enough for a refusal in a request that lacks everything else', () => {
    const head = readXcpdHead(parseXml(utf8('<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><id root="1.2.3"/></PRPA_IN201305UV02>')));
    expect(head).toEqual({ id: { root: '1.2.3' } });
  });
});
