import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, DOCUMENT_TEMPLATES, instant, reportingPeriod, type ReportingPeriod } from '@ncp/domain';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { openOperations, type OpenOperations } from '../operations.js';
import { openStore } from '../store.js';
import { kpiCsv, kpiWorkbook, tablesOf } from './export-kpi.js';
import { requirePeriod } from './statistics.js';

/** Rows of the generated year; the quarter has a fourth of them. */
const ROWS = Number(process.env['NCP_KPI_ROWS'] ?? 20_000);

const quarter = (name: string): ReportingPeriod => {
  const period = reportingPeriod(name);
  if (period === undefined) throw new Error(name);
  return period;
};
const Q3 = quarter('2026-Q3');
const EP = DOCUMENT_TEMPLATES.ePrescription;

describe('statistics of a generated quarter', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let open: OpenOperations;
  const sql = async (text: string): Promise<readonly Record<string, unknown>[]> => (await withConnection(database.ownerUrl, (client) => client.query(text))).rows as Record<string, unknown>[];
  /** The rows of a table, without its heading. */
  const csv = async (name: string, country?: string): Promise<readonly (readonly string[])[]> => {
    const table = tablesOf(Q3).find((one) => one.name === name);
    if (table === undefined) throw new Error(name);
    const lines: string[] = [];
    for await (const line of kpiCsv(open.statistics, { period: Q3, ...(country === undefined ? {} : { country: countryCode(country) }) }, table)) lines.push(line);
    return lines.slice(1).map((line) => line.trimEnd().split(','));
  };
  const hashOf = async (): Promise<string> => {
    const hash = createHash('sha256');
    for (const table of tablesOf(Q3)) for await (const line of kpiCsv(open.statistics, { period: Q3 }, table)) hash.update(line);
    return hash.update((await kpiWorkbook(open.statistics, { period: Q3 }, { state: 'closed', asOf: '', demo: true })).bytes).digest('hex');
  };
  /** Many at the same instant, some a microsecond from the border. */
  const generate = (from: string, count: number): Promise<unknown> => sql(`
    insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps, probe, templates)
    select 'g' || n, (array['inbound', 'outbound'])[1 + n % 2], 'ITI-39', s.service, (array['FI','DK','PT'])[1 + n % 3], 'urn:uuid:' || n,
      timestamptz '${from}' + (n / 3) * interval '${String(Math.floor(31_536_000_000 / count))} milliseconds' * 3, timestamptz '${from}', n % 900, 0, 0,
      o.outcome, case when o.outcome = 0 then '{}'::text[] else array['NCP_X_' || n % 5] end, '[]', n % 101 = 0,
      case when o.outcome <> 0 then '{}'::text[] else case s.service when 'retrieve-prescriptions' then array['${EP}', '${DOCUMENT_TEMPLATES.ePrescriptionLevel1}'] when 'retrieve-summaries' then array['${DOCUMENT_TEMPLATES.patientSummary}']
        when 'dispense' then array['${DOCUMENT_TEMPLATES.eDispensation}'] when 'discard' then array['${DOCUMENT_TEMPLATES.discard}'] else '{}'::text[] end end
    from generate_series(1, ${String(count)}) as n,
      lateral (select (array['identify', 'list-prescriptions', 'retrieve-prescriptions', 'retrieve-summaries', 'dispense', 'discard', 'security'])[1 + n % 7] as service) s,
      lateral (select case when n % 11 = 0 then 12 when n % 13 = 0 then 8 else 0 end as outcome) o`);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    open = await openOperations({ url: database.url('ncp_dashboard'), application: 'statistics-test' });
    await generate('2026-01-01T00:00:00Z', ROWS);
    for (const at of ['2026-06-30T23:59:59.999999Z', '2026-07-01T00:00:00Z', '2026-09-30T23:59:59.999999Z', '2026-10-01T00:00:00Z']) await generate(at, 3);
  }, 120_000);
  afterAll(async () => {
    await open.close();
    await database.drop();
    await postgres.stop();
  });

  it('written twice it has the same bytes, also after rows of other periods and probes came', async () => {
    const first = await hashOf();
    expect(await hashOf()).toBe(first);
    await generate('2026-10-02T00:00:00Z', 50);
    await sql(`insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps, probe)
      values ('probe', 'outbound', 'ITI-55', 'identify', 'FI', 'm', '2026-08-01', '2026-08-01', 1, 1, 0, 0, '{}', '[]', true)`);
    await sql('vacuum full transaction_record');
    expect(await hashOf()).toBe(first);
  });

  it('KPI-1.2 has as many rows of each kind as SQL counts', async () => {
    const counted = new Map<string, number>();
    for (const [, , , sender, receiver, , , type, result] of await csv('KPI-1.2')) {
      const key = [sender, receiver, type, result].join(' ');
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
    const rows = await sql(`
      select case direction when 'inbound' then country else 'SE' end as sender, case direction when 'inbound' then 'SE' else country end as receiver,
        case when service = 'discard' then 'DISPENSATION_DISCARD_REQUEST' else
          case service when 'identify' then 'PATIENT_IDENTIFICATION' when 'dispense' then 'DISPENSATION' when 'list-prescriptions' then 'DOCUMENT_LIST' else 'DOCUMENT_EXCHANGED' end
          || case direction when 'inbound' then '_RESPONSE' else '_QUERY' end end as type,
        case outcome when 0 then 'SUCCESS' else 'FAILURE' end as result, count(*)::int as count
      from transaction_record where not probe and service <> 'security' and extract(year from received_at at time zone 'UTC') = 2026 and extract(quarter from received_at at time zone 'UTC') = 3
      group by 1, 2, 3, 4`);
    expect(rows.length).toBeGreaterThan(30);
    expect(Object.fromEntries([...counted].toSorted())).toEqual(Object.fromEntries(rows.map(({ sender, receiver, type, result, count }) => [[sender, receiver, type, result].join(' '), count] as const).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  });

  it.each([['KPI-1.3', `templates[1] like '%.1.1' or templates[1] like '%.1.6'`], ['KPI-1.4', `templates[1] like '%.1.2'`], ['KPI-1.5', `templates[1] like '%.1.3' or templates[1] like '%.1.7'`], ['KPI-1.6', `templates[1] like '%.1.2-DISCARD'`]])(
    '%s has as many documents for each country as SQL counts', async (name, where) => {
      for (const country of ['FI', 'DK', 'PT']) {
        const [row] = await sql(`select count(*)::int as count from transaction_record where not probe and country = '${country}' and (${where}) and date_trunc('quarter', received_at at time zone 'UTC') = timestamp '2026-07-01'`);
        const rows = await csv(name, country);
        expect([country, rows.length > 10, rows.length]).toEqual([country, true, row?.['count']]);
        expect(rows.every(([, year, number]) => year === '2026' && number === '3')).toBe(true);
      }
    });

  it('counts for a page are those of the tables', async () => {
    const counts = await open.statistics.counts({ period: Q3 });
    expect(counts.filter(({ service }) => service === 'dispense').reduce((sum, { count }) => sum + count, 0)).toBe((await csv('KPI-1.2')).filter(([, , , , , , , type]) => type?.startsWith('DISPENSATION_') === true && type !== 'DISPENSATION_DISCARD_REQUEST').length);
    expect(await open.statistics.begins()).toBe('2026-01-01T00:00:00Z');
  });

  it('hands out what has ended and is still whole, and an open period only to whoever asks for it', () => {
    const refusal = (now: string, wish?: { readonly open: boolean }): unknown => {
      try {
        return requirePeriod(Q3, instant(now), wish);
      } catch (error) {
        return (error as { readonly details: { readonly state: string } }).details.state;
      }
    };
    expect([refusal('2026-09-30T12:00:00Z'), refusal('2026-09-30T12:00:00Z', { open: true }), refusal('2026-10-01T02:00:00Z'), refusal('2040-01-01T00:00:00Z', { open: true })]).toEqual(['open', 'open', 'closed', 'gone']);
  });

  it('keeps one typed row of each message that ended, as the journal was told', async () => {
    const store = await openStore({ url: database.url('ncp_a'), application: 'statistics-a', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } } });
    try {
      const entry = sampleEntry();
      const receivedAt = instant('2020-02-03T04:05:06.789Z');
      await store.journal.commit({ ...entry, facts: {
        ...entry.facts, receivedAt,
        timing: { direction: 'inbound', endedAt: addMs(receivedAt, 40), totalMs: 40, peerMs: 0, nationalMs: 9, steps: [], replyId: 'urn:uuid:reply', pointOfCare: 'urn:hl7ii:1.2.246:9', authentication: 'urn:smart', templates: [EP] },
      } });
      const rows = [];
      for await (const row of open.statistics.transactions({ period: quarter('2020-02') })) rows.push(row);
      expect(rows).toEqual([{
        key: expect.stringMatching(/^[0-9a-f-]{36}$/), direction: 'inbound', country: 'FI', service: 'EHDSI-31', transaction: 'ITI-38', messageId: entry.facts.messageId, replyId: 'urn:uuid:reply',
        pointOfCare: 'urn:hl7ii:1.2.246:9', authentication: 'urn:smart', receivedAt, endedAt: addMs(receivedAt, 40), durationMs: 40, outcome: 0, codes: [], templates: [EP],
      }]);
    } finally {
      await store.close();
    }
  });
});
