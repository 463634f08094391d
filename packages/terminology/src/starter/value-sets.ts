type ValueSetName =
  | 'professionalRole' | 'doseForm' | 'package' | 'substitution' | 'route' | 'unit' | 'activeIngredient'
  | 'confidentiality' | 'documentCode' | 'administrativeGender' | 'timingEvent' | 'quantityUnit';

const PREFIX = '1.3.6.1.4.1.12559.11.10.1.3.1.42';

/** OIDs of the eHDSI value sets that ePrescription and eDispensation use (cda-documents 11). */
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
};
