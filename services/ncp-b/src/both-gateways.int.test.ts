import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confirmedVisit, startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';

/**
 * Sweden to Sweden: NCP-B talks to our own NCP-A as a foreign country would. Assertions, mutual TLS, messages, documents and
 * evidence of one gateway are verified by the other; what was agreed on by both being wrong the official schemas and rules find.
 */
describe('a visit through both gateways', () => {
  let world: TreatmentWorld;
  beforeAll(async () => { world = await startTreatmentWorld({ affiliation: true, dispatcher: true }); });
  afterAll(async () => { await world.stop(); });

  it('finds Alma, reads what she is prescribed, dispenses it into the national list and takes it back', async () => {
    const api = await world.as();
    const visit = await confirmedVisit(api, { country: 'SE', traits: { nationalId: '199008202385', birthDate: '1990-08-20' } });
    const [listed] = await visit.list();
    expect(listed?.dispensable.answer).toBe('yes');
    const read = await visit.read(listed?.key);
    expect(JSON.stringify(read.document)).toContain('Amlodipin');
    expect(read.document.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const params = { visit: visit.id, document: read.key };
    expect((await api.ask('retrievePrescription', { params, accept: 'application/pdf' })).bytes.subarray(0, 5).toString()).toBe('%PDF-');

    const before = world.nll?.control.effects() ?? [];
    const choice = { prescription: read.key, article: '086625', packages: 1 };
    const { body: prepared } = await api.ask('prepareDispensation', { params, body: choice });
    expect([prepared.ready, prepared.product?.substituted]).toEqual([true, false]);
    const { body: dispensed } = await api.ask('dispense', { params, body: choice, key: 'sweden-to-sweden' });
    const told = await api.events('dispensationEvents', { params: { dispensation: dispensed.id } });
    expect(told.at(-1)).toMatchObject({ state: 'RECORDED', counter: 'recorded', handOver: 'yes' });
    expect((world.nll?.control.effects() ?? []).length).toBe(before.length + 1);
    expect(await visit.list()).toEqual([]);

    await api.ask('discard', { params: { dispensation: dispensed.id }, body: { reason: 'Ångrade sig' } });
    expect((await api.events('dispensationEvents', { params: { dispensation: dispensed.id } })).at(-1)).toMatchObject({ state: 'DISCARDED' });
    expect((await visit.list()).map(({ dispensable }) => dispensable.answer)).toEqual(['yes']);

    // Both sides have it on record, each as its own role.
    const steps = await world.recorded(dispensed.exchange);
    expect(steps.map(({ event }) => event)).toEqual(expect.arrayContaining(['EHDSI-41', 'EHDSI-92']));
  });
});
