import { decodeLevel1, type ForeignPrescription } from '@ncp/cda';
import { isNcpError, NcpError, type DocumentPlace, type NcpErrorCode, type VisitDocument } from '@ncp/domain';
import type { ReceivedError } from '@ncp/ihe';
import { hex, sha256, type XmlElement } from '@ncp/xml';
import { retrieveAbroad, retrieveOriginalAbroad, type RetrievedAbroad } from '../abroad/retrieve-abroad.js';
import type { ShelvedDocument } from './document-shelf.js';
import { treatmentAsking, withRelationship, type ConfirmedVisit } from './treatment-relationship.js';
import { changeVisit, type Caller, type TreatmentDesk } from './visit-access.js';

/** A structured document as it came. */
export interface FetchedDocument {
  readonly visit: ConfirmedVisit;
  readonly document: VisitDocument;
  readonly bytes: Uint8Array;
  /** The same, parsed. */
  readonly root: XmlElement;
  /** SHA-256, hex. */
  readonly version: string;
  readonly warnings: readonly ReceivedError[];
}

/** @throws NcpError NCP_API_NOT_FOUND for a key that the visit's last list does not have */
export function documentOf({ documents = [] }: ConfirmedVisit, { key, kind }: Pick<VisitDocument, 'key' | 'kind'>): VisitDocument {
  const document = documents.find((one) => one.key === key && one.kind === kind);
  if (document === undefined) throw new NcpError('NCP_API_NOT_FOUND', { what: 'document' });
  return document;
}

const required = (place: DocumentPlace | undefined): DocumentPlace => {
  if (place === undefined) throw new NcpError('NCP_IHE_NO_DOCUMENT', { what: 'form' });
  return place;
};

async function retrieve(desk: TreatmentDesk, caller: Caller, visit: ConfirmedVisit, { place, kind }: { readonly place: DocumentPlace; readonly kind: VisitDocument['kind'] }): Promise<RetrievedAbroad & { readonly visit: ConfirmedVisit }> {
  const related = await withRelationship(desk, caller, visit);
  return { visit: related, ...(await retrieveAbroad(desk, treatmentAsking(caller, related), place, kind)) };
}

/** What the other country wrote and we cannot read is theirs (UC-B3 2). */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isNcpError(error) ? new NcpError('NCP_PEER_ANSWER', { ...error.details, because: error.code }, error) : error;
  }
}

/**
 * UC-B3 1: fetches the structured form; the visit remembers which version of it was read.
 * @throws NcpError NCP_API_NOT_FOUND, and those of `retrieveAbroad`
 */
export async function fetchDocument(desk: TreatmentDesk, caller: Caller, found: ConfirmedVisit, wanted: Pick<VisitDocument, 'key' | 'kind'>): Promise<FetchedDocument> {
  const document = documentOf(found, wanted);
  const { visit, bytes, root, warnings } = await retrieve(desk, caller, found, { place: required(document.level3), kind: wanted.kind });
  return { visit, document, bytes, root, version: hex(sha256(bytes)), warnings };
}

/** Notes what was read. Called when the reading succeeded, never before. */
export async function noteRead(desk: TreatmentDesk, { visit, document, version }: FetchedDocument): Promise<ConfirmedVisit> {
  if (document.version === version) return visit;
  const read = { ...visit, documents: (visit.documents ?? []).map((one) => (one.key === document.key ? { ...one, version } : one)) };
  return { ...read, version: (await changeVisit(desk, read)).version };
}

/** Notes what was read, and keeps it for the next step. */
export async function shelve(desk: TreatmentDesk, fetched: FetchedDocument, prescription: ForeignPrescription): Promise<ConfirmedVisit> {
  const { visit, document, bytes, version } = fetched;
  const [noted] = await Promise.all([
    noteRead(desk, fetched), desk.shelf.put({ visit: visit.id, key: document.key, version }, { bytes, prescription, at: desk.surroundings.now() }),
  ]);
  return noted;
}

/**
 * The document that was read in this visit: from the shelf, or fetched anew and the same.
 * @throws NcpError NCP_API_STATE when it was not read, or reads otherwise now; those of `retrieveAbroad`
 */
export async function readBefore(desk: TreatmentDesk, caller: Caller, visit: ConfirmedVisit, wanted: Pick<VisitDocument, 'key' | 'kind'>): Promise<ShelvedDocument & Pick<FetchedDocument, 'version'>> {
  const { version } = documentOf(visit, wanted);
  if (version === undefined) throw new NcpError('NCP_API_STATE', { needed: 'read' });
  const place = { visit: visit.id, key: wanted.key, version };
  const kept = await desk.shelf.take(place, desk.surroundings.now());
  if (kept !== undefined && hex(sha256(kept.bytes)) === version) return { ...kept, version };
  const fetched = await fetchDocument(desk, caller, visit, wanted);
  if (fetched.version !== version) throw new NcpError('NCP_API_STATE', { needed: 'read-again' });
  await desk.shelf.put(place, { bytes: fetched.bytes, at: desk.surroundings.now() });
  return { bytes: fetched.bytes, version };
}

/** The original of the other country for people. */
export interface FetchedOriginal {
  readonly pdf: Uint8Array;
  /** NCP_CDA_PDF_ALONE where nothing proves whom it is about but the visit in which it was asked for. */
  readonly findings: readonly NcpErrorCode[];
}

/**
 * UC-B3 1: the original as a PDF. One without a document around it is taken beside a structured document that this visit has read.
 * @throws NcpError NCP_IHE_NO_DOCUMENT, NCP_PEER_ANSWER when it is no PDF, and those of `retrieveOriginalAbroad`
 */
export async function fetchOriginal(desk: TreatmentDesk, caller: Caller, visit: ConfirmedVisit, wanted: Pick<VisitDocument, 'key' | 'kind'>): Promise<FetchedOriginal> {
  const { level1, version } = documentOf(visit, wanted);
  const related = await withRelationship(desk, caller, visit);
  const { bytes, isAlone } = await retrieveOriginalAbroad(desk, treatmentAsking(caller, related), { place: required(level1), kind: wanted.kind, isCompanion: version !== undefined });
  return { pdf: reading(() => decodeLevel1(bytes)), findings: isAlone ? ['NCP_CDA_PDF_ALONE'] : [] };
}
