import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  counterAbroad, initInstalledCluster, installedPostgres, startGatewayWorld, until,
  type CounterAbroad, type GatewayWorld, type InstalledCluster, type PeerCode, type Prepared, type TestDatabase,
} from '@ncp/testkit';
import { verifyAudit } from './audit-verify.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const installed = installedPostgres();
const suite = installed === undefined ? describe.skip : describe;
const lacks = installed === undefined ? ' (skipped: needs an installed PostgreSQL with its tools)' : '';

const SWEDISH_NUMBER = '1.2.752.129.2.1.3.1';
const person = (extension: string): { readonly root: string; readonly extension: string } => ({ root: SWEDISH_NUMBER, extension });
/** Who is visited where while the backup is taken. Each lane does one visit after the other. */
const LANES: readonly (readonly [PeerCode, string])[] = [['FI', '199008202385'], ['DK', '195411222267'], ['PT', '199204282397']];
const BYSTANDER = '196011282834';
/** As many dispensations are confirmed between backup and moment, and again between moment and end. */
const ENOUGH = 8;

/** A reported dispensation, by what its sender was told and when (our clock is the server's: one machine). */
interface Noted {
  readonly prepared: Prepared;
  readonly confirmedAt: number;
  withdrawnAt?: number;
}

suite(`backup and restore${lacks}`, () => {
  let folder: string;
  let cluster: InstalledCluster;
  let database: TestDatabase;
  let world: GatewayWorld;
  let receiver: ChildProcess | undefined;
  let backup: string;
  let complete: number;
  let moment: string;
  const ending: (() => Promise<void>)[] = [];
  const noted: Noted[] = [];
  let lost: Prepared;
  let counter: CounterAbroad;
  /** Heads of the audit chain as a machine outside noted them: before the moment, and after the load. */
  let headBefore = '';
  const at = (name: string): string => join(folder, name);
  const script = (name: string, ...args: readonly string[]): Promise<string> => cluster.tool(at(`scripts/${name}`), args);
  const refusal = (name: string, ...args: readonly string[]): Promise<string> =>
    script(name, ...args).then(() => 'done', (error: unknown) => String(error instanceof Error && 'stderr' in error ? error.stderr : error));
  const backupRole = (name: string): string => `host=127.0.0.1 port=${String(cluster.port)} user=ncp_backup dbname=${name}`;
  const nameOf = (): string => new URL(database.ownerUrl).pathname.slice(1);
  const noteHead = (file: string, ...more: readonly string[]): Promise<string> => script('note-head', backupRole(nameOf()), at(`heads/${file}`), ...more);
  const now = async (): Promise<Date> => (await cluster.sql<{ t: Date }>('postgres', 'select clock_timestamp() as t'))[0]?.t ?? new Date(Number.NaN);
  const rows = async (): Promise<ReadonlyMap<string, string>> => new Map((await cluster.sql<{ id: string; state: string }>(
    nameOf(), `select document_root || '^' || document_extension as id, state from dispense`)).map(({ id, state }) => [id, state]));
  const idOf = ({ id }: Prepared): string => `${id.root}^${id.extension ?? ''}`;

  const load = { over: false };
  let minute = 0;
  /** Visits of one patient until the end: a dispensation, and its discard so that the next one finds something to dispense. */
  async function lane([country, patient]: (typeof LANES)[number]): Promise<void> {
    const pharmacy = counterAbroad(world.peer(country), { patient: person(patient), settle: () => Promise.resolve() });
    while (!load.over) {
      try {
        minute += 1;
        const prepared = pharmacy.handOver(await pharmacy.prescription(), { at: new Date(Date.now() - minute * 60_000) });
        if ((await pharmacy.send(prepared)).kind !== 'recorded') continue;
        const note: Noted = { prepared, confirmedAt: Date.now() };
        noted.push(note);
        if ((await pharmacy.discard(prepared)).kind === 'recorded') note.withdrawnAt = Date.now();
      } catch {
        // The database is gone: the gateway has nothing to offer.
        if (!load.over) await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
      pharmacy.ncp.signInAgain();
    }
  }

  const startReceiver = async (stream: string): Promise<ChildProcess> => {
    const child = spawn(at('scripts/stream-wal'), [backupRole('postgres'), at(stream)], { ...cluster.account, cwd: folder, env: cluster.environment, stdio: 'ignore' });
    await until('the receiver is attached', async () => (await cluster.sql('postgres', `select from pg_stat_replication where application_name = 'ncp_wal'`)).length === 1);
    return child;
  };
  const synchronously = async (): Promise<void> => {
    await cluster.sql('postgres', `alter system set synchronous_standby_names = 'ncp_wal'`);
    await cluster.sql('postgres', 'select pg_reload_conf()');
    await until('commits wait for the receiver', async () => (await cluster.sql('postgres', `select from pg_stat_replication where sync_state = 'sync'`)).length === 1);
  };

  beforeAll(async () => {
    if (installed === undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'ncp-restore-'));
    ending.push(() => rm(folder, { recursive: true, force: true }));
    cluster = await initInstalledCluster(installed, folder, [
      'archive_mode = on', `archive_command = '${at('scripts/archive-wal')} ${at('wal')} %p %f'`, 'archive_timeout = 60s',
    ]);
    ending.push(() => cluster.stop());
    for (const name of ['wal', 'stream', 'backups', 'heads']) await cluster.make(name);
    // The server's account may not reach the checkout (root's home): it gets the scripts.
    await cp(join(root, 'infra/backup'), at('scripts'), { recursive: true });
    for (const name of ['wal', 'stream']) await cluster.tool('touch', [at(`${name}/ncp-wal-archive`)]);
    world = await startGatewayWorld({ gateway: 'process', postgres: { kind: 'DATABASE_URL', database: () => cluster.database(), stop: () => cluster.stop() } });
    ending.push(() => world.stop().catch(() => undefined));
    ({ database } = world);
    await cluster.sql(nameOf(), await readFile(join(root, 'infra/backup/role.sql'), 'utf8'));
    receiver = await startReceiver('stream');
    await synchronously();
    counter = counterAbroad(world.peer('FI'), { patient: person(BYSTANDER), settle: () => new Promise((resolve) => { setTimeout(resolve, 200); }) });

    // Backed up under load, and the load goes on.
    const lanes = Promise.all(LANES.map(lane));
    await until('the load runs', () => noted.length >= LANES.length);
    backup = (await script('base-backup', backupRole('postgres'), at('backups'))).trim();
    // A backup serves moments after the second in which it was complete.
    complete = Date.parse((await readFile(`${backup}.complete`, 'utf8')).trim());
    await until('more load', () => noted.filter(({ confirmedAt }) => confirmedAt > complete + 1_000).length >= ENOUGH);
    headBefore = await noteHead('outside');
    moment = (await now()).toISOString();
    await until('still more load', () => noted.filter(({ confirmedAt }) => confirmedAt > Date.parse(moment)).length >= ENOUGH);
    lost = counter.handOver(await counter.prescription(), { at: new Date() });
    expect((await counter.send(lost)).kind).toBe('recorded');
    await noteHead('outside');

    // Destroyed in the middle of it: no farewell, no last file handed to the archive.
    await cluster.destroy();
    load.over = true;
    await lanes;
    // It would wait for the server to come back.
    receiver.kill('SIGTERM');
    await once(receiver, 'exit');
    await cp(at('heads'), at('heads-then'), { recursive: true, preserveTimestamps: true });
  }, 240_000);
  afterAll(async () => {
    receiver?.kill('SIGTERM');
    // What a beginning that failed half-way has left running is ended too.
    for (const end of ending.toReversed()) await end();
  });

  /** What operators run; as root here, the checkout's own command. */
  const verifyRestore = async (heads: string): Promise<{ readonly status: number; readonly text: string }> => {
    const key = world.config.keyEncryptionKeyFile;
    return run(join(root, 'infra/backup/verify-restore'), [database.url('ncp_dispatcher'), heads, key], {
      env: { ...cluster.environment, NCP: `${process.execPath} ${join(root, 'packages/cli/dist/main.js')}` },
    }).then(({ stdout, stderr }) => ({ status: 0, text: stdout + stderr }), (error: unknown) => {
      const failed = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
      return { status: failed.code, text: failed.stdout + failed.stderr };
    });
  };
  const chain = (head: string) => {
    const [sequence = '0', hash = ''] = head.trim().split(':');
    return verifyAudit({ url: database.url('ncp_a'), keyFile: world.config.keyEncryptionKeyFile, checkpoint: { sequence: BigInt(sequence), hash } });
  };

  it('there was load: dispensations were confirmed before the backup was complete, before the moment, and after it', () => {
    expect(noted.filter(({ confirmedAt }) => confirmedAt < complete).length).toBeGreaterThanOrEqual(LANES.length);
    expect(noted.filter(({ confirmedAt }) => confirmedAt > complete && confirmedAt < Date.parse(moment)).length).toBeGreaterThanOrEqual(ENOUGH);
    expect(noted.filter(({ confirmedAt }) => confirmedAt > Date.parse(moment)).length).toBeGreaterThanOrEqual(ENOUGH);
  });

  it('refuses what would lose something: a place that is not empty, a damaged backup, a moment it does not reach, no archive', async () => {
    await cluster.make('occupied');
    await cluster.tool('touch', [at('occupied/precious')]);
    const restore = (more: Readonly<Record<string, string>>): Promise<string> => refusal('restore', ...Object.entries({
      '--backup': backup, '--wal': at('wal'), '--to': 'latest', '--data': at('never'), ...more,
    }).flat());
    expect(await restore({ '--data': at('occupied') })).toContain('is not empty');
    expect(await readdir(at('occupied'))).toEqual(['precious']);
    expect(await restore({ '--to': '2026-06-12T14:00:00Z' })).toContain('before the backup was complete');
    expect(await restore({ '--to': '2026-06-12 14:00' })).toContain('no instant with its zone');
    expect(await restore({ '--wal': at('occupied') })).toContain('is no archive, or its disk is not mounted');
    await cluster.tool('cp', ['-a', backup, at('damaged')]);
    await writeFile(at('damaged.complete'), await readFile(`${backup}.complete`));
    const file = await open(join(at('damaged'), 'global/pg_control'), 'r+');
    await file.write(Buffer.from([0xff]), 0, 1, 100);
    await file.close();
    expect(await restore({ '--backup': at('damaged') })).toContain('the backup is damaged');
    await rm(at('damaged.complete'));
    expect(await restore({ '--backup': at('damaged') })).toContain('is no complete backup');
    expect(await readdir(folder)).not.toContain('never');
  });

  it('the archive takes the same file twice, and never another one in its place', async () => {
    const [name = ''] = (await readdir(at('wal'))).filter((one) => /^[0-9A-F]{24}$/.test(one));
    expect(await refusal('archive-wal', at('wal'), at(`wal/${name}`), name)).toBe('done');
    expect(await refusal('archive-wal', at('wal'), at('pgpass'), name)).toContain('with other bytes');
    expect((await stat(at(`wal/${name}`))).size).toBe(16 * 1024 * 1024);
    expect((await readdir(at('wal'))).filter((one) => one.startsWith('.draft'))).toEqual([]);
    expect(await refusal('archive-wal', at('occupied'), at(`wal/${name}`), name)).toContain('is no archive');
  });

  it('what has expired goes, and never the newest backup nor WAL that a backup needs', async () => {
    const names = async (): Promise<readonly string[]> => (await readdir(at('backups'))).filter((name) => !name.endsWith('.complete')).sort();
    const [own = ''] = await names();
    const wal = async (): Promise<readonly string[]> => (await readdir(at('wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
    const [needed = ''] = /\(file ([0-9A-F]{24})\)/.exec(await readFile(join(backup, 'backup_label'), 'utf8'))?.slice(1) ?? [];
    for (const name of ['20190101T000000Z', '20200101T000000Z']) {
      await cluster.tool('cp', ['-a', backup, at(`backups/${name}`)]);
      await cluster.tool('cp', ['-a', `${backup}.complete`, at(`backups/${name}.complete`)]);
    }
    const before = await wal();
    await script('expire-backups', at('backups'), at('wal'), '30');
    expect(await names()).toEqual(['20200101T000000Z', own]);
    await rm(at('backups/20200101T000000Z.complete'));
    // Half-removed ones are nobody's backup; the one that is left is kept however old.
    await script('expire-backups', at('backups'), at('wal'), '1');
    expect(await names()).toContain(own);
    expect(await wal()).toEqual(before.filter((name) => name >= needed));
    await rm(at('backups/20200101T000000Z'), { recursive: true });
  });

  it('restored to the last thing that was received: nothing that anybody was told is recorded is missing', async () => {
    await script('restore', '--backup', backup, '--wal', at('wal'), '--stream', at('stream'), '--to', 'latest', '--data', at('latest'));
    await cluster.start(at('latest'));
    const [states, { status, text }] = [await rows(), await verifyRestore(at('heads-then/outside'))];
    await cluster.destroy();
    expect(noted.filter(({ prepared }) => !states.has(idOf(prepared))).map(({ prepared }) => idOf(prepared))).toEqual([]);
    expect(noted.filter(({ withdrawnAt, prepared }) => withdrawnAt !== undefined && states.get(idOf(prepared)) !== 'DISCARDED')).toEqual([]);
    expect(states.get(idOf(lost))).toBe('CONFIRMED');
    expect({ status, text }).toMatchObject({ status: 0, text: expect.stringContaining('the chain holds') });
    expect(text).toContain('synchronous_standby_names is empty');
  }, 120_000);

  it('restored to a moment: no dispensation confirmed before it is missing, none discarded before it has come back, and the audit chain verifies', async () => {
    await script('restore', '--backup', backup, '--wal', at('wal'), '--stream', at('stream'), '--to', moment, '--data', at('moment'));
    await cluster.start(at('moment'));
    const states = await rows();
    const then = Date.parse(moment);
    const confirmed = noted.filter(({ confirmedAt }) => confirmedAt < then);
    expect(confirmed.filter(({ prepared }) => !states.has(idOf(prepared))).map(({ prepared }) => idOf(prepared))).toEqual([]);
    expect(confirmed.filter(({ withdrawnAt = Infinity, prepared }) => withdrawnAt < then && states.get(idOf(prepared)) !== 'DISCARDED')).toEqual([]);
    // It is that moment and no later one.
    expect(states.has(idOf(lost))).toBe(false);
    expect(noted.filter(({ prepared }) => states.has(idOf(prepared))).length).toBeLessThan(noted.length);
    expect(await chain(headBefore)).toMatchObject({ ok: true });
  }, 120_000);

  it('AUD-29 the gap between the restored chain and the head that was noted outside is found and told, until a person has written it down', async () => {
    const { text, status } = await verifyRestore(at('heads/outside'));
    expect({ status, text }).toMatchObject({ status: 1, text: expect.stringMatching(/GAP: leaves \d+ to \d+ were noted elsewhere and are MISSING/) });
    await expect(noteHead('outside')).rejects.toMatchObject({ stderr: expect.stringContaining('were noted and are missing') });
    await noteHead('outside', '--gap', 'restored to a moment by the test');
    expect(await readFile(at('heads/outside'), 'utf8')).toMatch(/ gap: leaves \d+ to \d+ were noted and are missing; restored to a moment by the test\n/);
    expect(await verifyRestore(at('heads/outside'))).toMatchObject({ status: 0 });
  }, 60_000);

  it('after it a dispensation that the restored database does not know is recorded again, and once in the national list', async () => {
    await world.restart();
    counter.ncp.signInAgain();
    expect((await counter.sendUntilFinal(lost)).kind).toBe('recorded');
    const effects = world.nll.control.effects().filter(({ status }) => status === 'completed');
    expect(new Set(effects.map(({ actorDispatchId }) => actorDispatchId)).size).toBe(effects.length);
    expect((await rows()).get(idOf(lost))).toBe('CONFIRMED');
    expect(await chain(await noteHead('outside'))).toMatchObject({ ok: true });
  }, 60_000);
});
