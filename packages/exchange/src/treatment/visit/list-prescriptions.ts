import { stockholmDate, type Delivery, type Dispensable } from '@ncp/domain';
import { dispensable } from '../reading/dispensable.js';
import { patientHashOf } from '../delivery/fingerprint-request.js';
import { confirmedVisit, listDocumentsAbroad, type DocumentListing, type ListedDocument, type ListingWish } from './list-documents-abroad.js';
import { patientOfVisit } from './treatment-relationship.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { requireRole, type Caller } from './visit-access.js';

/** What the list says of a prescription before it is fetched: ATC, form, strength, substitution (wire-contract 2.5). */
export interface ListedFact {
  readonly code: string;
  readonly codingScheme?: string;
  /** In the words of the other country. */
  readonly name?: string;
  /** Swedish designation of the code, where the catalogue has one. */
  readonly sv?: string;
}

export interface ListedPrescription extends ListedDocument {
  readonly dispensable: Dispensable;
  readonly facts: readonly ListedFact[];
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
  const factOf = (event: ListedDocument['entry']['events'][number]): ListedFact => {
    const sv = event.codingScheme === undefined ? undefined : gateway.catalogue.display(event.code, event.codingScheme, 'sv');
    return { ...event, ...(sv === undefined ? {} : { sv }) };
  };
  const listed = listing.listed.map((one) => ({
    ...one, facts: one.entry.events.map(factOf), dispensable: dispensable({ listed: one.document.listed ?? 'unknown', profile, today, deliveries: unacknowledged }),
  }));
  return { ...listing, unacknowledged, listed: listed.toSorted((a, b) => ORDER[a.dispensable.answer] - ORDER[b.dispensable.answer]) };
}
