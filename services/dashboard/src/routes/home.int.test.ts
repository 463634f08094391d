import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDashboardBench, type DashboardBench } from '../../fixtures/dashboard-bench.js';

describe('the home page', () => {
  let bench: DashboardBench;
  beforeAll(async () => {
    bench = await startDashboardBench();
    await bench.message({ country: 'PT', minutesAgo: 30 });
    await bench.message({ country: 'DK', minutesAgo: 30 });
    await bench.message({ country: 'FI', minutesAgo: 20, outcome: 8, codes: ['NCP_PEER_TIMEOUT'] });
    await bench.sql(`insert into conflict_record (country, document_root, document_extension, item_id, prescription_id, code, raised_at) values ('DK', '1.2', 'x', 'i', 'rx', 'NCP_DISPENSE_ALREADY', now() - interval '3 hours')`);
  }, 60_000);
  afterAll(async () => bench.close());

  it('draws the exchange, says the same in a table that can be sorted, and what needs a human since when, what otherwise, and where', async () => {
    const visitor = bench.visitor();
    await visitor.signIn('olle');
    const { text } = await visitor.get('/');
    for (const part of ['<figure class="map">', 'way fails', 'way untried', 'Finland ✕', 'Nätet: fungerar', 'Sedan', 'href="/dispensations#open-conflict"', 'Om ingen gör något:', 'hx-sse:connect="/events"']) expect(text).toContain(part);
    const order = async (sort: string): Promise<readonly string[]> => {
      const page = (await visitor.get(`/?sort=${encodeURIComponent(sort)}`)).text;
      return [...page.slice(page.indexOf('id="map"')).matchAll(/<th scope="row"><a href="\/countries\/(\w\w)">/g)].map(([, code = '']) => code);
    };
    expect([await order(''), await order('country'), await order('out'), await order('last')]).toEqual([['FI', 'DK', 'PT'], ['DK', 'FI', 'PT'], ['FI', 'DK', 'PT'], ['FI', 'PT', 'DK']]);
    expect((await visitor.get('/?sort=out')).text).toMatch(/aria-sort="ascending"><a href="\/\?sort=out"[\s\S]*/);
    for (const hostile of ["' or 1=1", '"><script>alert(1)</script>', '__proto__']) expect(await order(hostile)).toEqual(['FI', 'DK', 'PT']);
  });

  it('WEB-04 says nothing to nobody', async () => {
    for (const path of ['/', '/?sort=out', '/events?sort=out']) expect([path, (await bench.visitor().request('GET', path)).status]).toEqual([path, 401]);
  });
});
