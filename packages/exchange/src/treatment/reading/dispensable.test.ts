import { describe, expect, it } from '@jest/globals';
import { calendarDate, type DeliveryState, type ForeignPrescriptionFacts } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { finland, foreignPrescription, type ForeignPrescriptionParts } from '../../../fixtures/foreign-documents.js';
import { sampleDelivery } from '../../../fixtures/sample-delivery.js';
import { dispensable, type DispensableFacts } from './dispensable.js';
import { readPrescription } from './read-prescription.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const prescribed = (parts: ForeignPrescriptionParts = {}): ForeignPrescriptionFacts => readPrescription(foreignPrescription(parts), { catalogue, profile: finland() }).prescription;
const asked = (changes: Partial<DispensableFacts> = {}): readonly [answer: string, ...codes: string[]] => {
  const { answer, reasons } = dispensable({ listed: 'open', prescription: prescribed(), profile: finland(), today: calendarDate('2026-03-11'), deliveries: [], ...changes });
  expect(reasons.every(({ text }) => text.sv !== '' && text.en !== '')).toBe(true);
  return [answer, ...reasons.map(({ code }) => code)];
};
const until = (day: string): ForeignPrescriptionFacts => prescribed({ treatment: `<effectiveTime xsi:type="IVL_TS"><low value="20260101"/><high value="${day}"/></effectiveTime>` });
const quirky = finland('ivl-high-is-last-dispensing-day');

describe('dispensable', () => {
  it.each<readonly [string, Partial<DispensableFacts>, readonly string[]]>([
    ['open, active', {}, ['yes']],
    ['listed, not fetched', { prescription: undefined as never }, ['yes']],
    ['listed closed', { listed: 'closed' }, ['no', 'closed']],
    ['completed', { prescription: prescribed({ status: 'completed' }) }, ['no', 'status']],
    ['suspended', { prescription: prescribed({ status: 'suspended' }) }, ['no', 'status']],
    ['a status nobody knows', { prescription: prescribed({ status: 'odd' }) }, ['ask', 'status']],
    ['no number of packages', { prescription: prescribed({ supply: '' }) }, ['ask', 'packages']],
    ['half a package', { prescription: prescribed({ supply: '<quantity value="0.5" unit="1"/>' }) }, ['ask', 'packages']],
    ['D35 an end of treatment is no validity', { prescription: until('20260310') }, ['yes']],
    ['D35 the last day by rule of the country, today', { prescription: until('20260311'), profile: quirky }, ['yes']],
    ['D35 the last day by rule of the country, yesterday', { prescription: until('20260310'), profile: quirky }, ['no', 'expired']],
    ['a last day that is none', { prescription: until('soon'), profile: quirky }, ['ask', 'validity-unreadable']],
    ['a treatment that begins tomorrow', { prescription: prescribed({ treatment: '<effectiveTime xsi:type="IVL_TS"><low value="20260312"/></effectiveTime>' }) }, ['ask', 'not-yet-valid']],
  ])('%s', (_what, changes, expected) => {
    expect(asked(changes)).toEqual(expected);
  });

  it('needs the ids that an eDispensation refers to', () => {
    const { itemId: _item, ...without } = prescribed();
    expect(asked({ prescription: without })).toEqual(['no', 'no-identifier']);
  });

  it.each<readonly [DeliveryState, readonly string[]]>([
    ['QUEUED', ['no', 'unacknowledged-dispensation']], ['SENDING', ['no', 'unacknowledged-dispensation']], ['PENDING', ['no', 'unacknowledged-dispensation']],
    ['AWAITING_PROFESSIONAL', ['no', 'unacknowledged-dispensation']], ['OPERATOR', ['no', 'unacknowledged-dispensation']],
    ['RECORDED', ['ask', 'dispensed-here']], ['REFUSED', ['yes']], ['DISCARD_PENDING', ['ask', 'discard-under-way']], ['DISCARDED', ['yes']], ['DISCARD_REFUSED', ['yes']],
  ])('UC-B2 5: a dispensation of this prescription that is %s', (state, expected) => {
    expect(asked({ deliveries: [sampleDelivery({ state })] })).toEqual(expected);
  });

  it('UC-B2 5: warns of an unsettled dispensation of another prescription, and of any before the prescription is known', () => {
    const other = sampleDelivery({ state: 'PENDING', prescriptionId: { root: '1.2.246.10', extension: 'RX-78' } });
    expect(asked({ deliveries: [other] })).toEqual(['ask', 'unacknowledged-dispensation']);
    expect(asked({ deliveries: [sampleDelivery({ state: 'PENDING' })], prescription: undefined as never })).toEqual(['ask', 'unacknowledged-dispensation']);
    expect(asked({ listed: 'closed', deliveries: [other] })).toEqual(['no', 'closed', 'unacknowledged-dispensation']);
  });
});
