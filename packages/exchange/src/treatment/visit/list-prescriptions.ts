import { stockholmDate, type Delivery, type Dispensable } from '@ncp/domain';
import { dispensable } from '../reading/dispensable.js';
import { patientHashOf } from '../delivery/fingerprint-request.js';
import { confirmedVisit, listDocumentsAbroad, type DocumentListing, type ListedDocument, type ListingWish } from './list-documents-abroad.js';
import { patientOfVisit } from './treatment-relationship.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { requireRole, type Caller } from './visit-access.js';

export interface ListedPrescription extends ListedDocument {
  readonly dispensable: Dispensable;
}

export interface PrescriptionListing extends Omit<DocumentListing, 'listed'> {
  /** Dispensable first (UC-B2). */
  readonly listed: readonly ListedPrescription[];
  /** Dispensations of ours for this patient that the country has not acknowledged (UC-B2 5). */
  readonly unacknowledged: readonly Delivery[];
}

const ORDER: Readonly<Record<Dispensable['answer'], number>> = { yes: 0, ask: 1, no: 2 };

/**
 * UC-B2: her prescriptions, each dispensable or with the reason why not, and what of ours is not acknowledged.
 * @throws NcpError NCP_API_ROLE, and those of `visitOf` and `listAbroad`
 */
export async function listPrescriptions(gateway: TreatmentGateway, caller: Caller, { visit: id, given }: Omit<ListingWish, 'kind'>): Promise<PrescriptionListing> {
  const found = await confirmedVisit(gateway, caller, id);
  await requireRole(gateway, caller, { action: 'list-prescriptions', country: found.country });
  const listing = await listDocumentsAbroad(gateway, caller, found, { kind: 'ePrescription', given });
  const profile = gateway.directory.profile(found.country);
  const unacknowledged = await gateway.deliveries.openOf(found.country, patientHashOf(patientOfVisit(found)));
  const today = stockholmDate(gateway.surroundings.now());
  const listed = listing.listed.map((one) => ({
    ...one, dispensable: dispensable({ listed: one.document.listed ?? 'unknown', profile, today, deliveries: unacknowledged }),
  }));
  return { ...listing, unacknowledged, listed: listed.toSorted((a, b) => ORDER[a.dispensable.answer] - ORDER[b.dispensable.answer]) };
}
