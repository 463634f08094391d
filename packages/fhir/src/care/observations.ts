import type { ObservationRecord } from '@ncp/domain';
import { nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_SYSTEMS } from './care-constants.js';
import { categoryCodes, profilesOf } from './diagnoses.js';
import { notCarried, type CareEntry } from './entry.js';
import { statusOf } from './laboratory.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn } from './times.js';
import { requireTerm, valueWords } from './terms.js';

/** The contract an Observation comes from. */
export function observationContract(node: FhirNode): 'laboratory' | 'maternity' | 'observations' {
  const profiles = profilesOf(node);
  const code = nodeIn(node, 'code');
  const systems = code === undefined ? [] : nodesIn(code, 'coding').map((coding) => textIn(coding, 'system'));
  if (profiles.includes('observationmaternity') || systems.includes(CARE_SYSTEMS.maternitySection)) return 'maternity';
  return profiles.includes('observationlab') || categoryCodes(node).some((category) => category.code === 'laboratory') ? 'laboratory' : 'observations';
}

/** The guide's filler where the source names no kind of observation. */
const PLACEHOLDER = 'unspecified';

/**
 * GetObservations (sweden-patient-summary 7). An explicit negative (`not-detected`) is not missing data; it is told, and not carried.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readObservation(entry: CareEntry, custodies: Custodies): ObservationRecord {
  const { node } = entry;
  const code = requireTerm(node, 'code');
  if (code.codings.some((coding) => coding.code === PLACEHOLDER)) throw notCarried('Observation.code');
  if (node.value['dataAbsentReason'] !== undefined) throw notCarried('Observation.dataAbsentReason');
  return {
    type: 'observation', origin: originOf(entry, custodies), status: statusOf(node), code,
    ...optional('observedOn', careDayIn(node, 'effectiveDateTime')), ...optional('value', valueWords(node)),
  };
}
