import { prescriptionDocument } from '@ncp/cda';
import {
  CLASS_CODES, NcpError, addMs, isNcpError, parseDocumentId, readOwnDocumentId, type NcpErrorCode, type OwnDocument,
} from '@ncp/domain';
import { decodeRetrieve, encodeRetrieveResponse, registryErrorFor, type DocumentRequest, type QueryClassCode, type RetrievedDocument } from '@ncp/ihe';
import { requireClass, requirePrescription } from '@ncp/saml';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { AnswerPart, Audited, Decided, ExchangeContext, TreatmentContext } from './context.js';
import { requireOurHome } from './homes.js';
import { assessPrescriptions, type Assessed } from './offers.js';
import type { OpenProfile } from './profile.js';
import { worstOutcome } from './outcome.js';
import { requirePerson, type KnownPerson } from './person.js';
import { renderDocument } from './render-document.js';

const ADVISORY_MARK_MS = 30 * 60_000;

/** UC-A3: hand over documents by id, each judged again on present data (ITI-39, decisions D30). */
export const retrieval: OpenProfile = (context, envelope) => {
  const read = attempt(() => decodeRetrieve(envelope.body).requests);
  const requests = read.ok ? read.value : [];
  const classCode = classOf(context, requests);
  const audited: Audited = {
    service: classCode === CLASS_CODES.patientSummary ? 'retrieve-summaries' : 'retrieve-prescriptions',
    documents: requests.map(({ documentId }) => documentId),
  };
  return {
    refuse: (error) => retrieveAnswer({ context, classCode, audited }, [], [error.code]),
    decide: async () => {
      // Either permission set lets a message in; each document then needs its own (UC-A3 step 3).
      const asserted = await assertTreatment(context, envelope);
      if (!read.ok) throw read.error;
      for (const request of requests) requireOurHome(context, request.home);
      const wanted = requests.map((request) => readRequest(asserted, request));
      const person = await requirePerson(asserted, classCode === CLASS_CODES.patientSummary ? 'cross-border-patient-summary' : 'cross-border-eprescription');
      return retrieve({ context: asserted, classCode, audited }, person, wanted);
    },
  };
};

/** One message asks for summaries only when all its documents are such. */
const classOf = (context: ExchangeContext, requests: readonly DocumentRequest[]): QueryClassCode =>
  requests.length > 0 && requests.every((request) => ownDocument(context, request)?.kind === 'patient-summary') ? CLASS_CODES.patientSummary : CLASS_CODES.ePrescription;

/** The document of ours that a request may name, judged by its id alone. */
function ownDocument(context: ExchangeContext, { documentId, repositoryId }: DocumentRequest): OwnDocument | undefined {
  const { policy } = context.gateway;
  const id = parseDocumentId(documentId);
  const own = id.ok ? readOwnDocumentId(id.value, policy.documentRoots) : id;
  return own.ok && repositoryId === policy.repositoryId ? own.value : undefined;
}

type PrescriptionDocument = Extract<OwnDocument, { kind: 'prescription' }>;

/** One request of the message, and the prescription it may name. */
interface Wanted {
  readonly request: DocumentRequest;
  readonly document?: PrescriptionDocument;
}

/** @throws NcpError NCP_SAML_ROLE, NCP_SAML_PERMISSION, NCP_SAML_DOCUMENT_MISMATCH */
function readRequest(context: TreatmentContext, request: DocumentRequest): Wanted {
  const { gateway, hcp, trc } = context;
  const own = ownDocument(context, request);
  if (own !== undefined) {
    requireClass(hcp, { transaction: 'ITI-39', classCode: own.kind === 'prescription' ? CLASS_CODES.ePrescription : CLASS_CODES.patientSummary }, gateway.saml);
  }
  if (own?.kind !== 'prescription') {
    requirePrescription(trc, [request.documentId]);
    // No summary is ever listed, so none can be fetched: its snapshot does not exist (UC-A6 c).
    return { request };
  }
  requirePrescription(trc, [own.prescriptionId, `${gateway.policy.documentRoots.prescription}^${own.prescriptionId}`, request.documentId]);
  return { request, document: own };
}

/** What the answer is about. */
interface Subject<Context extends ExchangeContext> {
  readonly context: Context;
  readonly classCode: QueryClassCode;
  readonly audited: Audited;
}

interface Found {
  readonly request: DocumentRequest;
  readonly part: AnswerPart;
  readonly warnings: readonly NcpErrorCode[];
  readonly prescription: { readonly id: string; readonly version: string };
}

async function retrieve(subject: Subject<TreatmentContext>, person: KnownPerson, wanted: readonly Wanted[]): Promise<Decided> {
  const { context } = subject;
  const { observer, national } = context.gateway;
  const all = await observer.step('national', () => national.prescriptions(person.patient.nationalId, person.call));
  const ids = new Set(wanted.map(({ document }) => document?.prescriptionId));
  const assessed = await observer.step('decide', () => assessPrescriptions(context, person, all, all.filter((p) => ids.has(p.id))));
  const found: Found[] = [];
  const codes: NcpErrorCode[] = [];
  for (const [index, one] of wanted.entries()) {
    try {
      found.push(await handOver(context, person, { ...one, assessed, index }));
    } catch (error) {
      if (!isNcpError(error)) throw error;
      codes.push(error.code);
    }
  }
  return {
    ...retrieveAnswer(subject, found, [...codes, ...found.flatMap((one) => one.warnings)]),
    rules: assessed.flatMap((one) => (one.offered ? [] : [`${one.prescription.id}:${one.rule}`])),
    ...(found.length === 0 ? {} : { commit: exportOf(context, found) }),
  };
}

interface Rendering extends Wanted {
  readonly assessed: readonly Assessed[];
  readonly index: number;
}

/** One document, mapped and rendered. @throws NcpError NCP_DOCUMENT_*, NCP_CDA_* */
async function handOver(context: TreatmentContext, person: KnownPerson, { request, document, assessed, index }: Rendering): Promise<Found> {
  const { gateway } = context;
  if (document === undefined) throw new NcpError('NCP_DOCUMENT_UNKNOWN_ID');
  const one = assessed.find((a) => (a.offered ? a.offer.prescription : a.prescription).id === document.prescriptionId);
  // Another patient's prescription is simply not among this patient's.
  if (one === undefined) throw new NcpError('NCP_DOCUMENT_OTHER_PATIENT');
  if (!one.offered || (document.level === 'L1' && !gateway.policy.offerLevel1)) throw new NcpError('NCP_DOCUMENT_NOT_OFFERED');
  const { prescription } = one.offer;
  if (prescription.versionId !== document.versionId) throw new NcpError('NCP_DOCUMENT_SUPERSEDED');
  const model = await gateway.observer.step('map', async () => prescriptionDocument({ offer: one.offer, article: one.article, patient: person.patient, catalogue: gateway.catalogue, config: gateway.cda }));
  const bytes = await renderDocument(context, model, document.level);
  return {
    request,
    part: { contentId: `document-${index + 1}@${context.id}`, contentType: 'text/xml; charset=UTF-8', bytes },
    warnings: [...new Set(model.findings.map((finding) => finding.code))],
    prescription: { id: prescription.id, version: prescription.versionId },
  };
}

/** Export rows and advisory marks (decisions D52, D59): they deny nobody anything. */
function exportOf(context: TreatmentContext, found: readonly Found[]): NonNullable<Decided['commit']> {
  const at = context.gateway.surroundings.now();
  const { country } = context.peer;
  return {
    exported: found.map((one) => ({ prescriptionId: one.prescription.id, version: one.prescription.version, country, documentId: one.request.documentId, at })),
    marks: found.map((one) => ({
      prescriptionId: one.prescription.id, version: one.prescription.version, country,
      pharmacy: context.hcp.organisationId ?? context.hcp.locality, expires: addMs(at, ADVISORY_MARK_MS),
    })),
  };
}

/** Found documents are returned beside the errors of the missing ones: PartialSuccess (decisions D25). No document is no success. */
function retrieveAnswer({ context, classCode, audited }: Subject<ExchangeContext>, found: readonly Found[], codes: readonly NcpErrorCode[]): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  const failed = errors.some((error) => error.severity === 'error');
  const documents: readonly RetrievedDocument[] = found.map((one) => ({ request: one.request, mimeType: 'text/xml', contentId: one.part.contentId }));
  return {
    body: encodeRetrieveResponse({ status: found.length === 0 ? 'Failure' : failed ? 'PartialSuccess' : 'Success', documents, errors }),
    ...(found.length === 0 ? {} : { parts: found.map((one) => one.part) }),
    outcome: worstOutcome(codes), codes, audited,
  };
}
