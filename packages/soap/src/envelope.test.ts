import { describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { ANONYMOUS, MESSAGE_ID, QUERY_ACTION, QUERY_BODY, XCPD_BODY, action, envelope, envelopeText, messageId, parsed, refusalOf } from '../test/messages.js';
import { readAnswer, readEnvelope, type Expectation } from './envelope.js';

const refusal = (header: string, expect: Expectation = {}): string => refusalOf(() => readEnvelope(envelope({ header }), expect));
const ok = action() + messageId();

describe('readEnvelope', () => {
  it('accepts a request without To and ReplyTo, as the Danish test tool sends it', () => {
    const read = readEnvelope(envelope());
    expect(read).toMatchObject({ transaction: 'ITI-38', action: QUERY_ACTION, messageId: MESSAGE_ID });
    expect(read.to).toBeUndefined();
    expect(read.security).toBeUndefined();
    expect(read.body.local).toBe('AdhocQueryRequest');
  });

  it('reads blocks in any order and white space around values', () => {
    const header = `${messageId(`\n  ${MESSAGE_ID}\n`)}<x:y xmlns:x="urn:x"/>${action()}`;
    expect(readEnvelope(envelope({ header })).messageId).toBe(MESSAGE_ID);
  });

  it('ignores addressing blocks in the namespace that the OpenNCP retrieve client invents', () => {
    const bogus = ['To', 'Action', 'MessageID', 'ReplyTo'].map((name) => `<${name} xmlns="${ANONYMOUS}">x</${name}>`).join('');
    expect(readEnvelope(envelope({ header: bogus + ok + bogus })).action).toBe(QUERY_ACTION);
  });

  it('SOAP-01 refuses SOAP 1.1 and other envelopes', () => {
    expect(refusalOf(() => readEnvelope(envelope({ ns: 'http://schemas.xmlsoap.org/soap/envelope/' })))).toBe('NCP_SOAP_VERSION');
    expect(refusalOf(() => readEnvelope(envelope({ ns: 'urn:other' })))).toBe('NCP_SOAP_VERSION');
    expect(refusalOf(() => readEnvelope(parsed('<html/>')))).toBe('NCP_SOAP_STRUCTURE');
  });

  const soap = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope"';
  const one = `<s:Body>${QUERY_BODY}</s:Body>`;
  it.each([
    ['no Body', `<s:Envelope ${soap}><s:Header/></s:Envelope>`],
    ['nothing', `<s:Envelope ${soap}/>`],
    ['two Bodies', `<s:Envelope ${soap}>${one}${one}</s:Envelope>`],
    ['two Headers', `<s:Envelope ${soap}><s:Header/><s:Header/>${one}</s:Envelope>`],
    ['Header after Body', `<s:Envelope ${soap}>${one}<s:Header/></s:Envelope>`],
    ['an element after Body', `<s:Envelope ${soap}>${one}<x/></s:Envelope>`],
    ['an empty Body', `<s:Envelope ${soap}><s:Body> </s:Body></s:Envelope>`],
    ['two children', `<s:Envelope ${soap}><s:Body>${QUERY_BODY}${QUERY_BODY}</s:Body></s:Envelope>`],
    ['text in Body', `<s:Envelope ${soap}><s:Body>${QUERY_BODY}text</s:Body></s:Envelope>`],
    ['text in Envelope', `<s:Envelope ${soap}>text${one}</s:Envelope>`],
    ['a Body in another namespace', `<s:Envelope ${soap}><Body>${QUERY_BODY}</Body></s:Envelope>`],
  ])('SOAP-02 refuses %s', (_name, xml) => {
    expect(refusalOf(() => readEnvelope(parsed(xml)))).toBe('NCP_SOAP_STRUCTURE');
  });

  it('SOAP-02 accepts comments and white space between the parts (control)', () => {
    const spaced = envelopeText().replace('<s:Body>', '<!-- c -->\n<s:Body>\n').replace('</s:Envelope>', '\n</s:Envelope>');
    expect(readEnvelope(parsed(spaced)).transaction).toBe('ITI-38');
  });

  it('SOAP-03 refuses an unknown header that must be understood, and names it', () => {
    const header = `${ok}<x:Thing xmlns:x="urn:x" s:mustUnderstand="true"/><wsa:Unknown s:mustUnderstand="1"/>`;
    expect(refusal(header)).toBe('NCP_SOAP_MUST_UNDERSTAND');
    expect(() => readEnvelope(envelope({ header }))).toThrow(expect.objectContaining({
      details: { count: 2, headers: ['{urn:x}Thing', '{http://www.w3.org/2005/08/addressing}Unknown'] },
    }));
  });

  it('SOAP-03 does not repeat a name of unreasonable length', () => {
    const header = `${ok}<x:T xmlns:x="urn:${'x'.repeat(300)}" s:mustUnderstand="1"/>`;
    expect(() => readEnvelope(envelope({ header }))).toThrow(expect.objectContaining({ details: { count: 1, headers: [] } }));
  });

  it('SOAP-04 ignores a header for a role that is not ours, and plays the roles of the last receiver', () => {
    const thing = (role: string): string => `${ok}<x:T xmlns:x="urn:x" s:mustUnderstand="1" s:role="${role}"/>`;
    expect(refusal(thing('urn:someone'))).toBe('none');
    expect(refusal(thing('http://www.w3.org/2003/05/soap-envelope/role/none'))).toBe('none');
    expect(refusal(thing('http://www.w3.org/2003/05/soap-envelope/role/next'))).toBe('NCP_SOAP_MUST_UNDERSTAND');
    expect(refusal(thing('http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver'))).toBe('NCP_SOAP_MUST_UNDERSTAND');
    expect(refusal(thing(''))).toBe('NCP_SOAP_MUST_UNDERSTAND');
  });

  it('SOAP-04 does not use addressing blocks for another role', () => {
    const other = '<wsa:Action s:role="urn:someone">urn:other</wsa:Action>';
    expect(refusal(other + ok)).toBe('none');
    expect(refusal(other + messageId())).toBe('NCP_SOAP_ACTION');
  });

  it.each(['yes', '2', 'TRUE', ''])('SOAP-05 refuses mustUnderstand="%s"', (value) => {
    expect(refusal(`${ok}<x:T xmlns:x="urn:x" s:mustUnderstand="${value}"/>`)).toBe('NCP_SOAP_STRUCTURE');
  });

  it.each(['0', 'false', ' false '])('SOAP-05 accepts mustUnderstand="%s" (control)', (value) => {
    expect(refusal(`${ok}<x:T xmlns:x="urn:x" s:mustUnderstand="${value}"/>`)).toBe('none');
  });

  it('SOAP-06 refuses an Action that is missing, repeated, empty or contradicted', () => {
    expect(refusal(messageId())).toBe('NCP_SOAP_ACTION');
    expect(refusal(action('') + messageId())).toBe('NCP_SOAP_ACTION');
    expect(refusal(action() + ok)).toBe('NCP_SOAP_ACTION');
    expect(refusal(action('urn:ihe:iti:2007:CrossGatewayRetrieve') + messageId())).toBe('NCP_SOAP_ACTION');
    expect(refusal(action('urn:ihe:iti:2007:CrossGatewayQueryResponse') + messageId())).toBe('NCP_SOAP_ACTION');
    expect(refusal(ok, { httpAction: 'urn:ihe:iti:2007:CrossGatewayRetrieve' })).toBe('NCP_SOAP_ACTION');
    expect(refusal(ok, { httpAction: QUERY_ACTION })).toBe('none');
    expect(refusal(ok, { httpAction: '' })).toBe('none');
    expect(refusalOf(() => readEnvelope(parsed(`<s:Envelope ${soap}>${one}</s:Envelope>`)))).toBe('NCP_SOAP_ACTION');
  });

  it.each([
    ['missing', ''],
    ['empty', messageId('  ')],
    ['of 1 MB', messageId(`urn:uuid:${'a'.repeat(1_000_000)}`)],
    ['no URI', messageId('7c0f2a0e')],
    ['with a space', messageId('urn:uuid:7c0 f2a')],
    ['with a control character', messageId('urn:uuid:7c0&#9;f2a')],
    ['repeated', messageId() + messageId()],
  ])('SOAP-07 refuses a MessageID %s', (_name, header) => {
    expect(refusal(action() + header)).toBe('NCP_SOAP_MESSAGE_ID');
  });

  it('SOAP-07 accepts a MessageID of 256 characters and not one more', () => {
    const of = (length: number): string => refusal(action() + messageId('urn:uuid:'.padEnd(length, 'a')));
    expect(of(256)).toBe('none');
    expect(of(257)).toBe('NCP_SOAP_MESSAGE_ID');
  });

  it.each(['ReplyTo', 'FaultTo'])('SOAP-08 refuses a %s that is not anonymous', (name) => {
    const endpoint = (address: string): string => `${ok}<wsa:${name}>${address}</wsa:${name}>`;
    expect(refusal(endpoint(`<wsa:Address>${ANONYMOUS}</wsa:Address>`))).toBe('none');
    expect(refusal(endpoint('<wsa:Address>https://evil.example/</wsa:Address>'))).toBe('NCP_SOAP_ADDRESSING');
    expect(refusal(endpoint('<wsa:Address>http://www.w3.org/2005/08/addressing/none</wsa:Address>'))).toBe('NCP_SOAP_ADDRESSING');
    expect(refusal(endpoint(''))).toBe('NCP_SOAP_ADDRESSING');
    expect(refusal(endpoint(`<wsa:Address>${ANONYMOUS}</wsa:Address><wsa:Address>x</wsa:Address>`))).toBe('NCP_SOAP_ADDRESSING');
  });

  it('SOAP-09 refuses a To that names another endpoint', () => {
    const ourUrls = ['https://ncp.se.example/ncp/xca'];
    const to = (url: string): string => refusal(`<wsa:To>${url}</wsa:To>${ok}`, { ourUrls });
    expect(to('https://ncp.se.example/ncp/xca')).toBe('none');
    expect(to('HTTPS://NCP.SE.EXAMPLE:443/ncp/xca')).toBe('none');
    expect(to(ANONYMOUS)).toBe('none');
    expect(to('https://ncp.fi.example/ncp/xca')).toBe('NCP_SOAP_TO');
    expect(to('https://ncp.se.example/ncp/xdr')).toBe('NCP_SOAP_TO');
    expect(to('https://ncp.se.example:8443/ncp/xca')).toBe('NCP_SOAP_TO');
    expect(to('not a url')).toBe('NCP_SOAP_TO');
    expect(to('')).toBe('NCP_SOAP_TO');
    expect(refusal(ok, { ourUrls })).toBe('none');
    expect(refusal(`<wsa:To>https://b.example/</wsa:To>${ok}`, { ourUrls: [...ourUrls, 'https://b.example'] })).toBe('none');
  });

  const wsse = 'xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"';
  const wsu = 'xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"';

  it('XSW-10 refuses two security headers, also when one is for another role', () => {
    expect(refusal(`${ok}<wsse:Security ${wsse}/><wsse:Security ${wsse}/>`)).toBe('NCP_XSW_WRAPPING');
    expect(refusal(`${ok}<wsse:Security ${wsse} s:role="urn:x"/><wsse:Security ${wsse}/>`)).toBe('NCP_XSW_WRAPPING');
  });

  it('gives out the security header only when it is for us', () => {
    const read = (attributes: string): unknown => readEnvelope(envelope({ header: `${ok}<wsse:Security ${wsse} ${attributes}/>` })).security;
    expect(read('s:mustUnderstand="1"')).toMatchObject({ local: 'Security' });
    expect(read('s:role="urn:x"')).toBeUndefined();
  });

  const now = instant('2026-03-01T10:00:00Z');
  const stamped = (created: string, expires: string): string =>
    `${ok}<wsse:Security ${wsse}><u:Timestamp ${wsu}>${created && `<u:Created>${created}</u:Created>`}${expires && `<u:Expires>${expires}</u:Expires>`}</u:Timestamp></wsse:Security>`;
  it.each([
    ['expired', '2026-03-01T09:50:00Z', '2026-03-01T09:58:59Z'],
    ['from the future', '2026-03-01T10:01:01Z', '2026-03-01T10:05:00Z'],
    ['reversed', '2026-03-01T10:00:10Z', '2026-03-01T09:59:50Z'],
    ['without zone', '2026-03-01T10:00:00', ''],
    ['no time', 'now', ''],
  ])('SOAP-12 refuses a Timestamp %s', (_name, created, expires) => {
    expect(refusal(stamped(created, expires), { now })).toBe('NCP_SOAP_EXPIRED');
  });

  it('SOAP-12 accepts a good Timestamp within the skew, and refuses to judge one without a clock', () => {
    expect(refusal(stamped('2026-03-01T10:01:00Z', '2026-03-01T10:05:00Z'), { now })).toBe('none');
    expect(refusal(stamped('2026-03-01T09:50:00Z', '2026-03-01T09:59:00Z'), { now })).toBe('none');
    expect(refusal(stamped('2026-03-01T10:00:00Z', ''))).toBe('NCP_SOAP_EXPIRED');
  });

  it('SOAP-15 refuses a known body in the wrong operation, at the wrong address, and an unknown body', () => {
    expect(refusalOf(() => readEnvelope(envelope({ body: XCPD_BODY })))).toBe('NCP_SOAP_ACTION');
    expect(refusal(ok, { transactions: ['ITI-55'] })).toBe('NCP_SOAP_OPERATION');
    expect(refusal(ok, { transactions: ['ITI-39', 'ITI-38'] })).toBe('none');
    expect(refusalOf(() => readEnvelope(envelope({ body: '<x/>' })))).toBe('NCP_SOAP_OPERATION');
    expect(refusalOf(() => readEnvelope(envelope({ body: QUERY_BODY.replace('Request', 'Response') })))).toBe('NCP_SOAP_OPERATION');
    expect(refusalOf(() => readEnvelope(envelope({ body: QUERY_BODY.replace('query:3.0', 'query:3.0/') })))).toBe('NCP_SOAP_OPERATION');
  });
});

describe('readAnswer', () => {
  const request = { messageId: MESSAGE_ID, transaction: 'ITI-38' } as const;
  const body = QUERY_BODY.replace('Request', 'Response');
  const relates = (id: string): string => `<wsa:RelatesTo>${id}</wsa:RelatesTo>`;
  const header = action(`${QUERY_ACTION}Response`) + messageId('urn:uuid:1') + relates(MESSAGE_ID);

  it('accepts the answer to the request', () => {
    expect(readAnswer(envelope({ header, body }), request)).toMatchObject({ transaction: 'ITI-38', relatesTo: MESSAGE_ID });
  });

  it('SOAP-10 refuses an answer to another request, or to none', () => {
    const other = header.replace(MESSAGE_ID, 'urn:uuid:2');
    const none = header.replace(relates(MESSAGE_ID), '');
    for (const wrong of [other, none]) {
      expect(refusalOf(() => readAnswer(envelope({ header: wrong, body }), request))).toBe('NCP_SOAP_RELATES_TO');
    }
  });

  it('refuses the answer of another transaction', () => {
    expect(refusalOf(() => readAnswer(envelope({ header, body: XCPD_BODY }), request))).toBe('NCP_SOAP_OPERATION');
    expect(refusalOf(() => readAnswer(envelope({ header, body }), { ...request, transaction: 'ITI-39' }))).toBe('NCP_SOAP_OPERATION');
  });
});
