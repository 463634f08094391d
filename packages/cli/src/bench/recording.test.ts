import { describe, expect, it } from '@jest/globals';
import { envelopeOf } from './recording.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('envelopeOf', () => {
  const envelope = '<?xml version="1.0"?><soap:Envelope xmlns:soap="urn:x">…</soap:Envelope>';

  it('is the whole plain request', () => { expect(envelopeOf(bytes(envelope))).toEqual(bytes(envelope)); });

  it('is the root part of a multipart request, not the document behind it', () => {
    const multipart = `--b\r\nContent-Type: application/xop+xml\r\n\r\n${envelope}\r\n--b\r\n\r\n<?xml version="1.0"?><ClinicalDocument/>\r\n--b--`;
    expect(new TextDecoder().decode(envelopeOf(bytes(multipart)))).toBe(envelope);
  });
});
