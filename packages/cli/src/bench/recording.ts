import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The exchanges of one recorded unit, as the simulator's load program wrote them. */
export interface Recorded {
  readonly transaction: string;
  readonly request: Uint8Array;
  readonly requestType: string;
  /** Of the answer. */
  readonly contentType: string;
  readonly response: Uint8Array;
}

interface Indexed {
  readonly transaction: string;
  readonly request: { readonly contentType: string; readonly file: string };
  readonly response: { readonly contentType: string; readonly file: string };
}

export function readRecording(folder: string): readonly Recorded[] {
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));
  return (JSON.parse(readFileSync(join(folder, 'exchanges.json'), 'utf8')) as readonly Indexed[]).map(({ transaction, request, response }) =>
    ({ transaction, request: read(request.file), requestType: request.contentType, contentType: response.contentType, response: read(response.file) }));
}

const OPENING = Buffer.from('<?xml');
// The opening tag goes on with its namespaces: only the closing one ends here.
const CLOSING = Buffer.from('Envelope>');

/** The SOAP envelope of a request; of a multipart one its root part. */
export function envelopeOf(request: Uint8Array): Uint8Array {
  const bytes = Buffer.from(request);
  const from = bytes.indexOf(OPENING);
  const closing = bytes.indexOf(CLOSING, from);
  return from === -1 || closing === -1 ? request : new Uint8Array(bytes.subarray(from, closing + CLOSING.length));
}

const DOCUMENT_END = Buffer.from('ClinicalDocument>');

/** The documents beside the envelope of a multipart answer, or none. A document inside the envelope is base64 there. */
export function documentOf(answer: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(answer);
  const behind = bytes.indexOf(CLOSING, bytes.indexOf(OPENING));
  const from = behind === -1 ? -1 : bytes.indexOf(OPENING, behind);
  const end = bytes.lastIndexOf(DOCUMENT_END);
  return from === -1 || end < from ? undefined : new Uint8Array(bytes.subarray(from, end + DOCUMENT_END.length));
}
