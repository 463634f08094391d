import { describe, expect, it } from '@jest/globals';
import { ERROR_REGISTRY, NcpError, WIRE_CODES, type ClassCode, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { decodeRegistryResponse, encodeRegistryResponse, registryErrorFor, type ReceivedError, type RegistryAnswer } from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));
const written = (el: XmlElement): string => text(serialiseXml(el));

const answer = (content: string, status = 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure'): RegistryAnswer =>
  decodeRegistryResponse(parseXml(utf8(
    `<r:RegistryResponse xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="${status}"><r:RegistryErrorList>${content}</r:RegistryErrorList></r:RegistryResponse>`)));

const received = (attributes: string): ReceivedError | undefined => answer(`<r:RegistryError codeContext="c" ${attributes}/>`).errors[0];

describe('a registry response', () => {
  it('comes back as it was written', () => {
    const body = encodeRegistryResponse({ status: 'PartialSuccess', errors: [
      { wire: 'WARNING_ED_GENERIC', severity: 'warning', context: 'a & b' },
      { wire: '4106', severity: 'error', context: 'c', location: 'd' },
    ] });
    expect(decodeRegistryResponse(wire(body))).toEqual({ status: 'PartialSuccess', errors: [
      { code: 'WARNING_ED_GENERIC', sent: 'WARNING_ED_GENERIC', severity: 'warning', context: 'a & b' },
      { code: '4106', sent: '4106', severity: 'error', context: 'c', location: 'd' },
    ] });
  });

  it('sets the highest severity and always a location', () => {
    const warning = written(encodeRegistryResponse({ status: 'Success', errors: [{ wire: '1101', severity: 'warning', context: 'c' }] }));
    expect(warning).toContain('highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"');
    expect(warning).toContain('location=""');
    const error = written(encodeRegistryResponse({ status: 'Failure', errors: [
      { wire: '1101', severity: 'warning', context: 'c' }, { wire: '4701', severity: 'error', context: 'c' }] }));
    expect(error).toContain('highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"');
  });

  it('IHE-11 writes no list when there is nothing in it', () => {
    expect(written(encodeRegistryResponse({ status: 'Success', errors: [] }))).toBe(
      '<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>');
  });

  it.each([
    ['4701', '4701'], ['ERROR_NO_CONSENT', '4701'], [' ERROR_EP_NOT_FOUND ', '1101'], ['ERROR_DOCUMENT_NOT_PROCESSED', '2201'],
    ['EHDSI_ERROR_EP_ALREADY_DISPENSED', '4106'], ['EHDSI_WARNING_PS_MISSING_EXPECTED_TRANSLATION', 'WARNING_PS_MISSING_EXPECTED_TRANSLATION'],
    ['XDSMissingDocument', 'ERROR_GENERIC_DOCUMENT_MISSING'], ['XDSUnknownPatientId', '4206'], ['XDSRegistryError', 'ERROR_GENERIC'],
    ['ERROR_ED_GENERIC', 'ERROR_ED_GENERIC'], ['constructor', 'constructor'],
  ])('reads error code %s as %s', (sent, code) => {
    expect(received(`errorCode="${sent}"`)).toMatchObject({ code, sent });
  });

  it.each([
    ['severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"', 'warning'],
    ['severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"', 'error'],
    ['severity="Warning"', 'warning'],
    ['', 'error'],
    ['severity="else"', 'error'],
  ])('reads severity from %s', (attribute, severity) => {
    expect(received(`errorCode="x" ${attribute}`)?.severity).toBe(severity);
  });

  it.each([
    ['urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success', 'Success'],
    ['urn:ihe:iti:2007:ResponseStatusType:PartialSuccess', 'PartialSuccess'],
    ['urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess', 'PartialSuccess'],
    ['', 'Failure'],
    ['something', 'Failure'],
  ])('reads status %s as %s', (status, expected) => {
    expect(answer('', status).status).toBe(expected);
  });
});

const tell = (code: NcpErrorCode, classCode?: ClassCode): ReturnType<typeof registryErrorFor> =>
  registryErrorFor(new NcpError(code, { at: 'secret place' }), 'exchange-1', classCode);

describe('what a peer is told of an error', () => {
  it('is safe text, our code and the exchange', () => {
    expect(tell('NCP_DISPENSE_ALREADY')).toEqual({
      wire: '4106', severity: 'error', location: '',
      context: `${ERROR_REGISTRY.NCP_DISPENSE_ALREADY.text.en} [NCP_DISPENSE_ALREADY] exchange=exchange-1`,
    });
  });

  it.each<[string, readonly NcpErrorCode[]]>([
    ['denial that is about the person', [
      'NCP_CONSENT', 'NCP_CONSENT_NONE', 'NCP_CONSENT_COUNTRY', 'NCP_PI_UNKNOWN', 'NCP_PI_PROTECTED', 'NCP_PI_INACTIVE', 'NCP_PI_MINOR', 'NCP_PI_NO_MATCH']],
    ['missing document', ['NCP_DOCUMENT_MISSING', 'NCP_DOCUMENT_UNKNOWN_ID', 'NCP_DOCUMENT_OTHER_PATIENT', 'NCP_DOCUMENT_NOT_OFFERED', 'NCP_DOCUMENT_SUPERSEDED', 'NCP_DOCUMENT_EXPIRED', 'NCP_DOCUMENT_OTHER_COUNTRY']],
    ['prescription that is not there', ['NCP_DISPENSE_NO_MATCH', 'NCP_DISPENSE_UNKNOWN', 'NCP_DISPENSE_OTHER_PATIENT', 'NCP_DISPENSE_OTHER_COUNTRY']],
  ])('IHE-06 IHE-08 is the same for every cause of a %s', (_title, codes) => {
    expect(new Set(codes.map((code) => JSON.stringify(tell(code)))).size).toBe(1);
  });

  it.each<[NcpErrorCode, ClassCode, string]>([
    ['NCP_NATIONAL_UNAVAILABLE', '57833-6', '4103'],
    ['NCP_NATIONAL_UNAVAILABLE', '60591-5', 'ERROR_PS_GENERIC'],
    ['NCP_NATIONAL_UNAVAILABLE', '60593-1', 'ERROR_ED_GENERIC'],
    ['NCP_NATIONAL_UNAVAILABLE', 'DISCARD-60593-1', 'ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE'],
    ['NCP_NATIONAL_WRONG_PATIENT', '57833-6', 'ERROR_EP_GENERIC'],
    ['NCP_NATIONAL_WRONG_PATIENT', '60591-5', 'ERROR_PS_GENERIC'],
    ['NCP_CDA_RULE', '60591-5', 'ERROR_PS_GENERIC'],
    ['NCP_CDA_MAPPING_REQUIRED', '57833-6', 'ERROR_EP_MISSING_EXPECTED_MAPPING'],
    ['NCP_CDA_MAPPING_REQUIRED', '60591-5', 'ERROR_PS_MISSING_EXPECTED_MAPPING'],
    ['NCP_CDA_MAPPING_OPTIONAL', '60591-5', 'WARNING_PS_MISSING_EXPECTED_MAPPING'],
    ['NCP_CDA_NOT_EXPRESSIBLE', '60591-5', 'WARNING_PS_GENERIC'],
    ['NCP_PS_UNAVAILABLE', '60591-5', 'ERROR_PS_GENERIC'],
    ['NCP_NATIONAL_REFUSED', 'DISCARD-60593-1', 'ERROR_ED_DISCARD_FAILED'],
    ['NCP_STORE_UNAVAILABLE', '57833-6', 'ERROR_GENERIC'],
    ['NCP_STORE_UNAVAILABLE', '60593-1', '2201'],
    ['NCP_STORE_UNAVAILABLE', 'DISCARD-60593-1', '2201'],
    ['NCP_IHE_RECEIVER', '57833-6', '4204'],
    ['NCP_SAML_PATIENT_MISMATCH', '60591-5', '4206'],
  ])('IHE-12 depends on the document class: %s for %s is %s', (code, classCode, wireCode) => {
    expect(tell(code, classCode).wire).toBe(wireCode);
  });

  it('IHE-07 is 4202 for a class and 4204 for a slot', () => {
    expect(tell('NCP_IHE_CLASS_CODE').wire).toBe('4202');
    expect(tell('NCP_IHE_FORMAT_CODE').wire).toBe('4202');
    expect(tell('NCP_IHE_SLOT').wire).toBe('4204');
    expect(tell('NCP_IHE_LIMIT').wire).toBe('4204');
  });

  it('is a warning where nothing is wrong', () => {
    expect(tell('NCP_EP_NONE')).toMatchObject({ wire: '1101', severity: 'warning' });
    expect(tell('NCP_PS_NONE')).toMatchObject({ wire: '1102', severity: 'warning' });
  });

  it('has a member of the enum for every code and nothing of the details', () => {
    for (const code of Object.keys(ERROR_REGISTRY) as NcpErrorCode[]) {
      for (const classCode of ['57833-6', '60591-5', '60593-1', 'DISCARD-60593-1'] as const) {
        const told = tell(code, classCode);
        expect(WIRE_CODES).toContain(told.wire);
        expect(told.context).not.toContain('secret');
      }
    }
  });
});
