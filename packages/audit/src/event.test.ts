import { describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { attr, childrenOf, decodeBase64, hex, onlyChild, parseXml, sha256, text, textOf, utf8, type XmlElement } from '@ncp/xml';
import { auditEventFor, type AuditFacts } from './index.js';

const FACTS: AuditFacts = {
  side: 'A', service: 'list-prescriptions', time: instant('2026-06-12T14:00:00+02:00'), outcome: 0, sourceId: 'SE-AB',
  pointOfCare: 'Apteekki',
  professional: { nameId: 'anna', issuer: 'urn:idp:FI:countryB', subjectId: 'Anna Esimerkki' },
  consumer: { commonName: 'ncp-client.fi.example', address: '127.0.0.1' },
  provider: { commonName: 'ncp-server.se.example', address: 'ncp-server.se.example' },
  request: { id: 'urn:uuid:1', securityHeader: utf8('<h/>') }, response: { id: 'urn:uuid:2' },
  patient: '199008202385^^^&1.2.752.129.2.1.3.1&ISO',
  query: utf8('<q>å</q>'), homeCommunityId: 'urn:oid:1.2.752.221.3.1.1', documents: ['1.2^3', '1.2^4'],
};

const read = (facts: AuditFacts): XmlElement => parseXml(auditEventFor(facts).xml);
const identification = (facts: AuditFacts): XmlElement => onlyChild(read(facts), '', 'EventIdentification');
const coded = (el: XmlElement, name: string): (string | undefined)[] => {
  const code = onlyChild(el, '', name);
  return [attr(code, 'csd-code'), attr(code, 'codeSystemName'), attr(code, 'displayName'), attr(code, 'originalText')];
};
const objects = (facts: AuditFacts): (string | undefined)[][] =>
  childrenOf(read(facts), '', 'ParticipantObjectIdentification').map((el) => [
    attr(el, 'ParticipantObjectTypeCode'), attr(el, 'ParticipantObjectTypeCodeRole'),
    coded(el, 'ParticipantObjectIDTypeCode')[0], attr(el, 'ParticipantObjectID'), attr(el, 'ParticipantObjectDataLifeCycle'),
  ]);

describe('auditEventFor', () => {
  it.each([
    ['identify', 'A', 'EHDSI-11', 'E', '110112', 'ITI-55', 'IdentityService::FindIdentityByTraits'],
    ['list-summaries', 'A', 'EHDSI-21', 'E', '110112', 'ITI-38', 'PatientService::List'],
    ['retrieve-summaries', 'A', 'EHDSI-22', 'R', '110106', 'ITI-39', 'PatientService::Retrieve'],
    ['list-prescriptions', 'A', 'EHDSI-31', 'E', '110112', 'ITI-38', 'OrderService::List'],
    ['retrieve-prescriptions', 'A', 'EHDSI-32', 'R', '110106', 'ITI-39', 'OrderService::Retrieve'],
    ['dispense', 'A', 'EHDSI-41', 'C', '110107', 'ITI-41', 'DispensationService::Initialize'],
    ['discard', 'A', 'EHDSI-42', 'C', '110107', 'ITI-41', 'DispensationService::Discard'],
    ['retrieve-prescriptions', 'B', 'EHDSI-32', 'C', '110107', 'ITI-39', 'OrderService::Retrieve'],
    ['dispense', 'B', 'EHDSI-41', 'R', '110106', 'ITI-41', 'DispensationService::Initialize'],
    ['identify', 'B', 'EHDSI-11', 'E', '110112', 'ITI-55', 'IdentityService::FindIdentityByTraits'],
    ['issue-hcp', 'B', 'EHDSI-91', 'E', '110112', 'ITI-40', 'identityProvider::HPAuthentication'],
    ['issue-trc', 'B', 'EHDSI-92', 'E', '110112', 'EHDSI-92', 'ncp::TrcAssertion'],
    ['translate', 'B', 'EHDSI-94', 'E', '110112', 'EHDSI-94', 'ncpTransformationMgr::Translate'],
    ['communication-failure', 'A', 'EHDSI-CF', 'E', '110112', 'EHDSI-CF', 'CommunicationFailure'],
  ] as const)('AUD-06 %s at %s is %s: action %s, deed %s', (service, side, type, action, deed, code, name) => {
    const facts = { ...FACTS, service, side };
    expect(auditEventFor(facts).type).toBe(type);
    expect(attr(identification(facts), 'EventActionCode')).toBe(action);
    expect(coded(identification(facts), 'EventID')[0]).toBe(deed);
    expect(coded(identification(facts), 'EventTypeCode').slice(0, 3)).toEqual([code, 'IHE Transactions', name]);
  });

  it('AUD-06 writes the time in UTC with milliseconds, and the outcome', () => {
    expect(attr(identification(FACTS), 'EventDateTime')).toBe('2026-06-12T12:00:00.000Z');
    const late = { ...FACTS, time: instant('2026-06-12T12:00:00.120Z'), outcome: 8 as const };
    expect(attr(identification(late), 'EventDateTime')).toBe('2026-06-12T12:00:00.120Z');
    expect(attr(identification(late), 'EventOutcomeIndicator')).toBe('8');
  });

  it('AUD-06 names point of care, professional and both gateways', () => {
    const people = childrenOf(read(FACTS), '', 'ActiveParticipant').map((el) => [
      attr(el, 'UserID'), attr(el, 'AlternativeUserID'), coded(el, 'RoleIDCode')[0], attr(el, 'UserIsRequestor'), attr(el, 'NetworkAccessPointTypeCode'),
    ]);
    expect(people).toEqual([
      ['Apteekki', undefined, '110152', 'true', '1'],
      ['<anna@urn:idp:FI:countryB>', 'Anna Esimerkki', '110153', 'true', '2'],
      ['ncp-client.fi.example', undefined, 'ServiceConsumer', 'true', '2'],
      ['ncp-server.se.example', undefined, 'ServiceProvider', 'false', '1'],
    ]);
    const known = { ...FACTS, professional: { nameId: 'anna', issuer: 'x', spProvidedId: '920007', subjectId: 'Anna' } };
    expect(attr(childrenOf(read(known), '', 'ActiveParticipant')[1] ?? read(known), 'UserID')).toBe('920007');
  });

  it('AUD-06 names the gateways alone when no assertion was read', () => {
    const { professional: _professional, ...nobody } = FACTS;
    expect(childrenOf(read(nobody), '', 'ActiveParticipant')).toHaveLength(2);
  });

  it('AUD-06 a list tells patient, query, documents and both messages', () => {
    expect(objects(FACTS)).toEqual([
      ['1', '1', '2', FACTS.patient, undefined],
      ['2', '24', 'ITI-38', 'urn:uuid:1', undefined],
      ['2', '4', '12', '1.2^3', undefined],
      ['2', '4', '12', '1.2^4', undefined],
      ['4', undefined, 'req', 'urn:uuid:1', undefined],
      ['4', undefined, 'rsp', 'urn:uuid:2', undefined],
    ]);
    const query = childrenOf(read(FACTS), '', 'ParticipantObjectIdentification')[1] ?? read(FACTS);
    expect(text(decodeBase64(textOf(onlyChild(query, '', 'ParticipantObjectQuery'))))).toBe('<q>å</q>');
    const detail = onlyChild(query, '', 'ParticipantObjectDetail');
    expect([attr(detail, 'type'), text(decodeBase64(attr(detail, 'value') ?? ''))]).toEqual(['ihe:homeCommunityID', 'urn:oid:1.2.752.221.3.1.1']);
  });

  it('PS96 a list tells which records were kept at home, beside its query', () => {
    const list = { ...FACTS, service: 'list-summaries' as const, withheld: ['SYS1#DX-1 PS02', 'SYS1#DX-2 PS05'] };
    const query = childrenOf(read(list), '', 'ParticipantObjectIdentification')[1] ?? read(list);
    const details = childrenOf(query, '', 'ParticipantObjectDetail').map((one) => [attr(one, 'type'), text(decodeBase64(attr(one, 'value') ?? ''))]);
    expect(details).toEqual([['ihe:homeCommunityID', FACTS.homeCommunityId], ['withheld', 'SYS1#DX-1 PS02'], ['withheld', 'SYS1#DX-2 PS05']]);
  });

  it('AUD-06 a failed list tells the class codes and the error', () => {
    const { documents: _documents, ...rest } = FACTS;
    const failed = { ...rest, outcome: 12 as const, classCodes: ['57833-6'], errors: [{ code: '4703', text: 'not allowed' }] };
    expect(objects(failed).slice(2, 4)).toEqual([['2', '4', '12', '57833-6', undefined], ['2', '3', '9', '4703', undefined]]);
  });

  it('AUD-06 a retrieve tells its documents, a dispensation its submission set, a discard what is taken back', () => {
    expect(objects({ ...FACTS, service: 'retrieve-prescriptions' }).slice(1, 3)).toEqual([
      ['2', '3', 'ITI-39', '1.2^3', undefined], ['2', '3', 'ITI-39', '1.2^4', undefined],
    ]);
    const given = { ...FACTS, documents: ['1.2^3'], submissionSet: '1.2.3.4' };
    expect(objects({ ...given, service: 'dispense' }).slice(1, 3)).toEqual([
      ['2', '20', 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd', '1.2.3.4', undefined], ['2', '4', '12', '1.2^3', undefined],
    ]);
    expect(objects({ ...given, service: 'discard' })[2]).toEqual(['2', '4', '12', '1.2^3', '14']);
  });

  it('AUD-06 an assertion that was issued, a document that was translated, a connection that failed: no message of a peer', () => {
    const { request: _request, response: _response, query: _query, ...alone } = FACTS;
    expect(objects({ ...alone, service: 'issue-hcp', assertionId: '_1' }).slice(1)).toEqual([['2', undefined, 'IdA', '_1', undefined]]);
    expect(objects({ ...alone, service: 'issue-trc', assertionId: '_2' }).slice(1)).toEqual([['2', undefined, 'TrcA', '_2', undefined]]);
    expect(objects({ ...alone, service: 'translate', translated: { from: '1.2^3', to: 'sv' } }).slice(1)).toEqual([
      ['4', undefined, 'in', '1.2^3', '5'], ['4', undefined, 'out', 'sv', '5'],
    ]);
    expect(objects({ ...alone, service: 'communication-failure', documents: ['1.2^3'], submissionSet: '1.2.3' }).slice(1)).toEqual([
      ['2', '4', '12', '1.2.3', undefined], ['2', '4', '12', '1.2^3', undefined],
    ]);
  });

  it('hashes exactly the bytes it wrote, and writes the same bytes for the same facts', () => {
    const event = auditEventFor(FACTS);
    expect(event.hash).toBe(hex(sha256(event.xml)));
    expect(auditEventFor({ ...FACTS }).hash).toBe(event.hash);
  });

  it('keeps hostile text inside its attribute', () => {
    const hostile = { ...FACTS, pointOfCare: '"/><Injected a="&#10;' };
    expect(attr(childrenOf(read(hostile), '', 'ActiveParticipant')[0] ?? read(hostile), 'UserID')).toBe('"/><Injected a="&#10;');
  });
});
