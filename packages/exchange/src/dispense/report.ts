import { decodeDispensation } from '@ncp/cda';
import {
  NcpError, dispenseKeyOf, parseDocumentId, readOwnDocumentId, readPrescriptionReference, type Dispensation, type DispenseKey,
} from '@ncp/domain';
import type { Submission } from '@ncp/ihe';
import { requirePatient, requirePrescription } from '@ncp/saml';
import type { TreatmentContext } from '../affiliation/context.js';
import { todayOf } from '../affiliation/person.js';
import { contentHash, documentHash } from './fingerprint.js';

/** What use cases need of a submission. */
export type Submitted = Pick<Submission, 'document' | 'submissionSetId'>;

/** A reported hand-over: what the document says, whose it is, and the key it is remembered by. */
export interface Report {
  readonly dispensation: Dispensation;
  readonly key: DispenseKey;
  readonly prescriptionId: string;
  readonly document: Uint8Array;
  readonly documentHash: string;
  readonly contentHash: string;
  readonly submissionSet: string;
}

/**
 * Reads an eDispensation (or the dispensation inside a discard) and holds it against the treatment relationship.
 * @throws NcpError NCP_CDA_*, NCP_SAML_PATIENT_MISMATCH (4206), NCP_DISPENSE_NOT_IDENTIFIABLE, NCP_SAML_DOCUMENT_MISMATCH (4207)
 */
export function readReport(context: TreatmentContext, { document, submissionSetId }: Submitted): Report {
  const { gateway, peer, trc } = context;
  const dispensation = decodeDispensation(document, { zone: gateway.countries.get(peer.country)?.zone ?? 'Europe/Brussels' });
  // A document may name her by another country's id too; the one that the relationship is about counts.
  const patient = dispensation.patientIds.find(({ root }) => root === trc.patient.root) ?? dispensation.patientIds[0];
  if (patient?.extension === undefined) throw new NcpError('NCP_CDA_PATIENT');
  requirePatient(trc, { root: patient.root, extension: patient.extension }, todayOf(context));
  const reference = readPrescriptionReference(
    [dispensation.prescriptionId, dispensation.prescriptionItemId], gateway.policy.documentRoots, gateway.policy.prescriptionRootAliases,
  );
  if (!reference.ok) throw new NcpError(reference.error);
  requireNamedPrescription(context, reference.value);
  return {
    dispensation, document,
    key: dispenseKeyOf(peer.country, dispensation),
    prescriptionId: reference.value,
    documentHash: documentHash(document),
    contentHash: contentHash(dispensation),
    submissionSet: submissionSetId,
  };
}

/**
 * A treatment relationship for one prescription dispenses no other (decisions D60). It may name it by the id of a document
 * of it, as it did when that was fetched.
 * @throws NcpError NCP_SAML_DOCUMENT_MISMATCH (4207)
 */
function requireNamedPrescription({ gateway: { policy }, trc }: TreatmentContext, prescriptionId: string): void {
  const id = parseDocumentId(trc.prescriptionId ?? '');
  const own = id.ok ? readOwnDocumentId(id.value, policy.documentRoots) : id;
  const named = own.ok && own.value.kind === 'prescription' ? own.value.prescriptionId : undefined;
  if (named !== prescriptionId) requirePrescription(trc, [prescriptionId, `${policy.documentRoots.prescription}^${prescriptionId}`]);
}

/** The document's own id, as lists and audit write it. */
export const documentOf = ({ documentRoot, documentExtension }: DispenseKey): string => `${documentRoot}^${documentExtension}`;

/** Who reported it, for grouping the hand-overs of one visit (decisions D50). */
export const pharmacyKey = (d: Dispensation): string => {
  const { id, name } = d.pharmacy;
  return id === undefined ? (name ?? '') : `${id.root}^${id.extension ?? ''}`;
};
