/** templateId roots below the document level, release v8.0.0 (cda-documents 3, 4; cda-template-tables). */

const EHDSI = '1.3.6.1.4.1.12559.11.10.1.3.1';
const CCD = '2.16.840.1.113883.10.20.1';
const PCC = '1.3.6.1.4.1.19376.1.5.3.1.4';

/** In the order they are written: the eHDSI template first, then those it is built on. */
export const TEMPLATES: Readonly<Record<
  'prescriptionSection' | 'prescriptionItem' | 'patientInstruction' | 'fulfilmentInstruction' | 'product' | 'material',
  readonly string[]
>> = {
  prescriptionSection: [`${EHDSI}.2.1`],
  // PCC 4.7 and 4.7.1 (normal dosing) are optional in the rules; display tools look for them.
  prescriptionItem: [`${EHDSI}.3.2`, `${CCD}.24`, `${PCC}.7`, `${PCC}.7.1`],
  patientInstruction: [`${EHDSI}.3.12`, `${PCC}.3`, `${CCD}.49`],
  fulfilmentInstruction: [`${EHDSI}.3.13`, `${PCC}.3.1`, `${CCD}.43`],
  product: [`${EHDSI}.3.29`],
  material: [`${EHDSI}.3.30`],
};
