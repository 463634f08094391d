import { auditedMessage, auditEventFor, evidenceFor, type AuditEvent, type Evidence, type LeafDraft } from '@ncp/audit';
import { ERROR_REGISTRY, SWEDEN, urnOid, type Instant, type NcpErrorCode } from '@ncp/domain';
import type { HttpMessage } from '@ncp/soap';
import { hex, serialiseXml, sha256, signDocument } from '@ncp/xml';
import type { DispenseRecord, ExchangeFacts, ExchangeTiming, JournalEntry } from '../ports/index.js';
import { reportedTemplates } from '../exchanged-templates.js';
import type { Arrival, Audited, Decided, ExchangeContext, OutcomeIndicator } from './context.js';
import { outcomeOf } from './outcome.js';

/** Role and organisation of whoever asked; a name has no place in a leaf (RS 5). */
function actorOf({ proven, peer }: Arrival): string {
  const { hcp } = proven;
  return hcp === undefined ? peer.commonName : `${hcp.role.code}@${hcp.organisationId ?? hcp.locality}`;
}

/** An answer as it will leave, with what its record names of it. */
export interface Rendered extends HttpMessage {
  readonly messageId: string;
  /** The SOAP header, XML. */
  readonly header: Uint8Array;
}

interface Ending {
  readonly outcome: OutcomeIndicator;
  readonly codes: readonly NcpErrorCode[];
  /** Absent while there is no answer yet. */
  readonly answer?: Rendered;
}

const isQuery = ({ service }: Audited): boolean => service === 'identify' || isList(service);
const isList = (service: Audited['service']): boolean => service === 'list-prescriptions' || service === 'list-summaries';

/** The eHDSI audit event of this exchange in DICOM form (wire-contract 6.2, decisions D67). */
export function eventOf(context: ExchangeContext, audited: Audited, { outcome, codes, answer }: Ending): AuditEvent {
  const { gateway, peer, proven, message } = context;
  const patient = audited.patient ?? proven.patient;
  // Until it is proven who wrote it, what stands in a message is not ours to store.
  const kept = proven.hcp !== undefined;
  return auditEventFor({
    side: 'A', service: audited.service, time: gateway.surroundings.now(), outcome,
    sourceId: gateway.policy.auditSourceId,
    consumer: { commonName: peer.commonName, address: peer.address },
    provider: gateway.policy.provider,
    request: auditedMessage(context.messageId, kept ? message.header : undefined),
    ...(answer === undefined ? {} : { response: { id: answer.messageId, securityHeader: answer.header } }),
    ...(kept && isQuery(audited) ? { query: serialiseXml(message.body) } : {}),
    ...(isList(audited.service) ? { homeCommunityId: urnOid(gateway.policy.homeCommunityId) } : {}),
    ...(audited.classCodes === undefined ? {} : { classCodes: audited.classCodes }),
    ...(proven.hcp === undefined ? {} : {
      pointOfCare: proven.hcp.organisation ?? proven.hcp.locality,
      professional: {
        nameId: proven.hcp.nameId, issuer: proven.hcp.issuer, subjectId: proven.hcp.subjectId,
        ...(proven.hcp.spProvidedId === undefined ? {} : { spProvidedId: proven.hcp.spProvidedId }),
      },
    }),
    ...(patient === undefined ? {} : { patient }),
    ...(kept && audited.documents !== undefined ? { documents: audited.documents } : {}),
    ...(kept && audited.submissionSet !== undefined ? { submissionSet: audited.submissionSet } : {}),
    ...(audited.withheld === undefined ? {} : { withheld: audited.withheld }),
    ...(outcome === 0 ? {} : { errors: codes.map((code) => ({ code, text: ERROR_REGISTRY[code].text.en })) }),
  });
}

function leafOf(arrival: Arrival, kind: string, rest: Pick<LeafDraft, 'eventHash' | 'responseHash' | 'outcome' | 'codes'>): LeafDraft {
  return {
    time: arrival.gateway.surroundings.now(), kind, exchange: arrival.id, countryA: SWEDEN, countryB: arrival.peer.country,
    actor: actorOf(arrival), requestHash: arrival.requestHash, ...rest,
  };
}

function factsOf(context: ExchangeContext, outcome: OutcomeIndicator, codes: readonly NcpErrorCode[], rules?: readonly string[]): ExchangeFacts {
  return {
    id: context.id, transaction: context.transaction, country: context.peer.country, messageId: context.messageId,
    receivedAt: context.receivedAt, outcome, codes, ...(rules === undefined ? {} : { rules }),
  };
}

/** The last entry of an exchange: its event, leaf, evidence, and everything the use case wants committed with it. */
export function exchangeEntry(context: ExchangeContext, decided: Decided, answer: Rendered): JournalEntry {
  return { ...lastEntry(context, decided, answer), evidence: evidenceOf(context, decided.outcome), ...decided.commit };
}

/** The record of a refusal that takes the place of an answer which could not be recorded: without evidence, for that may be what failed. */
export const refusalEntry = (context: ExchangeContext, refusal: Decided, answer: Rendered): JournalEntry => lastEntry(context, refusal, answer);

function lastEntry(context: ExchangeContext, decided: Decided, answer: Rendered): JournalEntry {
  const { outcome, codes } = decided;
  const event = decided.eventCommitted === true ? undefined : eventOf(context, decided.audited, { outcome, codes, answer });
  return {
    facts: { ...factsOf(context, outcome, codes, decided.rules), timing: { ...context.course.timing(context.receivedAt), ...particularsOf(context, decided, answer) } },
    leaf: leafOf(context, decided.audited.service, { eventHash: event?.hash ?? '', responseHash: hex(sha256(answer.body)), outcome, codes }),
    ...(event === undefined ? {} : { event }),
  };
}

/** For statistics: which organisation, how its professional was authenticated, which documents changed hands (wire-contract 12.3). */
function particularsOf({ proven: { hcp } }: ExchangeContext, { audited, outcome }: Decided, answer: Rendered): Partial<ExchangeTiming> {
  return {
    replyId: answer.messageId, templates: audited.templates ?? reportedTemplates(audited.service, outcome),
    ...(hcp === undefined ? {} : { authentication: hcp.assurance, ...(hcp.organisationId === undefined ? {} : { pointOfCare: hcp.organisationId }) }),
  };
}

/**
 * Receipt of the request, and emission and answer of the national call (wire-contract 7, decisions D68): made after each,
 * committed with the leaf. Nothing is stated that did not happen (AUD-07), and a request that was refused for good is
 * audited, not evidenced: it obliged nobody.
 */
function evidenceOf(context: ExchangeContext, outcome: OutcomeIndicator): readonly Evidence[] {
  if (outcome === 12) return [];
  const { gateway, peer, proven } = context;
  const { seal, surroundings, policy } = gateway;
  const signer = (root: Parameters<typeof signDocument>[0]): ReturnType<typeof signDocument> =>
    signDocument(root, { profile: 'evidence', key: seal.key, certificateDer: seal.certificateDer });
  const us = { name: policy.provider.commonName, certificateDer: gateway.serverCertificateDer };
  const list = { name: NATIONAL_LIST };
  const state = (facts: Pick<Parameters<typeof evidenceFor>[0], 'moment' | 'time' | 'sender' | 'recipient'>): Evidence => evidenceFor({
    ...facts, id: surroundings.uuid(), transaction: context.transaction, outcome: 'Acceptance',
    messageId: context.messageId, messageHash: context.requestHash,
    issuer: { name: policy.provider.commonName, certificateDer: seal.certificateDer },
    ...(proven.hcp === undefined ? {} : { authenticatedAt: proven.hcp.authnInstant }),
  }, signer);
  const { nationalAskedAt: asked, nationalAnsweredAt: answered } = proven;
  return [
    state({ moment: 'received', time: context.receivedAt, sender: { name: peer.commonName, certificateDer: peer.certificateDer }, recipient: us }),
    ...(asked === undefined ? [] : [state({ moment: 'national-call', time: asked, sender: us, recipient: list })]),
    ...(answered === undefined ? [] : [state({ moment: 'national-answer', time: answered, sender: list, recipient: us })]),
  ];
}

const NATIONAL_LIST = 'Nationella läkemedelslistan';

/** A step inside an exchange, before its effect: intent, or the mark that a call is about to be written. */
export const stepLeaf = (context: ExchangeContext, kind: string, event?: AuditEvent): Pick<JournalEntry, 'facts' | 'leaf'> => ({
  facts: factsOf(context, 8, []),
  leaf: leafOf(context, kind, { eventHash: event?.hash ?? '', responseHash: '', outcome: 0, codes: [] }),
});

/** A refusal before the profile is known: a security event, leaf only (UC-A1 2.1). */
export const securityLeaf = (arrival: Arrival, code: NcpErrorCode, answer: Uint8Array): JournalEntry => {
  const outcome = outcomeOf(code);
  const { id, peer, receivedAt } = arrival;
  return {
    facts: { id, transaction: 'unknown', country: peer.country, messageId: '', receivedAt, outcome, codes: [code], timing: arrival.course.timing(receivedAt) },
    leaf: leafOf(arrival, 'security', { eventHash: '', responseHash: hex(sha256(answer)), outcome, codes: [code] }),
  };
};

/** A change of a ledger row outside any message. */
export const ledgerLeaf = (record: DispenseRecord, name: string, now: Instant, codes: readonly NcpErrorCode[]): Pick<JournalEntry, 'facts' | 'leaf'> => {
  const outcome: OutcomeIndicator = codes.length === 0 ? 0 : 4;
  return {
    facts: { id: record.exchange, transaction: 'ITI-41', country: record.key.country, messageId: '', receivedAt: record.receivedAt, outcome, codes },
    leaf: {
      time: now, kind: `dispense-${name.toLowerCase()}`, exchange: record.exchange, countryA: SWEDEN, countryB: record.key.country,
      actor: 'reconciler', eventHash: '', requestHash: record.documentHash, responseHash: '', outcome, codes,
    },
  };
};
