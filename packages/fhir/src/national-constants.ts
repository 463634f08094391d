/**
 * Every name, code and URL of the national list (NLL) in one place (sweden-national, house rule of the dossier).
 *
 * - `NLL_*` were seen in a public source of E-halsomyndigheten. Those marked *old* come from an early build.
 * - `LOCAL_*` are **our stand-ins, not official facts**: nobody published the real value. They are to be replaced
 *   here, and nowhere else, when the real one is known (decisions O3).
 */

export const NLL_PROFILES = {
  medicationRequest: 'http://electronichealth.se/fhir/StructureDefinition/NLLMedicationRequest',
  medicationDispense: 'http://electronichealth.se/fhir/StructureDefinition/NLLMedicationDispense',
  medication: 'http://electronichealth.se/fhir/StructureDefinition/NLLMedication',
  patient: 'http://electronichealth.se/fhir/StructureDefinition/NLLPatient',
  practitioner: 'http://electronichealth.se/fhir/StructureDefinition/NLLPractitioner',
  provenanceDispense: 'http://electronichealth.se/fhir/StructureDefinition/NLLProvenanceMedicationDispense',
  operationOutcome: 'http://electronichealth.se/fhir/StructureDefinition/NLLOperationOutcome',
  medicationListInfo: 'http://electronichealth.se/fhir/StructureDefinition/NLLMedicationListInfo',
  detectedIssue: 'http://electronichealth.se/fhir/StructureDefinition/NLLDetectedIssue',
} as const;

/** Identifier and code systems (sweden-national 2.6). */
export const NLL_SYSTEMS = {
  personnummer: 'http://electronichealth.se/identifier/personnummer',
  samordningsnummer: 'http://electronichealth.se/identifier/samordningsnummer',
  prescriptionId: 'http://electronichealth.se/identifier/nllmedicationrequestid',
  dispenseId: 'http://electronichealth.se/identifier/nllmedicationdispenseid',
  prescriberCode: 'http://electronichealth.se/identifier/forskrivarkod',
  legitimationCode: 'http://electronichealth.se/identifier/legitimationskod',
  profession: 'http://electronichealth.se/fhir/ValueSet/profession-code',
  nplId: 'http://electronichealth.se/fhir/NamingSystem/nplid',
  nplPackId: 'http://electronichealth.se/fhir/NamingSystem/nplpackid',
  varunummer: 'http://electronichealth.se/fhir/NamingSystem/varunr',
  atc: 'http://www.whocc.no/atc',
  snomedCt: 'http://snomed.info/sct',
  edqm: 'http://standardterms.edqm.eu',
  ucum: 'http://unitsofmeasure.org',
  prescriptionFormat: 'http://electronichealth.se/fhir/ValueSet/prescription-format',
  registrationBasis: 'http://ehalsomyndigheten.se/fhir/ValueSet/registration-basis-codes',
  securityLabels: 'http://ehalsomyndigheten.se/fhir/ValueSet/security-labels',
  populationRegistered: 'http://ehalsomyndigheten.se/fhir/ValueSet/population-registered-status',
  affCodes: 'http://ehalsomyndigheten.se/fhir/CodeSystem/aff-codes',
  errorCodes: 'http://ehalsomyndigheten.se/fhir/CodeSystem/fhir-error-codes',
  productClass: 'http://npl.mpa.se/CodeSystem/productclass',
  narcoticClassification: 'http://npl.mpa.se/CodeSystem/narcotic-classification',
  dispensingRestriction: 'http://npl.mpa.se/CodeSystem/dispensing-restriction',
} as const;

/** HSA-id has two published systems; both are read, the first is written. */
export const HSA_ID_SYSTEMS: readonly string[] = ['urn:oid:1.2.752.29.4.19', 'urn:oid:1.2.752.129.2.1.4.1'];

export const NLL_EXTENSIONS = {
  treatmentReason: 'http://electronichealth.se/fhir/StructureDefinition/NLLPatientTreatmentReason',
  chain: 'http://electronichealth.se/fhir/StructureDefinition/NLLPrescriptionChain',
  receivingPharmacy: 'http://electronichealth.se/fhir/StructureDefinition/NLLReceivingPharmacy',
  prescriptionFormat: 'http://electronichealth.se/fhir/StructureDefinition/NLLPrescriptionFormat',
  registrationBasis: 'http://electronichealth.se/fhir/StructureDefinition/NLLRegistrationBasis',
  /** old */
  prescriberContact: 'http://electronichealth.se/fhir/StructureDefinition/NLLPrescriberContactInfo',
  /** old */
  workplaceName: 'http://electronichealth.se/fhir/StructureDefinition/NLLWorkplaceName',
  dosePackaging: 'http://electronichealth.se/fhir/StructureDefinition/NLLDosePackaging',
  dispensesAllowed: 'http://electronichealth.se/fhir/StructureDefinition/NLLNumberOfDispensesAllowed',
  /** old */
  packagesPrescribed: 'http://electronichealth.se/fhir/StructureDefinition/NLLNumberOfPackagesPrescribed',
  /** old */
  workplaceCode: 'http://electronichealth.se/fhir/StructureDefinition/NLLWorkplacecode',
  /** old */
  benefitsAct: 'http://electronichealth.se/fhir/StructureDefinition/NLLPatientPharmaceuticalBenefitsAct',
  /** old */
  benefitsConditions: 'http://electronichealth.se/fhir/StructureDefinition/NLLConditionsPharmaceuticalBenefitsAct',
  /** old */
  urgentProduction: 'http://electronichealth.se/fhir/StructureDefinition/NLLUrgentProduction',
  dosageType: 'http://electronichealth.se/fhir/StructureDefinition/NLLDosageType',
  observandum: 'http://electronichealth.se/fhir/StructureDefinition/NLLObservandumDose',
  administration: 'http://electronichealth.se/fhir/StructureDefinition/NLLAdministeringInstruction',
  medicalDevice: 'http://electronichealth.se/fhir/StructureDefinition/NLLMedicalDevice',
  subSequence: 'http://electronichealth.se/fhir/StructureDefinition/NLLSubSequence',
  actorDispatchId: 'http://electronichealth.se/fhir/StructureDefinition/NLLActorDispatchId',
  dispatchId: 'http://electronichealth.se/fhir/StructureDefinition/NLLDispatchId',
  dispatchRow: 'http://electronichealth.se/fhir/StructureDefinition/NLLDispatchRowNo',
  benefitChoice: 'http://electronichealth.se/fhir/StructureDefinition/NLLBenefitChoiceCode',
  packagesDispensed: 'http://electronichealth.se/fhir/StructureDefinition/NLLNumberOfPackagesDispensed',
  deductedQuantity: 'http://electronichealth.se/fhir/StructureDefinition/NLLDeductedQuantity',
  completeChoice: 'http://electronichealth.se/fhir/StructureDefinition/NLLCompletePrescriptionChoice',
  populationRegistered: 'http://electronichealth.se/fhir/StructureDefinition/NLLPopulationRegistered',
  municipality: 'http://electronichealth.se/fhir/StructureDefinition/NLLMunicipalityCode',
  region: 'http://electronichealth.se/fhir/StructureDefinition/NLLRegionCode',
  articleInfo: 'http://electronichealth.se/fhir/StructureDefinition/NLLArticleInfo',
  articleAvailability: 'http://electronichealth.se/fhir/StructureDefinition/NLLArticleAvailability',
  articleRegulations: 'http://electronichealth.se/fhir/StructureDefinition/NLLArticleRegulations',
  reimbursement: 'http://electronichealth.se/fhir/StructureDefinition/NLLReimbursement',
  amountDescription: 'http://electronichealth.se/fhir/StructureDefinition/NLLAmountDescription',
  controlledDrugs: 'http://electronichealth.se/fhir/StructureDefinition/nllControlledDrugs',
  listVersion: 'http://electronichealth.se/fhir/StructureDefinition/nllMedicationlistVersion',
  privacyLock: 'http://electronichealth.se/fhir/StructureDefinition/nllPrivacyLock',
} as const;

/** Published codes. `benefitNone` is *old*. */
export const NLL_CODES = {
  benefitNone: 'no-benefit',
  formatElectronic: 'ELECTRONIC',
  medicationListInfo: 'medlistinfo',
} as const;

/** Request headers of the national list (sweden-national 2.2), lower case. */
export const NLL_HEADERS = {
  purpose: 'x-purpose',
  access: 'x-access',
  contextId: 'x-context-id',
  requestId: 'x-request-id',
  organisation: 'x-org-info',
  patient: 'x-patientref',
  provenance: 'x-provenance',
  userAgent: 'x-user-agent',
} as const;

/** Stand-in: makes a POST of an uttag conditional on the prescription's version (sweden-national 7.4). */
export const LOCAL_HEADERS = { prescriptionVersion: 'x-if-prescription-version' } as const;

/** Stand-ins for the purpose *Expediering* and its access type: their code strings are not published. */
export const LOCAL_PURPOSE = 'EXPEDIERING';
export const LOCAL_ACCESS = 'SAMTYCKE_UTLANDSEXPEDIERING';
/** Stand-in for the value formats of `x-org-info` and `x-user-agent`. */
export const LOCAL_ORGANISATION: { readonly id: string; readonly name: string } = { id: 'TEST-ORG-0001', name: 'NCPeH demo' };
export const LOCAL_USER_AGENT = 'ncpeh-gateway/1.0';

export const LOCAL_EXTENSIONS = {
  remainingDispenses: 'https://ncpeh.example.se/fhir/StructureDefinition/remaining-dispenses',
  remainingQuantity: 'https://ncpeh.example.se/fhir/StructureDefinition/remaining-quantity',
  nextDispenseEarliest: 'https://ncpeh.example.se/fhir/StructureDefinition/next-dispense-earliest',
  expeditionLock: 'https://ncpeh.example.se/fhir/StructureDefinition/expedition-lock',
  crossBorderDispensation: 'https://ncpeh.example.se/fhir/StructureDefinition/cross-border-dispensation',
  crossBorderDiscard: 'https://ncpeh.example.se/fhir/StructureDefinition/cross-border-discard',
  consentCountry: 'https://ncpeh.example.se/fhir/StructureDefinition/consent-country',
  consentRegisteredBy: 'https://ncpeh.example.se/fhir/StructureDefinition/consent-registered-by',
} as const;

export const LOCAL_SYSTEMS = {
  event: 'https://ncpeh.example.se/fhir/CodeSystem/ncpeh-event',
  consentCategory: 'https://ncpeh.example.se/fhir/CodeSystem/consent-category',
} as const;

export const LOCAL_PROFILES = {
  crossBorderConsent: 'https://ncpeh.example.se/fhir/StructureDefinition/CrossBorderConsent',
} as const;

/** Stand-ins for code lists that are not published. */
export const LOCAL_CODES = {
  complete: 'COMPLETE',
  notComplete: 'NOT_COMPLETE',
  eventRegister: 'REGISTRERA_UTTAG_UTLAND',
  eventReverse: 'BACKA_UTTAG_UTLAND',
  eventCredit: 'KREDITERA_UTTAG_UTLAND',
  formatPaper: 'PAPER',
  basisTelephone: 'TELEPHONE',
  integrityBlock: 'INTEGRITETSSPARR',
  secrecyBlock: 'SEKRETESSPARR',
  protectedSecrecy: 'SEKRETESSMARKERING',
  protectedRegistration: 'SKYDDAD_FOLKBOKFORING',
  registered: 'FB',
  deceased: 'AV',
  emigrated: 'UV',
  guardian: 'guardian',
} as const;

/** Stand-in codes of the five documented dosage types. */
export const LOCAL_DOSAGE_TYPES = {
  timesOfDay: 'TILLFALLE', frequency: 'FREKVENS', interval: 'INTERVALL', once: 'ENGANG', freeText: 'FRITEXT',
} as const;

/** Stand-in codes of NPL's product class: its real list is not published. */
export const LOCAL_PRODUCT_CLASSES = {
  approved: 'LAKEMEDEL', licence: 'LICENS', nationalLicence: 'RIKSLICENS', extempore: 'EXTEMPORE', stock: 'RIKSLAGER',
  deregistered: 'AVREGISTRERAD', veterinary: 'VETERINAR', merchandise: 'HANDELSVARA', food: 'LIVSMEDEL',
  technicalSpirit: 'TEKNISK_SPRIT',
} as const;

/** Stand-in error codes of sweden-national 2.9; AFF codes and the `2-25-*` codes are published. */
export const LOCAL_ERRORS = {
  token: 'LOCAL-401', access: 'LOCAL-403', unknown: 'LOCAL-404', number: 'LOCAL-400-PNR', provenance: 'LOCAL-400-PROV',
  content: 'LOCAL-400', stale: 'LOCAL-412', noMatch: 'LOCAL-428', repeated: 'LOCAL-409',
  status: 'LOCAL-422-STATUS', left: 'LOCAL-422-LEFT', interval: 'LOCAL-422-INTERVAL', patient: 'LOCAL-422-PATIENT',
  final: 'LOCAL-422-FINAL', locked: 'LOCAL-423', throttled: 'LOCAL-429', failure: 'LOCAL-500', unavailable: 'LOCAL-503',
} as const;

/** Stand-in for the machine role's practitioner in `x-provenance` (decisions G11). */
export const LOCAL_PERFORMER: { readonly legitimationCode: string; readonly family: string; readonly given: string; readonly profession: string } = {
  legitimationCode: '920007', family: 'Ncpeh', given: 'System', profession: 'AP',
};
