import { CLASS_CODES, CODE_SYSTEMS, hl7Date, hl7Time, NcpError, type InstanceIdentifier } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { identifier } from '../building/identifiers.js';
import { assignedPerson, organisation, personName, workTelecom } from '../building/party.js';
import type { EPrescription } from './model.js';

/** What makes the header of level 3 and of level 1 different. */
export interface HeaderKind {
  readonly templateId: string;
  readonly id: InstanceIdentifier;
  /** The other level of the same content (decisions D31). */
  readonly relatedId: InstanceIdentifier;
}

/**
 * A model with an error finding is never written: neither level (decisions D26).
 * @throws NcpError the code of the first such finding
 */
export const refuseErrors = ({ findings }: EPrescription): void => {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    throw new NcpError(error.code, { ...(error.at === undefined ? {} : { at: error.at }), ...(error.rule === undefined ? {} : { rule: error.rule }) });
  }
};

const recordTarget = ({ patient }: EPrescription): XmlElement =>
  v3('recordTarget', { typeCode: 'RCT', contextControlCode: 'OP' },
    v3('patientRole', { classCode: 'PAT' },
      identifier('id', patient.id),
      // Data minimisation: never an address or telephone of the patient (decisions D16).
      nullOf('addr', 'NI'),
      nullOf('telecom', 'NI'),
      v3('patient', { classCode: 'PSN', determinerCode: 'INSTANCE' },
        personName(patient.family, patient.given),
        codedElement('administrativeGenderCode', patient.gender),
        v3('birthTime', { value: hl7Date(patient.birthDate) }))));

const author = ({ prescriber }: EPrescription): XmlElement =>
  v3('author', { typeCode: 'AUT', contextControlCode: 'OP' },
    codedElement('functionCode', prescriber.role),
    v3('time', { value: hl7Time(prescriber.writtenAt) }),
    v3('assignedAuthor', { classCode: 'ASSIGNED' },
      prescriber.ids.map((id) => identifier('id', id)),
      nullOf('addr', 'NI'),
      workTelecom(prescriber.organisation.phone),
      assignedPerson(prescriber.family, prescriber.given),
      organisation('representedOrganization', prescriber.organisation)));

const custodian = (model: EPrescription): XmlElement =>
  v3('custodian', { typeCode: 'CST' },
    v3('assignedCustodian', { classCode: 'ASSIGNED' },
      organisation('representedCustodianOrganization', model.custodian)));

const legalAuthenticator = ({ prescriber }: EPrescription): XmlElement =>
  v3('legalAuthenticator', { typeCode: 'LA', contextControlCode: 'OP' },
    v3('time', { value: hl7Time(prescriber.writtenAt) }),
    v3('signatureCode', { code: 'S' }),
    v3('assignedEntity', { classCode: 'ASSIGNED' },
      prescriber.ids.slice(0, 1).map((id) => identifier('id', id)),
      nullOf('addr', 'NI'),
      workTelecom(prescriber.organisation.phone),
      assignedPerson(prescriber.family, prescriber.given),
      organisation('representedOrganization', prescriber.organisation)));

const relatedDocument = (id: InstanceIdentifier): XmlElement =>
  v3('relatedDocument', { typeCode: 'XFRM' },
    v3('parentDocument', { classCode: 'DOCCLIN', moodCode: 'EVN' }, identifier('id', id)));

const WHOLE_NUMBER = /^\d{1,9}$/;

/** Children of ClinicalDocument before `component`, in the order of the schema (cda-documents 1.2, 2). */
export const header = (model: EPrescription, kind: HeaderKind): readonly XmlElement[] => [
  v3('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }),
  v3('templateId', { root: kind.templateId }),
  identifier('id', kind.id),
  fixedCode('code', { code: CLASS_CODES.ePrescription, codeSystem: CODE_SYSTEMS.loinc, display: 'Prescription for medication' }),
  v3('title', {}, model.title),
  v3('effectiveTime', { value: hl7Time(model.effectiveTime) }),
  codedElement('confidentialityCode', model.confidentiality),
  v3('languageCode', { code: 'sv-SE' }),
  identifier('setId', model.prescriptionId),
  ...(WHOLE_NUMBER.test(model.versionId) ? [v3('versionNumber', { value: model.versionId })] : []),
  recordTarget(model),
  author(model),
  custodian(model),
  legalAuthenticator(model),
  relatedDocument(kind.relatedId),
];
