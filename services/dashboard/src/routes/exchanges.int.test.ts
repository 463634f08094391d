import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ncp/testkit';
import { outlineOf, parseXml, utf8 } from '@ncp/xml';
import type { Visitor } from '../../../counter/fixtures/counter-bench.js';
import { EXCHANGE, startDashboardBench, type DashboardBench } from '../../fixtures/dashboard-bench.js';

const CANARIES = ['Alma', 'Testdotter', '199008202385'];
const MASKED = outlineOf(parseXml(utf8('<Envelope><Body><patient><given>Alma</given><family>Testdotter</family><id extension="199008202385"/></patient><RegistryError errorCode="4701" codeContext="Alma"/></Body></Envelope>')), {
  key: utf8('k'), isKnownCode: (code) => code === '4701', isKnownOid: () => false,
});

describe('one exchange', () => {
  let bench: DashboardBench;
  beforeAll(async () => {
    bench = await startDashboardBench();
    await bench.message({ direction: 'inbound', minutesAgo: 120, outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE', 'Alma Kvittersson'] });
    for (const part of ['request', 'answer']) await bench.sql(`insert into exchange_trace (exchange, country, direction, transaction, part, made_at, outline) values ('${EXCHANGE}', 'FI', 'inbound', 'ITI-38', '${part}', now(), '${JSON.stringify(MASKED)}')`);
  }, 60_000);
  afterAll(async () => bench.close());

  const signedIn = async (person: string): Promise<Visitor> => {
    const visitor = bench.visitor();
    await visitor.signIn(person);
    return visitor;
  };
  const TRACE = `/exchanges/${EXCHANGE}/trace.json`;
  const onRecord = (): Promise<readonly Record<string, unknown>[]> => bench.rows('select action, subject, ordered_by, role from operator_order order by ordered_at');

  it('shows its time line and how both messages were built, side by side, masked', async () => {
    const { text } = await (await signedIn('vera')).get(`/exchanges/${EXCHANGE}`);
    for (const part of ['Tidslinje', 'class="lane"', 'Landets fråga', 'Vårt svar', '<strong>patient</strong>', '<strong>given</strong>', '4701', `${bench.dashboard.origin}/exchanges/${EXCHANGE}`]) expect(text).toContain(part);
    const built = text.slice(text.indexOf('id="masked"'));
    expect(CANARIES.filter((canary) => built.includes(canary))).toEqual([]);
  });

  it('AUD-31 whoever reads an exchange is on record, before anything is shown', async () => {
    expect(await onRecord()).toContainEqual({ action: 'read', subject: EXCHANGE, ordered_by: 'sim-vera', role: 'viewer' });
    const visitor = await signedIn('olle');
    await bench.sql('revoke insert on operator_order from ncp_dashboard; revoke insert (id, action, ledger, subject, seen, found, note, ordered_by, role, ordered_at) on operator_order from ncp_dashboard');
    const refused = [await visitor.request('GET', `/exchanges/${EXCHANGE}`), await visitor.request('GET', TRACE)];
    await bench.sql('grant insert (id, action, ledger, subject, seen, found, note, ordered_by, role, ordered_at) on operator_order to ncp_dashboard');
    expect(refused.map(({ status, text }) => [status, text.includes('patient')])).toEqual([[503, false], [503, false]]);
  });

  it('DAT-11 hands out the masked trace with its structure and no canary; on record as taken', async () => {
    const said = await (await signedIn('olle')).request('GET', TRACE);
    expect([said.status, said.headers['content-type'], said.headers['content-disposition']]).toEqual([200, expect.stringMatching(/json/), `attachment; filename="trace-${EXCHANGE}.json"`]);
    expect(CANARIES.filter((canary) => said.text.includes(canary))).toEqual([]);
    expect(JSON.parse(said.text)).toMatchObject({ form: 'ncp-trace-1', messages: [{ country: 'FI', codes: ['NCP_NATIONAL_UNAVAILABLE', '(code)'], steps: [{ step: 'envelope' }, { step: 'national', failed: true }] }], outlines: [{ part: 'request', outline: { name: 'Envelope' } }, { part: 'answer' }] });
    expect(await onRecord()).toContainEqual({ action: 'export', subject: EXCHANGE, ordered_by: 'sim-olle', role: 'operator' });
  });

  it('WEB-04 the trace is not for a viewer, nor for nobody; what was tried is on record', async () => {
    expect((await bench.visitor().request('GET', TRACE)).status).toBe(401);
    const said = await (await signedIn('vera')).request('GET', TRACE);
    expect([said.status, said.text.includes('ncp-trace')]).toEqual([403, false]);
    await until('on record', async () => (await onRecord()).some(({ action, subject }) => action === 'denied' && subject === TRACE));
  });

  it('finds by time of day in Sweden, and takes hostile times as none', async () => {
    const visitor = await signedIn('vera');
    const found = async (query: string): Promise<boolean> => (await visitor.request('GET', `/exchanges?${query}`)).text.includes(`href="/exchanges/${EXCHANGE}"`);
    const local = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }).slice(0, 16).replace(' ', 'T');
    expect([await found(`from=${local(-3)}&until=${local(-1)}`), await found(`from=${local(-1)}`), await found(`until=${local(-3)}`)]).toEqual([true, false, false]);
    for (const hostile of ['2026-13-45T99:99', '0000-01-01T00:00', '0001-01-01T00:00', '2026-02-31T10:00', "' or 1=1 --", '"><script>']) {
      const said = await visitor.request('GET', `/exchanges?from=${encodeURIComponent(hostile)}`);
      expect([said.status, said.text.includes('<script>')]).toEqual([200, false]);
    }
  });
});
