import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startGatewayWorld, type GatewayWorld } from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const MINUTE_MS = 60_000;

describe('a clock that is far from the database', () => {
  let world: GatewayWorld;
  beforeAll(async () => { world = await startGatewayWorld({ gateway: 'inline' }); }, 120_000);
  afterEach(() => { jest.restoreAllMocks(); });
  afterAll(async () => { await world.stop(); });

  const status = async (): Promise<number> => {
    const { status: told } = await world.client('FI').request({
      method: 'POST', url: `${world.url}/ncp/xcpd`, headers: { 'content-type': 'application/soap+xml' }, body: Buffer.from('<a/>'), connectTimeoutMs: 5_000, answerTimeoutMs: 5_000, maxAnswerBytes: 65_536,
    });
    return told;
  };

  it('FLT-10 releases nothing from the first message on, and answers when it is right again', async () => {
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + MINUTE_MS);
    await world.restart();
    expect(await status()).toBe(503);
    jest.restoreAllMocks();
    await world.restart();
    expect((await world.peer('FI').identify(ALMA, '1990-08-20')).answer.candidates).toHaveLength(1);
  }, 60_000);
});
