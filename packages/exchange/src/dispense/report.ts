import { decodeDispensation } from '@ncp/cda';
import {
  NcpError, dispenseKeyOf, readPrescriptionReference, type Dispensation, type DispenseKey,
} from '@ncp/domain';
import { requirePatient } from '@ncp/saml';
import type { TreatmentContext } from '../affiliation/context.js';
import { todayOf } from '../affiliation/person.js';
import { contentHash, documentHash } from './fingerprint.js';

/** A reported hand-over: what the document says, whose it is, and the key it is remembered by. */
export interface Report {
  readonly dispensation: Dispensation;
  readonly key: DispenseKey;
  readonly prescriptionId: string;
  readonly document: Uint8Array;
  readonly documentHash: string;
  readonly contentHash: string;
}

/**
 * Reads an eDispensation (or the dispensation inside a discard) and holds it against the treatment relationship.
 * @throws NcpError NCP_CDA_*, NCP_SAML_PATIENT_MISMATCH (4206), NCP_DISPENSE_NOT_IDENTIFIABLE
 */
export function readReport(context: TreatmentContext, document: Uint8Array): Report {
  const { gateway, peer, trc } = context;
  const dispensation = decodeDispensation(document, { zone: gateway.countries.get(peer.country)?.zone ?? 'Europe/Brussels' });
  const [patient] = dispensation.patientIds;
  if (patient?.extension === undefined) throw new NcpError('NCP_CDA_PATIENT');
  requirePatient(trc, { root: patient.root, extension: patient.extension }, todayOf(context));
  const reference = readPrescriptionReference(
    [dispensation.prescriptionId, dispensation.prescriptionItemId], gateway.policy.documentRoots, gateway.policy.prescriptionRootAliases,
  );
  if (!reference.ok) throw new NcpError(reference.error);
  return {
    dispensation, document,
    key: dispenseKeyOf(peer.country, dispensation),
    prescriptionId: reference.value,
    documentHash: documentHash(document),
    contentHash: contentHash(dispensation),
  };
}

/** Who reported it, for grouping the hand-overs of one visit (decisions D50). */
export const pharmacyKey = (d: Dispensation): string => {
  const { id, name } = d.pharmacy;
  return id === undefined ? (name ?? '') : `${id.root}^${id.extension ?? ''}`;
};
