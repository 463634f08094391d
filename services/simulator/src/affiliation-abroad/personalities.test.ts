import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { decodePrescription } from '@ncp/cda';
import { isNcpError } from '@ncp/domain';
import { pairEntries } from '@ncp/ihe';
import { startAbroad, testPki, VISIBLE_FAULTS, type TestPki } from '../../fixtures/abroad-pki.js';
import { SwedishCaller } from '../../fixtures/swedish-caller.js';
import { pharmacistOf } from '../foreign/assertions.js';
import { dispensationOf } from '../foreign/dispensation.js';
import { ABROAD_PERSONS, startAbroadControl, type AbroadControlServer, type CountryAbroad, type Personality } from './index.js';

const NOW = new Date();
let pki: TestPki;
let finland: CountryAbroad;
let sweden: SwedishCaller;
let api: AbroadControlServer;
beforeAll(async () => {
  pki = await testPki(NOW);
  finland = await startAbroad(pki, 'FI');
  api = await startAbroadControl([finland]);
  sweden = new SwedishCaller({ pki, abroad: finland, now: () => new Date() });
}, 30_000);
afterAll(async () => {
  sweden.http.close();
  await Promise.all([finland.close(), api.close()]);
  pki.remove();
});
beforeEach(async () => { await finland.control.reset(); });

const [F1, F2, FI1] = ABROAD_PERSONS.FI.map(({ patient }) => patient);
if (F1 === undefined || F2 === undefined || FI1 === undefined) throw new Error('FI');
const set = (...all: readonly Personality[]): Promise<void> => finland.control.setPersonality(...all);
const level3 = (): string => finland.control.prescriptions().find(({ patient }) => patient === 'FI1')?.level3 ?? '';
const prescription = async (): Promise<Uint8Array> => (await sweden.retrieve(FI1.id, level3())).documents[0]?.bytes ?? new Uint8Array();
const prepared = async (): Promise<ReturnType<typeof dispensationOf>> => dispensationOf(await prescription(), { packages: 1 }, { country: 'SE', professional: pharmacistOf('SE'), now: new Date() });

interface Failure { readonly code?: string; readonly stage?: string }
const failure = (work: Promise<unknown>): Promise<Failure | string> => work.then(
  () => 'answered',
  (error: unknown) => ({
    ...(error instanceof Error && 'stage' in error ? { stage: String(error.stage) } : {}),
    code: isNcpError(error) ? error.code : error instanceof Error ? error.message.split(' ')[0] ?? '' : '',
  }),
);

describe('a country that cannot be reached', () => {
  it('is down: nobody listens, and comes back on the same port', async () => {
    await set({ kind: 'down' });
    expect(await failure(sweden.list(FI1.id))).toMatchObject({ stage: 'not-sent' });
    await set();
    expect(await failure(sweden.list(FI1.id))).toBe('answered');
  });

  it.each(VISIBLE_FAULTS)('shows a certificate that is %s', async (fault) => {
    await set({ kind: 'wrong-certificate', fault });
    expect(await failure(sweden.list(FI1.id))).toMatchObject({ stage: 'not-sent' });
    await set();
    expect(await failure(sweden.list(FI1.id))).toBe('answered');
  });

  it('hangs, trickles, is slow: the caller waits as long as it wants', async () => {
    const hasty = new SwedishCaller({ pki, abroad: finland, now: () => new Date(), answerTimeoutMs: 250 });
    for (const personality of [{ kind: 'hang' }, { kind: 'trickle', ms: 50 }, { kind: 'slow', ms: 400 }] as const) {
      await set(personality);
      expect(await failure(hasty.list(FI1.id))).toMatchObject({ stage: 'sent' });
    }
    hasty.http.close();
    await set({ kind: 'slow', ms: 300 });
    const begun = performance.now();
    await sweden.list(FI1.id);
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  it('hangs until the manners change: then who still waits is told that nothing happened', async () => {
    await set({ kind: 'hang' });
    const waiting = failure(sweden.list(FI1.id));
    while (finland.control.counters().outcomes['ITI-38 hang'] === undefined) await pause(5);
    await set();
    expect(await waiting).toMatchObject({ code: 'status' });
  });

  it('flaps: answers by turns, and a limited number of times', async () => {
    await set({ kind: 'flapping', good: 1, bad: 1, times: 4 });
    const answers: (Failure | string)[] = [];
    for (let turn = 0; turn < 6; turn += 1) answers.push(await failure(sweden.list(FI1.id)));
    expect(answers.map((one) => one === 'answered')).toEqual([true, false, true, false, true, true]);
    expect(finland.control.counters().outcomes).toEqual({ 'ITI-38 Success': 4, 'ITI-38 closed': 2 });
  });
});

describe('answers that are no good', () => {
  it.each<readonly [Personality, object]>([
    [{ kind: 'truncated' }, { stage: 'sent' }],
    [{ kind: 'malformed' }, { code: 'NCP_XML_NOT_WELL_FORMED' }],
    [{ kind: 'html' }, { code: 'status' }],
    [{ kind: 'busy' }, { code: 'status' }],
    [{ kind: 'fault' }, { code: 'status' }],
    [{ kind: 'other-request' }, { code: 'NCP_SOAP_RELATES_TO' }],
  ])('%j', async (personality, expected) => {
    await set({ ...personality, times: 1 });
    expect(await failure(sweden.list(FI1.id))).toMatchObject(expected);
    expect(await failure(sweden.list(FI1.id))).toBe('answered');
  });

  it('an answer larger than the caller takes', async () => {
    await set({ kind: 'oversized', bytes: 70_000_000, times: 1 });
    expect(await failure(sweden.list(FI1.id))).toMatchObject({ stage: 'sent' });
    await set({ kind: 'oversized', bytes: 1_000_000 });
    expect(await failure(sweden.list(FI1.id))).toBe('answered');
  });

  it('about somebody else', async () => {
    await set({ kind: 'other-patient' });
    expect((await sweden.identify(FI1.id)).candidates).toMatchObject([{ family: F1.family }]);
    expect((await sweden.list(FI1.id)).entries[0]?.patient).toEqual(F1.id);
    expect(decodePrescription(await prescription()).patient.ids).toEqual([F1.id]);
  });

  it('two people, no consent', async () => {
    await set({ kind: 'two-matches' }, { kind: 'no-consent' });
    expect((await sweden.identify(FI1.id)).candidates).toHaveLength(2);
    for (const answer of [await sweden.list(FI1.id), await sweden.retrieve(FI1.id, level3())]) expect(answer.errors.map(({ code }) => code)).toEqual(['4701']);
  });
});

describe('lies about a dispensation', () => {
  it('says Success and records nothing', async () => {
    const dispensation = await prepared();
    await set({ kind: 'lies' });
    expect((await sweden.submit(FI1.id, dispensation)).status).toBe('Success');
    expect(finland.control.counters().dispensations).toEqual([]);
  });

  it('records and says Failure, or nothing at all: once for each document', async () => {
    const [denied, lost] = [await prepared(), await prepared()];
    finland.control.prescribe('FI1');
    await set({ kind: 'denies', times: 1 });
    expect((await sweden.submit(FI1.id, denied)).status).toBe('Failure');
    expect(finland.control.counters().dispensations).toMatchObject([{ state: 'recorded', effects: 1 }]);
    expect((await sweden.submit(FI1.id, denied)).status).toBe('Success');
    await finland.control.reset();

    await set({ kind: 'loses-answer', only: ['ITI-41'], times: 1 });
    expect(await failure(sweden.list(FI1.id))).toBe('answered');
    expect(await failure(sweden.submit(FI1.id, lost))).toMatchObject({ stage: 'sent' });
    expect((await sweden.submit(FI1.id, lost)).status).toBe('Success');
    expect(finland.control.counters().dispensations).toMatchObject([{ state: 'recorded', effects: 1, received: 2 }]);
  });
});

describe('the control interface', () => {
  const ask = async (path: string, body?: object): Promise<{ readonly status: number; readonly json: unknown }> => {
    const answer = await fetch(`${api.url}/FI/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) as unknown : text };
  };

  it('sets manners, prescribes, counts and resets', async () => {
    expect(await ask('personality', { kind: 'slow', ms: 1 })).toEqual({ status: 200, json: [{ kind: 'slow', ms: 1 }] });
    expect(await ask('prescriptions', { person: 'FI1' })).toMatchObject({ status: 201, json: { patient: 'FI1', remaining: 1 } });
    expect(pairEntries(await sweden.list(FI1.id))).toHaveLength(2);
    const dispensation = await prepared();
    await sweden.submit(FI1.id, dispensation);
    const id = `${dispensation.id.root}^${dispensation.id.extension ?? ''}`;
    expect(await ask('counters')).toMatchObject({ json: { requests: { 'ITI-38': 1, 'ITI-39': 1, 'ITI-41': 1 }, dispensations: [{ documentId: id, effects: 1 }] } });
    expect((await ask(`dispensation?id=${encodeURIComponent(id)}`)).json).toBe(Buffer.from(dispensation.document).toString());
    expect((await ask('persons')).json).toMatchObject([{ key: 'F1' }, { key: 'F2' }, { key: 'FI1', summary: true }]);
    expect(await ask('persons', { like: 'FI1' })).toMatchObject({ status: 201, json: { key: 'FIN1', id: { extension: '990000-900A' } } });
    const { json } = await ask('exchange?transaction=ITI-41');
    const { request, response } = json as { readonly request: { readonly base64: string }; readonly response: { readonly contentType: string; readonly base64: string } };
    expect(Buffer.from(request.base64, 'base64').includes('ProvideAndRegisterDocumentSetRequest')).toBe(true);
    expect(Buffer.from(response.base64, 'base64').includes('RegistryResponse')).toBe(true);
    expect((await ask('exchange?transaction=ITI-1')).status).toBe(404);
    expect((await ask('reset', {})).status).toBe(204);
    expect(await ask('personality')).toMatchObject({ json: [] });
    expect(await ask('counters')).toMatchObject({ json: { requests: {}, dispensations: [] } });
  });

  it.each([
    ['personality', { kind: 'evil' }], ['personality', { kind: 'slow', ms: -1 }], ['personality', { kind: 'slow', only: ['ITI-1'] }], ['personality', { kind: 'wrong-certificate', fault: 'odd' }],
    ['prescriptions', { person: 'F9' }], ['persons', { like: 'F9' }], ['defer', { ms: 'long' }],
  ])('refuses %s %j', async (path, body) => { expect((await ask(path, body)).status).toBe(400); });
});
