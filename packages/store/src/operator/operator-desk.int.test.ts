import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEventFor } from '@ncp/audit';
import { instant, type ExchangeId } from '@ncp/domain';
import type { JournalEntry } from '@ncp/exchange';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { openOperations, type OpenOperations } from '../operations.js';
import { openStore, type Store } from '../store.js';
import type { OperatorAct } from './acts.js';
import { newLetterKeys, openLetter, sealLetter } from './letter.js';

const key = randomBytes(32);
const keys = { current: { id: 'test', key } };
const NOW = instant('2026-06-12T12:00:00Z');
const ALMA = '199008202385^^^&1.2.752.129.2.1.3.1&ISO';
const OTHER = '198503159035^^^&1.2.752.129.2.1.3.1&ISO';
const gateway = { commonName: 'ncp', address: '127.0.0.1' };

/** A listing for a patient, with a real event. */
const access = (patient: string | undefined, changes: Partial<JournalEntry> = {}): JournalEntry => {
  const event = auditEventFor({
    side: 'A', service: 'list-prescriptions', time: NOW, outcome: 0, sourceId: 'SE-AB', consumer: gateway, provider: gateway, pointOfCare: 'Apteekki <b>',
    professional: { nameId: 'n', issuer: 'i', spProvidedId: 'FI-123', subjectId: 'Pekka <script>' }, documents: ['1.2^doc'], request: { id: 'urn:uuid:1' }, ...(patient === undefined ? {} : { patient }),
  });
  const sample = sampleEntry(changes);
  return { ...sample, leaf: { ...sample.leaf, kind: 'list-prescriptions', eventHash: event.hash }, event, ...changes };
};

const act = (changes: Partial<OperatorAct> = {}): OperatorAct =>
  ({ id: randomUUID(), kind: 'verify-audit', by: { subject: 'sim-sara', role: 'security' }, detail: '', reason: '', reference: '', askedAt: NOW, ...changes });

describe('what the pages of operators stand on', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let open: OpenOperations;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'desk-test', keys });
    open = await openOperations({ url: database.url('ncp_dashboard'), application: 'desk-test' });
  }, 60_000);
  afterAll(async () => {
    await open.close();
    await store.close();
    await database.drop();
    await postgres.stop();
  });
  const asDashboard = (sql: string) => withConnection(database.url('ncp_dashboard'), (client) => client.query(sql));
  const asOwner = (sql: string) => withConnection(database.ownerUrl, (client) => client.query(sql));

  it('DAT-12 the dashboard adds acts, samples and marks, and can change or remove none', async () => {
    await open.desk.acts.record(act());
    for (const table of ['operator_act', 'review_sample', 'review_mark', 'operator_answer', 'configuration_in_force', 'queue_report']) {
      for (const sql of [`delete from ${table}`, `truncate ${table} cascade`]) await expect(asDashboard(sql)).rejects.toMatchObject({ code: '42501' });
    }
    for (const sql of ['update operator_act set settled_at = now()', `update review_mark set finding = 'in-order'`, 'update review_sample set size = 1', 'select * from audit_subject', 'select * from audit_event',
      `insert into operator_answer (act, ordinal, at, state, facts) select id, 1, now(), 'done', '{}' from operator_act limit 1`]) await expect(asDashboard(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('an act waits until it is answered for good, and is followed by its last answer', async () => {
    const asked = act({ kind: 'patient-log', reason: 'patient-asked', reference: 'D 1/26', sealedSubject: Buffer.from('x'), replyKey: Buffer.from('y') });
    await open.desk.acts.record(asked);
    expect((await store.acts.open(['patient-log'], 10)).map(({ id }) => id)).toEqual([asked.id]);
    expect(await open.desk.acts.follow(asked.id)).toEqual({ act: asked });
    await store.acts.answer(asked.id, { at: NOW, state: 'working', facts: { leaves: '1' } });
    expect((await store.acts.open(['patient-log'], 10))).toHaveLength(1);
    const sealedResult = Buffer.from('sealed');
    await store.acts.answer(asked.id, { at: NOW, state: 'done', facts: {}, sealedResult });
    expect(await store.acts.open(['patient-log'], 10)).toEqual([]);
    expect((await open.desk.acts.latest('patient-log', 1))[0]?.answer).toEqual({ at: NOW, state: 'done', facts: {}, sealedResult });
    await store.acts.forgetResults(instant('2026-06-12T12:00:01Z'));
    expect((await open.desk.acts.follow(asked.id))?.answer).toEqual({ at: NOW, state: 'done', facts: {} });
    expect(await open.desk.acts.follow(randomUUID())).toBeUndefined();
  });

  it('AUD-21 knows the furthest head that a verification found sound, and no head of one that did not', async () => {
    expect(await store.acts.lastSound()).toBeUndefined();
    const said = async (facts: Readonly<Record<string, string | boolean>>, changes: Partial<OperatorAct> = {}): Promise<void> => {
      const one = act(changes);
      await open.desk.acts.record(one);
      await store.acts.answer(one.id, { at: NOW, state: 'done', facts });
    };
    const hash = 'a'.repeat(64);
    await said({ ok: true, sequence: '9', hash: 'b'.repeat(64) });
    await said({ ok: true, sequence: '10', hash });
    await said({ ok: false, firstBad: '3', sequence: '12', hash: 'c'.repeat(64) });
    await said({ ok: true, sequence: '13', hash: 'd'.repeat(64) }, { kind: 'patient-log' });
    expect(await store.acts.lastSound()).toEqual({ sequence: 10n, hash });
  });

  it('a letter reaches the dispatcher through the database, which cannot read it (DAT-05)', async () => {
    await store.acts.publishLetterKey(store.letters.publicKey(), NOW);
    const published = await open.desk.acts.letterKey();
    const letter = sealLetter(published ?? Buffer.alloc(0), Buffer.from('199008202385'), 'here');
    expect(store.letters.open(letter, 'here').toString()).toBe('199008202385');
    expect(() => openLetter(newLetterKeys(), letter, 'here')).toThrow();
  });

  it('finds every access to one patient however her number was written, and nobody else', async () => {
    await store.journal.commit(access(ALMA));
    await store.journal.commit(access('900820-2385^^^&1.2.752.129.2.1.3.1&ISO'));
    await store.journal.commit(access(OTHER));
    await store.journal.commit(access(undefined));
    const { event: _event, ...operators } = access(undefined);
    await store.journal.commit({ ...operators, leaf: { ...operators.leaf, kind: 'operator-patient-log', eventHash: '', actor: 'security@sim-sara' }, subject: ALMA });
    const found = await store.patientLogs.of({ subject: ALMA, now: NOW, limit: 10 });
    expect(found.lines.map(({ what, who, where }) => [what, who, where])).toEqual([
      ['operator-patient-log', 'security@sim-sara', ''], ['list-prescriptions', 'Pekka <script>, FI-123', 'Apteekki <b>'], ['list-prescriptions', 'Pekka <script>, FI-123', 'Apteekki <b>'],
    ]);
    expect((await store.patientLogs.of({ subject: ALMA, now: NOW, limit: 1 })).total).toBe(3);
    expect((await store.patientLogs.of({ subject: '191212121212^^^&1.2.752.129.2.1.3.1&ISO', now: NOW, limit: 10 })).lines).toEqual([]);
  });

  it('shows an access whose event cannot be read by its leaf, and the others as they are (AUD-10)', async () => {
    const before = (await store.patientLogs.of({ subject: ALMA, now: NOW, limit: 10 })).lines;
    const { event, ...rest } = access(ALMA);
    if (event === undefined) throw new Error('no event');
    const xml = Buffer.concat([Buffer.from('<AuditMessage><a>'), Buffer.alloc(10_500_000, 0x41), Buffer.from('</a></AuditMessage>')]);
    const damaged = { ...event, xml, hash: 'f'.repeat(64) };
    await store.journal.commit({ ...rest, event: damaged, leaf: { ...rest.leaf, eventHash: damaged.hash } });
    // Neither noted beside it: then nobody knows whose it is.
    await store.journal.commit({ ...rest, event: { ...damaged, hash: 'e'.repeat(64) }, leaf: { ...rest.leaf, eventHash: 'e'.repeat(64) } });
    await asOwner('delete from audit_subject where sequence = (select max(sequence) from audit_subject)');
    const { lines: [first, ...others] } = await store.patientLogs.of({ subject: ALMA, now: NOW, limit: 10 });
    expect([first?.what, first?.who, others]).toEqual(['list-prescriptions', rest.leaf.actor, before]);
    await asOwner('delete from audit_subject where sequence = (select max(sequence) from audit_subject)');
  });

  it('finds what was written before whom it is about was noted beside it, and after a change of the key', async () => {
    await asOwner('delete from audit_subject where sequence = (select min(sequence) from audit_subject)');
    expect((await store.patientLogs.of({ subject: ALMA, now: NOW, limit: 10 })).total).toBe(3);
    const rotated = await openStore({ url: database.url('ncp_dispatcher'), application: 'desk-test', keys: { current: { id: 'new', key: randomBytes(32) }, older: [keys.current] } });
    expect((await rotated.patientLogs.of({ subject: ALMA, now: NOW, limit: 10 })).total).toBe(3);
    await rotated.close();
  });

  it('holds no number of a patient in the index (DAT-05)', async () => {
    const { rows } = await asOwner('select * from audit_subject');
    expect(rows.length).toBeGreaterThan(0);
    expect(/19900820|2385/.test(JSON.stringify(rows))).toBe(false);
  });

  it('draws each part of the log once, the same for the same seed, and marks once', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `0199a1b2-0000-7000-8000-${String(index).padStart(12, '0')}` as ExchangeId);
    for (const id of ids) {
      const entry = access(OTHER, {});
      await store.journal.commit({ ...entry, facts: { ...entry.facts, id }, leaf: { ...entry.leaf, exchange: id } });
    }
    const seed = '00112233445566778899aabbccddeeff';
    const draw = (id = randomUUID()) => open.desk.review.draw({ seed, size: 5, drawnBy: 'sim-sara' }, act({ id, kind: 'draw-sample' }));
    expect(await Promise.all([draw(), draw()])).toContain(true);
    expect(await draw()).toBe(false);
    const [sample] = await open.desk.review.samples(10);
    expect(sample).toMatchObject({ after: 0n, seed, size: 5, exchanges: 5, reviewed: 0, drawnBy: 'sim-sara' });
    const found = await open.desk.review.sample(sample?.id ?? '');
    const all = (await asOwner(`select distinct exchange from audit_leaf where kind not like 'operator-%'`)).rows.map(({ exchange }) => String(exchange));
    const rank = (exchange: string): string => createHash('sha256').update(seed + exchange).digest('hex');
    expect(found?.rows.map(({ exchange }) => exchange).toSorted()).toEqual(all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 5).toSorted());
    const [first] = found?.rows ?? [];
    const mark = (exchange: string) => open.desk.review.mark({ sample: sample?.id ?? '', exchange, finding: 'in-order', reviewer: 'Sara Säker' }, act({ kind: 'mark-reviewed', detail: exchange }));
    expect([await mark(first?.exchange ?? ''), await mark(first?.exchange ?? ''), await mark('not-in-it')]).toEqual([true, false, false]);
    expect((await open.desk.review.sample(sample?.id ?? ''))?.rows[0]?.mark).toEqual({ finding: 'in-order', by: 'sim-sara', reviewer: 'Sara Säker', at: NOW });
    expect((await open.desk.acts.latest('mark-reviewed', 10))).toHaveLength(1);
    expect((await open.desk.acts.latest('draw-sample', 10))).toHaveLength(1);
    expect(await open.desk.review.sample('999999')).toBeUndefined();
  });

  it('knows what each service started with last, and how the queue is', async () => {
    for (const value of ['a', 'b']) await store.inForce.tookConfiguration({ service: 'ncp-a', at: instant(`2026-06-12T12:00:0${value === 'a' ? '1' : '2'}Z`), settings: [{ path: 'mode', value, origin: 'file' }] });
    expect(await open.desk.inForce.configurations()).toEqual([{ service: 'ncp-a', at: '2026-06-12T12:00:02Z', settings: [{ path: 'mode', value: 'b', origin: 'file' }] }]);
    const report = { process: 'p 1', backend: 'postgres' as const, at: NOW, counts: { waiting: 2 }, jobs: [{ id: 'outbox-1-1', kind: 'forward-audit', exchange: 'x', state: 'failed' as const, attempts: 3, since: NOW, reason: 'NCP_INTERNAL' }] };
    await store.inForce.reportQueue({ ...report, counts: { waiting: 9 } });
    await store.inForce.reportQueue(report);
    expect(await open.desk.inForce.queues()).toEqual([report]);
    expect(await open.desk.audit()).toMatchObject({ leaves: 37n, last: { sequence: 37n }, forwarding: { waiting: 36, setAside: 0 } });
    expect((await open.desk.outbox()).map(({ kind, waiting }) => [kind, waiting])).toEqual([['forward-audit', 36]]);
  });
});
