import { NcpError, parseCx, parseHomeCommunityId, readFormatCode, type FormatCode } from '@ncp/domain';
import { attr, child, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { given } from './given.js';
import { EVENT_CLOSED, EVENT_OPEN } from './document-entry.js';
import { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';
import { requireMessage } from './message-root.js';
import { ASSOCIATION_TYPE, CLASSIFICATION_SCHEME, IDENTIFIER_SCHEME } from './registry-codes.js';
import { readClassifications, readExternalIdentifier, readLocalized, type ReadClassification } from './registry-object.js';
import { readRegistryAnswer, type RegistryAnswer } from './registry-response.js';
import { firstValue, readSlots, requireSlotLimits } from './slots.js';

/** One entry of a peer's list; anything may be missing. */
export interface ReceivedEntry {
  /** Id of the registry object: only for associations. */
  readonly id: string;
  readonly uniqueId?: string;
  readonly patientCx?: string;
  /** Absent when the CX form is not readable. */
  readonly patient?: { readonly root: string; readonly extension: string };
  /** Bare OID. */
  readonly home?: string;
  readonly repositoryId?: string;
  readonly classCode?: string;
  readonly formatCode?: string;
  /** The format code in our spelling, when it is one we know. */
  readonly format?: FormatCode;
  readonly title?: string;
  readonly description?: string;
  /** As sent; precision differs between countries. */
  readonly creationTime?: string;
  readonly languageCode?: string;
  readonly confidentiality?: string;
  readonly author?: string;
  readonly events: readonly { readonly code: string; readonly codingScheme?: string; readonly name?: string }[];
  /** Dispensable, not dispensable, or not said. */
  readonly open?: boolean;
  readonly hash?: string;
  readonly size?: number;
  /** Fields without which the document cannot be fetched or shown as what it is (decisions UC-B2 4). */
  readonly missing: readonly ('uniqueId' | 'repositoryId' | 'formatCode')[];
}

export interface ReceivedList extends RegistryAnswer {
  readonly entries: readonly ReceivedEntry[];
  /** XFRM associations by registry object id, in the direction they were written. */
  readonly associations: readonly { readonly source: string; readonly target: string }[];
}

/**
 * Reads the answer to ITI-38, from any implementation we know.
 * @throws NcpError NCP_IHE_STRUCTURE when it is another message, NCP_IHE_LIMIT when it holds too much
 */
export const decodeAdhocResponse = (body: XmlElement, limits: IheLimits = DEFAULT_IHE_LIMITS): ReceivedList => {
  requireMessage(body, NS.query, 'AdhocQueryResponse');
  const list = child(body, NS.rim, 'RegistryObjectList');
  const objects = list === undefined ? [] : childrenOf(list, NS.rim);
  if (objects.length > limits.maxRegistryObjects) throw new NcpError('NCP_IHE_LIMIT', { objects: objects.length });
  for (const one of objects) requireSlotLimits(one, limits);
  return {
    ...readRegistryAnswer(body),
    entries: objects.filter(({ local }) => local === 'ExtrinsicObject').map(readEntry),
    associations: objects
      .filter((one) => one.local === 'Association' && attr(one, 'associationType') === ASSOCIATION_TYPE.transform)
      .map((one) => ({ source: attr(one, 'sourceObject') ?? '', target: attr(one, 'targetObject') ?? '' })),
  };
};

const readEntry = (found: XmlElement): ReceivedEntry => {
  const slots = readSlots(found);
  const classifications = readClassifications(found);
  const node = (scheme: string): string | undefined => classifications.find((one) => one.scheme === scheme && one.node !== '')?.node;

  const uniqueId = readExternalIdentifier(found, IDENTIFIER_SCHEME.entryUniqueId);
  const patientCx = readExternalIdentifier(found, IDENTIFIER_SCHEME.entryPatientId) ?? firstValue(slots, 'sourcePatientId');
  const patient = patientCx === undefined ? undefined : parseCx(patientCx);
  const home = parseHomeCommunityId(attr(found, 'home')?.trim() ?? '');
  const formatCode = node(CLASSIFICATION_SCHEME.formatCode);
  const size = Number(firstValue(slots, 'size') ?? Number.NaN);
  const repositoryId = firstValue(slots, 'repositoryUniqueId');
  const events = classifications.filter(({ scheme }) => scheme === CLASSIFICATION_SCHEME.eventCodeList);
  const author = classifications.find(({ scheme }) => scheme === CLASSIFICATION_SCHEME.author);
  return {
    id: attr(found, 'id') ?? '',
    events: events.map(readEvent),
    missing: [
      ...(uniqueId === undefined ? ['uniqueId' as const] : []),
      ...(repositoryId === undefined ? ['repositoryId' as const] : []),
      ...(formatCode === undefined ? ['formatCode' as const] : []),
    ],
    ...given({
      uniqueId, patientCx, repositoryId, formatCode,
      patient: patient?.ok === true ? patient.value : undefined,
      home: home.ok ? home.value : undefined,
      classCode: node(CLASSIFICATION_SCHEME.classCode),
      format: formatCode === undefined ? undefined : readFormatCode(formatCode),
      title: readLocalized(found, 'Name'),
      description: readLocalized(found, 'Description'),
      creationTime: firstValue(slots, 'creationTime'),
      languageCode: firstValue(slots, 'languageCode'),
      confidentiality: node(CLASSIFICATION_SCHEME.confidentialityCode),
      author: author === undefined ? undefined : firstValue(author.slots, 'authorPerson'),
      open: readOpen(events),
      hash: firstValue(slots, 'hash'),
      // Germany writes 0 where the size is not known.
      size: Number.isSafeInteger(size) && size > 0 ? size : undefined,
    }),
  };
};

const readEvent = (found: ReadClassification): ReceivedEntry['events'][number] => ({
  code: found.node,
  ...given({ codingScheme: firstValue(found.slots, 'codingScheme'), name: found.name }),
});

const readOpen = (events: readonly ReadClassification[]): boolean | undefined => {
  if (events.some(({ node }) => node === EVENT_CLOSED)) return false;
  return events.some(({ node }) => node === EVENT_OPEN) ? true : undefined;
};
