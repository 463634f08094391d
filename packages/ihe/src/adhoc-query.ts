import {
  CODE_SYSTEMS, formatCx, NcpError, parseCx, parseHomeCommunityId, parseInstant, type InstanceIdentifier, type Instant,
} from '@ncp/domain';
import { attr, child, childrenOf, element, NS, type XmlElement } from '@ncp/xml';
import { readQueryClassCode, type QueryClassCode } from './document-kinds.js';
import { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';
import { requireMessage } from './message-root.js';
import { codesOf, plainValueOf } from './query-values.js';
import { FIND_DOCUMENTS, STATUS_APPROVED } from './registry-codes.js';
import { readSlots, requireSlotLimits, slot } from './slots.js';

/** The document query of ITI-38 (wire-contract 2.4). */
export interface ListQuery {
  readonly patient: { readonly root: string; readonly extension: string };
  /** Class codes asked for, at least one; all of one document family. */
  readonly classCodes: readonly QueryClassCode[];
  readonly filters: ListFilters;
  /** Bare OID; absent when the sender named none. Whether it is ours is for the use case. */
  readonly home?: string;
}

export interface ListFilters {
  /** Largest size wanted, in bytes. */
  readonly maximumSize?: number;
  readonly createdBefore?: Instant;
  readonly createdAfter?: Instant;
}

const SLOT = {
  patient: '$XDSDocumentEntryPatientId',
  status: '$XDSDocumentEntryStatus',
  classCode: '$XDSDocumentEntryClassCode',
  maximumSize: '$XDSDocumentEntryFilterMaximumSize',
  createdBefore: '$XDSDocumentEntryFilterCreatedBefore',
  createdAfter: '$XDSDocumentEntryFilterCreatedAfter',
} as const;

const KNOWN_SLOTS: ReadonlySet<string> = new Set(Object.values(SLOT));

/** What we ask another country. */
export interface ListQuestion {
  readonly patient: InstanceIdentifier;
  readonly classCodes: readonly QueryClassCode[];
  readonly filters?: ListFilters;
}

/** Writes the query in the exact quoting of OpenNCP: its server strips quotes and knows no other (wire-contract 2.4). */
export const encodeAdhocQuery = (question: ListQuestion): XmlElement => {
  const { maximumSize, createdBefore, createdAfter } = question.filters ?? {};
  const classes = question.classCodes.map((code) => `${code}^^${CODE_SYSTEMS.loinc}`).join(',');
  return element(NS.query, 'query:AdhocQueryRequest', {},
    element(NS.query, 'query:ResponseOption', { returnComposedObjects: 'true', returnType: 'LeafClass' }),
    element(NS.rim, 'rim:AdhocQuery', { id: FIND_DOCUMENTS },
      slot(SLOT.patient, `'${formatCx(question.patient)}'`),
      slot(SLOT.status, `('${STATUS_APPROVED}')`),
      slot(SLOT.classCode, `('${classes}')`),
      maximumSize === undefined ? undefined : slot(SLOT.maximumSize, String(maximumSize)),
      createdBefore === undefined ? undefined : slot(SLOT.createdBefore, createdBefore),
      createdAfter === undefined ? undefined : slot(SLOT.createdAfter, createdAfter)));
};

/**
 * Reads the query. Quoting is lenient, meaning is not: a parameter that we would have to ignore is refused, because
 * an unfiltered answer to a filtered question is wrong.
 * @throws NcpError NCP_IHE_STRUCTURE, NCP_IHE_LIMIT, NCP_IHE_SLOT (slot or filter missing, unknown or unreadable),
 * NCP_IHE_CLASS_CODE (missing, unknown, unsupported, or several families)
 */
export const decodeAdhocQuery = (body: XmlElement, limits: IheLimits = DEFAULT_IHE_LIMITS): ListQuery => {
  requireMessage(body, NS.query, 'AdhocQueryRequest');
  requireSlotLimits(body, limits);
  const query = child(body, NS.rim, 'AdhocQuery');
  if (query === undefined || attr(query, 'id')?.trim().toLowerCase() !== FIND_DOCUMENTS) {
    throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'FindDocuments' });
  }
  const slots = readQuerySlots(query);
  const home = readHome(query);
  return {
    patient: readPatient(slots),
    filters: readFilters(slots),
    classCodes: readApprovedClasses(slots),
    ...(home === undefined ? {} : { home }),
  };
};

type Slots = ReadonlyMap<string, readonly string[]>;

const refuseSlot = (name: string): NcpError => new NcpError('NCP_IHE_SLOT', { slot: KNOWN_SLOTS.has(name) ? name : 'unknown' });

/** Each parameter at most once, and only those we act upon (IHE-07). */
const readQuerySlots = (query: XmlElement): Slots => {
  const names = childrenOf(query, NS.rim, 'Slot').map((one) => attr(one, 'name') ?? '');
  for (const name of names) {
    if (!KNOWN_SLOTS.has(name) || names.indexOf(name) !== names.lastIndexOf(name)) throw refuseSlot(name);
  }
  return readSlots(query);
};

const readHome = (query: XmlElement): string | undefined => {
  const text = attr(query, 'home')?.trim() ?? '';
  if (text === '') return undefined;
  const home = parseHomeCommunityId(text);
  if (!home.ok) throw new NcpError('NCP_IHE_SLOT', { attribute: 'home' });
  return home.value;
};

const onlyValue = (slots: Slots, name: string): string | undefined => {
  const values = slots.get(name);
  if (values === undefined) return undefined;
  const [value, another] = values.map(plainValueOf);
  if (value === undefined || value === '' || another !== undefined) throw refuseSlot(name);
  return value;
};

const readPatient = (slots: Slots): ListQuery['patient'] => {
  const text = onlyValue(slots, SLOT.patient);
  const patient = text === undefined ? undefined : parseCx(text);
  if (patient?.ok !== true) throw refuseSlot(SLOT.patient);
  return patient.value;
};

const readFilters = (slots: Slots): ListFilters => {
  const maximumSize = onlyValue(slots, SLOT.maximumSize);
  const createdBefore = readFilterInstant(slots, SLOT.createdBefore);
  const createdAfter = readFilterInstant(slots, SLOT.createdAfter);
  const size = Number(maximumSize);
  if (maximumSize !== undefined && !(/^\d+$/.test(maximumSize) && Number.isSafeInteger(size))) throw refuseSlot(SLOT.maximumSize);
  return {
    ...(maximumSize === undefined ? {} : { maximumSize: size }),
    ...(createdBefore === undefined ? {} : { createdBefore }),
    ...(createdAfter === undefined ? {} : { createdAfter }),
  };
};

const readFilterInstant = (slots: Slots, name: string): Instant | undefined => {
  const text = onlyValue(slots, name);
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (!instant.ok) throw refuseSlot(name);
  return instant.value;
};

/** Only approved entries exist here. White space inside the URN is in real messages. */
const readApprovedClasses = (slots: Slots): readonly QueryClassCode[] => {
  const statuses = (slots.get(SLOT.status) ?? []).flatMap(codesOf).map((text) => text.replaceAll(/\s/g, ''));
  if (!statuses.includes(STATUS_APPROVED)) throw refuseSlot(SLOT.status);
  const asked = new Set((slots.get(SLOT.classCode) ?? []).flatMap(codesOf).map(readClass));
  const [family, another] = asked;
  // One query concerns one document family (wire-contract 2.4); each of ours has one class.
  if (family === undefined || another !== undefined) throw new NcpError('NCP_IHE_CLASS_CODE', { classes: asked.size });
  return [family];
};

/** `57833-6^^2.16.840.1.113883.6.1`, with the code system as an OID, as a URN or left out. */
const readClass = (text: string): QueryClassCode => {
  const [code = '', , system = ''] = text.split('^').map((part) => part.trim());
  const known = readQueryClassCode(code);
  const named = system === '' ? undefined : parseHomeCommunityId(system);
  if (known === undefined || (named !== undefined && !(named.ok && named.value === CODE_SYSTEMS.loinc))) {
    throw new NcpError('NCP_IHE_CLASS_CODE');
  }
  return known;
};
