import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import type { Fault, PatientId } from '@ncp/simulator';
import {
  identifyBody, listBody, retrieveBody, startRefusalBench, toldBy, type ExpectedRefusal, type Message, type Refusal, type RefusalBench,
} from '@ncp/testkit';

const ALMA: PatientId = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const RECORDED_AS_SEEN = ['replay_message', 'replay_assertion'] as const;
/** Facts of the person asked for and of whoever the list speaks of instead. */
const CONFIDENTIAL = [ALMA.extension, 'Testdotter', 'Amlodipin'];

let bench: RefusalBench;
let document = '';
beforeAll(async () => {
  bench = await startRefusalBench();
  document = (await bench.world.peer('FI').list(ALMA)).answer.entries[0]?.uniqueId ?? '';
}, 120_000);
afterEach(() => { bench.world.nll.control.clearFaults(); });
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

type Form = 'ITI-55' | 'ITI-38' | 'ITI-39';
const ask = (form: Form): Message => {
  const peer = bench.peer();
  const body = { 'ITI-55': () => identifyBody(peer.home, { patient: ALMA }), 'ITI-38': () => listBody(ALMA), 'ITI-39': () => retrieveBody([document]) }[form]();
  return peer.write(form, { security: form === 'ITI-55' ? peer.genuine() : peer.genuine(ALMA), body });
};

/** Any answer to a fault of the list is told as trouble of ours that may pass; on ITI-55 always in the same way. */
const TROUBLE: Readonly<Record<Form, Partial<ExpectedRefusal>>> = {
  'ITI-55': { reason: 'ResponderBusy', wire: 'ERROR_PI_GENERIC', shown: 'NCP_NATIONAL_UNAVAILABLE' }, 'ITI-38': { wire: '4103' }, 'ITI-39': { wire: '4103' },
};

/**
 * The list fails in this way until the answer is there. `times` is what one exchange uses up: the next good request, on
 * which the fifth promise depends, then finds the list well again.
 */
const failing = (form: Form, code: NcpErrorCode, faults: readonly Fault[], more: Partial<Omit<Refusal, 'expected'>> & { readonly expected?: Partial<ExpectedRefusal> } = {}): Promise<readonly string[]> => {
  const { expected = {}, ...allowances } = more;
  return bench.theFive({
    message: () => {
      bench.world.nll.control.clearFaults();
      for (const fault of faults) bench.world.nll.control.addFault(fault);
      return ask(form);
    },
    changes: RECORDED_AS_SEEN, nationalCalls: true, confidential: CONFIDENTIAL, ...allowances,
    expected: { form, code, outcome: 8, ...TROUBLE[form], ...expected },
  });
};

describe('IHE-12 trouble with the national list over the wire', () => {
  it.each<[Form, string]>([['ITI-55', 'Patient'], ['ITI-55', 'Consent'], ['ITI-38', 'MedicationRequest'], ['ITI-39', 'MedicationRequest']])('%s: one 503 of %s is repeated', async (form, resource) => {
    bench.world.nll.control.addFault({ kind: 'error', resource, times: 1 });
    const answer = await bench.line().send(ask(form));
    expect(toldBy(answer).errors).toEqual([]);
  });

  // Three failures use up the two repetitions of a read; the breaker opens at five in a row.
  it.each<[Form, string, Fault['kind']]>([
    ['ITI-55', 'Patient', 'error'], ['ITI-55', 'Consent', 'reset-before-commit'], ['ITI-38', 'Patient', 'error'], ['ITI-38', 'MedicationRequest', 'error'],
    ['ITI-38', 'MedicationRequest', 'cut-answer'], ['ITI-39', 'MedicationRequest', 'error'], ['ITI-39', 'Consent', 'reset-before-commit'],
  ])('%s: %s fails three times by %s', async (form, resource, kind) => {
    // The pauses between the attempts take their time.
    expect(await failing(form, 'NCP_NATIONAL_UNAVAILABLE', [{ kind, resource, times: 3 }], { withinMs: 3_000 })).toEqual([]);
  });

  it.each<[Form, string]>([['ITI-55', 'Patient'], ['ITI-55', 'Consent'], ['ITI-38', 'MedicationRequest'], ['ITI-39', 'MedicationRequest']])('%s: %s is malformed', async (form, resource) => {
    expect(await failing(form, 'NCP_NATIONAL_MALFORMED', [{ kind: 'malformed', resource, times: 1 }], { alarm: 'NCP_NATIONAL_MALFORMED' })).toEqual([]);
  });

  it.each<[Form, string]>([['ITI-55', 'Patient'], ['ITI-38', 'Patient'], ['ITI-38', 'MedicationRequest'], ['ITI-39', 'MedicationRequest'], ['ITI-38', 'Consent']])('%s: %s of another person is an alarm, and nothing is released', async (form, resource) => {
    expect(await failing(form, 'NCP_NATIONAL_WRONG_PATIENT', [{ kind: 'wrong-patient', resource, times: 1 }], {
      alarm: 'NCP_NATIONAL_WRONG_PATIENT', expected: form === 'ITI-55' ? {} : { wire: 'ERROR_EP_GENERIC' },
    })).toEqual([]);
  });

  it('ITI-38: an answer that never comes is given up within 25 seconds', async () => {
    // Longer than a read may take; the good request after it asks for no prescriptions.
    const slow: Fault = { kind: 'latency', resource: 'MedicationRequest', ms: 9_000, times: 0 };
    expect(await failing('ITI-38', 'NCP_NATIONAL_UNAVAILABLE', [slow], { withinMs: 25_000 })).toEqual([]);
  }, 90_000);
});
