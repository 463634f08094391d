import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXCHANGE, startDashboardBench, type DashboardBench } from '../fixtures/dashboard-bench.js';
import { mayAct, operatorOf } from './operator.js';

const PAGES = ['/', '/countries/FI', '/exchanges', `/exchanges/${EXCHANGE}`, '/dispensations'];
const HOSTILE = '"><script>alert(1)</script>';

describe('the dashboard', () => {
  let bench: DashboardBench;
  beforeAll(async () => {
    bench = await startDashboardBench();
    await bench.message({ minutesAgo: 30 });
    await bench.message({ minutesAgo: 20, outcome: 8, codes: ['NCP_PEER_TIMEOUT'], exchange: '0199a1b2-0000-7000-8000-00000000000b' });
    await bench.message({ country: 'DK', direction: 'inbound', minutesAgo: 10, codes: ['<img src=x onerror=alert(1)>'], outcome: 12 });
  }, 60_000);
  afterAll(async () => bench.close());

  const signedIn = async (person: string) => {
    const visitor = bench.visitor();
    await visitor.signIn(person);
    return visitor;
  };

  it.each(PAGES)('WEB-04 %s shows nothing without signing in', async (path) => {
    const said = await bench.visitor().request('GET', path);
    expect([said.status, /Finland|NCP_PEER|Danmark/.test(said.text)]).toEqual([401, false]);
  });

  it('WEB-04 whoever has no role does not come in', async () => {
    const visitor = await signedIn('nils');
    expect((await visitor.request('GET', '/')).status).toBe(401);
    expect((await bench.visitor().request('GET', '/events')).status).toBe(401);
  });

  it.each(['vera', 'olle', 'sara', 'ada'])('every role may see every page: %s', async (person) => {
    const visitor = await signedIn(person);
    for (const path of PAGES) expect([path, (await visitor.request('GET', path)).status]).toEqual([path, 200]);
  });

  it('roles widen, and what is no role is none', () => {
    const of = (roles: unknown) => operatorOf({ claim: (name) => (name === 'sub' ? 'x' : ''), claims: () => (Array.isArray(roles) ? roles : []), until: 0 })?.role;
    expect([of(['viewer', 'security']), of(['root', 'viewer']), of(['root']), of([])]).toEqual(['security', 'viewer', undefined, undefined]);
    expect([mayAct('viewer', 'operator'), mayAct('admin', 'security'), mayAct('operator', 'operator')]).toEqual([false, true, true]);
  });

  it('says the truth in one sentence, in both languages', async () => {
    const visitor = await signedIn('vera');
    expect((await visitor.get('/')).text).toMatch(/Finland svarar inte sedan (\d{4}-\d{2}-\d{2} )?\d{2}:\d{2}; inget uttag väntar på besked\./);
    await visitor.post('/language', { language: 'en' });
    expect((await visitor.get('/')).text).toMatch(/Finland has not answered since/);
  });

  it('goes from the country to the failing step of one exchange', async () => {
    const visitor = await signedIn('olle');
    expect((await visitor.get('/countries/FI')).text).toContain('href="/exchanges?country=FI"');
    const found = (await visitor.get('/exchanges?country=FI')).text;
    const [, link = ''] = /href="(\/exchanges\/[0-9a-f-]{36})"/.exec(found) ?? [];
    const { text } = await visitor.get(link);
    for (const part of ['misslyckades här', 'det andra landet', 'NCP_PEER_TIMEOUT', 'landets']) expect(text).toContain(part);
  });

  it('WEB-01 shows what others wrote as text', async () => {
    const visitor = await signedIn('vera');
    for (const path of ['/exchanges', '/countries/DK', `/exchanges/${EXCHANGE}`]) {
      const { text } = await visitor.get(path);
      expect([path, text.includes('<img src=x'), /<script(?![^>]*src="\/assets\/)/.test(text)]).toEqual([path, false, false]);
    }
    expect((await visitor.get('/exchanges')).text).toContain('&lt;img src=x');
  });

  it('FUZZ-07 takes hostile addresses and questions without a fault of its own', async () => {
    const visitor = await signedIn('vera');
    const status = async (path: string): Promise<number> => (await visitor.request('GET', path)).status;
    for (const path of ['/countries/XX', '/countries/..%2f', `/countries/${encodeURIComponent(HOSTILE)}`, '/exchanges/1', "/exchanges/' or 1=1 --", '/exchanges/0199a1b2-0000-7000-8000-0000000000ff', '/nothing']) {
      expect([path, [400, 404].includes(await status(path))]).toEqual([path, true]);
    }
    for (const query of [`?country=${encodeURIComponent(HOSTILE)}`, `?code=${encodeURIComponent("' or 1=1 --")}`, `?exchange=${'x'.repeat(3000)}`, '?country=FI&country=DK', '?trouble=maybe', '?__proto__[x]=1']) {
      const said = await visitor.request('GET', `/exchanges${query}`);
      expect([query, said.status, said.text.includes(HOSTILE)]).toEqual([query, 200, false]);
    }
  });

  it('FUZZ-07 no page fails by an odd question, nor any act by an odd form', async () => {
    const visitor = await signedIn('ada');
    const questions = ['country', 'code', 'exchange', 'from', 'to', 'trouble', 'every', 'period', 'sort', 'state', 'direction', 'page', 'day'];
    const odd = ['', '-1', '1e308', '\u0000', '\ufffd', '__proto__', 'constructor', "' or 1=1 --", '2026-02-30', '9999-Q9', 'x'.repeat(500), HOSTILE];
    const pages = ['/', '/countries/FI', '/exchanges', '/dispensations', '/queue', '/audit', '/audit/review', '/audit/patient-log', '/fair-use', '/statistics', '/terminology', '/trust', '/configuration', '/roles'];
    for (const page of pages) {
      for (const value of odd) {
        const { status } = await visitor.request('GET', `${page}?${new URLSearchParams(Object.fromEntries(questions.map((name) => [name, value]))).toString()}`);
        expect([page, value, status < 500]).toEqual([page, value, true]);
      }
    }
    const forms = ['id', 'action', 'ledger', 'subject', 'seen', 'note', 'reason', 'reference', 'number', 'seed', 'count', 'exchange', 'language'];
    const headers = { origin: bench.dashboard.origin };
    for (const act of ['/language', '/dispensations', '/dispensations/compare', '/audit/verify', '/audit/review', '/audit/patient-log']) {
      for (const value of odd) {
        const { status } = await visitor.request('POST', act, { form: { _csrf: await visitor.token(), ...Object.fromEntries(forms.map((name) => [name, value])) }, headers });
        expect([act, value, status < 500]).toEqual([act, value, true]);
      }
    }
  }, 60_000);

  it('WEB-03 takes a change only from a page of its own', async () => {
    const visitor = await signedIn('vera');
    expect((await visitor.request('POST', '/language', { form: { language: 'en' } })).status).toBe(403);
    expect((await visitor.request('POST', '/sign-out', { form: { _csrf: await visitor.token() }, headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const before = visitor.cookies.get('__Host-dashboard');
    await visitor.signIn('olle');
    expect([before === undefined, visitor.cookies.get('__Host-dashboard') === before]).toEqual([false, false]);
  });

  it('counts only what can be seen of the ledgers', async () => {
    expect((await (await signedIn('vera')).get('/dispensations')).text).toContain('Öppna konflikter');
  });

  it('says so when the database does not answer', async () => {
    const visitor = await signedIn('vera');
    await bench.cut();
    const said = await visitor.request('GET', '/');
    expect([said.status, said.text.includes('NCP_STORE_UNAVAILABLE')]).toEqual([503, true]);
  });
});
