import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiClient, confirmedVisit, startTreatmentWorld, until, type ApiClient, type TreatmentWorld, type TypedPatient } from '@ncp/testkit';
import { startNcpB, type RunningNcpB } from './start.js';

const AINO: TypedPatient = { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } };

describe('two replicas of NCP-B on one database', () => {
  let world: TreatmentWorld;
  let second: RunningNcpB;
  let [here, there]: ApiClient[] = [];
  const at = async ({ port }: RunningNcpB): Promise<ApiClient> =>
    apiClient({ url: `https://127.0.0.1:${String(port)}`, authority: world.authority, authorization: `Bearer ${await world.oauth.token('anna', {})}` });
  beforeAll(async () => {
    world = await startTreatmentWorld({ dispatcher: true, timeoutMs: 4_000 });
    second = await startNcpB(world.config, { timeoutMs: 4_000 });
    here = await world.as();
    there = await at(second);
  }, 120_000);
  afterAll(async () => {
    await second.close();
    await world.stop();
  });
  const clients = (): { readonly here: ApiClient; readonly there: ApiClient } => {
    if (here === undefined || there === undefined) throw new Error('not started');
    return { here, there };
  };
  const retrieved = (): number | undefined => world.country('FI').counters().requests['ITI-39'];

  it('one goes on with a visit where the other left it, and asks the country for nothing it has been told', async () => {
    const { here, there } = clients();
    const { id, read } = await confirmedVisit(here, AINO);
    const { key } = await read();
    const [params, asked] = [{ visit: id, document: key }, retrieved()];
    const { body: suggested } = await there.ask('suggestProducts', { params });
    const choice = { prescription: key, article: suggested.suggestions[0]?.article.nplPackId ?? '', packages: 1 };
    const { body: prepared } = await here.ask('prepareDispensation', { params, body: choice });
    const acknowledged = prepared.checks.filter(({ level }) => level === 'acknowledge').map(({ id: check }) => check);
    const dispensed = await there.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'replicas-1' });
    expect([dispensed.status, retrieved()]).toEqual([202, asked]);
    expect((await here.ask('dispense', { params, body: { ...choice, acknowledged }, key: 'replicas-1' })).body.id).toBe(dispensed.body.id);
    expect((await here.events('dispensationEvents', { params: { dispensation: dispensed.body.id } })).at(-1)).toMatchObject({ state: 'RECORDED' });
    expect((await there.ask('closeVisit', { params })).status).toBe(204);
    expect((await here.ask('suggestProducts', { params })).problem).toMatchObject({ code: 'NCP_API_VISIT_ENDED' });
  });

  it('one tells of the work that the other has promised, to who asked for it and to nobody else', async () => {
    const { here, there } = clients();
    const { id } = await confirmedVisit(here, AINO);
    const promised = await here.ask('listPrescriptions', { params: { visit: id }, body: {}, prefer: 'respond-async' });
    expect(promised.status).toBe(202);
    const operation = { operation: (promised.json as { readonly id: string }).id };
    const events = await there.events('operationEvents', { params: operation });
    expect(events.at(-1)).toMatchObject({ state: 'done', visit: id, result: { none: true } });
    expect((await here.ask('readOperation', { params: operation })).body).toEqual(events.at(-1));
    expect((await (await world.as('rolf')).ask('readOperation', { params: operation })).problem).toMatchObject({ code: 'NCP_API_NOT_FOUND' });
  });

  it('one does what the other promised and did not live to do', async () => {
    const { here, there } = clients();
    const { id } = await confirmedVisit(here, AINO);
    await world.country('FI').setPersonality({ kind: 'hang', only: ['ITI-38'], times: 1 });
    const third = await startNcpB(world.config, { timeoutMs: 60_000, drainMs: 200 });
    const promised = await (await at(third)).ask('listPrescriptions', { params: { visit: id }, body: {}, prefer: 'respond-async' });
    const operation = { operation: (promised.json as { readonly id: string }).id };
    await until('the country was asked', () => world.country('FI').personality().length === 0);
    await third.close();
    expect((await there.events('operationEvents', { params: operation })).at(-1)).toMatchObject({ state: 'done', result: { none: true } });
    await world.country('FI').setPersonality();
  });

  it('a stream ends with its process, without having told an end', async () => {
    const { here } = clients();
    const third = await startNcpB(world.config, { timeoutMs: 4_000 });
    const { id } = await confirmedVisit(here, AINO);
    await world.country('FI').setPersonality({ kind: 'hang', only: ['ITI-38'], times: 1 });
    const promised = await here.ask('listPrescriptions', { params: { visit: id }, body: {}, prefer: 'respond-async' });
    const events = (await at(third)).events('operationEvents', { params: { operation: (promised.json as { readonly id: string }).id } });
    await new Promise((resolve) => { setTimeout(resolve, 700); });
    const from = performance.now();
    await third.close();
    expect(performance.now() - from).toBeLessThan(3_000);
    expect((await events).map(({ state }) => state)).toEqual(['running']);
    await world.country('FI').setPersonality();
  });
});
