import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { verifyChain } from '@ncp/audit';
import { addMs, isNcpError } from '@ncp/domain';
import { FINLAND, intentEntry, SAMPLE_TIME, sampleEntry, sampleKey, sampleRecord, startSource, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from './database.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const codeOf = async (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => (isNcpError(error) ? error.code : error));

describe('journal', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  const sql = (text: string) => withConnection(database.ownerUrl, (client) => client.query(text));
  const count = async (table: string): Promise<number> => Number((await sql(`select count(*) from ${table}`)).rows[0].count);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'journal-test', keys });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
  });

  it('commits everything of an entry and gives it back as it was', async () => {
    const entry = sampleEntry({
      exported: [{ prescriptionId: 'rx1', version: '3', country: FINLAND, documentId: 'doc', at: SAMPLE_TIME }],
      marks: [{ prescriptionId: 'rx1', version: '3', country: FINLAND, pharmacy: 'p', expires: SAMPLE_TIME }],
      outbox: [{ kind: 'reconcile-dispensation', subject: 'x' }],
    });
    const committed = await store.journal.commit(entry);
    if (!committed.ok) throw new Error('refused');
    const sequence = BigInt(committed.leafSequence);
    const [leaf] = await store.audit.leavesOf(entry.facts.id);
    expect(leaf).toEqual({ ...entry.leaf, sequence, previousHash: leaf?.previousHash, hash: leaf?.hash });
    expect(await store.audit.event(sequence)).toEqual(entry.event);
    expect(await store.audit.evidenceOf(entry.facts.id)).toEqual(entry.evidence);
    expect(await store.ledger.exportedSince({ country: FINLAND, prescriptionId: 'rx1', since: SAMPLE_TIME })).toBe(true);
    expect((await store.outbox.open('forward-audit', 100)).at(-1)?.subject).toBe(committed.leafSequence);
    expect((await store.outbox.open('reconcile-dispensation', 100)).at(-1)).toMatchObject({ subject: 'x', exchange: entry.facts.id });
  });

  it('keeps one row for each message that ended, with whose time it took, and none for a step inside one', async () => {
    const { facts, ...entry } = sampleEntry();
    const timing = {
      direction: 'inbound' as const, endedAt: addMs(SAMPLE_TIME, 31), totalMs: 31, peerMs: 0, nationalMs: 20.4,
      steps: [{ step: 'envelope' as const, ms: 1, failed: false }, { step: 'national' as const, ms: 20, failed: true }],
    };
    await store.journal.commit({ ...entry, facts });
    await store.journal.commit({ ...entry, facts: { ...facts, outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE'], timing } });
    const { rows } = await sql(`select direction, transaction, service, country, total_ms, national_ms, outcome, codes, steps, probe from transaction_record where exchange = '${facts.id}'`);
    expect(rows).toEqual([{
      direction: 'inbound', transaction: 'ITI-38', service: 'EHDSI-31', country: 'FI', total_ms: 31, national_ms: 20, outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE'],
      steps: timing.steps, probe: false,
    }]);
  });

  it('QUE-14, DAT-05 keeps payload only sealed', async () => {
    const record = sampleRecord({ patientNationalId: 'CANARY-PATIENT', command: 'CANARY-COMMAND' });
    await store.journal.commit({ ...intentEntry(record), event: { type: 'EHDSI-41', xml: Buffer.from('CANARY-EVENT'), hash: 'e' }, evidence: [{ kind: 'NRO', title: 't', xml: Buffer.from('CANARY-EVIDENCE') }],
      conflict: { key: record.key, prescriptionId: record.prescriptionId, code: 'NCP_DISPENSE_ALREADY', raisedAt: SAMPLE_TIME, document: Buffer.from('CANARY-DOCUMENT') } });
    for (const table of ['exchange', 'audit_leaf', 'audit_event', 'evidence', 'dispense', 'conflict_record', 'outbox']) {
      const { rows } = await sql(`select t::text as line from ${table} t`);
      const plain = rows.map((row: { line: string }) => row.line.replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))).join('\n');
      expect(plain).not.toContain('CANARY');
    }
    expect(await store.ledger.find(record.key)).toMatchObject({ patientNationalId: 'CANARY-PATIENT', command: 'CANARY-COMMAND' });
  });

  it('commits a thousand concurrent entries in groups, one chain, in the order they were asked', async () => {
    const before = await store.audit.head();
    const committed = await Promise.all(Array.from({ length: 1000 }, () => store.journal.commit(sampleEntry())));
    const numbers = committed.map((one) => (one.ok ? BigInt(one.leafSequence) : -1n));
    expect(numbers).toEqual(numbers.map((_, index) => before.sequence + BigInt(index) + 1n));
    expect(await verifyChain(store.audit.leaves())).toMatchObject({ ok: true });
  });

  it('AUD-02 releases nothing when the audit insert fails, and refuses only the entry that holds the cause', async () => {
    await sql(`create function fail_marked() returns trigger language plpgsql as $$ begin if new.actor = 'MARKED' then raise exception 'no'; end if; return new; end $$;
      create trigger fail_marked before insert on audit_leaf for each row execute function fail_marked()`);
    const before = await count('exchange');
    const good = sampleEntry();
    const marked = sampleEntry();
    const results = await Promise.all([
      codeOf(store.journal.commit(good)),
      codeOf(store.journal.commit({ ...marked, leaf: { ...marked.leaf, actor: 'MARKED' } })),
      codeOf(store.journal.commit(sampleEntry())),
    ]);
    await sql('drop trigger fail_marked on audit_leaf; drop function fail_marked');
    expect(results).toEqual(['no error', 'NCP_AUDIT_UNAVAILABLE', 'no error']);
    expect(await count('exchange')).toBe(before + 2);
    expect(await store.audit.leavesOf(marked.facts.id)).toEqual([]);
    expect(await verifyChain(store.audit.leaves())).toMatchObject({ ok: true });
  });

  it('AUD-03 resolves only after a slow commit', async () => {
    await sql(`create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return null; end $$;
      create constraint trigger slow after insert on audit_leaf deferrable initially deferred for each row execute function slow()`);
    const started = performance.now();
    await store.journal.commit(sampleEntry());
    const took = performance.now() - started;
    await sql('drop trigger slow on audit_leaf; drop function slow');
    expect(took).toBeGreaterThan(1900);
  });

  it('QUE-12 fails cleanly when the outbox insert fails: no state changes', async () => {
    await sql(`create function no_outbox() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger no_outbox before insert on outbox for each row execute function no_outbox()`);
    const record = sampleRecord();
    const code = await codeOf(store.journal.commit(intentEntry(record)));
    await sql('drop trigger no_outbox on outbox; drop function no_outbox');
    expect(code).toBe('NCP_AUDIT_UNAVAILABLE');
    expect(await store.ledger.find(record.key)).toBeUndefined();
    expect(await store.audit.leavesOf(record.exchange)).toEqual([]);
  });

  it('rolls back everything of an entry whose guard does not hold, and nothing else of its group', async () => {
    const record = sampleRecord();
    const [first, second, third] = await Promise.all([
      store.journal.commit(intentEntry(record)),
      store.journal.commit({ ...intentEntry({ ...record, exchange: sampleRecord().exchange }), conflict: { key: record.key, prescriptionId: 'never', code: 'x', raisedAt: SAMPLE_TIME } }),
      store.journal.commit(sampleEntry()),
    ]);
    expect([first.ok, second, third.ok]).toEqual([true, { ok: false, guard: 'key-exists' }, true]);
    expect(await store.ledger.holdsOn(['never'])).toEqual(new Map());
  });

  it('FLT-04 survives the loss of the writer connection: nothing half, nothing lost that was acknowledged', async () => {
    const work = Array.from({ length: 300 }, () => sampleEntry());
    const committing = work.map((entry) => codeOf(store.journal.commit(entry)));
    for (let round = 0; round < 5; round += 1) {
      await sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'journal-test journal'`);
    }
    const codes = await Promise.all(committing);
    for (const [index, entry] of work.entries()) {
      const leaves = await store.audit.leavesOf(entry.facts.id);
      if (codes[index] === 'no error') expect(leaves).toHaveLength(1);
      else expect(codes[index]).toBe('NCP_AUDIT_UNAVAILABLE');
    }
    expect(await codeOf(store.journal.commit(sampleEntry()))).toBe('no error');
    expect(await verifyChain(store.audit.leaves())).toMatchObject({ ok: true });
  });

  it('AUD-26 two processes append one gapless chain', async () => {
    const before = await store.audit.head();
    const program = fileURLToPath(new URL('../fixtures/append-leaves.ts', import.meta.url));
    const writers = [1, 2].map(() => startSource(program, ['5000'], { environment: { STORE_URL: database.url('ncp_a') } }));
    await Promise.all(writers.map((writer) => writer.ended()));
    const verdict = await verifyChain(store.audit.leaves());
    expect(verdict).toMatchObject({ ok: true, head: { sequence: before.sequence + 10_000n } });
  });

  it('AUD-22 the role of a service cannot change or remove what is audited', async () => {
    for (const role of ['ncp_a', 'ncp_dispatcher'] as const) {
      await withConnection(database.url(role), async (client) => {
        for (const table of ['audit_leaf', 'audit_event', 'evidence']) {
          for (const command of [`update ${table} set sequence = 1`, `delete from ${table}`, `truncate ${table}`]) {
            await expect(client.query(command)).rejects.toMatchObject({ code: '42501' });
          }
        }
      });
    }
  });

  it('AUD-20 the verifier names the first bad leaf after an alteration in the table', async () => {
    const { sequence } = await store.audit.head();
    const target = sequence - 3n;
    await sql(`update audit_leaf set actor = 'somebody else' where sequence = ${target}`);
    expect(await verifyChain(store.audit.leaves())).toEqual({ ok: false, firstBad: target, fault: 'hash' });
    await sql(`update audit_leaf set actor = '2262 1.2.246.10.1' where sequence = ${target}`);
    expect(await verifyChain(store.audit.leaves())).toMatchObject({ ok: true });
    const checkpoint = await store.audit.head();
    await sql(`delete from audit_event where sequence = ${sequence}; delete from evidence where sequence = ${sequence}; delete from audit_leaf where sequence = ${sequence}`);
    expect(await verifyChain(store.audit.leaves(), { checkpoint })).toEqual({ ok: false, firstBad: sequence, fault: 'head' });
  });

  it('opens nothing under another key', async () => {
    const record = sampleRecord({ key: sampleKey() });
    await store.journal.commit(intentEntry(record));
    const stranger = await openStore({ url: database.url('ncp_a'), application: 'stranger', keys: { current: { id: 'test', key: new Uint8Array(32).fill(8) } } });
    expect(await codeOf(stranger.ledger.find(record.key))).toBe('NCP_STORE_SEALED');
    await stranger.close();
  });
});
