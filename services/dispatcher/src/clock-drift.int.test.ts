import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { confirmedVisit, startTreatmentWorld, until, type TreatmentWorld } from '@ncp/testkit';
import { startDispatcherService, type RunningDispatcher } from './start.js';

const MINUTE_MS = 60_000;
const AINO = { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } } as const;

describe('a dispatcher whose clock is far from the database', () => {
  let world: TreatmentWorld;
  let running: RunningDispatcher | undefined;
  const start = (): Promise<RunningDispatcher> => startDispatcherService({ ...world.config, database: { url: world.database.url('ncp_dispatcher') } }, { relayMs: 100, sweepMs: 100 });
  beforeAll(async () => { world = await startTreatmentWorld(); }, 120_000);
  afterEach(() => { jest.restoreAllMocks(); });
  afterAll(async () => {
    await running?.close();
    await world.stop();
  });
  const sent = (): number => world.country('FI').counters().requests['ITI-41'] ?? 0;
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${String(running?.healthPort)}/readyz`)).status;

  it('FLT-10 sends nothing and is not ready, and sends what waited when it is right again', async () => {
    const api = await world.as();
    const { id, read } = await confirmedVisit(api, AINO);
    const { key } = await read();
    const params = { visit: id, document: key };
    const { body: suggested } = await api.ask('suggestProducts', { params });
    const choice = { prescription: key, article: suggested.suggestions[0]?.article.nplPackId ?? '', packages: 1 };
    const { body: prepared } = await api.ask('prepareDispensation', { params, body: choice });
    const acknowledged = prepared.checks.filter(({ level }) => level === 'acknowledge').map(({ id: check }) => check);
    const { body: { id: dispensation } } = await api.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'clock-drift-1' });

    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + MINUTE_MS);
    running = await start();
    await new Promise((resolve) => { setTimeout(resolve, 1_000); });
    expect([await ready(), sent()]).toEqual([503, 0]);
    jest.restoreAllMocks();
    await running.close();
    // NCP-B shares the clock of this process, and may have looked at it meanwhile.
    await world.restart();

    running = await start();
    await until('it is sent', async () => sent() === 1);
    expect(await ready()).toBe(200);
    expect((await (await world.as()).events('dispensationEvents', { params: { dispensation } })).at(-1)).toMatchObject({ state: 'RECORDED' });
  }, 60_000);
});
