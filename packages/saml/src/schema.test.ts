import { describe, expect, it } from '@jest/globals';
import { edited, editedTrc, swap, wireOf } from '../test/assertions.js';

describe('the shape of an assertion', () => {
  it.each([
    ['an unknown attribute', swap('Version="2.0"', 'Version="2.0" Extra="1"')],
    ['an unknown element', swap('<saml2:Subject>', '<saml2:Other/><saml2:Subject>')],
    ['a foreign element', swap('<saml2:Subject>', '<Other xmlns="urn:x"/><saml2:Subject>')],
    ['a name of SAML in another namespace', swap('</saml2:Conditions>', '</saml2:Conditions><Advice xmlns="urn:x"/>')],
    ['two Subjects', swap('</saml2:Subject>', '</saml2:Subject><saml2:Subject/>')],
    ['the wrong order', (xml: string) => xml.replace(/(<saml2:Subject>.*<\/saml2:Subject>)(<saml2:Conditions.*<\/saml2:Conditions>)/, '$2$1')],
    ['stray text', swap('<saml2:Subject>', 'text<saml2:Subject>')],
    ['an element in a text', swap('>dk-4711<', '>dk-4711<b xmlns="urn:x"/><')],
    ['two names', swap('<saml2:SubjectConfirmation', '<saml2:NameID Format="x">other</saml2:NameID><saml2:SubjectConfirmation')],
    ['an empty AttributeStatement', (xml: string) => xml.replace(/<saml2:AttributeStatement>.*<\/saml2:AttributeStatement>/, '<saml2:AttributeStatement/>')],
    ['a decision statement', swap('<saml2:AttributeStatement>', '<saml2:AuthzDecisionStatement Resource="x" Decision="Permit"/><saml2:AttributeStatement>')],
  ])('SAML-26 refuses %s under a valid signature', (_name, edit) => {
    expect(edited(edit)).toBe('NCP_SAML_STRUCTURE');
  });

  it.each([
    ['two names', swap('<saml2:SubjectConfirmation', '<saml2:NameID Format="x">other</saml2:NameID><saml2:SubjectConfirmation')],
    ['an unknown element', swap('<saml2:Subject>', '<saml2:Other/><saml2:Subject>')],
    ['an unknown attribute', swap('Version="2.0"', 'Version="2.0" Extra="1"')],
    ['a foreign attribute of a name', swap('<saml2:NameID ', '<saml2:NameID Extra="1" ')],
    ['an element in a text', swap('>dk-4711<', '>dk-4711<b xmlns="urn:x"/><')],
    ['stray text', swap('<saml2:Subject>', 'text<saml2:Subject>')],
    ['an empty AttributeStatement', (xml: string) => xml.replace(/<saml2:AttributeStatement>.*<\/saml2:AttributeStatement>/, '<saml2:AttributeStatement/>')],
  ])('SAML-26 refuses %s in a TRC under a valid signature, as what is wrong with the TRC (D60)', (_name, edit) => {
    const code = editedTrc(edit);
    expect([code, wireOf(code)]).toEqual(['NCP_SAML_TRC_CONTENT', '1001']);
  });

  it.each([
    ['session and place of the login', (xml: string) => xml.replace('AuthnInstant=', 'SessionIndex="1" AuthnInstant=').replace('<saml2:AuthnContext>', '<saml2:SubjectLocality Address="192.0.2.1"/><saml2:AuthnContext>')],
    ['confirmation data', swap('sender-vouches"/>', 'sender-vouches"><saml2:SubjectConfirmationData><x xmlns="urn:x"/></saml2:SubjectConfirmationData></saml2:SubjectConfirmation>')],
    ['a proxy restriction', swap('<saml2:AudienceRestriction>', '<saml2:ProxyRestriction Count="0"/><saml2:AudienceRestriction>')],
    ['attributes of other namespaces', swap('<saml2:Subject>', '<saml2:Subject xmlns:x="urn:x" x:y="1">')],
    ['two attribute statements', swap('</saml2:Attribute>', '</saml2:Attribute></saml2:AttributeStatement><saml2:AttributeStatement>')],
    ['white space between the elements', (xml: string) => xml.replaceAll('><saml2:', '>\n  <saml2:')],
  ])('SAML-26 accepts %s, which the schema allows (control)', (_name, edit) => {
    expect(edited(edit)).toBe('none');
  });
});
