import { CODE_SYSTEMS } from '@ncp/domain';
import type { CodeMapping, Designation, ValueSet } from '../../release.js';
import { ALLERGENS, VACCINES } from '../reading/allergens-and-care.js';
import { DIAGNOSES } from '../reading/diagnoses.js';
import { ABSENT_OR_UNKNOWN, ALLERGY_STATUSES, CERTAINTIES, CRITICALITIES, RARE_DISEASES } from '../reading/document-terms.js';
import { GRADES, HABITS_AND_STATES, KINDS } from '../reading/findings.js';
import { OBSERVATIONS, SECTIONS } from '../reading/loinc.js';
import { READING_SYSTEMS } from '../reading/reading-systems.js';
import type { Row } from '../table.js';
import { VALUE_SETS } from '../value-sets.js';
import { AGENT_GROUPS, ALLERGEN_TERMS, SUMMARY_ALLERGENS } from './allergens.js';
import { SUMMARY_DIAGNOSES } from './diagnoses.js';
import { GRADE_TERMS, OUTCOME_CODES } from './grades.js';
import { VACCINE_SUBSTANCES, VACCINE_TERMS } from './vaccines.js';

const { absentOrUnknown, atc, icd10, loinc, snomedCt } = CODE_SYSTEMS;

const only = (rows: readonly Row[], ...codes: readonly string[]): readonly Row[] => rows.filter(({ code }) => codes.includes(code));
const without = (rows: readonly Row[], ...codes: readonly string[]): readonly Row[] => rows.filter(({ code }) => !codes.includes(code));
const between = (rows: readonly Row[], first: string, last: string): readonly Row[] => {
  const codes = rows.map(({ code }) => code);
  return rows.slice(codes.indexOf(first), codes.indexOf(last) + 1);
};

const texts = (codeSystem: string, rows: readonly Row[]): readonly Designation[] => rows.flatMap(({ code, en, sv }) => [
  { code, codeSystem, language: 'en', text: en } as const,
  ...sv.slice(0, 1).map((text) => ({ code, codeSystem, language: 'sv', text } as const)),
]);

interface Part { readonly valueSet: ValueSet; readonly designations: readonly Designation[] }

/** One value set of the Patient Summary out of tables, each in its code system. */
const set = (oid: string, name: string, ...tables: readonly (readonly [codeSystem: string, rows: readonly Row[]])[]): Part => ({
  valueSet: { oid, name, concepts: tables.flatMap(([codeSystem, rows]) => rows.map(({ code }) => ({ code, codeSystem }))) },
  designations: tables.flatMap(([codeSystem, rows]) => texts(codeSystem, rows)),
});

const SETS: readonly Part[] = [
  // I84 is of an older ICD-10: it is read, never written.
  set(VALUE_SETS.problem, 'eHDSIIllnessandDisorder', [icd10, [...without(DIAGNOSES, 'I84'), ...SUMMARY_DIAGNOSES]]),
  set(VALUE_SETS.rareDisease, 'eHDSIRareDisease', [READING_SYSTEMS.orphanet, RARE_DISEASES]),
  set(VALUE_SETS.allergen, 'eHDSIAllergenNoDrug', [snomedCt, [...without(ALLERGENS, '64970000'), ...SUMMARY_ALLERGENS]]),
  set(VALUE_SETS.vaccine, 'eHDSIVaccine',
    [snomedCt, VACCINES.filter(({ en }) => en.includes('antigen-containing') || en === 'COVID-19 vaccine')], [atc, VACCINE_SUBSTANCES]),
  set(VALUE_SETS.adverseEventType, 'eHDSIAdverseEventType', [snomedCt, only(KINDS, '782197009', '420134006', '609328004')]),
  set(VALUE_SETS.criticality, 'eHDSICriticality', [READING_SYSTEMS.criticality, CRITICALITIES]),
  set(VALUE_SETS.allergyCertainty, 'eHDSIAllergyCertainty',
    [READING_SYSTEMS.allergyCertainty, only(CERTAINTIES, 'unconfirmed', 'confirmed', 'refuted')]),
  set(VALUE_SETS.allergyStatus, 'eHDSIAllergyStatus', [READING_SYSTEMS.allergyStatus, ALLERGY_STATUSES]),
  set(VALUE_SETS.certainty, 'eHDSICertainty', [READING_SYSTEMS.certainty, CERTAINTIES]),
  set(VALUE_SETS.problemStatus, 'eHDSIStatusCode', [snomedCt, between(GRADES, '55561003', '415684004')]),
  set(VALUE_SETS.problemType, 'eHDSICodeProb', [snomedCt, between(KINDS, '404684003', '55607006')]),
  set(VALUE_SETS.bloodGroup, 'eHDSIBloodGroup', [snomedCt, between(HABITS_AND_STATES, '112144000', '278147001')]),
  set(VALUE_SETS.pregnancyStatus, 'eHDSICurrentPregnancyStatus', [snomedCt, between(HABITS_AND_STATES, '77386006', '127364007')]),
  set(VALUE_SETS.pregnancyOutcome, 'eHDSIOutcomeOfPregnancy', [snomedCt, between(HABITS_AND_STATES, '34801009', '57797005')]),
  set(VALUE_SETS.pregnancyDate, 'eHDSIPregnancyInformation', [loinc, between(OBSERVATIONS, '11778-8', '11780-4')]),
  set(VALUE_SETS.section, 'eHDSISection', [loinc, SECTIONS]),
  set(VALUE_SETS.bloodPressure, 'eHDSIBloodPressure', [loinc, only(OBSERVATIONS, '8480-6', '8462-4')]),
  set(VALUE_SETS.absentAllergy, 'eHDSIAbsentOrUnknownAllergy', [absentOrUnknown, between(ABSENT_OR_UNKNOWN, 'no-allergy-info', 'no-known-food-allergies')]),
  set(VALUE_SETS.absentDevice, 'eHDSIAbsentOrUnknownDevice', [absentOrUnknown, only(ABSENT_OR_UNKNOWN, 'no-device-info', 'no-known-devices')]),
  set(VALUE_SETS.absentMedication, 'eHDSIAbsentOrUnknownMedication', [absentOrUnknown, only(ABSENT_OR_UNKNOWN, 'no-medication-info', 'no-known-medications')]),
  set(VALUE_SETS.absentProblem, 'eHDSIAbsentOrUnknownProblem', [absentOrUnknown, only(ABSENT_OR_UNKNOWN, 'no-problem-info', 'no-known-problems')]),
  set(VALUE_SETS.absentProcedure, 'eHDSIAbsentOrUnknownProcedure', [absentOrUnknown, only(ABSENT_OR_UNKNOWN, 'no-procedure-info', 'no-known-procedures')]),
];

export const SUMMARY_VALUE_SETS: readonly ValueSet[] = SETS.map(({ valueSet }) => valueSet);
export const SUMMARY_DESIGNATIONS: readonly Designation[] = SETS.flatMap(({ designations }) => designations);
export const SUMMARY_MAPPINGS: readonly CodeMapping[] = [...ALLERGEN_TERMS, ...VACCINE_TERMS, ...GRADE_TERMS, ...OUTCOME_CODES];
/** Groups of substances that only an allergy names; they are members of the value set of active ingredients. */
export { AGENT_GROUPS };
