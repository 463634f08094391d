import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, type DispenseKey, type DispenseState } from '@ncp/domain';
import type { Committed, DispenseRecord, LedgerChange } from '@ncp/exchange';
import { FINLAND, intentEntry, SAMPLE_TIME, sampleEntry, sampleKey, sampleRecord, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const later = (ms: number) => addMs(SAMPLE_TIME, ms);
const SCHEDULE = [5_000, 15_000, 60_000];

describe('ledger', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let stores: readonly [Store, Store];
  let store: Store;

  const change = (one: LedgerChange, at = SAMPLE_TIME): Promise<Committed> => {
    const entry = sampleEntry();
    return store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: at }, ledger: [one] });
  };
  const settle = (key: DispenseKey, from: DispenseState, to: DispenseState, more: Partial<Extract<LedgerChange, { kind: 'settle' }>> = {}, at = SAMPLE_TIME) =>
    change({ kind: 'settle', key, from: [from], to, ...more }, at);
  const intended = async (changes: Partial<DispenseRecord> = {}): Promise<DispenseRecord> => {
    const record = sampleRecord(changes);
    expect(await store.journal.commit(intentEntry(record))).toMatchObject({ ok: true });
    return record;
  };
  const stateOf = async (key: DispenseKey) => (await store.ledger.find(key))?.state;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    const open = (role: 'ncp_a' | 'ncp_dispatcher') => openStore({ url: database.url(role), application: 'ledger-test', keys });
    // The second has the rights of the dispatcher: services of different roles share one ledger.
    stores = [await open('ncp_a'), await open('ncp_dispatcher')];
    [store] = stores;
  });
  afterAll(async () => {
    await Promise.all(stores.map((one) => one.close()));
    await database.drop();
    await postgres.stop();
  });

  it('gives a record back as it was committed, with the offset of its hand-over', async () => {
    const record = await intended();
    expect(await store.ledger.find(record.key)).toEqual({ ...record, nextAttemptAt: later(20_000) });
    expect(await store.ledger.find(sampleKey())).toBeUndefined();
  });

  it('DISP-21 lets exactly one of fifty intents of one key through, from two processes', async () => {
    const record = sampleRecord();
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) =>
      stores[index % 2 === 0 ? 0 : 1].journal.commit(intentEntry({ ...record, exchange: sampleRecord().exchange }))));
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(results.filter((one) => !one.ok && one.guard === 'key-exists')).toHaveLength(49);
    expect(await store.ledger.findByDocument(FINLAND, record.key.documentRoot, record.key.documentExtension)).toHaveLength(1);
  });

  it('DISP-27 lets one of two documents for the same prescription through; the other after the first is settled', async () => {
    const prescriptionId = 'rx-disp-27';
    const [one, other] = [sampleRecord({ prescriptionId }), sampleRecord({ prescriptionId })];
    const results = await Promise.all([stores[0].journal.commit(intentEntry(one)), stores[1].journal.commit(intentEntry(other))]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toEqual({ ok: false, guard: 'prescription-busy' });
    const [winner, loser] = results[0].ok ? [one, other] : [other, one];
    await settle(winner.key, 'INTENT', 'CONFIRMED');
    expect(await store.journal.commit(intentEntry(loser))).toMatchObject({ ok: true });
  });

  it('goes from intent to sent to confirmed, keeps the outcome, forgets the command', async () => {
    const { key } = await intended();
    await change({ kind: 'sent', key });
    expect(await stateOf(key)).toBe('SENT');
    const outcome = { status: 'Success', errors: [] } as const;
    await settle(key, 'SENT', 'CONFIRMED', { outcome, nationalDispenseId: 'u1', nationalDispenseVersion: '2', flags: ['OVER_QUANTITY'] }, later(900));
    const record = await store.ledger.find(key);
    expect(record).toMatchObject({ state: 'CONFIRMED', outcome, nationalDispenseId: 'u1', nationalDispenseVersion: '2', flags: ['OVER_QUANTITY'], confirmedAt: later(900) });
    expect(record).not.toHaveProperty('command');
    expect(record).not.toHaveProperty('nextAttemptAt');
    await store.ledger.markDelivered(key, later(950));
    expect(await store.ledger.find(key)).toMatchObject({ deliveredAt: later(950) });
  });

  it('refuses a change from another state than the caller saw', async () => {
    const { key } = await intended();
    expect(await settle(key, 'SENT', 'CONFIRMED')).toEqual({ ok: false, guard: 'state-changed' });
    expect(await change({ kind: 'sent', key: sampleKey() })).toEqual({ ok: false, guard: 'state-changed' });
    await settle(key, 'INTENT', 'CONFIRMED');
    expect(await change({ kind: 'sent', key })).toEqual({ ok: false, guard: 'state-changed' });
  });

  it('DISP-32 serialises a discard with a new dispensation of the same prescription', async () => {
    const first = await intended({ prescriptionId: 'rx-disp-32' });
    await settle(first.key, 'INTENT', 'CONFIRMED');
    const second = await intended({ prescriptionId: 'rx-disp-32' });
    expect(await settle(first.key, 'CONFIRMED', 'DISCARD_INTENT')).toEqual({ ok: false, guard: 'prescription-busy' });
    await settle(second.key, 'INTENT', 'CONFIRMED');
    expect(await settle(first.key, 'CONFIRMED', 'DISCARD_INTENT')).toMatchObject({ ok: true });
    await change({ kind: 'sent', key: first.key });
    expect(await stateOf(first.key)).toBe('DISCARD_INTENT');
    await settle(first.key, 'DISCARD_INTENT', 'DISCARDED');
    expect(await store.ledger.holdsOn(['rx-disp-32'])).toEqual(new Map());
  });

  it('a retryable attempt is processed anew under the same key; a rejected one is not', async () => {
    const record = await intended();
    await settle(record.key, 'INTENT', 'RETRYABLE');
    const again = { ...record, exchange: sampleRecord().exchange };
    expect(await store.journal.commit(intentEntry(again))).toMatchObject({ ok: true });
    expect(await store.ledger.find(record.key)).toMatchObject({ state: 'INTENT', exchange: again.exchange });
    await settle(record.key, 'INTENT', 'REJECTED');
    expect(await store.journal.commit(intentEntry(record))).toEqual({ ok: false, guard: 'key-exists' });
  });

  it('keeps a rejection with its conflict record, holds the prescription, and lets go when it is closed', async () => {
    const record = sampleRecord({ state: 'REJECTED', prescriptionId: 'rx-conflict', outcome: { status: 'Failure', errors: [{ wire: '4106', severity: 'error', code: 'NCP_DISPENSE_ALREADY' }] } });
    const conflict = { key: record.key, prescriptionId: 'rx-conflict', code: 'NCP_DISPENSE_ALREADY', raisedAt: SAMPLE_TIME, document: Buffer.from('<ClinicalDocument/>') };
    await store.journal.commit({ ...sampleEntry(), ledger: [{ kind: 'reject', record }], conflict });
    expect(await store.ledger.find(record.key)).toMatchObject({ state: 'REJECTED', outcome: record.outcome });
    expect(await store.ledger.holdsOn(['rx-conflict', 'rx-other'])).toEqual(new Map([['rx-conflict', 'open-conflict']]));
    await store.journal.commit({ ...sampleEntry(), closeConflict: { key: record.key, note: 'withdrawn' } });
    expect(await store.ledger.holdsOn(['rx-conflict'])).toEqual(new Map());
    expect(await store.ledger.holdsOn([])).toEqual(new Map());
  });

  it('finds a hand-over by either of its document ids, also through an alias of an alias', async () => {
    const record = await intended();
    const [second, third] = [sampleKey(), sampleKey()];
    expect(await change({ kind: 'alias', alias: second, of: record.key, documentHash: 'h2' })).toMatchObject({ ok: true });
    expect(await change({ kind: 'alias', alias: third, of: second, documentHash: 'h3' })).toMatchObject({ ok: true });
    expect(await store.ledger.find(third)).toMatchObject({ key: record.key });
    expect(await store.ledger.findByDocument(FINLAND, second.documentRoot, second.documentExtension)).toMatchObject([{ key: record.key }]);
    expect(await change({ kind: 'alias', alias: second, of: record.key, documentHash: 'h2' })).toEqual({ ok: false, guard: 'key-exists' });
    expect(await store.journal.commit(intentEntry(sampleRecord({ key: second })))).toEqual({ ok: false, guard: 'key-exists' });
    expect(await change({ kind: 'alias', alias: record.key, of: third, documentHash: 'h' })).toEqual({ ok: false, guard: 'key-exists' });
  });

  it('finds the same content, the uttag of a visit and exports', async () => {
    const base = { contentHash: 'same-content', prescriptionId: 'rx-visit' };
    const first = await intended(base);
    await settle(first.key, 'INTENT', 'CONFIRMED');
    const second = await intended({ ...base, receivedAt: later(60_000), exchange: sampleRecord().exchange });
    expect((await store.ledger.findByContent(FINLAND, 'same-content')).map((one) => one.key)).toEqual([second.key, first.key]);
    const visit = { country: FINLAND, pharmacyId: first.pharmacyId, prescriptionId: 'rx-visit' };
    expect((await store.ledger.confirmedSince({ ...visit, since: first.handedOverAt })).map((one) => one.key)).toEqual([first.key]);
    expect(await store.ledger.confirmedSince({ ...visit, since: addMs(first.handedOverAt, 1) })).toEqual([]);
    expect(await store.ledger.exportedSince({ country: FINLAND, prescriptionId: 'rx-visit', since: SAMPLE_TIME })).toBe(false);
  });

  it('DISP-02, DISP-03 a row left behind becomes due, and follows the schedule however often it fails', async () => {
    const record = await intended();
    const { key, exchange } = record;
    expect(await store.work.claim(exchange, later(19_000), SCHEDULE)).toEqual([]);
    await change({ kind: 'sent', key }, later(1_000));
    await settle(key, 'SENT', 'UNKNOWN', {}, later(10_000));
    expect(await store.ledger.due(later(14_000), 100)).not.toContainEqual(expect.objectContaining({ key }));
    expect(await store.work.dueExchanges(later(15_000), 100)).toContain(exchange);
    expect(await store.work.claim(exchange, later(15_000), SCHEDULE)).toEqual([{ key, state: 'UNKNOWN', attempts: 1 }]);
    expect(await store.work.claim(exchange, later(19_000), SCHEDULE)).toEqual([]);
    await settle(key, 'UNKNOWN', 'UNKNOWN', { nextAttemptAt: later(30_000) }, later(15_000));
    expect(await store.ledger.find(key)).toMatchObject({ attempts: 1, nextAttemptAt: later(30_000) });
    expect(await store.work.claim(exchange, later(29_000), SCHEDULE)).toEqual([]);
    // The process that takes this look dies of it: the row is barred, though its plan has long passed.
    expect(await store.work.claim(exchange, later(30_000), SCHEDULE)).toMatchObject([{ attempts: 2 }]);
    expect(await store.work.claim(exchange, later(44_000), SCHEDULE)).toEqual([]);
    expect(await store.ledger.due(later(44_000), 1000)).not.toContainEqual(expect.objectContaining({ key }));
    expect(await store.work.claim(exchange, later(45_000), SCHEDULE)).toMatchObject([{ attempts: 3 }]);
    expect(await store.work.claim(exchange, later(104_000), SCHEDULE)).toEqual([]);
    expect(await store.work.claim(exchange, later(105_000), SCHEDULE)).toMatchObject([{ attempts: 4 }]);
    await settle(key, 'UNKNOWN', 'CONFIRMED', {}, later(970_000));
    expect(await store.work.claim(exchange, later(9_000_000), SCHEDULE)).toEqual([]);
    expect((await store.work.countByState()).get('CONFIRMED')).toBeGreaterThan(0);
    await settle(key, 'CONFIRMED', 'DISCARD_INTENT', { nextAttemptAt: later(971_000) }, later(970_500));
    expect(await store.work.claim(exchange, later(971_000), SCHEDULE)).toMatchObject([{ attempts: 1, state: 'DISCARD_INTENT' }]);
  });

  it('QUE-04 claims a due row once, whoever asks, and works on it one at a time', async () => {
    const { exchange } = await intended();
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => stores[index % 2 === 0 ? 0 : 1].work.claim(exchange, later(60_000), SCHEDULE)));
    expect(claims.flat()).toHaveLength(1);
    let running = 0;
    const runs = await Promise.all(stores.map((one) => one.work.exclusively(exchange, async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      running -= 1;
    })));
    expect([...runs].sort()).toEqual([false, true]);
    expect(await store.work.exclusively(exchange, () => Promise.resolve())).toBe(true);
    await expect(store.work.exclusively(exchange, () => Promise.reject(new RangeError('x')))).rejects.toThrow(RangeError);
    expect(await store.work.exclusively(exchange, () => Promise.resolve())).toBe(true);
  });

  it('hands an outbox row to one relay, and again when it is not settled', async () => {
    const entry = sampleEntry({ outbox: [{ kind: 'reconcile-dispensation', subject: 'later', notBefore: later(5_000) }] });
    await store.journal.commit(entry);
    const relays = [stores[1], await openStore({ url: database.url('ncp_dispatcher'), application: 'second relay', keys })] as const;
    const take = (at: number) => Promise.all(relays.map((one) => one.outbox.takeDue(later(at), { kinds: ['forward-audit', 'reconcile-dispensation'], limit: 10_000, againAfterMs: 30_000 })))
      .then((taken) => taken.flat().filter((row) => row.exchange === entry.facts.id));
    expect((await take(0)).map((row) => row.kind)).toEqual(['forward-audit']);
    const [mine] = await take(5_000);
    expect(mine).toMatchObject({ subject: 'later', attempts: 1 });
    expect(await take(20_000)).toEqual([]);
    expect((await take(40_000)).map((row) => row.attempts)).toEqual([2, 2]);
    await stores[1].outbox.settle([mine?.id ?? ''], later(40_000));
    expect((await take(80_000)).map((row) => row.kind)).toEqual(['forward-audit']);
    expect((await store.outbox.backlog('forward-audit')).rows).toBeGreaterThan(0);
    expect((await store.outbox.lastSettled('reconcile-dispensation', 1, { after: '0', limit: 10 })).map((row) => row.id)).toEqual([mine?.id]);
    expect(await store.outbox.lastSettled('reconcile-dispensation', 1, { after: mine?.id ?? '', limit: 10 })).toEqual([]);
    expect(await store.outbox.row(mine?.id ?? '')).toMatchObject({ subject: 'later' });
    await relays[1].close();
  });

  it('AUD-10 what was set aside waits for people: it is not handed out, is not waited for, and stays until it is settled', async () => {
    const dispatcher = stores[1];
    const rows = await store.outbox.open('forward-audit', 10_000);
    await dispatcher.outbox.settle(rows.map(({ id }) => id), SAMPLE_TIME);
    expect(await store.outbox.waitingSince('forward-audit')).toBeUndefined();
    const [poison, good] = [sampleEntry(), sampleEntry()];
    for (const entry of [poison, good]) await store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: entry === poison ? SAMPLE_TIME : later(1_000) } });
    const [first, second] = await store.outbox.open('forward-audit', 10);
    expect([first?.exchange, await store.outbox.waitingSince('forward-audit')]).toEqual([poison.facts.id, SAMPLE_TIME]);
    await dispatcher.outbox.setAside(first?.id ?? '', later(2_000));
    expect((await store.outbox.open('forward-audit', 10)).map(({ id }) => id)).toEqual([second?.id]);
    expect([await store.outbox.waitingSince('forward-audit'), await store.outbox.backlog('forward-audit')]).toEqual([later(1_000), { rows: 1, oldest: later(1_000) }]);
    const taken = await dispatcher.outbox.takeDue(later(600_000), { kinds: ['forward-audit'], limit: 10_000, againAfterMs: 1 });
    expect(taken.map(({ id }) => id)).toEqual([second?.id]);
    const told = async (): Promise<unknown> => (await dispatcher.signals.read(later(2_000), [])).outbox.find(({ kind }) => kind === 'forward-audit');
    expect(await told()).toEqual({ kind: 'forward-audit', rows: 1, setAside: 1, dueSince: later(1_000) });
    expect((await dispatcher.outbox.aside('forward-audit')).map(({ id }) => id)).toEqual([first?.id]);
    await dispatcher.outbox.settle([first?.id ?? ''], later(3_000));
    expect([await dispatcher.outbox.aside('forward-audit'), await told()]).toEqual([[], { kind: 'forward-audit', rows: 1, setAside: 0, dueSince: later(1_000) }]);
  });

  it('DAT-09 retention removes what is old and settled, and keeps what is open and the audit', async () => {
    const owner = await openStore({ url: database.ownerUrl, application: 'retention', keys });
    const [open, settled] = [await intended(), await intended()];
    await settle(settled.key, 'INTENT', 'CONFIRMED');
    await store.journal.commit({ ...sampleEntry(), subject: '199008202385^^^&1.2.752.129.2.1.3.1&ISO' });
    const { sequence } = await store.audit.head();
    const YEARS = 365.25 * 86_400_000;
    await owner.retention.purge(later(4 * YEARS));
    expect(await stateOf(settled.key)).toBe('CONFIRMED');
    const toldBefore = (await store.outbox.open('record-retention', 1_000)).length;
    const deleted = await owner.retention.purge(later(6 * YEARS));
    expect(deleted.find((one) => one.table === 'dispense')?.rows).toBeGreaterThan(0);
    // Told with the deletion, each table that lost something, and no other.
    const told = (await store.outbox.open('record-retention', 1_000)).slice(toldBefore);
    expect(told.map(({ subject }) => subject)).toEqual(deleted.filter(({ rows }) => rows > 0).map(({ table, rows }) => `${table}:${String(rows)}`));
    expect(new Set(told.map(({ exchange }) => exchange)).size).toBe(1);
    expect([await stateOf(open.key), await stateOf(settled.key)]).toEqual(['INTENT', undefined]);
    expect(await store.audit.event(sequence)).toBeDefined();
    const ofAudit = async (years: number): Promise<readonly [number | undefined, number | undefined]> => {
      const gone = await owner.retention.purgeAudit(later(years * YEARS));
      return [gone.find(({ table }) => table === 'audit_event')?.rows, gone.find(({ table }) => table === 'audit_subject')?.rows];
    };
    expect(await ofAudit(9)).toEqual([0, 0]);
    // However old it may be by the clock: nothing from the day on that was named goes.
    expect((await owner.retention.purgeAudit(later(11 * YEARS), later(-YEARS))).map(({ rows }) => rows)).toEqual([0, 0, 0]);
    expect((await ofAudit(11)).map((rows) => (rows ?? 0) > 0)).toEqual([true, true]);
    expect(await store.audit.event(sequence)).toBeUndefined();
    expect((await store.audit.head()).sequence).toBe(sequence);
    await owner.close();
  });
});
