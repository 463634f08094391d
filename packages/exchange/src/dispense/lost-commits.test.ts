import { describe, expect, it } from '@jest/globals';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import type { CommitTrouble } from '../../fixtures/memory-ledger.js';
import { discard, dispense, report } from '../../fixtures/reports.js';
import { EP_ROOT, prescription, RX } from '../../fixtures/sample.js';
import { reconcileDispensation } from '../index.js';

/** What is told must be true whatever commit fails, and however (P3, FLT-05, FLT-06). */

const PENDING = '2201 Error';
const AUDIT = 'ERROR_GENERIC Error';

/** The commit whose leaf is of that kind goes wrong, once; the ledger cannot be read after it when told so. */
const failing = (bench: GatewayBench, kind: string, how: CommitTrouble, unreadable = false): void => {
  let left = 1;
  bench.store.trouble = (entry) => {
    if (entry.leaf.kind !== kind || left === 0) return undefined;
    left -= 1;
    bench.store.unreadable = unreadable;
    return how;
  };
};

const exported = async (): Promise<GatewayBench> => {
  const bench = new GatewayBench();
  await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
  return bench;
};

/** The dispatcher, once every lease has passed. */
const settle = async (bench: GatewayBench): Promise<void> => {
  bench.store.unreadable = false;
  bench.wait(3_600_000);
  for (const { key } of bench.store.rows.values()) await reconcileDispensation(key, bench.gateway);
};

describe('commits of a dispensation that fail', () => {
  it.each<[string, string, CommitTrouble, boolean, string, number]>([
    ['the intent, certainly', 'dispense-intent', 'refused', false, AUDIT, 0],
    ['the intent, and nobody knows', 'dispense-intent', 'refused', true, PENDING, 0],
    ['the answer to the intent, and nobody knows', 'dispense-intent', 'lost', true, PENDING, 1],
    ['the mark that the call is made', 'dispense-sent', 'refused', false, PENDING, 1],
    ['the answer to that mark', 'dispense-sent', 'lost', false, PENDING, 1],
    ['the outcome', 'dispense', 'refused', false, PENDING, 1],
    ['the answer to the outcome', 'dispense', 'lost', false, PENDING, 1],
  ])('%s: told what is true, and settled to the same', async (_what, kind, how, unreadable, told, effects) => {
    const bench = await exported();
    failing(bench, kind, how, unreadable);
    const sent = report(bench);
    const heard = await dispense(bench, sent);
    expect(heard.errors).toEqual([told]);
    await settle(bench);
    expect(bench.national.standing()).toHaveLength(effects);
    // Repeating the document is always right, and ends with one effect.
    expect((await dispense(bench, sent)).status).toBe('Success');
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('the answer to the intent alone: what stands in the ledger says that it may go on', async () => {
    const bench = await exported();
    failing(bench, 'dispense-intent', 'lost');
    expect((await dispense(bench, report(bench))).status).toBe('Success');
    expect(bench.national.standing()).toHaveLength(1);
  });

  it.each<[string, (bench: GatewayBench) => void]>([
    ['a refusal of the list', (bench) => { bench.national.spoil('registerDispense', { code: 'NCP_NATIONAL_REFUSED', details: { reason: 'status' } }); }],
    ['a call that was not sent', (bench) => { bench.national.spoil('registerDispense', 'NCP_NATIONAL_UNAVAILABLE'); }],
  ])('the outcome of %s: pending, for the call may be made again', async (_what, spoil) => {
    const bench = await exported();
    spoil(bench);
    failing(bench, 'dispense', 'refused');
    expect((await dispense(bench, report(bench))).errors).toEqual([PENDING]);
    await settle(bench);
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('a recorded success that cannot be told again is pending, not failed', async () => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    failing(bench, 'dispense', 'refused');
    expect((await dispense(bench, sent)).errors).toEqual([PENDING]);
  });

  it('a conflict that cannot be kept is no refusal of the list: the report may come again', async () => {
    const bench = await exported();
    bench.national.rows = [prescription({ status: 'stopped' })];
    failing(bench, 'dispense', 'refused');
    const sent = report(bench);
    expect((await dispense(bench, sent)).errors).toEqual([AUDIT]);
    expect(bench.store.conflicts).toEqual([]);
    expect((await dispense(bench, sent)).errors).toEqual(['ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION Error']);
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('an open row stays open when journal or ledger are in trouble', async () => {
    const bench = await exported();
    const sent = report(bench);
    bench.national.spoil('registerDispense', 'lost');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    await dispense(bench, sent);
    bench.wait(60_000);
    bench.store.trouble = (entry) => (entry.leaf.actor === 'reconciler' ? 'refused' : undefined);
    expect((await dispense(bench, sent)).errors).toEqual([PENDING]);
  });
});

describe('commits of a discard that fail', () => {
  it.each<[string, string, CommitTrouble, boolean, string]>([
    ['the intent, certainly', 'discard-intent', 'refused', false, AUDIT],
    ['the intent, and nobody knows', 'discard-intent', 'refused', true, PENDING],
    ['the answer to the intent', 'discard-intent', 'lost', false, PENDING],
    ['the outcome', 'discard', 'refused', false, PENDING],
    ['the answer to the outcome', 'discard', 'lost', false, PENDING],
  ])('%s: told what is true, and repeating it ends it', async (_what, kind, how, unreadable, told) => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    failing(bench, kind, how, unreadable);
    expect((await discard(bench, sent)).errors).toEqual([told]);
    await settle(bench);
    expect((await discard(bench, sent)).status).toBe('Success');
    expect([bench.national.standing(), bench.store.only().state]).toEqual([[], 'DISCARDED']);
  });

  it('a discard that was done is not told as failed because it cannot be recorded twice', async () => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    await discard(bench, sent);
    failing(bench, 'discard', 'refused');
    expect((await discard(bench, sent)).errors).toEqual([PENDING]);
  });
});
