import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something between us and the national list that repeats what it should not, as load balancers have done. */
export interface Middlebox {
  readonly url: string;
  /** Where the requests go. */
  leadTo(target: string): void;
  /** From now on each POST is sent on twice; the sender gets the second answer. */
  repeatWrites(on: boolean): void;
  close(): Promise<void>;
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startMiddlebox(): Promise<Middlebox> {
  let base = '';
  let repeating = false;
  const pass = (from: IncomingMessage, body: Buffer): Promise<Passed> => new Promise((resolve, reject) => {
    const onward = send(new URL(from.url ?? '/', base), { method: from.method, headers: { ...from.headers, host: new URL(base).host } }, (answer) => {
      bytesOf(answer).then((bytes) => { resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }); }, reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const body = await bytesOf(request);
      if (repeating && request.method === 'POST') await pass(request, body);
      const answer = await pass(request, body);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    };
    serve().catch(() => { response.destroy(); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    leadTo(target) { base = new URL(target).origin; },
    repeatWrites(on) { repeating = on; },
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}
