import { describe, expect, it } from '@jest/globals';
import { calendarDate } from '@ncp/domain';
import { DeliveryBench } from '../../fixtures/delivery-bench.js';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { ALMA } from '../../fixtures/sample.js';

describe('which messages are traced', () => {
  it('of country A those that met trouble, with the question and our answer; none that went well', async () => {
    const bench = new GatewayBench();
    await bench.identify(ALMA.personalNumber, { birthDate: calendarDate('1990-08-20') });
    expect(bench.traced).toEqual([]);
    bench.national.spoil('findPatients', 'NCP_NATIONAL_UNAVAILABLE');
    await bench.identify(ALMA.personalNumber, { birthDate: calendarDate('1990-08-20') });
    expect(bench.traced).toMatchObject([{ direction: 'inbound', country: 'FI', transaction: 'ITI-55' }]);
    expect(bench.traced[0]?.parts.map(({ part, read }) => [part, read()?.local])).toEqual([['request', 'Envelope'], ['answer', 'Envelope']]);
  });

  it('of country B the same, and of one that does not answer the question alone', async () => {
    const bench = new DeliveryBench();
    bench.abroad.manners = ['lost-before', 'pending', 'prompt'];
    await bench.confirm();
    for (const ms of [0, 10_000, 20_000]) await bench.after(ms);
    expect(bench.traced.map(({ parts }) => parts.map(({ part, read }) => [part, read()?.local]))).toEqual([[['request', 'Envelope']], [['request', 'Envelope'], ['answer', 'Envelope']]]);
  });
});
