import { CODE_SYSTEMS, IDENTIFIER_ROOTS, type Patient } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import { required } from '../prescription/coding.js';
import type { FindingList } from '../prescription/findings.js';
import type { PatientModel } from '../prescription/model.js';
import { visibleLine } from './visible-text.js';

interface Context {
  readonly catalogue: Catalogue;
  readonly findings: FindingList;
}

/** Both are mandatory, and an empty element is worse than no document (cda-documents 1.11). */
export const namesOf = (given: readonly string[], family: string, at: string, findings: FindingList): { readonly given: readonly string[]; readonly family: string } => {
  const names = given.map(visibleLine).filter((name) => name !== '');
  const surname = visibleLine(family);
  if (names.length === 0 || surname === '') findings.notExpressible(at, 'CD-1.11');
  return { given: names, family: surname };
};

/** A Swedish patient as the header of a document names her. */
export const patientModel = (patient: Patient, { catalogue, findings }: Context): PatientModel => ({
  id: { root: IDENTIFIER_ROOTS.personnummer, extension: patient.personalNumber },
  ...namesOf(patient.given, patient.family, 'Patient.name', findings),
  gender: required(catalogue, 'gender', { code: patient.gender, codeSystem: CODE_SYSTEMS.administrativeGender }, 'Patient.gender', findings),
  genderCode: patient.gender,
  birthDate: patient.birthDate,
});
