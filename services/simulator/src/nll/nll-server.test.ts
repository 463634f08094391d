import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { codes, DEMO, entries, RX, uttag, useNllClient } from '../../fixtures/nll-client.js';
import { prescriptionIdOf } from './index.js';

const client = useNllClient();

describe('who may ask', () => {
  it.each([
    ['no token', { authorization: '' }, 401, 'LOCAL-401'],
    ['a token of somebody else', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' }, 401, 'LOCAL-401'],
    ['care purpose', { 'x-purpose': 'VARD' }, 403, 'LOCAL-403'],
    ['emergency access', { 'x-access': 'NODATKOMST' }, 403, 'LOCAL-403'],
  ])('not with %s', async (_what, more, status, code) => {
    const answer = await client.get('Patient/pat-s01', more);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(answer.headers.get('x-request-id')).toBe('r-1');
  });

  it('not with a wrong secret, nor with tokens that were revoked', async () => {
    const answer = await fetch(client.nll.tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'gateway', client_secret: 'x' }) });
    expect(answer.status).toBe(401);
    await fetch(`${client.nll.controlUrl}/tokens/revoke`, { method: 'POST' });
    expect((await client.get('Patient/pat-s01')).status).toBe(401);
    await client.renewTokens();
    expect((await client.get('Patient/pat-s01')).status).toBe(200);
  });

  it('a role without a pharmacy reads, and registers nothing', async () => {
    const reader = client.bearer('reader');
    expect((await client.get('Patient/pat-s01', reader)).status).toBe(200);
    expect((await client.post(uttag(), reader)).status).toBe(403);
  });

  it('$ping needs a token and no purpose', async () => {
    expect((await client.post('', { 'x-purpose': '' }, '$ping')).status).toBe(200);
  });
});

describe('what HTTP cannot take', () => {
  it('is refused like any unreadable content', async () => {
    expect(codes(await client.post('x'.repeat(1_100_000)))).toEqual(['LOCAL-400']);
    expect((await client.get('Patient/%E0%A4%A')).status).toBe(400);
  });
});

describe('a call that is held back', () => {
  it('does nothing to the world that began meanwhile', async () => {
    client.nll.control.addFault({ kind: 'latency', method: 'POST', resource: 'MedicationDispense', ms: 200 });
    const held = client.post(uttag()).then(() => 'answered', () => 'cut');
    while (client.nll.world.faults.pending().length > 0) await pause(5);
    client.nll.control.reset();
    expect(await held).toBe('cut');
    expect(client.nll.control.effects().filter(({ patientId }) => patientId === 'pat-s01')).toEqual([]);
  });
});

describe('reading', () => {
  it('a person by number in every documented form; a number that cannot be one is an error', async () => {
    for (const system of ['http://electronichealth.se/identifier/personnummer', 'urn:oid:1.2.752.129.2.1.3.1']) {
      expect(entries(await client.get(`Patient?identifier=${encodeURIComponent(`${system}|199008202385`)}`)).map(({ resource }) => resource.id)).toEqual(['pat-s01']);
    }
    const wrong = await client.get(`Patient?identifier=${encodeURIComponent('http://electronichealth.se/identifier/personnummer|199008202386')}`);
    expect([wrong.status, codes(wrong)]).toEqual([400, ['LOCAL-400-PNR']]);
  });

  it('gives version in ETag, and each version by number', async () => {
    client.nll.control.prescription(RX, 'touch');
    const current = await client.get(`MedicationRequest/${RX}`);
    expect([current.headers.get('etag'), (current.body['meta'] as { versionId: string }).versionId]).toEqual(['W/"2"', '2']);
    expect((await client.get(`MedicationRequest/${RX}/_history/1`)).headers.get('etag')).toBe('W/"1"');
    expect((await client.get(`MedicationRequest/${RX}/_history`)).body['total']).toBe(2);
    expect((await client.get(`MedicationRequest/${RX}/_history/9`)).status).toBe(404);
  });

  it('404 for what is not there, empty Bundle for a search that finds nothing', async () => {
    expect(codes(await client.get('MedicationRequest/x'))).toEqual(['LOCAL-404']);
    expect((await client.get('Observation/x')).status).toBe(404);
    const none = await client.get('MedicationRequest?patient=pat-s19');
    expect([none.status, none.body['total'], none.body['entry']]).toEqual([200, 0, undefined]);
  });

  it('refuses a filter it does not know, rather than widening the search', async () => {
    expect((await client.get('MedicationRequest?pasient=pat-s01')).status).toBe(400);
    expect((await client.get('MedicationRequest?patient=pat-s01&_include=x')).status).toBe(400);
    expect((await client.get('MedicationRequest?_lastUpdated=yesterday')).status).toBe(400);
  });

  it('filters by patient, its identifier, status, id and time', async () => {
    const count = async (query: string): Promise<number> => entries(await client.get(`MedicationRequest?${query}`)).length;
    expect(await count('patient=Patient/pat-s03')).toBe(3);
    expect(await count('patient._id=pat-s03&status=active,completed')).toBe(3);
    expect(await count('patient.identifier=195411222267')).toBe(3);
    expect(await count(`_id=${RX}`)).toBe(1);
    expect(await count('patient=pat-s03&_lastUpdated=ge2026-06-01T00:00:00Z')).toBe(0);
    expect(await count('patient=pat-s03&_lastUpdated=lt2026-06-01T00:00:00Z')).toBe(3);
  });

  it('brings articles and uttag along on request', async () => {
    const answer = await client.get('MedicationRequest?patient=pat-s02&_include=MedicationRequest:medication&_revinclude=MedicationDispense:prescription');
    expect(entries(answer).map(({ resource, search }) => `${resource.resourceType} ${search.mode}`)).toEqual(['MedicationRequest match', 'Medication include', 'MedicationDispense include']);
  });

  it('pages with opaque links, of the list as it was at the first page', async () => {
    const first = await client.get('MedicationRequest?patient=pat-x08&_count=10');
    const next = (first.body['link'] as { relation: string; url: string }[]).find(({ relation }) => relation === 'next')?.url ?? '';
    expect(next).toMatch(/_cursor=[0-9a-f-]{36}$/);
    client.nll.control.prescription(prescriptionIdOf('X08', 1), 'void');
    const second = await client.follow(next);
    expect([first.body['total'], entries(first).length, second.body['total'], entries(second).length]).toEqual([21, 10, 21, 10]);
    expect((await client.get('MedicationRequest?_cursor=nothing')).status).toBe(400);
    expect((await client.get('MedicationRequest?_count=0')).status).toBe(400);
  });

  it('tells list version, controlled drugs and blocks cheaply', async () => {
    const info = async (who: string): Promise<Record<string, unknown>> => {
      const [entry] = entries(await client.get(`Basic?code=medlistinfo&patient=${who}`)) as unknown as { resource: { extension: { url: string; valueBoolean?: boolean; valueInteger?: number }[] } }[];
      return Object.fromEntries((entry?.resource.extension ?? []).map(({ url, valueBoolean, valueInteger }) => [url.split('/').at(-1), valueBoolean ?? valueInteger]));
    };
    expect(await info('pat-s08')).toEqual({ nllControlledDrugs: true, nllMedicationlistVersion: 1, nllPrivacyLock: false });
    expect(await info('pat-s12')).toEqual({ nllControlledDrugs: false, nllMedicationlistVersion: 2, nllPrivacyLock: true });
  });
});

describe('the control interface', () => {
  it('plans, lists and clears faults; refuses what is none', async () => {
    expect((await client.control('POST', 'faults', [{ kind: 'latency', ms: 1 }, { kind: 'error', times: 2 }])).json).toEqual([{ kind: 'latency', ms: 1, times: 1 }, { kind: 'error', times: 2 }]);
    expect((await client.control('POST', 'faults', { kind: 'nonsense' })).status).toBe(400);
    expect((await client.control('DELETE', 'faults')).status).toBe(204);
    expect((await client.control('GET', 'faults')).json).toEqual([]);
  });

  it('sets the clock, changes prescriptions and consents, dispenses in Sweden, and resets everything', async () => {
    expect((await client.control('POST', 'clock', { now: '2026-07-02T08:00:00+02:00' })).json).toEqual({ now: '2026-07-02T08:00:00+02:00' });
    expect((await client.control('POST', 'clock', { now: 'tomorrow' })).status).toBe(400);
    expect((await client.control('POST', `prescriptions/${RX}/block`)).status).toBe(200);
    expect((await client.control('POST', `prescriptions/${RX}/explode`)).status).toBe(400);
    expect((await client.control('POST', 'prescriptions/x/block')).status).toBe(404);
    expect((await client.control('POST', 'patients/S18/consents', { byGuardian: true, countries: ['FI'] })).status).toBe(201);
    expect((await client.control('POST', 'patients/S18/consents', { category: 'x' })).status).toBe(400);
    expect((await client.control('DELETE', 'patients/S01/consents')).json).toEqual({ withdrawn: 2 });
    expect((await client.control('POST', 'dispense', { prescriptionId: prescriptionIdOf('S02', 1) })).status).toBe(201);
    expect((await client.control('POST', 'dispense', { prescriptionId: prescriptionIdOf('S02', 1) })).status).toBe(422);
    expect((await client.control('POST', 'dispense', {})).status).toBe(400);
    expect(((await client.control('GET', 'counters')).json as { byPrescription: object }).byPrescription).toMatchObject({ [prescriptionIdOf('S02', 1)]: { total: 2, valid: 2 } });
    await client.control('POST', 'reset');
    expect((await client.control('GET', 'clock')).json).toEqual({ now: DEMO });
    expect(((await client.control('GET', 'patients/S01/prescriptions')).json as { meta: object }[])[0]?.meta).toEqual(expect.not.objectContaining({ security: expect.anything() }));
    expect(((await client.control('GET', 'persons')).json as object[]).length).toBeGreaterThan(19);
  });

  it('lists requests without any personal number', async () => {
    await client.get(`Patient?identifier=${encodeURIComponent('http://electronichealth.se/identifier/personnummer|199008202385')}`);
    const { json } = await client.control('GET', 'requests');
    expect(json).toMatchObject([{ method: 'GET', resource: 'Patient', status: 200, purpose: 'EXPEDIERING' }]);
    expect(JSON.stringify(json)).not.toContain('19900820');
  });
});
