import { auditEventFor, evidenceFor, type AuditEvent, type AuditFacts, type AuditedService, type Evidence, type EvidenceParty } from '@ncp/audit';
import {
  ERROR_REGISTRY, IDENTIFIER_ROOTS, NcpError, epochMs, formatCx, formatDocumentId, iscoOfProfession, urnOid,
  type CountryCode, type ExchangeId, type InstanceIdentifier, type IssuedAssertion, type NcpErrorCode, type SwedishProfessional,
} from '@ncp/domain';
import { hex, serialiseXml, sha256, signDocument, utf8 } from '@ncp/xml';
import type { OutcomeIndicator } from '../../affiliation/context.js';
import { reportedTemplates } from '../../exchanged-templates.js';
import type { ExchangeFacts, ExchangeTiming, JournalEntry } from '../../ports/index.js';
import { answerParts } from './answer-parts.js';
import type { Conversation, Understood } from './conversation.js';
import type { Asking, TreatmentGateway } from '../treatment-gateway.js';

/** The part of an entry that records; what the caller commits with it comes beside. */
export type OutwardRecord = Pick<JournalEntry, 'facts' | 'leaf' | 'event' | 'evidence'>;

/** What a caller commits with a record. */
export type WithRecord = Pick<JournalEntry, 'deliveries' | 'outbox' | 'conflict'>;

/** An assertion that was issued, for whom, and about whom. */
export interface Issuance {
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  readonly professional: SwedishProfessional;
  readonly assertion: IssuedAssertion;
  /** Of a treatment relationship. */
  readonly patient?: InstanceIdentifier;
}

type Who = Pick<Issuance, 'exchange' | 'country' | 'professional'>;

/** EHDSI-91, or EHDSI-92 where there is a patient: commit it before the assertion is used. */
export function issuanceRecord(gateway: TreatmentGateway, issuance: Issuance): OutwardRecord {
  const { assertion, patient } = issuance;
  const service = patient === undefined ? 'issue-hcp' : 'issue-trc';
  return aside(gateway, issuance, { service, outcome: 0, codes: [] }, {
    assertionId: assertion.id, ...(patient === undefined ? {} : { patient: formatCx(patient) }),
  }, hex(sha256(utf8(assertion.xml))));
}

/** EHDSI-94: a foreign document was put into Swedish; commit it before it is shown. `document`: its unique id. */
export function translationRecord(gateway: TreatmentGateway, asking: Asking, document: string): OutwardRecord {
  return aside(gateway, asking, { service: 'translate', outcome: 0, codes: [] }, {
    ...patientOf(asking), translated: { from: document, to: `${document} sv-SE` },
  }, '');
}

/** What the pharmacist confirmed: a dispensation, or that one is taken back. */
export interface Confirmed {
  readonly kind: 'dispense' | 'discard';
  readonly documentId: InstanceIdentifier;
  readonly submissionSetId: string;
}

/**
 * EHDSI-41 or -42 as it stands when the pharmacist has confirmed and nothing is sent yet, with the receipt of her request
 * (UC-B4 3): for the commit that queues the delivery.
 */
export function pendingRecord(gateway: TreatmentGateway, asking: Asking, { kind, documentId, submissionSetId }: Confirmed, codes: readonly NcpErrorCode[] = []): OutwardRecord {
  const record = aside(gateway, asking, { service: kind, outcome: 8, codes }, {
    ...patientOf(asking), documents: [formatDocumentId(documentId)], submissionSet: submissionSetId,
  }, asking.received?.hash ?? '');
  return { ...record, facts: { ...record.facts, transaction: 'ITI-41' }, evidence: receipt(gateway, asking, 'ITI-41') };
}

interface Ending {
  readonly outcome: OutcomeIndicator;
  readonly codes: readonly NcpErrorCode[];
  readonly named: Pick<Understood<unknown>, 'documents' | 'patient' | 'templates'>;
  readonly commit?: WithRecord;
}

/**
 * Commits the record of a conversation with a country: event, leaf, evidence, and what the caller wants committed with them.
 * @throws NcpError NCP_AUDIT_*, NCP_STORE_CONFLICT when a guard did not hold: then nothing of it was committed
 */
export async function commitOutward(gateway: TreatmentGateway, asking: Asking, conversation: Conversation, ending: Ending): Promise<void> {
  await commitRecord(gateway, outwardEntry(gateway, asking, conversation, ending));
}

/** The record of a conversation, with how it went in time: what counts as traffic is made of that. */
export function outwardEntry(gateway: TreatmentGateway, asking: Asking, conversation: Conversation, ending: Ending): JournalEntry {
  const event = eventOf(gateway, asking, conversation, ending);
  const { outcome, codes, commit } = ending;
  const { answer, question, requestHash } = conversation;
  return {
    facts: { ...factsOf(gateway, asking, outcome, codes), transaction: question.transaction, messageId: conversation.messageId, receivedAt: conversation.begunAt, timing: { ...timingOf(gateway, conversation), ...particularsOf(asking, conversation, ending) } },
    leaf: {
      ...leafOf(gateway, asking, question.audited.service, event), outcome, codes,
      requestHash, responseHash: answer === undefined ? '' : hex(sha256(answer.body)),
    },
    event,
    evidence: [...receipt(gateway, asking, question.transaction), ...emission(gateway, asking, conversation)],
    ...commit,
  };
}

/** From the first byte of the question to its record: the peer's part, and ours. */
function timingOf({ surroundings }: TreatmentGateway, { begunAt, endedAt, heard }: Conversation): ExchangeTiming {
  const now = surroundings.now();
  const peerMs = epochMs(endedAt) - epochMs(begunAt);
  return { direction: 'outbound', endedAt: now, totalMs: epochMs(now) - epochMs(begunAt), peerMs, nationalMs: 0, steps: [{ step: 'peer', ms: peerMs, failed: !heard.ok }] };
}

/** For statistics: which point of care, how its professional was authenticated, which documents changed hands (wire-contract 12.3). */
function particularsOf({ professional: { gln, assurance } }: Asking, { question: { audited }, heard }: Conversation, { outcome, named }: Ending): Partial<ExchangeTiming> {
  return {
    pointOfCare: `urn:hl7ii:${IDENTIFIER_ROOTS.gln}:${gln}`, authentication: assurance, templates: named.templates ?? reportedTemplates(audited.service, outcome),
    ...(heard.ok ? { replyId: heard.envelope.messageId } : {}),
  };
}

/** @throws NcpError NCP_AUDIT_*, NCP_STORE_CONFLICT */
export async function commitRecord({ journal }: Pick<TreatmentGateway, 'journal'>, entry: JournalEntry): Promise<void> {
  const committed = await journal.commit(entry);
  if (!committed.ok) throw new NcpError('NCP_STORE_CONFLICT', { guard: committed.guard });
}

/** A connection that failed is an event of its own (wire-contract 6.1); everything that was answered is the service's. */
function eventOf(gateway: TreatmentGateway, asking: Asking, conversation: Conversation, { outcome, codes, named }: Ending): AuditEvent {
  const { question: { audited, body }, profile, asked, answer, messageId, header } = conversation;
  const isQuery = audited.service === 'identify' || audited.service.startsWith('list-');
  const documents = named.documents ?? audited.documents;
  const response = answer === undefined ? undefined : answerParts(conversation.heard);
  return auditEventFor({
    ...frameOf(gateway, asking), outcome,
    service: answer === undefined && asked ? 'communication-failure' : audited.service,
    provider: { commonName: answer?.server.commonName ?? hostOf(conversation), address: hostOf(conversation) },
    request: { id: messageId, securityHeader: header },
    ...(response === undefined ? {} : { response }),
    ...(isQuery ? { query: serialiseXml(body) } : {}),
    ...(audited.service.startsWith('list-') ? { homeCommunityId: urnOid(profile.homeCommunityId) } : {}),
    ...(named.patient === undefined ? patientOf(asking) : { patient: named.patient }),
    ...(documents === undefined ? {} : { documents }),
    ...(audited.classCodes === undefined ? {} : { classCodes: audited.classCodes }),
    ...(audited.submissionSet === undefined ? {} : { submissionSet: audited.submissionSet }),
    ...errorsOf(outcome, codes),
  });
}

const errorsOf = (outcome: OutcomeIndicator, codes: readonly NcpErrorCode[]): Pick<AuditFacts, 'errors'> =>
  (outcome === 0 ? {} : { errors: codes.map((code) => ({ code, text: ERROR_REGISTRY[code].text.en })) });

const hostOf = ({ profile, question }: Conversation): string => /^https?:\/\/([^/:]+|\[[^\]]+\])/.exec(profile.endpoints[question.service])?.[1] ?? profile.code;

/** What happens inside this gateway, beside any message. */
function aside(
  gateway: TreatmentGateway, who: Who, { service, outcome, codes }: { readonly service: AuditedService; readonly outcome: OutcomeIndicator; readonly codes: readonly NcpErrorCode[] },
  named: Pick<AuditFacts, 'patient' | 'documents' | 'submissionSet' | 'assertionId' | 'translated'>, requestHash: string,
): OutwardRecord {
  const event = auditEventFor({ ...frameOf(gateway, who), service, outcome, provider: gateway.policy.consumer, ...named, ...errorsOf(outcome, codes) });
  return {
    facts: factsOf(gateway, who, outcome, codes), event,
    leaf: { ...leafOf(gateway, who, service, event), outcome, codes, requestHash, responseHash: '' },
  };
}

const patientOf = ({ patient }: Asking): { readonly patient?: string } => (patient === undefined ? {} : { patient: formatCx(patient) });

/** Time, place and people of every event of this side. */
function frameOf(gateway: TreatmentGateway, { professional }: Who): Pick<AuditFacts, 'side' | 'time' | 'sourceId' | 'pointOfCare' | 'professional' | 'consumer'> {
  return {
    side: 'B', time: gateway.surroundings.now(), sourceId: gateway.policy.auditSourceId, consumer: gateway.policy.consumer,
    pointOfCare: professional.organisation,
    professional: {
      nameId: professional.legitimationCode, spProvidedId: professional.legitimationCode,
      issuer: `urn:idp:${gateway.country}:countryB`, subjectId: professional.name,
    },
  };
}

const factsOf = (gateway: TreatmentGateway, { exchange, country }: Who, outcome: OutcomeIndicator, codes: readonly NcpErrorCode[]): ExchangeFacts => ({
  id: exchange, transaction: 'unknown', country, messageId: '', receivedAt: gateway.surroundings.now(), outcome, codes,
});

/** Role and organisation, never a name (RS 5). */
function leafOf({ country: us, surroundings }: TreatmentGateway, { exchange, country, professional }: Who, kind: string, event: AuditEvent): Pick<JournalEntry['leaf'], 'time' | 'kind' | 'exchange' | 'countryA' | 'countryB' | 'actor' | 'eventHash'> {
  return {
    time: surroundings.now(), kind, exchange, countryA: country, countryB: us, eventHash: event.hash,
    actor: `${iscoOfProfession(professional.professionCode).code}@urn:hl7ii:${IDENTIFIER_ROOTS.gln}:${professional.gln}`,
  };
}

type Statement = Pick<Parameters<typeof evidenceFor>[0], 'moment' | 'transaction' | 'time' | 'messageId' | 'messageHash' | 'sender' | 'recipient'>;

const us = ({ policy, clientCertificateDer }: TreatmentGateway): EvidenceParty => ({ name: policy.consumer.commonName, certificateDer: clientCertificateDer });

/** The point of care asked us (wire-contract 7, PORTAL_*): stated with the hash of what it sent, where there is such a thing (AUD-07). */
function receipt(gateway: TreatmentGateway, asking: Asking, transaction: Statement['transaction']): readonly Evidence[] {
  const { received, professional, hcp, trc } = asking;
  return received === undefined ? [] : [state(gateway, asking, {
    moment: 'from-point-of-care', transaction, time: received.at, messageId: trc?.id ?? hcp.id, messageHash: received.hash,
    sender: { name: `urn:hl7ii:${IDENTIFIER_ROOTS.gln}:${professional.gln}` }, recipient: us(gateway),
  })];
}

/** We sent it (NCPB_*): only when it may have left, and to whom, as far as they proved themselves. */
function emission(gateway: TreatmentGateway, asking: Asking, conversation: Conversation): readonly Evidence[] {
  const { sent, answer, endedAt, messageId, requestHash, question, profile } = conversation;
  return !sent ? [] : [state(gateway, asking, {
    moment: 'sent', transaction: question.transaction, time: endedAt, messageId, messageHash: requestHash, sender: us(gateway),
    recipient: answer === undefined ? { name: urnOid(profile.homeCommunityId) } : { name: answer.server.commonName, certificateDer: answer.server.certificateDer },
  })];
}

function state({ seal, surroundings, policy }: TreatmentGateway, { professional }: Asking, statement: Statement): Evidence {
  return evidenceFor({
    ...statement, id: surroundings.uuid(), outcome: 'Acceptance', authenticatedAt: professional.authenticatedAt,
    issuer: { name: policy.consumer.commonName, certificateDer: seal.certificateDer },
  }, (root) => signDocument(root, { profile: 'evidence', key: seal.key, certificateDer: seal.certificateDer }));
}
