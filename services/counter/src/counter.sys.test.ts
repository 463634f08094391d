import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';
import { CHROMIUM, hasChromium, launch, Pharmacist } from '../fixtures/browser.js';
import { startCounterAt } from '../fixtures/counter-bench.js';
import type { RunningCounter } from './index.js';

type Browser = Awaited<ReturnType<typeof launch>>;
type Context = Awaited<ReturnType<Browser['newContext']>>;

const inBrowser = hasChromium ? describe : describe.skip;

inBrowser(`the counter in ${CHROMIUM} (needed: Debian's chromium), by keyboard alone, in Swedish`, () => {
  let world: TreatmentWorld;
  let counter: RunningCounter;
  let browser: Browser;
  const contexts: Context[] = [];
  const closers: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    world = await startTreatmentWorld({ dispatcher: true });
    closers.push(() => world.stop());
    browser = await launch();
    closers.push(() => browser.close());
    const sweden = world.pki.countries['SE'];
    if (sweden === undefined) throw new Error('no certificates');
    // The issuer is 127.0.0.1: to the browser another site, as a real one is, so that strict cookies are put to the test.
    counter = await startCounterAt({ host: 'localhost', tls: sweden.tlsServer, api: { url: world.url, ca: sweden.ca.certificate }, issuer: world.oauth.issuer });
    closers.push(() => counter.close());
  });
  afterEach(async () => { await Promise.all(contexts.splice(0).map((context) => context.close())); });
  afterAll(async () => { for (const close of closers.toReversed()) await close(); });

  const pharmacist = async (name: string, options: Parameters<Browser['newContext']>[0] & { readonly every?: boolean } = {}): Promise<Pharmacist> => {
    const { every = true, ...screen } = options;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'sv-SE', ignoreHTTPSErrors: true, ...screen });
    contexts.push(context);
    return new Pharmacist(await context.newPage(), name, every);
  };

  const signIn = async (anna: Pharmacist): Promise<void> => {
    await anna.page.goto(counter.origin);
    await anna.arrive('EU-recept');
    await anna.press('F2');
    await anna.page.getByRole('button', { name: /Anna Apotekare/ }).waitFor();
    await anna.tabTo(/Anna Apotekare/);
    await anna.press('Enter');
    await anna.arrive('Välj land');
  };

  /** Steps 1 to 4. */
  const identify = async (anna: Pharmacist, country: string, number: string): Promise<void> => {
    await anna.tabTo(new RegExp(`^Välj ${country}`));
    await anna.press('Enter');
    await anna.arrive('Information till patienten');
    await anna.tabTo(/Patienten har fått informationen/);
    await anna.press('Space', 'F2');
    await anna.arrive('Identitet');
    await anna.tabTo(/personbeteckning|personnummer|patientnummer/);
    await anna.type(number);
    await anna.press('Enter');
    await anna.arrive('Bekräfta person');
  };

  const confirm = async (anna: Pharmacist): Promise<void> => {
    await anna.tabTo(/Giltig id-handling/);
    await anna.press('Space');
    await anna.tabTo(/Patienten är informerad/);
    await anna.press('Space', 'F2');
    await anna.arrive('Recept');
  };

  /** Steps 5 to 8; whatever must be judged is judged. */
  const dispense = async (anna: Pharmacist): Promise<void> => {
    await anna.press('F2');
    await anna.arrive('Granska receptet');
    await anna.press('F2');
    await anna.arrive('Välj produkt');
    await anna.press('F2');
    await anna.arrive('Expediera');
    await anna.tabTo(/Batchnummer/);
    await anna.type('AB1234');
    await anna.press('F2');
    await anna.page.getByRole('heading', { name: 'Kontroller' }).waitFor();
    const judgements = await anna.page.getByRole('checkbox').count();
    for (let judged = 0; judged < judgements; judged += 1) {
      await anna.tabTo(/Jag har bedömt detta/);
      await anna.press('Space');
    }
    if (judgements > 0) {
      await anna.look('-judge');
      await anna.press('F2');
    }
    await anna.page.getByRole('button', { name: 'Skicka uttaget' }).waitFor();
    await anna.look('-checked');
    await anna.press('F2');
    await anna.arrive('Besked');
  };

  it('dispenses a Finnish prescription, in ten steps, to the printed label', async () => {
    const anna = await pharmacist('dispensed');
    await signIn(anna);
    await identify(anna, 'Finland', '101080-921V');
    await confirm(anna);
    await dispense(anna);
    await anna.page.getByText('Registrerat. Lämna ut.').waitFor();
    await anna.look('-recorded');
    await anna.press('F2');
    await anna.arrive('Kvitto och etikett');
    expect(await anna.text()).toMatch(/Helmi Maria Tavallinen[^]*1 tabletti aamuisin/);
    await anna.print();
    await anna.press('F8');
    await anna.arrive('Apotekets uttag');
    expect(await anna.page.evaluate('Object.keys(localStorage).length + Object.keys(sessionStorage).length')).toBe(0);
    expect(world.country('FI').counters().dispensations.map(({ effects }) => effects)).toEqual([1]);
    expect(anna.faults).toEqual([]);
  });

  it('shows a Danish refusal with its reason, at 200 % zoom in the dark', async () => {
    // 200 % of a 1280 px screen: 640 CSS pixels of twice the size.
    const anna = await pharmacist('refused', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: 'dark' });
    await signIn(anna);
    await identify(anna, 'Danmark', '0202802345');
    await confirm(anna);
    await dispense(anna);
    await anna.page.getByText('Inte registrerat. Lämna inte ut.').waitFor();
    await anna.look('-refused');
    expect(await anna.text()).toMatch(/Hos Danmark[^]*4106/);
    expect(anna.faults).toEqual([]);
  });

  it('waits with a Portuguese dispensation until the country knows, and says so by itself', async () => {
    const anna = await pharmacist('waiting', { every: false });
    await signIn(anna);
    await identify(anna, 'Portugal', '999990025');
    await confirm(anna);
    await dispense(anna);
    await anna.page.getByText('Väntar. Lämna inte ut än.').waitFor();
    await anna.page.getByText('2201').waitFor();
    await anna.look('-pending');
    await anna.page.getByText('Registrerat. Lämna ut.').waitFor({ timeout: 20_000 });
    expect(anna.faults).toEqual([]);
  });

  it('lets her choose between two persons, and names what is missing', async () => {
    const anna = await pharmacist('two-persons', { every: false });
    await signIn(anna);
    await identify(anna, 'Portugal', '999990009');
    await anna.press('F2');
    await anna.page.getByRole('alert').filter({ hasText: 'Välj person.' }).waitFor();
    await anna.look('-errors');
    expect(await anna.focused()).toContain('Rätta detta');
    await anna.tabTo(/Den här personen/);
    await anna.press('Space', 'ArrowDown');
    await confirm(anna);
    expect(await anna.page.locator('.strip').innerText()).toContain('João Filipe Múltiplo, 1989-07-07');
    expect(anna.faults).toEqual([]);
  });
});
