import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromEpoch } from '@ncp/domain';
import { intentEntry, sampleEntry, sampleRecord, startGatewayWorld, type GatewayWorld } from '@ncp/testkit';
import { startDispatcherService, type RunningDispatcher } from './start.js';

describe('dispatcher service', () => {
  let world: GatewayWorld;
  let running: RunningDispatcher;
  let repository: Server;
  const received: Buffer[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'ncp-dispatcher-'));

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    const sweden = world.pki.countries.SE;
    if (sweden === undefined) throw new Error('no SE');
    const { certificate, key } = sweden.tlsServer;
    repository = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (socket) => {
      socket.on('data', (chunk: Buffer) => { received.push(chunk); }).on('error', () => undefined);
    });
    const port = await new Promise<number>((resolve) => { repository.listen(0, '127.0.0.1', () => { resolve((repository.address() as AddressInfo).port); }); });
    const headKey = join(folder, 'heads.pem');
    writeFileSync(headKey, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    await (await world.store()).journal.commit(sampleEntry());
    running = await startDispatcherService({
      ...world.config, database: { url: world.database.url('ncp_dispatcher') }, queue: { url: world.database.queueUrl }, dispatcher: { healthPort: 0 },
      auditRepository: { host: '127.0.0.1', port, ca: sweden.ca.certificate }, auditCheckpoints: { key: headKey, origin: 'ncpeh.se/audit', everyMinutes: 1 },
    });
  });
  afterAll(async () => {
    await running.close();
    repository.close();
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  it('is ready, and counts its work', async () => {
    const base = `http://127.0.0.1:${running.healthPort}`;
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    const text = await (await fetch(`${base}/metrics`)).text();
    for (const told of ['ncp_queue_jobs_total', 'ncp_national_failing_seconds 0', 'ncp_queue_up 1', 'ncp_audit_repository 1', 'ncp_certificate_end_timestamp_seconds{country="SE"', 'ncp_ready{check="database"} 1']) expect(text).toContain(told);
  });

  it('signs a head of the audit tree', async () => {
    const store = await world.store();
    for (let round = 0; round < 200 && await store.checkpoints.last() === undefined; round += 1) await pause(50);
    expect((await store.checkpoints.last())?.note).toMatch(/^ncpeh\.se\/audit\n/);
  });

  it('asks the national list for a dispensation that a dead process left behind, and plans the next look', async () => {
    const store = await world.store();
    const now = instantFromEpoch(Date.now());
    const record = sampleRecord({ receivedAt: now, nextAttemptAt: now });
    const entry = intentEntry(record);
    await store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: now }, event: { type: 'EHDSI-41', hash: 'h', xml: Buffer.from('<AuditMessage/>') }, outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key) }] });
    let found = await store.ledger.find(record.key);
    for (let round = 0; round < 200 && found?.state === 'INTENT'; round += 1) {
      await pause(50);
      found = await store.ledger.find(record.key);
    }
    expect(found).toMatchObject({ state: 'UNKNOWN', attempts: 1, flags: ['NO_COMMAND'] });
  });

  it('signs an audit event as it leaves', async () => {
    const store = await world.store();
    await store.journal.commit({ ...sampleEntry(), event: { type: 'EHDSI-31', hash: 'x', xml: Buffer.from('<AuditMessage n="signed"/>') } });
    for (let round = 0; round < 200 && !Buffer.concat(received).includes('n="signed"'); round += 1) await pause(50);
    const sent = Buffer.concat(received).toString();
    expect(sent).toMatch(/<85>1 \S+Z \S+ - - - - \uFEFF<AuditMessage n="signed">.*SignatureValue/s);
    // Settled once it was written: the repository may have it a moment earlier.
    for (let round = 0; round < 200 && (await store.outbox.backlog('forward-audit')).rows > 0; round += 1) await pause(50);
    expect((await store.outbox.backlog('forward-audit')).rows).toBe(0);
  });
});
