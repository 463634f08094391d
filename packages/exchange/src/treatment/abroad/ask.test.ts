import { beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError, addMs, isNcpError, type NcpErrorCode, type PatientTraits } from '@ncp/domain';
import { encodeXcpdResponse } from '@ncp/ihe';
import { faultFor, writePlain } from '@ncp/soap';
import { NS, element, text } from '@ncp/xml';
import { AINO, TreatmentBench, assertionsOf } from '../../../fixtures/treatment-bench.js';
import { FINNISH_HOME, START } from '../../../fixtures/sample.js';
import { FORWARD_GRACE_MS, identifyAbroad } from '../../index.js';

const TRAITS: PatientTraits = { identifiers: [AINO] };

const match = encodeXcpdResponse({}, {
  kind: 'match', patient: { id: AINO as never, family: 'Näytetty', given: ['Aino'], gender: 'F', birthDate: '1985-03-15' as never },
}, { id: '00000000-0000-4000-9000-000000000009', extension: '1', creationTime: START, home: FINNISH_HOME });

describe('ask', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });

  const identify = (): ReturnType<typeof identifyAbroad> => identifyAbroad(bench.gateway, bench.asking(), TRAITS);
  const refusal = async (): Promise<NcpError> => identify().then(() => { throw new Error('answered'); }, (error: unknown) => {
    if (isNcpError(error)) return error;
    throw error;
  });
  const refusedWith = async (code: NcpErrorCode): Promise<NcpError> => {
    const error = await refusal();
    expect(error.code).toBe(code);
    expect(bench.recorded().codes).toEqual([code]);
    return error;
  };

  it('goes to the endpoint of the service, and says so', async () => {
    bench.replies(match);
    await identify();
    const { country, service, timeoutMs, text: sent, contentType } = bench.lastRequest();
    expect([country, service, timeoutMs]).toEqual(['FI', 'identify', 60_000]);
    expect(contentType).toBe('application/soap+xml; charset=UTF-8; action="urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery"');
    expect(sent).toContain('<wsa:To soap:mustUnderstand="1">https://ncp.example.fi:9441/ncp/xcpd</wsa:To>');
    expect(sent).toContain('<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>');
    expect(sent).not.toContain('Timestamp');
    expect(bench.outcomes).toEqual([{ country: 'FI', service: 'identify', kind: 'answered', ms: 0 }]);
  });

  it('carries the identity assertion alone when it looks for a person, whatever it was given', async () => {
    bench.replies(match);
    await identify();
    expect(assertionsOf(bench.lastRequest().root)).toEqual(['urn:ehdsi:assertions:hcp']);
  });

  it('AUD-14 nobody is asked while events wait too long for the audit repository; the refusal is on record, and is no failure of theirs', async () => {
    bench.replies(match);
    bench.waitingSince = addMs(bench.now, -FORWARD_GRACE_MS - 1);
    await refusedWith('NCP_AUDIT_UNAVAILABLE');
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', kind: 'identify', outcome: 8, evidence: ['PORTAL_PD_REQ_RECEIVED'] });
    expect([bench.requests, bench.outcomes]).toEqual([[], []]);
    bench.waitingSince = undefined;
    bench.now = addMs(bench.now, 1_000);
    expect((await identify()).candidates).toHaveLength(1);
  });

  it.each([['another request', 'urn:uuid:00000000-0000-4000-8000-0000000000ff'], ['none', '']])('SOAP-10 an answer that relates to %s is not used', async (_title, relatesTo) => {
    bench.replies(match, { relatesTo });
    await refusedWith('NCP_SOAP_RELATES_TO');
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', outcome: 12 });
    expect(bench.recorded().event).not.toContain('Aino');
    expect(bench.outcomes.map(({ kind }) => kind)).toEqual(['fault']);
  });

  it('SOAP-11 what comes after the time limit is never told: the first word counts', async () => {
    const late = Promise.withResolvers<never>();
    bench.answer = () => Promise.race([late.promise, Promise.reject(new NcpError('NCP_PEER_TIMEOUT', { sent: true }))]);
    await refusedWith('NCP_PEER_TIMEOUT');
    late.reject(new Error('late'));
    await late.promise.catch(() => undefined);
    expect(bench.store.entries).toHaveLength(1);
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-CF', kind: 'identify', outcome: 8, evidence: ['PORTAL_PD_REQ_RECEIVED', 'NCPB_XCPD_REQ'] });
  });

  it('SOAP-14 a fault with megabytes of text is its class and its size', async () => {
    const flood = 'personal data of somebody '.repeat(100_000);
    const { envelope } = faultFor(new NcpError('NCP_NATIONAL_UNAVAILABLE'), { messageId: 'urn:uuid:1', exchangeId: 'x' });
    const { body, contentType } = writePlain(envelope);
    bench.answer = () => bench.http(text(body).replace('</soap:Detail>', `<d>${flood}</d></soap:Detail>`), contentType, 500);
    const { details } = await refusedWith('NCP_SOAP_FAULT');
    expect(details).toMatchObject({ code: 'Receiver', status: 500, subcode: 'NCP_NATIONAL_UNAVAILABLE' });
    expect(Number(details['textLength'])).toBeGreaterThan(2_000_000);
    expect(JSON.stringify(details)).not.toContain('somebody');
    expect(bench.recorded().event).not.toContain('somebody');
    expect(bench.recorded().outcome).toBe(8);
  });

  it.each([
    ['SOAP-14 a page of a proxy', 'text/html', 502, '<html><body>Aino</body></html>', 'NCP_HTTP_CONTENT_TYPE'],
    ['nothing at all', 'application/soap+xml', 200, '', 'NCP_XML_NOT_WELL_FORMED'],
    ['half an envelope', 'application/soap+xml', 200, '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>', 'NCP_XML_NOT_WELL_FORMED'],
    ['an entity', 'application/soap+xml', 200, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'NCP_XML_DOCTYPE'],
    ['another charset', 'application/soap+xml; charset=ISO-8859-1', 200, '<a/>', 'NCP_HTTP_CONTENT_TYPE'],
    ['SOAP 1.1', 'application/soap+xml', 200, '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><a/></Body></Envelope>', 'NCP_SOAP_VERSION'],
    ['multipart without parts', 'multipart/related; type="application/xop+xml"; boundary="b"', 200, '--b--', 'NCP_MTOM_STRUCTURE'],
  ])('%s: of no use, and told as theirs', async (_title, contentType, status, body, because) => {
    bench.answer = () => bench.http(body, contentType, status);
    const { details } = await refusedWith('NCP_PEER_ANSWER');
    expect(details).toMatchObject({ because, status });
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', outcome: 8 });
  });

  it('an answer that is larger than an answer may be', async () => {
    bench.answer = () => bench.http(`<a>${' '.repeat(13 << 20)}</a>`);
    expect((await refusedWith('NCP_PEER_ANSWER')).details).toMatchObject({ because: 'NCP_HTTP_TOO_LARGE' });
  });

  it('the answer of another operation, a wrong action, and a right one with a wrong status', async () => {
    bench.replies(element(NS.query, 'query:AdhocQueryResponse', {}));
    expect((await refusedWith('NCP_PEER_ANSWER')).details).toMatchObject({ because: 'NCP_SOAP_OPERATION' });
    bench.replies(match, { action: 'urn:ihe:iti:2007:CrossGatewayQueryResponse' });
    expect((await refusedWith('NCP_PEER_ANSWER')).details).toMatchObject({ because: 'NCP_SOAP_ACTION' });
    bench.replies(match, { status: 500 });
    expect((await refusedWith('NCP_PEER_ANSWER')).details).toMatchObject({ status: 500 });
  });

  it.each([
    ['nobody listens', 'NCP_PEER_UNAVAILABLE', 'not-sent', ['PORTAL_PD_REQ_RECEIVED'], []],
    ['no answer in time', 'NCP_PEER_TIMEOUT', 'lost', ['PORTAL_PD_REQ_RECEIVED', 'NCPB_XCPD_REQ'], []],
    ['an answer that was cut', 'NCP_PEER_ANSWER', 'lost', ['PORTAL_PD_REQ_RECEIVED', 'NCPB_XCPD_REQ'], []],
    ['UC-B1 4.4 another certificate than the enrolled one', 'NCP_TRUST_PIN', 'not-sent', ['PORTAL_PD_REQ_RECEIVED'], ['NCP_TRUST_PIN']],
    ['UC-B1 4.4 a key of theirs that is too weak', 'NCP_DSIG_KEY_STRENGTH', 'not-sent', ['PORTAL_PD_REQ_RECEIVED'], []],
  ] as const)('UC-B1 4.3 %s: a communication failure on record, with what was sent', async (_title, code, kind, evidence, alarms) => {
    bench.answer = () => { throw new NcpError(code, { reason: 'X', sent: kind !== 'not-sent' }); };
    await refusedWith(code);
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-CF', kind: 'identify', evidence });
    expect(bench.outcomes.map((one) => one.kind)).toEqual([kind]);
    expect(bench.alarms.map((one) => one.code)).toEqual(alarms);
  });

  it('UC-B1 2.1 a country that is switched off is not asked, and why is told', async () => {
    bench.off = { since: '2026-06-01T00:00:00Z', reason: { sv: 'Underhåll', en: 'Maintenance' } };
    const { details } = await refusedWith('NCP_PEER_UNAVAILABLE');
    expect(details).toEqual({ country: 'FI', off: true, since: '2026-06-01T00:00:00Z' });
    expect(bench.requests).toEqual([]);
    expect(bench.outcomes).toEqual([]);
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', outcome: 8, evidence: ['PORTAL_PD_REQ_RECEIVED'] });
  });

  it('a country without a record: nothing happens at all', async () => {
    await expect(identifyAbroad(bench.gateway, { ...bench.asking(), country: 'XX' as never }, TRAITS)).rejects.toMatchObject({ code: 'NCP_PEER_COUNTRY' });
    expect(bench.store.entries).toEqual([]);
  });

  it('fails closed: what cannot be recorded or evidenced is not told', async () => {
    bench.replies(match);
    bench.store.trouble = () => 'refused';
    await expect(identify()).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    bench.store.trouble = () => undefined;
    const asking = bench.asking();
    bench.sealWorks = false;
    await expect(identifyAbroad(bench.gateway, asking, TRAITS)).rejects.toMatchObject({ code: 'NCP_AUDIT_EVIDENCE' });
    expect(bench.store.entries).toEqual([]);
  });

  it('puts both messages, the people and both gateways on record before it answers', async () => {
    bench.replies(match);
    let recordedFirst = false;
    await identify().then(() => { recordedFirst = bench.store.entries.length === 1; });
    expect(recordedFirst).toBe(true);
    const { event, type, outcome, evidence } = bench.recorded();
    expect([type, outcome, evidence]).toEqual(['EHDSI-11', 0, ['PORTAL_PD_REQ_RECEIVED', 'NCPB_XCPD_REQ']]);
    for (const part of ['UserID="920007"', 'UserID="Testapoteket"', 'UserID="ncp-b.example.se"', 'UserID="ncp-server.fi.example"', '150385-9035^^^&amp;1.2.246.21&amp;ISO', 'csd-code="rsp"']) {
      expect(event).toContain(part);
    }
    const [entry] = bench.store.entries;
    expect(entry?.leaf).toMatchObject({ countryA: 'FI', countryB: 'SE', actor: '2262@urn:hl7ii:1.3.88:7350045511119' });
    expect(entry?.facts).toMatchObject({ transaction: 'ITI-55', messageId: bench.lastRequest().messageId });
  });
});
