import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addMs, countryCode, type InstanceIdentifier } from '@ncp/domain';
import { summaryBundle } from '@ncp/fhir';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { encodeBase64, parseXml } from '@ncp/xml';
import { PERSONS_1_TO_6, type Person } from '../../../summary/fixtures/persons.js';
import { PERSONS_7_TO_12 } from '../../../summary/fixtures/persons-b.js';
import { NOW } from '../../../summary/fixtures/records.js';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { FINNISH_HOME, PERSONNUMMER, PS_CONSENT } from '../../fixtures/sample.js';
import { ANNA, BENCH_PUBLIC_KEY, TreatmentBench } from '../../fixtures/treatment-bench.js';
import { answerMessage, listAbroad, placeOf, readSummary, retrieveAbroad, type Gateway } from '../index.js';
import { account } from './reading/census.js';

const SE = countryCode('SE');
const LENA = { ...ANNA, name: 'Lena Läkarsson', legitimationCode: '9000027', professionCode: 'LK', organisation: 'Testkliniken', authenticatedAt: NOW, until: addMs(NOW, 3_600_000) };
const catalogue = loadCatalogue(STARTER_RELEASE);

/** Our own NCP-A in the place of the other country, with what the Swedish sources say of one person. */
function sweden({ patient, rows, changes }: Person): GatewayBench {
  const a = new GatewayBench();
  a.now = NOW;
  a.policy = { ...a.policy, homeCommunityId: FINNISH_HOME, repositoryId: FINNISH_HOME };
  a.national.people = [patient];
  a.national.consentsOf.set(patient.nationalId, [{ ...PS_CONSENT, byGuardian: true }]);
  a.national.rows = (changes?.medications ?? []).map(({ prescription }) => ({ ...prescription, patientNationalId: patient.nationalId }));
  a.care.rows = rows;
  a.care.failed = changes?.records?.failed ?? [];
  a.care.blocked = changes?.blocks === undefined || changes.blocks === 'unknown' ? [] : changes.blocks;
  return a;
}

/** Our own NCP-B in front of it. */
function abroad(a: GatewayBench): TreatmentBench {
  const b = new TreatmentBench();
  b.now = NOW;
  const gateway: Gateway = {
    ...a.gateway, countries: new Map([[SE, { homeCommunityId: '1.2.752.221.3.1.1', zone: 'Europe/Stockholm' }]]), resolveSigner: () => ({ key: BENCH_PUBLIC_KEY, country: SE }),
  };
  b.answer = async ({ contentType, body }) => {
    const outbound = await answerMessage({ endpoint: 'xca', contentType, body, peer: { country: SE, commonName: 'ncp-b.example.se', certificateDer: new Uint8Array([0x30, 0x00]), address: '10.0.0.2' } }, gateway);
    await outbound.delivered();
    return b.http(outbound.body, outbound.contentType, outbound.status);
  };
  return b;
}

const PERSONS = Object.entries<Person>({ ...PERSONS_1_TO_6, ...PERSONS_7_TO_12 }).filter(([, { patient }]) => !patient.protectedIdentity);

describe('a Swedish Patient Summary, read by our own country B', () => {
  it.each(PERSONS)('person %s: listed, fetched in both levels, read in Swedish and as a FHIR document, and nothing is lost', async (_number, person) => {
    const a = sweden(person);
    const b = abroad(a);
    const id: InstanceIdentifier = { root: PERSONNUMMER, extension: person.patient.personalNumber };
    const asking = b.asking(id, LENA);
    const [pair, another] = (await listAbroad(b.gateway, asking, '60591-5')).pairs;
    if (pair?.coded === undefined || pair.pdf === undefined || another !== undefined) throw new Error('one pair');
    const fetched = await Promise.all([pair.coded, pair.pdf].map(async (entry) => {
      const place = placeOf(entry, b.profile);
      if (place === undefined) throw new Error('no place');
      return (await retrieveAbroad(b.gateway, asking, place, 'patientSummary')).bytes;
    }));
    const [level3 = new Uint8Array()] = fetched;
    const { patient, read } = readSummary(level3, { catalogue, profile: b.profile });
    expect(patient).toMatchObject({ ids: [id], name: { family: person.patient.family } });
    expect(account(parseXml(level3), read).filter(({ key }) => key === undefined)).toEqual([]);
    expect(read.findings.filter(({ class: kind }) => kind !== 'translation')).toEqual([]);
    const bundle = summaryBundle(patient, read, { level3: encodeBase64(level3) }, {
      digest: (text) => createHash('sha256').update(text).digest('hex'), homeCommunityId: FINNISH_HOME, retrievedAt: NOW,
    });
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    expect(b.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-21', 'EHDSI-22', 'EHDSI-22']);
    expect(a.store.entries.map(({ event }) => event?.type)).toEqual(['EHDSI-21', 'EHDSI-22', 'EHDSI-22']);
  });

  it('tells a claimed absence to nobody, whatever the sources said', async () => {
    for (const [, person] of PERSONS) {
      const a = sweden(person);
      const b = abroad(a);
      const asking = b.asking({ root: PERSONNUMMER, extension: person.patient.personalNumber }, LENA);
      const coded = (await listAbroad(b.gateway, asking, '60591-5')).pairs[0]?.coded;
      const place = coded === undefined ? undefined : placeOf(coded, b.profile);
      if (place === undefined) throw new Error('no place');
      expect(new TextDecoder().decode((await retrieveAbroad(b.gateway, asking, place, 'patientSummary')).bytes)).not.toMatch(/no-known-/);
    }
  });
});
