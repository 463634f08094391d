import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ncp/testkit';
import type { Visitor } from '../../../counter/fixtures/counter-bench.js';
import { startDashboardBench, type DashboardBench } from '../../fixtures/dashboard-bench.js';

const DELIVERY = '0199a1b2-0000-7000-8000-0000000000d1';
const HOSTILE = '"><script>alert(1)</script>';

describe('dispensations and what is ordered about them', () => {
  let bench: DashboardBench;
  beforeAll(async () => {
    bench = await startDashboardBench();
    await bench.sql(`insert into delivery (id, exchange, version, state, country, gln, idempotency_key, request_hash, visit_id, document_root, document_extension, patient_hash, packages, late, confirmed_at, attempts, ever_sent, sealed_content, sealed_document, changed_at)
      values ('${DELIVERY}', 'x1', 4, 'OPERATOR', 'FI', '7350045511119', 'k', 'h', 'v', '1.2', 'd', 'p', 1, false, now() - interval '25 hours', 9, true, 'sealed', 'sealed', now() - interval '1 hour')`);
    await bench.sql(`insert into conflict_record (country, document_root, document_extension, item_id, prescription_id, code, raised_at) values ('DK', '1.2', 'x', 'i', 'rx', '<img src=x onerror=alert(1)>', now())`);
  }, 60_000);
  afterAll(async () => bench.close());

  const signedIn = async (person: string): Promise<Visitor> => {
    const visitor = bench.visitor();
    await visitor.signIn(person);
    return visitor;
  };
  const orders = async (): Promise<readonly Record<string, unknown>[]> => bench.rows('select * from operator_order order by ordered_at');
  const CASE = `/dispensations/outward/${DELIVERY}`;
  const ended = (): Promise<void> => bench.sql("update operator_order set status = 'done', ended_at = now(), result = '{\"state\":\"RECORDED\"}' where ended_at is null and ledger <> 'page'");
  /** The fields of the form whose button has this action. */
  const formFor = async (visitor: Visitor, action: string, found = ''): Promise<Record<string, string>> => {
    const { text } = await visitor.get(CASE);
    const form = text.split('<form ').find((part) => part.includes(`value="${action}"`) && part.includes(`name="found" value="${found}"`)) ?? '';
    return Object.fromEntries([...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  };

  it.each(['/dispensations', '/dispensations/events', CASE, '/dispensations/compare', `/dispensations/orders/${DELIVERY}`, `/dispensations/orders/${DELIVERY}/events`])('WEB-04 %s shows nothing without signing in', async (path) => {
    const said = await bench.visitor().request('GET', path);
    expect([said.status, said.text.includes('OPERATOR')]).toEqual([401, false]);
  });

  it('shows what is not settled by state and age, with what happens if nobody acts and what each button does, in both languages', async () => {
    const visitor = await signedIn('olle');
    const list = (await visitor.get('/dispensations')).text;
    for (const part of [CASE, 'OPERATOR', '7350045511119', '/dispensations/conflict/']) expect(list).toContain(part);
    expect(list).not.toContain('<img src=x');
    const swedish = (await visitor.get(CASE)).text;
    for (const part of ['Om ingen gör något', 'apoteket får inget besked', 'Försök nu', 'Stäm av', 'Avsluta: uttaget är registrerat där', 'Samma dokument skickas till landet nu']) expect(swedish).toContain(part);
    await visitor.post('/language', { language: 'en' });
    for (const part of ['If nobody acts', 'Close: the dispensation is not recorded there', 'on your word']) expect((await visitor.get(CASE)).text).toContain(part);
  });

  it('WEB-04 a viewer sees and may order nothing: 403, and on record as tried', async () => {
    const visitor = await signedIn('vera');
    const page = (await visitor.get(CASE)).text;
    expect([page.includes('Rollen operatör behövs'), page.includes('<textarea')]).toEqual([true, false]);
    const said = await visitor.request('POST', CASE, { form: { _csrf: await visitor.token(), action: 'retry', seen: 'OPERATOR', note: 'because' }, headers: { origin: bench.dashboard.origin } });
    expect([said.status, (await visitor.request('GET', '/dispensations/compare')).status]).toEqual([403, 403]);
    // On record behind the refusal's back.
    await until('recorded', async () => (await orders()).length === 2);
    expect((await orders()).map(({ action, ledger, subject, ordered_by, role }) => [action, ledger, subject, ordered_by, role])).toEqual([
      ['denied', 'page', CASE, expect.any(String), 'viewer'], ['denied', 'page', '/dispensations/compare', expect.any(String), 'viewer'],
    ]);
    await bench.sql('delete from operator_order');
  });

  it('WEB-03 takes an order only from a page of its own', async () => {
    const visitor = await signedIn('olle');
    const form = await formFor(visitor, 'retry');
    for (const [changes, headers] of [[{ _csrf: 'other' }, { origin: bench.dashboard.origin }], [{}, { origin: 'https://evil.example' }]] as const) {
      expect((await visitor.request('POST', CASE, { form: { ...form, note: 'because', ...changes }, headers })).status).toBe(403);
    }
    expect(await orders()).toEqual([]);
  });

  it('orders once: a second click, and a second window, do nothing more', async () => {
    const visitor = await signedIn('olle');
    const form: Readonly<Record<string, string>> = { ...await formFor(visitor, 'close', 'recorded'), note: 'phoned Kela; they have it' };
    const first = await visitor.post(CASE, form);
    expect([first.path, first.text.includes('beställd')]).toEqual([`/dispensations/orders/${form['order'] ?? ''}`, true]);
    expect((await visitor.post(CASE, form)).path).toBe(first.path);
    const other = await visitor.post(CASE, { ...form, order: '0199a1b2-0000-4000-8000-00000000abcd', action: 'retry', found: '' });
    expect([other.path, other.text.includes('redan beställd'), other.text.includes('<textarea')]).toEqual([CASE, true, false]);
    expect(await orders()).toMatchObject([{ action: 'close', ledger: 'outward', subject: DELIVERY, seen: 'OPERATOR', found: 'recorded', note: 'phoned Kela; they have it', role: 'operator', status: 'ordered' }]);
    await ended();
    expect((await visitor.get(first.path)).text).toMatch(/utförd[\s\S]*RECORDED/);
    expect((await visitor.get('/dispensations')).text).toContain('phoned Kela; they have it');
  });

  it('takes no order without a reason, and what no form of ours sends is nowhere', async () => {
    const visitor = await signedIn('olle');
    const form = await formFor(visitor, 'retry');
    const before = (await orders()).length;
    for (const note of ['', 'no', 'x'.repeat(501)]) expect((await visitor.post(CASE, { ...form, note })).text).toContain('Anteckningen saknas');
    expect((await visitor.post(CASE, { ...form, note: 'ringde om 19900820-2385' })).text).toContain('NCP_API_INPUT');
    for (const changes of [{ action: 'drop' }, { seen: HOSTILE }, { action: '' }]) expect((await visitor.post(CASE, { ...form, note: 'because', ...changes })).status).toBe(404);
    expect((await orders()).length).toBe(before);
  });

  it('WEB-01 shows a note as text, and takes hostile addresses without a fault of its own', async () => {
    const visitor = await signedIn('olle');
    await visitor.post(CASE, { ...await formFor(visitor, 'retry'), note: HOSTILE });
    expect((await visitor.get('/dispensations')).text.includes(HOSTILE)).toBe(false);
    await ended();
    for (const path of ['/dispensations/outward/1', '/dispensations/nothing/1', `/dispensations/inward/${encodeURIComponent("' or 1=1")}`, '/dispensations/conflict/99999999999999999999', `/dispensations/orders/${DELIVERY}`, '/dispensations/orders/1']) {
      expect([path, (await visitor.request('GET', path)).status]).toEqual([path, 404]);
    }
  });

  it('DISP-63 orders the comparison of everything, and shows what it found', async () => {
    const visitor = await signedIn('olle');
    const { text } = await visitor.get('/dispensations/compare');
    const order = /name="order" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect((await visitor.post('/dispensations/compare', { order })).path).toBe(`/dispensations/orders/${order}`);
    const compared = { inward: 2, outward: 1, untold: 0, differences: [{ ledger: 'inward', subject: 'abc', country: 'FI', state: 'CONFIRMED', kind: 'missing' }] };
    await bench.sql(`update operator_order set status = 'done', ended_at = now(), result = '${JSON.stringify({ compared })}' where id = '${order}'`);
    expect((await visitor.get('/dispensations')).text).toMatch(/2 svenska recept utomlands och 1 uttag i Sverige jämförda, 1 skillnader[\s\S]*Finland: finns inte i läkemedelslistan/);
  });
});
