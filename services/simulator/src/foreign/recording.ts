import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '@ncp/exchange';
import type { HttpMessage } from '@ncp/soap';
import { post, type UnitOfLoad } from './unit-of-load.js';

/** One exchange of a recorded unit: its bytes are in files beside the index. */
interface RecordedExchange {
  readonly transaction: string;
  readonly request: { readonly contentType: string; readonly file: string };
  readonly response: { readonly contentType: string; readonly file: string };
}

const INDEX = 'exchanges.json';

/** Keeps the exchanges of one unit, so that a server that does nothing can be asked the same. */
export function recorder(folder: string): { readonly onMessage: (name: string, direction: 'request' | 'response', message: HttpMessage) => void; readonly save: () => void } {
  mkdirSync(folder, { recursive: true });
  const exchanges: RecordedExchange[] = [];
  let asked: RecordedExchange['request'] = { contentType: '', file: '' };
  return {
    onMessage(transaction, direction, { contentType, body }) {
      const file = `${String(exchanges.length)}-${direction}.bin`;
      writeFileSync(join(folder, file), body);
      if (direction === 'request') asked = { contentType, file };
      else exchanges.push({ transaction, request: asked, response: { contentType, file } });
    },
    save() { writeFileSync(join(folder, INDEX), JSON.stringify(exchanges)); },
  };
}

/** Asks another server the recorded requests, in their order; header `x-exchange` says which it is. */
export function replayUnit(folder: string, url: string, http: HttpClient): UnitOfLoad {
  const exchanges = JSON.parse(readFileSync(join(folder, INDEX), 'utf8')) as readonly RecordedExchange[];
  const requests = exchanges.map(({ request }) => ({ contentType: request.contentType, body: new Uint8Array(readFileSync(join(folder, request.file))) }));
  return {
    async run() {
      for (const [index, request] of requests.entries()) {
        const answer = await post(http, url, request, { 'x-exchange': String(index) });
        if (answer.status !== 200) throw new Error(`status ${String(answer.status)}`);
      }
    },
  };
}
