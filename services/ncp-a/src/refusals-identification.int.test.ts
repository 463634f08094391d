import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parsePersonalNumber, stockholmDate, instant, type NcpErrorCode } from '@ncp/domain';
import {
  identifyBody, startRefusalBench, swap, toldBy, withoutEcho, type Message, type PeerCode, type Refusal, type RefusalBench, type WireAnswer,
} from '@ncp/testkit';

const PERSONNUMMER = '1.2.752.129.2.1.3.1';
const SAMORDNINGSNUMMER = '1.2.752.129.2.1.3.3';
const ALMA = '199008202385';
const RECORDED_AS_SEEN = ['replay_message', 'replay_assertion'] as const;

let bench: RefusalBench;
beforeAll(async () => { bench = await startRefusalBench({ countries: ['FI', 'DK', 'PT'] }); }, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

interface Question {
  readonly root?: string;
  readonly extension: string;
  readonly birthDate?: string;
  readonly from?: PeerCode;
}

const message = ({ root = PERSONNUMMER, extension, birthDate, from = 'FI' }: Question): Message => {
  const peer = bench.peer(from);
  return peer.write('ITI-55', {
    security: peer.genuine(), body: identifyBody(peer.home, { patient: { root, extension }, ...(birthDate === undefined ? {} : { birthDate }) }),
  });
};
const ask = (question: Question): Promise<WireAnswer> => bench.line(question.from ?? 'FI').send(message(question));

/** What may differ between two answers: ids of messages and of the exchange, times, and the question itself (D12). */
const masked = (answer: WireAnswer): string => withoutEcho(answer.text)
  .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID').replaceAll(/\d{14}\.\d{3}\+0000/g, 'TIME')
  .replaceAll(/(?<=extension=")\d{10}(?=")/g, 'DIGITS');

/** The no-match answer, whatever the reason in our records. */
const noMatch = (code: NcpErrorCode, question: Question, outcome: 0 | 4 = 4): Promise<readonly string[]> => bench.theFive({
  message: () => message(question), from: question.from ?? 'FI', nationalCalls: true, changes: RECORDED_AS_SEEN,
  confidential: question.extension === '' ? [] : [question.extension],
  expected: { form: 'ITI-55', code, shown: 'NCP_PI_NO_MATCH', wire: 'ERROR_PI_NO_MATCH', told: 'AA/deliveredResponse/NF', reason: 'AnswerNotAvailable', outcome },
});

/** A number of the right form with the right check digit that nobody has. */
const nobody = (): string => {
  const known = new Set(bench.world.nll.control.persons().map(({ id }) => id));
  const today = stockholmDate(instant(new Date().toISOString()));
  for (let serial = 1000; ; serial += 1) {
    const number = `19800101${String(serial)}`;
    if (!known.has(number) && parsePersonalNumber(number, today).ok) return number;
  }
};

/** Every cause of D12: the code in our records, and how to ask. */
const CAUSES: readonly (readonly [name: string, code: NcpErrorCode, question: () => Question])[] = [
  ['IHE-01 unknown', 'NCP_PI_UNKNOWN', () => ({ extension: nobody() })],
  ['IHE-02 bad check digit', 'NCP_PI_FORMAT', () => ({ extension: '199008202386' })],
  ['IHE-02 malformed', 'NCP_PI_FORMAT', () => ({ extension: 'EVIL-NUMBER-1' })],
  ['IHE-02 wrong root', 'NCP_PI_FORMAT', () => ({ root: '1.2.246.21', extension: ALMA })],
  ['IHE-02 wrong birth date', 'NCP_PI_BIRTHDATE', () => ({ extension: ALMA, birthDate: '1990-08-21' })],
  ['IHE-02 number of S19 with the birth date of S01', 'NCP_PI_BIRTHDATE', () => ({ extension: '199005212387', birthDate: '1990-08-20' })],
  ['IHE-03 coordination number', 'NCP_PI_FORMAT', () => ({ root: SAMORDNINGSNUMMER, extension: '197010632391' })],
  ['IHE-03 coordination number under the other root', 'NCP_PI_FORMAT', () => ({ extension: '197010632391' })],
  ['IHE-03 reserve number', 'NCP_PI_FORMAT', () => ({ root: '1.2.752.97.3.1.3', extension: '99198001011A' })],
  ['IHE-04 S16 protected identity', 'NCP_PI_PROTECTED', () => ({ extension: '199306272387' })],
  ['IHE-05 S17 deceased', 'NCP_PI_INACTIVE', () => ({ extension: '194501103297' })],
  ['IHE-05 X12 emigrated', 'NCP_PI_INACTIVE', () => ({ extension: '199112132387' })],
  ['IHE-05 S18 child without guardian', 'NCP_PI_MINOR', () => ({ extension: '201603212398' })],
  ['IHE-06 S14 no consent', 'NCP_CONSENT_NONE', () => ({ extension: '200106282387' })],
  ['IHE-06 S15 consent for another country', 'NCP_CONSENT_COUNTRY', () => ({ extension: '199910302398', from: 'DK' })],
];

describe('who is not found', () => {
  it.each(CAUSES)('%s: no match, %s in our records', async (_name, code, question) => {
    expect(await noMatch(code, question(), code === 'NCP_PI_UNKNOWN' ? 0 : 4)).toEqual([]);
  });

  it('IHE-04 answers every cause with the same bytes and the same national calls (D12)', async () => {
    const { control } = bench.world.nll;
    const seen: { readonly name: string; readonly answer: string; readonly bytes: number; readonly calls: string }[] = [];
    for (const [name, , question] of CAUSES) {
      const before = control.requests().length;
      const asked = question();
      const answer = await ask(asked);
      const calls = control.requests().slice(before).map(({ method, resource, status }) => `${method} ${resource} ${String(status)}`).join(', ');
      // Denmark and Finland have ids of different length; the answer names its receiver.
      const home = bench.peer(asked.from ?? 'FI').home;
      seen.push({ name, calls, answer: masked(answer).replaceAll(home, 'HOME'), bytes: withoutEcho(answer.text).replaceAll(home, 'HOME').length });
    }
    const [first] = seen;
    expect(first?.answer).toContain('ERROR_PI_NO_MATCH');
    expect(first?.calls).toBe('GET Patient 200, GET Consent 200');
    expect(seen.filter((one) => one.answer !== first?.answer || one.bytes !== first.bytes || one.calls !== first.calls)).toEqual([]);
  });

  it('XML-31 finds nobody by 1 MB of digits, as birth time or as number', async () => {
    const digits = '1'.repeat(900_000);
    const long = (edit: (xml: string) => string): Promise<readonly string[]> => bench.theFive({
      message: () => {
        const peer = bench.peer();
        return peer.write('ITI-55', { security: peer.genuine(), body: edit(identifyBody(peer.home, { patient: { root: PERSONNUMMER, extension: ALMA }, birthDate: '1990-08-20' })) });
      },
      nationalCalls: true, changes: RECORDED_AS_SEEN, expected: { form: 'ITI-55', code: 'NCP_PI_BIRTHDATE', shown: 'NCP_PI_NO_MATCH', wire: 'ERROR_PI_NO_MATCH', told: 'AA/deliveredResponse/NF', reason: 'AnswerNotAvailable', outcome: 4 },
    });
    expect(await long(swap('value="19900820"', `value="19900820${digits}"`))).toEqual([]);
    expect(await noMatch('NCP_PI_FORMAT', { extension: `${ALMA}${digits}` })).toEqual([]);
  });

  it('IHE-01 finds one, and refuses when the list knows two', async () => {
    expect((await ask({ extension: ALMA, birthDate: '1990-08-20' })).text).toContain('registrationEvent');
    const { store, clock } = bench.world.nll.world;
    const known = store.current('Patient', 'pat-s03');
    if (known === undefined) throw new Error('no S03');
    store.put({ ...known, id: 'pat-s03-again' }, clock.now());
    expect(await bench.theFive({
      message: () => message({ extension: '195411222267' }), nationalCalls: true, changes: RECORDED_AS_SEEN, confidential: ['195411222267', 'Flerrecept'], alarm: 'NCP_PI_MULTIPLE',
      expected: { form: 'ITI-55', code: 'NCP_PI_MULTIPLE', reason: 'AnswerNotAvailable', outcome: 4 },
    })).toEqual([]);
  });

  it('IHE-05 finds S18 once a guardian has consented, and IHE-06 nobody once consent is withdrawn', async () => {
    const { control } = bench.world.nll;
    control.grantConsent('S18', { category: 'cross-border-eprescription', byGuardian: true });
    expect((await ask({ extension: '201603212398' })).text).toContain('Barnsson');
    control.withdrawConsents('S18');
    expect(await noMatch('NCP_PI_MINOR', { extension: '201603212398' })).toEqual([]);
    control.withdrawConsents('S05');
    expect(await noMatch('NCP_CONSENT_NONE', { extension: '198502089884' })).toEqual([]);
  });

  it('IHE-11 writes nothing empty but the location', async () => {
    for (const question of [{ extension: ALMA }, { extension: nobody() }]) {
      const { text } = await ask(question);
      expect(text.replaceAll('<location/>', '').match(/[A-Za-z]\/>|=""|<(\w+)><\/\1>/g) ?? []).toEqual([]);
    }
  });
});

describe('UC-A1, messages that are not for us or not from them', () => {
  const refused = (code: NcpErrorCode, body: (home: string) => string, expected: Partial<Refusal['expected']>): Promise<readonly string[]> => bench.theFive({
    message: () => bench.peer().write('ITI-55', { security: bench.peer().genuine(), body: body(bench.peer().home) }),
    changes: RECORDED_AS_SEEN, confidential: [ALMA], expected: { form: 'ITI-55', code, ...expected },
  });
  const patient = { root: PERSONNUMMER, extension: ALMA };

  it('4.1 wrong receiver: AnswerNotAvailable', async () => {
    expect(await refused('NCP_IHE_RECEIVER', (home) => identifyBody(home, { patient, receiver: '1.2.3.4' }), { reason: 'AnswerNotAvailable', wire: 'ERROR_PI_GENERIC' })).toEqual([]);
  });

  it('4.1 a sender that is not the country of the connection: a matter of trust', async () => {
    expect(await refused('NCP_IHE_SENDER', () => identifyBody(bench.peer('DK').home, { patient }), { wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED' })).toEqual([]);
  });

  it('4.2 no identifier: DemographicsQueryNotAllowed', async () => {
    expect(await refused('NCP_PI_NO_IDENTIFIER', (home) => identifyBody(home, { birthDate: '1990-08-20' }), { reason: 'DemographicsQueryNotAllowed', wire: 'ERROR_PI_GENERIC' })).toEqual([]);
  });

  it('2.1 a message without its parts is refused in its own form', async () => {
    expect(await bench.theFive({
      message: () => bench.peer().write('ITI-55', { security: bench.peer().genuine(), body: swap('controlActProcess', 'controlActProces')(swap('</controlActProcess', '</controlActProces')(identifyBody(bench.peer().home, { patient }))) }),
      changes: RECORDED_AS_SEEN, confidential: [ALMA], expected: { form: 'ITI-55', code: 'NCP_IHE_STRUCTURE', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_GENERIC' },
    })).toEqual([]);
  });

  it('2.2 the same message twice: refused the second time', async () => {
    const once = message({ extension: ALMA });
    expect(toldBy(await bench.line().send(once)).errors).toEqual([]);
    expect(await bench.theFive({
      message: () => once, confidential: [ALMA], changes: [],
      expected: { form: 'ITI-55', code: 'NCP_SOAP_DUPLICATE', reason: 'InternalError', wire: 'ERROR_PI_GENERIC' },
    })).toEqual([]);
  });
});
