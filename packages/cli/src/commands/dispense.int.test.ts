import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerDifference } from '@ncp/exchange';
import { openStore, type Store } from '@ncp/store';
import { sampleEntry, startTestPostgres, until, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { deliveryEntry, sampleDelivery } from '../../../exchange/fixtures/sample-delivery.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';
import { dispenseListCommand, dispenseOrderCommand } from './dispense.js';
import { traceCommand } from './trace.js';

const keys = { current: { id: 'test', key: new Uint8Array(32) } };
const difference = { ledger: 'inward', subject: 'x', country: 'FI', state: 'CONFIRMED', kind: 'missing' } as LedgerDifference;

describe('ncp dispense', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let state = '';
  const delivery = sampleDelivery({ state: 'OPERATOR', everSent: true });
  beforeAll(async () => {
    // A deployment whose clock stands in another year.
    state = await mkdtemp(join(tmpdir(), 'ncp-dispense-'));
    await writeFile(layoutIn(state).manifest, JSON.stringify({ services: {}, countries: {}, ports: {}, startedAt: new Date().toISOString(), clock: '2031-03-01T12:00:00Z' }));
    postgres = await startTestPostgres();
    database = await postgres.database();
    const ncpB = await openStore({ url: database.url('ncp_b'), application: 'dispense-test', keys });
    await ncpB.journal.commit(deliveryEntry({ kind: 'confirm', delivery }));
    await ncpB.close();
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'dispense-test', keys });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
    await rm(state, { recursive: true, force: true });
  });

  const place = (): { readonly state: string; readonly database: string } => ({ state, database: database.url('ncp_dashboard') });
  const options = () => ({ ...place(), note: 'they have answered', as: 'olle', wait: 10 });
  const asked = async (command: (output: Output) => Promise<number>): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly result: unknown }> => {
    const [lines, results]: [string[], unknown[]] = [[], []];
    const code = await command({ json: true, line: (text = '') => { lines.push(text); }, progress: () => undefined, result: (value) => { results.push(value); } });
    return { code, lines, result: results[0] };
  };
  /** The dispatcher: ends the next order like this. */
  const executed = async (to: 'done' | 'overtaken', result: object): Promise<void> => {
    await until('ordered', async () => (await store.orders.open(1)).length > 0);
    const [order] = await store.orders.open(1);
    await store.journal.commit({ ...sampleEntry(), order: { id: order?.id ?? '', from: ['ordered'], to, result } });
  };

  it('lists what is not settled with what may be ordered', async () => {
    const said = await asked((output) => dispenseListCommand(output, place()));
    expect(said.code).toBe(0);
    expect(said.lines.join('\n')).toMatch(new RegExp(`outward +OPERATOR +FI .*${delivery.id} +retry, reconcile, close --found recorded, close --found not-recorded`));
    expect(said.result).toMatchObject({ ok: true, cases: [{ ledger: 'outward', state: 'OPERATOR', subject: delivery.id, orders: ['retry', 'reconcile', 'close --found recorded', 'close --found not-recorded'] }] });
    expect((await asked((output) => dispenseListCommand(output, { ...place(), ledger: 'conflict' }))).result).toMatchObject({ cases: [] });
  });

  it('orders, waits for the outcome, and says it with its exit code', async () => {
    const [done] = await Promise.all([asked((output) => dispenseOrderCommand(output, 'close', delivery.id, { ...options(), found: 'recorded' })), executed('done', { state: 'RECORDED' })]);
    expect(done).toMatchObject({ code: 0, lines: ['done, now RECORDED'], result: { ok: true, status: 'done', state: 'RECORDED' } });
    const [late] = await Promise.all([asked((output) => dispenseOrderCommand(output, 'retry', delivery.id, options())), executed('overtaken', { state: 'RECORDED' })]);
    expect([late.code, late.lines]).toEqual([1, ['overtaken, now RECORDED']]);
  });

  it('DISP-63 compares everything where no row is named, and lists what differs', async () => {
    const compared = { inward: 3, outward: 1, differences: [difference], untold: 0 };
    const [said] = await Promise.all([asked((output) => dispenseOrderCommand(output, 'reconcile', undefined, options())), executed('done', { compared })]);
    expect(said).toMatchObject({ code: 1, lines: ['done', '3 inward and 1 outward compared, 1 differences', 'missing         inward  CONFIRMED  FI  x'] });
    expect((await asked((output) => dispenseListCommand(output, place()))).lines.join('\n')).toMatch(/3 inward, 1 outward, 1 differences/);
  });

  it('ncp trace tells how an exchange went, masked; that it was taken is ordered to be audited first', async () => {
    const { exchange } = delivery;
    const out = join(tmpdir(), `trace-${exchange}.json`);
    const said = await asked((output) => traceCommand(output, exchange, { ...place(), out, as: 'olle' }));
    expect(said).toMatchObject({ code: 0, result: { ok: true, form: 'ncp-trace-1', exchange, audit: [{ kind: 'delivery' }], outlines: [] } });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ form: 'ncp-trace-1', exchange });
    await rm(out);
    const [order] = await store.orders.open(1);
    expect(order).toMatchObject({ action: 'export', ledger: 'page', subject: exchange, orderedBy: 'olle', orderedAt: expect.stringMatching(/^2031-03-01T12:/) });
    await store.journal.commit({ ...sampleEntry(), order: { id: order?.id ?? '', from: ['ordered'], to: 'done' } });
    expect((await asked((output) => traceCommand(output, '0199a1b2-0000-7000-8000-0000000000ff', place()))).code).toBe(1);
    await expect(traceCommand({} as Output, '../x', place())).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
  });

  it('says what is wrong: an unknown row, no reason, nobody who executes', async () => {
    const orderOf = (subject: string, more: object = {}): Promise<number> => dispenseOrderCommand({ json: true, line: () => undefined, progress: () => undefined, result: () => undefined }, 'retry', subject, { ...options(), ...more });
    await expect(orderOf("' or 1=1")).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
    for (const note of [' ', 'asked about 19900820-2385']) await expect(orderOf(delivery.id, { note })).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
    await expect(orderOf(delivery.id, { wait: 1 })).rejects.toMatchObject({ code: 'NCP_CLI_NOT_RUNNING' });
    await expect(orderOf(delivery.id)).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
    expect((await store.orders.open(9)).map(({ orderedBy, note, orderedAt }) => [orderedBy, note, orderedAt.slice(0, 14)])).toEqual([['olle', 'they have answered', '2031-03-01T12:']]);
  });
});
