import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';

const MINUTE_MS = 60_000;

describe('a clock that is far from the database', () => {
  let world: TreatmentWorld;
  beforeAll(async () => {
    world = await startTreatmentWorld({ configure: (config) => { config['ncpB'] = { ...(config['ncpB'] as object), sts: true }; } });
  }, 120_000);
  afterEach(() => { jest.restoreAllMocks(); });
  afterAll(async () => { await world.stop(); });

  it('FLT-10 answers no operation and issues no assertion from the first request on, and serves when it is right again', async () => {
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + MINUTE_MS);
    await world.restart();
    const refused = await world.with().ask('countries');
    expect([refused.status, refused.problem?.code, refused.problem?.retryable, refused.headers['retry-after']]).toEqual([503, 'NCP_CLOCK_DRIFT', true, '30']);
    expect((await (await world.as('anna')).ask('openVisit', { body: { country: 'FI' } })).problem).toMatchObject({ status: 503, code: 'NCP_CLOCK_DRIFT', theirs: false });
    expect((await world.with().raw('POST', '/sts/trc', { body: '<a/>', headers: { 'content-type': 'application/soap+xml; charset=utf-8' } })).status).toBe(503);
    jest.restoreAllMocks();
    await world.restart();
    expect((await (await world.as('anna')).ask('openVisit', { body: { country: 'FI' } })).status).toBe(201);
  }, 60_000);
});
