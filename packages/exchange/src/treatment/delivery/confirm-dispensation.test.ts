import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocument, decodeDispensation } from '@ncp/cda';
import { addMs, isNcpError } from '@ncp/domain';
import { hex, sha256 } from '@ncp/xml';
import { DeliveryBench } from '../../../fixtures/delivery-bench.js';
import { AMLODIPIN, START } from '../../../fixtures/sample.js';
import { ANNA } from '../../../fixtures/treatment-bench.js';
import { confirmDispensation, lateRecording, prepareDispensation, repeatedDispensation } from '../../index.js';

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => 'no error', (error: unknown) => (isNcpError(error) ? { code: error.code, ...error.details } : error));
const DAY_MS = 86_400_000;

describe('confirming a dispensation', () => {
  let bench: DeliveryBench;
  beforeEach(() => { bench = new DeliveryBench(); });
  const rows = (): number => bench.store.deliveries.rows.size;

  it('UC-B4 3 fixes document and id and commits them with reminder and pending audit, before anything is sent', async () => {
    const delivery = await bench.confirm();
    expect(delivery).toMatchObject({
      state: 'QUEUED', version: 1, attempts: 0, everSent: false, gln: ANNA.gln, packages: 1, nextAttemptAt: START, documentId: { root: '1.2.752.221.3.1.1.13' },
      product: { nplPackId: AMLODIPIN.nplPackId, varunummer: '086625', substituted: false },
    });
    expect(bench.store.deliveries.only()).toEqual(delivery);
    expect(bench.requests).toEqual([]);
    const [entry] = bench.store.entries;
    expect(bench.store.entries).toHaveLength(1);
    expect(entry).toMatchObject({
      facts: { transaction: 'ITI-41', outcome: 8 }, event: { type: 'EHDSI-41' }, outbox: [{ kind: 'deliver-dispensation', subject: delivery.id, notBefore: START }],
      leaf: { actor: '2262@urn:hl7ii:1.3.88:7350045511119' },
    });
    expect(entry?.evidence?.map(({ title }) => title)).toEqual(['PORTAL_XDR_REQ_RECEIVED']);
  });

  it('D75 the document names prescription, item and patient verbatim, and has nothing against it', async () => {
    const { document, documentId } = await bench.confirm('k', { lotNumber: 'A 1/7' });
    expect(checkDocument(document)).toEqual([]);
    const { prescriptionId, itemId, patient } = bench.prescription;
    expect(decodeDispensation(document, { zone: 'Europe/Stockholm' })).toMatchObject({
      documentId, prescriptionId, prescriptionItemId: itemId, patientIds: patient.ids, quantity: { value: '1', unit: '1' }, substituted: false,
      handedOverAt: '2026-06-12T14:00:00+02:00', product: { lotNumber: 'A 1/7', packageCodes: [expect.objectContaining({ code: AMLODIPIN.nplPackId })] },
      pharmacist: { id: { root: '1.2.752.116.3.1.1', extension: '920007' }, role: expect.objectContaining({ code: '2262' }) },
      pharmacy: { id: { root: '1.3.88', extension: ANNA.gln }, name: 'Testapoteket', country: 'SE' },
    });
  });

  it('D75 another product is told as a substitution', async () => {
    bench.articles = [{ ...AMLODIPIN, nplId: '20100101000011', nplPackId: '20100101100018', name: 'Amlodipin Sandoz' }];
    const { document, product } = await bench.confirm('k', { article: '20100101100018' });
    expect(product.substituted).toBe(true);
    expect(decodeDispensation(document, { zone: 'Europe/Stockholm' }).substituted).toBe(true);
    expect(checkDocument(document)).toEqual([]);
  });

  it('UC-B4 3.1 the same key is the same dispensation, also when it comes five times at once or from another visit', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => bench.confirm('once')));
    expect(new Set(all.map(({ id, documentId }) => `${id} ${String(documentId.extension)}`)).size).toBe(1);
    expect(rows()).toBe(1);
    bench.now = addMs(START, 60_000);
    expect(await bench.confirm('once')).toEqual(all[0]);
  });

  it.each([
    ['more packages', { packages: 2 }], ['another lot', { lotNumber: 'B' }], ['the same pack by its other number', { article: AMLODIPIN.varunummer ?? '' }], ['other acknowledgements', { acknowledged: ['form-differs'] }],
  ])('NCP_API_IDEMPOTENCY the same key for %s', async (_, change) => {
    const { id } = await bench.confirm('once');
    expect(await refusalOf(bench.confirm('once', change))).toEqual({ code: 'NCP_API_IDEMPOTENCY', dispensation: id });
    expect(rows()).toBe(1);
  });

  it('UC-B4 3.1 the same words are known again without the prescription, and only they', async () => {
    const delivery = await bench.confirm('once');
    const asked = { visit: delivery.visitId, document: 'rx', choice: bench.choice(), idempotencyKey: 'once' };
    const known = (change: object, gln = ANNA.gln) => repeatedDispensation(bench.gateway, { gln }, { ...asked, ...change });
    expect(await known({})).toEqual(delivery);
    expect(await known({}, '7350045519999')).toBeUndefined();
    for (const change of [{ visit: 'another' }, { document: 'another' }, { choice: bench.choice({ packages: 2 }) }, { idempotencyKey: 'new' }, { late: { handedOverAt: START, reason: 'x' } }]) {
      expect(await known(change)).toBeUndefined();
    }
  });

  it('another pharmacy has keys of its own', async () => {
    await bench.confirm('once');
    const visit = bench.visit({ professional: { ...ANNA, gln: '7350045519999' } });
    await confirmDispensation(bench.gateway, visit, bench.prescription, { choice: bench.choice({ acknowledged: ['unacknowledged-dispensation'] }), idempotencyKey: 'once', document: 'rx' }).catch((error: unknown) => {
      // An unsettled dispensation of this very prescription stands in the way, not the key.
      expect(isNcpError(error) && error.code).toBe('NCP_DISPENSE_NOT_DISPENSABLE');
    });
    expect(await bench.store.deliveries.findByKey('7350045519999', 'once')).toBeUndefined();
  });

  it('UC-B4 2.1 refuses by the first rule, names every one that refuses, and does nothing', async () => {
    expect(await refusalOf(bench.confirm('k', { packages: 2 }))).toEqual({ code: 'NCP_DELIVERY_QUANTITY', checks: ['over-offer'] });
    expect(await refusalOf(bench.confirm('k', { article: '00000000000000' }))).toEqual({ code: 'NCP_DELIVERY_PRODUCT', checks: ['product-unknown'] });
    bench.articles = [{ ...AMLODIPIN, strengthText: '10 mg' }];
    expect(await refusalOf(bench.confirm('k'))).toEqual({ code: 'NCP_DELIVERY_ACKNOWLEDGE', checks: ['strength-differs'] });
    expect(await refusalOf(bench.confirm('k', { acknowledged: ['form-differs'] }))).toMatchObject({ code: 'NCP_DELIVERY_ACKNOWLEDGE' });
    expect([rows(), bench.store.entries]).toEqual([0, []]);
    expect(await bench.confirm('k', { acknowledged: ['strength-differs'] })).toMatchObject({ state: 'QUEUED' });
  });

  it('preparing tells all that confirming would say, and has no effect', async () => {
    const visit = bench.visit();
    expect(await prepareDispensation(bench.gateway, visit, bench.prescription, bench.choice())).toMatchObject({ ready: true, checks: [], packages: 1, product: { name: 'Amlodipin Krka' } });
    bench.articles = [{ ...AMLODIPIN, strengthText: '10 mg' }];
    const report = await prepareDispensation(bench.gateway, visit, bench.prescription, bench.choice({ packages: 2, acknowledged: ['strength-differs'] }));
    expect(report).toMatchObject({ ready: false, checks: [{ id: 'over-offer', level: 'refuse', acknowledged: false }, { id: 'amount-over', acknowledged: false }, { id: 'strength-differs', level: 'acknowledge', acknowledged: true }] });
    expect(report).not.toHaveProperty('article');
    expect([rows(), bench.store.entries]).toEqual([0, []]);
  });

  it('UC-B4 2 of two that were judged side by side, with keys of their own, one is taken', async () => {
    const results = await Promise.allSettled([bench.confirm('one'), bench.confirm('two'), bench.confirm('three')]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'NCP_DISPENSE_NOT_DISPENSABLE', details: { checks: ['unacknowledged-dispensation'] } });
    }
    expect(rows()).toBe(1);
  });

  it('an unsettled dispensation of the same prescription stands in the way of another', async () => {
    const first = await bench.confirm('one');
    expect(await refusalOf(bench.confirm('two'))).toEqual({ code: 'NCP_DISPENSE_NOT_DISPENSABLE', checks: ['unacknowledged-dispensation'] });
    await bench.after(0, first.id);
    expect(await refusalOf(bench.confirm('two'))).toEqual({ code: 'NCP_DELIVERY_ACKNOWLEDGE', checks: ['dispensed-here'] });
  });

  it.each([
    ['a nurse', { professional: { ...ANNA, professionCode: 'SJ' } }, 'NCP_API_ROLE'],
    ['a visit whose patient is not confirmed', { state: 'IDENTIFIED' as const }, 'NCP_API_STATE'],
    ['a visit that ended', { expiresAt: START }, 'NCP_API_VISIT_ENDED'],
    ['a patient whom the prescription does not name', { confirmed: { candidate: { ids: [{ root: '1.2', extension: 'x' }] }, at: START, idDocumentShown: true as const, patientInformed: true as const, trc: { id: '_', xml: '', notOnOrAfter: START } } }, 'NCP_IHE_WRONG_PATIENT'],
  ])('refuses %s', async (_, change, code) => {
    expect(await refusalOf(confirmDispensation(bench.gateway, bench.visit(change), bench.prescription, { choice: bench.choice(), idempotencyKey: 'k', document: 'rx' }))).toMatchObject({ code });
    expect(rows()).toBe(0);
  });

  it('DISP-08 a commit that failed, or whose answer got lost, is repeated with the same key and is one dispensation', async () => {
    bench.store.trouble = () => 'refused';
    expect(await refusalOf(bench.confirm('k'))).toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect(rows()).toBe(0);
    bench.store.trouble = () => 'lost';
    expect(await refusalOf(bench.confirm('k'))).toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    bench.store.trouble = () => undefined;
    expect(await bench.confirm('k')).toEqual(bench.store.deliveries.only());
  });

  it('writes nothing that breaks a rule', async () => {
    bench.articles = [{ ...AMLODIPIN, packAmount: { value: '0.5' as never, unit: { text: 'tablett', code: '{tablett}' } } }];
    const { document } = await bench.confirm('k', { acknowledged: ['amount-over'] });
    expect(checkDocument(document)).toEqual([]);
    const id = { root: 'no oid', extension: 'x' };
    const broken = { ...bench.prescription, prescriptionId: id };
    expect(await refusalOf(confirmDispensation(bench.gateway, bench.visit(), broken, { choice: bench.choice({ acknowledged: ['amount-over', 'unacknowledged-dispensation'] }), idempotencyKey: 'other', document: 'rx' }))).toMatchObject({ code: 'NCP_CDA_RULE' });
    expect(rows()).toBe(1);
  });
});

describe('late recording (UC-B6)', () => {
  let bench: DeliveryBench;
  beforeEach(() => { bench = new DeliveryBench(); });
  const late = (handedOverAt = addMs(START, -2 * DAY_MS), change = {}, reason = 'Avbrott i det andra landet') =>
    lateRecording(bench.gateway, bench.visit(), bench.prescription, { choice: { ...bench.choice(change), handedOverAt, reason }, idempotencyKey: 'late', document: 'rx' });

  it('carries the actual time in the document, keeps the reason, and is queued like any other', async () => {
    const delivery = await late();
    expect(delivery).toMatchObject({ state: 'QUEUED', late: { reason: 'Avbrott i det andra landet' }, handedOverAt: addMs(START, -2 * DAY_MS) });
    expect(decodeDispensation(delivery.document, { zone: 'Europe/Stockholm' }).handedOverAt).toBe('2026-06-10T14:00:00+02:00');
    expect(checkDocument(delivery.document)).toEqual([]);
    expect(await late()).toEqual(delivery);
    expect(await refusalOf(late(addMs(START, -DAY_MS)))).toMatchObject({ code: 'NCP_API_IDEMPOTENCY' });
  });

  it('UC-B6 1 refuses what is older than 7 days, in the future, or without a reason', async () => {
    expect(await refusalOf(late(addMs(START, -7 * DAY_MS - 1)))).toMatchObject({ code: 'NCP_DELIVERY_LATE' });
    expect(await late(addMs(START, -7 * DAY_MS))).toMatchObject({ state: 'QUEUED' });
    expect(await refusalOf(late(addMs(START, 300_001)))).toMatchObject({ code: 'NCP_CDA_DATE' });
    expect(await refusalOf(late(START, {}, '  '))).toMatchObject({ code: 'NCP_API_INPUT' });
  });

  it('a hand-over that happened is recorded as it was, whatever a rule says against it', async () => {
    bench.articles = [{ ...AMLODIPIN, nplId: '20100101000011', name: 'Amlodipin Sandoz', strengthText: '10 mg' }];
    const delivery = await late(START, { packages: 3 });
    expect(decodeDispensation(delivery.document, { zone: 'Europe/Stockholm' })).toMatchObject({ quantity: { value: '3' }, substituted: true });
  });

  it('UC-B6, P2 beside another dispensation of the prescription it is recorded only when somebody answers that it is another hand-over', async () => {
    const again = (acknowledged: readonly string[] = []) => lateRecording(bench.gateway, bench.visit(), bench.prescription, {
      choice: { ...bench.choice({ acknowledged }), handedOverAt: addMs(START, -2 * DAY_MS), reason: 'Avbrott i det andra landet.' }, idempotencyKey: 'again', document: 'rx',
    });
    const { id } = await late();
    expect(await refusalOf(again())).toMatchObject({ code: 'NCP_DELIVERY_ACKNOWLEDGE', checks: ['unacknowledged-dispensation'] });
    expect(await bench.after(0, id)).toMatchObject({ state: 'RECORDED' });
    expect(await refusalOf(again())).toMatchObject({ code: 'NCP_DELIVERY_ACKNOWLEDGE', checks: ['dispensed-here'] });
    expect(await prepareDispensation(bench.gateway, bench.visit(), bench.prescription, { ...bench.choice(), late: true })).toMatchObject({ ready: false, checks: [{ id: 'dispensed-here', level: 'acknowledge' }] });
    expect(bench.store.deliveries.rows.size).toBe(1);
    expect(await again(['dispensed-here'])).toMatchObject({ state: 'QUEUED' });
    expect(bench.store.deliveries.rows.size).toBe(2);
  });

  it('UC-B6 2 refused by the other country it is a conflict with the facts of both sides, and an alarm', async () => {
    const { id, document } = await late();
    bench.abroad.manners = ['refuse'];
    expect(await bench.after(0, id)).toMatchObject({ state: 'REFUSED', answer: { errors: [{ code: '4106', text: 'their text' }] } });
    expect(bench.store.conflicts).toMatchObject([{ code: '4106', key: { country: 'FI' } }]);
    expect(hex(sha256(bench.store.conflicts[0]?.document ?? new Uint8Array()))).toBe(hex(sha256(document)));
    expect(bench.alarms.map(({ code }) => code)).toContain('NCP_DELIVERY_CONFLICT');
  });
});
