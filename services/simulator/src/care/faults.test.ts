import { describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { CARE_CONTRACTS, isNcpError, type CareContract } from '@ncp/domain';
import { careRecords } from '@ncp/national';
import { benchClock, call, number } from '../../fixtures/nll-bench.js';
import { plainHttpClient } from '../../fixtures/plain-http-client.js';
import { PERSONS, useCareBench } from '../../fixtures/care-bench.js';

const bench = useCareBench();
const FOREVER = { times: 0 };
const failedContracts = async (person: keyof typeof PERSONS): Promise<readonly CareContract[]> => (await bench.records(person)).failed.map(({ contract }) => contract);
const blocksCode = async (work = bench.blocks(1)): Promise<string> => work.then(() => 'success', (error: unknown) => (isNcpError(error) ? error.code : String(error)));

describe('when care providers fail', () => {
  it.each<[string, string, readonly CareContract[]]>([
    ['one contract', 'care/Immunization', ['vaccinations']],
    ['diagnoses take the assessments of ability with them', 'care/Condition', ['diagnoses', 'functional-status']],
    ['one half of the alerts', 'care/AllergyIntolerance', ['alerts']],
    ['observations take three contracts', 'care/Observation', ['laboratory', 'maternity', 'observations']],
    ['reports without their analyses', 'care/DiagnosticReport', ['laboratory']],
  ])('%s: the others are still used', async (_what, resource, contracts) => {
    bench.fault('error', { resource, ...FOREVER });
    expect(await failedContracts(6)).toEqual(contracts);
    const { rows } = await bench.connect().records(number(PERSONS[6]), call());
    expect(rows.length).toBeGreaterThan(0);
    expect(bench.notices).toContainEqual(expect.objectContaining({ kind: 'contract-failed', code: 'NCP_NATIONAL_UNAVAILABLE', contracts }));
  });

  it('every one of them: an answer nevertheless, with nothing in it', async () => {
    bench.fault('error', FOREVER);
    const { rows, failed, unreadable } = await bench.records(6);
    expect([rows, failed.map(({ contract }) => contract).toSorted(), unreadable]).toEqual([[], [...CARE_CONTRACTS].toSorted(), []]);
  });

  it('the server is not there at all', async () => {
    const lost = careRecords({
      baseUrl: 'http://127.0.0.1:9/care', http: plainHttpClient(), token: { url: bench.nll.tokenUrl, clientId: 'ncpeh-gateway', clientSecret: 'secret-for-tests' }, clock: benchClock,
      random: () => 0, newRequestId: () => 'r', sleep: () => Promise.resolve(),
    });
    expect((await lost.records(number(PERSONS[6]), call())).failed.length).toBe(CARE_CONTRACTS.length);
    expect(await blocksCode(lost.blocks(number(PERSONS[6]), call()))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });

  it('one 503 is asked again, and nothing has failed', async () => {
    bench.fault('error', { resource: 'care/Condition' });
    expect(await failedContracts(1)).toEqual([]);
    expect(bench.notices).toContainEqual(expect.objectContaining({ kind: 'retry' }));
  });

  it('a source system is silent: its rows are missing, the others are there', async () => {
    bench.fault('source-down', { resource: 'care/Flag', code: 'SE0000000000-SYS2' });
    bench.fault('source-down', { resource: 'care/AllergyIntolerance', code: 'SE0000000000-SYS2' });
    const { rows, failed } = await bench.records(1);
    expect(failed).toEqual([{ contract: 'alerts', system: 'SE0000000000-SYS2' }]);
    expect(rows.map(({ origin }) => origin.key)).toEqual(['SE0000000000-SYS1#UMI-1001', 'SE0000000000-SYS1#UMI-1002', 'SE0000000000-SYS1#DX-1003']);
  });

  it('Flags missing beside their AllergyIntolerances: the warning stays, and what is missing is told', async () => {
    bench.fault('source-down', { resource: 'care/Flag', code: 'SE0000000000-SYS2' });
    const { rows, failed, unreadable } = await bench.records(1);
    expect(failed).toEqual([{ contract: 'alerts', system: 'SE0000000000-SYS2' }]);
    expect(unreadable).toEqual([{ contract: 'alerts', key: 'SE0000000000-SYS2#UMI-2001', at: 'Flag' }]);
    expect(rows.filter(({ type }) => type === 'alert').length).toBe(3);
  });

  it('something that is not FHIR', async () => {
    bench.fault('malformed', { resource: 'care/Condition' });
    expect(await failedContracts(1)).toEqual(['diagnoses', 'functional-status']);
  });

  it('half an answer, three times', async () => {
    bench.fault('cut-answer', { resource: 'care/Immunization', times: 3 });
    expect(await failedContracts(6)).toEqual(['vaccinations']);
  });

  it('a slow one is left behind when the time is over; the others are used', async () => {
    bench.fault('latency', { resource: 'care/Condition', ms: 700, ...FOREVER });
    const started = performance.now();
    const { rows, failed } = await bench.connect({}, 300).records(number(PERSONS[1]), call());
    expect(performance.now() - started).toBeLessThan(650);
    expect(failed.map(({ contract }) => contract)).toEqual(['diagnoses', 'functional-status']);
    expect(rows.map(({ type }) => type)).toEqual(['alert', 'alert', 'alert']);
    // The slow request goes on after the client has left; the next test must not meet it.
    await delay(600);
  });

  it('no token: nothing is asked', async () => {
    bench.fault('error', { resource: 'token', ...FOREVER });
    expect((await failedContracts(1)).length).toBe(CARE_CONTRACTS.length);
    expect(bench.nll.control.requests().some(({ resource }) => resource.startsWith('care/'))).toBe(false);
  });

  it('each contract has its own breaker: one that is open closes no other', async () => {
    bench.fault('error', { resource: 'care/Immunization', ...FOREVER });
    for (let asked = 0; asked < 3; asked += 1) expect(await failedContracts(6)).toEqual(['vaccinations']);
    const asked = bench.nll.control.requests().filter(({ resource }) => resource === 'care/Immunization');
    expect(asked).toHaveLength(5);
    expect(bench.notices).toContainEqual({ kind: 'breaker', state: 'open' });
  });
});

describe('rows that must not be used', () => {
  it('somebody else in the answer: dropped, alarmed, their source counted as failed, the own rows used', async () => {
    bench.fault('wrong-patient', { resource: 'care/Condition' });
    const { rows, failed, unreadable } = await bench.records(11);
    expect(rows.filter(({ type }) => type === 'diagnosis').map(({ origin }) => origin.key)).toEqual(['SE0000000000-SYS1#DX-11001', 'SE0000000000-SYS1#DX-11002']);
    expect(failed).toContainEqual({ contract: 'diagnoses', system: 'SE0000000000-SYS1' });
    expect(unreadable).toEqual([]);
    expect(bench.notices).toContainEqual(expect.objectContaining({ kind: 'wrong-patient', contract: 'diagnoses', count: 1 }));
    expect(JSON.stringify(bench.notices)).not.toContain(PERSONS[7]);
  });

  it('a row without its identifier is told, the others are used', async () => {
    bench.fault('malformed-row', { resource: 'care/Condition' });
    const { rows, unreadable } = await bench.records(2);
    expect(rows).toHaveLength(19);
    expect(unreadable).toEqual([{ contract: 'diagnoses', at: 'Condition.identifier' }]);
    expect(bench.notices).toContainEqual(expect.objectContaining({ kind: 'unreadable', at: 'Condition.identifier' }));
  });
});

describe('blocks', () => {
  it.each<[string, object]>([
    ['unreachable', { kind: 'error', ...FOREVER }], ['not FHIR', { kind: 'malformed' }], ['refused', { kind: 'forbidden' }],
  ])('%s: no record may be used', async (_what, fault) => {
    bench.nll.control.addFault({ resource: 'care/Consent', ...fault } as Parameters<typeof bench.nll.control.addFault>[0]);
    expect(await blocksCode()).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(bench.notices).toContainEqual(expect.objectContaining({ kind: 'blocks-failed' }));
  });

  it('of somebody else: not used, and not taken for none', async () => {
    bench.nll.world.care.addBlock(PERSONS[7], { kind: 'outer', hsaId: 'SE0000000000-VG01' });
    bench.nll.control.addFault({ kind: 'wrong-patient', resource: 'care/Consent' });
    expect(await blocksCode(bench.blocks(9))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });

  it('set a moment ago is seen; of a person nobody knows it is refused', async () => {
    const set = async (who: string, body: object): Promise<number> =>
      (await fetch(`${bench.nll.controlUrl}/patients/${who}/blocks`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
    const block = { kind: 'outer', hsaId: 'SE0000000000-VG01' };
    expect([await set('P01', block), await set('P99', block), await set('P01', { kind: 'outer' })]).toEqual([201, 404, 400]);
    expect(await bench.blocks(1)).toEqual([{ kind: 'outer', hsaId: 'SE0000000000-VG01' }]);
  });
});

describe('what the care providers are told', () => {
  it('the number in the search, the purpose, and not the list\'s id of the patient', async () => {
    await bench.source.records(number(PERSONS[1]), call('P01'));
    const requests = bench.nll.control.requests().filter(({ resource }) => resource.startsWith('care/'));
    expect(requests.map(({ resource }) => resource).toSorted()).toEqual([
      'care/AllergyIntolerance', 'care/Condition', 'care/DiagnosticReport', 'care/Flag', 'care/Immunization', 'care/MedicationStatement', 'care/Observation',
    ]);
    expect(requests.every(({ patient, purpose, status }) => patient === undefined && purpose === 'PATIENTOVERSIKT' && status === 200)).toBe(true);
  });
});
