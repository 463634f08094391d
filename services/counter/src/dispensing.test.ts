import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startCounterBench, type CounterBench, type Visitor } from '../fixtures/counter-bench.js';
import { confirmed, FINLAND, sent } from '../fixtures/visits.js';

describe('dispensing at the counter', () => {
  let bench: CounterBench;
  let anna: Visitor;
  beforeAll(async () => { bench = await startCounterBench(); });
  afterAll(async () => bench.close());
  beforeEach(async () => {
    anna = bench.visitor();
    await anna.signIn();
  });

  it('checks first, sends once, whatever is pressed twice', async () => {
    const before = bench.api.deliveries.size;
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const base = `/visits/${visit}/prescriptions/rx-1`;
    await anna.post(`${base}/products`, { nplPackId: '20110000000101', name: 'Amlodipin Krka 5 mg', packs: '1' });
    expect((await anna.post(`${base}/dispense`, { packages: '0' })).status).toBe(422);
    const over = await anna.post(`${base}/dispense`, { packages: '9' });
    expect([over.text.includes('Fler förpackningar än receptet medger.'), over.text.includes(`${base}/send`)]).toEqual([true, false]);
    const checked = await anna.post(`${base}/dispense`, { packages: '1', lot: 'AB12' });
    const key = /name="key" value="([^"]+)"/.exec(checked.text)?.[1] ?? '';
    expect((await anna.post(`${base}/send`, { key: 'another' })).path).toBe(`${base}/dispense`);
    expect(bench.api.deliveries.size).toBe(before);
    const [first, second] = [await anna.post(`${base}/send`, { key }), await anna.post(`${base}/send`, { key })];
    expect([first.path, bench.api.deliveries.size]).toEqual([second.path, before + 1]);
    expect(bench.api.asked.findLast(({ id }) => id === 'dispense')).toMatchObject({ key, body: { prescription: 'rx-1', article: '20110000000101', packages: 1, lotNumber: 'AB12' } });
  });

  it('asks for a judgement where one is needed', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const base = `/visits/${visit}/prescriptions/rx-1`;
    await anna.post(`${base}/products`, { nplPackId: '20110000000201', name: 'Amlodipin Sandoz 10 mg' });
    const open = await anna.post(`${base}/dispense`, { packages: '1' });
    expect([open.text.includes('name="ack.strength-differs"'), open.text.includes(`${base}/send`)]).toEqual([true, false]);
    const judged = await anna.post(`${base}/dispense`, { 'packages': '1', 'ack.strength-differs': 'yes' });
    expect(judged.text.includes(`action="${base}/send"`)).toBe(true);
  });

  it('shows a refusal with code, hint, whose it is and the exchange', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    bench.api.fail('retrievePrescription', { status: 502, code: 'NCP_DELIVERY_WITHHELD', more: { theirCode: '4503', theirText: 'Access denied' } });
    const said = await anna.get(`/visits/${visit}/prescriptions/rx-1`);
    expect(said.status).toBe(502);
    for (const part of ['NCP_DELIVERY_WITHHELD', '4503', 'Access denied', 'Finland', 'Gör så som står här.']) expect(said.text).toContain(part);
    expect(said.text).toMatch(/<code>[0-9a-f]{8}-[0-9a-f-]{27}<\/code>/);
  });

  it('streams the state to its end', async () => {
    const said = await sent(anna);
    expect(said.text).toContain('hx-sse:connect="/dispensations/');
    const id = said.path.slice('/dispensations/'.length);
    const stream = await anna.request('GET', `${said.path}/events`);
    expect([stream.headers['content-type'], stream.headers['cache-control']]).toEqual(['text/event-stream; charset=utf-8', 'no-store']);
    expect(stream.text).toMatch(/Registrerat\. Lämna ut\.[^]*event: settled/);
    const receipt = await anna.get(`/dispensations/${id}/receipt`);
    for (const part of ['Aino Näytetty-Esimerkki', 'Yksi tabletti aamulla ja illalla.', 'maskinskapad', '1 tablett 2 gånger per dag', 'Testapoteket']) expect(receipt.text).toContain(part);
  });

  it('DISP-13 the receipt of what was sent is there for who signs in anew, when the browser was closed before anything was known', async () => {
    const { path } = await sent(anna);
    bench.api.move(path.slice('/dispensations/'.length), 'RECORDED');
    const again = bench.visitor();
    await again.signIn();
    expect((await again.get('/dispensations')).text).toContain(`href="${path}"`);
    const receipt = await again.get(`${path}/receipt`);
    expect([receipt.status, receipt.text.includes('id="receipt"')]).toEqual([200, true]);
    // The patient was known to the session that is gone, and to nobody else.
    expect(receipt.text).not.toContain('Näytetty-Esimerkki');
  });

  it('prints no receipt for what is not recorded', async () => {
    const said = await sent(anna, 'DK', '0202802345');
    await anna.get(said.path);
    const refused = await anna.get(said.path);
    for (const part of ['Inte registrerat. Lämna inte ut.', '4106', 'Hos Danmark']) expect(refused.text).toContain(part);
    expect((await anna.get(`${said.path}/receipt`)).text).not.toContain('id="receipt"');
  });

  it('releases with one click and takes back with a reason', async () => {
    const said = await sent(anna, 'PT', '999990009');
    const id = said.path.slice('/dispensations/'.length);
    bench.api.move(id, 'AWAITING_PROFESSIONAL');
    const petra = bench.visitor();
    await petra.signIn('petra');
    expect((await petra.get('/dispensations')).text).toContain(`/dispensations/${id}/release`);
    expect((await petra.post(`/dispensations/${id}/release`)).text).toContain('Uttaget är frisläppt');
    expect((await petra.post(`/dispensations/${id}/release`)).status).toBe(409);
    bench.api.move(id, 'RECORDED');
    expect((await petra.post(`/dispensations/${id}/discard`)).status).toBe(422);
    expect((await petra.post(`/dispensations/${id}/discard`, { reason: 'Fel förpackning.' })).text).toContain('Makuleringen skickas');
    expect(bench.api.asked.findLast(({ id: operation }) => operation === 'discard')?.body).toEqual({ reason: 'Fel förpackning.' });
  });

  it('DAT-08 a personal number that is typed where products are searched goes into no question', async () => {
    const visit = await confirmed(anna, 'FI', '020274-915H');
    const asked = bench.api.asked.length;
    expect((await anna.post(`/visits/${visit}/prescriptions/rx-1/products/search`, { q: 'Amlodipin 900820-2385' })).status).toBe(200);
    expect(bench.api.asked.slice(asked).filter(({ id }) => id === 'searchProducts')).toEqual([]);
    await anna.post(`/visits/${visit}/prescriptions/rx-1/products/search`, { q: 'Amlodipin' });
    expect(bench.api.asked.slice(asked).filter(({ id }) => id === 'searchProducts')).toHaveLength(1);
  });

  it('records late with time and reason, Swedish time', async () => {
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const base = `/visits/${visit}/prescriptions/rx-1`;
    const form = await anna.post(`${base}/products`, { nplPackId: '20110000000101', name: 'Amlodipin Krka 5 mg', late: '1' });
    expect(form.path).toBe(`${base}/late`);
    const wrong = await anna.post(`${base}/late`, { packages: '1', handedOverAt: '2026-02-31 10:00' });
    expect([wrong.status, wrong.text.includes('href="#handedOverAt"'), wrong.text.includes('href="#reason"')]).toEqual([422, true, true]);
    const said = await anna.post(`${base}/late`, { packages: '1', handedOverAt: '2026-06-11 10:00', reason: 'Avbrott.' });
    expect(bench.api.asked.findLast(({ id }) => id === 'recordLate')?.body).toMatchObject({ handedOverAt: expect.stringMatching(/^2026-06-11T10:00:00(\.000)?\+02:00$/), reason: 'Avbrott.', visit });
    expect(said.text).toContain('Väntar på registrering.');
  });

  const late = { packages: '1', handedOverAt: '2026-06-11 10:00', reason: 'Avbrott.' };
  async function lateForm(): Promise<string> {
    bench.api.deliveries.clear();
    const visit = await confirmed(anna, 'FI', FINLAND['field.national-id']);
    const { path } = await anna.post(`/visits/${visit}/prescriptions/rx-1/products`, { nplPackId: '20110000000101', name: 'Amlodipin Krka 5 mg', late: '1' });
    return path;
  }

  it('P2 a late recording whose answer gets lost is one hand-over, also when the reason is typed anew', async () => {
    const path = await lateForm();
    bench.api.lose('recordLate');
    expect((await anna.post(path, late)).status).toBe(503);
    const form = await anna.get(path);
    expect([form.text.includes('value="2026-06-11 10:00"'), form.text.includes('>Avbrott.<')]).toEqual([true, true]);
    const said = await anna.post(path, { ...late, reason: 'Avbrott i landet.' });
    expect([said.path, bench.api.deliveries.size]).toEqual([`/dispensations/${[...bench.api.deliveries.keys()].join()}`, 1]);
    expect(said.text).toContain('Väntar på registrering.');
  });

  it('P2 trouble of ours says nothing of whether it was taken: the next try is the same hand-over; once it is on record the form is empty', async () => {
    const path = await lateForm();
    bench.api.fail('recordLate', { status: 503, code: 'NCP_STORE_UNAVAILABLE' });
    expect((await anna.post(path, late)).status).toBe(503);
    await anna.post(path, late);
    const keys = bench.api.asked.filter(({ id }) => id === 'recordLate').slice(-2).map(({ key }) => key);
    expect([keys[0] === keys[1], bench.api.deliveries.size]).toEqual([true, 1]);
    expect((await anna.get(path)).text).not.toContain('>Avbrott.<');
  });

  it('P2 a late recording beside another dispensation is made only when she answers that it is another hand-over', async () => {
    const path = await lateForm();
    await anna.post(path, late);
    const asked = await anna.post(path, late);
    expect([asked.status, asked.text.includes('name="ack.unacknowledged-dispensation"'), bench.api.deliveries.size]).toEqual([422, true, 1]);
    expect(asked.text).toContain('>Avbrott.<');
    expect((await anna.post(path, { ...late, 'ack.unacknowledged-dispensation': 'yes' })).path).toMatch(/^\/dispensations\//);
    expect(bench.api.deliveries.size).toBe(2);
  });
});
