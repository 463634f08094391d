import { CODE_SYSTEMS, type InstanceIdentifier } from '@ncp/domain';
import type { CodedField } from '@ncp/terminology';
import { required } from '../prescription/coding.js';
import { codedText } from '../prescription/facts.js';
import type { AbsenceEntry } from './model.js';
import type { Coding } from './terms.js';

/**
 * Absences that a clinician recorded (cda-documents 7). The writer can say them; no Swedish source does, so the assembler
 * never asks for one (PS95).
 */
export interface KnownAbsences {
  readonly medications?: 'no-known-medications';
  readonly allergies?: 'no-known-allergies' | 'no-known-medication-allergies' | 'no-known-environmental-allergies' | 'no-known-food-allergies';
  readonly problems?: 'no-known-problems';
  readonly procedures?: 'no-known-procedures';
  readonly devices?: 'no-known-devices';
}

const NO_INFORMATION: Readonly<Record<keyof KnownAbsences, { readonly field: CodedField; readonly code: string; readonly prefix: string }>> = {
  medications: { field: 'absent-medication', code: 'no-medication-info', prefix: 'med' },
  allergies: { field: 'absent-allergy', code: 'no-allergy-info', prefix: 'alg' },
  problems: { field: 'absent-problem', code: 'no-problem-info', prefix: 'prob' },
  procedures: { field: 'absent-procedure', code: 'no-procedure-info', prefix: 'proc' },
  devices: { field: 'absent-device', code: 'no-device-info', prefix: 'dev' },
};

export interface Absence {
  readonly entry: AbsenceEntry;
  readonly sentence: { readonly id: string; readonly text: string };
}

/** "No information", or the known absence that was given for the section. */
export const absenceOf = (section: keyof KnownAbsences, known: KnownAbsences, setId: InstanceIdentifier, { catalogue, findings }: Coding): Absence => {
  const { field, code, prefix } = NO_INFORMATION[section];
  const value = required(catalogue, field, { code: known[section] ?? code, codeSystem: CODE_SYSTEMS.absentOrUnknown }, `section.${section}.absence`, findings);
  const narrativeId = `${prefix}-absence`;
  return {
    entry: { id: { root: setId.root, extension: `${setId.extension ?? ''}.${section}` }, narrativeId, value },
    sentence: { id: narrativeId, text: codedText(value) ?? code },
  };
};
