import { isPdf } from '@ncp/cda';
import { NcpError, type DocumentLevel, type DocumentPlace, type VisitDocument } from '@ncp/domain';
import { decodeRetrieveResponse, encodeRetrieve, retrieveOutcome, type ReceivedDocuments, type ReceivedError } from '@ncp/ihe';
import type { XmlElement } from '@ncp/xml';
import { fetchedTemplate } from '../../exchanged-templates.js';
import { ask } from './ask.js';
import type { Question, Understood } from './conversation.js';
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
  return ask(gateway, asking, questionOf(place, kind), ({ body }, attachments) => ({
    ...retrieved(gateway, asking, decodeRetrieveResponse(body, attachments), place), templates: [templateOf(kind, 'L3')],
  }));
}

const templateOf = (kind: VisitDocument['kind'], level: DocumentLevel): string => fetchedTemplate(kind === 'patientSummary' ? 'patient-summary' : 'prescription', level);

const questionOf = (place: DocumentPlace, kind: VisitDocument['kind']): Question => ({
  service: 'retrieve', transaction: 'ITI-39',
  audited: { service: kind === 'patientSummary' ? 'retrieve-summaries' : 'retrieve-prescriptions', documents: [place.uniqueId] },
  body: encodeRetrieve([{ home: place.homeCommunityId, repositoryId: place.repositoryId, documentId: place.uniqueId }]),
});

function retrieved(gateway: TreatmentGateway, asking: TreatmentAsking, answer: ReceivedDocuments, place: DocumentPlace): Understood<RetrievedAbroad> {
  const { bytes, taken: root, warnings } = documentIn(gateway, asking, { answer, place }, (found) => requireDocumentOf(asking.patient, found, gateway.limits));
  return { value: { bytes, root, warnings } };
}

export interface OriginalAbroad {
  readonly bytes: Uint8Array;
  /** A PDF without a document around it: nothing in it was compared with the patient. */
  readonly isAlone: boolean;
  readonly warnings: readonly ReceivedError[];
}

/**
 * UC-B3 1: fetches the form for people. Some countries hand out the bare PDF, which names nobody to a machine; it is taken only
 * as the companion of a structured document that was read in this visit, and marked (cda-documents 8).
 * @throws NcpError NCP_PEER_ANSWER (because NCP_CDA_PDF_ALONE) for a bare PDF that is no companion, and those of `retrieveAbroad`
 */
export async function retrieveOriginalAbroad(
  gateway: TreatmentGateway, asking: TreatmentAsking, { place, kind, isCompanion }: { readonly place: DocumentPlace; readonly kind: VisitDocument['kind']; readonly isCompanion: boolean },
): Promise<OriginalAbroad> {
  return ask(gateway, asking, questionOf(place, kind), ({ body }, attachments) => {
    const { bytes, taken: isAlone, warnings } = documentIn(gateway, asking, { answer: decodeRetrieveResponse(body, attachments), place }, (found) => {
      if (!isPdf(found)) {
        requireDocumentOf(asking.patient, found, gateway.limits);
        return false;
      }
      if (!isCompanion) throw new NcpError('NCP_CDA_PDF_ALONE');
      return true;
    });
    return { value: { bytes, isAlone, warnings }, templates: [templateOf(kind, 'L1')], ...(isAlone ? { codes: ['NCP_CDA_PDF_ALONE' as const] } : {}) };
  });
}

interface Answered {
  readonly answer: ReceivedDocuments;
  readonly place: DocumentPlace;
}

/** The document that was asked for, and what `take` made of it. */
function documentIn<T>(gateway: TreatmentGateway, { patient }: TreatmentAsking, { answer, place }: Answered, take: (bytes: Uint8Array) => T): { readonly bytes: Uint8Array; readonly taken: T; readonly warnings: readonly ReceivedError[] } {
  // Every document that came is looked at, not only the one that was asked for: two patients in one answer are an alarm.
  const found = new Map<Uint8Array, T>();
  for (const { bytes, documentId } of answer.documents) {
    if (documentId === place.uniqueId) found.set(bytes, take(bytes));
    else requireNobodyElse(patient, bytes, gateway.limits);
  }
  const outcome = retrieveOutcome(answer, place.uniqueId);
  switch (outcome.kind) {
    case 'document': {
      const { document: { bytes }, warnings } = outcome;
      return { bytes, taken: found.get(bytes) ?? take(bytes), warnings };
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
