import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, openStore } from '@ncp/store';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { verifyAudit } from './audit-verify.js';

const LEAVES = 6;
const folder = mkdtempSync(join(tmpdir(), 'ncp-verify-'));
const keyFile = join(folder, 'key');
const key = randomBytes(32);

/** A sample entry whose event has the hash of its own bytes, as real ones have. */
const entry = (): ReturnType<typeof sampleEntry> => {
  const sample = sampleEntry();
  const xml = Buffer.from(`<AuditMessage exchange="${sample.facts.id}"/>`);
  const hash = createHash('sha256').update(xml).digest('hex');
  return { ...sample, leaf: { ...sample.leaf, eventHash: hash }, event: { type: 'EHDSI-31', xml, hash } };
};

describe('verifyAudit', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let steps = 9_000;
  /** Runs a statement as the owner of the tables, who alone may: what an intruder with all rights could do. */
  const asOwner = async (sql: string): Promise<void> => { await migrate(database.ownerUrl, [{ id: ++steps, name: `intruder-${steps}`, sql }]); };
  const verify = (more: Partial<Parameters<typeof verifyAudit>[0]> = {}) => verifyAudit({ url: database.url('ncp_a'), keyFile, ...more });

  beforeAll(async () => {
    writeFileSync(keyFile, key.toString('base64'), { mode: 0o600 });
    postgres = await startTestPostgres();
    database = await postgres.database();
    const store = await openStore({ url: database.url('ncp_a'), application: 'verify-test', keys: { current: { id: 'file-1', key } } });
    for (let count = 0; count < LEAVES; count += 1) await store.journal.commit(entry());
    await store.close();
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds for what the gateway wrote, events included, and gives the head', async () => {
    expect(await verify()).toMatchObject({ ok: true, leaves: 6n, events: 6n, head: { sequence: 6n } });
  });

  it('AUD-20 finds the end missing when the head was noted elsewhere', async () => {
    const { head } = await verify();
    expect(await verify({ checkpoint: head ?? { sequence: 0n, hash: '' } })).toMatchObject({ ok: true });
    expect(await verify({ checkpoint: { sequence: 7n, hash: 'a'.repeat(64) } })).toMatchObject({ ok: false, firstBad: 7n, fault: 'head' });
  });

  it('finds an event that was exchanged, or is gone, though the chain holds', async () => {
    await asOwner(`update audit_event set sealed_xml = (select sealed_xml from audit_event where sequence = 5) where sequence = 4`);
    expect(await verify()).toMatchObject({ ok: false, firstBad: 4n, fault: 'event-altered' });
    await asOwner('delete from audit_event where sequence = 3');
    expect(await verify()).toMatchObject({ ok: false, firstBad: 3n, fault: 'event-missing' });
    expect(await verifyAudit({ url: database.url('ncp_a') })).toMatchObject({ ok: true, leaves: 6n, events: 0n });
  });

  it('AUD-20 names the first leaf that was altered', async () => {
    await asOwner(`update audit_leaf set actor = 'somebody else' where sequence in (2, 5)`);
    expect(await verify()).toMatchObject({ ok: false, leaves: 1n, firstBad: 2n, fault: 'hash' });
  });

  it('cannot verify what does not answer', async () => {
    await expect(verifyAudit({ url: 'postgres://ncp_a:x@127.0.0.1:9/ncp' })).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE' });
  });
});
