import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ncp/testkit';
import type { Visitor } from '../../../counter/fixtures/counter-bench.js';
import { startDashboardBench, type DashboardBench } from '../../fixtures/dashboard-bench.js';

const PDFTOTEXT = '/usr/bin/pdftotext';
const HOSTILE = '<img src=x onerror=alert(1)>';

describe('one country', () => {
  let bench: DashboardBench;
  beforeAll(async () => {
    bench = await startDashboardBench();
    for (const minutesAgo of [5, 6, 7]) await bench.message({ minutesAgo });
    await bench.message({ minutesAgo: 4, outcome: 8, codes: ['NCP_PEER_TIMEOUT', HOSTILE] });
    await bench.sql("insert into probe (country, service, kind, asked_at, ms, outcome, code) values ('FI', 'identify', 'identify', now() - interval '3 minutes', 40, 'answered', null), ('FI', 'submit', 'connection', now() - interval '2 minutes', 40, 'not-sent', 'NCP_PEER_UNAVAILABLE')");
    await bench.sql("insert into terminology_gap (release, code_system, code, field, reason, country, count, first_at, last_at) values ('r1', '1.2.3', 'X9', 'dose-form', 'unknown-code', 'FI', 7, now(), now()), ('r2', '1.2.3', 'X9', 'dose-form', 'unknown-code', 'FI', 2, now(), now())");
  }, 60_000);
  afterAll(async () => bench.close());

  const signedIn = async (person: string): Promise<Visitor> => {
    const visitor = bench.visitor();
    await visitor.signIn(person);
    return visitor;
  };
  const recorded = async (): Promise<readonly string[]> => (await bench.rows('select action, subject, role from operator_order order by ordered_at')).map(({ action, subject, role }) => [action, subject, role].map(String).join(' '));

  it('shows raw counts with their band, probes, certificates with their ends, and what could not be translated', async () => {
    const { text } = await (await signedIn('vera')).get('/countries/FI');
    for (const part of ['3 / 4 (30–95 %)', 'Frågor på prov', 'gick inte att nå', 'NCP_PEER_UNAVAILABLE', 'authority', 'X9', 'dose-form', 'Rollen operatör behövs för en rapport']) expect(text).toContain(part);
    expect([text.includes(HOSTILE), /X9[\s\S]{0,300}>9</.test(text)]).toEqual([false, true]);
  });

  it('WEB-04 a report without the right is refused, and on record as tried; nobody gets none', async () => {
    const visitor = await signedIn('vera');
    for (const path of ['/countries/FI/report', '/countries/FI/report.pdf']) {
      const said = await visitor.request('GET', path);
      expect([path, said.status, said.text.includes('NCP_PEER_TIMEOUT'), (await bench.visitor().request('GET', path)).status]).toEqual([path, 403, false, 401]);
      await until('on record', async () => (await recorded()).includes(`denied ${path} viewer`));
    }
    for (const path of ['/countries/XX/report', `/countries/${encodeURIComponent(HOSTILE)}/report.pdf`]) expect((await (await signedIn('olle')).request('GET', path)).status).toBe(404);
  });

  it('makes the report as a page in both languages and as PDF, masked, on record before it is given', async () => {
    const visitor = await signedIn('olle');
    const { text } = await visitor.get('/countries/FI/report');
    for (const part of ['Utbytet med Finland', '3 / 4 (30–95 %)', 'Deras certifikat', '(code)', 'Skriv ut']) expect(text).toContain(part);
    expect(text).not.toContain('onerror');
    await visitor.post('/language', { language: 'en' });
    expect((await visitor.get('/countries/FI/report')).text).toContain('The exchange with Finland');
    const pdf = await visitor.request('GET', '/countries/FI/report.pdf');
    expect([pdf.status, pdf.headers['content-type'], pdf.text.startsWith('%PDF-')]).toEqual([200, expect.stringContaining('pdf'), true]);
    expect(await recorded()).toEqual(expect.arrayContaining(['export /countries/FI/report operator', 'export /countries/FI/report.pdf operator']));
  });

  (existsSync(PDFTOTEXT) ? it : it.skip)('the PDF says the same (needed: poppler-utils)', async () => {
    const file = join(tmpdir(), `report-${String(process.pid)}.pdf`);
    try {
      await writeFile(file, await bench.bytes(await signedIn('olle'), '/countries/FI/report.pdf'));
      const text = execFileSync(PDFTOTEXT, ['-layout', file, '-'], { encoding: 'utf8' });
      for (const part of ['Utbytet med Finland', 'NCP_PEER_TIMEOUT', '30–95 %', 'X9', '(code)']) expect(text).toContain(part);
    } finally {
      await rm(file, { force: true });
    }
  });
});
