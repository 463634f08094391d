import { addMs, compareInstants, type InstanceIdentifier, type IssuedAssertion, type PatientTraits, type Purpose, type Visit } from '@ncp/domain';
import { issuanceRecord } from '../abroad/audit-outward.js';
import { issueTrc } from '../abroad/issue-assertions.js';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';
import { askingOf, changeVisit, type Caller } from './visit-access.js';

/** A visit whose patient is confirmed. */
export type ConfirmedVisit = Visit & { readonly confirmed: NonNullable<Visit['confirmed']> };

/** One that ends within the time an answer takes is renewed [local]. */
const MARGIN_MS = 2 * 60_000;

/** Patient, and what the country's mask asks for before documents are listed (decisions G20). */
export interface Related {
  readonly patient: InstanceIdentifier;
  readonly purpose: Purpose;
  readonly traits?: Pick<PatientTraits, 'pin' | 'prescriptionId'>;
}

/** Issues a treatment relationship under record (EHDSI-92). @throws NcpError NCP_AUDIT_UNAVAILABLE */
export async function relate(gateway: TreatmentGateway, caller: Caller, visit: Visit, { patient, purpose, traits }: Related): Promise<IssuedAssertion> {
  const trc = issueTrc(gateway, visit.hcp, patient, {
    purpose,
    ...(traits?.pin === undefined ? {} : { pin: traits.pin }),
    ...(traits?.prescriptionId === undefined ? {} : { prescriptionId: traits.prescriptionId }),
  });
  const { exchange, professional } = caller;
  await gateway.journal.commit(issuanceRecord(gateway, { exchange, country: visit.country, professional, assertion: trc, patient }));
  return trc;
}

/** The patient as the other country names her. */
export const patientOfVisit = ({ confirmed: { candidate } }: ConfirmedVisit): InstanceIdentifier => candidate.ids[0] ?? { root: '' };

/**
 * The visit with a treatment relationship that still holds for the next message: two hours are less than a visit
 * (decisions D61).
 */
export async function withRelationship(gateway: TreatmentGateway, caller: Caller, visit: ConfirmedVisit): Promise<ConfirmedVisit> {
  if (compareInstants(addMs(gateway.surroundings.now(), MARGIN_MS), visit.confirmed.trc.notOnOrAfter) < 0) return visit;
  const renewed = await renewedRelationship(gateway, caller, visit);
  return { ...renewed, version: (await changeVisit(gateway, renewed)).version };
}

/** The visit with a new relationship, not yet stored. */
export async function renewedRelationship(gateway: TreatmentGateway, caller: Caller, visit: ConfirmedVisit): Promise<ConfirmedVisit> {
  const { confirmed, purpose, traits } = visit;
  const trc = await relate(gateway, caller, visit, { patient: patientOfVisit(visit), purpose, ...(traits === undefined ? {} : { traits }) });
  return { ...visit, confirmed: { ...confirmed, trc } };
}

/** What every message about a confirmed patient says. */
export const treatmentAsking = (caller: Caller, visit: ConfirmedVisit): TreatmentAsking =>
  ({ ...askingOf(caller, visit), trc: visit.confirmed.trc, patient: patientOfVisit(visit) });
