import {
  CLASS_CODES, NcpError, isNcpError, parseDocumentId, readOwnDocumentId, type ConsentCategory, type NcpErrorCode, type OwnDocument,
} from '@ncp/domain';
import { decodeRetrieve, encodeRetrieveResponse, registryErrorFor, type DocumentRequest, type QueryClassCode, type RetrievedDocument } from '@ncp/ihe';
import { requireClass, requirePrescription } from '@ncp/saml';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { AnswerPart, Audited, Decided, ExchangeContext, TreatmentContext } from './context.js';
import { judgePrescriptions, type HandedOver } from './hand-over-prescription.js';
import { requireOurHome } from './homes.js';
import { fetchedTemplate } from '../exchanged-templates.js';
import type { OpenProfile } from './profile.js';
import { worstOutcome } from './outcome.js';
import { accessRefusal, knownPerson, type KnownPerson } from './person.js';
import { handOverSummary } from './summary/hand-over-summary.js';

/** UC-A3, UC-A6: hand over documents by id, each judged again on present data (ITI-39, decisions D30). */
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
      const person = await knownPerson(asserted);
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

/** One request of the message, and the document of ours that it may name. */
interface Wanted {
  readonly request: DocumentRequest;
  readonly document?: OwnDocument;
}

/** What names no document of ours is judged like a prescription, so that it looks like one that is missing (D25). */
const categoryOf = ({ document }: Wanted): ConsentCategory => (document?.kind === 'patient-summary' ? 'cross-border-patient-summary' : 'cross-border-eprescription');

/** @throws NcpError NCP_SAML_ROLE, NCP_SAML_PERMISSION, NCP_SAML_DOCUMENT_MISMATCH */
function readRequest(context: TreatmentContext, request: DocumentRequest): Wanted {
  const { gateway, hcp, trc } = context;
  const document = ownDocument(context, request);
  if (document !== undefined) {
    requireClass(hcp, { transaction: 'ITI-39', classCode: document.kind === 'prescription' ? CLASS_CODES.ePrescription : CLASS_CODES.patientSummary }, gateway.saml);
  }
  const names = document?.kind === 'prescription' ? [document.prescriptionId, `${gateway.policy.documentRoots.prescription}^${document.prescriptionId}`] : [];
  requirePrescription(trc, [...names, request.documentId]);
  return { request, ...(document === undefined ? {} : { document }) };
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
  readonly given: HandedOver;
}

async function retrieve(subject: Subject<TreatmentContext>, person: KnownPerson, wanted: readonly Wanted[]): Promise<Decided> {
  const { context } = subject;
  const refusals = wanted.map((one) => accessRefusal(context, person, categoryOf(one)));
  const [first] = refusals;
  // Nothing at all may leave: the whole message is refused, before anything else is asked.
  if (first !== undefined && refusals.every((refusal) => refusal !== undefined)) throw new NcpError(first);
  const ofPrescriptions = wanted.filter((one, at) => refusals[at] === undefined && one.document?.kind !== 'patient-summary');
  const judged = ofPrescriptions.length === 0 ? undefined
    : await judgePrescriptions(context, person, ofPrescriptions.map(({ document }) => (document?.kind === 'prescription' ? document : undefined)));
  const found: Found[] = [];
  const codes: NcpErrorCode[] = [];
  for (const [at, { request, document }] of wanted.entries()) {
    try {
      const refusal = refusals[at];
      if (refusal !== undefined) throw new NcpError(refusal);
      const given = document?.kind === 'patient-summary' ? await handOverSummary(context, person, document, request.documentId)
        : await judged?.handOver(document, request.documentId);
      if (given !== undefined) found.push({ request, given, part: { contentId: `document-${at + 1}@${context.id}`, contentType: 'text/xml; charset=UTF-8', bytes: given.bytes } });
    } catch (error) {
      if (!isNcpError(error)) throw error;
      codes.push(error.code);
    }
  }
  return {
    ...retrieveAnswer(subject, found, [...codes, ...found.flatMap(({ given }) => given.warnings)]),
    ...(judged === undefined ? {} : { rules: judged.rules }),
    ...(found.length === 0 ? {} : { commit: { exported: found.map(({ given }) => given.exported), marks: found.flatMap(({ given: { mark } }) => (mark === undefined ? [] : [mark])) } }),
  };
}

const templateOf = (context: ExchangeContext, { request }: Found): readonly string[] => {
  const document = ownDocument(context, request);
  return document === undefined ? [] : [fetchedTemplate(document.kind, document.level)];
};

/** Found documents are returned beside the errors of the missing ones: PartialSuccess (decisions D25). No document is no success. */
function retrieveAnswer({ context, classCode, audited }: Subject<ExchangeContext>, found: readonly Found[], codes: readonly NcpErrorCode[]): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  const failed = errors.some((error) => error.severity === 'error');
  const documents: readonly RetrievedDocument[] = found.map((one) => ({ request: one.request, mimeType: 'text/xml', contentId: one.part.contentId }));
  return {
    body: encodeRetrieveResponse({ status: found.length === 0 ? 'Failure' : failed ? 'PartialSuccess' : 'Success', documents, errors }),
    ...(found.length === 0 ? {} : { parts: found.map((one) => one.part) }),
    outcome: worstOutcome(codes), codes, audited: { ...audited, templates: found.flatMap((one) => templateOf(context, one)) },
  };
}
