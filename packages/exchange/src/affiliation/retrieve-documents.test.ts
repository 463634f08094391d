import { describe, expect, it } from '@jest/globals';
import { decodePrescription } from '@ncp/cda';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { ALMA, EP_ROOT, OTHER, prescription, PS_CONSENT, PS_ROOT, RX } from '../../fixtures/sample.js';

const [L3, L1] = [`${EP_ROOT}^${RX}.1.L3`, `${EP_ROOT}^${RX}.1.L1`];
const MISSING = 'ERROR_GENERIC_DOCUMENT_MISSING Error';

describe('retrieval of prescriptions (UC-A3)', () => {
  it('hands over both levels beside the message, notes the export and marks without denying', async () => {
    const bench = new GatewayBench();
    const heard = await bench.retrieve([L3, L1]);
    expect([heard.status, heard.documents.length]).toEqual(['Success', 2]);
    expect(decodePrescription(heard.documents[0] ?? new Uint8Array())).toMatchObject({ documentId: { root: EP_ROOT, extension: `${RX}.1.L3` } });
    const { exported, marks } = bench.store.entries.at(-1) ?? {};
    expect(exported?.map(({ documentId, country }) => [documentId, country])).toEqual([[L3, 'FI'], [L1, 'FI']]);
    expect(marks?.[0]).toMatchObject({ prescriptionId: RX, version: '1', pharmacy: 'urn:oid:1.2.246.10.1', expires: '2026-06-12T12:30:00Z' });
    expect((await bench.list()).errors).toEqual([]);
  });

  it('gives the same bytes for the same version', async () => {
    const bench = new GatewayBench();
    const [first] = (await bench.retrieve([L3])).documents;
    bench.wait(3_600_000);
    expect((await bench.retrieve([L3])).documents).toEqual([first]);
  });

  it('IHE-08 answers every cause of a missing document alike; our records tell them apart', async () => {
    const causes: readonly (readonly [code: string, id: string, prepare?: (bench: GatewayBench) => void])[] = [
      ['NCP_DOCUMENT_UNKNOWN_ID', '1.2.3^nothing'],
      ['NCP_DOCUMENT_UNKNOWN_ID', 'no id at all'],
      ['NCP_DOCUMENT_UNKNOWN_ID', `${PS_ROOT}^00000000-0000-4000-8000-000000000000.L3`],
      ['NCP_DOCUMENT_OTHER_PATIENT', `${EP_ROOT}^rx-9.1.L3`, (bench) => { bench.national.rows.push(prescription({ id: 'rx-9', patientNationalId: OTHER.nationalId })); }],
      ['NCP_DOCUMENT_NOT_OFFERED', L3, (bench) => { bench.national.rows = [prescription({ blocked: true })]; }],
      ['NCP_DOCUMENT_NOT_OFFERED', L1, (bench) => { bench.policy = { ...bench.policy, offerLevel1: false }; }],
      ['NCP_DOCUMENT_SUPERSEDED', `${EP_ROOT}^${RX}.0.L3`],
    ];
    const answers = new Set<string>();
    for (const [code, id, prepare] of causes) {
      const bench = new GatewayBench();
      bench.national.consentsOf.get(ALMA.nationalId)?.push(PS_CONSENT);
      prepare?.(bench);
      const heard = await bench.retrieve([id], { role: '221' });
      expect([code, heard.status, heard.errors, heard.shown]).toEqual([code, 'Failure', [MISSING], ['NCP_DOCUMENT_MISSING']]);
      expect(bench.recorded()).toEqual([code]);
      answers.add(heard.text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{22}/g, 'ID'));
    }
    expect(answers.size).toBe(1);
    const elsewhere = new GatewayBench();
    expect((await elsewhere.retrieve([L3], { repository: '1.2.246' })).errors).toEqual([MISSING]);
  });

  it('D25 returns what it has beside one error for each that is missing', async () => {
    const bench = new GatewayBench();
    const heard = await bench.retrieve([`${EP_ROOT}^rx-9.1.L3`, L3, '1.2.3^4']);
    expect([heard.status, heard.errors, heard.documents.length]).toEqual(['PartialSuccess', [MISSING, MISSING], 1]);
  });

  it('D26 is a failure without document when what was offered cannot be expressed', async () => {
    const bench = new GatewayBench();
    bench.national.rows = [prescription({ prescriber: { ...prescription().prescriber, given: [], family: '' } })];
    const heard = await bench.retrieve([L3]);
    expect([heard.status, heard.errors, heard.documents.length]).toEqual(['Failure', ['ERROR_EP_MISSING_EXPECTED_MAPPING Error'], 0]);
    expect(bench.store.entries.at(-1)?.exported).toBeUndefined();
  });

  it('is refused as a whole when consent is gone, and still names the documents in the audit', async () => {
    const bench = new GatewayBench();
    bench.national.consentsOf.clear();
    expect(await bench.retrieve([L3])).toMatchObject({ status: 'Failure', errors: ['4701 Error'] });
    expect(bench.national.asked()).toEqual(['findPatients', 'consents']);
    expect(new TextDecoder().decode(bench.store.entries.at(-1)?.event?.xml)).toContain(`ParticipantObjectID="${L3}"`);
  });

  it('is good for the one prescription that the treatment relationship names', async () => {
    const bench = new GatewayBench();
    expect(await bench.retrieve([L3], { prescriptionId: 'rx-9' })).toMatchObject({ status: 'Failure', errors: ['4207 Error'] });
    expect((await bench.retrieve([L3], { prescriptionId: RX })).status).toBe('Success');
  });

  it('asks for the permission of each document: a summary is nothing for a pharmacist', async () => {
    const bench = new GatewayBench();
    const summary = `${PS_ROOT}^00000000-0000-4000-8000-000000000000.L3`;
    expect((await bench.retrieve([summary])).errors).toEqual(['4703 Error']);
    expect((await bench.retrieve([L3], { role: '2221' })).errors).toEqual(['4703 Error']);
    expect((await bench.retrieve([summary], { role: '221' })).errors).toEqual(['4701 Error']);
    expect(bench.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-22', 'EHDSI-32', 'EHDSI-22']);
  });

  it('refuses more than twenty documents', async () => {
    const bench = new GatewayBench();
    expect((await bench.retrieve(Array.from({ length: 21 }, () => L3))).errors).toEqual(['4204 Error']);
  });
});
