import type { CareContract, FailedSource } from '@ncp/domain';
import { codingsIn } from '../coding.js';
import { extensionIn, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { LOCAL_CARE_EXTENSIONS, LOCAL_CARE_SYSTEMS } from './care-constants.js';
import { wordsIn } from './terms.js';

/** Names of the contracts as the platform calls them. */
export const CONTRACT_NAMES: Readonly<Record<CareContract, string>> = {
  'alerts': 'GetAlertInformation', 'diagnoses': 'GetDiagnosis', 'vaccinations': 'GetVaccinationHistory', 'ordinations': 'GetMedicationHistory',
  'functional-status': 'GetFunctionalStatus', 'laboratory': 'GetLaboratoryOrderOutcome', 'maternity': 'GetMaternityMedicalHistory', 'observations': 'GetObservations',
};

const contractNamed = (name: string): CareContract | undefined =>
  (Object.keys(CONTRACT_NAMES) as CareContract[]).find((contract) => CONTRACT_NAMES[contract] === name);

const HARMLESS: ReadonlySet<string> = new Set(['information', 'warning']);
/** Issue types that say that an answer is not whole, however mildly they are graded. */
const NOT_WHOLE: ReadonlySet<string> = new Set(['incomplete', 'transient', 'timeout', 'exception', 'no-store', 'lock-error', 'too-costly', 'throttled', 'processing']);

/**
 * Source systems that gave no answer, from the OperationOutcomes beside the rows of an answer. The form is a stand-in: an issue
 * with the contract as a code and the system as an extension. One that names no contract of this answer is held against all of
 * them: whose rows are missing is then not known.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function failedSources(outcomes: readonly FhirNode[], contracts: readonly CareContract[]): readonly FailedSource[] {
  return outcomes.flatMap((outcome) => nodesIn(outcome, 'issue')).flatMap((issue) => {
    if (HARMLESS.has(textIn(issue, 'severity') ?? '') && !NOT_WHOLE.has(textIn(issue, 'code') ?? '')) return [];
    const named = codingsIn(nodeIn(issue, 'details')).flatMap((coding) =>
      (textIn(coding, 'system') === LOCAL_CARE_SYSTEMS.contract ? contractNamed(textIn(coding, 'code') ?? '') ?? [] : []));
    const extension = extensionIn(issue, LOCAL_CARE_EXTENSIONS.failedSource);
    const identifier = extension === undefined ? undefined : nodeIn(extension, 'valueIdentifier');
    const system = identifier === undefined ? undefined : wordsIn(identifier, 'value');
    return (named.length > 0 ? named : contracts).map((contract) => ({ contract, ...optional('system', system) }));
  });
}
