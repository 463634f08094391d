import { decodePrescription, type ForeignPrescription } from '@ncp/cda';
import { formatDocumentId, stockholmDate, type Dispensable, type ReadDocument, type Suggestion, type VisitDocument } from '@ncp/domain';
import type { ReceivedError } from '@ncp/ihe';
import { parseXml } from '@ncp/xml';
import { translationRecord } from '../abroad/audit-outward.js';
import { gapsOfReading } from '../../gaps/gap-rows.js';
import { dispensable } from '../reading/dispensable.js';
import { documentOf, fetchDocument, fetchOriginal, readBefore, reading, shelve, type FetchedOriginal } from './fetch-document.js';
import { patientHashOf } from '../delivery/fingerprint-request.js';
import { confirmedVisit } from './list-documents-abroad.js';
import { readPrescription } from '../reading/read-prescription.js';
import { suggestProducts } from '../reading/suggest-products.js';
import { patientOfVisit, treatmentAsking, type ConfirmedVisit } from './treatment-relationship.js';
import { requireRole, type Caller, type TreatmentDesk } from './visit-access.js';

export interface FetchedPrescription {
  readonly visit: ConfirmedVisit;
  readonly document: VisitDocument;
  readonly bytes: Uint8Array;
  readonly version: string;
  readonly prescription: ForeignPrescription;
  readonly read: ReadDocument;
  readonly dispensable: Dispensable;
  readonly warnings: readonly ReceivedError[];
}

interface Wanted {
  readonly visit: string;
  readonly key: string;
}

const kind = 'ePrescription';
/** Her latest dispensations in that country that are looked at. */
const EARLIER_LIMIT = 50;

async function entitled(desk: TreatmentDesk, caller: Caller, { visit: id }: Wanted): Promise<ConfirmedVisit> {
  const visit = await confirmedVisit(desk, caller, id);
  await requireRole(desk, caller, { action: 'retrieve-prescription', country: visit.country });
  return visit;
}

/**
 * UC-B3: one prescription in Swedish beside the original, with every doubt marked (EHDSI-32, EHDSI-94).
 * @throws NcpError NCP_API_ROLE, NCP_API_NOT_FOUND, NCP_PEER_ANSWER for a document that cannot be read, and those of `retrieveAbroad`
 */
export async function fetchPrescription(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<FetchedPrescription> {
  const found = await entitled(desk, caller, wanted);
  const fetched = await fetchDocument(desk, caller, found, { key: wanted.key, kind });
  const { bytes, root, version, warnings, document } = fetched;
  const profile = desk.directory.profile(found.country);
  const { prescription, read, gaps } = reading(() => readPrescription(root, { catalogue: desk.catalogue, profile }));
  desk.gaps.note(gapsOfReading(desk.catalogue, found.country, gaps));
  const [deliveries] = await Promise.all([
    desk.deliveries.ofPatient(found.country, patientHashOf(patientOfVisit(found)), EARLIER_LIMIT),
    desk.journal.commit(translationRecord(desk, treatmentAsking(caller, fetched.visit), formatDocumentId(prescription.documentId))),
  ]);
  // What is not on record was not read: the visit notes it only now.
  const visit = await shelve(desk, fetched, prescription);
  return {
    visit, document, bytes, version, prescription, read, warnings,
    dispensable: dispensable({
      listed: document.listed ?? 'unknown', prescription, profile, today: stockholmDate(desk.surroundings.now()), deliveries,
    }),
  };
}

/** The original of a prescription for people, a PDF. @throws those of `fetchOriginal` */
export async function fetchPrescriptionOriginal(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<FetchedOriginal> {
  const visit = await entitled(desk, caller, wanted);
  return fetchOriginal(desk, caller, visit, { key: wanted.key, kind });
}

/** A prescription that was read in this visit, for what follows from it. @throws NcpError NCP_API_STATE (`read`, `read-again`), and those of `visitOf` */
export async function prescriptionRead(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<{ readonly visit: ConfirmedVisit; readonly prescription: ForeignPrescription }> {
  const visit = await confirmedVisit(desk, caller, wanted.visit);
  const { bytes, version, prescription: known } = await readBefore(desk, caller, visit, { key: wanted.key, kind });
  const prescription = known ?? reading(() => decodePrescription(parseXml(bytes), { zone: desk.directory.profile(visit.country).zone }));
  if (known === undefined) desk.shelf.remember({ visit: visit.id, key: wanted.key, version }, { bytes, prescription, at: desk.surroundings.now() });
  return { visit: await confirmedVisit(desk, caller, wanted.visit), prescription };
}

/** Swedish packs for a prescription that was read: proposals. */
export async function suggestFor(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<readonly Suggestion[]> {
  await entitled(desk, caller, wanted);
  const { prescription } = await prescriptionRead(desk, caller, wanted);
  return suggestProducts(prescription, desk.register, desk.catalogue);
}

/** Which forms of it the country lists. */
export const formsOf = ({ level3, level1 }: Pick<ReturnType<typeof documentOf>, 'level3' | 'level1'>): readonly ('structured' | 'pdf')[] =>
  [...(level3 === undefined ? [] : (['structured'] as const)), ...(level1 === undefined ? [] : (['pdf'] as const))];
