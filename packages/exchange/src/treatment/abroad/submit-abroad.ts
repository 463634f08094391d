import { asNcpError, isNcpError, NcpError, utc, type CountryProfile, type DeliveryAnswer, type NcpErrorCode } from '@ncp/domain';
import { decodeRegistryResponse, encodeProvideAndRegister, submissionOutcome, type ReceivedError, type RegistryAnswer } from '@ncp/ihe';
import { conclude, converse } from './ask.js';
import { commitRecord, pendingRecord, type WithRecord } from './audit-outward.js';
import type { Conversation, Question } from './conversation.js';
import { safeCode } from './peer-refusal.js';
import { submissionDraft, type OutwardSubmission } from './submission-draft.js';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';

/**
 * What an attempt came to. `not-sent`: no byte left, so nothing can have happened. `lost`: it left, and no usable answer came;
 * it may have happened.
 */
export interface SubmitResult {
  readonly kind: 'recorded' | 'pending' | 'refused' | 'not-sent' | 'lost';
  readonly answer: DeliveryAnswer;
}

/**
 * What is committed with the record of the attempt, once its outcome is known. Asked again when a guard did not hold: the
 * row moved meanwhile (a discard was asked for), and the record of what the other country said must not be lost for it.
 */
export type WithOutcome = (result: SubmitResult) => Promise<WithRecord>;

/** How often the outcome is decided anew because its row moved. */
const COMMIT_TRIES = 4;

/**
 * UC-B4 4, UC-B5: sends a dispensation or its discard (ITI-41). Whatever the other country does is a result, never an
 * exception. The record of the attempt and the outcome of the delivery are one commit.
 * @throws NcpError NCP_AUDIT_*; NCP_STORE_CONFLICT when a guard of `withOutcome` did not hold time and again: nothing was committed
 */
export async function submitAbroad(gateway: TreatmentGateway, asking: TreatmentAsking, submission: OutwardSubmission, withOutcome: WithOutcome = async () => ({})): Promise<SubmitResult> {
  const profile = profileOf(gateway, asking);
  if (profile === undefined) return unknownCountry(gateway, asking, submission, withOutcome);
  const inline = profile.quirks.includes('inline-documents');
  const conversation = await converse(gateway, asking, questionOf(gateway, asking, submission, inline));
  const { result, error } = resultOf(conversation);
  for (let tries = 1; ; tries += 1) {
    try {
      await conclude(gateway, asking, conversation, {
        codes: error === undefined ? [] : [error.code], named: {}, commit: await withOutcome(result), ...(error === undefined ? {} : { error }),
      });
      return result;
    } catch (failure) {
      if (tries === COMMIT_TRIES || !isNcpError(failure) || failure.code !== 'NCP_STORE_CONFLICT') throw failure;
    }
  }
}

function profileOf({ directory }: TreatmentGateway, { country }: TreatmentAsking): CountryProfile | undefined {
  try {
    return directory.profile(country);
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_PEER_COUNTRY') return undefined;
    throw error;
  }
}

/** Its record was withdrawn while a delivery waited: nobody to send to, and nothing was sent. */
async function unknownCountry(gateway: TreatmentGateway, asking: TreatmentAsking, { kind, documentId, submissionSetId }: OutwardSubmission, withOutcome: WithOutcome): Promise<SubmitResult> {
  const result: SubmitResult = { kind: 'not-sent', answer: { at: utc(gateway.surroundings.now()), status: 'none', errors: [] } };
  await commitRecord(gateway, {
    ...pendingRecord(gateway, asking, { kind, documentId, submissionSetId }, ['NCP_PEER_COUNTRY']), ...await withOutcome(result),
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
