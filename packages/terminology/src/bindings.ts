import type { CodedField } from './release.js';
import { VALUE_SETS } from './starter/value-sets.js';

/**
 * Which value sets the code of a field must be a member of (cda-documents 3-7, 11). What a field means is the gateway's
 * business, so a release that is read from a file is always bound by this table.
 */
export const FIELD_BINDINGS: Readonly<Record<CodedField, readonly string[]>> = {
  'dose-form': [VALUE_SETS.doseForm],
  'package': [VALUE_SETS.package],
  'unit': [VALUE_SETS.quantityUnit, VALUE_SETS.unit],
  'piece-unit': [VALUE_SETS.quantityUnit],
  'dose-unit': [VALUE_SETS.quantityUnit],
  'route': [VALUE_SETS.route],
  'professional-role': [VALUE_SETS.professionalRole],
  'active-ingredient': [VALUE_SETS.activeIngredient],
  'substitution': [VALUE_SETS.substitution],
  'gender': [VALUE_SETS.administrativeGender],
  'confidentiality': [VALUE_SETS.confidentiality],
  'document-code': [VALUE_SETS.documentCode],
  'timing-event': [VALUE_SETS.timingEvent],
  'problem': [VALUE_SETS.problem],
  'rare-disease': [VALUE_SETS.rareDisease],
  'target-disease': [VALUE_SETS.problem],
  /** What an allergy is about: something that is no medicine, or a medicine or a group of them. */
  'allergen': [VALUE_SETS.allergen, VALUE_SETS.activeIngredient],
  'vaccine': [VALUE_SETS.vaccine],
  'adverse-event-type': [VALUE_SETS.adverseEventType],
  'criticality': [VALUE_SETS.criticality],
  'allergy-certainty': [VALUE_SETS.allergyCertainty],
  'allergy-status': [VALUE_SETS.allergyStatus],
  'certainty': [VALUE_SETS.certainty],
  'problem-status': [VALUE_SETS.problemStatus],
  'problem-type': [VALUE_SETS.problemType],
  'blood-group': [VALUE_SETS.bloodGroup],
  'pregnancy-status': [VALUE_SETS.pregnancyStatus],
  'pregnancy-date': [VALUE_SETS.pregnancyDate],
  'pregnancy-outcome': [VALUE_SETS.pregnancyOutcome],
  'section': [VALUE_SETS.section],
  'vital-sign': [VALUE_SETS.bloodPressure],
  'absent-allergy': [VALUE_SETS.absentAllergy],
  'absent-device': [VALUE_SETS.absentDevice],
  'absent-medication': [VALUE_SETS.absentMedication],
  'absent-problem': [VALUE_SETS.absentProblem],
  'absent-procedure': [VALUE_SETS.absentProcedure],
};
