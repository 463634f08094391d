import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairEntries } from '@ncp/ihe';
import { startGatewayWorld, type GatewayWorld } from '@ncp/testkit';

const PERSONNUMMER = '1.2.752.129.2.1.3.1';
const ALMA = { root: PERSONNUMMER, extension: '199008202385' };

describe('country A over the wire', () => {
  let world: GatewayWorld;
  beforeAll(async () => { world = await startGatewayWorld({ gateway: 'inline' }); }, 120_000);
  afterAll(async () => { await world.stop(); });

  it('finds a person, lists her prescription and hands over both levels', async () => {
    const finland = world.peer('FI');
    const found = await finland.identify(ALMA, '1990-08-20');
    expect(found.answer).toMatchObject({ candidates: [{ family: 'Testdotter', given: 'Alma Maria', birthDate: '1990-08-20' }] });
    const listed = await finland.list(ALMA);
    expect(listed.answer.errors).toEqual([]);
    const [pair] = pairEntries(listed.answer);
    expect(pair?.coded?.description).toContain('Amlodipin');
    const documents = await finland.retrieve(ALMA, [pair?.coded?.uniqueId ?? '', pair?.pdf?.uniqueId ?? '']);
    expect(documents.answer).toMatchObject({ status: 'Success', documents: [{}, {}] });
  });
});
