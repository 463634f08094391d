import { fhirObject, LOCAL_CODES, LOCAL_EXTENSIONS, LOCAL_PROFILES, LOCAL_SYSTEMS, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { coding, ext, identifier } from '../build.js';
import type { DemoDay } from './demo-day.js';
import { birthDateOf, genderOf, isCoordinationNumber, patientIdOf, type ConsentFacts, type PersonFacts } from './person-facts.js';

const registration = (person: PersonFacts): FhirObject => {
  const [code, display] = person.deceasedDaysAgo !== undefined
    ? [LOCAL_CODES.deceased, 'Avliden']
    : person.emigrated === true ? [LOCAL_CODES.emigrated, 'Utvandrad'] : [LOCAL_CODES.registered, 'Folkbokförd'];
  return ext(NLL_EXTENSIONS.populationRegistered, 'valueCoding', coding(NLL_SYSTEMS.populationRegistered, code, display));
};

/** NLLPatient (sweden-national 2.5.1). A protected person's address is not in the list's answer at all. */
export function patientResource(person: PersonFacts, demo: DemoDay): FhirObject {
  const open = person.protectedIdentity !== true;
  return fhirObject({
    resourceType: 'Patient',
    id: patientIdOf(person.key),
    meta: fhirObject({
      profile: [NLL_PROFILES.patient],
      security: open ? undefined : [coding(NLL_SYSTEMS.securityLabels, LOCAL_CODES.protectedSecrecy, 'Sekretessmarkering')],
    }),
    extension: [
      registration(person),
      ...(open ? [ext(NLL_EXTENSIONS.municipality, 'valueCode', '0180'), ext(NLL_EXTENSIONS.region, 'valueCode', '01')] : []),
    ],
    identifier: [identifier(isCoordinationNumber(person.number) ? NLL_SYSTEMS.samordningsnummer : NLL_SYSTEMS.personnummer, person.number)],
    active: person.deceasedDaysAgo === undefined && person.emigrated !== true,
    name: [{ use: 'official', family: person.family, given: [...person.given] }],
    gender: genderOf(person.number) === 'F' ? 'female' : 'male',
    birthDate: birthDateOf(person.number),
    deceasedDateTime: person.deceasedDaysAgo === undefined ? undefined : demo.day(-person.deceasedDaysAgo),
    address: open ? [{ line: ['Testgatan 12'], postalCode: '12345', city: 'Testorten', country: 'SE' }] : undefined,
  });
}

export interface ConsentRecord extends ConsentFacts {
  readonly id: string;
  readonly patientId: string;
  readonly status: 'active' | 'inactive';
  readonly registeredAt: string;
  readonly from: string;
  readonly until?: string;
}

/** Cross-border consent, a local stand-in (sweden-national 2.5.8). */
export const consentResource = (consent: ConsentRecord): FhirObject => fhirObject({
  resourceType: 'Consent',
  id: consent.id,
  meta: { profile: [LOCAL_PROFILES.crossBorderConsent] },
  extension: [ext(LOCAL_EXTENSIONS.consentRegisteredBy, 'valueCode', consent.byGuardian === true ? LOCAL_CODES.guardian : 'patient')],
  status: consent.status,
  scope: { coding: [coding('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy')] },
  category: [{ coding: [coding(LOCAL_SYSTEMS.consentCategory, consent.category)] }],
  patient: { reference: `Patient/${consent.patientId}` },
  dateTime: consent.registeredAt,
  provision: fhirObject({
    extension: consent.countries === undefined || consent.countries.length === 0
      ? undefined
      : consent.countries.map((country) => ext(LOCAL_EXTENSIONS.consentCountry, 'valueCode', country)),
    period: fhirObject({ start: consent.from, end: consent.until }),
  }),
});
