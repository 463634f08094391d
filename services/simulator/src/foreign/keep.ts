import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpMessage } from '@ncp/soap';

/** Keeps what goes over the wire and the documents in it, in files numbered in their order. */
export interface Keeper {
  message(name: string, direction: 'request' | 'response', message: HttpMessage): void;
  /** One call of a JSON API. */
  call(name: string, request: string | undefined, answer: { readonly contentType: string; readonly body: Uint8Array }): void;
  /** Gives the path of the file. */
  document(name: string, bytes: Uint8Array, ending?: string): string;
}

/** A multipart message is kept with its header, so that any MIME reader opens the file. */
const fileOf = ({ contentType, body }: HttpMessage): { readonly ending: string; readonly bytes: Uint8Array } =>
  /^multipart\//i.test(contentType)
    ? { ending: 'mime', bytes: Buffer.concat([Buffer.from(`MIME-Version: 1.0\r\nContent-Type: ${contentType}\r\n\r\n`), body]) }
    : { ending: 'xml', bytes: body };

export function keeper(folder: string): Keeper {
  const [inMessages, inDocuments] = [join(folder, 'messages'), join(folder, 'documents')];
  for (const place of [inMessages, inDocuments]) mkdirSync(place, { recursive: true });
  let messages = 0;
  return {
    message(name, direction, message) {
      if (direction === 'request') messages += 1;
      const { ending, bytes } = fileOf(message);
      writeFileSync(join(inMessages, `${String(messages).padStart(2, '0')}-${name}-${direction}.${ending}`), bytes);
    },
    call(name, request, { contentType, body }) {
      messages += 1;
      const place = join(inMessages, `${String(messages).padStart(2, '0')}-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`);
      if (request !== undefined) writeFileSync(`${place}-request.json`, request);
      writeFileSync(`${place}-response.${/json/.test(contentType) ? 'json' : /pdf/.test(contentType) ? 'pdf' : 'txt'}`, body);
    },
    document(name, bytes, ending = 'xml') {
      const path = join(inDocuments, `${name}.${ending}`);
      writeFileSync(path, bytes);
      return path;
    },
  };
}
