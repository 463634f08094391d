import { beforeEach, describe, expect, it } from '@jest/globals';
import { calendarDate, type PatientTraits } from '@ncp/domain';
import { decodeXcpdRequest, encodeXcpdResponse, type XcpdAnswer } from '@ncp/ihe';
import { NS, childrenOf, parseXml, utf8, walk, type XmlElement } from '@ncp/xml';
import { AINO, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { FINNISH_HOME, START } from '../../../fixtures/sample.js';
import { identifyAbroad, theirWords } from '../../index.js';

const answered = (answer: XcpdAnswer): XmlElement =>
  encodeXcpdResponse({}, answer, { id: '00000000-0000-4000-9000-000000000009', extension: '1', creationTime: START, home: FINNISH_HOME });

/** An answer as people wrote it. */
const written = (inside: string): XmlElement => parseXml(utf8(`<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0">${inside}</PRPA_IN201306UV02>`));
const subject = (id: string, more = ''): string =>
  `<subject typeCode="SUBJ"><registrationEvent><subject1><patient>${id}<patientPerson><name><family>Múltiplo</family><given>João</given></name>${more}</patientPerson></patient></subject1></registrationEvent></subject>`;

const PERSON = { id: AINO as never, family: 'Näytetty-Esimerkki', given: ['Aino', 'Maria'], gender: 'F', birthDate: calendarDate('1985-03-15') } as const;

describe('identifyAbroad', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });
  const identify = (traits: PatientTraits = { identifiers: [AINO] }): ReturnType<typeof identifyAbroad> => identifyAbroad(bench.gateway, bench.asking(), traits);

  it('asks with what the professional typed, from our home to theirs', async () => {
    bench.replies(answered({ kind: 'match', patient: PERSON }));
    await identify({
      identifiers: [AINO], birthDate: calendarDate('1985-03-15'), gender: 'F', family: 'Näytetty', given: 'Aino',
      address: { street: 'Esimerkkikatu 1', city: 'Helsinki', postalCode: '00100' },
    });
    const body = [...walk(bench.lastRequest().root)].find(({ local }) => local === 'PRPA_IN201305UV02');
    expect(body === undefined ? undefined : decodeXcpdRequest(body)).toMatchObject({
      senderHome: '1.2.752.221.3.1.1', receiverHome: FINNISH_HOME, identifiers: [AINO], birthDate: '1985-03-15', gender: 'F',
      name: { family: 'Näytetty', given: 'Aino' }, address: { street: 'Esimerkkikatu 1', city: 'Helsinki', postalCode: '00100' },
    });
  });

  it('gives the person as they wrote her', async () => {
    bench.replies(answered({ kind: 'match', patient: PERSON }));
    expect(await identify()).toEqual({ candidates: [{ ids: [AINO], family: 'Näytetty-Esimerkki', given: 'Aino Maria', gender: 'F', birthDate: '1985-03-15' }] });
  });

  it('D10 two persons under a code that says error: both are given, and no one is named on record', async () => {
    bench.replies(written(`<acknowledgement><typeCode code="AE"/></acknowledgement><controlActProcess>
      ${subject('<id root="2.16.620.1.101.10.1.1" extension="999990009"/>', '<administrativeGenderCode code="X"/>')}${subject('<id root="2.16.620.1.101.10.1.1" extension="999990010"/><id extension="no root"/>')}
      <queryAck><queryResponseCode code="AE"/></queryAck></controlActProcess>`));
    const { candidates } = await identify();
    expect(candidates.map(({ ids }) => ids)).toEqual([[{ root: '2.16.620.1.101.10.1.1', extension: '999990009' }], [{ root: '2.16.620.1.101.10.1.1', extension: '999990010' }]]);
    expect(candidates[0]).not.toHaveProperty('gender');
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', outcome: 0, codes: [] });
    expect(bench.recorded().event).not.toContain('99999');
  });

  it.each([
    ['nobody', answered({ kind: 'no-match', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_NO_MATCH', text: 'No patient found.' }), 'NCP_PEER_NO_MATCH', 'ERROR_PI_NO_MATCH', 0],
    ['nobody, by the code of plain IHE', written('<acknowledgement><typeCode code="AA"/></acknowledgement><controlActProcess><queryAck><queryResponseCode code="NF"/></queryAck></controlActProcess>'), 'NCP_PEER_NO_MATCH', 'ERROR_PI_GENERIC', 0],
    ['found, but not to be used', answered({ kind: 'refused', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_GENERIC', text: 'data unusable' }), 'NCP_PEER_REFUSED', 'ERROR_PI_GENERIC', 4],
    ['more is asked for', answered({ kind: 'refused', reason: 'AdditionalDemographicsRequested', wire: 'ERROR_PI_GENERIC', text: 'more' }), 'NCP_PEER_REFUSED', 'ERROR_PI_GENERIC', 4],
    ['no rights', answered({ kind: 'refused', reason: 'InsufficientRights', wire: 'ERROR_HPI_GENERIC', text: 'no' }), 'NCP_PEER_REFUSED', 'ERROR_HPI_GENERIC', 4],
    ['no consent', answered({ kind: 'refused', reason: 'InsufficientRights', wire: '4701', text: 'no' }), 'NCP_PEER_NO_CONSENT', '4701', 4],
    ['nothing but an error', written('<acknowledgement><typeCode code="AE"/></acknowledgement>'), 'NCP_PEER_REFUSED', 'ERROR_PI_GENERIC', 4],
  ] as const)('UC-B1 4.1-4.2 %s', async (_title, body, code, theirCode, outcome) => {
    bench.replies(body);
    await expect(identify()).rejects.toMatchObject({ code, details: { theirCode } });
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-11', codes: [code], outcome });
  });

  it('tells their reason and their words, and keeps the words out of details and records', async () => {
    bench.replies(answered({ kind: 'refused', reason: 'PrivacyViolation', wire: 'ERROR_PI_GENERIC', text: 'Aino\n has   a secret' }));
    const error: unknown = await identify().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ details: { theirCode: 'ERROR_PI_GENERIC', theirReason: 'PrivacyViolation' } });
    expect(theirWords(error as never)).toBe('Aino has a secret');
    expect(JSON.stringify((error as { details: unknown }).details)).not.toContain('secret');
    expect(bench.recorded().event).not.toContain('secret');
  });

  it('a code that is no code is not repeated', async () => {
    bench.replies(written('<acknowledgement><typeCode code="AE"/><acknowledgementDetail><code code="&lt;script&gt;"/></acknowledgementDetail></acknowledgement>'));
    await expect(identify()).rejects.toMatchObject({ details: { theirCode: 'unreadable' } });
  });

  it('an answer with a subject that holds no patient is none', async () => {
    const body = written('<controlActProcess><subject/></controlActProcess>');
    expect(childrenOf(body, NS.hl7, 'controlActProcess')).toHaveLength(1);
    bench.replies(body);
    await expect(identify()).rejects.toMatchObject({ code: 'NCP_PEER_REFUSED' });
  });
});
