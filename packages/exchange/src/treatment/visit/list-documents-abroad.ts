import { checkTraits, CLASS_CODES, NcpError, stockholmDate, type PatientTraits, type Visit, type VisitDocument } from '@ncp/domain';
import type { DocumentPair, ReceivedEntry, ReceivedError } from '@ncp/ihe';
import { hex, sha256, utf8 } from '@ncp/xml';
import { listAbroad, placeOf } from '../abroad/list-abroad.js';
import { reachableCountry } from './open-visit.js';
import { renewedRelationship, treatmentAsking, withRelationship, type ConfirmedVisit } from './treatment-relationship.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { changeVisit, visitOf, wrongFields, type Caller } from './visit-access.js';

/** One document of the list, by the key that stands in paths. */
export interface ListedDocument {
  readonly document: VisitDocument;
  /** What tells of it: the structured form where there is one. */
  readonly entry: ReceivedEntry;
}

export interface DocumentListing {
  readonly visit: ConfirmedVisit;
  readonly listed: readonly ListedDocument[];
  readonly unreadable: number;
  readonly warnings: readonly ReceivedError[];
  readonly none: boolean;
}

export interface ListingWish {
  readonly visit: string;
  readonly kind: VisitDocument['kind'];
  /** By the keys of the country's document mask. */
  readonly given: Readonly<Record<string, string>> | undefined;
}

const isConfirmed = (visit: Visit): visit is ConfirmedVisit => visit.confirmed !== undefined;

/** A visit whose patient is confirmed. @throws those of `visitOf` */
export async function confirmedVisit(gateway: Pick<TreatmentGateway, 'visits' | 'surroundings'>, caller: Caller, id: string): Promise<ConfirmedVisit> {
  const visit = await visitOf(gateway, caller, id, ['CONFIRMED']);
  if (!isConfirmed(visit)) throw new TypeError('a confirmed visit without a person');
  return visit;
}

/** A short name that is the same in every list of one visit, and tells nothing outside it. */
const keyOf = (visit: string, uniqueId: string): string => hex(sha256(utf8(`${visit}|${uniqueId}`))).slice(0, 16);

/** PIN and prescription id are of the treatment relationship: given anew, it is issued anew (decisions G20). */
async function withDocumentFields(gateway: TreatmentGateway, caller: Caller, visit: ConfirmedVisit, given: ListingWish['given']): Promise<ConfirmedVisit> {
  const { mask } = reachableCountry(gateway, visit.country);
  const { pin, prescriptionId, ...others }: PatientTraits = visit.traits ?? { identifiers: [] };
  const asked = given !== undefined || (pin === undefined && prescriptionId === undefined && mask.document.some(({ mandatory }) => mandatory));
  if (!asked) return withRelationship(gateway, caller, visit);
  const checked = checkTraits(mask.document, given ?? {}, stockholmDate(gateway.surroundings.now()));
  if (!checked.ok) throw wrongFields(checked.error, 'documentFields');
  const { pin: newPin, prescriptionId: newId } = checked.value;
  if (newPin === pin && newId === prescriptionId) return withRelationship(gateway, caller, visit);
  const traits: PatientTraits = { ...others, ...(newPin === undefined ? {} : { pin: newPin }), ...(newId === undefined ? {} : { prescriptionId: newId }) };
  const renewed = await renewedRelationship(gateway, caller, { ...visit, traits });
  return { ...renewed, version: (await changeVisit(gateway, renewed)).version };
}

function listedDocument(visit: ConfirmedVisit, kind: VisitDocument['kind'], homeCommunityId: string, { coded, pdf }: DocumentPair): readonly ListedDocument[] {
  const entry = coded ?? pdf;
  const [level3, level1] = [coded, pdf].map((one) => (one === undefined ? undefined : placeOf(one, { homeCommunityId })));
  const place = level3 ?? level1;
  if (entry === undefined || place === undefined) return [];
  const key = keyOf(visit.id, place.uniqueId);
  const version = visit.documents?.find((earlier) => earlier.key === key)?.version;
  return [{
    entry,
    document: {
      key, kind, listed: entry.open === undefined ? 'unknown' : entry.open ? 'open' : 'closed',
      ...(level3 === undefined ? {} : { level3 }), ...(level1 === undefined ? {} : { level1 }), ...(version === undefined ? {} : { version }),
    },
  }];
}

/**
 * UC-B2 1-4: the documents of one kind, each with a key under which the visit remembers where it is.
 * @throws NcpError those of `visitOf` and `listAbroad`, NCP_API_INPUT (wrong fields)
 */
export async function listDocumentsAbroad(gateway: TreatmentGateway, caller: Caller, found: ConfirmedVisit, { kind, given }: Omit<ListingWish, 'visit'>): Promise<DocumentListing> {
  // What a country does not offer is not asked for.
  if (!gateway.directory.profile(found.country).services.includes(kind)) throw new NcpError('NCP_PEER_COUNTRY', { country: found.country, what: 'service' });
  const visit = await withDocumentFields(gateway, caller, found, given);
  const { homeCommunityId } = gateway.directory.profile(visit.country);
  const classCode = kind === 'patientSummary' ? CLASS_CODES.patientSummary : CLASS_CODES.ePrescription;
  const { pairs, unreadable, warnings, none } = await listAbroad(gateway, treatmentAsking(caller, visit), classCode);
  const listed = pairs.flatMap((pair) => listedDocument(visit, kind, homeCommunityId, pair));
  const others = (visit.documents ?? []).filter((earlier) => earlier.kind !== kind);
  const remembered = { ...visit, documents: [...others, ...listed.map(({ document }) => document)] };
  const { version } = await changeVisit(gateway, remembered);
  return { visit: { ...remembered, version }, listed, unreadable, warnings, none };
}
