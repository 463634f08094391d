import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startCounterBench, type CounterBench, type Visitor } from '../fixtures/counter-bench.js';
import { confirmed } from '../fixtures/visits.js';

describe('what is sent to the counter', () => {
  let bench: CounterBench;
  let anna: Visitor;
  beforeAll(async () => { bench = await startCounterBench(); });
  afterAll(async () => bench.close());
  beforeEach(async () => {
    anna = bench.visitor();
    await anna.signIn();
  });

  describe('a change', () => {
    const forged: readonly [string, { readonly form?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> }][] = [
      ['without a token', {}],
      ['with a wrong token', { form: { _csrf: 'x'.repeat(43) } }],
      ['of another origin', { headers: { 'origin': 'https://elsewhere.example' } }],
      ['of no origin', { headers: { origin: 'null' } }],
      ['of another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
      ['of a sibling site', { headers: { 'sec-fetch-site': 'same-site' } }],
    ];
    it.each(forged)('WEB-03 %s is refused', async (_title, { form = {}, headers = {} }) => {
      const before = bench.api.asked.length;
      const token = await anna.token();
      const valid = headers['origin'] === undefined && headers['sec-fetch-site'] === undefined ? {} : { _csrf: token };
      for (const path of ['/visits', '/sign-out', '/language']) {
        expect((await anna.request('POST', path, { form: { country: 'FI', language: 'en', ...valid, ...form }, headers })).status).toBe(403);
      }
      expect(bench.api.asked.slice(before).filter(({ id }) => id === 'openVisit')).toEqual([]);
      expect((await anna.request('GET', '/')).status).toBe(200);
    });

    it('WEB-03 with the token of another session is refused', async () => {
      const petra = bench.visitor();
      await petra.signIn('petra');
      expect((await anna.request('POST', '/visits', { form: { country: 'FI', _csrf: await petra.token() } })).status).toBe(403);
    });

    it('for another host name is refused', async () => {
      expect((await anna.request('GET', '/', { headers: { host: 'rebound.example' } })).status).toBe(421);
    });
  });

  it('HTTP-07 a compressed form is refused, and nothing of it is inflated', async () => {
    const said = await anna.request('POST', '/language', { headers: { 'content-encoding': 'gzip' }, form: { language: 'en', _csrf: await anna.token() } });
    expect([said.status, said.headers['set-cookie']]).toEqual([415, undefined]);
  });

  it('leads back to a page of ours, also from an address that names another host', async () => {
    const said = await anna.request('POST', '/language', { form: { language: 'sv', _csrf: await anna.token() }, headers: { referer: `${bench.counter.origin}//evil.example/login` } });
    expect([said.status, said.location]).toEqual([303, '/evil.example/login']);
  });

  it('DAT-08 a personal number that is typed where products are searched goes into no question', async () => {
    const visit = await confirmed(anna, 'FI', '020274-915H');
    const asked = bench.api.asked.length;
    expect((await anna.post(`/visits/${visit}/prescriptions/rx-1/products/search`, { q: 'Amlodipin 900820-2385' })).status).toBe(200);
    expect(bench.api.asked.slice(asked).filter(({ id }) => id === 'searchProducts')).toEqual([]);
    await anna.post(`/visits/${visit}/prescriptions/rx-1/products/search`, { q: 'Amlodipin' });
    expect(bench.api.asked.slice(asked).filter(({ id }) => id === 'searchProducts')).toHaveLength(1);
  });
});
