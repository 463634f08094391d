import { CODE_SYSTEMS, DOCUMENT_TEMPLATES, SECTION_CODES } from '@ncp/domain';
import { serialiseXml, type XmlContent, type XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { ROOT_NAMESPACES, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { manufacturedProduct } from '../building/product.js';
import { TEMPLATES } from '../building/templates.js';
import { dosageElements } from './encode-dosage.js';
import { refuseErrors } from '../building/header.js';
import { header } from './encode-header.js';
import { narrative, NARRATIVE_IDS, narrativeReference } from './encode-narrative.js';
import type { EPrescription } from './model.js';

const inverted = (...content: readonly XmlContent[]): XmlElement =>
  v3('entryRelationship', { typeCode: 'SUBJ', inversionInd: 'true' }, content);

const supply = ({ packages }: EPrescription): XmlElement =>
  v3('entryRelationship', { typeCode: 'COMP' },
    v3('supply', { classCode: 'SPLY', moodCode: 'RQO' },
      v3('independentInd', { value: 'false' }),
      v3('quantity', { value: String(packages), unit: '1' })));

const substitution = (model: EPrescription): XmlElement =>
  inverted(v3('observation', { classCode: 'OBS', moodCode: 'EVN' },
    fixedCode('code', { code: 'SUBST', codeSystem: CODE_SYSTEMS.actClass, display: 'Substitution' }),
    codedElement('value', model.substitution, v3, { 'xsi:type': 'CE' })));

const instruction = (code: 'PINSTRUCT' | 'FINSTRUCT', templates: readonly string[], narrativeId: string): XmlElement =>
  inverted(v3('act', { classCode: 'ACT', moodCode: 'INT' },
    templateIds(templates),
    fixedCode('code', { code, codeSystem: CODE_SYSTEMS.iheActCode, display: code }),
    narrativeReference(narrativeId),
    v3('statusCode', { code: 'completed' })));

const item = (model: EPrescription): XmlElement =>
  v3('substanceAdministration', { classCode: 'SBADM', moodCode: 'INT' },
    templateIds(TEMPLATES.prescriptionItem),
    identifier('id', model.prescriptionId),
    narrativeReference(NARRATIVE_IDS.item),
    v3('statusCode', { code: 'active' }),
    dosageElements(model.dosage),
    v3('consumable', { typeCode: 'CSM' }, manufacturedProduct(model.product)),
    supply(model),
    substitution(model),
    instruction('PINSTRUCT', TEMPLATES.patientInstruction, NARRATIVE_IDS.patientInstruction),
    instruction('FINSTRUCT', TEMPLATES.fulfilmentInstruction, NARRATIVE_IDS.fulfilmentInstruction));

const section = (model: EPrescription): XmlElement =>
  v3('section', { classCode: 'DOCSECT', moodCode: 'EVN' },
    templateIds(TEMPLATES.prescriptionSection),
    identifier('id', model.prescriptionId),
    fixedCode('code', { code: SECTION_CODES.prescription, codeSystem: CODE_SYSTEMS.loinc, display: 'Prescriptions' }),
    // The rules accept this title and no other.
    v3('title', {}, 'Prescriptions'),
    narrative(model),
    v3('entry', { typeCode: 'COMP' }, item(model)));

/**
 * Writes the coded document, level 3. The same model gives the same bytes (CDA-13).
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const encodePrescription = (model: EPrescription): Uint8Array => {
  refuseErrors(model);
  const root = v3('ClinicalDocument', ROOT_NAMESPACES,
    header(model, {
      templateId: DOCUMENT_TEMPLATES.ePrescription,
      id: model.level3Id,
      relatedId: model.offerLevel1 ? model.level1Id : model.prescriptionId,
    }),
    v3('component', {}, v3('structuredBody', { classCode: 'DOCBODY' }, v3('component', {}, section(model)))));
  return serialiseXml(root, { declaration: true });
};
