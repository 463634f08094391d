import { CLASS_CODES, hl7Time } from '@ncp/domain';
import { READING_SYSTEMS } from '@ncp/terminology';
import type { XmlElement } from '@ncp/xml';
import { fixedCode } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { custodian, documentHead, legalAuthenticator, recordTarget, relatedDocument, type HeaderKind } from '../building/header.js';
import { identifier } from '../building/identifiers.js';
import { address, organisation, workTelecom } from '../building/party.js';
import type { PatientSummaryDocument } from './model.js';

/** The system that compiled it; never a person beside it (cda-documents 2). */
const author = ({ effectiveTime, custodian: keeper, softwareName }: PatientSummaryDocument): XmlElement =>
  v3('author', { typeCode: 'AUT', contextControlCode: 'OP' },
    v3('time', { value: hl7Time(effectiveTime) }),
    v3('assignedAuthor', { classCode: 'ASSIGNED' },
      keeper.id === undefined ? nullOf('id', 'NA') : identifier('id', keeper.id),
      nullOf('addr', 'NI'),
      workTelecom(keeper.phone),
      v3('assignedAuthoringDevice', { classCode: 'DEV', determinerCode: 'INSTANCE' }, v3('softwareName', {}, softwareName)),
      organisation('representedOrganization', keeper)));

const PRIMARY_CARE = { code: 'PCP', codeSystem: READING_SYSTEMS.participationFunction, display: 'Primary care physician' };

/** Whom to ask about the patient: an organisation, because no source tells her own care centre (sweden-patient-summary 10). */
const preferredContact = ({ primaryCare }: PatientSummaryDocument): XmlElement =>
  v3('participant', { typeCode: 'IND' },
    v3('templateId', { root: '1.3.6.1.4.1.19376.1.5.3.1.2.4' }),
    fixedCode('functionCode', PRIMARY_CARE),
    v3('associatedEntity', { classCode: 'PRS' },
      address(primaryCare.address),
      workTelecom(primaryCare.phone),
      v3('scopingOrganization', {}, primaryCare.name === undefined ? nullOf('name', 'NI') : v3('name', {}, primaryCare.name))));

const documentationOf = ({ lastUpdated }: PatientSummaryDocument): XmlElement =>
  v3('documentationOf', { typeCode: 'DOC' },
    v3('serviceEvent', { classCode: 'PCPR', moodCode: 'EVN' },
      v3('effectiveTime', {}, v3('high', { value: hl7Time(lastUpdated) }))));

/** Children of ClinicalDocument before `component`, in the order of the schema (cda-documents 1.2, 2). */
export const summaryHeader = (model: PatientSummaryDocument, kind: HeaderKind): readonly XmlElement[] => [
  ...documentHead({
    code: { code: CLASS_CODES.patientSummary, display: 'Patient summary Document' },
    title: model.title, effectiveTime: model.effectiveTime, confidentiality: model.confidentiality,
    // A snapshot is never changed: its first version is its only one (decisions D31).
    setId: model.setId, version: '1',
  }, kind),
  recordTarget(model.patient),
  author(model),
  custodian(model.custodian),
  legalAuthenticator({ time: model.effectiveTime, ...model.responsible, organisation: model.custodian }),
  preferredContact(model),
  documentationOf(model),
  relatedDocument(kind.relatedId),
];
