import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@ncp/testkit';
import { startCounterBench, type CounterBench, type Said, type Visitor } from '../fixtures/counter-bench.js';
import { ATTACK } from '../fixtures/fake-world.js';
import { confirmed, FINLAND, identified, visitIn } from '../fixtures/visits.js';

describe('the counter', () => {
  let bench: CounterBench;
  let anna: Visitor;
  beforeAll(async () => { bench = await startCounterBench(); });
  afterAll(async () => bench.close());
  beforeEach(async () => {
    anna = bench.visitor();
    await anna.signIn();
  });

  describe('its pages', () => {
    it('say what the browser may do: no inline script or style, nothing stored, no frame (WEB-01, WEB-03)', async () => {
      const { headers, text } = await anna.get('/');
      expect(headers).toMatchObject({
        'cache-control': 'no-store', 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
      });
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
      expect(text).not.toMatch(/<style|style="|\son\w+="|<script(?![^>]*src="\/assets\/)/);
    });

    it('say on every page that this is a demonstration (G31), in both languages', async () => {
      expect((await anna.get('/')).text).toContain('Demonstrationsgateway; inte ansluten till E-hälsomyndigheten');
      await anna.post('/language', { language: 'en' });
      const english = await anna.get('/');
      expect(english.text).toContain('Demonstration gateway; not connected to E-hälsomyndigheten');
      expect(english.text).toContain('<html lang="en">');
    });

    it('serve style, script and htmx from this origin, under the digest of their content', async () => {
      const { text } = await anna.get('/');
      const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
      expect(addresses).toHaveLength(5);
      for (const address of addresses) expect((await anna.get(address)).status).toBe(200);
      expect((await anna.get('/assets/htmx.000000000000.js')).status).toBe(404);
      expect((await anna.get('/assets/..%2f..%2fpackage.json')).status).toBe(404);
    });
  });

  describe('whoever is not signed in', () => {
    it('gets the sign-in page, and nothing is asked of the API', async () => {
      const stranger = bench.visitor();
      const before = bench.api.asked.length;
      for (const path of ['/', '/dispensations', '/visits/0199a1b2-0000-4000-8000-000000000000/information', '/nothing']) {
        const said = await stranger.request('GET', path);
        expect([said.status, said.text.includes('/sign-in/start')]).toEqual([401, true]);
      }
      expect((await stranger.request('POST', '/visits', { form: { country: 'FI' } })).status).toBe(401);
      expect(bench.api.asked).toHaveLength(before);
    });

    it('is sent to the issuer with a challenge, and comes back once', async () => {
      const stranger = bench.visitor();
      const { location = '', headers } = await stranger.request('GET', '/sign-in/start');
      const asked = new URL(location).searchParams;
      expect([asked.get('response_type'), asked.get('code_challenge_method'), asked.get('code_challenge')?.length]).toEqual(['code', 'S256', 43]);
      expect(headers['set-cookie']).toMatch(/^__Host-counter-sign-in=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
      for (const query of ['', '?code=x&state=y', `?code=x&state=${asked.get('state') ?? ''}`, '?error=access_denied']) {
        const said = await stranger.request('GET', `/sign-in/callback${query}`);
        expect([said.status, stranger.cookies.has('__Host-counter')]).toEqual([400, false]);
      }
    });

    it('WEB-05 fixation: a session that was there before signing in is not the one after it', async () => {
      const victim = bench.visitor();
      victim.cookies.set('__Host-counter', 'planted-by-somebody');
      await victim.signIn();
      const first = victim.cookies.get('__Host-counter');
      expect(first).not.toBe('planted-by-somebody');
      await victim.signIn();
      const second = victim.cookies.get('__Host-counter') ?? '';
      expect(second).not.toBe(first);
      victim.cookies.set('__Host-counter', first ?? '');
      expect((await victim.request('GET', '/')).status).toBe(401);
    });

    it('holds a session in a cookie that scripts and other sites cannot have', async () => {
      const visitor = bench.visitor();
      const { location = '' } = await visitor.request('GET', '/sign-in/start');
      const asked = new URL(location);
      const form = `${asked.searchParams.toString()}&person=anna`;
      const issued = await fetch(`${asked.origin}${asked.pathname}`, { method: 'POST', redirect: 'manual', body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      const back = new URL(issued.headers.get('location') ?? '');
      const { headers } = await visitor.request('GET', `${back.pathname}${back.search}`);
      expect(headers['set-cookie']).toMatch(/__Host-counter=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
      expect(JSON.stringify(headers)).not.toContain('eyJ');
    });
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

    it('HTTP-07 a compressed form is refused, and nothing of it is inflated', async () => {
      const said = await anna.request('POST', '/language', { headers: { 'content-encoding': 'gzip' }, form: { language: 'en', _csrf: await anna.token() } });
      expect([said.status, said.headers['set-cookie']]).toEqual([415, undefined]);
    });

    it('leads back to a page of ours, also from an address that names another host', async () => {
      const said = await anna.request('POST', '/language', { form: { language: 'sv', _csrf: await anna.token() }, headers: { referer: `${bench.counter.origin}//evil.example/login` } });
      expect([said.status, said.location]).toEqual([303, '/evil.example/login']);
    });
  });

  describe('a visit', () => {
    it('belongs to its session: another one gets what an unknown one gets (WEB-06)', async () => {
      const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
      const petra = bench.visitor();
      await petra.signIn('petra');
      const before = bench.api.asked.length;
      const [theirs, unknown] = [await petra.get(`/visits/${visit}/prescriptions`), await petra.get('/visits/0199a1b2-0000-4000-8000-000000000000/prescriptions')];
      expect([theirs.status, unknown.status]).toEqual([404, 404]);
      const withoutId = ({ text }: Said): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
      expect(withoutId(theirs)).toBe(withoutId(unknown));
      expect(bench.api.asked).toHaveLength(before);
    });

    it('goes no step before the one in front of it', async () => {
      const visit = visitIn(await anna.post('/visits', { country: 'FI' }));
      expect((await anna.get(`/visits/${visit}/identify`)).path).toBe(`/visits/${visit}/information`);
      expect((await anna.post(`/visits/${visit}/information`)).status).toBe(422);
      expect((await anna.post(`/visits/${visit}/identify`, FINLAND)).path).toBe(`/visits/${visit}/information`);
      for (const path of ['prescriptions/rx-1', 'prescriptions/rx-1/products', 'prescriptions/rx-1/dispense']) expect((await anna.get(`/visits/${visit}/${path}`)).status).toBe(404);
    });

    it('names field and rule of what is typed wrongly, by the form and by the API', async () => {
      const visit = visitIn(await anna.post('/visits', { country: 'FI' }));
      await anna.post(`/visits/${visit}/information`, { informed: 'yes' });
      const empty = await anna.post(`/visits/${visit}/identify`, { 'field.birth-date': '1985-02-31' });
      expect([empty.status, empty.text.includes('href="#f-national-id"'), empty.text.includes('href="#f-birth-date"')]).toEqual([422, true, true]);
      const malformed = await anna.post(`/visits/${visit}/identify`, { 'field.national-id': '15038' });
      expect([malformed.status, malformed.text.includes('Följer inte landets format.'), malformed.text.includes('aria-invalid="true"'), malformed.text.includes('value="15038"')]).toEqual([422, true, true, true]);
    });

    it('is confirmed only with both ticks, a choice, and words where something differs', async () => {
      const visit = visitIn(await anna.post('/visits', { country: 'FI' }));
      await anna.post(`/visits/${visit}/information`, { informed: 'yes' });
      await anna.post(`/visits/${visit}/identify`, { ...FINLAND, 'field.birth-date': '1985-03-16' });
      const bare = await anna.post(`/visits/${visit}/confirm`, { candidate: '0' });
      expect([bare.status, ...['#id-document', '#patient-informed', '#difference'].map((field) => bare.text.includes(`href="${field}"`))]).toEqual([422, true, true, true]);
      expect((await anna.post(`/visits/${visit}/confirm`, { candidate: '7', idDocumentShown: 'yes', patientInformed: 'yes' })).status).toBe(422);
      const done = await anna.post(`/visits/${visit}/confirm`, { candidate: '0', idDocumentShown: 'yes', patientInformed: 'yes', difference: 'Felskrivet på kortet.' });
      expect(done.path).toBe(`/visits/${visit}/prescriptions`);
      expect(bench.api.asked.findLast(({ id }) => id === 'confirm')?.body).toEqual({ candidate: 0, difference: 'Felskrivet på kortet.', idDocumentShown: true, patientInformed: true });
    });

    it('shows several candidates without choosing one', async () => {
      const visit = await identified(anna, 'PT', '999990009');
      const { text } = await anna.get(`/visits/${visit}/confirm`);
      expect([...text.matchAll(/type="radio"/g)]).toHaveLength(2);
      expect(text).not.toMatch(/type="radio"[^>]*checked/);
      expect(text).toContain('1999-01-02');
    });

    it('ends on both sides', async () => {
      const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
      expect((await anna.post(`/visits/${visit}/close`)).path).toBe('/');
      expect((await anna.get(`/visits/${visit}/prescriptions`)).status).toBe(404);
      expect(bench.api.asked.at(-2)?.id).toBe('closeVisit');
    });

    it('keeps the person out of titles and addresses', async () => {
      const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
      for (const path of ['prescriptions', 'prescriptions/rx-1', 'prescriptions/rx-1/products']) {
        const { text } = await anna.get(`/visits/${visit}/${path}`);
        expect(text).toContain('Aino');
        expect(/<title>([^<]*)</.exec(text)?.[1]).not.toMatch(/Aino|Näytetty|150385/);
        expect([...text.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address = '']) => address).filter((address) => /Aino|N%C3%A4ytetty|150385/.test(address))).toEqual([]);
      }
    });
  });

  it('WEB-01 shows every attack as text, on every page, and links nowhere with it', async () => {
    const visit = await confirmed(anna, 'FI', '020274-915H');
    const pages = [
      await anna.get(`/visits/${visit}/prescriptions`), await anna.get(`/visits/${visit}/prescriptions/rx-1`), await anna.get(`/visits/${visit}/prescriptions/rx-1/products`),
      await anna.post(`/visits/${visit}/prescriptions/rx-1/products/search`, { q: ATTACK.slice(0, 50) }),
      await anna.post(`/visits/${visit}/prescriptions/rx-1/products`, { nplPackId: '20110000000101', name: ATTACK }),
      await anna.post(`/visits/${visit}/prescriptions/rx-1/dispense`, { packages: ATTACK, lot: ATTACK }),
    ];
    for (const { text, status } of pages) {
      expect([200, 422]).toContain(status);
      expect(text).toContain('&lt;script&gt;');
      expect(text.replace(/<script src="\/assets\/[\w.-]+" defer><\/script>/g, '')).not.toMatch(/<script|<img|<style|onerror=.window|href="javascript/i);
    }
  });

  it('WEB-02 hands a PDF to the viewer only if it is one, with a policy of its own', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    await anna.get(`/visits/${visit}/prescriptions/rx-1`);
    const good = await anna.get(`/visits/${visit}/prescriptions/rx-1/original.pdf`);
    expect([good.status, good.headers['content-type'], good.headers['cache-control'], good.headers['content-disposition']]).toEqual([200, 'application/pdf', 'no-store', 'inline; filename="original.pdf"']);
    expect(good.headers['content-security-policy']).toContain("default-src 'none'");
    const before = bench.api.pdf;
    bench.api.pdf = Buffer.from('<html><script>alert(1)</script></html>');
    expect((await anna.get(`/visits/${visit}/prescriptions/rx-1/original.pdf`)).status).toBe(503);
    bench.api.pdf = before;
  });

  it('saves a PDF that does not say whom it is about under a name that says so, and does not open it', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    await anna.get(`/visits/${visit}/prescriptions/rx-1`);
    bench.api.pdfFindings = 'NCP_CDA_PDF_ALONE';
    const { status, headers } = await anna.get(`/visits/${visit}/prescriptions/rx-1/original.pdf`);
    bench.api.pdfFindings = '';
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="OBEKRAFTAD-jamfor-namn-original.pdf"']);
  });

  it('WEB-05 signs out: session, visits and cookie are gone', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const name = anna.cookies.get('__Host-counter') ?? '';
    const out = await anna.request('POST', '/sign-out', { form: { _csrf: await anna.token() } });
    expect([out.status, out.location, out.headers['clear-site-data'], anna.cookies.has('__Host-counter')]).toEqual([303, '/sign-in?ended', '"cache", "storage"', false]);
    anna.cookies.set('__Host-counter', name);
    expect((await anna.request('GET', `/visits/${visit}/prescriptions`)).status).toBe(401);
  });

  it('WEB-05 closes its visits at the API when signing out', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const before = bench.api.asked.length;
    await anna.post('/sign-out');
    await until('the visit is closed', () => bench.api.asked.slice(before).some(({ id }) => id === 'closeVisit'));
    expect(visit).not.toBe('');
  });

  it('WEB-05 ends the session when the API takes the token no more', async () => {
    bench.api.fail('countries', { status: 401, code: 'NCP_API_AUTH' });
    expect((await anna.request('GET', '/')).status).toBe(401);
    expect((await anna.request('GET', '/dispensations')).status).toBe(401);
  });

  it('takes hostile bodies and addresses without a fault of its own', async () => {
    const token = await anna.token();
    const headers = { origin: bench.counter.origin };
    expect((await anna.request('POST', '/visits', { form: { _csrf: token, country: 'x'.repeat(40_000) }, headers })).status).toBe(413);
    expect((await anna.request('POST', '/visits', { form: Object.fromEntries([...Array(200).keys()].map((n) => [`a${String(n)}`, 'x'])), headers })).status).toBe(413);
    expect((await anna.request('POST', '/visits', { form: { '_csrf': token, '__proto__[country]': 'FI', 'constructor': 'x' }, headers })).status).toBe(404);
    for (const path of ['/dispensations/1', '/dispensations/..%2f..%2f', '/visits/%00', '/visits/%', '/dispensations/0199a1b2-0000-4000-8000-000000000000']) {
      expect([400, 404]).toContain((await anna.request('GET', path)).status);
    }
  });

  it('says so when the API cannot be reached', async () => {
    bench.api.fail('countries', { status: 503, code: 'NCP_STORE_UNAVAILABLE' });
    const said = await anna.request('GET', '/');
    expect([said.status, said.text.includes('NCP_STORE_UNAVAILABLE'), said.text.includes('Felet ligger hos oss.')]).toEqual([503, true, true]);
  });
});

it('WEB-05 a session ends with the access token, and without anybody', async () => {
  const short = await startCounterBench({}, 1);
  const idle = await startCounterBench({ idleMs: 300 });
  try {
    const [first, second] = [short.visitor(), idle.visitor()];
    await first.signIn();
    await second.signIn();
    expect([(await first.request('GET', '/')).status, (await second.request('GET', '/')).status]).toEqual([200, 200]);
    await new Promise((resolve) => { setTimeout(resolve, 1100); });
    expect([(await first.request('GET', '/')).status, (await second.request('GET', '/')).status]).toEqual([401, 401]);
  } finally {
    await short.close();
    await idle.close();
  }
});
