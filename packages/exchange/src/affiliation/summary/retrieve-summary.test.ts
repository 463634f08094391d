import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocument, decodeSummary } from '@ncp/cda';
import { countryCode } from '@ncp/domain';
import { decodeAdhocResponse } from '@ncp/ihe';
import { parseXml } from '@ncp/xml';
import { allergy, atc, diagnosis, icd, origin, unit } from '../../../../summary/fixtures/records.js';
import { bodyOf, GatewayBench, type Heard } from '../../../fixtures/gateway-bench.js';
import { ALMA, CONSENT, EP_ROOT, OTHER, PERSONNUMMER, PS_CONSENT, PS_ROOT, prescription, RX } from '../../../fixtures/sample.js';

const MISSING = 'ERROR_GENERIC_DOCUMENT_MISSING Error';
const MINUTE_MS = 60_000;

let bench: GatewayBench;
let [L3, L1] = ['', ''];
const retrieve = (ids: readonly string[], more: Parameters<GatewayBench['retrieve']>[1] = {}): Promise<Heard> => bench.retrieve(ids, { role: '221', ...more });
const xmlOf = (heard: Heard): string => heard.documents.map((bytes) => new TextDecoder().decode(bytes)).join('\n');

beforeEach(async () => {
  bench = new GatewayBench();
  bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]);
  bench.care.rows = [
    diagnosis(icd('J45.9', 'Astma'), '2026-05-02', origin('asthma', '2026-05-02')), allergy(atc('J01C'), origin('penicillin', '2012-05-04')),
    diagnosis(icd('F32.9', 'Depressiv episod'), '2026-05-03', origin('depression', '2026-05-03', { careUnit: unit(9) })),
  ];
  const listed = decodeAdhocResponse(bodyOf(await bench.list({ classCodes: ['60591-5'], role: '221' })));
  [L3 = '', L1 = ''] = listed.entries.map(({ uniqueId }) => uniqueId ?? '');
});

describe('retrieval of a summary (UC-A6)', () => {
  it('hands over both levels of what was listed, without a finding, and records it', async () => {
    const heard = await retrieve([L3, L1]);
    expect([heard.status, heard.documents.length]).toEqual(['Success', 2]);
    for (const bytes of heard.documents) expect(checkDocument(parseXml(bytes)).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(decodeSummary(heard.documents[0] ?? new Uint8Array())).toMatchObject({ documentId: { root: PS_ROOT, extension: L3.split('^')[1] } });
    expect(xmlOf(heard)).toMatch(/J45\.9[\s\S]*F32\.9|F32\.9[\s\S]*J45\.9/);
    const { event, leaf, evidence, exported, marks } = bench.store.entries.at(-1) ?? {};
    expect([event?.type, leaf?.kind, leaf?.outcome, evidence?.length]).toEqual(['EHDSI-22', 'retrieve-summaries', 0, 3]);
    expect(exported?.map(({ documentId, country, prescriptionId }) => [documentId, country, prescriptionId])).toEqual([[L3, 'FI', undefined], [L1, 'FI', undefined]]);
    expect(marks).toEqual([]);
  });

  it('is what was listed, byte for byte, whatever was recorded since', async () => {
    const [first] = (await retrieve([L3])).documents;
    bench.wait(5 * MINUTE_MS);
    bench.care.rows = [];
    bench.national.change(RX, { dosage: { text: 'två tabletter', steps: [] } });
    expect((await retrieve([L3])).documents).toEqual([first]);
  });

  it('D25 every cause of a missing document is answered alike; our records tell them apart', async () => {
    const causes: readonly (readonly [code: string, prepare: () => void, patient?: string])[] = [
      ['NCP_DOCUMENT_UNKNOWN_ID', () => { L3 = `${PS_ROOT}^00000000-0000-4000-8000-ffffffffffff.L3`; }],
      ['NCP_DOCUMENT_EXPIRED', () => { bench.wait(15 * MINUTE_MS); }],
      ['NCP_DOCUMENT_OTHER_COUNTRY', () => { bench.country = countryCode('DK'); }],
      ['NCP_DOCUMENT_OTHER_PATIENT', () => {
        bench.national.people.push(OTHER);
        bench.national.consentsOf.set(OTHER.nationalId, [PS_CONSENT]);
      }, OTHER.personalNumber],
      ['NCP_DOCUMENT_SUPERSEDED', () => { bench.care.blocked = [{ kind: 'inner', hsaId: 'SE0000000000-VE09' }]; }],
      ['NCP_DOCUMENT_SUPERSEDED', () => { bench.national.rows = [prescription({ blocked: true })]; }],
      ['NCP_DOCUMENT_NOT_OFFERED', () => { bench.summariesOn = false; }],
    ];
    const answers = new Set<string>();
    for (const [code, prepare, number = ALMA.personalNumber] of causes) {
      const [country, id] = [bench.country, L3];
      const { people, rows } = bench.national;
      const { now } = bench;
      prepare();
      const heard = await retrieve([L3], { patient: { root: PERSONNUMMER, extension: number } });
      expect([code, heard.status, heard.errors, heard.shown, heard.documents.length]).toEqual([code, 'Failure', [MISSING], ['NCP_DOCUMENT_MISSING'], 0]);
      expect(bench.recorded()).toEqual([code]);
      expect(bench.store.entries.at(-1)?.exported).toBeUndefined();
      answers.add(heard.text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}/g, 'ID').replaceAll(L3, 'DOCUMENT').replaceAll(number, 'PATIENT'));
      Object.assign(bench, { country, now, summariesOn: true });
      Object.assign(bench.national, { people: people.filter((one) => one !== OTHER), rows });
      bench.care.blocked = [];
      L3 = id;
    }
    expect(answers.size).toBe(1);
    expect((await retrieve([L3])).status).toBe('Success');
  });

  it('level 1 is missing where it is switched off', async () => {
    bench.policy = { ...bench.policy, offerLevel1: false };
    expect(await retrieve([L3, L1])).toMatchObject({ status: 'PartialSuccess', errors: [MISSING] });
  });

  it('leaves nothing out once consent is gone: another answer than a missing document, and nothing is asked', async () => {
    for (const consents of [[], [CONSENT]]) {
      bench.national.consentsOf.set(ALMA.nationalId, consents);
      bench.national.calls = [];
      bench.care.calls = [];
      expect(await retrieve([L3])).toMatchObject({ status: 'Failure', errors: ['4701 Error'] });
      expect([bench.national.asked(), bench.care.asked()]).toEqual([['findPatients', 'consents'], []]);
    }
  });

  it('does not leave while nobody can say what the patient has closed', async () => {
    bench.care.trouble = { blocks: 'NCP_NATIONAL_UNAVAILABLE' };
    expect(await retrieve([L3])).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'], documents: [] });
    expect(bench.alarmed()).toEqual(['NCP_PS_SOURCE']);
    bench.care.trouble = {};
    bench.national.spoil('medicationHistory', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await retrieve([L3])).toMatchObject({ status: 'Failure', errors: ['ERROR_PS_GENERIC Error'], documents: [] });
  });

  it('a message for a prescription and a summary is judged document by document', async () => {
    const prescribed = `${EP_ROOT}^${RX}.1.L3`;
    bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT, CONSENT]);
    expect(await retrieve([prescribed, L3])).toMatchObject({ status: 'Success' });
    bench.national.consentsOf.set(ALMA.nationalId, [CONSENT]);
    const heard = await retrieve([prescribed, L3]);
    expect([heard.status, heard.errors, heard.documents.length]).toEqual(['PartialSuccess', ['4701 Error'], 1]);
    expect(xmlOf(heard)).not.toContain('J45.9');
    expect(await retrieve([prescribed, L3], { role: '2262' })).toMatchObject({ status: 'Failure', errors: ['4703 Error'] });
  });

  it('is not read while the store cannot be', async () => {
    bench.store.unreadable = true;
    expect(await retrieve([L3])).toMatchObject({ status: 'Failure', errors: ['ERROR_GENERIC Error'], documents: [] });
  });
});
