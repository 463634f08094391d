import { CODE_SYSTEMS, LOCAL_FHIR_BASE } from '@ncp/domain';
import { NLL_SYSTEMS } from '../national-constants.js';

/** URIs of FHIR for the OIDs of documents (fhir-documents 6.0); one that is not here is `urn:oid:`. */
const URI_OF_OID: Readonly<Record<string, string>> = {
  [CODE_SYSTEMS.atc]: NLL_SYSTEMS.atc,
  [CODE_SYSTEMS.snomedCt]: NLL_SYSTEMS.snomedCt,
  [CODE_SYSTEMS.edqm]: NLL_SYSTEMS.edqm,
  [CODE_SYSTEMS.ucum]: NLL_SYSTEMS.ucum,
  [CODE_SYSTEMS.loinc]: 'http://loinc.org',
  [CODE_SYSTEMS.icd10]: 'http://hl7.org/fhir/sid/icd-10',
  [CODE_SYSTEMS.substitution]: 'http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution',
  [CODE_SYSTEMS.timingEvent]: 'http://terminology.hl7.org/CodeSystem/v3-TimingEvent',
  [CODE_SYSTEMS.absentOrUnknown]: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips',
};

const OID = /^[0-2](?:\.(?:0|[1-9]\d*))+$/;
const UUID = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** Undefined for what is neither an OID nor a UUID: a system is never invented. */
export const systemUri = (root: string): string | undefined => {
  const known = URI_OF_OID[root];
  if (known !== undefined) return known;
  if (OID.test(root)) return `urn:oid:${root}`;
  return UUID.test(root) ? `urn:uuid:${root.toLowerCase()}` : undefined;
};

/** Extensions of HL7 Europe's prescription guide (fhir-documents 2.2). */
export const EXTENSIONS = {
  renderedDosageInstruction: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction',
  effectiveDosePeriod: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod',
  prescribedQuantity: 'https://profiles.ihe.net/PHARM/MPD/StructureDefinition/ihe-ext-medicationrequest-prescribedQuantity',
  productName: 'https://profiles.ihe.net/PHARM/MPD/StructureDefinition/ihe-ext-medication-productname',
  classification: 'https://profiles.ihe.net/PHARM/MPD/StructureDefinition/ihe-ext-medication-classification',
  packageType: 'http://hl7.eu/fhir/StructureDefinition/medication-package-type',
  dataAbsent: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
} as const;

/** Ours: how a text came to Swedish, and what became of a fact in conversion. */
export const LOCAL_READING: Readonly<Record<'mark' | 'original' | 'loss' | 'finding', string>> = {
  mark: `${LOCAL_FHIR_BASE}/StructureDefinition/reading-mark`,
  original: `${LOCAL_FHIR_BASE}/StructureDefinition/original-text`,
  loss: `${LOCAL_FHIR_BASE}/CodeSystem/conversion-loss`,
  finding: `${LOCAL_FHIR_BASE}/CodeSystem/reading-finding`,
};
