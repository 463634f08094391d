import { NcpError, type DocumentPlace, type VisitDocument } from '@ncp/domain';
import { decodeRetrieveResponse, encodeRetrieve, retrieveOutcome, type ReceivedDocuments, type ReceivedError } from '@ncp/ihe';
import type { XmlElement } from '@ncp/xml';
import { ask } from './ask.js';
import type { Understood } from './conversation.js';
import { requireDocumentOf, requireNobodyElse } from './document-patient.js';
import { refusalAs, refusalOf } from './peer-refusal.js';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';

export interface RetrievedAbroad {
  readonly bytes: Uint8Array;
  /** The same, parsed. */
  readonly root: XmlElement;
  readonly warnings: readonly ReceivedError[];
}

/**
 * UC-B3 1, 3, 5: fetches one document (ITI-39), of this patient and no other.
 * @throws NcpError NCP_IHE_NO_DOCUMENT, NCP_DELIVERY_WITHHELD for an error beside the document, NCP_IHE_WRONG_PATIENT,
 *   NCP_PEER_NO_CONSENT, NCP_PEER_REFUSED and those of `identifyAbroad`
 */
export async function retrieveAbroad(
  gateway: TreatmentGateway, asking: TreatmentAsking, place: DocumentPlace, kind: VisitDocument['kind'],
): Promise<RetrievedAbroad> {
  return ask(gateway, asking, {
    service: 'retrieve', transaction: 'ITI-39',
    audited: { service: kind === 'patientSummary' ? 'retrieve-summaries' : 'retrieve-prescriptions', documents: [place.uniqueId] },
    body: encodeRetrieve([{ home: place.homeCommunityId, repositoryId: place.repositoryId, documentId: place.uniqueId }]),
  }, ({ body }, attachments) => retrieved(gateway, asking, decodeRetrieveResponse(body, attachments), place));
}

function retrieved(gateway: TreatmentGateway, { patient }: TreatmentAsking, answer: ReceivedDocuments, place: DocumentPlace): Understood<RetrievedAbroad> {
  // Every document that came is looked at, not only the one that was asked for: two patients in one answer are an alarm.
  const roots = new Map<Uint8Array, XmlElement>();
  for (const { bytes, documentId } of answer.documents) {
    if (documentId === place.uniqueId) roots.set(bytes, requireDocumentOf(patient, bytes, gateway.limits));
    else requireNobodyElse(patient, bytes, gateway.limits);
  }
  const outcome = retrieveOutcome(answer, place.uniqueId);
  switch (outcome.kind) {
    case 'document': {
      const { document: { bytes }, warnings } = outcome;
      return { value: { bytes, root: roots.get(bytes) ?? requireDocumentOf(patient, bytes, gateway.limits), warnings } };
    }
    case 'withheld': throw refusalAs('NCP_DELIVERY_WITHHELD', { code: outcome.error.code, text: outcome.error.context });
    case 'missing': throw missing(outcome.error);
  }
}

/** Codes that say no more than that there is no such document. */
const GONE: readonly string[] = ['ERROR_GENERIC_DOCUMENT_MISSING', '1100', '1101', '1102'];

const missing = (error: ReceivedError | undefined): NcpError =>
  error === undefined || GONE.includes(error.code)
    ? refusalAs('NCP_IHE_NO_DOCUMENT', error === undefined ? undefined : { code: error.code, text: error.context })
    : refusalOf(error);
