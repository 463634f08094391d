type ValueSetName =
  | 'professionalRole' | 'doseForm' | 'package' | 'substitution' | 'route' | 'unit' | 'activeIngredient'
  | 'confidentiality' | 'documentCode' | 'administrativeGender' | 'timingEvent' | 'quantityUnit'
  | 'problem' | 'rareDisease' | 'allergen' | 'vaccine' | 'adverseEventType' | 'criticality' | 'allergyCertainty' | 'allergyStatus'
  | 'certainty' | 'problemStatus' | 'problemType' | 'bloodGroup' | 'bloodPressure' | 'pregnancyStatus' | 'pregnancyDate'
  | 'pregnancyOutcome' | 'section' | 'absentAllergy' | 'absentDevice' | 'absentMedication' | 'absentProblem' | 'absentProcedure';

const PREFIX = '1.3.6.1.4.1.12559.11.10.1.3.1.42';

/** OIDs of the eHDSI value sets that the documents use (cda-documents 11). */
export const VALUE_SETS: Readonly<Record<ValueSetName, string>> = {
  professionalRole: `${PREFIX}.1`,
  doseForm: `${PREFIX}.2`,
  package: `${PREFIX}.3`,
  substitution: `${PREFIX}.7`,
  route: `${PREFIX}.12`,
  unit: `${PREFIX}.16`,
  activeIngredient: `${PREFIX}.24`,
  confidentiality: `${PREFIX}.31`,
  documentCode: `${PREFIX}.32`,
  administrativeGender: `${PREFIX}.34`,
  timingEvent: `${PREFIX}.41`,
  quantityUnit: `${PREFIX}.56`,
  problem: `${PREFIX}.5`,
  pregnancyDate: `${PREFIX}.9`,
  problemStatus: `${PREFIX}.15`,
  adverseEventType: `${PREFIX}.18`,
  allergen: `${PREFIX}.19`,
  bloodGroup: `${PREFIX}.20`,
  bloodPressure: `${PREFIX}.21`,
  problemType: `${PREFIX}.23`,
  section: `${PREFIX}.26`,
  vaccine: `${PREFIX}.28`,
  absentAllergy: `${PREFIX}.47`,
  absentDevice: `${PREFIX}.48`,
  absentMedication: `${PREFIX}.49`,
  absentProblem: `${PREFIX}.50`,
  absentProcedure: `${PREFIX}.51`,
  criticality: `${PREFIX}.57`,
  allergyCertainty: `${PREFIX}.58`,
  allergyStatus: `${PREFIX}.59`,
  pregnancyStatus: `${PREFIX}.60`,
  pregnancyOutcome: `${PREFIX}.62`,
  rareDisease: `${PREFIX}.63`,
  certainty: `${PREFIX}.64`,
};
