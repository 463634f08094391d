import { CLASS_CODES, CODE_SYSTEMS, DOCUMENT_TEMPLATES, hl7Time, NcpError, SECTION_CODES, type InstanceIdentifier } from '@ncp/domain';
import { serialiseXml, type XmlElement } from '@ncp/xml';
import { coded, codedElement, fixedCode, type CodedElement } from '../building/coded-element.js';
import { nullOf, ROOT_NAMESPACES, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { assignedPerson, organisation, personName, workTelecom } from '../building/party.js';
import { manufacturedProduct, type MedicinalProduct } from '../building/product.js';
import { visibleLine } from '../building/visible-text.js';
import { dispensationNarrative } from './dispensation-narrative.js';
import type { DispensationModel } from './model.js';

const EHDSI = '1.3.6.1.4.1.12559.11.10.1.3.1';
const SECTION_TEMPLATES = [`${EHDSI}.2.2`, '2.16.840.1.113883.10.20.1.8'];
const SUPPLY_TEMPLATES = [`${EHDSI}.3.3`, '1.3.6.1.4.1.19376.1.5.3.1.4.7.3', '2.16.840.1.113883.10.20.1.34'];

const GENDERS = { F: 'Female', M: 'Male', UN: 'Undifferentiated' } as const;

const gender = ({ patient }: DispensationModel): CodedElement => {
  const code = patient.gender;
  return code === undefined
    ? { kind: 'null', nullFlavor: 'UNK', originals: [] }
    : coded({ code, codeSystem: CODE_SYSTEMS.administrativeGender, display: GENDERS[code] });
};

/** A name has both parts in the template; a source that gave one piece of text gets it in both. */
const patientName = ({ patient }: DispensationModel): XmlElement => {
  const family = visibleLine(patient.name?.family ?? '');
  const given = (patient.name?.given ?? []).map(visibleLine).filter((name) => name !== '');
  const [first] = given;
  return personName(family === '' ? (first ?? '-') : family, given.length === 0 ? [family === '' ? '-' : family] : given);
};

const recordTarget = (model: DispensationModel): XmlElement =>
  v3('recordTarget', { typeCode: 'RCT', contextControlCode: 'OP' },
    v3('patientRole', { classCode: 'PAT' },
      model.patient.ids.map((id) => identifier('id', id)),
      // Data minimisation: country A knows its patient (decisions D16).
      nullOf('addr', 'NI'),
      nullOf('telecom', 'NI'),
      v3('patient', { classCode: 'PSN', determinerCode: 'INSTANCE' },
        patientName(model),
        codedElement('administrativeGenderCode', gender(model)),
        v3('birthTime', { value: model.patient.birthTime }))));

/** Author, performer and legal authenticator are the same pharmacist (decisions D42). */
const actor = ({ pharmacist, pharmacy }: DispensationModel, name: 'assignedAuthor' | 'assignedEntity', ids: readonly InstanceIdentifier[]): XmlElement =>
  v3(name, { classCode: 'ASSIGNED' },
    ids.map((id) => identifier('id', id)),
    nullOf('addr', 'NI'),
    workTelecom(pharmacy.phone),
    assignedPerson(pharmacist.family, pharmacist.given),
    organisation('representedOrganization', pharmacy));

const time = (instant: DispensationModel['effectiveTime']): XmlElement => v3('time', { value: hl7Time(instant) });

const header = (model: DispensationModel): readonly XmlElement[] => [
  v3('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }),
  v3('templateId', { root: DOCUMENT_TEMPLATES.eDispensation }),
  identifier('id', model.id),
  fixedCode('code', { code: CLASS_CODES.eDispensation, codeSystem: CODE_SYSTEMS.loinc, display: 'Medication dispensed.extended Document' }),
  v3('title', {}, titleOf(model.dispensed)),
  v3('effectiveTime', { value: hl7Time(model.effectiveTime) }),
  fixedCode('confidentialityCode', { code: 'N', codeSystem: CODE_SYSTEMS.confidentiality, display: 'normal' }),
  v3('languageCode', { code: 'sv-SE' }),
  recordTarget(model),
  v3('author', { typeCode: 'AUT', contextControlCode: 'OP' },
    codedElement('functionCode', coded(model.pharmacist.role)),
    time(model.effectiveTime),
    actor(model, 'assignedAuthor', model.pharmacist.ids)),
  v3('custodian', { typeCode: 'CST' },
    v3('assignedCustodian', { classCode: 'ASSIGNED' }, organisation('representedCustodianOrganization', model.custodian))),
  v3('legalAuthenticator', { typeCode: 'LA', contextControlCode: 'OP' },
    time(model.effectiveTime),
    v3('signatureCode', { code: 'S' }),
    actor(model, 'assignedEntity', model.pharmacist.ids.slice(0, 1))),
  v3('inFulfillmentOf', { typeCode: 'FLFS' },
    // moodCode stands there although it is the default: the rules look for the attribute (cda-documents 2).
    v3('order', { classCode: 'ACT', moodCode: 'RQO' }, identifier('id', model.prescriptionId))),
  ...(model.prescriptionDocumentId === undefined ? [] : [v3('relatedDocument', { typeCode: 'XFRM' },
    v3('parentDocument', { classCode: 'DOCCLIN', moodCode: 'EVN' }, identifier('id', model.prescriptionDocumentId)))]),
];

/** Nothing of the patient (decisions D43). */
const titleOf = ({ name, description }: MedicinalProduct): string =>
  visibleLine(`eHDSI eDispensation - ${[name, description].filter((part) => part !== undefined && part !== '').join(', ')}`);

/** One item per document: the document's own id with a suffix names it. */
const supplyId = ({ id }: DispensationModel): InstanceIdentifier =>
  (id.extension === undefined ? id : { root: id.root, extension: `${id.extension}.1` });

const SUBSTITUTED: XmlElement = v3('entryRelationship', { typeCode: 'COMP' },
  v3('act', { classCode: 'ACT', moodCode: 'EVN' },
    fixedCode('code', { code: 'SUBST', codeSystem: CODE_SYSTEMS.actClass, display: 'Substitution' })));

const supply = (model: DispensationModel): XmlElement =>
  v3('supply', { classCode: 'SPLY', moodCode: 'EVN' },
    templateIds(SUPPLY_TEMPLATES),
    identifier('id', supplyId(model)),
    v3('quantity', { value: String(model.packages), unit: '1' }),
    v3('product', { typeCode: 'PRD' }, manufacturedProduct(model.dispensed)),
    v3('performer', { typeCode: 'PRF' }, time(model.handedOverAt), actor(model, 'assignedEntity', model.pharmacist.ids)),
    v3('entryRelationship', { typeCode: 'REFR' },
      v3('substanceAdministration', { classCode: 'SBADM', moodCode: 'INT' },
        identifier('id', model.itemId),
        v3('consumable', { typeCode: 'CSM' }, manufacturedProduct(model.prescribed)))),
    model.substituted ? SUBSTITUTED : undefined);

const section = (model: DispensationModel): XmlElement =>
  v3('section', { classCode: 'DOCSECT', moodCode: 'EVN' },
    templateIds(SECTION_TEMPLATES),
    identifier('id', model.id),
    fixedCode('code', { code: SECTION_CODES.dispensation, codeSystem: CODE_SYSTEMS.loinc, display: 'Medication dispensed' }),
    v3('title', {}, 'Medication dispensed'),
    dispensationNarrative(model),
    v3('entry', { typeCode: 'COMP' }, supply(model)));

/**
 * Writes an eDispensation (cda-documents 6, decisions D75). The same model gives the same bytes, so a repetition is
 * recognised as one.
 * @throws NcpError NCP_CDA_QUANTITY packages not a positive integer; NCP_CDA_STRUCTURE no identifier of patient or
 * pharmacist, no birth date, or a product without packaging
 */
export const encodeDispensation = (model: DispensationModel): Uint8Array => {
  refuseIncomplete(model);
  const root = v3('ClinicalDocument', ROOT_NAMESPACES,
    header(model),
    v3('component', {}, v3('structuredBody', { classCode: 'DOCBODY' }, v3('component', { typeCode: 'COMP' }, section(model)))));
  return serialiseXml(root, { declaration: true });
};

const refuseIncomplete = ({ packages, patient, pharmacist, dispensed, prescribed }: DispensationModel): void => {
  if (!Number.isSafeInteger(packages) || packages < 1) throw new NcpError('NCP_CDA_QUANTITY', { packages });
  const missing = [
    ...(patient.ids.length === 0 ? ['patient.ids'] : []),
    ...(patient.birthTime === undefined ? ['patient.birthTime'] : []),
    ...(pharmacist.ids.length === 0 ? ['pharmacist.ids'] : []),
    ...(dispensed.packaging.length === 0 ? ['dispensed.packaging'] : []),
    ...(prescribed.packaging.length === 0 ? ['prescribed.packaging'] : []),
  ];
  if (missing.length > 0) throw new NcpError('NCP_CDA_STRUCTURE', { missing });
};
