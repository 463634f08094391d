import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@ncp/testkit';
import { sendLines } from './send-lines.js';

const LINE = `${'x'.repeat(1_000)}\r\n`;

describe('a file that is streamed', () => {
  let server: Server | undefined;
  afterEach(() => { server?.closeAllConnections(); server?.close(); });

  /** Serves the lines once; `ended` tells how the sending went. */
  async function serve(lines: AsyncIterable<string>) {
    const went: unknown[] = [];
    const listening = createServer((_, response) => { void sendLines(response, lines).then(() => went.push('whole'), (error: unknown) => went.push(error)); });
    server = listening;
    await new Promise<void>((resolve) => { listening.listen(0, '127.0.0.1', resolve); });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => { get({ port: (listening.address() as AddressInfo).port, host: '127.0.0.1', agent: false }, resolve).on('error', reject); });
    return { answer, went };
  }

  it('ends its source when the reader goes away', async () => {
    const source = { ended: false };
    const endless = async function* () {
      try {
        for (;;) yield await Promise.resolve(LINE);
      } finally {
        source.ended = true;
      }
    };
    const { answer, went } = await serve(endless());
    answer.destroy();
    await until('the source is ended', () => source.ended, 5_000);
    await until('the sending is over', () => went.length === 1, 5_000);
  });

  it('breaks the connection when its source fails, rather than end as if whole', async () => {
    let fail = (): void => undefined;
    const begun = new Promise<void>((resolve) => { fail = resolve; });
    const broken = async function* () {
      yield LINE;
      await begun;
      throw new Error('gone');
    };
    const { answer, went } = await serve(broken());
    fail();
    await expect((async () => { for await (const _ of answer) continue; })()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(went).toEqual([expect.objectContaining({ message: 'gone' })]);
  });

  it('is whole otherwise', async () => {
    const { answer } = await serve((async function* () { for (let at = 0; at < 100; at += 1) yield await Promise.resolve(LINE); })());
    let bytes = 0;
    for await (const part of answer) bytes += (part as Buffer).length;
    expect(bytes).toBe(100 * LINE.length);
  });
});
