import { beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError, addMs, countryCode } from '@ncp/domain';
import { DEFAULT_SAML_POLICY } from '@ncp/saml';
import { readMessage } from '@ncp/soap';
import { NS, attr, child, descendant, parseXml, text, textOf, utf8, verifyElement, walk, type XmlElement } from '@ncp/xml';
import { AINO, ANNA, BENCH_PUBLIC_KEY, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { issueForOthers, issueHcp, type IdentityIssuers, type TrustAnswer } from '../../index.js';

const CX = `${String(AINO.extension)}^^^&amp;${AINO.root}&amp;ISO`;
const parameters = (inside: string): string => `<trc:TRCParameters xmlns:trc="https://ehdsi.eu/assertion/trc">${inside}</trc:TRCParameters>`;
const PATIENT = `<trc:PatientId>${CX}</trc:PatientId>`;
const token = (inside: string, head = '<wst:RequestType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue</wst:RequestType><wst:TokenType>urn:oasis:names:tc:SAML:2.0:assertion</wst:TokenType>'): string =>
  `<wst:RequestSecurityToken xmlns:wst="http://docs.oasis-open.org/ws-sx/ws-trust/200512">${head}${inside}</wst:RequestSecurityToken>`;
const SE = countryCode('SE');

describe('issueForOthers', () => {
  let bench: TreatmentBench;
  let issuers: IdentityIssuers;
  beforeEach(() => {
    bench = new TreatmentBench();
    issuers = { saml: DEFAULT_SAML_POLICY, resolveSigner: () => ({ key: BENCH_PUBLIC_KEY, country: SE }) };
  });
  const envelope = (body: string, security = issueHcp(bench.gateway, ANNA, 'TREATMENT').xml, header = '<MessageID xmlns="http://www.w3.org/2005/08/addressing">uuid:3dfe5344-2b7e-490b-8a51-a93e7824a9c5\n</MessageID>'): string =>
    `<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Header>${header}<wsse:Security xmlns:wsse="${NS.wsse}" S:mustUnderstand="1">${security}</wsse:Security></S:Header><S:Body>${body}</S:Body></S:Envelope>`;
  const ask = (xml: string, contentType = 'application/soap+xml'): Promise<TrustAnswer> => issueForOthers(bench.gateway, issuers, { contentType, body: utf8(xml) });
  const assertionIn = ({ contentType, body }: TrustAnswer): XmlElement => {
    const found = [...walk(readMessage(contentType, body).root)].find(({ local }) => local === 'Assertion');
    if (found === undefined) throw new Error('no assertion');
    return found;
  };
  const valueOf = (assertion: XmlElement, name: string): string | undefined => {
    const found = [...walk(assertion)].find((one) => one.local === 'Attribute' && attr(one, 'Name') === name);
    return found === undefined ? undefined : [...walk(found)].map((one) => attr(one, 'code') ?? textOf(one)).find((value) => value.trim() !== '');
  };

  it('gives a signed treatment relationship that rests on the assertion that was brought, and records EHDSI-92 first', async () => {
    const hcp = issueHcp(bench.gateway, ANNA, 'TREATMENT');
    const answer = await ask(envelope(token(parameters(`${PATIENT}<trc:DispensationPinCode>1234</trc:DispensationPinCode><trc:PrescriptionId>rx-9</trc:PrescriptionId>`)), hcp.xml));
    expect(answer.status).toBe(200);
    const assertion = assertionIn(answer);
    verifyElement(assertion, { idAttribute: 'ID', resolveKey: () => BENCH_PUBLIC_KEY });
    expect(textOf(descendant(assertion, NS.saml, 'Advice', 'AssertionIDRef') ?? assertion)).toBe(hcp.id);
    expect(valueOf(assertion, 'urn:oasis:names:tc:xspa:1.0:subject:subject-id')).toBe('150385-9035^^^&1.2.246.21&ISO');
    expect(valueOf(assertion, 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse')).toBe('TREATMENT');
    expect(valueOf(assertion, 'urn:ehdsi:names:document:document-id:dispensationPinCode')).toBe('1234');
    expect(valueOf(assertion, 'urn:ehdsi:names:document:document-id:prescriptionId')).toBe('rx-9');
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-92', kind: 'issue-trc', outcome: 0 });
    expect(bench.recorded().event).toContain('UserID="920007"');
    expect(bench.store.entries.at(-1)?.leaf.actor).toBe('2262@urn:hl7ii:1.3.88:7350045511119');
  });

  it('answers in the form of wire-contract 4.8: action, relation, timestamp, token type, lifetime', async () => {
    const { contentType, body } = await ask(envelope(token(parameters(PATIENT))));
    const sent = text(body);
    for (const part of ['<wsa:Action>urn:IssueTokenResponse</wsa:Action>', '<wsa:MessageID>uuid:', '<wsa:RelatesTo>uuid:3dfe5344-2b7e-490b-8a51-a93e7824a9c5</wsa:RelatesTo>', '<wsu:Timestamp', '<wst:TokenType>urn:oasis:names:tc:SAML:2.0:assertion</wst:TokenType>']) {
      expect(sent).toContain(part);
    }
    const lifetime = [...walk(readMessage(contentType, body).root)].find(({ local }) => local === 'Lifetime');
    const at = (local: string): string => textOf((lifetime === undefined ? undefined : child(lifetime, NS.wsu, local)) ?? parseXml(utf8('<a/>')));
    expect([at('Created'), at('Expires')]).toEqual([bench.now, ANNA.until]);
  });

  it('takes EMERGENCY, and what is not said is TREATMENT', async () => {
    const answer = await ask(envelope(token(parameters(`<trc:PurposeOfUse>EMERGENCY</trc:PurposeOfUse>${PATIENT}`), '')));
    expect(valueOf(assertionIn(answer), 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse')).toBe('EMERGENCY');
  });

  it.each([
    ['no parameters', token(''), 'NCP_API_INPUT'],
    ['no patient', token(parameters('')), 'NCP_API_INPUT'],
    ['a patient who is no CX identifier', token(parameters('<trc:PatientId>150385-9035</trc:PatientId>')), 'NCP_API_INPUT'],
    ['two patients', token(parameters(PATIENT + PATIENT)), 'NCP_API_INPUT'],
    ['another purpose', token(parameters(`<trc:PurposeOfUse>RESEARCH</trc:PurposeOfUse>${PATIENT}`)), 'NCP_API_INPUT'],
    ['a renewal', token(parameters(PATIENT), '<wst:RequestType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/Renew</wst:RequestType>'), 'NCP_API_INPUT'],
    ['another token', token(parameters(PATIENT), '<wst:TokenType>urn:x</wst:TokenType>'), 'NCP_API_INPUT'],
    ['another operation', '<a xmlns="urn:x"/>', 'NCP_SOAP_OPERATION'],
  ])('%s: a fault, on record, and no assertion', async (_title, body, code) => {
    const answer = await ask(envelope(body));
    expect([answer.status, text(answer.body).includes(code), text(answer.body).includes('Assertion')]).toEqual([400, true, false]);
    expect(bench.recorded()).toMatchObject({ kind: 'security', codes: [code], outcome: 12, type: '' });
  });

  it.each([
    ['no assertion', () => envelope(token(parameters(PATIENT)), ''), 'NCP_SAML_HCP_MISSING'],
    ['one that was changed', () => envelope(token(parameters(PATIENT)), issueHcp(bench.gateway, ANNA, 'TREATMENT').xml.replaceAll('920007', '920008')), 'NCP_DSIG_DIGEST'],
    ['one that holds too much', () => envelope(token(parameters(PATIENT)), issueHcp(bench.gateway, ANNA, 'TREATMENT').xml.replace('</saml2:AttributeStatement>', `${'<a/>'.repeat(5_000)}</saml2:AttributeStatement>`)), 'NCP_SAML_STRUCTURE'],
    ['one whose authentication is weak', () => envelope(token(parameters(PATIENT)), issueHcp(bench.gateway, { ...ANNA, assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' }, 'TREATMENT').xml), 'NCP_SAML_ASSURANCE'],
    ['no MessageID', () => envelope(token(parameters(PATIENT)), undefined, ''), 'NCP_SOAP_MESSAGE_ID'],
    ['no envelope', () => '<a/>', 'NCP_SOAP_STRUCTURE'],
  ])('%s: a fault, and no assertion', async (_title, xml, code) => {
    const answer = await ask(xml());
    expect(bench.recorded().codes).toEqual([code]);
    expect([answer.status, text(answer.body).includes('RequestedSecurityToken')]).toEqual([400, false]);
  });

  it('an assertion that has ended, and one of an issuer that may not vouch for Swedish staff', async () => {
    const xml = envelope(token(parameters(PATIENT)));
    bench.now = addMs(bench.now, 2 * 3_600_000);
    await ask(xml);
    expect(bench.recorded().codes).toEqual(['NCP_SAML_EXPIRED']);
    issuers = { ...issuers, resolveSigner: () => { throw new NcpError('NCP_TRUST_UNTRUSTED'); } };
    await ask(envelope(token(parameters(PATIENT))));
    expect(bench.recorded().codes).toEqual(['NCP_TRUST_UNTRUSTED']);
  });

  it('refuses what is too large or of another type with a bare status', async () => {
    expect(await ask(' '.repeat(300 * 1024))).toMatchObject({ status: 413, body: new Uint8Array() });
    expect(await ask('<a/>', 'text/xml')).toMatchObject({ status: 415 });
  });

  it('fails closed: nothing is handed out that is not on record, and somebody is told', async () => {
    const xml = envelope(token(parameters(PATIENT)));
    bench.store.trouble = () => 'refused';
    const answer = await ask(xml);
    expect([answer.status, text(answer.body).includes('RequestedSecurityToken')]).toEqual([500, false]);
    expect(bench.alarms.map(({ code }) => code)).toEqual(['NCP_AUDIT_UNAVAILABLE']);
  });
});
