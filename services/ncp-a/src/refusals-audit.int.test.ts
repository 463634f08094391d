import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PatientId } from '@ncp/simulator';
import {
  identifyBody, listBody, openRecords, retrieveBody, startGatewayWorld, startRefusalBench, submission, toldBy,
  type Message, type RefusalBench, type WireAnswer,
} from '@ncp/testkit';

const ALMA: PatientId = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const RELEASED = /registrationEvent|ExtrinsicObject|ClinicalDocument/;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Prepared = ReturnType<ReturnType<RefusalBench['world']['peer']>['prepareDispensation']>;

let bench: RefusalBench;
let documentId = '';
let prescription: Uint8Array;
beforeAll(async () => {
  bench = await startRefusalBench();
  await offerAgain();
}, 120_000);

/** What is offered now: each dispensation and its discard make a new version. */
async function offerAgain(): Promise<void> {
  const finland = bench.world.peer('FI');
  documentId = (await finland.list(ALMA)).answer.entries[0]?.uniqueId ?? '';
  prescription = (await finland.retrieve(ALMA, [documentId])).answer.documents[0]?.bytes ?? new Uint8Array();
}
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

const handOver = (): Prepared => bench.world.peer('FI').prepareDispensation(prescription, { packages: 1, packSize: '84' });
const send = (message: Message): Promise<WireAnswer> => bench.line().send(message);
const identify = (): Message => bench.peer().write('ITI-55', { security: bench.peer().genuine(), body: identifyBody(bench.peer().home, { patient: ALMA }) });
const list = (): Message => bench.peer().write('ITI-38', { security: bench.peer().genuine(ALMA), body: listBody(ALMA) });
const retrieve = (): Message => bench.peer().write('ITI-39', { security: bench.peer().genuine(ALMA), body: retrieveBody([documentId]) });
const unsignedList = (): Message => bench.peer().write('ITI-38', { body: listBody(ALMA) });
const noXml = (): Message => ({ ...identify(), body: new TextEncoder().encode('<') });

describe('AUD-01 and AUD-06, what is released is recorded first', () => {
  it('every kind of transaction: a leaf with the hashes of both messages, its event, its evidence', async () => {
    const prepared = handOver();
    const kinds: readonly (readonly [kind: string, event: string, ihe: string, titles: readonly string[], message: () => Message])[] = [
      ['identify', 'EHDSI-11', 'ITI-55', ['NCPA_XCPD_REQ', 'NI_XCPD_REQ', 'NI_XCPD_RES'], identify],
      ['list-prescriptions', 'EHDSI-31', 'ITI-38', ['NCPA_XCA_LIST_REQ', 'NI_XCA_LIST_REQ', 'NI_XCA_LIST_RES'], list],
      ['retrieve-prescriptions', 'EHDSI-32', 'ITI-39', ['NCPA_XCA_RETRIEVE_REQ', 'NI_XCA_RETRIEVE_REQ', 'NI_XCA_RETRIEVE_RES'], retrieve],
      ['dispense', 'EHDSI-41', 'ITI-41', ['NCPA_XDR_SUBMIT_REQ', 'NI_XDR_DISP_REQ', 'NI_XDR_DISP_RES'], () => submission(bench.peer(), ALMA, prepared)],
      ['discard', 'EHDSI-42', 'ITI-41', ['NCPA_XDR_SUBMIT_REQ', 'NI_XDR_DISP_REQ', 'NI_XDR_DISP_RES'], () => submission(bench.peer(), ALMA, prepared, { kind: 'discard' })],
    ];
    for (const [kind, event, ihe, titles, make] of kinds) {
      const before = await bench.records.snapshot();
      const message = make();
      const answer = await send(message);
      expect(toldBy(answer).errors).toEqual([]);
      const leaves = await bench.records.leavesAfter(before.head);
      const last = leaves.at(-1);
      expect(last?.leaf).toMatchObject({ kind, outcome: 0, codes: [], countryA: 'SE', countryB: 'FI', responseHash: sha256(answer.body), requestHash: sha256(message.body as Uint8Array) });
      expect(Date.parse(last?.leaf.time ?? '')).toBeLessThanOrEqual(Date.now());
      expect(last?.evidence).toEqual(titles);
      // A dispensation and a discard are audited with their intent, before anything happens (UC-A4 step 7).
      const audited = leaves.flatMap((one) => one.event ?? []);
      expect(audited.map(({ type }) => type)).toEqual([event]);
      const [told] = audited;
      const text = told?.text ?? '';
      for (const named of [ihe, bench.peer().professional.name, 'ncp-client.fi.example', message.messageId, 'EventOutcomeIndicator="0"']) expect(text).toContain(named);
      if (kind === 'identify') continue;
      expect(text).toContain(`${ALMA.extension}^^^&amp;${ALMA.root}&amp;ISO`);
      expect(text).toContain(event < 'EHDSI-40' ? documentId : prepared.id.extension);
    }
    await offerAgain();
  });
});

/** Every insert into a table fails, as the owner of the database can arrange. */
async function breakTable(table: string): Promise<void> {
  await bench.records.sql(`create or replace function break_table() returns trigger language plpgsql as $$ begin raise exception 'AUDIT-CANARY'; end $$`);
  await bench.records.sql(`create trigger broken before insert on ${table} for each row execute function break_table()`);
}
const BREAKABLE = ['exchange', 'audit_leaf', 'audit_event', 'evidence', 'outbox'] as const;
const mend = async (): Promise<void> => {
  for (const table of BREAKABLE) await bench.records.sql(`drop trigger if exists broken on ${table}`);
  await bench.records.sql('drop trigger if exists slow on audit_leaf');
};

describe('AUD-02 the insert into the audit fails', () => {
  afterEach(mend);

  it.each(BREAKABLE)('%s: nothing is released', async (table) => {
    const before = await bench.records.snapshot();
    await breakTable(table);
    const answers = [['ITI-55', await send(identify())], ['ITI-38', await send(list())], ['ITI-39', await send(retrieve())]] as const;
    await mend();
    for (const [transaction, answer] of answers) {
      expect(answer.text).not.toMatch(RELEASED);
      expect(answer.text).not.toContain('AUDIT-CANARY');
      expect(toldBy(answer)).toMatchObject(transaction === 'ITI-55'
        ? { status: 'AE/aborted/AE', reason: 'InternalError', errors: [{ wire: 'ERROR_PI_GENERIC', code: 'NCP_AUDIT_UNAVAILABLE' }] }
        : { status: 'Failure', errors: [{ wire: 'ERROR_GENERIC', code: 'NCP_AUDIT_UNAVAILABLE' }] });
    }
    expect(bench.gateway.log()).toContain('"code":"NCP_AUDIT_UNAVAILABLE"');
    expect(bench.gateway.log()).not.toContain('AUDIT-CANARY');
    const after = await bench.records.snapshot();
    for (const name of ['export', 'advisory_mark', 'dispense']) expect(after.tables[name]).toBe(before.tables[name]);
    // Where the evidence alone failed, the refusal itself is on record.
    const leaves = await bench.records.leavesAfter(before.head);
    expect(leaves.map(({ leaf }) => leaf.codes.join())).toEqual(table === 'evidence' ? Array(3).fill('NCP_AUDIT_UNAVAILABLE') : []);
    expect(await bench.good()).toEqual([]);
  });

  it('7.1 a dispensation calls nobody, and the same document is recorded once the audit is back', async () => {
    const prepared = handOver();
    const before = await bench.records.snapshot();
    await breakTable('audit_leaf');
    const answer = await send(submission(bench.peer(), ALMA, prepared));
    await mend();
    expect(toldBy(answer)).toMatchObject({ status: 'Failure', errors: [{ wire: 'ERROR_GENERIC', code: 'NCP_AUDIT_UNAVAILABLE' }] });
    const after = await bench.records.snapshot();
    expect(after.nationalEffects).toBe(before.nationalEffects);
    expect(after.tables['dispense']).toBe(before.tables['dispense']);
    expect(toldBy(await send(submission(bench.peer(), ALMA, prepared))).status).toBe('Success');
    expect(toldBy(await send(submission(bench.peer(), ALMA, prepared, { kind: 'discard' }))).status).toBe('Success');
    await offerAgain();
  });

  it('a refusal still goes out, with its own code', async () => {
    await breakTable('audit_leaf');
    expect(toldBy(await send(unsignedList())).errors).toMatchObject([{ code: 'NCP_SAML_HCP_MISSING' }]);
    expect(toldBy(await send(noXml())).errors).toMatchObject([{ code: 'NCP_XML_NOT_WELL_FORMED' }]);
    await mend();
    expect(await bench.good()).toEqual([]);
  });
});

describe('AUD-03 PostgreSQL commits slowly', () => {
  afterEach(mend);

  it('waits with every byte of the answer', async () => {
    await bench.records.sql(`create or replace function slow_commit() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return null; end $$`);
    await bench.records.sql('create constraint trigger slow after insert on audit_leaf deferrable initially deferred for each row execute function slow_commit()');
    for (const make of [identify, retrieve]) {
      const answer = await send(make());
      expect(answer.text).toMatch(RELEASED);
      expect(answer.firstByteMs).toBeGreaterThan(1_900);
    }
    const refused = await send(unsignedList());
    expect(refused.firstByteMs).toBeGreaterThan(1_900);
  });
});

describe('AUD-04 killed between the record and the last byte', () => {
  it('leaves a leaf whose answer may not have been seen; the same message is then answered anew', async () => {
    const world = await startGatewayWorld({ gateway: 'process' });
    try {
      world.ambush('answer.half-written');
      const sent: Uint8Array[] = [];
      const finland = world.peer('FI', { onMessage: (_name, direction, message) => { if (direction === 'request') sent.push(message.body); } });
      await expect(finland.list(ALMA)).rejects.toThrow();
      await world.died();
      const store = await world.store();
      const leaves = [];
      for await (const leaf of store.audit.leaves()) leaves.push(leaf);
      expect(leaves).toMatchObject([{ kind: 'list-prescriptions', outcome: 0, requestHash: sha256(sent[0] ?? new Uint8Array()) }]);
      await world.restart();
      // Without an end the message counts as being worked on, until no request can be (decisions 3.3); then it may come again.
      const again = (): Promise<number> => world.client('FI').request({
        method: 'POST', url: `${world.url}/ncp/xca`, headers: { 'content-type': 'application/soap+xml; charset=UTF-8' }, body: sent[0] ?? new Uint8Array(),
        connectTimeoutMs: 5_000, answerTimeoutMs: 10_000, maxAnswerBytes: 1_048_576,
      }).then(({ body }) => new TextDecoder().decode(body).split('ExtrinsicObject ').length - 1);
      expect(await again()).toBe(0);
      const records = await openRecords(world);
      await records.sql(`update replay_message set admitted_at = admitted_at - interval '1 minute'`);
      await records.close();
      expect(await again()).toBe(2);
    } finally {
      await world.stop();
    }
  });
});

describe('AUD-05', () => {
  it('every refusal of these suites leaves one event with its code: the bench looks at each', async () => {
    const refusal = { message: unsignedList, expected: { form: 'ITI-38', code: 'NCP_SAML_HCP_MISSING' } } as const;
    expect(await bench.theFive(refusal)).toEqual([]);
    expect(await bench.theFive({ ...refusal, expected: { ...refusal.expected, code: 'NCP_SAML_TRC_MISSING' } })).not.toEqual([]);
  });
});
