import { pairEntries } from '@ncp/ihe';
import type { HttpMessage } from '@ncp/soap';
import type { HttpAnswer, HttpClient, HttpRequest } from '@ncp/exchange';
import type { ForeignNcp, PatientId } from './foreign-ncp.js';

/** Something that is done again and again and timed as one; throws when it does not go well. */
export interface UnitOfLoad {
  run(): Promise<void>;
}

/** Well below what a gateway lets one assertion carry (decisions 3.3). */
const MESSAGES_PER_ASSERTION = 150;
const LIMITS = { connectTimeoutMs: 5_000, answerTimeoutMs: 60_000, maxAnswerBytes: 64 * 1024 * 1024 };
const UUID_LENGTH = 36;

export const post = (http: HttpClient, url: string, message: HttpMessage, headers: HttpRequest['headers'] = {}): Promise<HttpAnswer> =>
  http.request({ method: 'POST', url, headers: { 'content-type': message.contentType, ...headers }, body: message.body, ...LIMITS });

/**
 * Retrieve of one L3 document, as cheap for the sender as can be: the message is composed once and gets a new message id
 * each time, so that the sender does not take the processor from whom it measures.
 */
export function retrieveUnit(ncp: ForeignNcp, http: HttpClient, plan: { readonly patient: PatientId; readonly documentId: string }): UnitOfLoad {
  const compose = (): { readonly url: string; readonly contentType: string; readonly body: Uint8Array; readonly at: number; used: number } => {
    ncp.signInAgain();
    const { url, messageId, request } = ncp.composeRetrieve(plan.patient, [plan.documentId]);
    return { url, contentType: request.contentType, body: request.body, at: Buffer.from(request.body).indexOf(messageId) + messageId.length - UUID_LENGTH, used: 0 };
  };
  let composed = compose();
  return {
    async run() {
      if (composed.used >= MESSAGES_PER_ASSERTION) composed = compose();
      composed.used += 1;
      const body = Buffer.from(composed.body);
      body.write(crypto.randomUUID(), composed.at, 'latin1');
      const answer = await post(http, composed.url, { contentType: composed.contentType, body });
      if (answer.status !== 200 || !Buffer.from(answer.body).includes('ResponseStatusType:Success')) throw new Error(`status ${String(answer.status)}`);
    },
  };
}

/** One whole visit of one person, ending where it began: identify, list, retrieve, dispense, discard. */
export function visitUnit(ncp: ForeignNcp, person: { readonly patient: PatientId; readonly birthDate: string }): UnitOfLoad {
  const { patient, birthDate } = person;
  return {
    async run() {
      const found = await ncp.identify(patient, birthDate);
      if (found.answer.candidates.length !== 1) throw new Error('identify');
      const documentId = firstOffer((await ncp.list(patient)).answer);
      if (documentId === undefined) throw new Error('list');
      const [document] = (await ncp.retrieve(patient, [documentId])).answer.documents;
      if (document === undefined) throw new Error('retrieve');
      const prepared = ncp.prepareDispensation(document.bytes, { packages: 1 });
      const dispensed = await ncp.dispense(patient, prepared);
      if (dispensed.answer.status !== 'Success') throw new Error(`dispense ${dispensed.answer.errors.map(({ code }) => code).join(' ')}`);
      const discarded = await ncp.discard(patient, prepared);
      if (discarded.answer.status !== 'Success') throw new Error(`discard ${discarded.answer.errors.map(({ code }) => code).join(' ')}`);
    },
  };
}

/** The L3 document of the first prescription that is offered. */
export const firstOffer = (list: Parameters<typeof pairEntries>[0]): string | undefined => pairEntries(list)[0]?.coded?.uniqueId;
