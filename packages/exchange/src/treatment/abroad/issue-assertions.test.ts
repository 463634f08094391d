import { describe, expect, it } from '@jest/globals';
import { addMs, countryCode, type SwedishProfessional } from '@ncp/domain';
import { DEFAULT_SAML_POLICY, validateAssertions, type ValidatedAssertions } from '@ncp/saml';
import { readEnvelope, readMessage, writeEnvelope, writePlain } from '@ncp/soap';
import { element, verificationMemory } from '@ncp/xml';
import { AINO, ANNA, BENCH_PUBLIC_KEY, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { issuanceRecord, issueHcp, issueTrc } from '../../index.js';
import { assertionElement } from './issue-assertions.js';

const bench = new TreatmentBench();
const SE = countryCode('SE');

/** What the other country makes of them, taken off the wire. */
function validated(professional: SwedishProfessional, more: Parameters<typeof issueTrc>[3] = {}): ValidatedAssertions {
  const hcp = issueHcp(bench.gateway, professional, more.purpose ?? 'TREATMENT');
  const trc = issueTrc(bench.gateway, hcp, AINO, more);
  const { contentType, body } = writePlain(writeEnvelope({
    action: 'urn:ihe:iti:2007:CrossGatewayQuery', messageId: 'urn:uuid:1', security: [hcp, trc].map(assertionElement),
    body: element('urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0', 'q:AdhocQueryRequest', {}),
  }));
  return validateAssertions(readEnvelope(readMessage(contentType, body).root).security, {
    transaction: 'ITI-38', classCode: '57833-6', peer: SE, now: bench.now, policy: DEFAULT_SAML_POLICY,
    resolveSigner: () => ({ key: BENCH_PUBLIC_KEY, country: SE }), memory: verificationMemory(),
  });
}

describe('assertions of Swedish staff', () => {
  it('G04 says of a pharmacist what her token says, and no more than her role may do', () => {
    const { hcp: { value: hcp } } = validated(ANNA);
    expect(hcp).toMatchObject({
      issuer: 'urn:idp:SE:countryB', nameId: '920007', spProvidedId: '920007', subjectId: 'Anna Apotekare', role: { code: '2262', display: 'Pharmacists' },
      organisation: 'Testapoteket', organisationId: 'urn:hl7ii:1.3.88:7350045511119', facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Testapoteket',
      permissions: ['PPD-046', 'PRD-004', 'PRD-006', 'PRD-010'], homeCommunityId: '1.2.752.221.3.1.1', assurance: ANNA.assurance, authnInstant: ANNA.authenticatedAt,
    });
  });

  it('G04 ends with her token, or after four hours', () => {
    expect(issueHcp(bench.gateway, ANNA, 'TREATMENT').notOnOrAfter).toBe(ANNA.until);
    expect(issueHcp(bench.gateway, { ...ANNA, until: addMs(bench.now, 86_400_000) }, 'TREATMENT').notOnOrAfter).toBe(addMs(bench.now, 4 * 3_600_000));
  });

  it('a physician belongs to a hospital and may read summaries; a prescriptionist is a pharmacist there', () => {
    const { hcp: { value: physician } } = validated({ ...ANNA, professionCode: 'LK' });
    expect(physician).toMatchObject({ role: { code: '221' }, facilityType: 'Hospital', permissions: ['PPD-046', 'PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016'] });
    expect(validated({ ...ANNA, professionCode: 'RC' }).hcp.value.role.code).toBe('2262');
  });

  it('a profession that no assertion may name gets none', () => {
    expect(() => issueHcp(bench.gateway, { ...ANNA, professionCode: 'XX' }, 'TREATMENT')).toThrow('NCP_SAML_ROLE');
  });

  it('D61 the treatment relationship rests on the identity, names the patient, and ends no later', () => {
    const { hcp, trc } = validated(ANNA, { purpose: 'EMERGENCY', pin: '1234', prescriptionId: 'rx-9' });
    expect(trc?.value).toMatchObject({
      issuer: 'urn:initgw:SE:countryB', hcpId: hcp.value.id, nameId: '920007', patient: AINO, purpose: 'EMERGENCY', pin: '1234', prescriptionId: 'rx-9', notOnOrAfter: ANNA.until,
    });
  });

  it('a patient without extension has no treatment relationship', () => {
    expect(() => issueTrc(bench.gateway, issueHcp(bench.gateway, ANNA, 'TREATMENT'), { root: '1.2.3' })).toThrow('NCP_IHE_SLOT');
  });

  it.each([['EHDSI-91', 'IdA', undefined], ['EHDSI-92', 'TrcA', AINO]] as const)('UC-B1 1, 6 puts %s on record', async (type, idType, patient) => {
    const { exchange, country, professional, hcp } = bench.asking();
    await bench.gateway.journal.commit(issuanceRecord(bench.gateway, { exchange, country, professional, assertion: hcp, ...(patient === undefined ? {} : { patient }) }));
    expect(bench.recorded()).toMatchObject({ type, outcome: 0, kind: patient === undefined ? 'issue-hcp' : 'issue-trc' });
    expect(bench.recorded().event).toContain(`csd-code="${idType}"`);
    expect(bench.recorded().event).toContain(hcp.id);
    expect(bench.recorded().event.includes('150385-9035')).toBe(patient !== undefined);
  });
});
