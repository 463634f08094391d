import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { NationalList } from '@ncp/exchange';
import { nationalList } from '@ncp/national';
import { benchClock, call, codeOf, commandFor, useNllBench } from '../../fixtures/nll-bench.js';
import { plainHttpClient } from '../../fixtures/plain-http-client.js';
import { prescriptionIdOf, type FaultKind } from './index.js';

const SHORT_MS = 250;

const bench = useNllBench();

/** A slow request goes on after the client has left; the next test must not meet it. */
const slowOnesDone = async (more: { readonly ms?: number }): Promise<void> => { if (more.ms !== undefined) await delay(more.ms); };
/** Waits shortly only where a test is about waiting: a busy machine is not slow on purpose. */
const patienceFor = (more: { readonly ms?: number }): NationalList => (more.ms === undefined ? bench.national : bench.connect({ answerTimeoutMs: SHORT_MS }));

describe('when the list fails', () => {
  const write = { method: 'POST', resource: 'MedicationDispense' } as const;
  const attempt = async (list = bench.national): Promise<string> => codeOf(list.registerDispense(commandFor(await bench.prescriptionOf('S01')), call('S01')));
  const effects = (): number => bench.effectsOf(prescriptionIdOf('S01', 1)).length;

  it.each<[string, FaultKind, { readonly ms?: number; readonly status?: number; readonly code?: string; readonly times?: number }, string, number]>([
    ['DISP-03 reset before commit', 'reset-before-commit', {}, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 0],
    ['DISP-03 answer lost after commit', 'lost-answer', {}, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 1],
    ['500 before commit', 'error', { status: 500 }, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 0],
    ['503 after commit', 'error-after-commit', { status: 503 }, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 1],
    ['answer slower than we wait', 'slow-answer', { ms: SHORT_MS + 200 }, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 1],
    ['half an answer', 'cut-answer', {}, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 1],
    ['not FHIR', 'malformed', {}, 'NCP_NATIONAL_OUTCOME_UNKNOWN', 0],
    ['412 once', 'stale', {}, 'NCP_NATIONAL_VERSION_CONFLICT', 0],
    ['423', 'locked', {}, 'NCP_NATIONAL_LOCKED', 0],
    ['422', 'refused', { code: 'LOCAL-422-LEFT' }, 'NCP_NATIONAL_REFUSED', 0],
    ['429', 'throttled', {}, 'NCP_NATIONAL_UNAVAILABLE', 0],
    ['403', 'forbidden', {}, 'NCP_NATIONAL_FORBIDDEN', 0],
    ['401', 'token', {}, 'NCP_NATIONAL_FORBIDDEN', 0],
    ['AFF error', 'aff-error', {}, 'NCP_NATIONAL_REFUSED', 0],
    ['AFF remark', 'aff-warning', {}, 'success', 1],
    ['DISP-34 done without effect', 'no-effect', {}, 'success', 0],
    ['DISP-34 done twice', 'two-effects', {}, 'success', 2],
  ])('%s', async (_what, kind, more, code, count) => {
    const list = patienceFor(more);
    await list.prescriptions('pat-s01', call('S01'));
    bench.fault(kind, { ...write, ...more });
    expect(await attempt(list)).toBe(code);
    expect(effects()).toBe(count);
    expect(bench.nll.control.requests().filter(({ method, resource }) => method === 'POST' && resource === 'MedicationDispense').length).toBeLessThanOrEqual(1);
    await slowOnesDone(more);
  });

  it('DISP-34 zero or two effects are seen by whoever asks for them', async () => {
    const prescription = await bench.prescriptionOf('S01');
    const command = commandFor(prescription);
    bench.fault('no-effect', write);
    await bench.national.registerDispense(command, call('S01'));
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(0);
    bench.nll.control.reset();
    bench.fault('two-effects', write);
    await bench.national.registerDispense(command, call('S01'));
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(2);
  });

  it('DISP-35 a forgotten request id records twice, and is seen', async () => {
    const command = commandFor(await bench.prescriptionOf('S01'));
    await bench.national.registerDispense(command, call('S01'));
    bench.fault('forget-request-id', write);
    await bench.national.registerDispense(command, call('S01'));
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(2);
  });

  it('DISP-03 after a lost answer the uttag is found by our id', async () => {
    const command = commandFor(await bench.prescriptionOf('S01'));
    bench.fault('lost-answer', write);
    expect(await codeOf(bench.national.registerDispense(command, call('S01')))).toBe('NCP_NATIONAL_OUTCOME_UNKNOWN');
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toMatchObject([{ status: 'completed' }]);
  });

  it('reports an AFF remark', async () => {
    bench.fault('aff-warning', { ...write, code: 'D.002' });
    await attempt();
    expect(bench.notices).toContainEqual({ kind: 'aff-warning', exchange: call().exchange, codes: ['D.002'] });
  });

  it.each<[string, FaultKind, { readonly ms?: number; readonly status?: number; readonly code?: string; readonly times?: number }, string]>([
    ['IHE-12 one 503 is repeated', 'error', {}, 'success'],
    ['IHE-12 a reset is repeated', 'reset-before-commit', {}, 'success'],
    ['IHE-12 a slow answer is repeated', 'latency', { ms: SHORT_MS + 150 }, 'success'],
    ['IHE-12 a cut answer is repeated', 'cut-answer', {}, 'success'],
    ['an ended token is renewed', 'token', {}, 'success'],
    ['IHE-12 three 503 are too many', 'error', { times: 3 }, 'NCP_NATIONAL_UNAVAILABLE'],
    ['IHE-12 malformed', 'malformed', {}, 'NCP_NATIONAL_MALFORMED'],
    ['403', 'forbidden', {}, 'NCP_NATIONAL_FORBIDDEN'],
  ])('a read: %s', async (_what, kind, more, code) => {
    const list = patienceFor(more);
    await list.prescriptions('pat-s19', call('S19'));
    bench.fault(kind, { method: 'GET', ...more });
    expect(await codeOf(list.prescriptions('pat-s01', call('S01')))).toBe(code);
    await slowOnesDone(more);
  });

  it('five failures open the breaker; nothing more reaches the list', async () => {
    bench.fault('error', { times: 0 });
    for (let asked = 0; asked < 4; asked += 1) expect(await codeOf(bench.national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(bench.nll.control.requests().filter(({ resource }) => resource === 'MedicationRequest')).toHaveLength(5);
    expect(bench.notices).toContainEqual({ kind: 'breaker', state: 'open' });
  });

  it('without a token nothing is asked', async () => {
    bench.fault('error', { resource: 'token', times: 0 });
    expect(await codeOf(bench.national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(bench.nll.control.requests().every(({ resource }) => resource === 'token')).toBe(true);
  });

  it('that is not there at all: nothing was sent', async () => {
    const lost = nationalList({
      baseUrl: 'http://127.0.0.1:9/fhir', http: plainHttpClient(), token: { url: bench.nll.tokenUrl, clientId: 'ncpeh-gateway', clientSecret: 'secret-for-tests' }, clock: benchClock,
      random: () => 0, newRequestId: randomUUID, sleep: () => Promise.resolve(),
    });
    const prescription = await bench.prescriptionOf('S01');
    expect(await codeOf(lost.registerDispense(commandFor(prescription), call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });
});
