import type { RuleRelease } from '../release.js';
import * as documents from './documents.js';
import * as header from './header.js';
import * as participants from './participants.js';
import * as references from './references.js';
import * as product from './product.js';
import * as prescription from './prescription.js';
import * as dispensation from './dispensation.js';
import * as summarySections from './summary-sections.js';
import * as summaryMedication from './summary-medication.js';
import * as summaryProblems from './summary-problems.js';
import * as summaryAllergies from './summary-allergies.js';
import * as summaryProcedures from './summary-procedures.js';
import * as summaryObservations from './summary-observations.js';
import { VALUE_SET_RULES } from './value-sets.js';

const NOWHERE_ELSE = { anywhere: [] };

/** Release v8.0.0 of 2024-04-22, which peers' validators use (cda-documents 0, decisions O7). */
export const EHDSI_V8_0_0: RuleRelease = {
  id: 'ehdsi-v8.0.0',
  publication: 'https://art-decor.ehdsi.eu/publication/epSOS/epsos-html-20240422T073854/tmp-',
  kinds: {
    'ep-l3': { document: documents.E_PRESCRIPTION, anywhere: [
      prescription.PRESCRIPTION, prescription.PATIENT_MEDICATION_INSTRUCTIONS, prescription.MEDICATION_FUL_FILLMENT_INSTRUCTIONS,
      prescription.SUBSTANCE_ADMINISTRATION,
    ] },
    'ep-l1': { document: documents.E_PRESCRIPTION_PDF_EMBEDDED, ...NOWHERE_ELSE },
    'ed-l3': { document: documents.E_DISPENSATION, anywhere: [dispensation.DISPENSATION, dispensation.SUPPLY] },
    'ps-l3': { document: documents.PATIENT_SUMMARY, anywhere: [
      summarySections.HISTORY_OF_PAST_ILLNESS, summarySections.LIST_OF_SURGERIES, summarySections.ALLERGIES_AND_OTHER_ADVERSE_REACTIONS,
      summarySections.SOCIAL_HISTORY, summarySections.FUNCTIONAL_STATUS, summarySections.IMMUNIZATIONS, summarySections.MEDICATION_SUMMARY,
      summarySections.MEDICAL_DEVICES, summarySections.RESULTS, summarySections.VITAL_SIGNS, summarySections.PREGNANCY_HISTORY,
      summarySections.HEALTH_MAINTENANCE_CARE_PLAN, summarySections.ACTIVE_PROBLEMS, summaryProblems.HEALTH_STATUS_OBSERVATION, references.COMMENT_T311,
      prescription.MEDICATION_FUL_FILLMENT_INSTRUCTIONS, summaryProblems.PROBLEM_CONCERN, summaryAllergies.ALLERGY_AND_INTOLERANCE_CONCERN,
      summaryAllergies.ALLERGIES_AND_INTOLERANCES, summaryProcedures.IMMUNIZATION, summaryObservations.VITAL_SIGNS_ORGANIZER,
      summaryObservations.VITAL_SIGNS_OBSERVATION, summaryObservations.SOCIAL_HISTORY_OBSERVATION,
      summaryObservations.PREGNANCY_EXPECTED_DELIVERY_DATE_OBSERVATION, summaryObservations.BLOOD_GROUP, summaryProcedures.PROCEDURE,
      summaryProcedures.POSITION_OF_VACCINATION, summaryObservations.FUNCTIONAL_STATUS_ORGANIZER, summaryMedication.MEDICATION_ITEM,
      summaryObservations.FUNCTIONAL_STATUS_OBSERVATION, summaryMedication.MEDICATION_REASON_OBSERVATION, summaryObservations.RESULT_ORGANIZER,
      summaryObservations.RESULT_OBSERVATION, summaryAllergies.REACTION_MANIFESTATION, summaryProcedures.MEDICAL_DEVICE, summaryProblems.PROBLEM,
      summaryProblems.SEVERITY, summaryProblems.PROBLEM_STATUS_OBSERVATION, references.COMMENT_PCC,
    ] },
    'ps-l1': { document: documents.ORIGINAL_PS, ...NOWHERE_ELSE },
  },
  included: [
    header.RECORD_TARGET, header.AUTHOR_PRESCRIBER, header.AUTHOR, header.DEVICE, header.ORGANIZATION, header.PERSON, header.CUSTODIAN,
    header.LEGAL_AUTHENTICATOR, header.IN_FULFILLMENT_OF, header.RELATED_DOCUMENT, header.CONTACT_PREFERRED_HP_LEGAL_ORGANIZATION,
    header.DOCUMENTATION_OF_PCPR, participants.BODY_AUTHOR, participants.ASSIGNED_ENTITY, participants.PERFORMER_BODY, participants.PARTICIPANT_BODY,
    participants.PLAYING_ENTITY, participants.DISPENSER_CREDENTIALING_ORGANIZATION, participants.CDA_PERFORMER_BODY, participants.CDA_ASSIGNED_ENTITY,
    participants.CD_AINFORMANT_BODY, participants.CDA_RELATED_ENTITY, participants.CDA_PERSON, participants.CDA_ORGANIZATION,
    references.INTERNAL_REFERENCE, references.EXTERNAL_REFERENCE, product.E_PE_D_MEDICATION_INFORMATION, product.E_PE_D_MANUFACTURED_MATERIAL,
    product.AS_CONTENT, product.AS_SPECIALIZED_KIND, product.INGREDIENT_STRENGTH, product.INGREDIENT_SUBSTANCE, dispensation.RELATED_PRESCRIPTION,
    summarySections.ADVANCE_DIRECTIVES_SECTION, summaryMedication.PS_MEDICATION_INFORMATION, summaryMedication.PS_MANUFACTURED_MATERIAL,
    summaryProblems.CERTAINTY_OBSERVATION, summaryProblems.CARE_TEAM_ACT, summaryAllergies.CRITICALITY_OBSERVATION,
    summaryAllergies.ALLERGY_CERTAINTY_OBSERVATION, summaryAllergies.ALLERGY_STATUS_OBSERVATION, summaryProcedures.IMMUNIZATION_PRODUCT,
    summaryProcedures.IMMUNIZATION_MATERIAL, summaryObservations.PREGNANCY_STATUS_OBSERVATION, summaryObservations.PREGNANCY_OUTCOME_OBSERVATION,
    summaryObservations.PREGNANCY_OBSERVATION,
  ],
  valueSets: VALUE_SET_RULES,
};
