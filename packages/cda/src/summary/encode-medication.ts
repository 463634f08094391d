import { hl7Date } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { manufacturedProduct } from '../building/product.js';
import { TEMPLATES } from '../building/templates.js';
import { doseElements, frequency } from '../prescription/encode-dosage.js';
import { referenceTo } from './encode-narrative.js';
import { CCD, COMPLETED, EHDSI, entry, entryId, PCC, since, STATEMENTS } from './encode-statements.js';
import type { AbsenceEntry, MedicationEntry, RequiredContent } from './model.js';
import { cellId } from './narrative-model.js';

/** Medication item T.3.4; normal dosing is said for display tools, as in an ePrescription. */
const ITEM = [`${EHDSI}.4`, `${CCD}.24`, `${PCC}.7`, `${PCC}.7.1`];
const ABSENT_ITEM = [`${EHDSI}.4`, `${CCD}.24`];
const PRODUCT = { product: [`${EHDSI}.31`], material: [`${EHDSI}.32`] };
const REASON = [`${EHDSI}.41`, `${PCC}.13`];

/** A day written as the whole interval: low and high may not be equal (cda-documents 1.8). */
const period = ({ period: { start, end, widthDays } }: MedicationEntry): XmlElement => {
  if (start !== undefined && start === end) return v3('effectiveTime', { 'xsi:type': 'IVL_TS', 'value': hl7Date(start) });
  const ends = end !== undefined && (start === undefined || start < end);
  return v3('effectiveTime', { 'xsi:type': 'IVL_TS' },
    // The interval itself is never null beside a frequency that is not (cda-documents 1.6).
    start === undefined ? nullOf('low', 'UNK') : v3('low', { value: hl7Date(start) }),
    widthDays === undefined ? undefined : v3('width', { value: String(widthDays), unit: 'd' }),
    ends ? v3('high', { value: hl7Date(end) }) : undefined);
};

const reason = ({ id, reason: value, narrativeId, period: { start } }: MedicationEntry): XmlElement | undefined =>
  value === undefined ? undefined : v3('entryRelationship', { typeCode: 'RSON' },
    v3('observation', { classCode: 'OBS', moodCode: 'EVN' },
      templateIds(REASON),
      entryId(id, 'reason'),
      fixedCode('code', STATEMENTS.diagnosis),
      referenceTo(cellId(narrativeId, 'reason')),
      COMPLETED,
      since(start),
      codedElement('value', value, v3, { 'xsi:type': 'CE' })));

/** The dosage in words, where reading programs look for it; always there. */
const instruction = ({ narrativeId }: MedicationEntry): XmlElement =>
  v3('entryRelationship', { typeCode: 'SUBJ', inversionInd: 'true' },
    v3('act', { classCode: 'ACT', moodCode: 'INT' },
      templateIds(TEMPLATES.patientInstruction),
      fixedCode('code', STATEMENTS.patientInstruction),
      referenceTo(cellId(narrativeId, 'dosage')),
      COMPLETED));

const item = (model: MedicationEntry): XmlElement =>
  entry(v3('substanceAdministration', { classCode: 'SBADM', moodCode: model.mood },
    templateIds(ITEM),
    entryId(model.id),
    referenceTo(model.narrativeId),
    v3('statusCode', { code: 'active' }),
    period(model),
    frequency(model.dosage.timing),
    doseElements(model.dosage),
    v3('consumable', { typeCode: 'CSM' }, manufacturedProduct(model.product, PRODUCT)),
    reason(model),
    instruction(model)));

/** An empty list: coded in the place of the kind of medication (cda-documents 7). */
const absentItem = ({ id, narrativeId, value }: AbsenceEntry): XmlElement =>
  entry(v3('substanceAdministration', { classCode: 'SBADM', moodCode: 'EVN' },
    templateIds(ABSENT_ITEM),
    identifier('id', id),
    codedElement('code', value),
    referenceTo(narrativeId),
    COMPLETED,
    v3('effectiveTime', { 'xsi:type': 'IVL_TS', 'nullFlavor': 'UNK' }),
    nullOf('effectiveTime', 'UNK'),
    v3('consumable', { typeCode: 'CSM' },
      v3('manufacturedProduct', { classCode: 'MANU' },
        templateIds(PRODUCT.product),
        v3('manufacturedMaterial', { classCode: 'MMAT', determinerCode: 'KIND', nullFlavor: 'NA' }, templateIds(PRODUCT.material))))));

export const medicationEntries = (content: RequiredContent<MedicationEntry>): readonly XmlElement[] =>
  content.kind === 'entries' ? content.entries.map(item) : [absentItem(content.absence)];
