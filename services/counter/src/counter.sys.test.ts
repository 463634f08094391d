import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CHROMIUM, hasChromium, launch, Pharmacist } from '../fixtures/browser.js';
import { startCounterBench, type CounterBench } from '../fixtures/counter-bench.js';

type Context = Awaited<ReturnType<Awaited<ReturnType<typeof launch>>['newContext']>>;

const inBrowser = hasChromium ? describe : describe.skip;

inBrowser(`the counter in ${CHROMIUM}, by keyboard alone, in Swedish`, () => {
  let bench: CounterBench;
  let browser: Awaited<ReturnType<typeof launch>>;
  const contexts: Context[] = [];
  beforeAll(async () => { [bench, browser] = await Promise.all([startCounterBench(), launch()]); });
  afterEach(async () => { await Promise.all(contexts.splice(0).map((context) => context.close())); });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  const pharmacist = async (name: string, options: Parameters<typeof browser.newContext>[0] = {}): Promise<Pharmacist> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'sv-SE', ignoreHTTPSErrors: true, ...options });
    contexts.push(context);
    return new Pharmacist(await context.newPage(), name);
  };

  const signIn = async (anna: Pharmacist): Promise<void> => {
    await anna.page.goto(bench.counter.origin);
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
    await anna.tabTo(/Personnummer i landet/);
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

  /** Steps 5 to 8; the first proposal, or another one. */
  const dispense = async (anna: Pharmacist, product?: RegExp): Promise<void> => {
    await anna.press('F2');
    await anna.arrive('Granska receptet');
    await anna.press('F2');
    await anna.arrive('Välj produkt');
    if (product === undefined) await anna.press('F2');
    else {
      await anna.tabTo(product);
      await anna.press('Enter');
    }
    await anna.arrive('Expediera');
    await anna.tabTo(/Batchnummer/);
    await anna.type('AB1234');
    await anna.press('F2');
    if (product === undefined) await anna.page.getByText('Kontrollen visar inget hinder.').waitFor();
    else {
      await anna.tabTo(/Jag har bedömt detta/);
      await anna.look('-judge');
      await anna.press('Space', 'F2');
    }
    await anna.page.getByRole('button', { name: 'Skicka uttaget' }).waitFor();
    await anna.look('-checked');
    await anna.press('F2');
    await anna.arrive('Besked');
  };

  it('dispenses, in ten steps, to the printed label', async () => {
    const anna = await pharmacist('dispensed');
    await signIn(anna);
    await identify(anna, 'Finland', '150385-9035');
    await confirm(anna);
    await dispense(anna);
    await anna.page.getByText('Registrerat. Lämna ut.').waitFor();
    await anna.look('-recorded');
    await anna.press('F2');
    await anna.arrive('Kvitto och etikett');
    expect(await anna.text()).toContain('Yksi tabletti aamulla ja illalla.');
    await anna.page.emulateMedia({ media: 'print' });
    await anna.page.screenshot({ path: '.ncp/screenshots/dispensed-print.png', fullPage: true, caret: 'initial' });
    await anna.page.emulateMedia({ media: 'screen' });
    await anna.press('F8');
    await anna.arrive('Apotekets uttag');
    expect(await anna.page.evaluate('Object.keys(localStorage).length + Object.keys(sessionStorage).length')).toBe(0);
    expect(anna.faults).toEqual([]);
  });

  it('refuses with the reason, at 200 % zoom in the dark', async () => {
    // 200 % of a 1280 px screen: 640 CSS pixels of twice the size.
    const anna = await pharmacist('refused', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: 'dark' });
    await signIn(anna);
    await identify(anna, 'Danmark', '0202802345');
    await confirm(anna);
    await dispense(anna);
    await anna.page.getByText('Inte registrerat. Lämna inte ut.').waitFor();
    await anna.look('-refused');
    expect(await anna.text()).toMatch(/4106[^]*Invalid dispensation/);
    expect(anna.faults).toEqual([]);
  });

  it('chooses between two persons, answers for a judgement, and waits until the country knows', async () => {
    const anna = await pharmacist('waiting');
    await signIn(anna);
    await identify(anna, 'Portugal', '999990009');
    await anna.press('F2');
    await anna.page.getByRole('alert').filter({ hasText: 'Välj person.' }).waitFor();
    await anna.look('-errors');
    expect(await anna.focused()).toContain('Rätta detta');
    await anna.tabTo(/Den här personen/);
    await anna.press('Space', 'ArrowDown');
    await confirm(anna);
    await dispense(anna, /^Välj Amlodipin Sandoz 10 mg/);
    await anna.page.getByText('Väntar. Lämna inte ut än.').waitFor();
    await anna.page.getByText('2201').waitFor();
    await anna.look('-pending');
    const [id = ''] = [...bench.api.deliveries.keys()].toReversed();
    bench.api.move(id, 'RECORDED');
    await anna.page.getByText('Registrerat. Lämna ut.').waitFor();
    await anna.look('-settled');
    expect(anna.faults).toEqual([]);
  });
});
