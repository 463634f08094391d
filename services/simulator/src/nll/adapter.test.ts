import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  addMs, calendarDate, countryCode, decimal, epochMs, instant, instantFromEpoch, isNcpError, parsePersonalNumber, type Dispensation, type ExchangeId, type Instant,
  type NcpError, type PersonalNumber, type Prescription,
} from '@ncp/domain';
import type { NationalCall, NationalList, RegisterDispense } from '@ncp/exchange';
import { nationalList, type NationalNotice } from '@ncp/national';
import { plainHttpClient } from '../../fixtures/plain-http-client.js';
import { prescriptionIdOf, startNll, type Effect, type FaultKind, type NllSimulator } from './index.js';

const DEMO = instant('2026-06-12T14:00:00+02:00');
const SHORT_MS = 250;
const clock = { now: () => DEMO, epochMs: () => epochMs(DEMO) };
let nll: NllSimulator;
let national: NationalList;
let notices: NationalNotice[] = [];

const connect = (limits: NonNullable<Parameters<typeof nationalList>[0]['limits']> = {}): NationalList => nationalList({
  baseUrl: nll.baseUrl, http: plainHttpClient(), token: { url: nll.tokenUrl, clientId: 'ncpeh-gateway', clientSecret: 'secret-for-tests' }, clock,
  random: () => 0, newRequestId: randomUUID, sleep: () => Promise.resolve(), notice: (notice) => notices.push(notice),
  limits,
});
beforeAll(async () => {
  nll = await startNll({ clock, clients: [{ id: 'ncpeh-gateway', role: 'gateway', secret: 'secret-for-tests' }] });
});
afterAll(() => nll.close());
beforeEach(() => {
  nll.control.reset();
  notices = [];
  national = connect();
});

const number = (text: string): PersonalNumber => {
  const parsed = parsePersonalNumber(text, calendarDate('2026-06-12'));
  if (!parsed.ok) throw new Error(text);
  return parsed.value.number;
};
const call = (key?: string): NationalCall => ({
  exchange: '01900000-0000-7000-8000-000000000001' as ExchangeId, country: countryCode('PT'), ...(key === undefined ? {} : { patientNationalId: `pat-${key.toLowerCase()}` }),
});
const prescriptionOf = async (key: string, row = 1): Promise<Prescription> => {
  const prescription = await national.prescription(prescriptionIdOf(key, row), call(key));
  if (prescription === undefined) throw new Error(`${key} has no prescription ${String(row)}`);
  return prescription;
};

const dispensation = (document: string, handedOverAt: Instant): Dispensation => ({
  documentId: { root: '2.16.17.710.820.1000.990.1', extension: document }, patientIds: [], quantity: { value: decimal('1') },
  product: { codes: [], packageCodes: [], ingredients: [], packLevels: [], name: 'Amlodipina', atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73' } },
  substituted: true, handedOverAt, zoneAssumed: false, pharmacist: { name: 'Maria Borg' },
  pharmacy: { id: { root: '2.16.620.9', extension: 'F-1' }, name: 'Farmácia Teste' }, findings: [],
});
interface Choice { readonly document?: string; readonly quantity?: string; readonly row?: number; readonly visit?: string; readonly at?: Instant; readonly complete?: boolean }
const commandFor = (prescription: Prescription, { document = 'ED-1', quantity = '100', row = 1, visit = document, at = DEMO, complete = false }: Choice = {}): RegisterDispense => {
  const hash = createHash('sha256').update(document).digest('hex').slice(0, 12);
  const amount = { value: decimal(quantity), unit: { text: 'tablett', code: '{tablett}' } };
  return {
    prescription, actorDispatchId: `PT-${document}-${hash}`, dispatchId: `PT-${visit}`, rowNumber: row, requestId: `request-${document}`, packages: 1, dispensed: amount, deducted: amount, complete,
    dispensation: dispensation(document, at), homeCommunityId: '2.16.17.710.820.1000.990.1', receivedAt: DEMO,
  };
};
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'success', (error: unknown) => (isNcpError(error) ? error.code : `not ours: ${String(error)}`));
const errorOf = async (work: Promise<unknown>): Promise<NcpError> => {
  try {
    await work;
  } catch (error) {
    if (isNcpError(error)) return error;
  }
  throw new Error('no NcpError');
};
const effectsOf = (prescriptionId: string): readonly Effect[] => nll.control.effects().filter((effect) => effect.prescriptionId === prescriptionId);
const fault = (kind: FaultKind, more: object = {}): void => { nll.control.addFault({ kind, ...more }); };

describe('finding a person', () => {
  it('IHE-01 one, or none', async () => {
    expect(await national.findPatients(number('199008202385'), call())).toMatchObject([{ nationalId: 'pat-s01', family: 'Testdotter', given: ['Alma', 'Maria'] }]);
    expect(await national.findPatients(number('199007152383'), call())).toEqual([]);
  });

  it('IHE-04, IHE-05 with everything that decides whether she may be shown', async () => {
    expect(await national.findPatients(number('199306272387'), call())).toMatchObject([{ protectedIdentity: true, active: true }]);
    expect(await national.findPatients(number('194501103297'), call())).toMatchObject([{ deceased: true, active: false }]);
    expect(await national.findPatients(number('199112132387'), call())).toMatchObject([{ emigrated: true, active: false }]);
    expect(await national.findPatients(number('197010632391'), call())).toMatchObject([{ nationalId: 'pat-x11' }]);
  });

  it('IHE-12 another person than asked for is an alarm', async () => {
    fault('wrong-patient');
    expect(await codeOf(national.findPatients(number('199008202385'), call()))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });
});

describe('consent', () => {
  it('IHE-06 is read, and gone at once when it is withdrawn', async () => {
    expect(await national.consents('pat-s15', call('S15'))).toMatchObject([{ category: 'cross-border-eprescription', active: true, countries: ['FI'], byGuardian: false }]);
    expect(await national.consents('pat-s14', call('S14'))).toEqual([]);
    expect(nll.control.withdrawConsents('S01', 'cross-border-eprescription')).toBe(1);
    expect(await national.consents('pat-s01', call('S01'))).toMatchObject([{ category: 'cross-border-patient-summary' }]);
  });

  it('of a guardian is known as such', async () => {
    nll.control.grantConsent('S18', { category: 'cross-border-eprescription', byGuardian: true });
    expect(await national.consents('pat-s18', call('S18'))).toMatchObject([{ active: true, byGuardian: true, countries: [], from: '2026-06-12' }]);
  });

  it('of nobody is empty, so that unknown persons cost the same calls', async () => {
    expect(await national.consents('pat-nobody', call())).toEqual([]);
  });
});

describe('prescriptions', () => {
  it('are all that are not closed, newest first', async () => {
    const found = await national.prescriptions('pat-s03', call('S03'));
    expect(found.map(({ article }) => article.atc?.code)).toEqual(['C09AA02', 'C10AA01', 'H03AA01']);
    expect(found.map(({ substitutionAllowed }) => substitutionAllowed)).toEqual([true, false, true]);
    expect(await national.prescriptions('pat-x05', call('X05'))).toHaveLength(1);
    expect(await national.prescriptions('pat-x01', call('X01'))).toMatchObject([{ status: 'on-hold' }, { format: 'paper' }]);
    expect(await national.prescriptions('pat-s19', call('S19'))).toEqual([]);
  });

  it('come page by page, each once', async () => {
    const all = await national.prescriptions('pat-x08', call('X08'));
    const paged = await connect({ pageSize: 4 }).prescriptions('pat-x08', call('X08'));
    expect(paged).toEqual(all);
    expect(new Set(all.map(({ id }) => id)).size).toBe(21);
    expect(nll.control.requests().filter(({ resource }) => resource === 'MedicationRequest')).toHaveLength(1 + 6);
  });

  it('show blocks, locks, park and void at once', async () => {
    const id = prescriptionIdOf('S01', 1);
    const read = async (): Promise<Prescription | undefined> => national.prescription(id, call('S01'));
    nll.control.prescription(id, 'block');
    expect(await read()).toMatchObject({ blocked: true, versionId: '2' });
    nll.control.prescription(id, 'unblock');
    nll.control.prescription(id, 'lock');
    expect(await read()).toMatchObject({ blocked: false, lockedByPharmacy: true, versionId: '3' });
    nll.control.prescription(id, 'unlock');
    nll.control.prescription(id, 'park');
    expect(await read()).toMatchObject({ lockedByPharmacy: false, status: 'on-hold' });
    nll.control.prescription(id, 'activate');
    expect(await national.prescriptions('pat-s01', call('S01'))).toHaveLength(1);
    nll.control.prescription(id, 'void');
    expect(await read()).toMatchObject({ status: 'stopped' });
    expect(await national.prescriptions('pat-s01', call('S01'))).toEqual([]);
  });

  it('that expired are closed by the night job', async () => {
    expect(await prescriptionOf('S11')).toMatchObject({ status: 'active', validity: { end: '2026-06-11' } });
    expect(nll.control.closeExpired()).toBeGreaterThan(0);
    expect(await prescriptionOf('S11')).toMatchObject({ status: 'stopped' });
  });

  it('that nobody has are undefined', async () => {
    expect(await national.prescription('7f3c1a2e-0000-4b6d-9a10-999999999999', call())).toBeUndefined();
  });

  it('IHE-12 of another person are an alarm', async () => {
    fault('wrong-patient');
    expect(await codeOf(national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_WRONG_PATIENT');
    fault('wrong-patient');
    expect(await codeOf(national.consents('pat-s01', call('S01')))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });
});

describe('articles', () => {
  it('are found by pack, with what the rules ask for', async () => {
    expect(await national.article('20060629100325', call())).toMatchObject({ nplId: '20060518000033', name: 'Amlodipin Krka', strengthText: '5 mg', packAmount: { value: '100' }, authorisation: 'approved' });
    expect(await national.article('20990101100015', call())).toMatchObject({ narcoticClass: 'II', controlled: true });
    expect(await national.article('19960701100189', call())).toMatchObject({ packAmount: { value: '2.5', unit: { text: 'milliliter' } } });
    expect(await national.article('20990606100010', call())).toBeUndefined();
  });
});

describe('registering an uttag', () => {
  it('S01: 84 of 100 tablets, completed; then undone and active again', async () => {
    const prescription = await prescriptionOf('S01');
    const registered = await national.registerDispense(commandFor(prescription, { quantity: '84', complete: true }), call('S01'));
    expect(registered).toMatchObject({ versionId: '1', status: 'completed', prescriptionId: prescription.id, rowNumber: 1, deducted: { value: '84' }, handedOverAt: DEMO });
    expect(await prescriptionOf('S01')).toMatchObject({ status: 'completed', versionId: '2', remainingDispenses: 0, remainingQuantity: { value: '16' } });
    expect(await national.prescriptions('pat-s01', call('S01'))).toEqual([]);
    expect(effectsOf(prescription.id)).toMatchObject([{ actorDispatchId: registered.actorDispatchId, country: 'PT', status: 'completed' }]);

    const reversed = await national.reverseDispense({ dispense: registered, requestId: 'undo-1', reason: 'Patient changed mind' }, call('S01'));
    expect(reversed).toMatchObject({ id: registered.id, versionId: '2', status: 'reversed', deducted: { value: '0' } });
    expect(await prescriptionOf('S01')).toMatchObject({ status: 'active', versionId: '3', remainingDispenses: 1, remainingQuantity: { value: '100' } });
    expect(nll.control.counters().byPrescription[prescription.id]).toEqual({ total: 1, valid: 0 });
  });

  it('CDA-01, CDA-08 keeps every digit of a quantity, and the remainder exact', async () => {
    const prescription = await prescriptionOf('S06');
    const registered = await national.registerDispense(commandFor(prescription, { quantity: '33.330' }), call('S06'));
    expect(registered.deducted.value).toBe('33.330');
    expect((await prescriptionOf('S06')).remainingQuantity?.value).toBe('66.67');
  });

  it('DISP-28 takes more than remains: the medicine is with the patient', async () => {
    const prescription = await prescriptionOf('S04');
    await national.registerDispense(commandFor(prescription, { quantity: '300' }), call('S04'));
    expect(await prescriptionOf('S04')).toMatchObject({ status: 'active', remainingDispenses: 1, remainingQuantity: { value: '0' } });
  });

  it('counts two rows of one visit as one uttag (D50), another visit as another', async () => {
    const prescription = await prescriptionOf('S07');
    await national.registerDispense(commandFor(prescription, { document: 'ED-1', quantity: '60' }), call('S07'));
    await national.registerDispense(commandFor(await prescriptionOf('S07'), { document: 'ED-2', quantity: '60', row: 2, visit: 'ED-1', at: addMs(DEMO, 60_000) }), call('S07'));
    expect(await prescriptionOf('S07')).toMatchObject({ remainingDispenses: 2, remainingQuantity: { value: '240' } });
    await national.registerDispense(commandFor(await prescriptionOf('S07'), { document: 'ED-3', quantity: '60' }), call('S07'));
    expect(await prescriptionOf('S07')).toMatchObject({ remainingDispenses: 1 });
  });

  it('a second row is taken even when the first used up the prescription', async () => {
    const prescription = await prescriptionOf('S01');
    await national.registerDispense(commandFor(prescription, { quantity: '50' }), call('S01'));
    await national.registerDispense(commandFor(await prescriptionOf('S01'), { document: 'ED-2', quantity: '50', row: 2, visit: 'ED-1' }), call('S01'));
    expect(await prescriptionOf('S01')).toMatchObject({ status: 'completed', remainingQuantity: { value: '0' } });
  });

  it('DISP-20 the same request again gives the same uttag, also much later', async () => {
    const prescription = await prescriptionOf('S01');
    const first = await national.registerDispense(commandFor(prescription), call('S01'));
    const again = await national.registerDispense(commandFor(prescription), call('S01'));
    expect(again).toEqual(first);
    expect(effectsOf(prescription.id)).toHaveLength(1);
  });

  it('can be looked up by our own id and by prescription', async () => {
    const prescription = await prescriptionOf('S01');
    const command = commandFor(prescription);
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toEqual([]);
    const registered = await national.registerDispense(command, call('S01'));
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toEqual([registered]);
    expect(await national.dispensesOf(prescription.id, call('S01'))).toEqual([registered]);
    expect(await national.dispensesOf(prescriptionIdOf('S02', 1), call('S02'))).toMatchObject([{ deducted: { value: '400' } }]);
  });
});

describe('what the list refuses', () => {
  const refusal = async (key: string, choice: Choice = {}, row = 1): Promise<string> => {
    const prescription = await prescriptionOf(key, row);
    const error = await errorOf(national.registerDispense(commandFor(prescription, choice), call(key)));
    return `${error.code} ${String(error.details['reason'] ?? '')}`.trim();
  };

  it('DISP-26 none left, because a Swedish pharmacy was first', async () => {
    const prescription = await prescriptionOf('S01');
    nll.control.dispenseInSweden({ prescriptionId: prescription.id });
    expect(await refusal('S01')).toBe('NCP_NATIONAL_REFUSED left');
    expect(nll.control.counters().byPrescription[prescription.id]).toEqual({ total: 1, valid: 1 });
  });

  it('DISP-27 the second of two at the same time meets a changed version', async () => {
    const prescription = await prescriptionOf('S07');
    nll.control.dispenseInSweden({ prescriptionId: prescription.id });
    expect(await codeOf(national.registerDispense(commandFor(prescription), call('S07')))).toBe('NCP_NATIONAL_VERSION_CONFLICT');
  });

  it('DISP-29 parked, expired at hand-over, paper, too early, locked', async () => {
    expect(await refusal('X01')).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('X01', {}, 2)).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('S11')).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('S02')).toBe('NCP_NATIONAL_REFUSED interval');
    expect(await refusal('X06')).toBe('NCP_NATIONAL_LOCKED');
  });

  it('judges by the time of hand-over, not of arrival (D56)', async () => {
    const prescription = await prescriptionOf('S11');
    expect(await codeOf(national.registerDispense(commandFor(prescription, { at: addMs(DEMO, -30 * 3_600_000) }), call('S11')))).toBe('success');
  });

  it('an article that the register does not know', async () => {
    const error = await errorOf(national.registerDispense(commandFor(await prescriptionOf('X07', 2)), call('X07')));
    expect(error.details).toEqual({ status: 422, codes: ['2-25-182'], reason: 'other' });
  });

  it('an uttag for another person\'s prescription', async () => {
    const prescription = { ...(await prescriptionOf('S01')), patientNationalId: 'pat-s02' };
    expect(await codeOf(national.registerDispense(commandFor(prescription), call('S02')))).toBe('NCP_NATIONAL_REFUSED');
    expect(effectsOf(prescription.id)).toEqual([]);
  });

  it('a prescription that is not there', async () => {
    const prescription = { ...(await prescriptionOf('S01')), id: '7f3c1a2e-0000-4b6d-9a10-999999999999' };
    expect(await codeOf(national.registerDispense(commandFor(prescription), call('S01')))).toBe('NCP_NATIONAL_NOT_FOUND');
  });
});

describe('undoing', () => {
  const registered = async (key = 'S01'): Promise<Awaited<ReturnType<NationalList['registerDispense']>>> => national.registerDispense(commandFor(await prescriptionOf(key)), call(key));

  it('DISP-31 twice is once', async () => {
    const dispense = await registered();
    const first = await national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'));
    expect(await national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'))).toEqual(first);
    expect(nll.control.counters().requests['PUT MedicationDispense 200']).toBe(1);
  });

  it('meets 412 when the uttag has another version', async () => {
    const dispense = await registered();
    expect(await codeOf(national.reverseDispense({ dispense: { ...dispense, versionId: '7' }, requestId: 'undo', reason: 'x' }, call('S01')))).toBe('NCP_NATIONAL_VERSION_CONFLICT');
  });

  it('of an uttag by somebody else is not ours to do (TA 52)', async () => {
    const [domestic] = await national.dispensesOf(prescriptionIdOf('S02', 1), call('S02'));
    if (domestic === undefined) throw new Error('seed');
    expect(await codeOf(national.reverseDispense({ dispense: domestic, requestId: 'undo', reason: 'x' }, call('S02')))).toBe('NCP_NATIONAL_FORBIDDEN');
  });

  it('gives back a prescription that has ended meanwhile as Avslutad, not Aktiv', async () => {
    const dispense = await registered();
    nll.control.setClock(instant('2027-06-12T14:00:00+02:00'));
    await national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'));
    expect(await prescriptionOf('S01')).toMatchObject({ status: 'stopped' });
  });
});

/** A slow request goes on after the client has left; the next test must not meet it. */
const slowOnesDone = async (more: { readonly ms?: number }): Promise<void> => { if (more.ms !== undefined) await delay(more.ms); };
/** Waits shortly only where a test is about waiting: a busy machine is not slow on purpose. */
const patienceFor = (more: { readonly ms?: number }): NationalList => (more.ms === undefined ? national : connect({ answerTimeoutMs: SHORT_MS }));

describe('when the list fails', () => {
  const write = { method: 'POST', resource: 'MedicationDispense' } as const;
  const attempt = async (list = national): Promise<string> => codeOf(list.registerDispense(commandFor(await prescriptionOf('S01')), call('S01')));
  const effects = (): number => effectsOf(prescriptionIdOf('S01', 1)).length;

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
    fault(kind, { ...write, ...more });
    expect(await attempt(list)).toBe(code);
    expect(effects()).toBe(count);
    expect(nll.control.requests().filter(({ method, resource }) => method === 'POST' && resource === 'MedicationDispense').length).toBeLessThanOrEqual(1);
    await slowOnesDone(more);
  });

  it('DISP-34 zero or two effects are seen by whoever asks for them', async () => {
    const prescription = await prescriptionOf('S01');
    const command = commandFor(prescription);
    fault('no-effect', write);
    await national.registerDispense(command, call('S01'));
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(0);
    nll.control.reset();
    fault('two-effects', write);
    await national.registerDispense(command, call('S01'));
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(2);
  });

  it('DISP-35 a forgotten request id records twice, and is seen', async () => {
    const command = commandFor(await prescriptionOf('S01'));
    await national.registerDispense(command, call('S01'));
    fault('forget-request-id', write);
    await national.registerDispense(command, call('S01'));
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toHaveLength(2);
  });

  it('DISP-03 after a lost answer the uttag is found by our id', async () => {
    const command = commandFor(await prescriptionOf('S01'));
    fault('lost-answer', write);
    expect(await codeOf(national.registerDispense(command, call('S01')))).toBe('NCP_NATIONAL_OUTCOME_UNKNOWN');
    expect(await national.dispensesByActorId(command.actorDispatchId, call('S01'))).toMatchObject([{ status: 'completed' }]);
  });

  it('reports an AFF remark', async () => {
    fault('aff-warning', { ...write, code: 'D.002' });
    await attempt();
    expect(notices).toContainEqual({ kind: 'aff-warning', exchange: call().exchange, codes: ['D.002'] });
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
    fault(kind, { method: 'GET', ...more });
    expect(await codeOf(list.prescriptions('pat-s01', call('S01')))).toBe(code);
    await slowOnesDone(more);
  });

  it('five failures open the breaker; nothing more reaches the list', async () => {
    fault('error', { times: 0 });
    for (let asked = 0; asked < 4; asked += 1) expect(await codeOf(national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(nll.control.requests().filter(({ resource }) => resource === 'MedicationRequest')).toHaveLength(5);
    expect(notices).toContainEqual({ kind: 'breaker', state: 'open' });
  });

  it('without a token nothing is asked', async () => {
    fault('error', { resource: 'token', times: 0 });
    expect(await codeOf(national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(nll.control.requests().every(({ resource }) => resource === 'token')).toBe(true);
  });

  it('that is not there at all: nothing was sent', async () => {
    const lost = nationalList({
      baseUrl: 'http://127.0.0.1:9/fhir', http: plainHttpClient(), token: { url: nll.tokenUrl, clientId: 'ncpeh-gateway', clientSecret: 'secret-for-tests' }, clock,
      random: () => 0, newRequestId: randomUUID, sleep: () => Promise.resolve(),
    });
    const prescription = await prescriptionOf('S01');
    expect(await codeOf(lost.registerDispense(commandFor(prescription), call('S01')))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });
});

describe('time', () => {
  it('moves with the control clock: S02 may be dispensed 20 days later', async () => {
    nll.control.setClock(instant('2026-07-02T08:00:00+02:00'));
    const prescription = await prescriptionOf('S02');
    expect(await codeOf(national.registerDispense(commandFor(prescription, { quantity: '400', at: instantFromEpoch(epochMs(instant('2026-07-02T09:00:00+02:00'))) }), call('S02')))).toBe('success');
    expect(await prescriptionOf('S02')).toMatchObject({ remainingDispenses: 2, nextDispenseEarliest: '2026-09-30' });
  });
});
