import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confirmedVisit, freePort, startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';
import { openSql } from '../../../packages/store/fixtures/run-sql.js';

describe('AUD-14 the audit repository has been away for longer than the grace', () => {
  let world: TreatmentWorld;
  let database: Awaited<ReturnType<typeof openSql>>;
  let healthPort: number;
  beforeAll(async () => {
    healthPort = await freePort();
    world = await startTreatmentWorld({ configure: (config) => {
      config['auditRepository'] = { host: '127.0.0.1', port: 1, ca: (config['seal'] as { readonly cert: string }).cert };
      config['ncpB'] = { ...(config['ncpB'] as object), healthPort };
    } });
    database = await openSql(world.database.ownerUrl);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await world.stop();
  });
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${String(healthPort)}/readyz`)).status;

  it('AUD-14 asks no country for data, says that it is ours, puts it on record, and goes on when the backlog is gone', async () => {
    const anna = await world.as();
    const { id } = await confirmedVisit(anna, { country: 'FI', traits: { nationalId: '101080-921V' } });
    const list = () => anna.ask('listPrescriptions', { params: { visit: id }, body: {} });
    expect([(await list()).status, await ready()]).toEqual([200, 200]);
    await database.rows(`update outbox set created_at = created_at - interval '5 hours' where kind = 'forward-audit'`);
    await new Promise((resolve) => { setTimeout(resolve, 1_100); });
    const refused = await list();
    expect([refused.problem, await ready()]).toMatchObject([{ status: 503, code: 'NCP_AUDIT_UNAVAILABLE', theirs: false, retryable: true }, 200]);
    expect((await world.recorded(refused.headers['x-exchange-id'] ?? '')).at(-1)).toEqual({ kind: 'list-prescriptions', outcome: 8, codes: ['NCP_AUDIT_UNAVAILABLE'], event: 'EHDSI-31' });
    await database.rows(`update outbox set settled_at = now() where kind = 'forward-audit'`);
    await new Promise((resolve) => { setTimeout(resolve, 1_100); });
    expect([(await list()).status, await ready()]).toEqual([200, 200]);
  }, 60_000);
});
