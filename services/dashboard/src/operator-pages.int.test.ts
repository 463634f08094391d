import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEventFor } from '@ncp/audit';
import { instantFromEpoch } from '@ncp/domain';
import { sampleEntry, until } from '@ncp/testkit';
import type { Visitor } from '../../counter/fixtures/counter-bench.js';
import { EXCHANGE, startDashboardBench, type DashboardBench } from '../fixtures/dashboard-bench.js';
import { ACTIONS, identifyIn, mayAct, type Role } from './operator.js';

const PEOPLE: Readonly<Record<Role, string>> = { viewer: 'vera', operator: 'olle', security: 'sara', admin: 'ada' };
const PAGES: readonly (readonly [path: string, needed: Role])[] = [
  ['/queue', 'operator'], ['/queue/events', 'operator'], ['/audit', 'viewer'], ['/audit/review', 'security'], ['/audit/patient-log', 'security'], ['/trust', 'viewer'], ['/terminology', 'viewer'],
  ['/configuration', 'operator'], ['/roles', 'viewer'],
];
const FORGED = '0199a1b2-0000-7000-8000-0000000000ff';
const CHANGES: readonly (readonly [path: string, needed: Role, form: Readonly<Record<string, string>>])[] = [
  ['/audit/verify', 'operator', {}], ['/audit/review', 'security', { size: '10' }], ['/audit/review/1', 'security', { exchange: EXCHANGE, finding: 'in-order' }],
  ['/audit/patient-log', 'security', { subject: '199008202385', reason: 'incident', reference: 'D 1/26' }],
];
const HOSTILE = '"><script>alert(1)</script>';
/** All that tells of the patient of these tests, and of the professional who saw her. */
const CANARIES = ['199008202385', '900820-2385', 'Kanarie Testdotter', 'FI-CANARY-1', 'Kanarieapteket'];
const REASONED = { subject: '900820-2385', reason: 'patient-asked', reference: 'Dnr 12/2026' };
const gateway = { commonName: 'ncp', address: '127.0.0.1' };

describe('the pages of operators', () => {
  let bench: DashboardBench;
  const as: Partial<Record<Role, Visitor>> = {};
  const visitor = (role: Role): Visitor => {
    const one = as[role];
    if (one === undefined) throw new Error(role);
    return one;
  };
  beforeAll(async () => {
    bench = await startDashboardBench();
    for (const [role, person] of Object.entries(PEOPLE) as [Role, string][]) {
      const one = bench.visitor();
      await one.signIn(person);
      as[role] = one;
    }
    const now = instantFromEpoch(Date.now());
    await bench.message({ minutesAgo: 5 });
    for (const patient of ['199008202385^^^&1.2.752.129.2.1.3.1&ISO', '198503159035^^^&1.2.752.129.2.1.3.1&ISO']) {
      const event = auditEventFor({
        side: 'A', service: 'list-prescriptions', time: now, outcome: 0, sourceId: 'SE-AB', consumer: gateway, provider: gateway, pointOfCare: `Kanarieapteket ${HOSTILE}`, patient,
        professional: { nameId: 'n', issuer: 'i', spProvidedId: 'FI-CANARY-1', subjectId: `Kanarie Testdotter ${HOSTILE}` }, request: { id: 'urn:uuid:1' },
      });
      const sample = sampleEntry();
      await bench.store.journal.commit({ ...sample, leaf: { ...sample.leaf, kind: 'list-prescriptions', time: now, actor: `2262@${HOSTILE}`, codes: ['<img src=x>'], eventHash: event.hash }, event });
    }
    await bench.sql(`insert into terminology_gap (release, code_system, code, field, reason, country, count, documents, first_at, last_at) values
      ('r1', '1.2.3', $h$${HOSTILE}$h$, 'dose-form', 'unknown-code', 'FI', 9, 2, now(), now()), ('r1', '', '(text)', 'route', 'unknown-text', 'FI', 3, 3, now(), now())`);
    await bench.store.inForce.tookConfiguration({ service: 'ncp-a', at: now, settings: [{ path: 'database.url', value: 'postgres://ncp_a@db/ncp', origin: 'environment', variable: 'DATABASE_URL' }, { path: 'custodian.name', value: HOSTILE, origin: 'file' }] });
    await bench.store.inForce.reportQueue({ process: `host ${HOSTILE}`, backend: 'redis', at: now, counts: { waiting: 3, failed: 1 }, jobs: [{ id: 'outbox-1-1', kind: HOSTILE, exchange: EXCHANGE, state: 'failed', attempts: 10, since: now, reason: 'NCP_INTERNAL' }] });
  }, 90_000);
  afterAll(async () => bench.close());

  const status = async (who: Visitor, path: string): Promise<number> => (await who.request('GET', path)).status;
  const post = (who: Visitor, path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = { origin: bench.dashboard.origin, 'sec-fetch-site': 'same-origin' }) => who.request('POST', path, { form, headers });
  const sql = async (text: string): Promise<readonly Record<string, unknown>[]> => bench.rows(text);

  it.each(PAGES)('WEB-04 %s is nobody\'s without signing in, and its role\'s alone', async (path, needed) => {
    const said = await bench.visitor().request('GET', path);
    expect([said.status, said.text.includes('Kanarie')]).toEqual([401, false]);
    if (path.endsWith('/events')) return;
    for (const role of Object.keys(PEOPLE) as Role[]) expect([role, await status(visitor(role), path)]).toEqual([role, mayAct(role, needed) ? 200 : 403]);
  });

  it('WEB-04 a refusal is recorded', async () => {
    await visitor('viewer').request('GET', '/audit/patient-log');
    await until('recorded', async () => (await sql(`select from operator_order where action = 'denied' and ordered_by = 'sim-vera' and subject = '/audit/patient-log'`)).length > 0);
  });

  it('DAT-05 a refusal of an address that names a person records no number', async () => {
    await visitor('viewer').request('GET', '/exchanges/199008202385/trace.json');
    await visitor('viewer').request('GET', '/audit/patient-log/19900820-2385');
    const subjects = async (): Promise<readonly unknown[]> => (await sql('select distinct subject from operator_order')).map(({ subject }) => subject);
    await until('recorded', async () => (await subjects()).includes('an address with a personal number'));
    expect((await subjects()).join()).not.toMatch(/2385/);
  });

  it.each(CHANGES)('WEB-03 %s takes a change only from a page of its own, from whoever has the role', async (path, needed, form) => {
    const before = (await sql('select count(*)::int as n from operator_act'))[0];
    expect((await bench.visitor().request('POST', path, { form, headers: { origin: bench.dashboard.origin } })).status).toBe(401);
    for (const role of Object.keys(PEOPLE) as Role[]) {
      const who = visitor(role);
      if (mayAct(role, needed)) {
        expect([role, (await post(who, path, form)).status]).toEqual([role, 403]);
        expect([role, (await post(who, path, { ...form, _csrf: 'x'.repeat(43) })).status]).toEqual([role, 403]);
        expect([role, (await post(who, path, { ...form, _csrf: await who.token() }, { origin: 'https://evil.example' })).status]).toEqual([role, 403]);
      } else {
        expect([role, (await post(who, path, { ...form, _csrf: await who.token() })).status]).toEqual([role, 403]);
      }
    }
    expect((await sql('select count(*)::int as n from operator_act'))[0]).toEqual(before);
  });

  it('verifies the log for real, and says so when it is broken', async () => {
    expect((await visitor('operator').post('/audit/verify')).text).toContain('Kontrollen är beställd');
    await bench.carryOut();
    expect((await visitor('viewer').get('/audit')).text).toMatch(/Loggen är hel\.[\s\S]*hel: \d+ poster, 2 händelser jämförda/);
    await bench.sql(`update audit_leaf set actor = 'somebody else' where sequence = 2`);
    await visitor('operator').post('/audit/verify');
    await bench.carryOut();
    expect((await visitor('viewer').get('/audit')).text).toContain('Loggen är BRUTEN vid post 2.');
    await bench.sql(`update audit_leaf set actor = '2262@' || $h$${HOSTILE}$h$ where sequence = 2`);
  });

  it('DAT-04 shows a patient\'s log to whoever gave a reason, and nothing of it to anybody else or anywhere else', async () => {
    const sara = visitor('security');
    const asked = await post(sara, '/audit/patient-log', { ...REASONED, _csrf: await sara.token() });
    const path = asked.location ?? '';
    expect([asked.status, /^\/audit\/patient-log\/[0-9a-f-]{36}$/.test(path)]).toEqual([303, true]);
    const before = await sara.request('GET', path);
    expect([before.status, CANARIES.filter((one) => before.text.includes(one))]).toEqual([200, []]);
    await bench.carryOut();
    const shown = (await sara.request('GET', path)).text;
    expect(CANARIES.filter((one) => shown.includes(one))).toEqual(['Kanarie Testdotter', 'FI-CANARY-1', 'Kanarieapteket']);
    expect([shown.includes('<script>alert'), shown.includes('&lt;script&gt;alert(1)'), shown.includes('patienten har begärt det, Dnr 12/2026')]).toEqual([false, true, true]);
    // The access came into the chain before the answer, and is about her.
    expect(await sql(`select l.actor, l.codes, l.time <= r.at as first, s.pseudonym is not null as hers from operator_act a join audit_leaf l on l.exchange = a.id::text
      join operator_answer r on r.act = a.id join audit_subject s on s.sequence = l.sequence where a.kind = 'patient-log'`)).toEqual([{ actor: 'security@sim-sara', codes: ['patient-asked'], first: true, hers: true }]);
    // Another session of the same operator, a wider role, and an id of nobody's: all the same (WEB-06).
    const again = bench.visitor();
    await again.signIn('sara');
    for (const who of [again, visitor('admin')]) {
      const [theirs, nobodys] = [await who.request('GET', path), await who.request('GET', `/audit/patient-log/${FORGED}`)];
      expect([theirs.status, theirs.text.replaceAll(/[\w-]{43}/g, '')]).toEqual([404, nobodys.text.replaceAll(/[\w-]{43}/g, '')]);
    }
    for (const role of Object.keys(PEOPLE) as Role[]) {
      for (const page of ['/', '/exchanges', `/exchanges/${EXCHANGE}`, '/dispensations', '/queue', '/audit', '/audit/review', '/audit/patient-log', '/trust', '/terminology', '/configuration', '/roles', '/nothing', '/exchanges/199008202385']) {
        const { text } = await visitor(role).request('GET', page);
        expect([role, page, CANARIES.filter((one) => text.includes(one))]).toEqual([role, page, []]);
      }
    }
    // The database has it sealed only: neither the number that was asked for nor the answer.
    const rows = JSON.stringify(await Promise.all(['operator_act', 'operator_answer', 'audit_subject'].map((table) => sql(`select t::text from ${table} t`))));
    expect(CANARIES.filter((one) => rows.includes(one) || rows.includes(Buffer.from(one).toString('hex')))).toEqual([]);
  });

  it('takes no patient without a reason, a case number and a number that can be one, and says nothing back of what was typed', async () => {
    const sara = visitor('security');
    const acts = async () => (await sql(`select count(*)::int as n from operator_act where kind = 'patient-log'`))[0]?.['n'];
    const before = await acts();
    for (const change of [{ reason: '' }, { reason: HOSTILE }, { reference: '' }, { reference: HOSTILE }, { reference: 'x'.repeat(41) }, { subject: '' }, { subject: '199008202386' }, { subject: HOSTILE }, { subject: '1'.repeat(30_000) }]) {
      const said = await sara.post('/audit/patient-log', { ...REASONED, ...change });
      expect([change, said.status, /role="status"/.test(said.text), said.text.includes('900820'), said.text.includes(HOSTILE)]).toEqual([change, 200, true, false, false]);
    }
    for (const reference of ['900820-2385', '199008202385', 'Dnr 12/900820-2385']) {
      const said = await sara.post('/audit/patient-log', { ...REASONED, reference });
      expect([reference, said.text.includes('(NCP_API_INPUT)'), said.text.includes('2385')]).toEqual([reference, true, false]);
    }
    expect(await acts()).toBe(before);
  });

  it('the same patient\'s next log shows that it was read, by whom', async () => {
    const sara = visitor('security');
    const { location = '' } = await post(sara, '/audit/patient-log', { ...REASONED, _csrf: await sara.token() });
    await bench.carryOut();
    expect((await sara.get(location)).text).toMatch(/loggutdrag[\s\S]*security@sim-sara/);
    await bench.sql('update operator_answer set sealed_result = null');
    expect((await sara.get(location)).text).toContain('Utdraget är borttaget');
  });

  it('draws a sample for log review, and records who reviewed what', async () => {
    const sara = visitor('security');
    expect((await sara.post('/audit/review', { size: '10' })).text).toContain('Urvalet är draget.');
    expect((await sara.post('/audit/review', { size: '10' })).text).toContain('inget nytt att dra ur');
    const page = (await sara.get('/audit/review/1')).text;
    expect([page.includes('0 av 2 granskade'), page.includes('<script>alert'), page.includes('&lt;img src=x&gt;')]).toEqual([true, false, true]);
    const [, exchange = ''] = /name="exchange" value="([^"]+)"/.exec(page) ?? [];
    expect((await sara.post('/audit/review/1', { exchange, finding: 'to-investigate' })).text).toMatch(/ska utredas<\/span> Sara Säker/);
    expect((await sara.post('/audit/review/1', { exchange, finding: 'in-order' })).text).toContain('redan granskat');
    for (const form of [{ exchange: FORGED, finding: 'in-order' }, { exchange, finding: 'fine' }, { exchange: HOSTILE, finding: 'in-order' }]) {
      expect([200, 404]).toContain((await sara.post('/audit/review/1', form)).status);
    }
    for (const path of ['/audit/review/2', '/audit/review/x', '/audit/review/-1', `/audit/review/${'9'.repeat(30)}`, `/audit/review/${encodeURIComponent(HOSTILE)}`]) expect([path, await status(sara, path)]).toEqual([path, 404]);
    expect((await sara.post('/audit/review', { size: '1000000' })).status).toBe(404);
  });

  it('WEB-01 shows what others wrote as text, and questions of any kind without a fault of its own', async () => {
    const ada = visitor('admin');
    for (const path of ['/queue', '/terminology?every=yes', '/configuration', '/roles', '/trust', '/audit']) {
      const said = await ada.request('GET', path);
      expect([path, said.status, said.text.includes('<script>alert'), /<script(?![^>]*src="\/assets\/)/.test(said.text), / style="/.test(said.text)]).toEqual([path, 200, false, false, false]);
    }
    for (const path of ['/trust?at=2026-13-45', `/trust?at=${encodeURIComponent(HOSTILE)}`, '/trust?at=9999-01-01', '/terminology?country=XX&every=__proto__', `/terminology?country=${encodeURIComponent(HOSTILE)}`, '/queue?x[]=1', '/configuration?path=../../etc/passwd']) {
      const said = await ada.request('GET', path);
      expect([path, said.status, said.text.includes(HOSTILE)]).toEqual([path, 200, false]);
    }
  });

  it('shows certificates by the real verification: what holds today is refused when it has ended', async () => {
    const year = new Date(Date.now() + 360 * 86_400_000).toISOString().slice(0, 10);
    const today = (await visitor('viewer').get('/trust')).text;
    expect([today.includes('Allt gäller den'), today.includes('vår TLS-server'), today.includes('Finland')]).toEqual([true, true, true]);
    expect((await visitor('viewer').get(`/trust?at=${year}`)).text).toMatch(/\d+ av \d+ skulle avvisas den[\s\S]*NCP_TRUST_/);
    expect((await visitor('viewer').get('/trust?at=1999-01-01')).text).toContain('Allt gäller den');
  });

  it('ranks gaps by the documents that they touch, of the releases in force unless all are asked for', async () => {
    const viewer = visitor('viewer');
    expect((await viewer.get('/terminology')).text).toContain('Luckor: 0');
    const every = (await viewer.get('/terminology?every=yes')).text;
    expect(every.indexOf('(text)')).toBeLessThan(every.indexOf('alert(1)'));
    await bench.store.terminology.took({ service: 'dispatcher', release: 'r1', hash: 'abc', at: instantFromEpoch(Date.now()) });
    expect((await viewer.get('/terminology')).text).toMatch(/Alla delar arbetar med r1[\s\S]*Luckor: 2/);
  });

  it('shows settings with where they come from, the queue with ids only, and what operators did to administrators alone', async () => {
    expect((await visitor('operator').get('/configuration')).text).toMatch(/postgres:\/\/ncp_a@db\/ncp[\s\S]*DATABASE_URL/);
    const queue = (await visitor('operator').get('/queue')).text;
    for (const part of ['outbox-1-1', 'NCP_INTERNAL', `/exchanges/${EXCHANGE}`, 'vidarebefordra logg']) expect([part, queue.includes(part)]).toEqual([part, true]);
    expect((await visitor('admin').get('/roles')).text).toContain('tog fram ett loggutdrag');
    expect((await visitor('security').get('/roles')).text).not.toContain('tog fram ett loggutdrag');
  });

  it('the accounts of development are nobody in production (decisions G07)', () => {
    const issued = (subject: string) => ({ claim: (name: string) => (name === 'sub' ? subject : 'Ada'), claims: () => ['admin'], until: 0 });
    expect([identifyIn('production')(issued('sim-ada')), identifyIn('demo')(issued('sim-ada'))?.role, identifyIn('production')(issued('7f3c'))?.role]).toEqual([undefined, 'admin', 'admin']);
    expect(Object.values(ACTIONS).every((role) => role in PEOPLE)).toBe(true);
  });
});
