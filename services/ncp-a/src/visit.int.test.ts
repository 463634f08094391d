import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { visit } from '@ncp/simulator';
import { startGatewayWorld, type GatewayWorld } from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };

describe('a visit from Finland', () => {
  let world: GatewayWorld;
  beforeAll(async () => { world = await startGatewayWorld({ gateway: 'inline' }); }, 120_000);
  afterAll(async () => { await world.stop(); });

  it('S01 is dispensed 84 of 100 tablets, listed empty, discarded and offered again', async () => {
    const result = await visit(world.peer('FI'), { patient: ALMA, birthDate: '1990-08-20', handOver: { packages: 1, packSize: '84' } });
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.ok).toBe(true);
    const effects = world.nll.control.effects().filter((one) => one.patientId === 'pat-s01');
    expect(effects).toMatchObject([{ deducted: '0', status: 'entered-in-error', country: 'FI' }]);
  });
});
