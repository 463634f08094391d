import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, instant, quartersBefore } from '@ncp/domain';
import { startDashboardBench, type DashboardBench } from '../fixtures/dashboard-bench.js';

const HOSTILE = '"><script>alert(1)</script>';

describe('statistics and fair use', () => {
  let bench: DashboardBench;
  const [present, closed, before] = quartersBefore(instant(new Date().toISOString()), 3).map(({ name, from }) => ({ name, from }));
  if (present === undefined || closed === undefined || before === undefined) throw new Error('no quarters');
  beforeAll(async () => {
    bench = await startDashboardBench();
    const rows = (country: string, at: string, codes = '{}', probe = false): Promise<void> => bench.sql(`insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps, probe)
      values ('x', 'outbound', 'ITI-55', 'identify', '${country}', '=cmd', '${at}', '${at}', 1, 1, 0, ${codes === '{}' ? '0' : '12'}, '${codes}', '[]', ${String(probe)})`);
    await rows('FI', addMs(closed.from, 1_000));
    await rows('DK', addMs(closed.from, 2_000), '{"<img src=x onerror=alert(1)>"}');
    await rows('FI', addMs(closed.from, 3_000), '{}', true);
    await rows('PT', addMs(before.from, 1_000));
    await rows('PT', addMs(present.from, 1));
    await bench.sql(`insert into abuse_event (kind, direction, country, subject, began_at, last_at, highest, threshold, exchange)
      values ('point-of-care', 'inbound', 'FI', '<script>alert(2)</script>', now(), now(), 301, 300, 'x'), ('patient', 'inbound', 'DK', '${'c'.repeat(64)}', now(), now(), 31, 30, 'x')`);
  }, 60_000);
  afterAll(async () => bench.close());

  const signedIn = async (person: string) => {
    const visitor = bench.visitor();
    await visitor.signIn(person);
    return visitor;
  };
  const FILES = { everybody: [`/statistics/${closed.name}/KPI-1.2.csv`, `/statistics/${closed.name}/indicators.xlsx`], operators: [`/statistics/${closed.name}/transactions.xlsx`, `/statistics/${closed.name}/countries/FI/indicators.xlsx`] };

  it('shows the indicators of the last closed quarter, of others where asked, without probes', async () => {
    const visitor = await signedIn('vera');
    const { text } = await visitor.get('/statistics');
    expect([text.includes(`Statistik ${closed.name}`), text.includes('Finland'), text.includes('Danmark'), text.includes('Portugal')]).toEqual([true, true, true, false]);
    expect((await visitor.get(`/statistics/${before.name}`)).text).toContain('Portugal');
  });

  it('hands out one period and no other, the same each time', async () => {
    const visitor = await signedIn('vera');
    const [path = ''] = FILES.everybody;
    const said = await visitor.request('GET', `${path}?period=${before.name}&country=PT`);
    expect([said.status, said.text.split('\r\n').length]).toEqual([200, 4]);
    expect([said.text.includes('PT'), said.text.includes("'=cmd")]).toEqual([false, false]);
    expect((await visitor.request('GET', path)).text).toBe(said.text);
    expect((await visitor.request('GET', FILES.everybody[1] ?? '')).status).toBe(200);
  });

  it('WEB-04 refuses reports of a country and transactions to whoever may only look', async () => {
    for (const path of [...FILES.everybody, ...FILES.operators, '/statistics', '/fair-use']) expect([path, (await bench.visitor().request('GET', path)).status]).toEqual([path, 401]);
    const [viewer, operator] = [await signedIn('vera'), await signedIn('olle')];
    for (const path of FILES.operators) expect([path, (await viewer.request('GET', path)).status, (await operator.request('GET', path)).status]).toEqual([path, 403, 200]);
  });

  it('refuses what has not ended, and knows no other period', async () => {
    const visitor = await signedIn('ada');
    const open = await visitor.request('GET', `/statistics/${present.name}/KPI-1.2.csv`);
    expect([open.status, open.text.includes('NCP_STATISTICS_PERIOD')]).toEqual([409, true]);
    for (const path of ['/statistics/2999-Q1', '/statistics/1999-Q1', '/statistics/2001-Q1', '/statistics/2026-Q9', `/statistics/${encodeURIComponent(HOSTILE)}`, `/statistics/${closed.name}/eTransaction.csv`, `/statistics/${closed.name}/..%2fx.csv`, `/statistics/${closed.name}/countries/XX/indicators.xlsx`]) {
      const said = await visitor.request('GET', path);
      expect([path, said.status, said.text.includes('<script>alert')]).toEqual([path, 404, false]);
    }
  });

  it('WEB-01 says who passed a threshold, since when and what to do, as text', async () => {
    const { text } = await (await signedIn('vera')).get('/fair-use');
    for (const part of ['Många frågor från en vårdenhet', '301', 'gräns 300 på 10 min', 'patient cccccccc', 'Säkerhet avgör', 'href="/exchanges/x"', '&lt;script&gt;alert(2)']) expect(text).toContain(part);
    expect([text.includes('<script>alert'), text.includes('ccccccccc')]).toEqual([false, false]);
  });
});
