import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePki } from '@ncp/certs';
import { pairEntries } from '@ncp/ihe';
import { confirmedVisit, startTestPostgres, type TestDatabase } from '@ncp/testkit';
import { CHROMIUM, hasChromium, launch, Pharmacist as Person } from '../../../../services/counter/fixtures/browser.js';
import { foreignNcp, pharmacy } from '../../fixtures/deployed.js';
import type { ManifestPerson } from '../deployment/manifest.js';
import { startDeployment, type Deployment } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';

const given = process.env['DATABASE_URL'] ?? '';
const state = mkdtempSync(join(tmpdir(), 'ncp-dashboard-walk-'));
/** The page tells of a change within this time: its stream looks every few seconds, and gaps are written in between. */
const SOON_MS = 25_000;
const DAY_MS = 86_400_000;
/** Certificates of a deployment hold two years. */
const CERTIFICATE_DAYS = 730;

const send = (url: string, body: object): Promise<Response> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

(hasChromium ? describe : describe.skip)(`the dashboard of a deployment in ${CHROMIUM} (needed: Debian's chromium), with real traffic`, () => {
  let browser: Awaited<ReturnType<typeof launch>>;
  let deployment: Deployment;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (given !== '') {
      database = await (await startTestPostgres()).database();
      process.env['DATABASE_URL'] = database.ownerUrl;
    }
    [browser, deployment] = await Promise.all([launch(), startDeployment({ state })]);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stopDeployment(state);
    if (given !== '') process.env['DATABASE_URL'] = given;
    await database?.drop();
    rmSync(state, { recursive: true, force: true });
  }, 120_000);

  interface View {
    readonly scheme?: 'light' | 'dark';
    readonly width?: number;
    readonly as?: RegExp;
  }
  const arrived = async (name: string, { scheme = 'light', width = 1280, as = /Olle/ }: View = {}): Promise<Person> => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'sv-SE', colorScheme: scheme, viewport: { width, height: 900 } });
    const person = new Person(await context.newPage(), name, true);
    await person.page.goto(`${deployment.manifest.services.dashboard?.url ?? ''}/sign-in`);
    await person.page.getByRole('link', { name: 'Logga in' }).click();
    await person.page.getByRole('button', { name: as }).click();
    await person.arrive('Översikt');
    return person;
  };
  /** The sentence of the home page comes by itself: nobody reloads. */
  const says = async (person: Person, sentence: RegExp): Promise<void> => {
    try {
      await person.page.locator('.headline', { hasText: sentence }).waitFor({ timeout: SOON_MS });
    } catch {
      throw new Error(`not said: ${String(sentence)}; but: ${await person.page.locator('.headline').innerText()}`);
    }
  };

  const sample = (key: string): ManifestPerson => {
    const found = deployment.manifest.persons.find((one) => one.key === key);
    if (found === undefined) throw new Error(key);
    return found;
  };
  const askedBy = async (country: string, key: string): Promise<{ readonly ncp: ReturnType<typeof foreignNcp>['ncp']; readonly patient: { readonly root: string; readonly extension: string }; close(): void }> => {
    const { ncp, http } = foreignNcp(deployment.manifest, country);
    const { root, id, birthDate } = sample(key);
    await ncp.identify({ root, extension: id }, birthDate);
    return { ncp, patient: { root, extension: id }, close: () => { http.close(); } };
  };
  const nationalFault = (fault: object): Promise<Response> => send(`${deployment.manifest.services.nll.control}/faults`, fault);
  const behave = (country: string, kind: string): Promise<Response> => send(`${deployment.manifest.countries[country]?.ncpA?.control ?? ''}/personality`, { kind });
  const identifyEero = async (): Promise<number> => {
    const anna = await pharmacy(deployment.manifest, 'anna');
    const { body } = await anna.ask('openVisit', { body: { country: 'FI' } });
    return (await anna.ask('identify', { params: { visit: body.id }, body: { traits: { nationalId: '020274-915H', birthDate: '1974-02-02' } } })).status;
  };

  it('tells the truth on its home page: healthy, a slow list, a country down, a gap of the catalogue, a conflict; live', async () => {
    (await askedBy('FI', 'S03')).close();
    expect(await identifyEero()).toBe(200);
    const person = await arrived('walk-home');
    await says(person, /^Allt fungerar\.$/);

    await nationalFault({ kind: 'latency', ms: 3_500, times: 1 });
    (await askedBy('DK', 'S03')).close();
    await says(person, /^Läkemedelslistan svarar långsamt sedan \d\d:\d\d, senast efter 3,\d sekunder\.$/);
    await person.look('-list-slow');
    (await askedBy('DK', 'S03')).close();
    await says(person, /^Allt fungerar\.$/);

    await behave('FI', 'down');
    expect(await identifyEero()).toBeGreaterThanOrEqual(500);
    await says(person, /^Finland svarar inte sedan \d\d:\d\d; inget uttag väntar på besked\.$/);
    await person.look('-country-down');
    await person.page.locator('#state').getByRole('link', { name: 'Finland' }).first().click();
    await person.arrive('Finland');
    await person.page.getByRole('link', { name: 'Visa utbytena' }).click();
    await person.arrive('Utbyten');
    await person.page.locator('tbody tr', { hasText: 'störning' }).first().getByRole('link').first().click();
    await person.arrive('Ett utbyte');
    expect(await person.text()).toMatch(/det andra landet[\s\S]*misslyckades här/);
    await person.page.goBack();
    await behave('FI', 'prompt');

    const home = await arrived('walk-home-after');
    await says(home, /Finland svarar inte/);
    // The breaker lets one through when its time is over; a probe may come first.
    for (let tries = 0; tries < 60 && (await identifyEero()) !== 200; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 1_000); });
    await says(home, /^Allt fungerar\.$/);

    await (await confirmedVisit(await pharmacy(deployment.manifest, 'anna'), { country: 'PT', traits: { nationalId: '999990017' } })).read();
    await says(home, /^\d+ kod(er)? i veckans dokument saknas i katalogen\.$/);
    await home.look('-gap');

    const { ncp, patient, close } = await askedBy('FI', 'S01');
    const offer = pairEntries((await ncp.list(patient)).answer)[0]?.coded?.uniqueId ?? '';
    const [document] = (await ncp.retrieve(patient, [offer])).answer.documents;
    await nationalFault({ kind: 'refused', method: 'POST', resource: 'MedicationDispense', times: 1 });
    expect((await ncp.dispense(patient, ncp.prepareDispensation(document?.bytes ?? new Uint8Array(), { packages: 1 }))).answer.status).toBe('Failure');
    close();
    await says(home, /^1 konflikt i läkemedelslistan väntar på ett beslut\.$/);
    await home.look('-conflict');
    expect([...person.faults, ...home.faults]).toEqual([]);
  }, 300_000);

  it('settles the conflict by what an operator orders, and says so', async () => {
    const person = await arrived('walk-conflict');
    await person.page.getByRole('navigation').getByRole('link', { name: 'Uttag' }).click();
    await person.arrive('Uttag');
    await person.page.getByRole('link', { name: 'Visa och åtgärda' }).click();
    await person.arrive('En konflikt');
    const close = person.page.getByRole('region', { name: 'Avsluta med anteckning' });
    await close.getByLabel('Anteckning').fill('rättat i listan');
    await close.getByRole('button').click();
    await person.arrive('En beställd åtgärd');
    await person.page.getByText('utförd').first().waitFor({ timeout: SOON_MS });
    await person.page.getByRole('navigation').getByRole('link', { name: 'Översikt' }).click();
    await person.arrive('Översikt');
    await says(person, /kod(er)? i veckans dokument/);
    expect(person.faults).toEqual([]);
  }, 120_000);

  it.each([['light', 1280], ['dark', 640]] as const)('every page that the menu leads to can be read, %s, %i px wide', async (scheme, width) => {
    const person = await arrived(`walk-${scheme}-${String(width)}`, { scheme, width, as: /Ada/ });
    const menu = await person.page.getByRole('navigation').getByRole('link').evaluateAll((links) => links.map((link) => (link as unknown as { readonly href: string }).href));
    expect(menu.length).toBeGreaterThan(8);
    for (const address of menu) {
      await person.page.goto(address);
      await person.arrive(/./);
    }
    expect(person.faults).toEqual([]);
  }, 180_000);

  it('warns of a certificate when twenty days are left', async () => {
    const folder = join(state, 'soon-over');
    const made = await makePki({ outDir: folder, now: new Date(Date.now() - (CERTIFICATE_DAYS - 20) * DAY_MS), countries: ['SE'] });
    copyFileSync(made.countries['SE']?.tlsServer.certificate ?? '', deployment.pki.countries['SE']?.tlsServer.certificate ?? '');
    const person = await arrived('walk-certificate');
    await says(person, /^Certifikatet .* går ut om (19|20) dagar\.$/);
    expect(person.faults).toEqual([]);
  }, 120_000);
});
