import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { attributeText, identifyBody, swap, type Edit, type Message, type Refusal } from '@ncp/testkit';
import { refusalSuite } from '../fixtures/refusal-suite.js';
import { ALMA } from '../fixtures/signed-carriers.js';

const SUBJECT_ID = 'urn:oasis:names:tc:xspa:1.0:subject:subject-id';
const LOCALITY = 'urn:oasis:names:tc:xspa:1.0:environment:locality';

describe('forms and uses of an assertion over the wire', () => {
  const bench = refusalSuite();

  const identify = (security: string, edit?: Edit): Message => bench().peer().write('ITI-55', { security, body: identifyBody(bench().peer().home, { patient: ALMA }), ...(edit === undefined ? {} : { edit }) });
  const refused = (code: NcpErrorCode, message: () => Message, more: Partial<Refusal> = {}): Promise<readonly string[]> =>
    bench().theFive({ message, expected: { form: 'ITI-55', code }, canaries: [ALMA.extension], ...more });
  const hcp = (code: NcpErrorCode, edit: Edit): Promise<readonly string[]> => refused(code, () => identify(bench().peer().hcp({ edit })));
  const accepted = async (message: Message): Promise<boolean> => (await bench().line().send(message)).text.includes('registrationEvent');

  it('SAML-21 takes an attribute of another name or format for missing', async () => {
    expect(await hcp('NCP_SAML_ATTRIBUTE', swap(SUBJECT_ID, SUBJECT_ID.toUpperCase()))).toEqual([]);
    expect(await hcp('NCP_SAML_POINT_OF_CARE', swap(LOCALITY, `${LOCALITY}:`))).toEqual([]);
  });

  it('SAML-22 refuses what is encrypted: the assertion, the name, an attribute', async () => {
    expect(await refused('NCP_SAML_UNSUPPORTED', () => identify('<saml2:EncryptedAssertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"/>'))).toEqual([]);
    expect(await hcp('NCP_SAML_UNSUPPORTED', (xml) => xml.replace(/<saml2:NameID[^]*?<\/saml2:NameID>/, '<saml2:EncryptedID/>'))).toEqual([]);
    expect(await hcp('NCP_SAML_UNSUPPORTED', (xml) => xml.replace(attributeText(xml, LOCALITY), '<saml2:EncryptedAttribute/>'))).toEqual([]);
  });

  it.each<[string, Edit]>([
    ['an unknown attribute', swap('Version="2.0"', 'Version="2.0" Extra="1"')], ['an unknown element', swap('<saml2:Subject>', '<saml2:Other/><saml2:Subject>')],
    ['two Subjects', swap('</saml2:Subject>', '</saml2:Subject><saml2:Subject/>')], ['stray text', swap('<saml2:Subject>', 'text<saml2:Subject>')],
    ['two names', swap('<saml2:SubjectConfirmation', '<saml2:NameID Format="x">other</saml2:NameID><saml2:SubjectConfirmation')],
  ])('SAML-26 refuses %s under a valid signature', async (_name, edit) => { expect(await hcp('NCP_SAML_STRUCTURE', edit)).toEqual([]); });

  it('SAML-40, SAML-41 refuses the same message once it was answered, also after a restart', async () => {
    const message = identify(bench().peer().genuine());
    expect(await accepted(message)).toBe(true);
    // Its assertions are good: the audit event names the patient.
    const repeated = (): Promise<readonly string[]> => refused('NCP_SOAP_DUPLICATE', () => message, {
      canaries: [], expected: { form: 'ITI-55', code: 'NCP_SOAP_DUPLICATE', wire: 'ERROR_PI_GENERIC', reason: 'InternalError' },
    });
    expect(await repeated()).toEqual([]);
    await bench().world.restart();
    expect(await repeated()).toEqual([]);
  });

  it('SAML-45 refuses the second message with an assertion that is for one', async () => {
    const once = bench().peer().hcp({ edit: swap('</saml2:Conditions>', '<saml2:OneTimeUse/></saml2:Conditions>') });
    expect(await accepted(identify(once))).toBe(true);
    expect(await refused('NCP_SAML_REUSE', () => identify(once), { canaries: [], changes: ['replay_message', 'replay_assertion'], alarm: 'NCP_SAML_REUSE' })).toEqual([]);
  });
});
