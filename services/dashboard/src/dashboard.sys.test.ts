import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CHROMIUM, hasChromium, launch, Pharmacist as Person } from '../../counter/fixtures/browser.js';
import { startDashboardBench, type DashboardBench } from '../fixtures/dashboard-bench.js';

(hasChromium ? describe : describe.skip)(`the dashboard in ${CHROMIUM} (needed: Debian's chromium), in Swedish`, () => {
  let browser: Browser;
  beforeAll(async () => { browser = await launch(); });
  afterAll(async () => browser.close());

  interface View {
    readonly scheme?: 'light' | 'dark';
    readonly width?: number;
    /** As Windows' high contrast. */
    readonly contrast?: boolean;
  }
  /** Somebody who signed in, before the overview. */
  const arrived = async (bench: DashboardBench, name: string, { scheme = 'light', width = 1280, contrast = false }: View = {}): Promise<Person> => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'sv-SE', colorScheme: scheme, ...(contrast ? { forcedColors: 'active' as const } : {}), viewport: { width, height: 900 } });
    const person = new Person(await context.newPage(), name, true);
    await person.page.goto(`${bench.dashboard.origin}/sign-in`);
    await person.arrive('Drift');
    await person.page.getByRole('link', { name: 'Logga in' }).click();
    await person.page.getByRole('button', { name: /Olle/ }).click();
    await person.arrive('Översikt');
    return person;
  };

  it('goes from the home page to the failing step of one exchange in three clicks', async () => {
    const bench = await startDashboardBench();
    try {
      for (const country of ['FI', 'DK', 'PT']) await bench.message({ country, minutesAgo: 60 });
      await bench.message({ country: 'FI', minutesAgo: 40, outcome: 8, codes: ['NCP_PEER_TIMEOUT'], exchange: '0199a1b2-0000-7000-8000-00000000000b' });
      const person = await arrived(bench, 'dashboard-country-down');
      expect(await person.text()).toMatch(/Finland svarar inte sedan .*; inget uttag väntar på besked\./);
      await person.page.getByRole('link', { name: 'Finland' }).click();
      await person.arrive('Finland');
      await person.page.getByRole('link', { name: 'Visa utbytena' }).click();
      await person.arrive('Utbyten');
      await person.page.locator('tbody th a').first().click();
      await person.arrive('Ett utbyte');
      expect(await person.text()).toMatch(/det andra landet\s+20 ms\s+misslyckades här/);
      expect(person.faults).toEqual([]);
    } finally {
      await bench.close();
    }
  }, 120_000);

  it('says that everything works, then live that the national list fails, at 200 % zoom in the dark', async () => {
    const bench = await startDashboardBench();
    try {
      await bench.message({ country: 'DK', direction: 'inbound', minutesAgo: 5, nationalMs: 20 });
      const person = await arrived(bench, 'dashboard-national', { scheme: 'dark', width: 640 });
      expect(await person.text()).toContain('Allt fungerar.');
      await bench.message({ country: 'DK', direction: 'inbound', minutesAgo: 0, nationalMs: 900, outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE'] });
      await person.page.getByText(/Läkemedelslistan svarar inte sedan/).waitFor({ timeout: 15_000 });
      await person.look('-live');
      expect(person.faults).toEqual([]);
    } finally {
      await bench.close();
    }
  }, 120_000);

  it('names a part of ours that is down, and a dispensation that people must mend', async () => {
    const bench = await startDashboardBench({ down: true });
    try {
      await bench.sql(`insert into conflict_record (country, document_root, document_extension, item_id, prescription_id, code, raised_at) values ('FI', '1.2', 'x', 'i', 'rx', 'NCP_DISPENSE_ALREADY', now())`);
      const person = await arrived(bench, 'dashboard-work');
      const text = await person.text();
      for (const part of [/Vår del dispatcher svarar inte sedan/, /1 konflikt i läkemedelslistan väntar på ett beslut/, /Receptet erbjuds inte utomlands/]) expect(text).toMatch(part);
      await person.page.getByRole('navigation').getByRole('link', { name: 'Uttag' }).click();
      await person.arrive('Uttag');
      expect(await person.text()).toMatch(/OPEN\s+Finland/);
      await person.page.getByRole('link', { name: 'Visa och åtgärda' }).click();
      await person.arrive('En konflikt');
      expect(await person.text()).toMatch(/Om ingen gör något: Det andra landet vet inte/);
      await person.page.getByRole('textbox', { name: 'Anteckning' }).fill('rättat i listan');
      await person.page.getByRole('button', { name: 'Avsluta med anteckning' }).click();
      await person.arrive('En beställd åtgärd');
      await bench.sql("update operator_order set status = 'done', ended_at = now(), result = '{\"state\":\"CLOSED\"}'");
      await person.page.getByText('utförd').waitFor({ timeout: 15_000 });
      await person.look('-ordered');
      expect(person.faults).toEqual([]);
    } finally {
      await bench.close();
    }
  }, 120_000);

  it('WEB-08 every page of the overview, a country, an exchange and a dispensation by keyboard, at 200 % zoom, in high contrast, without a serious fault', async () => {
    const bench = await startDashboardBench();
    try {
      await bench.message({ country: 'FI', minutesAgo: 40, outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
      await bench.sql(`insert into exchange_trace (exchange, country, direction, transaction, part, made_at, outline) select '0199a1b2-0000-7000-8000-00000000000a', 'FI', 'outbound', 'ITI-55', part, now(), '{"name":"Envelope","children":[{"name":"Body","attributes":{"id":"#a1b2c3"},"text":"#d4e5f6"}]}' from (values ('request'), ('answer')) as p(part)`);
      await bench.sql(`insert into conflict_record (country, document_root, document_extension, item_id, prescription_id, code, raised_at) values ('FI', '1.2', 'x', 'i', 'rx', 'NCP_DISPENSE_ALREADY', now())`);
      const person = await arrived(bench, 'dashboard-contrast', { width: 640, contrast: true });
      const follow = async (words: RegExp, heading: string): Promise<void> => {
        await person.tabTo(words, 90);
        await person.press('Enter');
        await person.arrive(heading);
      };
      await follow(/^Finland$/, 'Finland');
      await follow(/^Rapport för landet$/, 'Utbytet med Finland');
      await follow(/^Utbyten$/, 'Utbyten');
      await follow(/^\d{4}-\d{2}-\d{2} /, 'Ett utbyte');
      await follow(/^Uttag$/, 'Uttag');
      await follow(/^Visa och åtgärda$/, 'En konflikt');
      expect(person.faults).toEqual([]);
    } finally {
      await bench.close();
    }
  }, 180_000);
});
