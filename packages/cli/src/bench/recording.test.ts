import { describe, expect, it } from '@jest/globals';
import { documentOf, envelopeOf } from './recording.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('envelopeOf', () => {
  const envelope = '<?xml version="1.0"?><soap:Envelope xmlns:soap="urn:x">…</soap:Envelope>';

  it('is the whole plain request', () => { expect(envelopeOf(bytes(envelope))).toEqual(bytes(envelope)); });

  it('is the root part of a multipart request, not the document behind it', () => {
    const multipart = `--b\r\nContent-Type: application/xop+xml\r\n\r\n${envelope}\r\n--b\r\n\r\n<?xml version="1.0"?><ClinicalDocument/>\r\n--b--`;
    expect(new TextDecoder().decode(envelopeOf(bytes(multipart)))).toBe(envelope);
  });
});

describe('documentOf', () => {
  const document = '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>x</title></ClinicalDocument>';
  const multipart = (part: string): Uint8Array => bytes(`--b\r\n\r\n<?xml version="1.0"?><s:Envelope xmlns:s="urn:x"></s:Envelope>\r\n--b\r\n\r\n${part}\r\n--b--`);

  it('is the part behind the envelope', () => { expect(new TextDecoder().decode(documentOf(multipart(document)))).toBe(document); });

  it('is not there in a plain answer, nor in a part that is something else', () => {
    expect(documentOf(bytes('<?xml version="1.0"?><s:Envelope xmlns:s="urn:x"></s:Envelope>'))).toBeUndefined();
    expect(documentOf(multipart('%PDF-1.7'))).toBeUndefined();
  });
});
