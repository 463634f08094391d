import { NcpError, utc, type DeliveryAnswer, type InstanceIdentifier, type NcpErrorCode } from '@ncp/domain';
import { decodeRegistryResponse, encodeProvideAndRegister, submissionOutcome, type ReceivedError, type RegistryAnswer } from '@ncp/ihe';
import { asNcpError } from '../affiliation/trouble.js';
import { conclude, converse, type Conversation, type Question } from './ask.js';
import type { WithRecord } from './audit-outward.js';
import { safeCode } from './peer-refusal.js';
import { submissionDraft } from './submission-draft.js';
import type { TreatmentAsking, TreatmentGateway } from './treatment-gateway.js';

/** One document for the other country, chosen once: every attempt gives the same. */
export interface OutwardSubmission {
  readonly kind: 'dispense' | 'discard';
  /** The eDispensation, or its discard, byte for byte what is sent. */
  readonly document: Uint8Array;
  /** Of the document: `<root>^<extension>` on the wire. */
  readonly documentId: InstanceIdentifier;
  /** Unique id of the submission set, an OID or `<root>^<extension>`; on discard this is the discard's own id. */
  readonly submissionSetId: string;
}

/**
 * What an attempt came to. `not-sent`: no byte left, so nothing can have happened. `lost`: it left, and no usable answer came;
 * it may have happened.
 */
export interface SubmitResult {
  readonly kind: 'recorded' | 'pending' | 'refused' | 'not-sent' | 'lost';
  readonly answer: DeliveryAnswer;
}

/** What is committed with the record of the attempt, once its outcome is known. */
export type WithOutcome = (result: SubmitResult) => WithRecord;

/**
 * UC-B4 4, UC-B5: sends a dispensation or its discard (ITI-41). Whatever the other country does is a result, never an
 * exception. The record of the attempt and the outcome of the delivery are one commit.
 * @throws NcpError NCP_PEER_COUNTRY for a country without a record: nothing was sent or recorded; NCP_AUDIT_*;
 *   NCP_STORE_CONFLICT when a guard of `withOutcome` did not hold: nothing was committed
 */
export async function submitAbroad(gateway: TreatmentGateway, asking: TreatmentAsking, submission: OutwardSubmission, withOutcome: WithOutcome = () => ({})): Promise<SubmitResult> {
  const inline = gateway.directory.profile(asking.country).quirks.includes('inline-documents');
  const conversation = await converse(gateway, asking, questionOf(gateway, asking, submission, inline));
  const { result, error } = resultOf(conversation);
  await conclude(gateway, asking, conversation, {
    codes: error === undefined ? [] : [error.code], named: {}, commit: withOutcome(result), ...(error === undefined ? {} : { error }),
  });
  return result;
}

/** MTOM, unless the country wants the document inline (wire-contract 1.5). */
function questionOf(gateway: TreatmentGateway, asking: TreatmentAsking, submission: OutwardSubmission, inline: boolean): Question {
  const { kind, document, submissionSetId } = submission;
  const { surroundings } = gateway;
  const contentId = `document.${surroundings.uuid()}@ncpeh`;
  const draft = submissionDraft(gateway, asking, submission);
  return {
    service: 'submit', transaction: 'ITI-41',
    audited: { service: kind, documents: [draft.documentUniqueId], submissionSet: submissionSetId },
    body: encodeProvideAndRegister({ ...draft, document: inline ? { bytes: document } : { contentId } }, () => surroundings.uuid()),
    ...(inline ? {} : { parts: [{ contentId, contentType: 'text/xml; charset=UTF-8', bytes: document }] }),
  };
}

interface Judged {
  readonly result: SubmitResult;
  /** For the record; absent when it was recorded. */
  readonly error?: NcpError;
}

/** Only a Success without an error is recorded; what cannot be read may have happened (decisions D73). */
function resultOf(conversation: Conversation): Judged {
  const { heard, sent } = conversation;
  if (!heard.ok) return silence(conversation, sent, heard.error);
  try {
    return judged(conversation, decodeRegistryResponse(heard.envelope.body));
  } catch (error) {
    return silence(conversation, true, new NcpError('NCP_PEER_ANSWER', { because: asNcpError(error).code }));
  }
}

function judged({ endedAt }: Conversation, answer: RegistryAnswer): Judged {
  const outcome = submissionOutcome(answer);
  const told: DeliveryAnswer = { at: utc(endedAt), status: answer.status === 'Success' ? 'Success' : 'Failure', errors: answer.errors.map(toldError) };
  const result = { kind: outcome.kind, answer: told };
  switch (outcome.kind) {
    case 'recorded': return { result };
    case 'pending': return { result, error: named('NCP_PEER_ANSWER', outcome.error) };
    case 'refused': return { result, error: named(outcome.error?.code === '4701' ? 'NCP_PEER_NO_CONSENT' : 'NCP_PEER_REFUSED', outcome.error) };
  }
}

const silence = ({ endedAt }: Conversation, sent: boolean, error: NcpError): Judged => ({
  result: { kind: sent ? 'lost' : 'not-sent', answer: { at: utc(endedAt), status: 'none', errors: [] } }, error,
});

const named = (code: NcpErrorCode, error: ReceivedError | undefined): NcpError =>
  new NcpError(code, error === undefined ? {} : { theirCode: safeCode(error.code) });

const toldError = ({ code, severity, context }: ReceivedError): DeliveryAnswer['errors'][number] => ({
  code: safeCode(code), severity, ...(context.trim() === '' ? {} : { text: context.replaceAll(/\s+/g, ' ').trim().slice(0, 500) }),
});
