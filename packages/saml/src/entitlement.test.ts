import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { requireVerified } from '@ncp/xml';
import { XCPD, edited, editedTrc, wireOf, context, errorOf, hcp, refusal, security, swap, swapAll, trc, validate } from '../test/assertions.js';
import { FACILITY, LOCALITY, ORGANISATION, ORGANISATION_ID, PERMISSION, PURPOSE, ROLE, SUBJECT_ID, twice, without } from '../test/edits.js';
import { requireClass } from './entitlement.js';
import { validateAssertions } from './validate.js';

describe('the professional’s attributes', () => {
  it('SAML-16 refuses a role that is missing, unknown, of another system, or of the old kind', () => {
    expect(edited(without(ROLE))).toBe('NCP_SAML_ROLE');
    expect(edited(swap('code="2262"', 'code="9999"'))).toBe('NCP_SAML_ROLE');
    expect(edited(swap('code="2262"', 'code="toString"'))).toBe('NCP_SAML_ROLE');
    expect(edited(swap('2.16.840.1.113883.2.9.6.2.7', '1.2.3'))).toBe('NCP_SAML_ROLE');
    const role = '<Role xmlns="urn:hl7-org:v3" code="2262" codeSystem="2.16.840.1.113883.2.9.6.2.7" codeSystemName="ISCO" displayName="Pharmacists"/>';
    expect(edited(swap(role, 'pharmacist'))).toBe('NCP_SAML_ROLE');
    expect(edited(swap(role, role.replace('urn:hl7-org:v3', 'urn:hl7-org:v2')))).toBe('NCP_SAML_ROLE');
    expect(edited(swap(role, role + role))).toBe('NCP_SAML_ROLE');
    expect(edited(swap(role, role.replace('<Role', '<PurposeOfUse')))).toBe('NCP_SAML_ROLE');
    expect(edited(swap(role, role.replace(' code="2262"', '')))).toBe('NCP_SAML_ROLE');
    expect(edited(swap(role, role.replace('<Role xmlns', '<h:Role xmlns:h')))).toBe('none');
    expect(wireOf('NCP_SAML_ROLE')).toBe('4703');
  });

  it('SAML-17 refuses a role that is not entitled to the transaction', () => {
    const nurse = hcp({ role: { code: '2221' } }) + trc();
    expect(refusal(nurse, { transaction: 'ITI-41', classCode: '60593-1' })).toBe('NCP_SAML_ROLE');
    expect(refusal(nurse, { classCode: '57833-6' })).toBe('NCP_SAML_ROLE');
    expect(refusal(nurse, { classCode: '60591-5' })).toBe('none');
    expect(refusal(hcp() + trc(), { classCode: '60591-5' })).toBe('NCP_SAML_ROLE');
    expect(refusal(hcp() + trc(), { transaction: 'ITI-41', classCode: '60593-1' })).toBe('none');
    expect(refusal(hcp({ role: { code: '44' } }), XCPD)).toBe('none');
  });

  it('SAML-18 refuses a purpose that is missing or unknown, and an emergency nobody answers for', () => {
    expect(edited(without(PURPOSE))).toBe('NCP_SAML_PURPOSE');
    expect(edited(swap('code="TREATMENT"', 'code="MARKETING"'))).toBe('NCP_SAML_PURPOSE');
    expect(edited(swap('code="TREATMENT"', 'code="treatment"'))).toBe('NCP_SAML_PURPOSE');
    expect(edited(swap('3bc18518-d305-46c2-a8d6-94bd59856e9e', '1.2.3'))).toBe('NCP_SAML_PURPOSE');
    expect(edited(swap('3bc18518-d305-46c2-a8d6-94bd59856e9e', '2.16.840.1.113883.3.18.7.1'))).toBe('none');
    const emergency = swapAll('TREATMENT', 'EMERGENCY');
    expect(edited(emergency)).toBe('none');
    expect(edited((xml) => without(ORGANISATION_ID)(emergency(xml)))).toBe('NCP_SAML_PURPOSE');
    expect(edited((xml) => without(ORGANISATION)(emergency(xml)))).toBe('NCP_SAML_PURPOSE');
    expect(editedTrc(swap('code="TREATMENT"', 'code="MARKETING"'))).toBe('NCP_SAML_PURPOSE');
    expect(editedTrc(swap('3bc18518-d305-46c2-a8d6-94bd59856e9e', '1.2.3'))).toBe('NCP_SAML_PURPOSE');
    expect(editedTrc((xml) => xml.replace(/<PurposeOfUse[^>]*\/>/, 'TREATMENT'))).toBe('NCP_SAML_PURPOSE');
    expect(editedTrc(without(PURPOSE))).toBe('none');
    expect(wireOf('NCP_SAML_PURPOSE')).toBe('4703');
  });

  it('SAML-19 refuses a missing point of care, and a missing organisation where it is required', () => {
    expect(edited(without(LOCALITY))).toBe('NCP_SAML_POINT_OF_CARE');
    expect(edited(swap('>Nørrebro<', '> <'))).toBe('NCP_SAML_POINT_OF_CARE');
    expect(edited(without(FACILITY))).toBe('NCP_SAML_POINT_OF_CARE');
    expect(edited(swap('>Pharmacy<', '>Kiosk<'))).toBe('NCP_SAML_ATTRIBUTE');
    expect(edited(swap('>Pharmacy<', '>PHARMACY<'))).toBe('none');
    const bare = hcp({}, { edit: without(ORGANISATION_ID) }) + trc();
    expect(refusal(bare, { transaction: 'ITI-41', classCode: '60593-1' })).toBe('none');
    expect(refusal(bare, { transaction: 'ITI-41', classCode: '60593-1', discard: true })).toBe('NCP_SAML_ORGANISATION');
    expect(refusal(bare, { transaction: 'ITI-41', classCode: 'DISCARD-60593-1' })).toBe('NCP_SAML_ORGANISATION');
    expect(wireOf('NCP_SAML_POINT_OF_CARE')).toBe('ERROR_HPI_POC_NO_INFORMATION');
    expect(wireOf('NCP_SAML_ORGANISATION')).toBe('ERROR_HPI_HAI_NO_INFORMATION');
  });

  it('SAML-20 refuses a repeated attribute and a second value', () => {
    expect(edited(twice(ROLE))).toBe('NCP_SAML_ATTRIBUTE');
    expect(edited(twice(PERMISSION))).toBe('NCP_SAML_ATTRIBUTE');
    const value = '<saml2:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xsd:string">Nørrebro</saml2:AttributeValue>';
    expect(edited(swap(value, value + value.replace('Nørrebro', 'Vesterbro')))).toBe('NCP_SAML_ATTRIBUTE');
    expect(editedTrc(twice(SUBJECT_ID))).toBe('NCP_SAML_TRC_ATTRIBUTE');
    expect(new NcpError('NCP_SAML_TRC_ATTRIBUTE').entry).toMatchObject({ wire: '1001', shownAs: 'NCP_SAML_ATTRIBUTE' });
  });

  it('SAML-20 takes 512 characters of a text, and refuses one more: in any attribute, the name of the subject, and its other id', () => {
    const [most, more] = ['x'.repeat(512), 'x'.repeat(513)];
    const said = (text: string): readonly string[] => [
      refusal(hcp({ organisationId: text }), XCPD), refusal(hcp({ locality: text }), XCPD), refusal(hcp({ nameId: text }), XCPD), refusal(hcp({ spProvidedId: text }), XCPD),
      refusal(hcp() + trc({ options: { prescriptionId: text } })),
    ];
    expect(said(most)).toEqual(['none', 'none', 'none', 'none', 'none']);
    expect(said(more)).toEqual(['NCP_SAML_ATTRIBUTE', 'NCP_SAML_ATTRIBUTE', 'NCP_SAML_SUBJECT', 'NCP_SAML_SUBJECT', 'NCP_SAML_TRC_ATTRIBUTE']);
  });

  it('SAML-21 treats an attribute whose name or format differs as missing', () => {
    expect(edited(swap(SUBJECT_ID, SUBJECT_ID.toUpperCase()))).toBe('NCP_SAML_ATTRIBUTE');
    expect(edited(swap(LOCALITY, `${LOCALITY}:`))).toBe('NCP_SAML_POINT_OF_CARE');
    expect(edited(swapAll('attrname-format:uri', 'attrname-format:basic'))).toBe('NCP_SAML_ATTRIBUTE');
    expect(edited(swapAll(' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"', ''))).toBe('none');
  });

});

describe('entitlement', () => {
  it('refuses missing permissions of the class', () => {
    const holding = (...permissions: string[]): string => hcp({ permissions }) + trc();
    expect(refusal(hcp({ permissions: ['PRD-004'] }), XCPD)).toBe('NCP_SAML_PERMISSION');
    expect(refusal(hcp({ permissions: [] }), XCPD)).toBe('NCP_SAML_PERMISSION');
    expect(refusal(holding('PRD-004'))).toBe('NCP_SAML_PERMISSION');
    expect(refusal(holding('PRD-004', 'PRD-010'))).toBe('none');
    expect(refusal(holding('PRD-046'), { transaction: 'ITI-41', classCode: '60593-1' })).toBe('NCP_SAML_PERMISSION');
    expect(refusal(hcp({}, { edit: swapAll('urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:', '') }), XCPD)).toBe('NCP_SAML_PERMISSION');
  });

  it('lets either set suffice until the class is known', () => {
    const physician = (...permissions: string[]): string => hcp({ role: { code: '221' }, permissions }) + trc();
    const unknown = (transaction: 'ITI-38' | 'ITI-39', content: string): string => {
      const { peer, now, resolveSigner } = context();
      try {
        validateAssertions(security(content), { transaction, peer, now, resolveSigner });
        return 'none';
      } catch (error) {
        return error instanceof NcpError ? error.code : 'other';
      }
    };
    expect(unknown('ITI-39', physician('PRD-004', 'PRD-010'))).toBe('none');
    expect(unknown('ITI-39', physician('PRD-003', 'PRD-005', 'PRD-010', 'PRD-016'))).toBe('none');
    expect(unknown('ITI-38', physician('PRD-003', 'PRD-004'))).toBe('NCP_SAML_PERMISSION');
  });

  it('accepts somebody acting for a known role and refuses an unknown one', () => {
    expect(requireVerified(validate(hcp({ onBehalfOf: { code: '221' } }), XCPD).hcp).onBehalfOf).toEqual({ code: '221', display: 'Medical Doctors' });
    expect(refusal(hcp({ onBehalfOf: { code: '221' } }, { edit: swap('code="221"', 'code="1"') }), XCPD)).toBe('NCP_SAML_ROLE');
    expect(refusal(hcp({ role: { code: '2221' }, onBehalfOf: { code: '2262' } }) + trc(), { transaction: 'ITI-41', classCode: '60593-1' })).toBe('NCP_SAML_ROLE');
  });

  it('judges again when the class is known', () => {
    const professional = (over = {}): Parameters<typeof requireClass>[0] => requireVerified(validate(hcp(over) + trc()).hcp);
    const refusalFor = (over: object, transaction: 'ITI-39' | 'ITI-41', classCode: '57833-6' | '60591-5' | '60593-1' | 'DISCARD-60593-1'): string => {
      try {
        requireClass(professional(over), { transaction, classCode });
        return 'none';
      } catch (error) {
        return errorOf(() => { throw error; }).message;
      }
    };
    expect(refusalFor({}, 'ITI-39', '57833-6')).toBe('none');
    expect(refusalFor({}, 'ITI-39', '60591-5')).toBe('NCP_SAML_ROLE');
    expect(refusalFor({ role: { code: '221' }, permissions: ['PRD-004', 'PRD-010'] }, 'ITI-39', '60591-5')).toBe('NCP_SAML_PERMISSION');
    expect(refusalFor({}, 'ITI-41', '60593-1')).toBe('none');
    expect(refusalFor({}, 'ITI-41', 'DISCARD-60593-1')).toBe('none');
  });
});
