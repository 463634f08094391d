import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isNcpError } from '@ncp/domain';
import { openStore } from '@ncp/store';
import { clockNow, type RunManifest } from '../deployment/manifest.js';
import { readPki } from '../deployment/pki.js';
import { PARTS, PROGRAMS, programsOf } from '../deployment/programs.js';
import { answersReady, readProcesses } from '../deployment/processes.js';
import type { Layout } from '../layout.js';
import { fault, ok, warning, type Check } from './check.js';

const DAY_MS = 86_400_000;
/** Alarms of decisions 3.3. */
const WARN_DAYS = 30;
const START_HINT = 'run ./ncp start';

export function checkPki({ pki }: Layout, manifest: RunManifest | undefined): Check {
  if (!existsSync(join(pki, 'index.json'))) return warning('certificates', 'none yet', `${START_HINT}: it makes them`);
  const clock = manifest === undefined ? undefined : clockNow(manifest);
  const now = clock === undefined ? Date.now() : Date.parse(clock);
  const index = readPki(pki, [now]);
  if (index === undefined) return fault('certificates', 'not in force, or not whole', `${START_HINT}: it makes new ones`);
  const ends = Object.values(index.countries).flatMap(({ tlsServer, tlsClient, seal }) => [tlsServer, tlsClient, seal])
    .map(({ certificate }) => Date.parse(new X509Certificate(readFileSync(certificate)).validTo));
  const days = Math.floor((Math.min(...ends) - now) / DAY_MS);
  const text = `in force, the first ends in ${days} days`;
  return days < WARN_DAYS ? warning('certificates', text, 'delete the folder pki and start again') : ok('certificates', text);
}

const given = (): string | undefined => process.env['DATABASE_URL'];

/** Embedded or given: does it answer, with the tables of this release? */
export async function checkDatabase({ postgres, configs }: Layout): Promise<Check> {
  const external = given();
  const config = join(configs, 'ncp-a.yaml');
  const configured = existsSync(config) ? /database:\n +url: "(.+)"/.exec(readFileSync(config, 'utf8'))?.[1] : undefined;
  const url = external !== undefined && external !== '' ? external : configured;
  const name = external !== undefined && external !== '' ? 'DATABASE_URL' : 'embedded';
  if (url === undefined || (name === 'embedded' && !existsSync(postgres))) return warning('database', 'none yet', `${START_HINT}: it makes an embedded one, or set DATABASE_URL`);
  try {
    const store = await openStore({ url, application: 'ncp doctor', keys: { current: { id: 'doctor', key: new Uint8Array(32) } }, connections: 1 });
    const { sequence } = await store.audit.head().finally(() => store.close());
    return ok('database', `${name}, ${sequence} audit leaves`);
  } catch (error) {
    const code = isNcpError(error) ? error.code : 'unreachable';
    return fault('database', `${name}: ${code}`, name === 'embedded' ? START_HINT : 'correct DATABASE_URL, then run ./ncp start, which migrates it');
  }
}

const ANSWER_MS = 2_000;

const accepts = (host: string, port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: ANSWER_MS });
  const answer = (accepted: boolean) => (): void => {
    socket.destroy();
    resolve(accepted);
  };
  socket.once('connect', answer(true)).once('timeout', answer(false)).once('error', answer(false));
});

/** The queue, when it is not the database. It only reminds: without it work is slower, not lost. */
export async function checkQueue(): Promise<Check> {
  const url = URL.parse(process.env['QUEUE_URL'] ?? '');
  if (url === null) return ok('queue', 'in the database');
  const place = `${url.hostname}:${url.port === '' ? '6379' : url.port}`;
  return (await accepts(url.hostname, Number(url.port === '' ? 6379 : url.port))) ? ok('queue', place) : warning('queue', `${place} does not answer`, 'correct QUEUE_URL, or leave it out to use the database');
}

/** Each process of the deployment: there, and ready. */
export async function checkServices(layout: Layout, manifest: RunManifest | undefined): Promise<readonly Check[]> {
  if (manifest === undefined) return [warning('services', 'nothing is running', START_HINT)];
  const running = readProcesses(layout.processes);
  const treats = manifest.services.ncpB !== undefined;
  const expected = programsOf(treats ? PARTS : ['affiliation'], manifest.profile ?? 'demo').filter((name) => name !== 'redis' || (process.env['QUEUE_URL'] ?? '') === '');
  return Promise.all(expected.map(async (name) => {
    const url = PROGRAMS[name].ready(manifest.ports);
    const process = running.find((one) => one.name === name);
    if (process === undefined) return fault(name, 'not running', `${START_HINT}: it repairs the deployment`);
    if (!(await answersReady(url))) return fault(name, `running as ${process.pid}, not ready`, `see ${process.log}`);
    return ok(name, `ready, process ${process.pid}`);
  }));
}

const WARN_DRIFT_MS = 2_000;
const STOP_DRIFT_MS = 30_000;

/** How the clock of this machine stands to the national list's (decisions G25). HTTP tells whole seconds. */
export function judgeDrift(driftMs: number): Check {
  const seconds = `${Math.abs(driftMs / 1000).toFixed(0)} s from the national list's`;
  if (Math.abs(driftMs) > STOP_DRIFT_MS) return fault('clock', seconds, 'set the clock of this machine: the gateway releases nothing like this');
  return Math.abs(driftMs) > WARN_DRIFT_MS ? warning('clock', seconds, 'synchronise the clock of this machine') : ok('clock', seconds);
}

export async function checkClock(manifest: RunManifest | undefined): Promise<Check> {
  if (manifest === undefined) return ok('clock', `${new Date().toISOString()}, nobody to compare with`);
  const asked = Date.now();
  const date = await fetch(`${manifest.services.nll.control}/clock`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.headers.get('date'), () => null);
  if (date === null) return warning('clock', 'the national list does not tell the time', START_HINT);
  // The header is cut to the second: half of one is the best guess.
  return judgeDrift(Date.parse(date) + 500 - (asked + Date.now()) / 2);
}
