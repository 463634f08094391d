import { CODE_SYSTEMS, countryOf, hl7Utc, MAX_DOCUMENT_ID_CHARACTERS, NcpError, urnOid, type CodedValue, type CountryCode, type FormatCode, type Instant } from '@ncp/domain';
import { element, NS, type XmlElement } from '@ncp/xml';
import { classTitle, formatEntry, type QueryClassCode } from './document-kinds.js';
import {
  CLASSIFICATION_SCHEME, EVENT_STATUS, IDENTIFIER_SCHEME, OBJECT_TYPE, PRACTICE_SETTING_SCHEME, STATUS_APPROVED, STRENGTH_SCHEME,
} from './registry-codes.js';
import {
  classification, codeDraft, externalIdentifier, localized, MAX_VALUE_CHARACTERS, type ClassificationDraft, type MakeUuid,
} from './registry-object.js';
import { slot } from './slots.js';

/** One document as a list announces it (wire-contract 2.5). */
export interface DocumentEntry {
  /** `<root>^<extension>`, at most 128 characters. */
  readonly uniqueId: string;
  /** Patient id in CX form. */
  readonly patientCx: string;
  readonly classCode: QueryClassCode;
  readonly formatCode: FormatCode;
  /** Name of the entry; absent: the one that belongs to the class. */
  readonly title?: string;
  /** For an ePrescription the product in words; never the patient's name. */
  readonly description: string;
  readonly creationTime: Instant;
  /** National tag, e.g. `sv-SE` (decisions D43). */
  readonly languageCode: string;
  /** Bare OID. */
  readonly repositoryId: string;
  /** Bare OID. */
  readonly home: string;
  readonly country: CountryCode;
  /** `N` when absent. */
  readonly confidentiality?: 'N' | 'R' | 'V';
  /** What an ePrescription tells before it is fetched. */
  readonly prescription?: PrescriptionEvents;
  /** The prescriber's name. */
  readonly author?: string;
  /** Hex SHA-1 and size in bytes of exactly the bytes that a retrieve returns: only when true (decisions D29, IHE-09). */
  readonly hash?: string;
  readonly size?: number;
}

/** The event codes of an ePrescription (wire-contract 2.5). */
export interface PrescriptionEvents {
  readonly open: boolean;
  readonly atc?: CodedValue;
  /** EDQM. */
  readonly doseForm?: CodedValue;
  readonly strength?: string;
  readonly substitution?: CodedValue;
}

export const EVENT_OPEN = 'urn:ihe:iti:xdw:2011:eventCode:open';
export const EVENT_CLOSED = 'urn:ihe:iti:xdw:2011:eventCode:closed';

const CONFIDENTIALITY_NAMES = { N: 'Normal', R: 'Restricted', V: 'Very Restricted' } as const;

/** Writes an entry under a registry id (`urn:uuid:...`). @throws NcpError NCP_IHE_LIMIT for an id that is too long */
export const extrinsicObject = (entry: DocumentEntry, id: string, uuid: MakeUuid): XmlElement => {
  if (entry.uniqueId.length > MAX_DOCUMENT_ID_CHARACTERS) throw new NcpError('NCP_IHE_LIMIT', { characters: entry.uniqueId.length });
  return element(NS.rim, 'rim:ExtrinsicObject', {
    id, lid: id,
    home: urnOid(entry.home),
    // The PDF stands inside a CDA, so that L1 is XML too.
    mimeType: 'text/xml',
    objectType: OBJECT_TYPE.stableDocument,
    status: STATUS_APPROVED,
  },
    slot('sourcePatientId', entry.patientCx),
    entry.size === undefined ? undefined : slot('size', String(entry.size)),
    entry.hash === undefined ? undefined : slot('hash', entry.hash),
    slot('creationTime', hl7Utc(entry.creationTime)),
    slot('repositoryUniqueId', entry.repositoryId),
    slot('languageCode', entry.languageCode),
    localized('rim:Name', entry.title ?? '') ?? localized('rim:Name', classTitle(entry.classCode)),
    localized('rim:Description', entry.description),
    element(NS.rim, 'rim:VersionInfo', { versionName: '1.1' }),
    classificationDrafts(entry).map((draft) => classification(id, draft, uuid)),
    externalIdentifier(id, IDENTIFIER_SCHEME.entryPatientId, entry.patientCx, uuid),
    externalIdentifier(id, IDENTIFIER_SCHEME.entryUniqueId, entry.uniqueId, uuid));
};

const classificationDrafts = (entry: DocumentEntry): readonly ClassificationDraft[] => {
  const confidentiality = entry.confidentiality ?? 'N';
  const title = classTitle(entry.classCode);
  return [
    codeDraft(CLASSIFICATION_SCHEME.confidentialityCode, confidentiality, CODE_SYSTEMS.confidentiality, CONFIDENTIALITY_NAMES[confidentiality]),
    codeDraft(CLASSIFICATION_SCHEME.classCode, entry.classCode, CODE_SYSTEMS.loinc, title),
    codeDraft(CLASSIFICATION_SCHEME.typeCode, entry.classCode, CODE_SYSTEMS.loinc, title),
    formatDraft(entry.formatCode),
    facilityDraft(entry.country),
    practiceSettingDraft(),
    ...(entry.prescription === undefined ? [] : eventDrafts(entry.prescription)),
    ...(entry.author === undefined || entry.author.trim() === '' ? [] : [authorDraft(entry.author.trim())]),
  ];
};

export const formatDraft = (code: FormatCode): ClassificationDraft => {
  const { codingScheme, name } = formatEntry(code);
  return codeDraft(CLASSIFICATION_SCHEME.formatCode, code, codingScheme, name);
};

/** The country in place of a facility: eHDSI tells no more. */
export const facilityDraft = (country: CountryCode): ClassificationDraft =>
  codeDraft(CLASSIFICATION_SCHEME.healthcareFacilityTypeCode, country, CODE_SYSTEMS.country, countryOf(country)?.name.en ?? country);

export const practiceSettingDraft = (): ClassificationDraft =>
  codeDraft(CLASSIFICATION_SCHEME.practiceSettingCode, 'Not Used', PRACTICE_SETTING_SCHEME, 'Not Used');

/** An author has no code: an empty node, and the name in a slot of its own. */
const authorDraft = (name: string): ClassificationDraft => ({
  scheme: CLASSIFICATION_SCHEME.author, node: '', slots: [slot('authorPerson', name)], name: 'Author',
});

const event = (code: string, system: string, name: string): ClassificationDraft =>
  codeDraft(CLASSIFICATION_SCHEME.eventCodeList, code, system, name);

const eventDrafts = (facts: PrescriptionEvents): readonly ClassificationDraft[] => {
  const coded = (value: CodedValue | undefined): readonly ClassificationDraft[] =>
    value === undefined ? [] : [event(value.code, value.codeSystem, value.display ?? value.code)];
  const strength = facts.strength?.trim() ?? '';
  return [
    facts.open ? event(EVENT_OPEN, EVENT_STATUS, 'Open') : event(EVENT_CLOSED, EVENT_STATUS, 'Closed'),
    ...coded(facts.atc),
    ...coded(facts.doseForm),
    // Half a strength would be another strength: one that does not fit is left to the document.
    ...(strength === '' || strength.length > MAX_VALUE_CHARACTERS ? [] : [event(strength, STRENGTH_SCHEME, 'Strength of medication')]),
    ...coded(facts.substitution),
  ];
};
