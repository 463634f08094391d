import { prescriptionDocument } from '@ncp/cda';
import { NcpError, addMs, type NcpErrorCode, type OwnDocument } from '@ncp/domain';
import type { JournalEntry } from '../ports/index.js';
import type { TreatmentContext } from './context.js';
import { noteMissing } from './note-missing.js';
import { assessPrescriptions } from './offers.js';
import type { KnownPerson } from './person.js';
import { renderDocument } from './render-document.js';

const ADVISORY_MARK_MS = 30 * 60_000;

/** A document that is ready to leave, and what is committed with it. */
export interface HandedOver {
  readonly bytes: Uint8Array;
  readonly warnings: readonly NcpErrorCode[];
  readonly exported: NonNullable<JournalEntry['exported']>[number];
  readonly mark?: NonNullable<JournalEntry['marks']>[number];
}

export type PrescriptionDocument = Extract<OwnDocument, { kind: 'prescription' }>;

/** The prescriptions that one message may name, judged on present data (decisions D30). */
export interface JudgedPrescriptions {
  /** Rules that keep some at home; for our records only. */
  readonly rules: readonly string[];
  /** One document, mapped and rendered; undefined is an id that nobody understands. @throws NcpError NCP_DOCUMENT_*, NCP_CDA_* */
  handOver(document: PrescriptionDocument | undefined, documentId: string): Promise<HandedOver>;
}

/** @throws NcpError NCP_NATIONAL_* */
export async function judgePrescriptions(context: TreatmentContext, person: KnownPerson, wanted: readonly (PrescriptionDocument | undefined)[]): Promise<JudgedPrescriptions> {
  const { gateway, peer, hcp } = context;
  const { observer, national } = gateway;
  const all = await observer.step('national', () => national.prescriptions(person.patient.nationalId, person.call));
  const ids = new Set(wanted.map((document) => document?.prescriptionId));
  const assessed = await observer.step('decide', () => assessPrescriptions(context, person, all, all.filter((p) => ids.has(p.id))));
  return {
    rules: assessed.flatMap((one) => (one.offered ? [] : [`${one.prescription.id}:${one.rule}`])),
    async handOver(document, documentId) {
      if (document === undefined) throw new NcpError('NCP_DOCUMENT_UNKNOWN_ID');
      const one = assessed.find((a) => (a.offered ? a.offer.prescription : a.prescription).id === document.prescriptionId);
      // Another patient's prescription is simply not among this patient's.
      if (one === undefined) throw new NcpError('NCP_DOCUMENT_OTHER_PATIENT');
      if (!one.offered || (document.level === 'L1' && !gateway.policy.offerLevel1)) throw new NcpError('NCP_DOCUMENT_NOT_OFFERED');
      const { prescription } = one.offer;
      if (prescription.versionId !== document.versionId) throw new NcpError('NCP_DOCUMENT_SUPERSEDED');
      const model = await observer.step('map', async () => prescriptionDocument({ offer: one.offer, article: one.article, patient: person.patient, catalogue: gateway.catalogue, config: gateway.cda }));
      noteMissing(context, model.missingTerms);
      const bytes = await renderDocument(context, model, document.level);
      const at = gateway.surroundings.now();
      const version = { prescriptionId: prescription.id, version: prescription.versionId, country: peer.country };
      return {
        bytes,
        warnings: [...new Set(model.findings.map((finding) => finding.code))],
        // Export row and advisory mark (decisions D52, D59): they deny nobody anything.
        exported: { ...version, documentId, at },
        mark: { ...version, pharmacy: hcp.organisationId ?? hcp.locality, expires: addMs(at, ADVISORY_MARK_MS) },
      };
    },
  };
}
