import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairEntries } from '@ncp/ihe';
import { confirmedVisit, endNow, startTestPostgres, until, type TestDatabase, type TypedPatient } from '@ncp/testkit';
import { foreignNcp, pharmacy } from '../../fixtures/deployed.js';
import { talkTo, type TalkingChild } from '../bench/talking-child.js';
import { isAlive } from '../deployment/alive.js';
import type { ManifestPerson } from '../deployment/manifest.js';
import { readProcesses } from '../deployment/processes.js';
import type { ReplicaName } from '../deployment/replicas.js';
import { rollingRestart, standingsOf } from '../deployment/rolling-restart.js';
import { startDeployment, type Deployment, type StartOptions } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import { layoutIn, serviceEntry } from '../layout.js';

const given = process.env['DATABASE_URL'] ?? '';
const state = mkdtempSync(join(tmpdir(), 'ncp-scale-out-'));
const options: StartOptions = { state, profile: 'production-like', parts: ['affiliation', 'treatment'], maxRequestsPerSecond: 10_000 };

const EERO: TypedPatient = { country: 'FI', traits: { nationalId: '020274-915H', birthDate: '1974-02-02' } };
const AINO: TypedPatient = { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } };

interface Effect {
  readonly patientId: string;
  readonly status: string;
}

describe('two replicas each of NCP-A, NCP-B and dispatcher behind a balancer', () => {
  let deployment: Deployment;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (given !== '') {
      database = await (await startTestPostgres()).database();
      process.env['DATABASE_URL'] = database.ownerUrl;
    }
    deployment = await startDeployment(options);
  }, 180_000);
  afterAll(async () => {
    await stopDeployment(state);
    if (given !== '') process.env['DATABASE_URL'] = given;
    await database?.drop();
    rmSync(state, { recursive: true, force: true });
  }, 120_000);

  const person = (key: string): ManifestPerson => {
    const found = deployment.manifest.persons.find((one) => one.key === key);
    if (found === undefined) throw new Error(key);
    return found;
  };
  const patient = (key: string): { readonly root: string; readonly extension: string } => ({ root: person(key).root, extension: person(key).id });
  /** What the national list, asked past the gateway, holds of somebody. */
  const effectsOf = async (key: string): Promise<readonly Effect[]> =>
    ((await (await fetch(`${deployment.manifest.services.nll.control}/effects`)).json()) as readonly Effect[]).filter(({ patientId }) => patientId === `pat-${key.toLowerCase()}`);
  const busy = async (front: 'ncp-a' | 'ncp-b'): Promise<ReplicaName> => {
    const [first] = ((await standingsOf(deployment))[front] ?? []).toSorted((a, b) => b.open - a.open);
    return (first?.name ?? front) as ReplicaName;
  };
  /** Over when it is gone: what still reached it would be under way there, and is lost with it. */
  const kill = async (name: ReplicaName): Promise<void> => {
    const running = readProcesses(layoutIn(state).processes).find((one) => one.name === name);
    if (running === undefined) throw new Error(name);
    endNow({ pid: running.pid, signal: 'SIGKILL' });
    await until(`${name} is gone`, async () => !isAlive(running.pid));
  };
  const repaired = async (): Promise<void> => {
    deployment = await startDeployment(options);
    await until('the balancer knows all', async () => Object.values(await standingsOf(deployment)).flat().every(({ isReady }) => isReady));
  };
  const control = (country: string, path: string, body: object): Promise<Response> =>
    fetch(`${deployment.manifest.countries[country]?.ncpA?.control ?? ''}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  it('answers from both of each', async () => {
    for (let count = 0; count < 4; count += 1) {
      const { ncp, http } = foreignNcp(deployment.manifest, 'FI');
      expect((await ncp.identify(patient('S03'), person('S03').birthDate)).answer.candidates).toHaveLength(1);
      http.close();
      expect((await (await pharmacy(deployment.manifest, 'anna')).ask('countries', { headers: { connection: 'close' } })).status).toBe(200);
    }
    const standings = await standingsOf(deployment);
    expect(Object.values(standings).flat().map(({ name, taken }) => [name, taken > 0])).toEqual([['ncp-a', true], ['ncp-a-2', true], ['ncp-b', true], ['ncp-b-2', true]]);
  }, 60_000);

  it('NCP-A: one is killed in the middle of a visit and of a dispensation; the other goes on, and the list has it once', async () => {
    const { ncp, http } = foreignNcp(deployment.manifest, 'DK');
    await ncp.identify(patient('S01'), person('S01').birthDate);
    const offer = pairEntries((await ncp.list(patient('S01'))).answer)[0]?.coded?.uniqueId ?? '';
    await kill(await busy('ncp-a'));
    // The connection is gone: what was under way on it is asked again.
    const again = async <T>(ask: () => Promise<T>): Promise<T> => ask().catch(() => ask());
    const [document] = (await again(() => ncp.retrieve(patient('S01'), [offer]))).answer.documents;
    await repaired();

    const prepared = ncp.prepareDispensation(document?.bytes ?? new Uint8Array(), { packages: 1 });
    await fetch(`${deployment.manifest.services.nll.control}/faults`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'slow-answer', method: 'POST', resource: 'MedicationDispense', ms: 3_000 }),
    });
    const lost = ncp.dispense(patient('S01'), prepared).then(({ answer }) => answer.status, () => 'connection lost');
    await until('the list has it', async () => (await effectsOf('S01')).length > 0);
    await kill(await busy('ncp-a'));
    expect(await lost).toBe('connection lost');

    let told = await ncp.dispense(patient('S01'), prepared);
    await until('settled', async () => {
      if (told.answer.status !== 'Success') told = await ncp.dispense(patient('S01'), prepared);
      return told.answer.status === 'Success';
    });
    expect((await effectsOf('S01')).map(({ status }) => status)).toEqual(['completed']);
    http.close();
    await repaired();
  }, 120_000);

  it('NCP-B: one is killed between reading and dispensing; the other goes on where it was, and the country has it once', async () => {
    const [here, there] = (deployment.manifest.services.ncpB?.replicas ?? []).map(({ url }) => pharmacy(deployment.manifest, 'anna', url));
    if (here === undefined || there === undefined) throw new Error('replicas');
    const { id, read } = await confirmedVisit(await here, EERO);
    const { key } = await read();
    const params = { visit: id, document: key };
    // Promised by the one that dies, while the country does not answer.
    const second = await confirmedVisit(await here, AINO);
    await control('FI', 'personality', { kind: 'hang', only: ['ITI-38'], times: 1 });
    const promised = await (await here).ask('listPrescriptions', { params: { visit: second.id }, body: {}, prefer: 'respond-async' });
    const operation = { operation: (promised.json as { readonly id: string }).id };
    expect((await (await there).ask('readOperation', { params: operation })).body.state).toBe('running');
    await kill('ncp-b');

    const anna = await pharmacy(deployment.manifest, 'anna');
    const { body: suggested } = await anna.ask('suggestProducts', { params });
    const choice = { prescription: key, article: suggested.suggestions[0]?.article.nplPackId ?? '', packages: 1 };
    const { body: prepared } = await anna.ask('prepareDispensation', { params, body: choice });
    const acknowledged = prepared.checks.filter(({ level }) => level === 'acknowledge').map(({ id: check }) => check);
    const wish = { params, body: { ...choice, acknowledged }, key: 'scale-out-1' };
    const dispensed = await anna.ask('dispense', wish);
    // The pharmacy asks again, as after a broken connection; a dispatcher dies meanwhile.
    await kill('dispatcher');
    expect((await anna.ask('dispense', wish)).body.id).toBe(dispensed.body.id);
    expect((await anna.events('dispensationEvents', { params: { dispensation: dispensed.body.id } })).at(-1)).toMatchObject({ state: 'RECORDED', handOver: 'yes' });
    const counters = (await (await fetch(`${deployment.manifest.countries['FI']?.ncpA?.control ?? ''}/counters`)).json()) as { readonly dispensations: readonly object[] };
    expect(counters.dispensations).toHaveLength(1);

    expect((await anna.events('operationEvents', { params: operation })).at(-1)).toMatchObject({ state: 'done', result: { none: false } });
    await repaired();
  }, 120_000);

  it('FLT-02 every process is ended and started anew under load, one of each at a time: each drains and leaves by itself, and nothing fails', async () => {
    const load = (entry: string, ...args: readonly string[]): TalkingChild => talkTo(serviceEntry(entry), ['--manifest', deployment.file, '--concurrency', '2', ...args]);
    const loads = [load('simulator/foreign/load-main', '--what', 'visit', '--country', 'FI'), load('simulator/pharmacy/load-main', '--pause', '100')];
    await Promise.all(loads.map((one) => one.next()));
    const over = new AbortController();
    const rounds = Promise.all(loads.map(async (one) => {
      const all = { good: 0, failures: {} as Record<string, number> };
      while (!over.signal.aborted) {
        one.tell({ seconds: 1 });
        await one.next();
        const { result } = (await one.next()) as { readonly result: { readonly latencies: readonly number[]; readonly late: number; readonly failures: Readonly<Record<string, number>> } };
        all.good += result.latencies.length + result.late;
        Object.assign(all.failures, result.failures);
      }
      return all;
    }));
    const restarted = await rollingRestart({ state, start: () => startDeployment(options) });
    over.abort();
    const told = await rounds;
    await Promise.all(loads.map((one) => one.end()));
    expect(restarted.map(({ name, left }) => [name, left])).toEqual(['ncp-a', 'ncp-b', 'dispatcher', 'ncp-a-2', 'ncp-b-2', 'dispatcher-2'].map((name) => [name, true]));
    expect(told.map(({ failures }) => failures)).toEqual([{}, {}]);
    expect(told.every(({ good }) => good > 0)).toBe(true);
  }, 180_000);
});
