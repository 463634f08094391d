import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instant, type Instant } from '@ncp/domain';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { deliveryEntry, sampleDelivery } from '../../exchange/fixtures/sample-delivery.js';
import { withConnection } from './database.js';
import { openOperations, type OpenOperations } from './operations.js';
import { openStore } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const NOW = instant(new Date().toISOString());
/** Rows of a year of traffic; a large country has two million. */
const ROWS = Number(process.env['NCP_OPERATIONS_ROWS'] ?? 100_000);

describe('what operators see', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let open: OpenOperations;
  const sql = (text: string, values: readonly unknown[] = []) => withConnection(database.ownerUrl, (client) => client.query(text, [...values]));
  const message = async (at: Instant, changes: Partial<{ country: string; direction: string; service: string; outcome: number; codes: readonly string[]; national: number; exchange: string; probe: boolean }> = {}): Promise<void> => {
    const { country = 'FI', direction = 'outbound', service = 'identify', outcome = 0, codes = [], national = 0, exchange = 'x', probe = false } = changes;
    await sql(`insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps, probe)
      values ($1, $2, 'ITI-55', $3, $4, 'urn:uuid:m', $5, $5, 50, 20, $6, $7, $8, '[{"step":"peer","ms":20,"failed":false}]', $9)`, [exchange, direction, service, country, at, national, outcome, codes, probe]);
  };
  const ago = (ms: number): Instant => addMs(NOW, -ms);
  const [FI, DK, PT] = [countryCode('FI'), countryCode('DK'), countryCode('PT')];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    open = await openOperations({ url: database.url('ncp_dashboard'), application: 'dashboard-test' });
    await message(ago(9_000), { country: 'FI' });
    await message(ago(8_000), { country: 'FI', outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
    await message(ago(7_000), { country: 'FI', outcome: 8, codes: ['NCP_PEER_UNAVAILABLE'], exchange: 'slow' });
    await message(ago(6_000), { country: 'DK', outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
    await message(ago(5_000), { country: 'DK', outcome: 12, codes: ['NCP_PEER_NO_MATCH'] });
    await message(ago(4_000), { country: 'DK', probe: true });
  });
  afterAll(async () => {
    await open.close();
    await database.drop();
    await postgres.stop();
  });

  it('a service fails since the first failure after it last worked, and a no is an answer', async () => {
    const [fi, dk, pt] = await open.operations.countries([FI, DK, PT]);
    expect(fi?.services).toEqual([{ direction: 'outbound', service: 'identify', lastSuccess: ago(9_000), failingSince: ago(8_000), code: 'NCP_PEER_UNAVAILABLE' }]);
    expect(dk?.services).toEqual([{ direction: 'outbound', service: 'identify', lastSuccess: ago(4_000) }]);
    expect(pt).toEqual({ code: 'PT', services: [] });
  });

  it('a fault that a later probe shows mended is one no more, and no probe that failed or says too little shows it', async () => {
    const store = await openStore({ url: database.url('ncp_b'), application: 'probe-test', keys });
    const probe = async (service: 'identify' | 'submit', ms: number, outcome: 'answered' | 'refused' | 'lost', kind: 'identify' | 'connection' = 'connection'): Promise<void> =>
      store.probes.note([{ country: PT, service, kind, at: ago(ms), ms: 1, outcome }]);
    const services = async () => (await open.operations.countries([PT]))[0]?.services;
    const [good, bad] = [ago(90_000), ago(80_000)];
    await message(good, { country: 'PT', service: 'dispense' });
    await message(bad, { country: 'PT', service: 'dispense', outcome: 8, codes: ['NCP_PEER_UNAVAILABLE'] });
    const failing = [{ direction: 'outbound', service: 'dispense', lastSuccess: good, failingSince: bad, code: 'NCP_PEER_UNAVAILABLE' }];
    await probe('submit', 85_000, 'answered');
    await probe('identify', 75_000, 'answered');
    expect(await services()).toEqual(failing);
    await probe('submit', 74_000, 'refused');
    expect(await services()).toEqual([{ direction: 'outbound', service: 'dispense', lastSuccess: good, answersAgain: ago(74_000) }]);
    await probe('submit', 73_000, 'lost');
    expect(await services()).toEqual(failing);
    await message(ago(72_000), { country: 'PT', service: 'dispense', outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
    await probe('submit', 71_000, 'answered');
    expect(await services()).toEqual([{ ...failing[0], code: 'NCP_PEER_TIMEOUT' }]);
    // It was there in between: it fails since it failed anew.
    await message(ago(70_800), { country: 'PT', service: 'dispense', outcome: 8, codes: ['NCP_PEER_UNAVAILABLE'] });
    await message(ago(70_700), { country: 'PT', service: 'dispense', outcome: 8, codes: ['NCP_PEER_UNAVAILABLE'] });
    expect(await services()).toEqual([{ ...failing[0], failingSince: ago(70_800) }]);
    await message(ago(70_000), { country: 'PT', service: 'dispense' });
    expect(await services()).toEqual([{ direction: 'outbound', service: 'dispense', lastSuccess: ago(70_000) }]);
    await message(ago(69_000), { country: 'PT', outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
    await probe('identify', 68_000, 'refused', 'identify');
    expect((await services())?.[0]).toMatchObject({ service: 'identify', failingSince: ago(69_000) });
    await probe('identify', 67_000, 'answered', 'identify');
    expect((await services())?.[0]).toEqual({ direction: 'outbound', service: 'identify', answersAgain: ago(67_000) });
    await store.close();
    await sql("delete from transaction_record where country = 'PT'");
    await sql("delete from probe where country = 'PT'");
  });

  it('the national list fails since its first failure after the last message that it answered', async () => {
    expect(await open.operations.nationalFailingSince()).toBeUndefined();
    await message(ago(3_000), { direction: 'inbound', national: 20 });
    for (const ms of [2_000, 1_000]) await message(ago(ms), { direction: 'inbound', outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE'], national: 900 });
    expect(await open.operations.nationalFailingSince()).toBe(ago(2_000));
    await message(ago(500), { direction: 'inbound', national: 20 });
    expect(await open.operations.nationalFailingSince()).toBeUndefined();
  });

  it('the national list is slow since its first slow answer after a quick one', async () => {
    expect(await open.operations.nationalSlow()).toBeUndefined();
    for (const [ms, national, outcome] of [[400, 4_000, 0], [300, 6_500, 4], [200, 900, 8]] as const) await message(ago(ms), { direction: 'inbound', national, outcome });
    expect(await open.operations.nationalSlow()).toEqual({ since: ago(400), latestMs: 6_500 });
    await message(ago(100), { direction: 'inbound', national: 20 });
    expect(await open.operations.nationalSlow()).toBeUndefined();
  });

  it('counts the codes of the last week that the catalogue lacks, each once', async () => {
    await sql(`insert into terminology_gap (release, code_system, code, field, reason, country, count, first_at, last_at) values
      ('a', '1.2', 'x', 'form', 'unmapped', 'FI', 1, $1, $1), ('b', '1.2', 'x', 'form', 'unmapped', 'FI', 1, $1, $1), ('a', '1.2', 'old', 'form', 'unmapped', 'FI', 1, $2, $2)`, [ago(1_000), ago(8 * 86_400_000)]);
    expect(await open.operations.work(NOW)).toMatchObject({ gaps: 1 });
    await sql('delete from terminology_gap');
  });

  it('tells how each service fared when it was last probed, and since when nobody is there; the latest of each counts', async () => {
    const store = await openStore({ url: database.url('ncp_b'), application: 'probe-test', keys });
    const probe = (service: 'identify' | 'query', ms: number, outcome: 'answered' | 'refused' | 'lost') => ({
      country: DK, service, kind: 'identify' as const, at: ago(ms), ms: 12.4, outcome,
      ...(outcome === 'answered' ? {} : { code: outcome === 'lost' ? 'NCP_PEER_TIMEOUT' as const : 'NCP_PEER_NO_MATCH' as const }),
    });
    await store.probes.note([probe('identify', 9_000, 'refused'), probe('identify', 8_000, 'lost'), probe('identify', 7_000, 'lost'), probe('query', 7_000, 'answered')]);
    await store.probes.note([]);
    expect(await store.probes.lastAt(DK)).toBe(ago(7_000));
    expect(await store.probes.lastAt(PT)).toBeUndefined();
    await store.close();
    expect(await open.operations.probes([FI, DK])).toEqual([
      { country: 'DK', service: 'identify', kind: 'identify', at: ago(7_000), ms: 12, outcome: 'lost', code: 'NCP_PEER_TIMEOUT', lastSuccess: ago(9_000), failingSince: ago(8_000) },
      { country: 'DK', service: 'query', kind: 'identify', at: ago(7_000), ms: 12, outcome: 'answered', lastSuccess: ago(7_000) },
    ]);
  });

  it('counts traffic without probes, and splits its time', async () => {
    const [row, ...others] = await open.operations.traffic(DK, ago(60_000));
    expect([row, others]).toEqual([{ direction: 'outbound', service: 'identify', count: 2, troubled: 1, refused: 1, own: { p50: 30, p95: 30, p99: 30 }, peer: { p50: 20, p95: 20, p99: 20 }, national: { p50: 0, p95: 0, p99: 0 } }, []]);
    expect(await open.operations.refusals(FI, ago(8_500), 5)).toEqual([
      { code: 'NCP_NATIONAL_UNAVAILABLE', count: 2, last: ago(1_000) }, { code: 'NCP_PEER_TIMEOUT', count: 1, last: ago(8_000) }, { code: 'NCP_PEER_UNAVAILABLE', count: 1, last: ago(7_000) },
    ]);
  });

  it('finds by country, code, exchange and time, newest first', async () => {
    const codes = async (wish: object) => (await open.operations.search({ limit: 10, ...wish })).map((row) => row.codes.join());
    expect(await codes({ country: DK })).toEqual(['', 'NCP_PEER_NO_MATCH', 'NCP_PEER_TIMEOUT']);
    expect(await codes({ code: 'NCP_PEER_TIMEOUT' })).toHaveLength(2);
    expect(await codes({ exchange: 'slow' })).toEqual(['NCP_PEER_UNAVAILABLE']);
    expect(await codes({ from: ago(8_500), until: ago(6_500), country: FI })).toEqual(['NCP_PEER_UNAVAILABLE', 'NCP_PEER_TIMEOUT']);
    expect(await codes({ onlyTrouble: true, country: DK })).toEqual(['NCP_PEER_TIMEOUT']);
    expect(await codes({ code: "'; drop table transaction_record; --" })).toEqual([]);
  });

  it('DAT-12 counts the ledgers without seeing what is in them', async () => {
    const store = await openStore({ url: database.url('ncp_b'), application: 'operations-b', keys });
    try {
      for (const state of ['QUEUED', 'OPERATOR', 'AWAITING_PROFESSIONAL'] as const) await store.journal.commit(deliveryEntry({ kind: 'confirm', delivery: sampleDelivery({ state, confirmedAt: ago(1_000), changedAt: ago(1_000) }) }));
      expect(await open.operations.work(NOW)).toEqual({ awaitingProfessional: 1, operator: 1, conflicts: 0, unknown: 0, gaps: 0, since: { awaitingProfessional: expect.any(String), operator: expect.any(String) } });
      expect((await open.operations.ledgers()).map(({ ledger, state, country, count }) => [ledger, state, country, count])).toEqual([
        ['outward', 'AWAITING_PROFESSIONAL', 'FI', 1], ['outward', 'OPERATOR', 'FI', 1], ['outward', 'QUEUED', 'FI', 1],
      ]);
      expect((await open.operations.countries([FI]))[0]?.waiting).toEqual({ count: 1, oldest: ago(1_000), peopleAt: addMs(ago(1_000), 86_400_000) });
      for (const table of ['delivery', 'dispense', 'conflict_record', 'audit_event', 'evidence', 'visit']) {
        await expect(withConnection(database.url('ncp_dashboard'), (client) => client.query(`select 1 from ${table}`))).rejects.toThrow(/permission denied/);
      }
    } finally {
      await store.close();
    }
  });

  it('answers the home page and a search quickly with much traffic', async () => {
    await sql(`insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps)
      select 'g' || n, (array['inbound', 'outbound'])[1 + n % 2], 'ITI-55', (array['identify', 'list-prescriptions', 'retrieve-prescriptions', 'dispense'])[1 + n % 4],
        (array['FI','DK','PT','EE','DE','FR','GR','PL','HR','IT','ES','CZ','LT','LV','IE','MT','NL','AT','BE','BG','CY','HU','LU','RO','SI','SK','NO'])[1 + (n * 7) % 27],
        'urn:uuid:' || n, now() - (n * (31536000.0 / ${String(ROWS)}) * interval '1 second'), now(), 40 + n % 30, n % 20, n % 15, case when n % 50 = 0 then 8 when n % 9 = 0 then 12 else 0 end,
        case when n % 50 = 0 then array['NCP_PEER_TIMEOUT'] when n % 9 = 0 then array['NCP_PI_NO_MATCH'] else array[]::text[] end, '[]' from generate_series(1, ${String(ROWS)}) as n`);
    await sql('analyze transaction_record');
    const codes = 'FI DK PT EE DE FR GR PL HR IT ES CZ LT LV IE MT NL AT BE BG CY HU LU RO SI SK NO'.split(' ').map(countryCode);
    const best = async (work: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
      return Math.min(...times);
    };
    const { operations } = open;
    const home = await best(() => Promise.all([operations.countries(codes), operations.nationalFailingSince(), operations.work(NOW)]));
    const search = await best(() => operations.search({ country: DK, code: 'NCP_PEER_TIMEOUT', limit: 50 }));
    process.stderr.write(`operations over ${String(ROWS)} rows: home ${home.toFixed(0)} ms, search ${search.toFixed(0)} ms\n`);
    expect([home < 200, search < 300]).toEqual([true, true]);
  }, 300_000);
});
