import {
  CODE_SYSTEMS, formatCx, hl7Date, hl7Utc, NcpError, type CalendarDate, type CountryCode, type InstanceIdentifier, type Instant,
} from '@ncp/domain';
import { element, NS, type XmlElement } from '@ncp/xml';
import { facilityDraft, formatDraft, practiceSettingDraft } from './document-entry.js';
import { SUBMISSION_KINDS, type SubmissionKind, type SubmissionKindEntry } from './document-kinds.js';
import {
  ASSOCIATION_TYPE, CLASSIFICATION_SCHEME, IDENTIFIER_SCHEME, OBJECT_TYPE, STATUS_APPROVED, SUBMISSION_SOURCE_ID,
} from './registry-codes.js';
import { classification, clip, codeDraft, externalIdentifier, localized, MAX_VALUE_CHARACTERS, type MakeUuid } from './registry-object.js';
import { documentContent, type DocumentBody } from './retrieve.js';
import { slot } from './slots.js';
import type { Gender } from './xcpd-types.js';

/** A dispensation or its discard as NCP-B submits it (wire-contract 2.7). */
export interface SubmissionDraft {
  readonly kind: SubmissionKind;
  /** The CDA's id, `<root>^<extension>`. */
  readonly documentUniqueId: string;
  /** Of a discard: the discard's own id (decisions D46). */
  readonly submissionSetId: string;
  readonly patient: {
    readonly id: InstanceIdentifier;
    readonly family: string;
    readonly given: readonly string[];
    readonly birthDate?: CalendarDate;
    readonly gender?: Gender;
  };
  /** Country of treatment. */
  readonly country: CountryCode;
  readonly languageCode: string;
  readonly createdAt: Instant;
  readonly submittedAt: Instant;
  readonly author: {
    /** The assertion's subject-id. */
    readonly person: string;
    readonly institution: string;
    /** The assertion's organization-id: `urn:oid:<OID>` or `urn:hl7ii:<root>:<extension>`. */
    readonly institutionId: string;
  };
  readonly document: DocumentBody;
}

/**
 * Writes ProvideAndRegisterDocumentSetRequest.
 * @throws NcpError NCP_IHE_SLOT when an identifier cannot be written in its form
 */
export const encodeProvideAndRegister = (draft: SubmissionDraft, uuid: MakeUuid): XmlElement => {
  const documentId = `urn:uuid:${uuid()}`;
  const setId = `urn:uuid:${uuid()}`;
  const patientCx = formatCx(draft.patient.id);
  return element(NS.xdsb, 'xdsb:ProvideAndRegisterDocumentSetRequest', {},
    element(NS.lcm, 'lcm:SubmitObjectsRequest', {},
      element(NS.rim, 'rim:RegistryObjectList', {},
        extrinsicObject(draft, documentId, patientCx, uuid),
        registryPackage(draft, setId, patientCx, uuid),
        element(NS.rim, 'rim:Classification', {
          id: `urn:uuid:${uuid()}`, classifiedObject: setId, classificationNode: OBJECT_TYPE.submissionSet,
        }),
        element(NS.rim, 'rim:Association', {
          id: `urn:uuid:${uuid()}`, associationType: ASSOCIATION_TYPE.hasMember, sourceObject: setId, targetObject: documentId,
        }, slot('SubmissionSetStatus', 'Original')))),
    element(NS.xdsb, 'xdsb:Document', { id: documentId }, documentContent(draft.document)));
};

const extrinsicObject = (draft: SubmissionDraft, id: string, patientCx: string, uuid: MakeUuid): XmlElement => {
  const kind = SUBMISSION_KINDS[draft.kind];
  const drafts = [
    facilityDraft(draft.country),
    practiceSettingDraft(),
    codeDraft(CLASSIFICATION_SCHEME.confidentialityCode, 'N', CODE_SYSTEMS.confidentiality, 'Normal'),
    codeDraft(CLASSIFICATION_SCHEME.classCode, kind.classCode, CODE_SYSTEMS.loinc, kind.className),
    formatDraft(kind.formatCode),
    codeDraft(CLASSIFICATION_SCHEME.typeCode, kind.classCode, CODE_SYSTEMS.loinc, kind.typeName),
  ];
  return element(NS.rim, 'rim:ExtrinsicObject', {
    id, mimeType: 'text/xml', objectType: OBJECT_TYPE.stableDocument, status: STATUS_APPROVED,
  },
    slot('creationTime', hl7Utc(draft.createdAt)),
    slot('languageCode', draft.languageCode),
    slot('sourcePatientId', patientCx),
    slot('sourcePatientInfo', ...patientInfo(draft.patient, patientCx)),
    drafts.map((one) => classification(id, one, uuid)),
    externalIdentifier(id, IDENTIFIER_SCHEME.entryPatientId, patientCx, uuid),
    externalIdentifier(id, IDENTIFIER_SCHEME.entryUniqueId, draft.documentUniqueId, uuid));
};

const patientInfo = (patient: SubmissionDraft['patient'], patientCx: string): readonly string[] => [
  `PID-3|${patientCx}`,
  clip(`PID-5|${hl7v2(patient.family)}^${hl7v2(patient.given.join(' '))}`, MAX_VALUE_CHARACTERS),
  ...(patient.birthDate === undefined ? [] : [`PID-7|${hl7Date(patient.birthDate)}`]),
  ...(patient.gender === undefined ? [] : [`PID-8|${patient.gender}`]),
];

const registryPackage = (draft: SubmissionDraft, id: string, patientCx: string, uuid: MakeUuid): XmlElement => {
  const kind: SubmissionKindEntry = SUBMISSION_KINDS[draft.kind];
  const institution = institutionId(draft.author.institutionId);
  return element(NS.rim, 'rim:RegistryPackage', { id, objectType: OBJECT_TYPE.submissionSet },
    slot('submissionTime', hl7Utc(draft.submittedAt)),
    localized('rim:Name', kind.setName),
    localized('rim:Description', kind.setDescription),
    classification(id, {
      scheme: CLASSIFICATION_SCHEME.submissionSetAuthor, node: '', name: 'Author',
      slots: [slot('authorInstitution', xon(draft.author.institution, institution)), slot('authorPerson', xcn(draft.author.person, institution))],
    }, uuid),
    classification(id, codeDraft(CLASSIFICATION_SCHEME.contentTypeCode, kind.classCode, CODE_SYSTEMS.loinc, kind.typeName), uuid),
    externalIdentifier(id, IDENTIFIER_SCHEME.setUniqueId, draft.submissionSetId, uuid),
    externalIdentifier(id, IDENTIFIER_SCHEME.setPatientId, patientCx, uuid),
    externalIdentifier(id, IDENTIFIER_SCHEME.setSourceId, SUBMISSION_SOURCE_ID, uuid));
};

interface InstitutionId {
  readonly root: string;
  readonly extension?: string;
}

const institutionId = (urn: string): InstitutionId => {
  const [, kind, root = '', ...extension] = urn.split(':');
  if (kind === 'oid' && root !== '' && extension.length === 0) return { root };
  if (kind === 'hl7ii' && root !== '' && extension.length > 0) return { root, extension: extension.join(':') };
  throw new NcpError('NCP_IHE_SLOT', { slot: 'authorInstitution' });
};

const xon = (name: string, { root, extension }: InstitutionId): string => {
  const tail = extension === undefined ? `^^^^^^^^^${root}` : `^^^^^&${root}&ISO^^^^${hl7v2(extension)}`;
  return `${clip(hl7v2(name), MAX_VALUE_CHARACTERS - tail.length)}${tail}`;
};

const xcn = (person: string, { root, extension }: InstitutionId): string => {
  const tail = `^^^&${extension === undefined ? root : `${root}:${hl7v2(extension)}`}&ISO`;
  return `${clip(hl7v2(person), MAX_VALUE_CHARACTERS - tail.length)}${tail}`;
};

/** Separators of HL7 v2 inside a component would move everything behind them. */
const hl7v2 = (text: string): string => text.replaceAll(/[\^&|~\\]/g, ' ').trim();
