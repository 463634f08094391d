import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signCheckpoint } from '@ncp/audit';
import { instant, isNcpError } from '@ncp/domain';
import { openStore, type Store } from '@ncp/store';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { checkpointSigner } from '../audit-tree/keys.js';
import type { Output } from '../output.js';
import { auditBundleCommand, auditCheckpointCommand, auditProveCommand } from './audit-tree.js';

const ORIGIN = 'ncpeh.se/audit';

describe('the audit tree', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let folder = '';
  let exchange = '';
  const results: unknown[] = [];
  const output: Output = { json: true, line: () => undefined, progress: () => undefined, result: (value) => { results.push(value); } };
  const at = (name: string): string => join(folder, name);
  const place = () => ({ state: at('nothing'), database: database.url('ncp_dispatcher'), key: at('key.pem'), origin: ORIGIN });
  const append = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const entry = sampleEntry();
      exchange = entry.facts.id;
      await store.journal.commit(entry);
    }
  };
  /** Code of the fault and what it says. */
  const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'went well', (error: unknown) => (isNcpError(error) ? [error.code, error.details['fault']] : error));
  const verified = (bundle: string, key = 'public.pem'): unknown => {
    auditBundleCommand(output, { bundle, publicKey: at(key), origin: ORIGIN });
    return results.at(-1);
  };
  /** What the script in the bundle says with nothing but a shell and openssl. */
  const script = (bundle: string, key = 'public.pem'): string => {
    try {
      return execFileSync('sh', [join(bundle, 'verify.sh'), at(key)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      return String((error as { readonly stdout: string }).stdout);
    }
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ncp-tree-'));
    for (const [secret, open] of [['key.pem', 'public.pem'], ['other-key.pem', 'other.pem']] as const) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      writeFileSync(at(secret), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
      writeFileSync(at(open), publicKey.export({ format: 'pem', type: 'spki' }));
    }
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'tree-test', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } }, connections: 1 });
    await append(13);
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('signs each new head once, in the database and outside it', async () => {
    const out = at('heads');
    expect(await auditCheckpointCommand(output, { ...place(), out })).toBe(0);
    expect(await auditCheckpointCommand(output, { ...place(), out })).toBe(0);
    await append(1);
    expect(await auditCheckpointCommand(output, { ...place(), out })).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(['checkpoint-13.note', 'checkpoint-14.note']);
    expect(await store.audit.head()).toMatchObject({ sequence: 14n });
  });

  it('AUD-28 signs nothing when the log is smaller than what was signed, or its past is another', async () => {
    const out = at('ahead');
    const other = await postgres.database();
    const second = await openStore({ url: other.url('ncp_a'), application: 'tree-other', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } }, connections: 1 });
    try {
      for (let n = 0; n < 15; n += 1) await second.journal.commit(sampleEntry());
      await auditCheckpointCommand(output, { ...place(), database: other.url('ncp_dispatcher'), out });
      expect(await faultOf(auditCheckpointCommand(output, { ...place(), out }))).toEqual(['NCP_AUDIT_CHAIN', 'smaller']);
      await append(3);
      expect(await faultOf(auditCheckpointCommand(output, { ...place(), out }))).toEqual(['NCP_AUDIT_CHAIN', 'inconsistent']);
      expect(readdirSync(out)).toEqual(['checkpoint-15.note']);
    } finally {
      await second.close();
      await other.drop();
    }
  });

  it.each([
    ['of another key, larger than the log', 'other-key.pem', 20, undefined, 'smaller'], ['of another key, with another past', 'other-key.pem', 3, undefined, 'inconsistent'],
    ['of our key, with another past', 'key.pem', 3, undefined, 'inconsistent'], ['that says other than its note', 'key.pem', 3, 'c'.repeat(64), 'inconsistent'],
  ])('AUD-28 signs no head and no evidence when the database holds a head %s', async (_, key, size, root, fault) => {
    const other = await postgres.database();
    const second = await openStore({ url: other.url('ncp_dispatcher'), application: 'tree-stored', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } }, connections: 1 });
    try {
      for (let n = 0; n < 5; n += 1) await second.journal.commit(sampleEntry());
      const time = instant('2026-06-12T12:00:00Z');
      const note = signCheckpoint({ origin: ORIGIN, size, root: new Uint8Array(32), time }, checkpointSigner(at(key), ORIGIN));
      await second.checkpoints.add({ size, root: root ?? '0'.repeat(64), frontier: [], madeAt: time, note });
      const there = { ...place(), database: other.url('ncp_dispatcher'), out: at(`stored-${String(_.length)}`) };
      expect(await faultOf(auditCheckpointCommand(output, there))).toEqual(['NCP_AUDIT_CHAIN', fault]);
      expect(await faultOf(auditProveCommand(output, { ...there, exchange }))).toEqual(['NCP_AUDIT_CHAIN', fault]);
      expect(existsSync(there.out)).toBe(false);
    } finally {
      await second.close();
      await other.drop();
    }
  });

  it('AUD-30 writes evidence that others verify offline, with our command and with openssl alone', async () => {
    expect(await auditProveCommand(output, { ...place(), out: at('bundle'), exchange })).toBe(0);
    expect(verified(at('bundle'))).toEqual({ ok: true, leaves: 1, size: 17 });
    expect(script(at('bundle'))).toMatch(/^valid:/);
    expect(readFileSync(at('bundle/leaf-17.json'), 'utf8')).toContain(exchange);
    expect(await auditProveCommand(output, { ...place(), out: at('none'), exchange: 'unheard-of' })).toBe(1);
  });

  it('AUD-30 with another key, or one byte changed, it is invalid and says which part', async () => {
    await auditProveCommand(output, { ...place(), out: at('changed'), exchange });
    expect([verified(at('changed'), 'other.pem'), script(at('changed'), 'other.pem')]).toEqual([{ ok: false, part: 'checkpoint.note', fault: 'unknown' }, expect.stringMatching(/^INVALID: checkpoint/)]);
    const parts = { 'checkpoint.note': /checkpoint\.note/, 'checkpoint.txt': /checkpoint\.txt/, 'checkpoint.sig': /checkpoint\.sig/, 'leaf-17.json': /leaf-17/, 'leaf-17.proof': /leaf-17/ };
    for (const [name, part] of Object.entries(parts)) {
      const file = at(`changed/${name}`);
      const good = readFileSync(file);
      const bad = Buffer.from(good);
      const place = name === 'leaf-17.proof' ? good.length - 3 : 5;
      bad[place] = (bad[place] ?? 0) ^ 1;
      writeFileSync(file, bad);
      expect([name, verified(at('changed'))]).toEqual([name, { ok: false, part: expect.stringMatching(part), fault: expect.any(String) }]);
      if (name !== 'checkpoint.note') expect([name, script(at('changed'))]).toEqual([name, expect.stringMatching(/^INVALID/)]);
      writeFileSync(file, good);
    }
    expect(verified(at('changed'))).toMatchObject({ ok: true });
  });
});
