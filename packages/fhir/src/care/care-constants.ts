import { CODE_SYSTEMS } from '@ncp/domain';

/**
 * Every name, code and URL of the care providers' records in one place (sweden-patient-summary 1-9).
 *
 * - `CARE_*` were seen in Inera's guide EHDS-TK, a draft: they may change with it.
 * - `LOCAL_CARE_*` are **our stand-ins, not official facts**: the guide leaves the thing out or names it without a URL.
 */

/** Profiles by contract. The guide has spelled them in several ways, so they are compared by `foldedProfile`. */
export const CARE_PROFILES = {
  flag: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-flag',
  allergyIntolerance: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-allergy-intolerance',
  diagnosis: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-condition-diagnosis',
  functional: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-condition-functional',
  immunization: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-immunization',
  medicationStatement: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-medication-statement',
  laboratoryReport: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-diagnostic-report-lab',
  laboratory: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-observation-lab',
  maternity: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-observation-maternity',
  observation: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-observation-base',
  growth: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-observation-growth',
  documentReference: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-document-reference',
  provenance: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-provenance',
} as const;

/** `.../inera-ehds-condition-functional`, `.../SEEHDSConditionFunctional` and `.../se-ehds-condition-functional` are one profile. */
export const foldedProfile = (url: string): string =>
  url.slice(url.lastIndexOf('/') + 1).toLowerCase().replaceAll('-', '').replace(/^(?:inera|se)ehds/, '');

export const CARE_SYSTEMS = {
  hsaId: 'urn:oid:1.2.752.129.2.1.4.1',
  icd10Se: 'https://www.icd10.se/',
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  atcGuide: 'urn:oid:1.2.752.129.2.2.3.1.1',
  nplId: 'urn:oid:1.2.752.129.2.1.5.1',
  nplPackId: 'urn:oid:1.2.752.129.2.1.5.2',
  alertType: 'urn:oid:1.2.752.129.2.2.2.1',
  diagnosisType: 'https://terminologitjansten.inera.se/inera-kodverksforvaltning/kodverk/kv_diagnostyp',
  assessmentCategory: 'https://fhir.inera.se/clinicalprocess-healthcond-description/CodeSystem/assessmentcategory-cs',
  icfSe: 'urn:oid:1.2.752.116.1.1.3',
  npu: 'urn:oid:1.2.752.108.1',
  noteType: 'urn:oid:1.2.752.129.2.2.2.11',
  maternitySection: 'https://fhir.inera.se/ig/ehds-tk/CodeSystem/maternity-section',
  participantType: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
} as const;

/** Code systems under a URI, and under a second OID, with the OID that the rest of the gateway knows them by. */
export const CARE_SYSTEM_OIDS: Readonly<Record<string, string>> = {
  [CARE_SYSTEMS.icd10Se]: '1.2.752.116.1.1.1.1.3',
  [CARE_SYSTEMS.icd10]: '2.16.840.1.113883.6.3',
  [CARE_SYSTEMS.atcGuide]: CODE_SYSTEMS.atc,
  'http://loinc.org': CODE_SYSTEMS.loinc,
  // SNOMED CT, Swedish edition.
  'urn:oid:1.2.752.116.2.1.1': CODE_SYSTEMS.snomedCt,
};

/** Alert types of KV Informationstyp; what the letters stand for is inferred. A subtype begins with its type. */
export const CARE_ALERT_TYPES = {
  'upp-ube': 'hypersensitivity', 'upp-uas': 'serious-disease', 'upp-vbe': 'restriction-of-care', 'upp-arb': 'communicable-disease', 'upp-est': 'unstructured',
} as const;

export const CARE_EXTENSIONS = {
  flagDetail: 'http://hl7.org/fhir/StructureDefinition/flag-detail',
  assertedDate: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate',
  allergyReference: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/allergy-reference',
  alertComment: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-information-comment',
  alertObsoleteTime: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-obsolete-time',
  alertObsoleteComment: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-obsolete-comment',
  alertAscertained: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-ascertained-date',
  alertVerified: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-verified-time',
  alertSigned: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-asserted-date',
  alertSigner: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-asserter',
  alertRelated: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/related-alert-information',
  alertHypersensitivityType: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-type-of-hypersensitivity',
  alertSeverity: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-degree-of-severity',
  alertCertainty: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-degree-of-certainty',
  alertPharmaceutical: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-pharmaceutical-hypersensitivity',
  alertOther: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-other-hypersensitivity',
  alertDisease: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-serious-disease-code',
  alertTreatmentText: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-treatment-description',
  alertTreatmentCode: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-treatment-code',
  alertTreatmentDrug: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-pharmaceutical-treatment',
  alertCommunicable: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-communicable-disease-code',
  alertTransmission: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-route-of-transmission',
  alertRestriction: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-restriction-of-care-comment',
  alertUnstructured: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/alert-unstructured-alert-information',
  doseComplete: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/immunization-is-dose-complete',
  postalCode: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/immunization-patient-postal-code',
  registrationDevice: 'https://fhir.inera.se/ig/ehds-tk/StructureDefinition/immunization-registration-device',
  selfMedication: 'https://fhir.inera.se/StructureDefinition/self-medication',
} as const;
/** Signature of the contracts whose resource has no asserter: an extension whose URL ends so, one per contract. */
export const CARE_SIGNATURE_SUFFIX = 'legal-authenticator';
/** The time that a block is compared with, likewise. */
export const CARE_BLOCK_TIME_SUFFIX = 'block-comparison-time';

export const LOCAL_CARE_EXTENSIONS = {
  chronic: 'https://ncpeh.example.se/fhir/StructureDefinition/chronic-diagnosis',
  prescriptionType: 'https://ncpeh.example.se/fhir/StructureDefinition/type-of-prescription',
  prescriptionChain: 'https://ncpeh.example.se/fhir/StructureDefinition/prescription-chain',
  medicineKind: 'https://ncpeh.example.se/fhir/StructureDefinition/medicine-kind',
  form: 'https://ncpeh.example.se/fhir/StructureDefinition/pharmaceutical-form',
  strength: 'https://ncpeh.example.se/fhir/StructureDefinition/drug-strength',
  /** On an issue of an OperationOutcome: HSA-id of the source system that failed. */
  failedSource: 'https://ncpeh.example.se/fhir/StructureDefinition/failed-source',
} as const;

export const LOCAL_CARE_SYSTEMS = {
  maternityComponent: 'https://ncpeh.example.se/fhir/CodeSystem/maternity-component',
  /** Code of an OperationOutcome issue: the contract that failed, `GetDiagnosis` and so on. */
  contract: 'https://ncpeh.example.se/fhir/CodeSystem/care-contract',
  /** Category of the Consent that stands for a block. */
  block: 'https://ncpeh.example.se/fhir/CodeSystem/record-block',
} as const;

/** Purpose and access type that the gateway names when it asks for care records. */
export const LOCAL_CARE_PURPOSE = 'PATIENTOVERSIKT';
export const LOCAL_CARE_ACCESS = 'SAMTYCKE_PATIENTOVERSIKT_UTLAND';

/** Search parameter of a patient, in every search of the guide. */
export const CARE_PATIENT_PARAMETER = 'patient.identifier';
