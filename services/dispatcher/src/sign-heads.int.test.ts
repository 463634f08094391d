import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '@ncp/audit';
import { sampleEntry, until } from '@ncp/testkit';
import { openCheckpointKey } from '@ncp/trust';
import { now, openBench, startBackends, type DispatcherBench } from '../fixtures/dispatcher-bench.js';
import type { HeadSigning } from './sign-heads.js';

const ORIGIN = 'ncpeh.se/audit';
const folder = mkdtempSync(join(tmpdir(), 'ncp-heads-'));
const at = (name: string): string => join(folder, name);
const keep = (name: string, kind: 'ed25519' | 'ed448', mode = 0o600): string => {
  const { privateKey } = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
  writeFileSync(at(name), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode });
  return at(name);
};
const key = keep('key.pem', 'ed25519');

const backends = await startBackends();
afterAll(async () => {
  await backends.stop();
  rmSync(folder, { recursive: true });
});

describe('heads of the audit tree', () => {
  let bench: DispatcherBench;
  beforeEach(async () => {
    const [backend] = backends.each;
    if (backend === undefined) throw new Error('no backend');
    bench = await openBench(backends, backend);
  });
  afterEach(async () => bench.stop());

  const heads = (everyMs: number): HeadSigning => ({ origin: ORIGIN, everyMs, openKey: () => openCheckpointKey(key, ORIGIN) });
  const append = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await bench.store.journal.commit(sampleEntry());
  };
  const signedSize = async (): Promise<number> => (await bench.store.checkpoints.last())?.size ?? 0;
  const toldChain = (): boolean => bench.alarms.some((alarm) => alarm.startsWith('NCP_AUDIT_CHAIN') && alarm.includes('"step":"audit-checkpoint"'));

  it('are signed by one of several dispatchers as the log grows, and by none while it does not', async () => {
    await append(3);
    await Promise.all([bench.dispatcher({ heads: heads(100) }), bench.dispatcher({ heads: heads(100) })]);
    await until('first', async () => await signedSize() === 3);
    await append(2);
    await until('second', async () => await signedSize() === 5);
    const signer = await openCheckpointKey(key, ORIGIN);
    const last = await bench.store.checkpoints.last();
    expect(openCheckpoint(last?.note ?? '', [signer])).toMatchObject({ ok: true, checkpoint: { origin: ORIGIN, size: 5 } });
    await pause(400);
    expect([(await bench.store.checkpoints.last())?.madeAt, bench.alarms]).toEqual([last?.madeAt, []]);
  });

  it('wait for their time, also over a restart', async () => {
    await append(1);
    const first = await bench.dispatcher({ heads: heads(60_000) });
    await until('first', async () => await signedSize() === 1);
    await first.stop();
    await append(1);
    await bench.dispatcher({ heads: heads(60_000) });
    await pause(600);
    expect(await signedSize()).toBe(1);
  });

  it.each([['a larger one', 9], ['one of another past', 2]] as const)('AUD-28 are not signed of a log that does not contain %s, and people are told', async (_what, size) => {
    await append(4);
    await bench.store.checkpoints.add({ size, root: 'ab'.repeat(32), frontier: [], madeAt: now(), note: 'of another key' });
    await bench.dispatcher({ heads: heads(100) });
    await until('told', toldChain);
    expect(await signedSize()).toBe(size);
  });

  it('are signed by an Ed25519 key that nobody else can read, or not at all', async () => {
    await expect(openCheckpointKey(keep('open.pem', 'ed25519', 0o644), ORIGIN)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'key-file-open-to-others' } });
    await expect(openCheckpointKey(keep('other.pem', 'ed448'), ORIGIN)).rejects.toMatchObject({ code: 'NCP_TRUST_KEY', details: { reason: 'not-ed25519' } });
    await expect(openCheckpointKey(at('none.pem'), ORIGIN)).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE' });
  });
});
