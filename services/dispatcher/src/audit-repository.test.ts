import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePki, type PkiCountry, type PkiPair } from '@ncp/certs';
import { instant, type ExchangeId } from '@ncp/domain';
import type { OutboxRow } from '@ncp/store';
import { clientTlsFrom, tlsStream } from '@ncp/transport';
import { createAuditForwarder, type ForwardDeps } from './forward-audit.js';
import { streamConnection } from './syslog-connection.js';

const LIMIT_MS = 5_000;

describe('a repository over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-audit-repository-'));
  const servers: Server[] = [];
  let sweden: PkiCountry;
  beforeAll(async () => {
    const { countries: { SE } } = await makePki({ outDir: folder, now: new Date(), countries: ['SE', 'FI'], serverNames: ['127.0.0.1'] });
    if (SE === undefined) throw new Error('no SE');
    sweden = SE;
  });
  afterAll(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  /** One event that waits, and a repository that shows `pair`: what it received, what was settled, what was told. */
  async function forwarded(pair: PkiPair, host = '127.0.0.1') {
    const received: Buffer[] = [];
    const server = createServer({ cert: readFileSync(pair.certificate), key: readFileSync(pair.key) }, (socket) => {
      socket.on('data', (chunk: Buffer) => { received.push(chunk); }).on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    servers.push(server);
    const port = await new Promise<number>((resolve) => { server.listen(0, '127.0.0.1', () => { resolve((server.address() as AddressInfo).port); }); });
    const rows: OutboxRow[] = [{ id: '1', kind: 'forward-audit', subject: '1', exchange: 'x' as ExchangeId, attempts: 1 }];
    const settled: string[] = [];
    const alarms: string[] = [];
    const store = {
      audit: { event: () => Promise.resolve({ type: 'EHDSI-31', hash: 'h', xml: Buffer.from('<event/>') }) },
      work: { exclusively: async (_: string, work: () => Promise<void>) => { await work(); return true; } },
      outbox: {
        aside: () => Promise.resolve([]), open: () => Promise.resolve(rows.filter(({ id }) => !settled.includes(id))), lastSettled: () => Promise.resolve([]),
        settle: (ids: readonly string[]) => { settled.push(...ids); return Promise.resolve(); },
      },
    } as unknown as ForwardDeps['store'];
    const tls = await clientTlsFrom({ ca: sweden.ca.certificate });
    const forwarder = createAuditForwarder({
      store, now: () => instant('2026-06-12T12:00:00Z'), host: 'ncp.example.se', sign: ({ xml }) => xml,
      connect: async () => streamConnection(await tlsStream({ host, port }, tls, LIMIT_MS)),
      report: { job: () => undefined, alarm: (code) => { alarms.push(code); } },
    });
    await forwarder.drain();
    forwarder.close();
    await new Promise((resolve) => { server.close(resolve); });
    return { bytes: Buffer.concat(received).length > 0, settled, alarms };
  }

  it('AUD-12 is given what waits when its certificate is in force and names it (control)', async () => {
    expect(await forwarded(sweden.tlsServer)).toEqual({ bytes: true, settled: ['1'], alarms: [] });
  });

  it.each(['expired', 'notYetValid', 'unknownCa', 'wrongUsage'] as const)('AUD-12 is sent nothing with a certificate that is wrong (%s): it waits, and people are told', async (fault) => {
    expect(await forwarded(sweden.bad.tlsServer[fault])).toEqual({ bytes: false, settled: [], alarms: ['NCP_AUDIT_UNAVAILABLE'] });
  });

  it('AUD-12 is sent nothing under a name that its certificate does not have', async () => {
    expect(await forwarded(sweden.tlsServer, 'localhost')).toEqual({ bytes: false, settled: [], alarms: ['NCP_AUDIT_UNAVAILABLE'] });
  });
});
