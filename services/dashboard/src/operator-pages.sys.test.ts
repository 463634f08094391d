import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEventFor } from '@ncp/audit';
import { instantFromEpoch } from '@ncp/domain';
import { sampleEntry } from '@ncp/testkit';
import type { Browser } from 'playwright-core';
import { CHROMIUM, hasChromium, launch, Pharmacist as Person } from '../../counter/fixtures/browser.js';
import { EXCHANGE, startDashboardBench, type DashboardBench } from '../fixtures/dashboard-bench.js';

const gateway = { commonName: 'ncp', address: '127.0.0.1' };

/** A gateway with something to show on every page. */
async function furnish(bench: DashboardBench): Promise<void> {
  const now = instantFromEpoch(Date.now());
  await bench.message({ minutesAgo: 5 });
  for (const [who, where] of [['Pekka Proviisori', 'Apteekki Esimerkki'], ['Aino Apteekkari', 'Apteekki Näyte']]) {
    const event = auditEventFor({
      side: 'A', service: 'list-prescriptions', time: now, outcome: 0, sourceId: 'SE-AB', consumer: gateway, provider: gateway, pointOfCare: String(where), patient: '199008202385^^^&1.2.752.129.2.1.3.1&ISO',
      professional: { nameId: 'n', issuer: 'i', spProvidedId: 'FI-123456', subjectId: String(who) }, request: { id: 'urn:uuid:1' }, documents: ['1.2.752.221.3.1.1.11^7f3c1a2e-0010-4b6d-9a10-000000000101.1.L3'],
    });
    const sample = sampleEntry();
    await bench.store.journal.commit({ ...sample, leaf: { ...sample.leaf, kind: 'list-prescriptions', time: now, eventHash: event.hash }, event });
  }
  await bench.sql(`insert into terminology_gap (release, code_system, code, field, reason, country, count, documents, first_at, last_at) values
    ('starter', '1.2.246.537.6.55', '10219000', 'dose-form', 'unknown-code', 'FI', 9, 7, now(), now()), ('starter', '', '(text)', 'route', 'unknown-text', 'PT', 3, 3, now(), now())`);
  await bench.sql(`insert into terminology_release (service, release, hash, taken_at) values ('ncp-a', 'starter', '', now()), ('ncp-b', 'starter', '', now())`);
  await bench.store.inForce.tookConfiguration({
    service: 'ncp-a', at: now, settings: [
      { path: 'mode', value: 'demo', origin: 'file' }, { path: 'database.url', value: 'postgres://ncp_a@127.0.0.1:5432/ncp', origin: 'environment', variable: 'DATABASE_URL' },
      { path: 'keyEncryptionKeyFile', value: '/run/secrets/key-encryption-key', origin: 'file' }, { path: 'ncpA.maxRequestsPerSecond', value: '50', origin: 'default' },
    ],
  });
  await bench.store.inForce.reportQueue({
    process: 'dispatcher-1 4711', backend: 'postgres', at: now, counts: { waiting: 1, active: 0, delayed: 0, failed: 1 },
    jobs: [{ id: 'outbox-12-3', kind: 'deliver-dispensation', exchange: EXCHANGE, state: 'failed', attempts: 10, since: now, reason: 'NCP_PEER_TIMEOUT' }, { id: 'outbox-14-1', kind: 'forward-audit', exchange: EXCHANGE, state: 'waiting', attempts: 0, since: now }],
  });
}

(hasChromium ? describe : describe.skip)(`the pages of operators in ${CHROMIUM} (needed: Debian's chromium), in Swedish`, () => {
  let browser: Browser;
  let bench: DashboardBench;
  beforeAll(async () => {
    browser = await launch();
    bench = await startDashboardBench({ alive: true });
    await furnish(bench);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  const arrived = async (name: string, operator: RegExp, { scheme, width }: { readonly scheme: 'light' | 'dark'; readonly width: number }): Promise<Person> => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'sv-SE', colorScheme: scheme, viewport: { width, height: 900 } });
    const person = new Person(await context.newPage(), name, true);
    await person.page.goto(`${bench.dashboard.origin}/sign-in`);
    await person.page.getByRole('link', { name: 'Logga in' }).click();
    await person.page.getByRole('button', { name: operator }).click();
    await person.page.getByRole('heading', { level: 1, name: 'Översikt' }).waitFor();
    return person;
  };
  const menu = async (person: Person, word: string): Promise<void> => {
    await person.page.getByRole('navigation').getByRole('link', { name: word, exact: true }).click();
    await person.arrive(word);
  };
  const MENU = ['Kö', 'Revisionslogg', 'Certifikat', 'Terminologi', 'Inställningar', 'Roller'];

  it('WEB-08 every page is read at 200 % zoom in the dark, and a log extract is got by keyboard alone', async () => {
    const person = await arrived('operator-dark', /Ada/, { scheme: 'dark', width: 640 });
    for (const word of MENU) await menu(person, word);
    await menu(person, 'Revisionslogg');
    await person.tabTo(/^Kontrollera nu/);
    await person.press('Enter');
    await person.page.getByText('Loggen är hel.').waitFor({ timeout: 20_000 });
    await person.look('-verified');
    await person.tabTo(/^Loggutdrag/);
    await person.press('Enter');
    await person.arrive('Loggutdrag');
    await person.tabTo(/^Patientens nummer/);
    await person.type('19900820-2385');
    await person.tabTo(/^Skäl/);
    await person.press('ArrowDown');
    await person.tabTo(/^Ärendenummer/);
    await person.type('Dnr 12/2026');
    await person.press('Enter');
    await person.page.getByText('Apteekki Näyte').waitFor({ timeout: 20_000 });
    await person.look('-extract');
    expect(await person.text()).toMatch(/Åtkomster: 3[\s\S]*Pekka Proviisori, FI-123456/);
    expect(person.faults).toEqual([]);
  }, 120_000);

  it('a sample is drawn and reviewed, and every page is read in the light', async () => {
    const person = await arrived('operator-light', /Ada/, { scheme: 'light', width: 1280 });
    for (const word of MENU) await menu(person, word);
    await menu(person, 'Revisionslogg');
    await person.page.getByRole('link', { name: 'Logguppföljning' }).click();
    await person.arrive('Logguppföljning');
    await person.page.getByRole('button', { name: 'Dra ett urval' }).click();
    await person.page.getByText('Urvalet är draget.').waitFor();
    await person.page.getByRole('link', { name: 'Urval 1' }).click();
    await person.arrive('Urval 1');
    await person.page.getByRole('button', { name: /utan anmärkning/ }).first().click();
    await person.page.getByText('Granskningen är sparad.').waitFor();
    await person.look('-marked');
    expect(person.faults).toEqual([]);
  }, 120_000);
});
