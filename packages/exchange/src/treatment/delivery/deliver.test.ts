import { beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, isNcpError, viewDelivery, type Delivery } from '@ncp/domain';
import { walk } from '@ncp/xml';
import { DeliveryBench, type CountryManner } from '../../../fixtures/delivery-bench.js';
import { START } from '../../../fixtures/sample.js';
import { ANNA } from '../../../fixtures/treatment-bench.js';
import { deliver, discardDelivery, releaseDelivery } from '../../index.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ROLF = { ...ANNA, subject: 'rolf', name: 'Rolf Receptarie', legitimationCode: '920008', professionCode: 'RC' };

describe('delivering a dispensation', () => {
  let bench: DeliveryBench;
  beforeEach(() => { bench = new DeliveryBench(); });
  const manners = (...all: readonly CountryManner[]): void => { bench.abroad.manners = [...all]; };
  const row = (): Delivery => bench.store.deliveries.only();
  const effects = (): number => [...bench.abroad.effects.values()].filter(({ standing }) => standing).length;
  const codes = (): readonly string[] => bench.alarms.map(({ code }) => code);
  const trcsSent = (): readonly string[] => bench.requests.map(({ root }) => [...walk(root)].filter(({ local }) => local === 'Assertion').at(-1)?.attributes.find(({ local }) => local === 'ID')?.value ?? '');

  it('UC-B4 5 Success is recorded with event and evidence, in one commit with the state', async () => {
    await bench.confirm();
    expect(await bench.after(0)).toMatchObject({ state: 'RECORDED', recordedAt: START, everSent: true, attempts: 1, answer: { status: 'Success' } });
    expect(viewDelivery(row())).toMatchObject({ counter: 'recorded', handOver: 'yes' });
    const last = bench.store.entries.at(-1);
    expect(last).toMatchObject({ event: { type: 'EHDSI-41' }, facts: { outcome: 0 }, deliveries: [{ kind: 'advance', delivery: { state: 'RECORDED' } }], outbox: [] });
    expect(last?.evidence?.map(({ title }) => title)).toContain('NCPB_XDR_SUBMIT_REQ');
    expect(bench.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-41', 'EHDSI-92', 'EHDSI-41']);
  });

  it('what is not due, settled or unknown is left alone', async () => {
    const { id } = await bench.confirm();
    await bench.after(0);
    expect(await deliver(bench.gateway, id)).toMatchObject({ state: 'RECORDED' });
    expect(await deliver(bench.gateway, 'nobody')).toBeUndefined();
    expect(bench.requests).toHaveLength(1);
  });

  it('UC-B4 4.1 connect refused: provably nothing was sent, and that is what the counter says', async () => {
    manners('not-sent', 'not-sent');
    await bench.confirm();
    expect(await bench.after(0)).toMatchObject({ state: 'QUEUED', everSent: false, nextAttemptAt: bench.later(10_000) });
    expect(viewDelivery(row()).text.en).toContain('Nothing is sent yet');
    expect(await bench.after(5_000)).toMatchObject({ attempts: 1 });
    expect(await bench.after(5_000)).toMatchObject({ state: 'QUEUED', attempts: 2, nextAttemptAt: bench.later(30_000) });
    expect(await bench.after(20_000)).toMatchObject({ state: 'RECORDED', attempts: 3 });
    expect(effects()).toBe(1);
  });

  it.each<readonly [CountryManner]>([['lost-before'], ['lost-after'], ['pending'], ['pending-after'], ['nonsense-after']])(
    'UC-B4 4.2, DISP-11 %s: pending, then the same bytes and id under a new treatment relationship: one effect', async (manner) => {
      manners(manner);
      await bench.confirm();
      expect(await bench.after(0)).toMatchObject({ state: 'PENDING', everSent: true });
      expect(viewDelivery(row())).toMatchObject({ counter: 'waiting', handOver: 'no' });
      expect(await bench.after(10_000)).toMatchObject({ state: 'RECORDED' });
      expect(effects()).toBe(1);
      expect(new Set(bench.abroad.seen.map(({ id, hash, set }) => `${id} ${hash} ${set}`)).size).toBe(1);
      expect(new Set(trcsSent()).size).toBe(2);
      expect(new Set(bench.requests.map(({ messageId }) => messageId)).size).toBe(2);
    });

  it.each(['4106', '4105', 'ERROR_ED_GENERIC', '4701'] as const)('UC-B4 4.3 Failure %s is final: refused, with their reason', async (code) => {
    manners('refuse');
    bench.abroad.refusal = code;
    await bench.confirm();
    expect(await bench.after(0)).toMatchObject({ state: 'REFUSED', answer: { status: 'Failure', errors: [{ code, severity: 'error', text: 'their text' }] } });
    expect(viewDelivery(row())).toMatchObject({ counter: 'not-recorded', handOver: 'no' });
    await bench.after(HOUR_MS);
    expect(bench.requests).toHaveLength(1);
    expect(row()).not.toHaveProperty('nextAttemptAt');
  });

  it('"already dispensed" after a lost attempt may be our own: people find out, nobody is told that it was not recorded', async () => {
    manners('lost-after', 'refuse');
    await bench.confirm();
    await bench.after(0);
    // A country that does not remember document ids.
    bench.abroad.effects.clear();
    expect(await bench.after(10_000)).toMatchObject({ state: 'OPERATOR' });
    expect(viewDelivery(row())).toMatchObject({ counter: 'waiting', handOver: 'no' });
    expect(codes()).toContain('NCP_DELIVERY_OPERATOR');
  });

  it('UC-B4 5.1 the answer to an unrelated request is no answer', async () => {
    await bench.confirm();
    const answering = bench.answer;
    bench.answer = async (request) => answering({ ...request, messageId: 'urn:uuid:00000000-0000-4000-9000-00000000ffff' });
    expect(await bench.after(0)).toMatchObject({ state: 'PENDING' });
  });

  it('UC-B4 4.4, D71 no attempt with an assertion that ended; a colleague releases it: same document, her assertion', async () => {
    manners('lost-after', 'lost-before');
    const { id, document, documentId } = await bench.confirm();
    await bench.after(0);
    await bench.after(HOUR_MS - 30_000);
    expect(row()).toMatchObject({ state: 'AWAITING_PROFESSIONAL', nextAttemptAt: bench.later(24 * HOUR_MS) });
    expect(bench.requests).toHaveLength(1);
    expect(await bench.after(HOUR_MS)).toMatchObject({ state: 'AWAITING_PROFESSIONAL' });
    const rolf = { ...ROLF, until: addMs(bench.now, HOUR_MS), authenticatedAt: bench.now };
    expect(await releaseDelivery(bench.gateway, rolf, id)).toMatchObject({ state: 'PENDING', professional: { subject: 'rolf' }, document, documentId, attempts: 0, nextAttemptAt: bench.now });
    bench.abroad.manners = [];
    expect(await bench.after(0)).toMatchObject({ state: 'RECORDED' });
    expect(effects()).toBe(1);
    expect(bench.requests.at(-1)?.text).toContain('Rolf Receptarie');
    expect(bench.store.entries.filter(({ event }) => event?.type === 'EHDSI-91')).toHaveLength(1);
  });

  it('D71 only an authorised professional of the same pharmacy releases, and only what waits for one', async () => {
    const { id } = await bench.confirm();
    const refused = (work: Promise<unknown>) => work.then(() => 'no error', (error: unknown) => (isNcpError(error) ? error.code : error));
    expect(await refused(releaseDelivery(bench.gateway, ROLF, id))).toBe('NCP_API_STATE');
    bench.now = addMs(START, 2 * HOUR_MS);
    await deliver(bench.gateway, id);
    expect(await refused(releaseDelivery(bench.gateway, { ...ROLF, gln: '7350045519999' }, id))).toBe('NCP_API_NOT_FOUND');
    expect(await refused(releaseDelivery(bench.gateway, { ...ROLF, professionCode: 'SJ' }, id))).toBe('NCP_API_ROLE');
    expect(await refused(releaseDelivery(bench.gateway, ROLF, 'nobody'))).toBe('NCP_API_NOT_FOUND');
    const fresh = { ...ROLF, until: addMs(bench.now, HOUR_MS) };
    const both = await Promise.all([releaseDelivery(bench.gateway, fresh, id), releaseDelivery(bench.gateway, fresh, id)]);
    expect(both.map(({ state }) => state)).toEqual(['QUEUED', 'QUEUED']);
  });

  it('DISP-62 an alarm after 15 min, people after 24 h, and no attempt after that', async () => {
    bench.abroad.manners = Array.from({ length: 200 }, () => 'lost-before' as const);
    await bench.confirm();
    for (let minutes = 0; minutes < 14; minutes += 1) await bench.after(MINUTE_MS);
    expect(codes()).toEqual([]);
    for (let minutes = 0; minutes < 20; minutes += 1) await bench.after(MINUTE_MS);
    expect(new Set(codes())).toEqual(new Set(['NCP_DELIVERY_PENDING']));
    const attempts = bench.requests.length;
    expect(attempts).toBeLessThan(12);
    await bench.after(23 * HOUR_MS + 30 * MINUTE_MS);
    expect(row()).toMatchObject({ state: 'OPERATOR', everSent: true });
    expect(codes()).toContain('NCP_DELIVERY_OPERATOR');
    expect(await bench.after(HOUR_MS)).toMatchObject({ state: 'OPERATOR' });
    expect(bench.requests.length).toBe(attempts);
  });

  it.each([
    ['DISP-12 the answer read and the outcome not committed', 'deliver.answered', 'PENDING'],
    ['the message on its way', 'deliver.called', 'PENDING'],
    ['the attempt committed and nothing called', 'deliver.sending-committed', 'PENDING'],
  ] as const)('killed with %s: found after its lease, sent again, one effect', async (_, at, after) => {
    const { id } = await bench.confirm();
    bench.killAt(at);
    await expect(deliver(bench.gateway, id)).rejects.toThrow();
    bench.revive();
    expect(row()).toMatchObject({ state: 'SENDING' });
    expect(await bench.after(74_999)).toMatchObject({ state: 'SENDING' });
    expect(await bench.after(1)).toMatchObject({ state: after, everSent: true });
    expect(await bench.after(10_000)).toMatchObject({ state: 'RECORDED' });
    expect(effects()).toBe(1);
  });

  it('nothing is sent that was not committed as being sent, and nothing told that was not recorded', async () => {
    const { id } = await bench.confirm();
    bench.store.trouble = () => 'refused';
    await expect(deliver(bench.gateway, id)).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect(bench.requests).toEqual([]);
    let commits = 0;
    bench.store.trouble = () => { commits += 1; return commits === 1 ? undefined : 'refused'; };
    await expect(deliver(bench.gateway, id)).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect([bench.requests.length, row().state]).toEqual([1, 'SENDING']);
    bench.store.trouble = () => undefined;
    await bench.after(75_000);
    expect(await bench.after(10_000)).toMatchObject({ state: 'RECORDED' });
    expect(effects()).toBe(1);
  });

  it('two processes at once: one attempt', async () => {
    const { id } = await bench.confirm();
    const both = await Promise.all([deliver(bench.gateway, id), deliver(bench.gateway, id)]);
    expect(both.map((one) => one?.state)).toEqual(['RECORDED', undefined]);
    expect(bench.requests).toHaveLength(1);
  });
});

describe('taking a dispensation back (UC-B5)', () => {
  let bench: DeliveryBench;
  beforeEach(() => { bench = new DeliveryBench(); });
  const row = (): Delivery => bench.store.deliveries.only();
  const discard = (professional = ANNA): Promise<Delivery> =>
    discardDelivery(bench.gateway, { ...professional, until: addMs(bench.now, HOUR_MS), authenticatedAt: bench.now }, { id: row().id, reason: 'Fel patient' });
  const refused = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => (isNcpError(error) ? error.code : error));

  it('sends the same document under its own id as a discard, until it is taken back', async () => {
    await bench.confirm();
    await bench.after(0);
    expect(await discard()).toMatchObject({ state: 'DISCARD_QUEUED', discard: { reason: 'Fel patient', everSent: false }, nextAttemptAt: START });
    bench.abroad.manners = ['lost-after', 'pending'];
    expect(await bench.after(0)).toMatchObject({ state: 'DISCARD_PENDING', discard: { everSent: true } });
    expect(viewDelivery(row())).toMatchObject({ counter: 'recorded', handOver: 'no' });
    expect(await bench.after(10_000)).toMatchObject({ state: 'DISCARD_PENDING' });
    expect(await bench.after(20_000)).toMatchObject({ state: 'DISCARDED' });
    expect([...bench.abroad.effects.values()]).toMatchObject([{ standing: false, changes: 2 }]);
    const [given, ...taken] = bench.abroad.seen;
    expect(taken.map(({ kind, id }) => [kind, id])).toEqual(taken.map(() => ['discard', given?.id]));
    expect(new Set(taken.map(({ set, hash }) => `${set} ${hash}`)).size).toBe(1);
    expect(taken[0]?.set).not.toBe(given?.set);
    expect(bench.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-41', 'EHDSI-92', 'EHDSI-41', 'EHDSI-91', 'EHDSI-42', 'EHDSI-92', 'EHDSI-CF', 'EHDSI-92', 'EHDSI-42', 'EHDSI-92', 'EHDSI-42']);
  });

  it('what never left is withdrawn at once', async () => {
    await bench.confirm();
    expect(await discard()).toMatchObject({ state: 'DISCARDED', everSent: false });
    await bench.after(MINUTE_MS);
    expect(bench.requests).toEqual([]);
    expect(viewDelivery(row()).text.en).toContain('before anything was sent');
  });

  it('UC-B5 2 waits while the dispensation is pending, and then goes out by itself', async () => {
    bench.abroad.manners = ['lost-after'];
    await bench.confirm();
    await bench.after(0);
    expect(await discard()).toMatchObject({ state: 'PENDING' });
    expect(await bench.after(10_000)).toMatchObject({ state: 'DISCARD_QUEUED', recordedAt: bench.now });
    expect(await bench.after(0)).toMatchObject({ state: 'DISCARDED' });
  });

  it('asked for while an attempt is on its way: its outcome is on record, and the discard follows', async () => {
    await bench.confirm();
    const answering = bench.answer;
    let asked = false;
    bench.answer = async (request) => {
      if (!asked) {
        asked = true;
        expect(await discard()).toMatchObject({ state: 'SENDING' });
      }
      return answering(request);
    };
    expect(await bench.after(0)).toMatchObject({ state: 'DISCARD_QUEUED', answer: { status: 'Success' } });
    expect(bench.store.entries.filter(({ event, facts }) => event?.type === 'EHDSI-41' && facts.outcome === 0)).toHaveLength(1);
  });

  it('moot when the dispensation is refused', async () => {
    bench.abroad.manners = ['pending', 'refuse'];
    await bench.confirm();
    await bench.after(0);
    await discard();
    expect(await bench.after(10_000)).toMatchObject({ state: 'REFUSED' });
    expect(bench.abroad.seen.every(({ kind }) => kind === 'dispense')).toBe(true);
  });

  it('whoever asks for the discard has just signed in: with that the dispensation goes on', async () => {
    bench.abroad.manners = ['lost-after'];
    await bench.confirm();
    await bench.after(0);
    await bench.after(2 * HOUR_MS);
    expect(row().state).toBe('AWAITING_PROFESSIONAL');
    expect(await discard(ROLF)).toMatchObject({ state: 'PENDING', professional: { subject: 'rolf' } });
    await bench.after(0);
    expect(await bench.after(0)).toMatchObject({ state: 'DISCARDED' });
  });

  it('UC-B5 1, DISP-31 within 24 h, by the same pharmacy, once', async () => {
    await bench.confirm();
    await bench.after(0);
    bench.now = addMs(START, 24 * HOUR_MS + 1);
    expect(await refused(discard())).toBe('NCP_DISCARD_WINDOW');
    bench.now = addMs(START, 24 * HOUR_MS);
    expect(await refused(discard({ ...ANNA, gln: '7350045519999' }))).toBe('NCP_API_NOT_FOUND');
    expect(await refused(discard({ ...ANNA, professionCode: 'SJ' }))).toBe('NCP_API_ROLE');
    const first = await discard();
    expect(await discard(ROLF)).toEqual(first);
    bench.now = addMs(bench.now, HOUR_MS);
    expect(await discard()).toEqual(first);
  });

  it('UC-B5 3 refused there: shown, and the dispensation stands; nothing to take back of what was refused', async () => {
    await bench.confirm();
    await bench.after(0);
    await discard();
    bench.abroad.manners = ['refuse'];
    expect(await bench.after(0)).toMatchObject({ state: 'DISCARD_REFUSED', answer: { errors: [{ code: 'ERROR_ED_DISCARD_FAILED' }] } });
    expect(viewDelivery(row())).toMatchObject({ counter: 'recorded' });
    bench.store.deliveries.rows.clear();
    bench.abroad.manners = ['refuse'];
    await bench.confirm('second');
    await bench.after(0);
    expect(row().state).toBe('REFUSED');
    expect(await refused(discard())).toBe('NCP_API_STATE');
  });

  it('D71 a discard waits for a professional too, and is handed to people after a day', async () => {
    await bench.confirm();
    await bench.after(0);
    await discard();
    bench.abroad.manners = Array.from({ length: 50 }, () => 'lost-before' as const);
    await bench.after(0);
    await bench.after(2 * HOUR_MS);
    expect(row().state).toBe('DISCARD_AWAITING_PROFESSIONAL');
    const released = await releaseDelivery(bench.gateway, { ...ROLF, until: addMs(bench.now, HOUR_MS) }, row().id);
    expect(released).toMatchObject({ state: 'DISCARD_PENDING', discard: { professional: { subject: 'rolf' } }, professional: { subject: 'anna' } });
    await bench.after(23 * HOUR_MS);
    expect(row().state).toBe('DISCARD_OPERATOR');
    expect(bench.alarms.map(({ code }) => code)).toContain('NCP_DELIVERY_OPERATOR');
  });
});
