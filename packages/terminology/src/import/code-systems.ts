import { CODE_SYSTEMS, IDENTIFIER_ROOTS } from '@ncp/domain';
import { ICD10_SE } from '../diagnosis.js';
import { READING_SYSTEMS } from '../starter/reading/reading-systems.js';

/** Canonical URIs that files name code systems by, and the OIDs of the documents (fhir-documents 4; README of the catalogues). */
const OIDS: ReadonlyMap<string, string> = new Map([
  ['http://www.whocc.no/atc', CODE_SYSTEMS.atc],
  ['http://snomed.info/sct', CODE_SYSTEMS.snomedCt],
  ['http://loinc.org', CODE_SYSTEMS.loinc],
  ['http://unitsofmeasure.org', CODE_SYSTEMS.ucum],
  ['http://standardterms.edqm.eu', CODE_SYSTEMS.edqm],
  ['http://hl7.org/fhir/sid/icd-10', CODE_SYSTEMS.icd10],
  ['https://www.icd10.se/', ICD10_SE],
  ['https://www.orpha.net', READING_SYSTEMS.orphanet],
  ['http://www.orpha.net', READING_SYSTEMS.orphanet],
  ['urn:iso:std:iso:3166', CODE_SYSTEMS.country],
  ['http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', READING_SYSTEMS.allergyCertainty],
  ['http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', READING_SYSTEMS.allergyStatus],
  ['http://terminology.hl7.org/CodeSystem/condition-ver-status', READING_SYSTEMS.certainty],
  ['http://hl7.org/fhir/allergy-intolerance-criticality', READING_SYSTEMS.criticality],
  ['http://hl7.org/fhir/event-timing', READING_SYSTEMS.eventTiming],
  ['http://terminology.hl7.org/CodeSystem/v3-NullFlavor', CODE_SYSTEMS.nullFlavor],
  ['http://terminology.hl7.org/CodeSystem/v3-Confidentiality', CODE_SYSTEMS.confidentiality],
  ['http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender', CODE_SYSTEMS.administrativeGender],
  ['http://terminology.hl7.org/CodeSystem/v3-TimingEvent', CODE_SYSTEMS.timingEvent],
  ['http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution', CODE_SYSTEMS.substitution],
  ['http://terminology.hl7.org/CodeSystem/v3-RoleCode', READING_SYSTEMS.roleCode],
  ['http://terminology.hl7.org/CodeSystem/v3-RoleClass', READING_SYSTEMS.roleClass],
  ['http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', READING_SYSTEMS.interpretation],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', READING_SYSTEMS.actCode],
  ['http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction', READING_SYSTEMS.participationFunction],
  ['http://terminology.hl7.org/CodeSystem/absent-unknown-uv-ips', CODE_SYSTEMS.absentOrUnknown],
  ['http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', CODE_SYSTEMS.absentOrUnknown],
  // Two releases name the system of languages each in its own way, and neither by its OID.
  ['urn:ietf:bcp:47', READING_SYSTEMS.language],
  ['1dd183a6-6d2b-4a9d-8f5d-be09d6bb5a6e', READING_SYSTEMS.language],
  ['urn:oid:1.2.752.116.3.1.3', IDENTIFIER_ROOTS.occupation],
]);

const OID = /^[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const URN = 'urn:oid:';

/** The OID of a code system; undefined when the name is neither an OID nor known. */
export const oidOfSystem = (name: string): string | undefined => {
  const known = OIDS.get(name);
  if (known !== undefined) return known;
  const bare = name.startsWith(URN) ? name.slice(URN.length) : name;
  return OID.test(bare) ? bare : undefined;
};

export const isOid = (text: string): boolean => OID.test(text);
