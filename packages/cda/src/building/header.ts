import { CODE_SYSTEMS, hl7Date, hl7Time, NcpError, type ClassCode, type Finding, type InstanceIdentifier, type Instant } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import type { PatientModel } from '../prescription/model.js';
import { codedElement, fixedCode, type CodedElement } from './coded-element.js';
import { nullOf, v3 } from './elements.js';
import { identifier } from './identifiers.js';
import { assignedPerson, organisation, personName, workTelecom, type Organisation } from './party.js';

/** Parts of the header that documents of every kind have (cda-documents 2). */

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
export const refuseErrors = ({ findings }: { readonly findings: readonly Finding[] }): void => {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    throw new NcpError(error.code, { ...(error.at === undefined ? {} : { at: error.at }), ...(error.rule === undefined ? {} : { rule: error.rule }) });
  }
};

export interface DocumentHead {
  readonly code: { readonly code: ClassCode; readonly display: string };
  readonly title: string;
  readonly effectiveTime: Instant;
  readonly confidentiality: CodedElement;
  readonly setId: InstanceIdentifier;
  /** A whole number as text; anything else is left out, because the element is an INT. */
  readonly version: string;
}

const WHOLE_NUMBER = /^\d{1,9}$/;

/** From typeId to versionNumber, in the order of the schema. */
export const documentHead = ({ code, title, effectiveTime, confidentiality, setId, version }: DocumentHead, kind: HeaderKind): readonly XmlElement[] => [
  v3('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }),
  v3('templateId', { root: kind.templateId }),
  identifier('id', kind.id),
  fixedCode('code', { ...code, codeSystem: CODE_SYSTEMS.loinc }),
  v3('title', {}, title),
  v3('effectiveTime', { value: hl7Time(effectiveTime) }),
  codedElement('confidentialityCode', confidentiality),
  v3('languageCode', { code: 'sv-SE' }),
  identifier('setId', setId),
  ...(WHOLE_NUMBER.test(version) ? [v3('versionNumber', { value: version })] : []),
];

export const recordTarget = (patient: PatientModel): XmlElement =>
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

export const custodian = (keeper: Organisation): XmlElement =>
  v3('custodian', { typeCode: 'CST' },
    v3('assignedCustodian', { classCode: 'ASSIGNED' },
      organisation('representedCustodianOrganization', keeper)));

export interface Signatory {
  readonly time: Instant;
  /** Exactly one, and not null: a signature without is rejected (decisions D42). */
  readonly id: InstanceIdentifier | undefined;
  readonly family: string;
  readonly given: readonly string[];
  readonly organisation: Organisation;
}

export const legalAuthenticator = ({ time, id, family, given, organisation: where }: Signatory): XmlElement =>
  v3('legalAuthenticator', { typeCode: 'LA', contextControlCode: 'OP' },
    v3('time', { value: hl7Time(time) }),
    v3('signatureCode', { code: 'S' }),
    v3('assignedEntity', { classCode: 'ASSIGNED' },
      id === undefined ? undefined : identifier('id', id),
      nullOf('addr', 'NI'),
      workTelecom(where.phone),
      assignedPerson(family, given),
      organisation('representedOrganization', where)));

export const relatedDocument = (id: InstanceIdentifier): XmlElement =>
  v3('relatedDocument', { typeCode: 'XFRM' },
    v3('parentDocument', { classCode: 'DOCCLIN', moodCode: 'EVN' }, identifier('id', id)));
