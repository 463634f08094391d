import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, type ExchangeId } from '@ncp/domain';
import { openStore, type Store } from '@ncp/store';
import { FINLAND, sampleEntry } from '@ncp/testkit';
import { now, openBench, startBackends, TEST_KEYS, type DispatcherBench } from '../fixtures/dispatcher-bench.js';
import { applyRetention } from './retention.js';

const YEAR_MS = 365.25 * 86_400_000;
const backends = await startBackends();
afterAll(async () => { await backends.stop(); });

describe('retention', () => {
  let bench: DispatcherBench;
  let store: Store;
  let gateway: Store;
  beforeEach(async () => {
    const [backend] = backends.each;
    if (backend === undefined) throw new Error('no backend');
    bench = await openBench(backends, backend);
    ({ store } = bench);
    gateway = await openStore({ url: bench.database.url('ncp_a'), application: 'retention-test', keys: TEST_KEYS });
  });
  afterEach(async () => {
    await gateway.close();
    await bench.stop();
  });
  const later = (years: number) => () => addMs(now(), years * YEAR_MS);
  const leaves = async () => {
    const found = [];
    for await (const leaf of store.audit.leaves()) if (leaf.kind === 'retention') found.push([leaf.actor, leaf.outcome, leaf.codes]);
    return found;
  };
  const old = async (): Promise<void> => {
    await gateway.journal.commit(sampleEntry({ exported: [{ country: FINLAND, documentId: '1.2^3', at: now() }] }));
  };

  it('DAT-09 puts into the audit chain how many rows of which table went, once; and nothing when nothing went', async () => {
    await old();
    await applyRetention({ store, now });
    expect(await leaves()).toEqual([]);
    await applyRetention({ store, now: later(1) });
    expect(await leaves()).toEqual([['dispatcher', 0, ['export:1']]]);
    await applyRetention({ store, now: later(1) });
    expect(await leaves()).toHaveLength(1);
  });

  it('DAT-09 records what was deleted by a process that died before it could, and once what it had recorded', async () => {
    await old();
    await store.retention.purge(later(1)());
    const [row] = await store.outbox.open('record-retention', 10);
    expect([row?.subject, await leaves()]).toEqual(['export:1', []]);
    await applyRetention({ now: later(1), store: { ...store, outbox: { ...store.outbox, settle: () => Promise.reject(new Error('died')) } } }).catch(() => undefined);
    expect([(await store.audit.leavesOf((row?.exchange ?? '') as ExchangeId)).length, (await store.outbox.open('record-retention', 10)).length]).toEqual([1, 1]);
    await applyRetention({ store, now: later(1) });
    expect([await leaves(), await store.outbox.open('record-retention', 10)]).toEqual([[['dispatcher', 0, ['export:1']]], []]);
  });
});
