import type { VaccinationRecord } from '@ncp/domain';
import { countIn, flagIn, malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { notCarried, type CareEntry } from './entry.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn, timeOrDayIn } from './times.js';
import { termIn, termsIn, wordsIn } from './terms.js';

/** A dose number below 1 is none. */
const positive = (node: FhirNode | undefined, name: string): number | undefined => {
  const count = node === undefined ? undefined : countIn(node, name);
  return count === undefined || count < 1 ? undefined : count;
};

const isValid = (node: FhirNode): boolean => {
  const status = textIn(node, 'status');
  if (status === 'completed') return true;
  if (status === 'entered-in-error') return false;
  // Refusals are not in the contract: `not-done` would be a negation.
  throw status === 'not-done' ? notCarried('Immunization.status') : malformed('Immunization.status');
};

/**
 * GetVaccinationHistory: one administration (sweden-patient-summary 4). The guide's fallback puts the time of documentation into
 * `occurrenceDateTime`: whether it may be that is for the summary to judge (PS47).
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readVaccination(entry: CareEntry, custodies: Custodies): VaccinationRecord {
  const { node } = entry;
  const valid = isValid(node);
  const protocols = nodesIn(node, 'protocolApplied');
  const [protocol] = protocols;
  const report = nodeIn(node, 'reportOrigin');
  const sourceDescription = report === undefined ? undefined : wordsIn(report, 'text') ?? termIn(node, 'reportOrigin')?.text;
  const manufacturer = nodeIn(node, 'manufacturer');
  return {
    type: 'vaccination', origin: originOf(entry, custodies), valid,
    ...optional('vaccine', termIn(node, 'vaccineCode')), ...optional('occurred', timeOrDayIn(node, 'occurrenceDateTime')),
    ...optional('registered', careDayIn(node, 'recorded')),
    // Said to be from elsewhere, it is: whatever the flag says.
    primarySource: sourceDescription === undefined && flagIn(node, 'primarySource') !== false,
    ...optional('sourceDescription', sourceDescription), ...optional('lotNumber', wordsIn(node, 'lotNumber')),
    ...optional('manufacturer', manufacturer === undefined ? undefined : wordsIn(manufacturer, 'display')),
    targetDiseases: protocols.flatMap((one) => termsIn(one, 'targetDisease')),
    ...optional('doseNumber', positive(protocol, 'doseNumberPositiveInt')), ...optional('seriesDoses', positive(protocol, 'seriesDosesPositiveInt')),
  };
}
