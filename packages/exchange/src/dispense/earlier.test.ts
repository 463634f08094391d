import { describe, expect, it } from '@jest/globals';
import { GatewayBench, type Heard } from '../../fixtures/gateway-bench.js';
import { discard, dispense, report, type Report } from '../../fixtures/reports.js';
import { EP_ROOT, prescription, RX, tablets } from '../../fixtures/sample.js';

const PENDING = '2201 Error';
const MINUTE = 60_000;
const exported = async (): Promise<GatewayBench> => {
  const bench = new GatewayBench();
  await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
  return bench;
};
/** The same hand-over under another document id. */
const reminted = (bench: GatewayBench): readonly [Report, Report] => {
  const at = { effectiveTime: bench.now, handedOverAt: bench.now };
  return [report(bench, at), report(bench, at)];
};

describe('a document that came before (UC-A4 4)', () => {
  it('DISP-20 is answered with its recorded outcome, also much later, with one effect', async () => {
    const bench = await exported();
    const sent = report(bench);
    for (const later of [0, 1_000, 86_400_000, 365 * 86_400_000]) {
      bench.wait(later);
      expect(await dispense(bench, sent)).toMatchObject({ status: 'Success', errors: [] });
    }
    expect(bench.national.registered).toHaveLength(1);
  });

  it('DISP-20 keeps the warning of its first answer', async () => {
    const bench = await exported();
    const sent = report(bench, { packages: 3 });
    const first = await dispense(bench, sent);
    expect((await dispense(bench, sent)).errors).toEqual(first.errors);
  });

  it('DISP-22 is refused with other content under the same id, and changes nothing', async () => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    expect(await dispense(bench, { ...sent, document: report(bench, { id: sent.id, packages: 2 }).document })).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_DISPENSE_CONFLICT'] });
    expect(bench.national.registered).toHaveLength(1);
  });

  it('D80 stays discarded', async () => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    expect((await discard(bench, sent)).status).toBe('Success');
    expect(await dispense(bench, sent)).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_DISPENSE_DISCARDED'] });
    expect(bench.national.standing()).toEqual([]);
  });

  it('is not told as recorded while its discard is open', async () => {
    const bench = await exported();
    const sent = report(bench);
    await dispense(bench, sent);
    bench.store.change(bench.store.only(), { state: 'DISCARD_UNKNOWN', nextAttemptAt: '2026-06-12T13:00:00Z' as never });
    expect((await dispense(bench, sent)).errors).toEqual([PENDING]);
  });

  it('is found by asking when it was pending, before its next look is due', async () => {
    const bench = await exported();
    const sent = report(bench);
    bench.national.spoil('registerDispense', 'lost');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    expect((await dispense(bench, sent)).errors).toEqual([PENDING]);
    expect((await dispense(bench, sent)).status).toBe('Success');
    expect(bench.national.registered).toHaveLength(1);
  });

  it('does not make the call again early because somebody asks', async () => {
    const bench = await exported();
    const sent = report(bench);
    bench.national.spoil('registerDispense', 'NCP_NATIONAL_LOCKED');
    await dispense(bench, sent);
    expect((await dispense(bench, sent)).errors).toEqual([PENDING]);
    expect(bench.national.registered).toEqual([]);
    bench.wait(5_000);
    expect((await dispense(bench, sent)).status).toBe('Success');
  });

  it('DISP-21 copies that arrive together get one outcome', async () => {
    const bench = await exported();
    bench.pausesTakeTime = false;
    const sent = report(bench);
    const answers = await Promise.all(Array.from({ length: 20 }, () => dispense(bench, sent)));
    expect(answers.map(({ status, errors }) => [status, errors])).toEqual(Array.from({ length: 20 }, () => ['Success', []]));
    expect(bench.national.registered).toHaveLength(1);
  });

  it('DISP-22 of two with one id and different content only one is taken', async () => {
    const bench = await exported();
    const sent = report(bench);
    const other = { ...sent, document: report(bench, { id: sent.id, packages: 2 }).document };
    const answers = await Promise.all([dispense(bench, sent), dispense(bench, other)]);
    expect(answers.map(({ shown }) => shown)).toEqual([[], ['NCP_DISPENSE_CONFLICT']]);
  });
});

describe('the same hand-over under another id (decisions D51)', () => {
  it('DISP-23 is an alias while the first answer was not delivered: same outcome, and a discard works by it', async () => {
    const bench = await exported();
    const [first, second] = reminted(bench);
    await dispense(bench, first, { delivered: false });
    expect((await dispense(bench, second)).status).toBe('Success');
    expect([bench.national.registered.length, bench.store.aliases.size]).toEqual([1, 1]);
    expect((await discard(bench, second)).status).toBe('Success');
    expect(bench.store.only().state).toBe('DISCARDED');
  });

  it('DISP-23 is an alias of a refusal, too', async () => {
    const bench = await exported();
    bench.national.rows = [prescription({ status: 'stopped' })];
    const [first, second] = reminted(bench);
    const refused = await dispense(bench, first);
    expect((await dispense(bench, second)).errors).toEqual(refused.errors);
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('two copies of an alias at once are one alias', async () => {
    const bench = await exported();
    const [first, second] = reminted(bench);
    await dispense(bench, first, { delivered: false });
    const answers = await Promise.all([dispense(bench, second), dispense(bench, second)]);
    expect(answers.map(({ status }) => status)).toEqual(['Success', 'Success']);
    expect([bench.store.aliases.size, bench.alarms]).toEqual([1, []]);
  });

  it('is pending, not failed, when the alias cannot be recorded', async () => {
    const bench = await exported();
    const [first, second] = reminted(bench);
    await dispense(bench, first, { delivered: false });
    bench.store.trouble = () => 'refused';
    expect((await dispense(bench, second)).errors).toEqual([PENDING]);
  });

  it('DISP-23 minutes after a delivered success is a possible double: refused, kept, alarmed', async () => {
    const bench = await exported();
    bench.national.rows = [prescription({ dispensesAllowed: 3, remainingDispenses: 3, remainingQuantity: tablets('300') })];
    const [first, second] = reminted(bench);
    await dispense(bench, first);
    bench.wait(10 * MINUTE);
    expect(await dispense(bench, second)).toMatchObject({ errors: ['4106 Error'], shown: ['NCP_DISPENSE_DUPLICATE'] });
    expect(bench.store.conflicts).toMatchObject([{ code: 'NCP_DISPENSE_DUPLICATE' }]);
    expect([...bench.store.rows.values()].map(({ state, flags }) => [state, flags])).toEqual([['CONFIRMED', []], ['REJECTED', ['POSSIBLE_DOUBLE']]]);
    expect(bench.alarmed()).toEqual(['NCP_DISPENSE_DUPLICATE']);
  });

  it('later is judged by the normal rules', async () => {
    const bench = await exported();
    bench.national.rows = [prescription({ dispensesAllowed: 3, remainingDispenses: 3, remainingQuantity: tablets('300') })];
    const [first, second] = reminted(bench);
    await dispense(bench, first);
    bench.wait(10 * MINUTE + 1);
    expect((await dispense(bench, second)).status).toBe('Success');
    expect(bench.national.registered).toHaveLength(2);
  });
});

describe('the same message id (decisions D62)', () => {
  const messageId = 'urn:uuid:33333333-3333-4333-8333-333333333333';

  it('always gives the recorded outcome of a report, however it is framed; anything else under the id is refused', async () => {
    const bench = await exported();
    const sent = report(bench);
    expect((await dispense(bench, sent, { messageId })).status).toBe('Success');
    // Other assertions: other bytes.
    expect((await dispense(bench, sent, { messageId })).status).toBe('Success');
    expect(await dispense(bench, report(bench), { messageId })).toMatchObject({ status: 'Failure', shown: ['NCP_SOAP_DUPLICATE'] });
    expect((await discard(bench, sent, { messageId })).shown).toEqual(['NCP_SOAP_DUPLICATE']);
    expect(bench.national.standing()).toHaveLength(1);
  });
});

describe('a prescription that somebody holds (UC-A4 6.5)', () => {
  const begin = async (bench: GatewayBench): Promise<void> => {
    bench.national.spoil('registerDispense', 'NCP_NATIONAL_LOCKED');
    await dispense(bench, report(bench));
  };

  it('is pending for another report while nothing is known', async () => {
    const bench = await exported();
    await begin(bench);
    expect(await dispense(bench, report(bench, { packages: 2 }))).toMatchObject({ errors: [PENDING], shown: ['NCP_DISPENSE_BUSY'] });
    expect(bench.store.rows.size).toBe(1);
    expect((await bench.list()).errors).toEqual(['1101 Warning']);
  });

  it('DISP-27 the second of two at once gets an outcome of its own, and its hand-over is kept', async () => {
    const bench = await exported();
    const answers: readonly Heard[] = await Promise.all([dispense(bench, report(bench)), dispense(bench, report(bench, { packages: 2 }))]);
    expect(answers.map(({ status, errors }) => [status, errors])).toEqual([['Success', []], ['Failure', ['4106 Error']]]);
    expect([bench.national.registered.length, bench.store.conflicts.length]).toEqual([1, 1]);
  });

  it('E18 an open conflict keeps it from being listed and dispensed, until it is withdrawn', async () => {
    const bench = await exported();
    const refused = report(bench, { handedOverAt: '2026-06-01T12:00:00+03:00' as never });
    await dispense(bench, refused);
    expect(bench.store.conflicts).toHaveLength(1);
    expect((await bench.list()).errors).toEqual(['1101 Warning']);
    expect((await dispense(bench, report(bench))).errors).toEqual(['ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION Error']);
    expect((await discard(bench, refused)).status).toBe('Success');
    expect(bench.store.conflicts.map(({ closed }) => closed)).toEqual(['withdrawn by discard', undefined]);
  });
});
