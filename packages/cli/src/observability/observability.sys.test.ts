import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbedded } from '@ncp/store';
import { until } from '@ncp/testkit';
import { startCollector, type Collector, type SeenSpan } from '../../fixtures/collector.js';
import { OBSERVABILITY, PROMETHEUS, PROMTOOL, RULES, hasPrometheus, startPrometheus, type FiringAlert, type PrometheusBench } from '../../fixtures/prometheus.js';
import { CLI, runProgram, type Ended } from '../../fixtures/run-cli.js';
import { startSecondSet, type SecondSet } from '../../fixtures/second-set.js';
import { openSql } from '../../../store/fixtures/run-sql.js';
import type { KeyPairFiles, RunManifest } from '../deployment/manifest.js';
import type { Running } from '../deployment/processes.js';
import { serviceEntry } from '../layout.js';

const state = mkdtempSync(join(tmpdir(), 'ncp-alerts-'));
let collector: Collector;
const ncp = (...args: readonly string[]): Promise<Ended> =>
  runProgram(process.execPath, [CLI, ...args, '--state', state], { DATABASE_URL: '', OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
const read = <T>(name: string): T => JSON.parse(readFileSync(join(state, name), 'utf8')) as T;
const manifest = (): RunManifest => read('run.json');
const end = (name: string): void => {
  const pid = read<readonly Running[]>('processes.json').find((one) => one.name === name)?.pid;
  if (pid === undefined) throw new Error(name);
  process.kill(pid, 'SIGKILL');
};
/** A visit by a pharmacy abroad; how it ends is not what is tested here. */
const visitFrom = (country: string): Promise<Ended> => runProgram(process.execPath, [serviceEntry('simulator/foreign/visit-main'), '--manifest', join(state, 'run.json'), '--country', country]);
const visitHere = (visits: string): Promise<Ended> => runProgram(process.execPath, [serviceEntry('simulator/pharmacy/visits-main'), '--manifest', join(state, 'run.json'), '--visits', visits]);
const mood = async (country: string, kind: string): Promise<void> => {
  await fetch(`${manifest().countries[country]?.ncpA?.control ?? ''}/personality`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind }) });
};
/** An empty request over mutual TLS. */
const knock = (url: string, pair: KeyPairFiles | undefined): Promise<void> => new Promise((resolve) => {
  if (pair === undefined) throw new Error('no certificate');
  const asked = request(`${url}${manifest().services.ncpA.paths.xcpd}`, { method: 'POST', ca: readFileSync(manifest().trust.ca), cert: readFileSync(pair.cert), key: readFileSync(pair.key), agent: false, rejectUnauthorized: false }, (answer) => {
    answer.resume();
    resolve();
  });
  asked.once('error', () => { resolve(); });
  asked.end();
});

/** Rows that a dispensation leaves, as old as is needed, and not looked at before tomorrow. */
const dispenseRow = (country: string, hours: number): string => `
  insert into dispense (country, document_root, document_extension, item_id, exchange, state, content_hash, document_hash, prescription_id, prescription_version, sealed_patient_national_id,
    pharmacy_id, product_hash, actor_dispatch_id, row_number, request_id, packages, handed_over_text, handed_over_at, received_at, flags, changed_at, next_attempt_at)
  values ('${country}', '2.999', 'late', 'i', 'x', 'UNKNOWN', 'h', 'h', 'rx-${country}', '1', 'x', 'p', 'h', 'a', 1, 'r', 1, 't', now(), now() - interval '${String(hours)} hours', '{}', now(), now() + interval '1 day')`;
const DELIVERY_ROW = `
  insert into delivery (id, exchange, version, state, country, gln, idempotency_key, request_hash, visit_id, document_root, document_extension, patient_hash, packages, late, confirmed_at, attempts,
    ever_sent, next_attempt_at, sealed_content, sealed_document, changed_at)
  values (gen_random_uuid(), 'x', 1, 'QUEUED', 'PT', '7350000000008', 'late', 'h', 'v', '2.999', 'late', 'h', 1, false, now() - interval '20 minutes', 0, false, now() + interval '1 day', 'x', 'x', now())`;
const OPERATOR_ROW = `
  insert into conflict_record (country, document_root, document_extension, item_id, prescription_id, code, raised_at) values ('FI', '2.999', 'x', 'i', 'rx', 'NCP_DISPENSE_ALREADY', now())`;
const outboxRow = (kind: string, exchange: string, minutes: number): string =>
  `insert into outbox (kind, subject, exchange, created_at, not_before) values ('${kind}', 'x', '${exchange}', now() - interval '${String(minutes)} minutes', now() - interval '${String(minutes)} minutes')`;
const BEHIND = `
  create schema behind; grant usage on schema behind to ncp_dashboard;
  create function behind.clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.clock_timestamp() - interval '10 seconds' $$;`;

/** Ids and family names of everybody in the sample world. */
const people = (): readonly string[] => [...manifest().persons, ...manifest().foreignPatients ?? []]
  .flatMap((one) => Object.entries(one).flatMap(([name, value]) => (['id', 'family', 'nationalId'].includes(name) && typeof value === 'string' ? [value] : [])));

beforeAll(async () => {
  collector = await startCollector();
  const started = await ncp('start');
  if (started.status !== 0) throw new Error(started.stderr);
}, 120_000);
afterAll(async () => {
  await ncp('stop');
  await collector.close();
  rmSync(state, { recursive: true, force: true });
}, 60_000);

describe('traces of ./ncp start', () => {
  const find = (holds: (span: SeenSpan) => boolean): SeenSpan | undefined => collector.spans.find(holds);
  const arrives = async (what: string, holds: (span: SeenSpan) => boolean): Promise<SeenSpan> => {
    await until(what, () => find(holds) !== undefined, 30_000);
    return find(holds) ?? { service: '', name: '', trace: '', id: '', parent: '', attributes: {} };
  };

  it('one goes from a pharmacy through NCP-B, the queue and the dispatcher to the other country (decisions G13, G17)', async () => {
    expect((await visitHere('FI1:recorded')).status).toBe(0);
    const job = await arrives('the job is told', ({ service, name }) => service === 'dispatcher' && name === 'job deliver-dispensation');
    const asked = await arrives('the request is told', ({ service, name, trace }) => service === 'ncp-b' && name === 'ncp-b dispense' && trace === job.trace);
    expect(asked.attributes['ncp.exchange']).toMatch(/^[0-9a-f]{8}-/);
    const sent = await arrives('the call to Finland is told', ({ service, trace, attributes }) => service === 'dispatcher' && trace === job.trace && attributes['server.port'] === String(manifest().ports.abroadFI));
    expect(sent.attributes).toMatchObject({ 'http.request.method': 'POST', 'http.response.status_code': '200' });
    await arrives('the exchange is named', ({ service, trace, attributes }) => service === 'dispatcher' && trace === job.trace && attributes['ncp.transaction'] === 'ITI-41' && attributes['ncp.country'] === 'FI');
  }, 60_000);

  it('one goes from a country abroad through NCP-A and its steps to the national list', async () => {
    expect((await visitFrom('FI')).status).toBe(0);
    const list = await arrives('the call to the national list is told', ({ service, attributes }) => service === 'ncp-a' && attributes['server.port'] === String(manifest().ports.nll));
    await arrives('its message is told', ({ service, name, trace }) => service === 'ncp-a' && name === 'POST /ncp/xcpd' && trace === list.trace);
    await arrives('its step is told', ({ name, trace }) => name === 'ncp.national' && trace === list.trace);
  }, 60_000);

  it('tell of places, codes and exchanges, and of nobody (P7)', () => {
    const keys = new Set(collector.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    const known = ['http.request.method', 'http.response.status_code', 'server.address', 'server.port', 'ncp.exchange', 'ncp.country', 'ncp.transaction', 'ncp.outcome', 'ncp.codes'];
    expect([...keys].filter((key) => !known.includes(key))).toEqual([]);
    expect(people().length).toBeGreaterThan(20);
    for (const word of people()) expect(collector.text()).not.toContain(word);
    for (const { name, attributes } of collector.spans) for (const text of [name, attributes['server.address'] ?? '']) expect(text).not.toMatch(/[?=]|[0-9a-f]{8}-/);
  });
});

(hasPrometheus ? describe : describe.skip)(`alerts in ${PROMETHEUS} (needed: Debian's prometheus), over ./ncp start`, () => {
  let sql: Awaited<ReturnType<typeof openSql>>;
  let prometheus: PrometheusBench;
  const closing: (() => Promise<void>)[] = [];
  let second: SecondSet | undefined;
  const seen = new Map<string, FiringAlert>();
  const keyOf = ({ name, labels }: FiringAlert): string => (labels['level'] === undefined ? name : `${name} ${labels['level']}`);
  /** Alerts are remembered: one that fired has fired. */
  const fires = async (...wanted: readonly string[]): Promise<void> => {
    const missing = (): readonly string[] => wanted.filter((name) => !seen.has(name));
    await until('every alert fires', async () => {
      for (const alert of await prometheus.firing()) seen.set(keyOf(alert), alert);
      return missing().length === 0;
    }, 40_000).catch(() => undefined);
    expect(missing()).toEqual([]);
  };
  const targetsOf = ({ ports }: RunManifest): readonly { readonly service: string; readonly port: number }[] => [
    { service: 'ncp-a', port: ports.ncpAHealth }, { service: 'ncp-b', port: ports.ncpBHealth }, { service: 'dispatcher', port: ports.dispatcherHealth },
    { service: 'dashboard', port: ports.dashboardHealth }, { service: 'counter', port: ports.counterHealth },
  ];
  const allUp = (count: number): Promise<void> => until(`${String(count)} targets are read`, async () => {
    const health = [...(await prometheus.targets()).values()];
    return health.length === count && health.every((one) => one === 'up');
  });

  beforeAll(async () => {
    sql = await openSql((await startEmbedded({ dataDir: join(state, 'postgres') })).url('ncp_owner'));
    prometheus = await startPrometheus(mkdtempSync(join(state, 'prometheus-')), targetsOf(manifest()));
    closing.push(() => prometheus.stop(), () => sql.close());
  }, 120_000);
  afterAll(async () => {
    second?.stop();
    for (const close of closing) await close();
  }, 60_000);

  it('promtool takes rules and configuration', async () => {
    expect(await runProgram(PROMTOOL, ['check', 'rules', RULES])).toMatchObject({ status: 0 });
    expect(await runProgram(PROMTOOL, ['check', 'config', join(OBSERVABILITY, 'prometheus.yaml')])).toMatchObject({ status: 0 });
    expect(await runProgram(PROMTOOL, ['test', 'rules', join(OBSERVABILITY, 'alerts.test.yaml')])).toMatchObject({ status: 0 });
  }, 30_000);

  it('reads every service of a healthy deployment after real visits both ways, and nothing fires', async () => {
    await allUp(5);
    expect((await visitHere('F1:discarded')).status).toBe(0);
    expect((await visitFrom('DK')).status).toBe(0);
    expect((await ncp('country', '--probe', '--json')).status).toBe(0);
    await until('the visits are counted', async () => (await (await fetch(`http://127.0.0.1:${String(manifest().ports.dispatcherHealth)}/metrics`)).text()).includes('ncp_last_success_seconds{country="FI",direction="outbound",service="discard"}'));
    // The ordinary prescriptions abroad have a code without a Swedish text: a gap is told, and is nobody's fault.
    expect((await prometheus.firing()).map(({ name }) => name).filter((name) => name !== 'TerminologyGaps')).toEqual([]);
  }, 90_000);

  it('every metric that the rules and dashboards name is exposed by a running service, with bounded labels and nothing about a person (P7)', async () => {
    const texts = await Promise.all(targetsOf(manifest()).map(async ({ port }) => (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()));
    const exposed = new Set(texts.flatMap((text) => [...text.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name)));
    const files = ['alerts.yaml', 'dashboards/exchange.json', 'dashboards/operation.json'].map((name) => readFileSync(join(OBSERVABILITY, name), 'utf8'));
    const named = new Set(files.flatMap((text) => text.match(/\bncp_[a-z_]+/g) ?? []).map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    expect([...named].filter((name) => !exposed.has(name))).toEqual([]);
    for (const text of texts) for (const word of people()) expect(text).not.toContain(`"${word}"`);
    // No id of an exchange, a message or a document is ever a label.
    for (const text of texts) expect(text).not.toMatch(/^ncp_.*[0-9a-f]{8}-[0-9a-f]{4}-/m);
  }, 30_000);

  it('each alert fires when its cause is there', async () => {
    // What the deployment's own dispatcher must meet, before another stands beside it.
    await sql.rows(outboxRow('reconcile-dispensation', 'not a trace', 0));
    await until('the job was set aside', async () => (await (await fetch(`http://127.0.0.1:${String(manifest().ports.dispatcherHealth)}/metrics`)).text()).includes('ncp_queue_depth{state="failed"} 1'));
    await sql.rows(BEHIND);
    second = await startSecondSet({ configs: join(state, 'config'), folder: mkdtempSync(join(state, 'second-')) });
    await prometheus.stop();
    prometheus = await startPrometheus(mkdtempSync(join(state, 'prometheus-')), [...targetsOf(manifest()), ...second.targets]);
    await allUp(8);
    // Rows of a ledger, as they are when time has passed.
    for (const row of [dispenseRow('FI', 2), dispenseRow('DK', 25), DELIVERY_ROW, OPERATOR_ROW, outboxRow('of-a-later-release', 'x', 10), outboxRow('forward-audit', 'x', 30)]) await sql.rows(row);
    // A country that is down, and one that answers about somebody else.
    await Promise.all([mood('FI', 'down'), mood('DK', 'other-patient')]);
    const finland = await ncp('country', 'FI', '--probe', '--json');
    expect([finland.status, (JSON.parse(finland.stdout) as { readonly ok: boolean }).ok]).toEqual([1, false]);
    await sql.rows(`update probe set asked_at = asked_at - interval '20 minutes' where country = 'FI'`);
    await visitHere('DK1:recorded');
    // A client whose certificate was withdrawn, and one that asks five times at once where one is agreed.
    const { services, countries } = manifest();
    await knock(services.ncpA.url, countries['FI']?.revoked);
    await Promise.all(Array.from({ length: 8 }, () => knock(second?.ncpA ?? '', countries['FI']?.tlsClient)));
    await fires(
      'JobsSetAside', 'ClockDrift', 'QueueDown', 'WorkNotDone', 'AuditNotForwarded 10-percent', 'OutcomeUnknown 1-hour', 'OutcomeUnknown 24-hours', 'AnswerOverdue', 'PeopleMustAct', 'TerminologyGaps',
      'CountryDown', 'PatientSafety', 'UntrustedPeer', 'FairUseExceeded', 'RevocationListStale',
      ...['OwnCertificateEnds', 'PeerCertificateEnds'].flatMap((name) => ['90-days', '30-days', '7-days', '1-day'].map((level) => `${name} ${level}`)),
    );
    await sql.rows(`update outbox set created_at = now() - interval '3 hours', not_before = now() - interval '3 hours' where kind = 'forward-audit' and subject = 'x'`);
    await fires('AuditNotForwarded 50-percent');
    await sql.rows(`update outbox set created_at = now() - interval '230 minutes', not_before = now() - interval '230 minutes' where kind = 'forward-audit' and subject = 'x'`);
    await fires('AuditNotForwarded 90-percent');
  }, 150_000);

  it('each alert of our own parts fires when they fail', async () => {
    await fetch(`${manifest().services.nll.control}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'error', times: 0 }) });
    await Promise.all([visitFrom('PT'), visitFrom('PT'), visitFrom('PT')]);
    await fires('NationalListDown');
    await sql.rows('revoke insert on audit_leaf from ncp_audit_writer');
    await visitFrom('PT');
    await fires('ServiceNotReady', 'InternalFault');
    end('counter');
    end('ncp-b');
    await sql.rows(`update probe set asked_at = now() - interval '2 hours'`);
    await fires('ServiceDown', 'ProbesStopped');
    second?.stop();
    end('dispatcher');
    await fires('SignalsMissing');
    const named = new Set((readFileSync(RULES, 'utf8').match(/alert: (\w+)/g) ?? []).map((text) => text.slice('alert: '.length)));
    expect([...named].filter((name) => ![...seen.values()].some((alert) => alert.name === name))).toEqual([]);
  }, 150_000);
});
