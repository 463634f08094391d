import { compareCandidate, differs, NcpError, type FieldFault, type Visit } from '@ncp/domain';
import { relate } from './treatment-relationship.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { changeVisit, requireRole, visitOf, wrongFields, type Caller } from './visit-access.js';

export interface PatientConfirmation {
  readonly visit: string;
  /** Index of the candidate. */
  readonly candidate: number;
  /** Both ticks of decisions G05. */
  readonly idDocumentShown: true;
  readonly patientInformed: true;
  readonly difference?: string;
}

const NO_SUCH: FieldFault = { field: 'candidate', rule: 'one-of', text: { sv: 'Det finns ingen sådan kandidat.', en: 'There is no such candidate.' } };
const IN_WORDS: FieldFault = {
  field: 'difference', rule: 'mandatory',
  text: { sv: 'Det som kom tillbaka skiljer sig från det som skickades; skriv varför det ändå är rätt person.', en: 'What came back differs from what was sent; say in words why it is the right person.' },
};

/**
 * UC-B1 6: the professional says who of the candidates stands before her, that the id document was shown and that the patient
 * was informed; what differs is said in words (5.1). From here on there is a treatment relationship (EHDSI-92).
 * @throws NcpError NCP_API_INPUT, NCP_API_ROLE, NCP_API_STATE, NCP_PEER_ANSWER for a candidate without an id, and those of `visitOf`
 */
export async function confirmPatient(gateway: TreatmentGateway, caller: Caller, asked: PatientConfirmation): Promise<Visit> {
  const visit = await visitOf(gateway, caller, asked.visit, ['IDENTIFIED']);
  const { country, purpose, traits = { identifiers: [] }, candidates = [] } = visit;
  await requireRole(gateway, caller, { action: 'identify', country });
  const candidate = candidates[asked.candidate];
  if (candidate === undefined) throw wrongFields([NO_SUCH]);
  const [patient] = candidate.ids;
  if (patient === undefined) throw new NcpError('NCP_PEER_ANSWER', { country, because: 'no-id' });
  const { mask } = gateway.directory.profile(country);
  const { difference, idDocumentShown, patientInformed } = asked;
  if (difference === undefined && differs(compareCandidate(mask, traits, candidate))) throw wrongFields([IN_WORDS]);
  const trc = await relate(gateway, caller, visit, { patient, purpose, traits });
  return changeVisit(gateway, {
    ...visit, state: 'CONFIRMED',
    confirmed: {
      candidate, at: gateway.surroundings.now(), idDocumentShown, patientInformed, trc,
      ...(difference === undefined ? {} : { difference }),
    },
  });
}
