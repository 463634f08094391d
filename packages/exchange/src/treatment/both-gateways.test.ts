import { beforeEach, describe, expect, it } from '@jest/globals';
import { calendarDate, countryCode, type InstanceIdentifier } from '@ncp/domain';
import { toDiscard } from '@ncp/cda';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { report } from '../../fixtures/reports.js';
import { ALMA, CONSENT, FINNISH_HOME, PERSONNUMMER } from '../../fixtures/sample.js';
import { ANNA, BENCH_PUBLIC_KEY, TreatmentBench } from '../../fixtures/treatment-bench.js';
import { answerMessage, identifyAbroad, listAbroad, placeOf, retrieveAbroad, submitAbroad, type Endpoint, type Gateway } from '../index.js';

const SE = countryCode('SE');
const SWEDEN_HOME = '1.2.752.221.3.1.1';
const ALMA_ID: InstanceIdentifier = { root: PERSONNUMMER, extension: ALMA.personalNumber };

/** Our own NCP-A in the place of the other country: it knows Sweden as a peer, and the key that signs Swedish assertions. */
describe('country B against country A, both ours', () => {
  let a: GatewayBench;
  let b: TreatmentBench;
  beforeEach(() => {
    a = new GatewayBench();
    a.policy = { ...a.policy, homeCommunityId: FINNISH_HOME, repositoryId: FINNISH_HOME };
    a.national.consentsOf.set(ALMA.nationalId, [{ ...CONSENT, countries: [SE] }]);
    b = new TreatmentBench();
    const gateway: Gateway = {
      ...a.gateway, countries: new Map([[SE, { homeCommunityId: SWEDEN_HOME, zone: 'Europe/Stockholm' }]]),
      resolveSigner: () => ({ key: BENCH_PUBLIC_KEY, country: SE }),
    };
    b.answer = async ({ service, contentType, body }) => {
      const endpoint: Endpoint = service === 'identify' ? 'xcpd' : (service === 'submit' ? 'xdr' : 'xca');
      const outbound = await answerMessage({ endpoint, contentType, body, peer: { country: SE, commonName: 'ncp-b.example.se', certificateDer: new Uint8Array([0x30, 0x00]), address: '10.0.0.2' } }, gateway);
      await outbound.delivered();
      return b.http(outbound.body, outbound.contentType, outbound.status);
    };
  });

  it('finds the person, lists, retrieves both forms, dispenses, lists nothing, takes back, lists again', async () => {
    const { candidates } = await identifyAbroad(b.gateway, b.asking(), { identifiers: [ALMA_ID], birthDate: calendarDate('1990-08-20') });
    expect(candidates).toEqual([{ ids: [ALMA_ID], family: 'Testdotter', given: 'Alma Maria', gender: 'F', birthDate: '1990-08-20' }]);

    const asking = b.asking(ALMA_ID);
    const [pair] = (await listAbroad(b.gateway, asking, '57833-6')).pairs;
    if (pair?.coded === undefined || pair.pdf === undefined) throw new Error('no pair');
    for (const entry of [pair.coded, pair.pdf]) {
      const place = placeOf(entry, b.profile);
      if (place === undefined) throw new Error('no place');
      expect((await retrieveAbroad(b.gateway, asking, place, 'ePrescription')).bytes.length).toBeGreaterThan(1000);
    }

    const { id, document } = report(a);
    const dispensation = { kind: 'dispense', document, documentId: id, submissionSetId: '1.2.752.221.3.1.1.14.1' } as const;
    expect((await submitAbroad(b.gateway, asking, dispensation)).kind).toBe('recorded');
    // The same bytes again: the recorded outcome, and one effect.
    expect((await submitAbroad(b.gateway, asking, dispensation)).kind).toBe('recorded');
    expect(a.national.registered).toHaveLength(1);
    expect((await listAbroad(b.gateway, asking, '57833-6')).none).toBe(true);
    expect((await submitAbroad(b.gateway, asking, { kind: 'discard', document: toDiscard(document), documentId: id, submissionSetId: '1.2.752.221.3.1.1.14.2' })).kind).toBe('recorded');
    expect((await listAbroad(b.gateway, asking, '57833-6')).pairs).toHaveLength(1);

    expect(b.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-11', 'EHDSI-31', 'EHDSI-32', 'EHDSI-32', 'EHDSI-41', 'EHDSI-41', 'EHDSI-31', 'EHDSI-42', 'EHDSI-31']);
    expect(b.store.entries.every(({ leaf }) => leaf.outcome === 0)).toBe(true);
  });

  it('is told what the other side refuses, by its code', async () => {
    await expect(identifyAbroad(b.gateway, b.asking(), { identifiers: [{ root: PERSONNUMMER, extension: '199910302398' }] })).rejects.toMatchObject({ code: 'NCP_PEER_NO_MATCH' });
    a.national.consentsOf.clear();
    await expect(listAbroad(b.gateway, b.asking(ALMA_ID), '57833-6')).rejects.toMatchObject({ code: 'NCP_PEER_NO_CONSENT', details: { theirCode: '4701' } });
    const nurse = { ...ANNA, professionCode: 'SJ' };
    await expect(listAbroad(b.gateway, b.asking(ALMA_ID, nurse), '57833-6')).rejects.toMatchObject({ code: 'NCP_PEER_REFUSED', details: { theirCode: '4703' } });
    a.national.spoil('findPatients', 'NCP_NATIONAL_UNAVAILABLE');
    await expect(listAbroad(b.gateway, b.asking(ALMA_ID), '57833-6')).rejects.toMatchObject({ code: 'NCP_PEER_REFUSED', details: { theirCode: '4103' } });
  });

  it('2201 is pending', async () => {
    const { id, document } = report(a);
    const dispensation = { kind: 'dispense', document, documentId: id, submissionSetId: '1.2.752.221.3.1.1.14.1' } as const;
    a.national.spoil('registerDispense', 'NCP_NATIONAL_OUTCOME_UNKNOWN');
    const { kind, answer } = await submitAbroad(b.gateway, b.asking(ALMA_ID), dispensation);
    expect([kind, answer.errors.map(({ code }) => code)]).toEqual(['pending', ['2201']]);
    expect(b.recorded()).toMatchObject({ type: 'EHDSI-41', outcome: 8 });
  });
});
