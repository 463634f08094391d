import { NcpError, formatCx, type AdministrativeGender, type Candidate, type CountryCode, type CountryProfile, type PatientTraits } from '@ncp/domain';
import { decodeXcpdResponse, encodeXcpdRequest, type XcpdCandidate, type XcpdQuestion, type XcpdResult } from '@ncp/ihe';
import type { Envelope } from '@ncp/soap';
import { ask } from './ask.js';
import type { Question, Understood } from './conversation.js';
import { refusalAs } from './peer-refusal.js';
import type { Asking, TreatmentGateway } from '../treatment-gateway.js';

/**
 * UC-B1 4-5: asks a country who a person is (ITI-55). The answer is on record before it is returned.
 * @throws NcpError NCP_PEER_NO_MATCH, NCP_PEER_REFUSED and NCP_PEER_NO_CONSENT (details.theirCode, details.theirReason;
 *   `theirWords`), NCP_PEER_COUNTRY, NCP_PEER_UNAVAILABLE, NCP_PEER_TIMEOUT, NCP_PEER_ANSWER, NCP_SOAP_FAULT,
 *   NCP_SOAP_RELATES_TO, NCP_TRUST_*, NCP_AUDIT_*
 */
export async function identifyAbroad(gateway: TreatmentGateway, asking: Asking, traits: PatientTraits): Promise<{ readonly candidates: readonly Candidate[] }> {
  const { trc: _trc, patient: _patient, ...nobodyYet } = asking;
  return ask(gateway, nobodyYet, identification(gateway, asking.country, traits), candidatesIn);
}

/** ITI-55 before it is an envelope. @throws NcpError NCP_PEER_COUNTRY */
export const identification = (gateway: TreatmentGateway, country: CountryCode, traits: PatientTraits): Question => ({
  service: 'identify', transaction: 'ITI-55', audited: { service: 'identify' },
  body: encodeXcpdRequest(questionOf(gateway, gateway.directory.profile(country), traits)),
});

/** What its answer says. @throws NcpError NCP_PEER_NO_MATCH, NCP_PEER_REFUSED, NCP_PEER_NO_CONSENT */
export const candidatesIn = ({ body }: Pick<Envelope, 'body'>): Understood<{ readonly candidates: readonly Candidate[] }> => candidatesOf(decodeXcpdResponse(body));

function questionOf({ surroundings, homeCommunityId }: TreatmentGateway, profile: CountryProfile, traits: PatientTraits): XcpdQuestion {
  const { identifiers, birthDate, gender, family, given, address } = traits;
  return {
    id: { root: surroundings.uuid(), extension: digitsOf(surroundings.uuid()) },
    queryId: { root: surroundings.uuid(), extension: digitsOf(surroundings.uuid()) },
    creationTime: surroundings.now(), senderHome: homeCommunityId, receiverHome: profile.homeCommunityId, identifiers,
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    ...(family === undefined && given === undefined ? {} : { name: { ...(family === undefined ? {} : { family }), ...(given === undefined ? {} : { given }) } }),
    ...(address === undefined ? {} : { address }),
  };
}

/** Ten random decimal digits, as peers write them in the extension of a message id. */
const digitsOf = (uuid: string): string => BigInt(`0x${uuid.replaceAll('-', '').slice(0, 12)}`).toString().padStart(10, '0').slice(-10);

/** The subject decides (decisions D10, D73); without one it is what they say that it is. */
function candidatesOf({ candidates, error }: XcpdResult): Understood<{ readonly candidates: readonly Candidate[] }> {
  if (candidates.length === 0) throw refusalIn(error);
  const read = candidates.map(candidateOf);
  const [only, another] = read.flatMap(({ ids }) => ids.slice(0, 1));
  return { value: { candidates: read }, ...(only?.extension === undefined || another !== undefined ? {} : { patient: formatCx(only) }) };
}

function refusalIn(error: XcpdResult['error']): NcpError {
  if (error === undefined || error.code === 'ERROR_PI_NO_MATCH' || error.notFound === true) return refusalAs('NCP_PEER_NO_MATCH', error);
  return refusalAs(error.code === '4701' ? 'NCP_PEER_NO_CONSENT' : 'NCP_PEER_REFUSED', error);
}

const GENDERS: readonly AdministrativeGender[] = ['F', 'M', 'UN'];

/** What has no root cannot name anybody in a later message. */
function candidateOf({ ids, gender, ...rest }: XcpdCandidate): Candidate {
  const known = GENDERS.find((one) => one === gender);
  return {
    ...rest, ...(known === undefined ? {} : { gender: known }),
    ids: ids.flatMap(({ root, extension }) => (root === undefined ? [] : [{ root, ...(extension === undefined ? {} : { extension }) }])),
  };
}
