import { formatDocumentId, type ForeignPatient, type ReadDocument, type VisitDocument } from '@ncp/domain';
import type { ReceivedError } from '@ncp/ihe';
import { translationRecord } from '../abroad/audit-outward.js';
import { gapsOfReading } from '../../gaps/gap-rows.js';
import { fetchDocument, fetchOriginal, noteRead, reading, type FetchedOriginal } from './fetch-document.js';
import { confirmedVisit, listDocumentsAbroad, type DocumentListing, type ListingWish } from './list-documents-abroad.js';
import { readSummary } from '../reading/read-summary.js';
import { treatmentAsking, type ConfirmedVisit } from './treatment-relationship.js';
import { requireRole, type Caller, type TreatmentDesk } from './visit-access.js';

export interface FetchedSummary {
  readonly visit: ConfirmedVisit;
  readonly document: VisitDocument;
  readonly bytes: Uint8Array;
  readonly version: string;
  readonly patient: ForeignPatient;
  readonly read: ReadDocument;
  readonly warnings: readonly ReceivedError[];
}

interface Wanted {
  readonly visit: string;
  readonly key: string;
}

const kind = 'patientSummary';

/** Only care roles at a care provider; the pharmacy counter has none (decisions D77, UC-B7 1). */
async function entitled(desk: TreatmentDesk, caller: Caller, id: string): Promise<ConfirmedVisit> {
  const visit = await confirmedVisit(desk, caller, id);
  await requireRole(desk, caller, { action: 'patient-summary', country: visit.country });
  return visit;
}

/** UC-B7: her patient summaries. @throws NcpError NCP_API_ROLE, and those of `visitOf` and `listAbroad` */
export async function listSummaries(desk: TreatmentDesk, caller: Caller, { visit, given }: Omit<ListingWish, 'kind'>): Promise<DocumentListing> {
  return listDocumentsAbroad(desk, caller, await entitled(desk, caller, visit), { kind, given });
}

/** UC-B7: one patient summary, section by section in Swedish beside the original (EHDSI-22, EHDSI-94). @throws those of `fetchPrescription` */
export async function fetchSummary(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<FetchedSummary> {
  const found = await entitled(desk, caller, wanted.visit);
  const fetched = await fetchDocument(desk, caller, found, { key: wanted.key, kind });
  const { bytes, root, version, warnings, document } = fetched;
  const { patient, read, gaps } = reading(() => readSummary(root, { catalogue: desk.catalogue, profile: desk.directory.profile(found.country) }));
  desk.gaps.note(gapsOfReading(desk.catalogue, found.country, gaps));
  await desk.journal.commit(translationRecord(desk, treatmentAsking(caller, fetched.visit), formatDocumentId(read.documentId)));
  return { visit: await noteRead(desk, fetched), document, bytes, version, patient, read, warnings };
}

/** The original of a patient summary for people, a PDF. @throws those of `fetchOriginal` */
export async function fetchSummaryOriginal(desk: TreatmentDesk, caller: Caller, wanted: Wanted): Promise<FetchedOriginal> {
  return fetchOriginal(desk, caller, await entitled(desk, caller, wanted.visit), { key: wanted.key, kind });
}
