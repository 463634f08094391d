import { describe, expect, it } from '@jest/globals';
import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, type XmlElement } from '@ncp/xml';
import { MESSAGE_ID, envelope, parsed, refusalOf } from '../test/messages.js';
import { readAnswer } from './envelope.js';
import { faultFor, readFault } from './fault.js';
import { httpRefusal } from './http-refusal.js';

const ids = { messageId: 'urn:uuid:2', exchangeId: '0190a000-0000-7000-8000-000000000001', relatesTo: MESSAGE_ID };
const faultOf = (code: NcpErrorCode, details = {}): { status: number; root: XmlElement; xml: string } => {
  const { status, envelope: written } = faultFor(new NcpError(code, details), ids);
  const bytes = serialiseXml(written);
  return { status, root: parseXml(bytes), xml: text(bytes) };
};

describe('faultFor', () => {
  it.each<[NcpErrorCode, string, number]>([
    ['NCP_SOAP_STRUCTURE', 'Sender', 400],
    ['NCP_XML_DOCTYPE', 'Sender', 400],
    ['NCP_MTOM_STRUCTURE', 'Sender', 400],
    ['NCP_SOAP_DUPLICATE', 'Sender', 400],
    ['NCP_SOAP_VERSION', 'VersionMismatch', 500],
    ['NCP_SOAP_MUST_UNDERSTAND', 'MustUnderstand', 500],
    ['NCP_STORE_UNAVAILABLE', 'Receiver', 500],
    ['NCP_INTERNAL', 'Receiver', 500],
  ])('answers %s as %s with status %d', (code, faultClass, status) => {
    const fault = faultOf(code);
    expect(fault.status).toBe(status);
    expect(fault.xml).toContain(`:${faultClass}</soap:Value>`);
    expect(fault.xml).toContain(`err:${code}</soap:Value>`);
    expect(fault.xml).toContain('xmlns:err="urn:ncpeh:se:error"');
    expect(fault.xml).toContain(ids.exchangeId);
    expect(fault.xml).toContain(`RelatesTo>${MESSAGE_ID}<`);
  });

  it('SOAP-01 offers SOAP 1.2 in an Upgrade header', () => {
    expect(faultOf('NCP_SOAP_VERSION').xml).toContain('<soap:Upgrade><soap:SupportedEnvelope qname="soap:Envelope"/></soap:Upgrade>');
  });

  it('SOAP-03 names what was not understood', () => {
    const { xml } = faultOf('NCP_SOAP_MUST_UNDERSTAND', { count: 2, headers: ['{urn:x}Thing', '{}Bare'] });
    expect(xml).toContain('<soap:NotUnderstood xmlns:h="urn:x" qname="h:Thing"/>');
    expect(xml).toContain('<soap:NotUnderstood qname="Bare"/>');
    expect(faultOf('NCP_SOAP_MUST_UNDERSTAND', { count: 1, headers: ['{http://www.w3.org/XML/1998/namespace}Thing'] }).xml).toContain('<soap:NotUnderstood qname="xml:Thing"/>');
  });

  it('SOAP-12 adds the subcode of WS-Security below ours', () => {
    expect(faultOf('NCP_SOAP_EXPIRED').xml).toContain('wsu:MessageExpired');
    expect(faultOf('NCP_XSW_WRAPPING').xml).toContain('wsse:FailedCheck');
  });

  it('repeats nothing of the details', () => {
    expect(faultOf('NCP_SOAP_STRUCTURE', { at: 'canary-4711' }).xml).not.toContain('canary');
  });

  it('leaves RelatesTo out when the request was not readable', () => {
    const { envelope: written } = faultFor(new NcpError('NCP_XML_DOCTYPE'), { messageId: 'urn:uuid:2', exchangeId: 'e' });
    expect(text(serialiseXml(written))).not.toContain('RelatesTo');
  });
});

describe('readFault', () => {
  it('reads our own faults back', () => {
    expect(readFault(faultOf('NCP_SOAP_TO').root)).toMatchObject({ code: 'Sender', subcode: 'NCP_SOAP_TO' });
  });

  it('is undefined for other messages', () => {
    expect(readFault(envelope())).toBeUndefined();
    expect(readFault(parsed('<html/>'))).toBeUndefined();
  });

  it('SOAP-14 keeps class and size of a hostile fault and none of its text', () => {
    const html = `&lt;script&gt;${'x'.repeat(1_000_000)}`;
    const body = `<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang="en">${html}</s:Text></s:Reason><s:Detail><!-- c --><x>${html}</x></s:Detail></s:Fault>`;
    const root = envelope({ body });
    const fault = readFault(root);
    expect(fault?.code).toBe('Receiver');
    expect(fault?.textLength).toBeGreaterThan(2_000_000);
    expect(JSON.stringify(fault)).not.toContain('script');
    expect(refusalOf(() => readAnswer(root, { messageId: MESSAGE_ID, transaction: 'ITI-38' }))).toBe('NCP_SOAP_FAULT');
  });

  it('knows the fault names of SOAP 1.1 and calls the rest other', () => {
    const body = (faultcode: string): string => `<s:Fault><faultcode>${faultcode}</faultcode></s:Fault>`;
    const ns = 'http://schemas.xmlsoap.org/soap/envelope/';
    expect(readFault(envelope({ ns, body: body('s:Server') }))?.code).toBe('Receiver');
    expect(readFault(envelope({ ns, body: body('s:toString') }))?.code).toBe('other');
  });
});

describe('httpRefusal', () => {
  it.each<[NcpErrorCode, number | undefined]>([
    ['NCP_HTTP_CONTENT_TYPE', 415], ['NCP_HTTP_TOO_LARGE', 413], ['NCP_HTTP_ENCODING', 415], ['NCP_HTTP_TIMEOUT', 408],
    ['NCP_HTTP_BUSY', 503], ['NCP_SOAP_STRUCTURE', undefined],
  ])('%s is %p', (code, status) => {
    expect(httpRefusal(code)).toBe(status);
  });
});
