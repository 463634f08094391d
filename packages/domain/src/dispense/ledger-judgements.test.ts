import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  actorDispatchId, addMs, countryCode, DEFAULT_POLICY, dispenseKeyOf, dispenseKeyText, DISPENSE_FLAGS, DISPENSE_STATES, isUnsettled,
  judgeDiscard, judgeRepetition, productKey, type DispenseState, type EarlierReport,
} from '../index.js';
import { HOUR, RECEIVED } from '../../fixtures/report.js';
import { DISPENSATION, FINLAND } from '../../fixtures/sample.js';

const MINUTE = 60_000;

const report = (state: DispenseState, change: Partial<EarlierReport> = {}): EarlierReport => ({ state, contentHash: 'aa', receivedAt: addMs(RECEIVED, -HOUR), ...change });

const judge = (sameKey: EarlierReport | undefined, sameContent: readonly EarlierReport[] = [], contentHash = 'aa'): string =>
  judgeRepetition({ contentHash, ...(sameKey === undefined ? {} : { sameKey }), sameContent, now: RECEIVED, policy: DEFAULT_POLICY }).kind;

const delivered = (ago: number, status: 'Success' | 'Failure' = 'Success', state: DispenseState = 'CONFIRMED'): EarlierReport =>
  report(state, { outcome: { status }, deliveredAt: addMs(RECEIVED, -ago) });

describe('repetition of a report', () => {
  it('DISP-20 DISP-24 answers the same document with its recorded outcome, success or not', () => {
    expect(judge(report('CONFIRMED'))).toBe('recorded');
    expect(judge(report('REJECTED'))).toBe('recorded');
  });

  it('answers pending while the outcome is open, and judges anew when nothing had happened', () => {
    for (const state of DISPENSE_STATES.filter(isUnsettled)) expect(judge(report(state))).toBe('pending');
    expect(judge(report('RETRYABLE'))).toBe('anew');
  });

  it('D80 never turns a discarded document into an uttag again', () => {
    expect(judge(report('DISCARDED'))).toBe('discarded');
  });

  it('DISP-22 refuses the same id with other content, whatever its state', () => {
    for (const state of DISPENSE_STATES) expect(judge(report(state), [], 'bb')).toBe('conflict');
  });

  it('DISP-23 takes a new id for the same content as an alias unless the sender knows of a success', () => {
    expect(judge(undefined, [report('CONFIRMED', { outcome: { status: 'Success' } })])).toBe('alias');
    expect(judge(undefined, [delivered(MINUTE, 'Failure', 'REJECTED')])).toBe('alias');
    expect(judgeRepetition({ contentHash: 'aa', sameContent: [report('UNKNOWN')], now: RECEIVED, policy: DEFAULT_POLICY })).toMatchObject({ kind: 'alias', pending: true });
  });

  it('DISP-23 suspects a double within ten minutes of a known success, and lets it be later', () => {
    expect(judge(undefined, [delivered(10 * MINUTE)])).toBe('possible-double');
    expect(judge(undefined, [delivered(10 * MINUTE + 1000)])).toBe('new');
    expect(judge(undefined, [delivered(MINUTE, 'Success', 'DISCARDED')])).toBe('new');
    expect(judge(undefined, [report('RETRYABLE')])).toBe('new');
    expect(judge(undefined, [])).toBe('new');
    expect(judge(undefined, [report('RETRYABLE'), delivered(MINUTE)])).toBe('possible-double');
  });
});

const judgeAt = (state: DispenseState, age = HOUR, country = FINLAND) =>
  judgeDiscard({ report: { country: FINLAND, state, confirmedAt: addMs(RECEIVED, -age) }, country, now: RECEIVED, policy: DEFAULT_POLICY });

describe('discard', () => {
  it('DISP-31 reverses within 24 hours of our commit, and not a second later', () => {
    expect(judgeAt('CONFIRMED', 24 * HOUR)).toEqual({ kind: 'reverse' });
    expect(judgeAt('CONFIRMED', 24 * HOUR + 1000)).toEqual({ kind: 'refused', code: 'NCP_DISCARD_WINDOW', operatorCase: true });
    expect(judgeDiscard({ report: { country: FINLAND, state: 'CONFIRMED' }, country: FINLAND, now: RECEIVED, policy: DEFAULT_POLICY })).toMatchObject({ code: 'NCP_DISCARD_WINDOW' });
  });

  it('DISP-31 answers twice the same, and waits for an open outcome', () => {
    expect(judgeAt('DISCARDED', 48 * HOUR)).toEqual({ kind: 'already' });
    for (const state of DISPENSE_STATES.filter(isUnsettled)) expect(judgeAt(state)).toEqual({ kind: 'refused', code: 'NCP_DISPENSE_PENDING', operatorCase: false });
  });

  it('DISP-31 is as unknown to another country as a dispensation that never was', () => {
    expect(judgeAt('CONFIRMED', HOUR, countryCode('DK'))).toEqual({ kind: 'refused', code: 'NCP_DISPENSE_OTHER_COUNTRY', operatorCase: false });
    expect(judgeDiscard({ country: FINLAND, now: RECEIVED, policy: DEFAULT_POLICY })).toEqual({ kind: 'refused', code: 'NCP_DISPENSE_UNKNOWN', operatorCase: false });
  });

  it('withdraws what was never recorded nationally, however late', () => {
    expect([judgeAt('REJECTED', 48 * HOUR), judgeAt('RETRYABLE')]).toEqual([{ kind: 'withdraw' }, { kind: 'withdraw' }]);
  });
});

describe('keys', () => {
  const key = dispenseKeyOf(FINLAND, DISPENSATION);

  it('names a hand-over by country, document and item', () => {
    expect(key).toEqual({ country: 'FI', documentRoot: '1.2.246.999', documentExtension: 'ed-1', itemId: '1.2.752.221.3.1.1.10^7f3c1a2e-0001-4b6d-9a10-000000000001' });
    expect(dispenseKeyText(key)).toBe('1.2.246.999^ed-1|1.2.752.221.3.1.1.10^7f3c1a2e-0001-4b6d-9a10-000000000001');
    const { prescriptionItemId: _item, prescriptionId: _order, ...bare } = DISPENSATION;
    expect(dispenseKeyOf(FINLAND, { ...bare, documentId: { root: '1.2.3' } })).toEqual({ country: 'FI', documentRoot: '1.2.3', documentExtension: '', itemId: '' });
  });

  it('writes an actor dispatch id that people can read and FHIR can search', () => {
    expect(actorDispatchId(key, 'ABCDEF0123456789')).toBe('FI-ed-1-abcdef012345');
    fc.assert(
      fc.property(fc.string(), (documentExtension) => {
        const written = actorDispatchId({ ...key, documentExtension }, '0'.repeat(64));
        expect(written).toMatch(/^FI-[A-Za-z0-9._-]{1,46}-0{12}$/);
      }),
    );
    expect(actorDispatchId({ ...key, documentExtension: '' }, 'f'.repeat(64))).toBe('FI-1.2.246.999-ffffffffffff');
  });

  it('tells products and packs apart', () => {
    const { product } = DISPENSATION;
    expect(productKey(product)).toBe(productKey({ ...product, lotNumber: 'B7' }));
    expect(productKey(product)).not.toBe(productKey({ ...product, packLevels: [] }));
    expect(productKey(product)).not.toBe(productKey({ ...product, strengthText: '10 mg' }));
  });

  it('explains every flag in both languages', () => {
    expect(Object.values(DISPENSE_FLAGS).every(({ text }) => text.sv.endsWith('.') && text.en.endsWith('.'))).toBe(true);
    expect(Object.entries(DISPENSE_FLAGS).filter(([, { alarm }]) => alarm).map(([flag]) => flag)).toEqual(['OVER_QUANTITY', 'EXCEEDS_REMAINING', 'UNSOLICITED', 'CONSENT_WITHDRAWN']);
  });
});
