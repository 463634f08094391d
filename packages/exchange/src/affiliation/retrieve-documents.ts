import { checkDocument, encodePrescription, encodePrescriptionLevel1, prescriptionDocument } from '@ncp/cda';
import {
  CLASS_CODES, NcpError, addMs, formatCx, isNcpError, parseDocumentId, readOwnDocumentId, type ClassCode, type NcpErrorCode, type OwnDocument,
} from '@ncp/domain';
import { decodeRetrieve, encodeRetrieveResponse, registryErrorFor, type DocumentRequest, type RegistryError, type RetrievedDocument } from '@ncp/ihe';
import { requireClass, requirePrescription } from '@ncp/saml';
import { assertTreatment } from './assert.js';
import type { AnswerPart, Decided, ExchangeContext, TreatmentContext } from './context.js';
import { requireOurHome } from './homes.js';
import { assessPrescriptions, type Assessed } from './offers.js';
import type { OpenProfile } from './profile.js';
import { worstOutcome } from './outcome.js';
import { identifierOf, requirePerson, type KnownPerson } from './person.js';

const ADVISORY_MARK_MS = 30 * 60_000;

/** UC-A3: hand over documents by id, each judged again on present data (ITI-39, decisions D30). */
export const retrieval: OpenProfile = (context, envelope) => ({
  refuse: (error) => retrieveAnswer(context, [], [error.code]),
  decide: async () => {
    // Either permission set lets a message in; each found document then needs its own (UC-A3 step 3).
    const asserted = await assertTreatment(context, envelope);
    const { requests } = decodeRetrieve(envelope.body);
    for (const request of requests) requireOurHome(context, request.home);
    const wanted = requests.map((request) => readRequest(asserted, request));
    const person = await requirePerson(asserted, 'cross-border-eprescription');
    return retrieve(asserted, person, wanted);
  },
});

/** One request of the message: a document of ours it may name, or why it names none. */
type Wanted =
  | { readonly request: DocumentRequest; readonly document: Extract<OwnDocument, { kind: 'prescription' }> }
  | { readonly request: DocumentRequest; readonly refusal: NcpErrorCode };

function readRequest(context: TreatmentContext, request: DocumentRequest): Wanted {
  const { policy } = context.gateway;
  const id = parseDocumentId(request.documentId);
  const own = id.ok ? readOwnDocumentId(id.value, policy.documentRoots) : id;
  if (!own.ok || own.value.kind !== 'prescription' || request.repositoryId !== policy.repositoryId) return { request, refusal: 'NCP_DOCUMENT_UNKNOWN_ID' };
  requireClass(context.hcp, { transaction: 'ITI-39', classCode: CLASS_CODES.ePrescription }, context.gateway.saml);
  const { prescriptionId } = own.value;
  requirePrescription(context.trc, [prescriptionId, `${policy.documentRoots.prescription}^${prescriptionId}`, request.documentId]);
  return { request, document: own.value };
}

interface Found {
  readonly request: DocumentRequest;
  readonly part: AnswerPart;
  readonly warnings: readonly NcpErrorCode[];
  readonly prescription: { readonly id: string; readonly version: string };
}

async function retrieve(context: TreatmentContext, person: KnownPerson, wanted: readonly Wanted[]): Promise<Decided> {
  const { gateway } = context;
  const all = await gateway.observer.step('national', () => gateway.national.prescriptions(person.patient.nationalId, person.call));
  const ids = new Set(wanted.flatMap((one) => ('document' in one ? [one.document.prescriptionId] : [])));
  const assessed = await gateway.observer.step('decide', () => assessPrescriptions(context, person, all, all.filter((p) => ids.has(p.id))));
  const found: Found[] = [];
  const codes: NcpErrorCode[] = [];
  for (const [index, one] of wanted.entries()) {
    try {
      if ('refusal' in one) throw new NcpError(one.refusal);
      found.push(await render(context, person, { ...one, assessed, index }));
    } catch (error) {
      if (!isNcpError(error)) throw error;
      codes.push(error.code);
    }
  }
  return {
    ...retrieveAnswer(context, found, [...codes, ...found.flatMap((one) => one.warnings)]),
    rules: assessed.flatMap((one) => (one.offered ? [] : [`${one.prescription.id}:${one.rule}`])),
    audited: { service: 'retrieve-prescriptions', patient: formatCx(identifierOf(person.patient)), documents: wanted.map((one) => one.request.documentId) },
    commit: found.length === 0 ? {} : exportOf(context, found),
  };
}

interface Rendering {
  readonly request: DocumentRequest;
  readonly document: Extract<OwnDocument, { kind: 'prescription' }>;
  readonly assessed: readonly Assessed[];
  readonly index: number;
}

/** One document, mapped, checked against the rules and rendered (UC-A3 step 6). @throws NcpError NCP_DOCUMENT_*, NCP_CDA_* */
async function render(context: TreatmentContext, person: KnownPerson, { request, document, assessed, index }: Rendering): Promise<Found> {
  const { gateway } = context;
  const one = assessed.find((a) => (a.offered ? a.offer.prescription : a.prescription).id === document.prescriptionId);
  // Another patient's prescription is simply not among this patient's.
  if (one === undefined) throw new NcpError('NCP_DOCUMENT_OTHER_PATIENT');
  if (!one.offered) throw new NcpError('NCP_DOCUMENT_NOT_OFFERED');
  const { prescription } = one.offer;
  if (prescription.versionId !== document.versionId) throw new NcpError('NCP_DOCUMENT_SUPERSEDED');

  const model = await gateway.observer.step('map', async () => prescriptionDocument({ offer: one.offer, article: one.article, patient: person.patient, catalogue: gateway.catalogue, config: gateway.cda }));
  const blocking = model.findings.find((finding) => finding.severity === 'error');
  if (blocking !== undefined) throw new NcpError(blocking.code);
  const bytes = await gateway.observer.step('render', async () =>
    document.level === 'L3' ? encodePrescription(model) : encodePrescriptionLevel1(model, await gateway.renderPdf(model)));
  const broken = checkDocument(bytes).find((finding) => finding.severity === 'error');
  if (broken !== undefined) {
    gateway.observer.alarm('NCP_CDA_RULE', { exchange: context.id, rule: broken.rule ?? '' });
    throw new NcpError('NCP_CDA_RULE', { rule: broken.rule ?? '' });
  }
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

/** Found documents are returned beside the errors of the missing ones: PartialSuccess (decisions D25). */
function retrieveAnswer(context: ExchangeContext, found: readonly Found[], codes: readonly NcpErrorCode[]): Decided {
  const classCode: ClassCode = CLASS_CODES.ePrescription;
  const errors: readonly RegistryError[] = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  const failed = errors.some((error) => error.severity === 'error');
  const documents: readonly RetrievedDocument[] = found.map((one) => ({ request: one.request, mimeType: 'text/xml', contentId: one.part.contentId }));
  return {
    body: encodeRetrieveResponse({ status: failed ? (found.length > 0 ? 'PartialSuccess' : 'Failure') : 'Success', documents, errors }),
    ...(found.length === 0 ? {} : { parts: found.map((one) => one.part) }),
    outcome: worstOutcome(codes), codes,
    audited: { service: 'retrieve-prescriptions' },
  };
}
