import type { AdministrativeGender, ForeignPatient } from '@ncp/domain';
import { attr } from '@ncp/xml';
import { v3At } from './elements.js';
import type { OpenDocument } from './open-document.js';
import { readPersonName } from './party.js';

const GENDERS: Readonly<Record<string, AdministrativeGender>> = { F: 'F', M: 'M', UN: 'UN' };

export const readPatient = ({ patientRole, patientIds, notes }: OpenDocument): ForeignPatient => {
  const person = v3At(patientRole, 'patient');
  const name = readPersonName(person, notes);
  const gender = GENDERS[attr(v3At(person, 'administrativeGenderCode') ?? patientRole, 'code') ?? ''];
  const birthTime = attr(v3At(person, 'birthTime') ?? patientRole, 'value');
  return {
    ids: patientIds,
    ...(name === undefined ? {} : { name }),
    ...(gender === undefined ? {} : { gender }),
    ...(birthTime === undefined ? {} : { birthTime }),
  };
};
