import { randomUUID } from 'node:crypto';
import type { InstanceIdentifier } from '@ncp/domain';
import { escapeXml as t } from '../../foreign/xml-text.js';
import type { AbroadCountry } from '../countries.js';
import type { Dialect } from '../dialect.js';
import { documentId, type Code } from '../documents/plan.js';

/** Answers of ITI-38, -39 and -41 (wire-contract 2.5 to 2.7, 5.1). */

export interface Notice {
  readonly code: string;
  readonly severity: 'Error' | 'Warning';
  readonly context: string;
}

export interface Outcome {
  readonly status: 'Success' | 'PartialSuccess' | 'Failure';
  readonly notices: readonly Notice[];
}

const STATUS: Readonly<Record<Outcome['status'], string>> = {
  Success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success', Failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  PartialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
};
const OBJECT = 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject';

const errorList = (notices: readonly Notice[]): string => (notices.length === 0 ? '' :
  `<rs:RegistryErrorList xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:${notices.some(({ severity }) => severity === 'Error') ? 'Error' : 'Warning'}">`
  + notices.map(({ code, severity, context }) => `<rs:RegistryError errorCode="${t(code)}" codeContext="${t(context)}" location="" severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:${severity}"/>`).join('')
  + '</rs:RegistryErrorList>');

export const registryResponse = ({ status, notices }: Outcome): string =>
  `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="${STATUS[status]}">${errorList(notices)}</rs:RegistryResponse>`;

/** One prescription or summary in its two forms. */
export interface ListEntry {
  readonly kind: 'ePrescription' | 'patientSummary';
  readonly level3: InstanceIdentifier;
  readonly level1: InstanceIdentifier;
  readonly createdAt: Date;
  readonly description: string;
  readonly author: string;
  readonly open: boolean;
  readonly facts?: { readonly atc: Code; readonly form: Code; readonly strength: string; readonly substitution: string };
}

const slot = (name: string, value: string): string => `<rim:Slot name="${name}"><rim:ValueList><rim:Value>${t(value)}</rim:Value></rim:ValueList></rim:Slot>`;
const localized = (name: 'Name' | 'Description', value: string): string => `<rim:${name}><rim:LocalizedString value="${t(value)}"/></rim:${name}>`;
const classification = (object: string, scheme: string, node: string, system: string, name: string): string =>
  `<rim:Classification id="urn:uuid:${randomUUID()}" classifiedObject="${object}" classificationScheme="urn:uuid:${scheme}" nodeRepresentation="${t(node)}" objectType="${OBJECT}:Classification">${slot('codingScheme', system)}${localized('Name', name)}</rim:Classification>`;
const externalIdentifier = (object: string, scheme: string, name: string, value: string): string =>
  `<rim:ExternalIdentifier id="urn:uuid:${randomUUID()}" registryObject="${object}" identificationScheme="urn:uuid:${scheme}" value="${t(value)}" objectType="${OBJECT}:ExternalIdentifier">${localized('Name', name)}</rim:ExternalIdentifier>`;

const EVENT = '2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4';
const SHA1_OF_NOTHING = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

function events(object: string, { facts, open }: ListEntry): string {
  const state = open ? 'open' : 'closed';
  if (facts === undefined) return '';
  return classification(object, EVENT, `urn:ihe:iti:xdw:2011:eventCode:${state}`, '1.3.6.1.4.1.19376.1.2.3', open ? 'Open' : 'Closed')
    + classification(object, EVENT, facts.atc.code, '2.16.840.1.113883.6.73', facts.atc.display)
    + classification(object, EVENT, facts.form.code, '0.4.0.127.0.16.1.1.2.1', facts.form.display)
    + classification(object, EVENT, facts.strength, 'eHDSI_Strength_CodeSystem', 'Strength of medication')
    + classification(object, EVENT, facts.substitution, '2.16.840.1.113883.5.1070', facts.substitution === 'N' ? 'none' : 'generic');
}

interface ListFrame {
  readonly country: AbroadCountry;
  readonly dialect: Dialect;
  readonly patientCx: string;
}

function extrinsicObject({ country, dialect, patientCx }: ListFrame, entry: ListEntry, level: 'level3' | 'level1', object: string): string {
  const [classCode, title, format] = entry.kind === 'ePrescription'
    ? ['57833-6', 'eHDSI - ePrescription', 'urn:epsos:ep:pre:2010'] as const : ['60591-5', 'Patient Summary', 'urn:epSOS:ps:ps:2010'] as const;
  const [formatCode, formatSystem, formatName] = level === 'level3' ? [format, 'eHDSI formatCodes', title] as const : ['urn:ihe:iti:xds-sd:pdf:2008', 'IHE PCC', 'PDF/A coded document'] as const;
  const author = `<rim:Classification id="urn:uuid:${randomUUID()}" classifiedObject="${object}" classificationScheme="urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d" nodeRepresentation="" objectType="${OBJECT}:Classification">${slot('authorPerson', entry.author)}</rim:Classification>`;
  return `<rim:ExtrinsicObject id="${object}" lid="${object}" home="urn:oid:${country.homeCommunityId}" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1" status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved">`
    + slot('sourcePatientId', patientCx) + (dialect.emptyHash ? slot('hash', SHA1_OF_NOTHING) + slot('size', '0') : '')
    + slot('creationTime', dialect.creationTime(entry.createdAt)) + slot('repositoryUniqueId', country.homeCommunityId) + slot('languageCode', country.language)
    + localized('Name', title) + localized('Description', entry.description) + '<rim:VersionInfo versionName="1.1"/>'
    + classification(object, 'f4f85eac-e6cb-4883-b524-f2705394840f', 'N', '2.16.840.1.113883.5.25', 'Normal')
    + classification(object, '41a5887f-8865-4c09-adf7-e362475b143a', classCode, '2.16.840.1.113883.6.1', title)
    + classification(object, 'f0306f51-975f-434e-a61c-c59651d33983', classCode, '2.16.840.1.113883.6.1', title)
    + classification(object, 'a09d5840-386c-46f2-b5ad-9c3699a4309d', formatCode, formatSystem, formatName)
    + classification(object, 'f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1', country.code, '1.0.3166.1', country.code)
    + classification(object, 'cccf5598-8b07-4b77-a05e-ae952c785ead', 'Not Used', 'eHDSI Practice Setting Codes-Not Used', 'Not Used')
    + author + events(object, entry)
    + externalIdentifier(object, '58a6f841-87b3-4a3e-92fd-a8ffeff98427', 'XDSDocumentEntry.patientId', patientCx)
    + externalIdentifier(object, '2e82c1f6-a085-4c72-9da3-8640a32e42ab', 'XDSDocumentEntry.uniqueId', documentId(entry[level]))
    + '</rim:ExtrinsicObject>';
}

const pair = (frame: ListFrame, entry: ListEntry): string => {
  const [coded, pdf] = [`urn:uuid:${randomUUID()}`, `urn:uuid:${randomUUID()}`];
  return extrinsicObject(frame, entry, 'level3', coded) + extrinsicObject(frame, entry, 'level1', pdf)
    + `<rim:Association id="urn:uuid:${randomUUID()}" associationType="urn:ihe:iti:2007:AssociationType:XFRM" sourceObject="${pdf}" targetObject="${coded}"/>`;
};

export const listAnswer = (frame: ListFrame, outcome: Outcome, entries: readonly ListEntry[]): string =>
  `<query:AdhocQueryResponse xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="${STATUS[outcome.status]}">${errorList(outcome.notices)}`
  + `<rim:RegistryObjectList xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">${entries.map((entry) => pair(frame, entry)).join('')}</rim:RegistryObjectList></query:AdhocQueryResponse>`;

export interface AnsweredDocument {
  readonly uniqueId: string;
  readonly bytes: Uint8Array;
}

export interface DocumentPart {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The answer and, in the dialects that send them so, the documents as parts. */
export function retrieveAnswer({ country, dialect }: Pick<ListFrame, 'country' | 'dialect'>, outcome: Outcome, documents: readonly AnsweredDocument[]): { readonly xml: string; readonly parts: readonly DocumentPart[] } {
  const style = dialect.documents;
  const parts = style.kind === 'inline' ? [] : documents.map(({ bytes }) => ({ id: `${randomUUID()}@${country.code.toLowerCase()}.ncp`, bytes }));
  const content = ({ bytes }: AnsweredDocument, index: number): string => {
    const part = parts[index];
    if (part !== undefined) return `<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:${part.id.replaceAll('@', '%40')}"/>`;
    const base64 = Buffer.from(bytes).toString('base64');
    return style.kind === 'inline' ? `\n${base64.replaceAll(new RegExp(`.{1,${String(style.lineLength)}}`, 'g'), '$&\n')}` : base64;
  };
  const responses = documents.map((one, index) =>
    `<xdsb:DocumentResponse><xdsb:HomeCommunityId>urn:oid:${country.homeCommunityId}</xdsb:HomeCommunityId><xdsb:RepositoryUniqueId>${country.homeCommunityId}</xdsb:RepositoryUniqueId>`
    + `<xdsb:DocumentUniqueId>${t(one.uniqueId)}</xdsb:DocumentUniqueId><xdsb:mimeType>text/xml</xdsb:mimeType><xdsb:Document>${content(one, index)}</xdsb:Document></xdsb:DocumentResponse>`).join('');
  return { xml: `<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="urn:ihe:iti:xds-b:2007">${registryResponse(outcome)}${responses}</xdsb:RetrieveDocumentSetResponse>`, parts };
}
