import { CLASS_CODES, FORMAT_CODES, readClassCode, type FormatCode } from '@ncp/domain';

/** What goes with the class and format codes on the wire (wire-contract 2.5, 2.7, 3.1, 3.2; out of scope: decisions D70). */

/** Class codes that can be asked for. */
export type QueryClassCode = (typeof CLASS_CODES)['ePrescription' | 'patientSummary'];

/** Class codes of what can be submitted. */
export type SubmissionClassCode = (typeof CLASS_CODES)['eDispensation' | 'discard'];

interface FormatEntry {
  readonly codingScheme: string;
  readonly name: string;
}

const EHDSI_FORMATS = 'eHDSI formatCodes';

const FORMATS: Readonly<Record<FormatCode, FormatEntry>> = {
  [FORMAT_CODES.ePrescription]: { codingScheme: EHDSI_FORMATS, name: 'epSOS coded ePrescription' },
  [FORMAT_CODES.patientSummary]: { codingScheme: EHDSI_FORMATS, name: 'epSOS coded Patient Summary' },
  [FORMAT_CODES.eDispensation]: { codingScheme: EHDSI_FORMATS, name: 'eHDSI coded eDispensation' },
  [FORMAT_CODES.discard]: { codingScheme: EHDSI_FORMATS, name: 'eHDSI coded eDispensation Discard' },
  [FORMAT_CODES.pdf]: { codingScheme: 'IHE PCC', name: 'PDF/A coded document' },
};

/** Coding scheme and display name of a format code. */
export const formatEntry = (code: FormatCode): FormatEntry => FORMATS[code];

const TITLES: Readonly<Record<QueryClassCode, string>> = {
  [CLASS_CODES.ePrescription]: 'eHDSI - ePrescription',
  [CLASS_CODES.patientSummary]: 'Patient Summary',
};

/** Name of the class and type of an entry. */
export const classTitle = (code: QueryClassCode): string => TITLES[code];

/** The class code that a text spells, when it is one that can be asked for. */
export const readQueryClassCode = (text: string): QueryClassCode | undefined => {
  const code = readClassCode(text);
  return code === CLASS_CODES.ePrescription || code === CLASS_CODES.patientSummary ? code : undefined;
};

/** Everything that differs between a dispensation and its discard (wire-contract 2.7). */
export interface SubmissionKindEntry {
  readonly classCode: SubmissionClassCode;
  readonly formatCode: FormatCode;
  readonly className: string;
  readonly typeName: string;
  readonly setName: string;
  readonly setDescription: string;
}

export type SubmissionKind = 'dispense' | 'discard';

export const SUBMISSION_KINDS: Readonly<Record<SubmissionKind, SubmissionKindEntry>> = {
  dispense: {
    classCode: CLASS_CODES.eDispensation, formatCode: FORMAT_CODES.eDispensation,
    className: 'Medication dispensed', typeName: 'eDispensation',
    setName: 'eDispensation', setDescription: 'Report of a medicine handed over',
  },
  discard: {
    classCode: CLASS_CODES.discard, formatCode: FORMAT_CODES.discard,
    className: 'Discard Medication dispensed', typeName: 'Discard Medication dispensed',
    setName: 'Medication Dispensation Discard', setDescription: 'Withdrawal of a reported dispensation',
  },
};
