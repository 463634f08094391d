import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canariesOf, CanaryScan } from '@ncp/conformance';
import { startTestPostgres, type TestDatabase } from '@ncp/testkit';
import { isAlive } from '../deployment/alive.js';
import type { KeyPairFiles, RunManifest } from '../deployment/manifest.js';
import type { Running } from '../deployment/processes.js';
import { serviceEntry } from '../layout.js';
import { CLI, runProgram, type Ended } from '../../fixtures/run-cli.js';

/** On a server of others the deployment gets a database of its own, as an operator would give it one. */
const given = process.env['DATABASE_URL'] ?? '';
const environment: { DATABASE_URL?: string } = {};
const ncp = (...args: readonly string[]): Promise<Ended> => runProgram(process.execPath, [CLI, ...args], environment);

const state = mkdtempSync(join(tmpdir(), 'ncp-start-test-'));
const manifestFile = join(state, 'run.json');
const manifest = (): RunManifest => JSON.parse(readFileSync(manifestFile, 'utf8')) as RunManifest;
const processes = (): readonly Running[] => JSON.parse(readFileSync(join(state, 'processes.json'), 'utf8')) as readonly Running[];
const pidOf = (name: string): number => processes().find((one) => one.name === name)?.pid ?? 0;
/** The embedded server, if there is one. */
const postmaster = (): readonly number[] => (given === '' ? [Number(readFileSync(join(state, 'postgres', 'cluster', 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0])] : []);

/** A whole visit by a client that has the run manifest and nothing else of ours. */
const visit = async (country: string): Promise<boolean> => {
  const { status, stdout } = await runProgram(process.execPath, [serviceEntry('simulator/foreign/visit-main'), '--manifest', manifestFile, '--country', country]);
  return status === 0 && stdout.includes('"ok":true');
};

/** Status of an empty request over mutual TLS, or what broke the connection. */
const knock = (pair: KeyPairFiles): Promise<number | string> => new Promise((resolve) => {
  const { services, trust } = manifest();
  const asked = request(services.ncpA.url + services.ncpA.paths.xcpd, {
    method: 'POST', ca: readFileSync(trust.ca), cert: readFileSync(pair.cert), key: readFileSync(pair.key), agent: false,
  }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  asked.once('error', (error: NodeJS.ErrnoException) => { resolve(error.code ?? error.message); });
  asked.end();
});

const start = async (...more: readonly string[]): Promise<Record<string, unknown>> => {
  const { status, stdout, stderr } = await ncp('start', '--state', state, '--json', ...more);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
};

describe('ncp start, for an outside client', () => {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (given !== '') {
      database = await (await startTestPostgres()).database();
      environment.DATABASE_URL = database.ownerUrl;
    }
    await start();
  }, 120_000);
  it('KEY-06 no process has a key or a password in its environment or its arguments', () => {
    const files = [join(state, 'secrets', 'key-encryption-key'), join(state, 'secrets', 'nll-client-secret')];
    const secrets = [...files.map((file) => readFileSync(file, 'utf8').trim()), 'PRIVATE KEY'];
    const running = processes();
    expect(running.length).toBeGreaterThan(4);
    for (const { name, pid } of running) for (const place of ['environ', 'cmdline']) {
      const text = readFileSync(`/proc/${String(pid)}/${place}`, 'latin1');
      expect([name, place, secrets.filter((secret) => text.includes(secret)).length]).toEqual([name, place, 0]);
    }
  });

  afterAll(async () => {
    await ncp('stop', '--state', state);
    await database?.drop();
    rmSync(state, { recursive: true, force: true });
  }, 60_000);

  it('writes a manifest with absolute paths to files that are there, keys for their owner only (decisions D82)', () => {
    const { trust, countries, persons } = manifest();
    const pairs = Object.values(countries).flatMap(({ tlsClient, seal, expired, revoked, unknownCa }) => [tlsClient, seal, expired, revoked, unknownCa]);
    expect(pairs).toHaveLength(15);
    for (const path of [trust.ca, ...pairs.flatMap(({ cert, key }) => [cert, key])]) {
      expect(path.startsWith('/')).toBe(true);
      expect(existsSync(path)).toBe(true);
    }
    for (const { key } of pairs) expect(statSync(key).mode & 0o077).toBe(0);
    expect(persons.map(({ key }) => key)).toEqual(Array.from({ length: 19 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`));
    expect(persons[0]).toEqual({
      key: 'S01', id: '199008202385', root: '1.2.752.129.2.1.3.1', given: 'Alma Maria', family: 'Testdotter', birthDate: '1990-08-20', gender: 'F',
      situation: expect.stringMatching(/one prescription/i) as unknown,
    });
  });

  it('lets it make a complete visit with the manifest alone', async () => { expect(await visit('FI')).toBe(true); }, 30_000);

  it('DAT-03 no metric, label or health answer names anybody', async () => {
    const { services, persons, summaryPersons = [], foreignPatients = [] } = manifest();
    const scan = new CanaryScan(canariesOf([...persons, ...summaryPersons, ...foreignPatients]));
    const ours = Object.values(services).flatMap((one) => ('health' in one && typeof one.health === 'string' ? [one.health] : []));
    expect(ours.length).toBeGreaterThanOrEqual(4);
    for (const url of ours) for (const page of ['readyz', 'livez', 'metrics']) {
      const answer = await fetch(new URL(`/${page}`, url));
      scan.text(`${url} ${page}`, await answer.text());
      expect(answer.status).toBe(200);
    }
    expect(scan.report).toMatchObject({ hits: [] });
    expect(scan.report.bytes).toBeGreaterThan(1_000);
  });

  it('DAT-06 no process of ours may leave a core dump, a heap snapshot or a report, or keeps a file open outside its folder', () => {
    for (const { name, pid } of processes()) {
      const limit = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(readFileSync(`/proc/${String(pid)}/limits`, 'utf8'));
      expect([name, limit?.[1], limit?.[2]]).toEqual([name, '0', '0']);
      const said = readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1') + readFileSync(`/proc/${String(pid)}/environ`, 'latin1');
      expect([name, /--(heapsnapshot|heap-prof|report|diagnostic|cpu-prof|inspect|abort-on)/.exec(said)?.[0]]).toEqual([name, undefined]);
      const open = readdirSync(`/proc/${String(pid)}/fd`).flatMap((one) => {
        try {
          const file = readlinkSync(`/proc/${String(pid)}/fd/${one}`);
          return /^\/(?!dev\/|proc\/)/.test(file) && statSync(`/proc/${String(pid)}/fd/${one}`).isFile() ? [file] : [];
        } catch {
          return [];
        }
      });
      const elsewhere = open.filter((file) => !file.startsWith(state) && !/\/node_modules\/|\/compile-cache\/|\/dist\/|\.node$|\.wasm$/.test(file));
      expect([name, elsewhere]).toEqual([name, []]);
    }
  });

  it('lets in who is enrolled, and nobody with a bad certificate', async () => {
    for (const { tlsClient, expired, revoked, unknownCa } of Object.values(manifest().countries)) {
      expect(typeof (await knock(tlsClient))).toBe('number');
      for (const bad of [expired, revoked, unknownCa]) expect(typeof (await knock(bad))).toBe('string');
    }
  }, 30_000);

  it('is the same deployment when started twice', async () => {
    const before = processes();
    expect(await start()).toMatchObject({ already: true, started: {} });
    expect(processes()).toEqual(before);
  }, 60_000);

  it('keeps what lives and starts anew what died', async () => {
    const [nll, ports] = [pidOf('nll'), manifest().services.ncpA.url];
    process.kill(pidOf('ncp-a'), 'SIGKILL');
    for (const pid of postmaster()) process.kill(pid, 'SIGKILL');
    const repaired = await start();
    expect(Object.keys(repaired['started'] as object)).toContain('ncp-a');
    expect(pidOf('nll')).toBe(nll);
    expect(manifest().services.ncpA.url).toBe(ports);
    expect(await visit('DK')).toBe(true);
  }, 120_000);

  it('says that nothing is wrong, and that the chain holds', async () => {
    expect(JSON.parse((await ncp('doctor', '--state', state, '--json')).stdout)).toMatchObject({ ok: true });
    const verified = await ncp('audit', 'verify', '--state', state, '--json');
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, verified: true });
    expect(verified.status).toBe(0);
  }, 30_000);

  it('begins anew at another clock, and the sample world follows its day (decisions G25, G26)', async () => {
    await start('--clock', '2026-06-12T14:00+02:00');
    expect(manifest().clock).toBe('2026-06-12T12:00:00.000Z');
    const answer: unknown = await (await fetch(`${manifest().services.nll.control}/clock`)).json();
    expect(JSON.stringify(answer)).toContain('2026-06-12T14:');
    expect(await visit('PT')).toBe(true);
  }, 120_000);

  it('leaves no process when stopped, and stops twice as well as once', async () => {
    const pids = [...processes().map(({ pid }) => pid), ...postmaster()];
    expect(pids.every(isAlive)).toBe(true);
    const stopped = await ncp('stop', '--state', state, '--json');
    const ended = JSON.parse(stopped.stdout) as { readonly stopped: readonly string[] };
    expect(ended.stopped.toSorted()).toEqual(['abroad', 'counter', 'dashboard', ...(given === '' ? ['database'] : []), 'dispatcher', 'ncp-a', 'ncp-b', 'nll', 'oauth']);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(manifestFile)).toBe(false);
    expect(JSON.parse((await ncp('stop', '--state', state, '--json')).stdout)).toEqual({ ok: true, stopped: [] });
  }, 60_000);
});
