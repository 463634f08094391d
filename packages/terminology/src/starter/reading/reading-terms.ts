import { CODE_SYSTEMS } from '@ncp/domain';
import type { CodeEquivalence, Concept, Designation, SystemAlias } from '../../release.js';
import type { Row } from '../table.js';
import { ALLERGENS, CARE, VACCINES } from './allergens-and-care.js';
import { DIAGNOSES } from './diagnoses.js';
import {
  ABSENT_IN_SNOMED, ABSENT_OR_UNKNOWN, ACT_CLASSES, ACT_CODES, ACT_STATUSES, ALLERGY_STATUSES, CERTAINTIES, CLINICIAN_ONLY, CRITICALITIES,
  FOREIGN_ROLES, INSTRUCTIONS, INTERPRETATIONS, NULL_FLAVORS, OTHER_DEVICES, PARTICIPATION_FUNCTIONS, RARE_DISEASES, RELATIONSHIPS,
  ROLE_CLASSES, SIGNATURES, SUBMISSION_ROUTES, TIMES_OF_DAY,
} from './document-terms.js';
import { GRADES, HABITS_AND_STATES, KINDS, REACTIONS } from './findings.js';
import { FOREIGN_DOSE_FORMS, FOREIGN_MEASURE_UNITS, FOREIGN_PACKAGES, FOREIGN_QUANTITY_UNITS, FOREIGN_ROUTES } from './forms-and-packages.js';
import { OBSERVATIONS, SECTIONS } from './loinc.js';
import { COUNTRIES, LANGUAGES } from './places-and-languages.js';
import { READING_SYSTEMS } from './reading-systems.js';
import { FOREIGN_SUBSTANCES } from './substances.js';

const { absentOrUnknown, actClass, atc, confidentiality, country, edqm, icd10, iheActCode, isco, loinc, nullFlavor, snomedCt, timingEvent, ucum } = CODE_SYSTEMS;

const TABLES: readonly (readonly [codeSystem: string, ...tables: readonly (readonly Row[])[]])[] = [
  [edqm, FOREIGN_DOSE_FORMS, FOREIGN_PACKAGES, FOREIGN_QUANTITY_UNITS, FOREIGN_ROUTES],
  [ucum, FOREIGN_MEASURE_UNITS],
  [atc, FOREIGN_SUBSTANCES],
  [loinc, SECTIONS, OBSERVATIONS],
  [snomedCt, KINDS, GRADES, REACTIONS, HABITS_AND_STATES, ALLERGENS, CARE, VACCINES, ABSENT_IN_SNOMED],
  [icd10, DIAGNOSES],
  [absentOrUnknown, ABSENT_OR_UNKNOWN],
  [actClass, ACT_CLASSES],
  [iheActCode, INSTRUCTIONS],
  [isco, FOREIGN_ROLES],
  [confidentiality, CLINICIAN_ONLY],
  [country, COUNTRIES],
  [nullFlavor, NULL_FLAVORS],
  [READING_SYSTEMS.actCode, ACT_CODES],
  [READING_SYSTEMS.actStatus, ACT_STATUSES],
  [READING_SYSTEMS.allergyCertainty, CERTAINTIES],
  [READING_SYSTEMS.allergyStatus, ALLERGY_STATUSES],
  [READING_SYSTEMS.certainty, CERTAINTIES],
  [READING_SYSTEMS.criticality, CRITICALITIES],
  [READING_SYSTEMS.emdn, OTHER_DEVICES],
  [READING_SYSTEMS.eventTiming, TIMES_OF_DAY],
  [READING_SYSTEMS.interpretation, INTERPRETATIONS],
  [READING_SYSTEMS.language, LANGUAGES],
  [READING_SYSTEMS.orphanet, RARE_DISEASES],
  [READING_SYSTEMS.participationFunction, PARTICIPATION_FUNCTIONS],
  [READING_SYSTEMS.participationSignature, SIGNATURES],
  [READING_SYSTEMS.roleClass, ROLE_CLASSES],
  [READING_SYSTEMS.roleCode, RELATIONSHIPS],
  [READING_SYSTEMS.routeOfAdministration, SUBMISSION_ROUTES],
];

/** Swedish and English texts for reading foreign documents. Being here makes no code a member of a value set that we write from. */
export const READING_DESIGNATIONS: readonly Designation[] = TABLES.flatMap(([codeSystem, ...tables]) => tables.flat().flatMap(({ code, en, sv }) => [
  { code, codeSystem, language: 'en', text: en } as const,
  ...sv.slice(0, 1).map((text) => ({ code, codeSystem, language: 'sv', text } as const)),
]));

/** Other OIDs of a code system, seen in documents (cda-documents 9). */
export const SYSTEM_ALIASES: readonly SystemAlias[] = [
  { from: '1.3.6.1.4.1.12559.11.10.1.3.1.44.1', to: edqm },
  { from: '2.16.840.1.113883.6.3', to: icd10 },
  // One digit is wrong in the published template; both ways are written (cda-documents 7).
  { from: '1.3.5.1.4.1.19376.1.5.3.2', to: iheActCode },
  { from: '1.3.6.1.4.1.12559.11.10.1.3.1.42.22', to: snomedCt },
  { from: '1.2.246.537.6.32', to: atc },
  { from: '2.16.840.1.113883.1.11.78', to: READING_SYSTEMS.interpretation },
];

/** Single codes that mean what another one means. */
export const CODE_EQUIVALENCES: readonly CodeEquivalence[] = [
  { from: { code: 'no-known-procedure', codeSystem: absentOrUnknown }, to: { code: 'no-known-procedures', codeSystem: absentOrUnknown } },
  { from: { code: 'GUARD', codeSystem: READING_SYSTEMS.roleCode }, to: { code: 'GUARD', codeSystem: READING_SYSTEMS.roleClass } },
  { from: { code: 'HS', codeSystem: READING_SYSTEMS.eventTiming }, to: { code: 'HS', codeSystem: timingEvent } },
];

/** Said by the document, never by us. */
export const ABSENCES: readonly Concept[] = [
  ...ABSENT_OR_UNKNOWN.map(({ code }) => ({ code, codeSystem: absentOrUnknown })),
  ...ABSENT_IN_SNOMED.map(({ code }) => ({ code, codeSystem: snomedCt })),
];
