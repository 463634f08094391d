import { describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { codes, entries, provenance, RX, UNDOING, useNllClient, uttag } from '../../fixtures/nll-client.js';
import { prescriptionIdOf } from './index.js';

const client = useNllClient();
const PERFORMER = { legitimationCode: '920007', family: 'Ncpeh', given: 'System', profession: 'AP' };

describe('registering', () => {
  it('201 with place and version; the prescription gets a new version, provenance is kept', async () => {
    const answer = await client.post(uttag());
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, 'W/"1"']);
    expect(answer.headers.get('location')).toBe(`${client.nll.baseUrl}/MedicationDispense/${String(answer.body['id'])}/_history/1`);
    expect((await client.get(`MedicationRequest/${RX}`)).body).toMatchObject({ status: 'completed', meta: { versionId: '2' } });
    const [provenance] = entries(await client.get(`Provenance?target=MedicationDispense/${String(answer.body['id'])}`));
    expect(provenance?.resource).toMatchObject({ resourceType: 'Provenance', activity: { coding: [{ code: 'REGISTRERA_UTTAG_UTLAND' }] } });
  });

  it('answers as prefer asks', async () => {
    expect((await client.post(uttag(), { prefer: 'return=minimal' })).body).toEqual({});
    client.nll.control.reset();
    expect((await client.post(uttag(), { prefer: 'return=OperationOutcome' })).body['resourceType']).toBe('OperationOutcome');
  });

  it('the same request id gives the same answer; with other content it is a conflict; after 24 h it is new', async () => {
    const first = await client.post(uttag());
    expect((await client.post(uttag())).body).toEqual(first.body);
    expect(codes(await client.post(uttag({ quantity: { value: 99, unit: 'tablett' } })))).toEqual(['LOCAL-409']);
    client.nll.control.setClock(instant('2026-06-13T14:00:01+02:00'));
    expect(codes(await client.post(uttag()))).toEqual(['LOCAL-422-LEFT']);
  });

  it('a refusal is not remembered', async () => {
    client.nll.control.prescription(RX, 'lock');
    expect(codes(await client.post(uttag()))).toEqual(['LOCAL-423']);
    client.nll.control.prescription(RX, 'unlock');
    expect((await client.post(uttag())).status).toBe(201);
  });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['no provenance', uttag(), { 'x-provenance': '' }, 400, 'LOCAL-400-PROV'],
    ['provenance that is not base64', uttag(), { 'x-provenance': '{}' }, 400, 'LOCAL-400-PROV'],
    ['provenance of another event', uttag(), { 'x-provenance': UNDOING }, 400, 'LOCAL-400-PROV'],
    ['a performer without code', uttag(), { 'x-provenance': provenance({ performer: { ...PERFORMER, legitimationCode: '' } }) }, 422, 'F.001'],
    ['a performer who is a physician', uttag(), { 'x-provenance': provenance({ performer: { ...PERFORMER, profession: 'LK' } }) }, 422, 'F.002'],
    ['JSON that is none', '{', {}, 400, 'LOCAL-400'],
    ['another resource', { resourceType: 'Patient' }, {}, 400, 'LOCAL-400'],
    ['no expedition id', uttag({ extension: [] }), {}, 400, 'LOCAL-400'],
    ['a foreign product that is not said to be from abroad', uttag({ medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01' }] } }), {}, 400, 'LOCAL-400'],
    ['nothing dispensed', uttag({ quantity: { value: 0, unit: 'tablett' } }), {}, 400, 'LOCAL-400'],
    ['a time without zone', uttag({ whenHandedOver: '2026-06-12T13:00:00' }), {}, 400, 'LOCAL-400'],
    ['a prescription of another person', uttag({ subject: { reference: 'Patient/pat-s02' } }), {}, 422, 'LOCAL-422-PATIENT'],
    ['an old version', uttag(), { 'x-if-prescription-version': '7' }, 412, 'LOCAL-412'],
    ['no request id', uttag(), { 'x-request-id': '' }, 400, 'LOCAL-400'],
  ])('refuses %s, and registers nothing', async (_what, body, more, status, code) => {
    const before = client.nll.control.counters().uttag.total;
    const answer = await client.post(body, more);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(client.nll.control.counters().uttag.total).toBe(before);
  });

  it('substitution against the prescriber\'s word is registered with a remark', async () => {
    const rx = prescriptionIdOf('S03', 2);
    const answer = await client.post(uttag({ subject: { reference: 'Patient/pat-s03' }, authorizingPrescription: [{ reference: `MedicationRequest/${rx}` }], substitution: { wasSubstituted: true } }));
    expect(answer.status).toBe(201);
    expect(JSON.stringify(answer.body['contained'])).toContain('D.001');
    const stored = await client.get(`MedicationDispense/${String(answer.body['id'])}`);
    expect(JSON.stringify(stored.body)).not.toContain('DetectedIssue');
  });

  it('$check tells the same and registers nothing', async () => {
    expect((await client.post(uttag(), {}, 'MedicationDispense/$check')).status).toBe(200);
    expect(codes(await client.post(uttag({ authorizingPrescription: [{ reference: `MedicationRequest/${prescriptionIdOf('S02', 1)}` }], subject: { reference: 'Patient/pat-s02' } }), {}, 'MedicationDispense/$check'))).toEqual(['LOCAL-422-INTERVAL']);
    expect(client.nll.control.counters().byPrescription[RX]).toBeUndefined();
  });

  it('one of two at the same moment wins', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => client.post(uttag(), { 'x-request-id': `r-${String(index)}` })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(client.nll.control.counters().byPrescription[RX]).toEqual({ total: 1, valid: 1 });
  });
});

describe('changing', () => {
  const reversed = (body: Record<string, unknown>): Record<string, unknown> => ({
    ...body, status: 'entered-in-error',
    extension: (body['extension'] as { url: string }[]).map((entry) => (entry.url.endsWith('NLLDeductedQuantity') ? { ...entry, valueDecimal: 0 } : entry)),
  });

  it('needs If-Match, the right one, and keeps every version', async () => {
    const { body } = await client.post(uttag());
    const id = String(body['id']);
    expect(codes(await client.put(id, reversed(body), { 'if-match': '' }))).toEqual(['LOCAL-428']);
    expect(codes(await client.put(id, reversed(body), { 'if-match': 'W/"2"' }))).toEqual(['LOCAL-412']);
    const done = await client.put(id, reversed(body));
    expect([done.status, done.headers.get('etag'), done.body['status']]).toEqual([200, 'W/"2"', 'entered-in-error']);
    expect((await client.get(`MedicationDispense/${id}/_history/1`)).body['status']).toBe('completed');
  });

  it('cannot be undone, rewritten or half done', async () => {
    const { body } = await client.post(uttag());
    const id = String(body['id']);
    expect(codes(await client.put(id, { ...reversed(body), quantity: { value: 1, unit: 'tablett' } }))).toEqual(['LOCAL-422-FINAL']);
    expect(codes(await client.put(id, { ...body, status: 'entered-in-error' }))).toEqual(['LOCAL-400']);
    await client.put(id, reversed(body));
    expect(codes(await client.put(id, body, { 'if-match': 'W/"2"', 'x-request-id': 'u-2' }))).toEqual(['LOCAL-422-FINAL']);
    expect(codes(await client.put('nothing', reversed(body), { 'x-request-id': 'u-3' }))).toEqual(['LOCAL-404']);
  });

  it('a note may be added: the prescription stays dispensed', async () => {
    const { body } = await client.post(uttag());
    expect((await client.put(String(body['id']), { ...body, note: [{ text: 'Kompletterat' }] })).status).toBe(200);
    expect((await client.get(`MedicationRequest/${RX}`)).body['status']).toBe('completed');
  });
});
