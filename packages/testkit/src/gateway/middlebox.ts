import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/**
 * `repeating`: each POST is sent on twice and the sender gets the second answer, as load balancers have done.
 * `vanishing`: the next POST and everything after it meets a broken connection. `gone`: everything does.
 */
export type MiddleboxManner = 'honest' | 'repeating' | 'vanishing' | 'gone';

/** Something between us and the national list. */
export interface Middlebox {
  readonly url: string;
  /** Where the requests go. */
  leadTo(target: string): void;
  behave(manner: MiddleboxManner): void;
  close(): Promise<void>;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startMiddlebox(): Promise<Middlebox> {
  let base = '';
  let manner: MiddleboxManner = 'honest';
  /** Sends it on and gives the head of the answer; its body is still on the way. */
  const pass = (from: IncomingMessage, body: Buffer): Promise<IncomingMessage> => new Promise((resolve, reject) => {
    const onward = send(new URL(from.url ?? '/', base), { method: from.method, headers: { ...from.headers, host: new URL(base).host } }, resolve);
    onward.once('error', reject);
    onward.end(body);
  });
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const body = await bytesOf(request);
      const write = request.method === 'POST';
      if (manner === 'vanishing' && write) manner = 'gone';
      if (manner === 'gone') {
        response.destroy();
        return;
      }
      if (manner === 'repeating' && write) await bytesOf(await pass(request, body));
      const answer = await pass(request, body);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      await pipeline(answer, response);
    };
    // What breaks on one side breaks on the other.
    serve().catch(() => { response.destroy(); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    leadTo(target) { base = new URL(target).origin; },
    behave(now) { manner = now; },
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}
