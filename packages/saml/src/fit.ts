import { IDENTIFIER_ROOTS, NcpError, parsePersonalNumber, type CalendarDate } from '@ncp/domain';
import type { TrcAssertion } from './assertion.js';

export interface RequestedPatient {
  readonly root: string;
  readonly extension: string;
}

/** The twelve digits of a personal number in any of its spellings; other identifiers are compared as they are. */
const comparable = ({ root, extension }: RequestedPatient, today: CalendarDate | undefined): string => {
  if (root !== IDENTIFIER_ROOTS.personnummer) return extension;
  const parsed = today === undefined ? undefined : parsePersonalNumber(extension, today);
  return parsed?.ok === true ? parsed.value.number : extension.replace(/^(\d{8})-(\d{4})$/, '$1$2');
};

/**
 * The patient of the treatment relationship must be the patient of the query or document (decisions D14, RS SAML-04).
 * With `today` every spelling of a personal number is understood; without it only the twelve-digit ones.
 * @throws NcpError NCP_SAML_PATIENT_MISMATCH (wire 4206)
 */
export const requirePatient = (trc: TrcAssertion, requested: RequestedPatient, today?: CalendarDate): void => {
  const isSame = trc.patient.root === requested.root && comparable(trc.patient, today) === comparable(requested, today);
  if (!isSame) throw new NcpError('NCP_SAML_PATIENT_MISMATCH');
};

/**
 * A treatment relationship that names a prescription is good for that one only. `requested` holds every spelling of the
 * prescription in the request: its id, `<root>^<id>`, its document id. A PIN is not compared: Sweden issues none (decisions G20).
 * @throws NcpError NCP_SAML_DOCUMENT_MISMATCH (wire 4207)
 */
export const requirePrescription = (trc: TrcAssertion, requested: readonly string[]): void => {
  if (trc.prescriptionId !== undefined && !requested.includes(trc.prescriptionId)) throw new NcpError('NCP_SAML_DOCUMENT_MISMATCH');
};
