import type { ForeignPatient, ForeignPrescriber, ReadLine } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import { birthDateOf, conceptOf, identifierOf, referenceTo } from './elements.js';
import type { Losses } from './losses.js';

const GENDERS = { F: 'female', M: 'male', UN: 'other' } as const;

const nameOf = (name: ForeignPatient['name']): readonly FhirObject[] | undefined =>
  name === undefined ? undefined : [fhirObject({ family: name.family, given: name.given.length === 0 ? undefined : name.given })];

const identifiers = (ids: ForeignPatient['ids'], losses: Losses, target: string): readonly FhirObject[] | undefined => {
  const list = ids.map((id) => identifierOf(id, losses, target)).filter((id) => id !== undefined);
  return list.length === 0 ? undefined : list;
};

export const patientOf = (id: string, patient: ForeignPatient, losses: Losses): FhirObject => fhirObject({
  resourceType: 'Patient', id, identifier: identifiers(patient.ids, losses, 'Patient'), name: nameOf(patient.name),
  gender: patient.gender === undefined ? 'unknown' : GENDERS[patient.gender], birthDate: birthDateOf(patient.birthTime),
});

export interface PrescriberIds {
  readonly practitioner: string;
  readonly organization: string;
  readonly role: string;
}

/** Practitioner, Organization where it is named, and the role that joins them. */
export const prescriberOf = (ids: PrescriberIds, prescriber: ForeignPrescriber, role: ReadLine | undefined, losses: Losses): readonly FhirObject[] => {
  const { organisation } = prescriber;
  const hasOrganisation = organisation?.name !== undefined;
  return [
    fhirObject({ resourceType: 'Practitioner', id: ids.practitioner, identifier: identifiers(prescriber.ids, losses, 'Practitioner'), name: nameOf(prescriber.name) }),
    ...(hasOrganisation ? [fhirObject({
      resourceType: 'Organization', id: ids.organization,
      identifier: identifiers(organisation.id === undefined ? [] : [organisation.id], losses, 'Organization'), name: organisation.name,
      telecom: organisation.phone === undefined ? undefined : [fhirObject({ system: 'phone', value: organisation.phone })],
      address: organisation.city === undefined && organisation.country === undefined ? undefined : [fhirObject({ city: organisation.city, country: organisation.country })],
    })] : []),
    fhirObject({
      resourceType: 'PractitionerRole', id: ids.role, practitioner: referenceTo('Practitioner', ids.practitioner),
      organization: hasOrganisation ? referenceTo('Organization', ids.organization) : undefined,
      code: role === undefined || role.mark === 'missing' ? undefined : [conceptOf(role)],
    }),
  ];
};
