import { describe, expect, it } from '@jest/globals';
import { instant, NcpError } from '@ncp/domain';
import { NS, parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { hcp, names } from '../test/assertions.js';
import { decodeTrcRequest, encodeTrcResponse } from './trc-request.js';

const PATIENT = '<t:PatientId>199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO</t:PatientId>';
const body = (parameters: string, before = ''): XmlElement =>
  parseXml(utf8(`<w:RequestSecurityToken xmlns:w="${NS.wst}" xmlns:t="${NS.trc}">${before}${parameters}</w:RequestSecurityToken>`));
const asked = (...parameters: readonly string[]): XmlElement => body(`<t:TRCParameters>${parameters.join('')}</t:TRCParameters>`);

/** The field that is refused; `none` when the request is read. */
const refused = (request: XmlElement): unknown => {
  try {
    decodeTrcRequest(request);
  } catch (error) {
    return error instanceof NcpError && error.code === 'NCP_API_INPUT' ? error.details['field'] : error;
  }
  return 'none';
};

describe('a request for a treatment relationship', () => {
  it('needs a patient alone: the purpose is treatment, and nothing else is said', () => {
    expect(decodeTrcRequest(asked(PATIENT))).toStrictEqual({
      patient: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' }, purpose: 'TREATMENT',
    });
  });

  it('may say everything', () => {
    const request = body(`<t:TRCParameters>${PATIENT}<t:PurposeOfUse> EMERGENCY </t:PurposeOfUse><t:DispensationPinCode>12345</t:DispensationPinCode><t:PrescriptionId>1.2.3^R1</t:PrescriptionId></t:TRCParameters>`,
      `<w:RequestType>${NS.wst}/Issue</w:RequestType><w:TokenType>${NS.saml}</w:TokenType>`);
    expect(decodeTrcRequest(request)).toStrictEqual({
      patient: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' }, purpose: 'EMERGENCY', pin: '12345', prescriptionId: '1.2.3^R1',
    });
  });

  it('takes a blank for nothing said', () => {
    expect(decodeTrcRequest(asked(PATIENT, '<t:PurposeOfUse/><t:DispensationPinCode> </t:DispensationPinCode><t:PrescriptionId/>')))
      .toStrictEqual({ patient: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' }, purpose: 'TREATMENT' });
  });

  it.each([
    ['another request', body(`<t:TRCParameters>${PATIENT}</t:TRCParameters>`, `<w:RequestType>${NS.wst}/Renew</w:RequestType>`), 'RequestType'],
    ['another token', body(`<t:TRCParameters>${PATIENT}</t:TRCParameters>`, '<w:TokenType>urn:oasis:names:tc:SAML:1.0:assertion</w:TokenType>'), 'TokenType'],
    ['no parameters', body(''), 'TRCParameters'],
    ['parameters of another namespace', body(`<w:TRCParameters>${PATIENT}</w:TRCParameters>`), 'TRCParameters'],
    ['another purpose', asked(PATIENT, '<t:PurposeOfUse>RESEARCH</t:PurposeOfUse>'), 'PurposeOfUse'],
    ['no patient', asked(), 'PatientId'],
    ['a patient without a root', asked('<t:PatientId>199008202385</t:PatientId>'), 'PatientId'],
    ['two patients', asked(PATIENT, PATIENT), 'PatientId'],
    ['two purposes', asked(PATIENT, '<t:PurposeOfUse>TREATMENT</t:PurposeOfUse><t:PurposeOfUse>EMERGENCY</t:PurposeOfUse>'), 'PurposeOfUse'],
    ['a PIN of 257 characters', asked(PATIENT, `<t:DispensationPinCode>${'1'.repeat(257)}</t:DispensationPinCode>`), 'DispensationPinCode'],
    ['a prescription of 257 characters', asked(PATIENT, `<t:PrescriptionId>${'1'.repeat(257)}</t:PrescriptionId>`), 'PrescriptionId'],
    ['a PIN of 256 characters', asked(PATIENT, `<t:DispensationPinCode>${'1'.repeat(256)}</t:DispensationPinCode>`), 'none'],
  ])('is refused by the field at fault: %s', (_name, request, field) => {
    expect(refused(request)).toBe(field);
  });

  it('is answered with the assertion as it was signed, and how long it holds', () => {
    const assertion = parseXml(utf8(hcp()));
    const answer = encodeTrcResponse(assertion, { created: instant('2026-03-01T11:15:00+01:00'), expires: instant('2026-03-01T12:15:00Z') });
    expect(names(answer).filter((name) => name.startsWith('ws'))).toEqual([
      'wst:RequestSecurityTokenResponseCollection', 'wst:RequestSecurityTokenResponse', 'wst:TokenType', 'wst:RequestedSecurityToken',
      'wst:Lifetime', 'wsu:Created', 'wsu:Expires',
    ]);
    expect(text(serialiseXml(answer))).toContain(hcp());
    expect(text(serialiseXml(answer))).toMatch(/Created[^>]*>2026-03-01T10:15:00Z<[\s\S]*Expires[^>]*>2026-03-01T12:15:00Z</);
  });
});
