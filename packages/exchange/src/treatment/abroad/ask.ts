import { asNcpError, NcpError, epochMs, type CountryProfile, type Instant, type PeerService, type NcpErrorCode, type Transaction } from '@ncp/domain';
import { DEFAULT_MESSAGE_LIMITS, PROFILES, readAnswer, readMessage, writeEnvelope, writeMtom, writePlain, type Envelope, type HttpMessage } from '@ncp/soap';
import { NS, childrenOf, hex, serialiseXml, sha256, type Attachments } from '@ncp/xml';
import type { PeerAnswer } from '../../ports/index.js';
import type { OutcomeIndicator } from '../../affiliation/context.js';
import { commitOutward, type WithRecord } from './audit-outward.js';
import type { Conversation, Heard, Question, Understood } from './conversation.js';
import { assertionElement } from './issue-assertions.js';
import { outwardOutcome } from './outward-outcome.js';
import type { Asking, TreatmentGateway } from '../treatment-gateway.js';

/**
 * Asks one country one thing and puts the answer on record before anybody sees it: a refusal, silence or nonsense is recorded
 * before it is thrown (RS 5, fail closed). Nobody is asked for data while events wait too long for the audit repository (AUD-14). `read` says what the answer means; what it throws is a refusal like theirs.
 * @throws NcpError NCP_PEER_*, NCP_SOAP_FAULT, NCP_SOAP_RELATES_TO, NCP_TRUST_*, NCP_AUDIT_*
 */
export async function ask<T>(
  gateway: TreatmentGateway, asking: Asking, question: Question, read: (envelope: Envelope, attachments: Attachments) => Understood<T>,
): Promise<T> {
  const conversation = await converse(gateway, asking, question);
  const understood = understand(conversation.heard, read);
  if (understood.ok) {
    const { value, codes = [], ...named } = understood;
    await conclude(gateway, asking, conversation, { codes, named });
    return value;
  }
  await conclude(gateway, asking, conversation, { codes: [understood.error.code], named: {}, error: understood.error });
  throw understood.error;
}

export type Meaning<T> = ({ readonly ok: true } & Understood<T>) | { readonly ok: false; readonly error: NcpError };

/** What an answer means to `read`; what it throws is a refusal like theirs. */
export function understand<T>(heard: Heard, read: (envelope: Envelope, attachments: Attachments) => Understood<T>): Meaning<T> {
  if (!heard.ok) return heard;
  try {
    return { ok: true, ...read(heard.envelope, heard.attachments) };
  } catch (error) {
    return { ok: false, error: theirFault(error) };
  }
}

/**
 * Sends the message and reads what comes back as far as the envelope. Never throws for anything a peer does.
 * @throws NcpError NCP_PEER_COUNTRY, and errors of our own in writing the message
 */
export async function converse(gateway: TreatmentGateway, asking: Asking, question: Question): Promise<Conversation> {
  const { surroundings, directory } = gateway;
  const profile = directory.profile(asking.country);
  const messageId = `urn:uuid:${surroundings.uuid()}`;
  const { message, header } = write(asking, question, { messageId, to: profile.endpoints[question.service] });
  const begun = { question, profile, messageId, begunAt: surroundings.now(), requestHash: hex(sha256(message.body)), request: message, header };
  const end = (rest: Pick<Conversation, 'sent' | 'heard' | 'answer'>): Conversation => {
    const endedAt = surroundings.now();
    note(gateway, begun, rest, endedAt);
    return { ...begun, ...rest, asked: true, endedAt };
  };
  const barred = await barrier(gateway, profile, question);
  if (barred !== undefined) return { ...begun, asked: false, sent: false, endedAt: begun.begunAt, heard: { ok: false, error: barred } };
  let answer: PeerAnswer;
  try {
    const { timeoutMs, answerBytes } = gateway.policy;
    answer = await gateway.peers.send({
      country: profile.code, service: question.service, contentType: message.contentType, body: message.body,
      timeoutMs: timeoutMs[question.service], maxAnswerBytes: answerBytes.whole,
    });
  } catch (error) {
    const failure = asNcpError(error);
    return end({ sent: mayHaveLeft(failure), heard: { ok: false, error: failure } });
  }
  return end({ sent: true, answer, heard: hear(gateway, answer, { messageId, transaction: question.transaction }) });
}

/** Why nobody is asked: the country is switched off, or what was released before is not out of our hands in time. A dispensation is always told. */
async function barrier({ forwarding }: TreatmentGateway, { code, off }: CountryProfile, { service }: Question): Promise<NcpError | undefined> {
  if (off !== undefined) return new NcpError('NCP_PEER_UNAVAILABLE', { country: code, off: true, since: off.since });
  return TELLING.has(service) ? undefined : forwarding.prove().then(() => undefined, asNcpError);
}

const TELLING: ReadonlySet<PeerService> = new Set<PeerService>(['submit']);

/** Only when the transport says so may we say that nothing was sent. */
const mayHaveLeft = ({ details }: NcpError): boolean => details['sent'] !== false;

function write(asking: Asking, { transaction, body, parts }: Question, { messageId, to }: { readonly messageId: string; readonly to: string }): { readonly message: HttpMessage; readonly header: Uint8Array } {
  const operation = PROFILES.find((one) => one.transaction === transaction);
  const envelope = writeEnvelope({
    action: operation?.requestAction ?? '', messageId, to, replyToAnonymous: true, body,
    security: [asking.hcp, ...(asking.trc === undefined ? [] : [asking.trc])].map(assertionElement),
  });
  const [header] = childrenOf(envelope, NS.soap, 'Header');
  return {
    message: parts === undefined ? writePlain(envelope) : writeMtom(envelope, parts, messageId),
    header: header === undefined ? new Uint8Array() : serialiseXml(header),
  };
}

/** An answer that is used answers this message (RS SOAP-10); of a fault only class and size are kept (RS SOAP-14). */
function hear(gateway: TreatmentGateway, answer: PeerAnswer, request: { readonly messageId: string; readonly transaction: Transaction }): Heard {
  const facts = { status: answer.status, bytes: answer.body.byteLength };
  try {
    const { root, attachments } = readMessage(answer.headers['content-type'] ?? '', answer.body, {
      ...DEFAULT_MESSAGE_LIMITS, maxTotalBytes: gateway.policy.answerBytes.whole, maxEnvelopeBytes: gateway.policy.answerBytes.envelope, xml: gateway.limits,
    });
    const envelope = readAnswer(root, request);
    if (answer.status !== 200) throw new NcpError('NCP_PEER_ANSWER');
    return { ok: true, envelope, attachments };
  } catch (error) {
    const fault = theirFault(error);
    return { ok: false, error: new NcpError(fault.code, { ...fault.details, ...facts }, fault.cause) };
  }
}

/** Refusals that say by themselves what they are about: an answer. Every other reason to refuse one is a word about a request. */
const ABOUT_ANSWERS = /^NCP_(PEER_|DELIVERY_|SOAP_FAULT$|SOAP_RELATES_TO$|IHE_WRONG_PATIENT$|IHE_NO_DOCUMENT$|INTERNAL$)/;

/** What makes an answer useless, told as theirs; the reason stays in the details. */
const theirFault = (error: unknown): NcpError => {
  const found = asNcpError(error);
  return ABOUT_ANSWERS.test(found.code) ? found : new NcpError('NCP_PEER_ANSWER', { ...found.details, because: found.code });
};

function note({ directory }: TreatmentGateway, { profile, question, begunAt }: Pick<Conversation, 'profile' | 'question' | 'begunAt'>, { sent, answer, heard }: Pick<Conversation, 'sent' | 'answer' | 'heard'>, endedAt: Instant): void {
  const unanswered = sent ? 'lost' : 'not-sent';
  directory.note({
    country: profile.code, service: question.service, ms: epochMs(endedAt) - epochMs(begunAt),
    kind: answer === undefined ? unanswered : (heard.ok ? 'answered' : 'fault'),
  });
}

/** Refusals that a person must look at: somebody else's data, or a server that is not who it should be (UC-B1 4.4, UC-B2 3). */
const isAlarming = ({ code }: NcpError): boolean => code === 'NCP_IHE_WRONG_PATIENT' || code === 'NCP_INTERNAL' || code.startsWith('NCP_TRUST_');

export interface Conclusion {
  readonly codes: readonly NcpErrorCode[];
  readonly named: Pick<Understood<unknown>, 'documents' | 'patient' | 'templates'>;
  readonly error?: NcpError;
  readonly commit?: WithRecord;
}

/** Commits the record of a conversation; only then may its outcome be told. @throws NcpError NCP_AUDIT_*, NCP_STORE_CONFLICT */
export async function conclude(gateway: TreatmentGateway, asking: Asking, conversation: Conversation, { codes, named, error, commit }: Conclusion): Promise<void> {
  const { observer } = gateway;
  const outcome = codes.map(outwardOutcome).reduce<OutcomeIndicator>((worst, one) => (one > worst ? one : worst), 0);
  if (error !== undefined && isAlarming(error)) {
    observer.alarm(error.code, { ...error.details, exchange: asking.exchange, country: asking.country });
  }
  await observer.step('record', () => commitOutward(gateway, asking, conversation, { outcome, codes, named, ...(commit === undefined ? {} : { commit }) }));
  if (outcome >= TROUBLE) traceOf(gateway, asking, conversation);
  observer.ended({
    exchange: asking.exchange, country: asking.country, transaction: conversation.question.transaction, outcome, codes,
    durationMs: epochMs(gateway.surroundings.now()) - epochMs(conversation.begunAt), peerMs: epochMs(conversation.endedAt) - epochMs(conversation.begunAt),
  });
}

/** Outcomes from here on are traced (wire-contract 6.2). */
const TROUBLE = 8;

/** How both messages are built, for people who look into the trouble; read when their record is committed. */
function traceOf({ traces, limits }: TreatmentGateway, { exchange, country }: Asking, { question: { transaction }, request, answer }: Conversation): void {
  const read = (contentType: string, body: Uint8Array) => () => readMessage(contentType, body, { ...DEFAULT_MESSAGE_LIMITS, xml: limits }).root;
  traces?.note({
    exchange, country, direction: 'outbound', transaction,
    parts: [
      { part: 'request', read: read(request.contentType, request.body) },
      ...(answer === undefined ? [] : [{ part: 'answer' as const, read: read(answer.headers['content-type'] ?? '', answer.body) }]),
    ],
  });
}
