import { CLASS_CODES, hl7Time } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { custodian, documentHead, legalAuthenticator, recordTarget, relatedDocument, type HeaderKind } from '../building/header.js';
import { identifier } from '../building/identifiers.js';
import { assignedPerson, organisation, workTelecom } from '../building/party.js';
import type { EPrescription } from './model.js';

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

/** Children of ClinicalDocument before `component`, in the order of the schema (cda-documents 1.2, 2). */
export const header = (model: EPrescription, kind: HeaderKind): readonly XmlElement[] => {
  const { prescriber } = model;
  return [
    ...documentHead({
      code: { code: CLASS_CODES.ePrescription, display: 'Prescription for medication' },
      title: model.title, effectiveTime: model.effectiveTime, confidentiality: model.confidentiality,
      setId: model.prescriptionId, version: model.versionId,
    }, kind),
    recordTarget(model.patient),
    author(model),
    custodian(model.custodian),
    legalAuthenticator({ time: prescriber.writtenAt, id: prescriber.ids[0], family: prescriber.family, given: prescriber.given, organisation: prescriber.organisation }),
    relatedDocument(kind.relatedId),
  ];
};
