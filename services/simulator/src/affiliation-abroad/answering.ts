import type { InstanceIdentifier, Transaction } from '@ncp/domain';
import type { Dialect } from './dialect.js';
import type { AbroadPatient } from './documents/plan.js';
import type { Personality, PersonalityKind } from './personality.js';
import { sameId } from './received-dispensation.js';
import { AbroadRefusal, type Vouched } from './wire/assertions.js';
import type { Answer } from './wire/envelope.js';
import { identifyAnswer, type IdentifyOutcome } from './wire/identify-answer.js';
import { listAnswer, registryResponse, retrieveAnswer, type AnsweredDocument, type Notice, type Outcome } from './wire/registry-answers.js';
import { type AbroadRequest, readIdentify, readList, readRetrieve, readSubmission } from './wire/request.js';
import type { AbroadWorld } from './world.js';

export interface Answering {
  readonly world: AbroadWorld;
  readonly dialect: Dialect;
  readonly check: (envelope: string, transaction: Transaction) => Vouched;
  readonly now: () => Date;
}

/** The manner that applies to this message, if it is of that kind. */
export type Applying = (kind: PersonalityKind) => Personality | undefined;

/** What is sent, and what is noted about it. */
export interface Answered {
  readonly answer: Answer;
  /** `match`, `none`, `Success`, `Failure`, a code. */
  readonly outcome: string;
  readonly afterMs?: number;
}

const error = (code: string, context: string): Notice => ({ code, severity: 'Error', context });
const failed = (code: string, context: string): Outcome => ({ status: 'Failure', notices: [error(code, context)] });
const NO_CONSENT = failed('4701', 'The patient has not given consent');
const NO_PATIENT = { code: 'ERROR_PI_NO_MATCH', text: 'No patient found.', reason: 'AnswerNotAvailable' } as const;
const told = ({ status, notices: [first] }: Outcome): string => (status === 'Success' ? status : first?.code ?? status);

/** Everybody of the country but the asked one. */
const others = (world: AbroadWorld, asked: readonly InstanceIdentifier[]): readonly AbroadPatient[] =>
  world.persons.map(({ patient }) => patient).filter(({ id }) => !asked.some((one) => sameId(one, id)));

function identify({ world, dialect, check, now }: Answering, { envelope, body, messageId }: AbroadRequest, applying: Applying): Answered {
  const question = readIdentify(body);
  const outcome = ((): IdentifyOutcome => {
    const refused = (code: string, text: string, reason: string): IdentifyOutcome => ({ kind: 'refused', candidates: [], refusal: { code, text, reason } });
    try {
      check(envelope, 'ITI-55');
    } catch (thrown) {
      if (thrown instanceof AbroadRefusal) return refused(thrown.code, thrown.message, 'InsufficientRights');
      throw thrown;
    }
    if (question.receiver !== world.country.homeCommunityId) return refused('ERROR_PI_GENERIC', 'Wrong home community id', 'AnswerNotAvailable');
    if (question.identifiers.length === 0) return refused('ERROR_PI_GENERIC', 'Only queries with an identifier are allowed', 'DemographicsQueryNotAllowed');
    const found = world.find(question.identifiers, question.birthDate);
    const strangers = others(world, question.identifiers);
    const candidates = found.length === 0 ? found
      : applying('other-patient') !== undefined ? strangers.slice(0, 1)
      : applying('two-matches') !== undefined ? [...found, ...strangers].slice(0, Math.max(2, found.length)) : found;
    return candidates.length > 0 ? { kind: 'match', candidates } : { kind: 'none', candidates, refusal: NO_PATIENT };
  })();
  const answer: Answer = { transaction: 'ITI-55', relatesTo: messageId, xml: identifyAnswer(world.country, dialect, question, outcome, now()) };
  return { answer, outcome: outcome.kind === 'refused' ? outcome.refusal?.code ?? 'refused' : outcome.kind };
}

const CLASSES: Readonly<Record<string, 'ePrescription' | 'patientSummary'>> = { '57833-6': 'ePrescription', '60591-5': 'patientSummary' };

function list({ world, dialect }: Answering, { body, messageId }: AbroadRequest, { patient: vouched }: Vouched, applying: Applying): Answered {
  const { patient, classCode = '' } = readList(body);
  const kind = CLASSES[classCode];
  const cx = (id: InstanceIdentifier): string => `${id.extension ?? ''}^^^&${id.root}&ISO`;
  const give = (outcome: Outcome, about: InstanceIdentifier | undefined, entries: ReturnType<AbroadWorld['list']> = []): Answered => ({
    answer: { transaction: 'ITI-38', relatesTo: messageId, xml: listAnswer({ country: world.country, dialect, patientCx: about === undefined ? '' : cx(about) }, outcome, entries) },
    outcome: told(outcome),
  });
  if (!sameId(patient, vouched)) return give(failed('4206', 'The patient is not that of the treatment relationship'), patient);
  if (kind === undefined) return give(failed('4202', 'The class of documents is not known here'), patient);
  if (applying('no-consent') !== undefined) return give(NO_CONSENT, patient);
  const about = applying('other-patient') === undefined ? vouched : others(world, [vouched ?? { root: '' }]).find(({ id }) => world.list(id, kind).length > 0)?.id;
  const entries = about === undefined ? [] : world.list(about, kind);
  if (entries.length > 0) return give({ status: 'Success', notices: [] }, about, entries);
  const { status, severity } = dialect.none;
  return give({ status, notices: [{ code: kind === 'ePrescription' ? '1101' : '1102', severity, context: 'Nothing is registered for the patient' }] }, patient);
}

function retrieve({ world, dialect }: Answering, { body, messageId }: AbroadRequest, { patient }: Vouched, applying: Applying): Answered {
  const notices: Notice[] = [];
  const documents: AnsweredDocument[] = [];
  for (const uniqueId of readRetrieve(body)) {
    const found = world.document(uniqueId);
    if (found === undefined || !sameId(found.patient, patient)) {
      notices.push(error('ERROR_GENERIC_DOCUMENT_MISSING', 'The document is not available'));
    } else {
      if (found.notice !== undefined) notices.push(found.notice);
      documents.push({ uniqueId, bytes: applying('other-patient') === undefined ? found.bytes : strangersDocument(world, uniqueId, found.patient) });
    }
  }
  const withheld = applying('no-consent') !== undefined;
  const outcome: Outcome = withheld ? NO_CONSENT
    : { status: documents.length === 0 ? 'Failure' : notices.some(({ severity }) => severity === 'Error') ? 'PartialSuccess' : 'Success', notices };
  const { xml, parts } = retrieveAnswer({ country: world.country, dialect }, outcome, withheld ? [] : documents);
  return { answer: { transaction: 'ITI-39', relatesTo: messageId, xml, parts }, outcome: told(outcome) };
}

/** Under the asked id, the document of somebody else. */
function strangersDocument(world: AbroadWorld, uniqueId: string, patient: InstanceIdentifier): Uint8Array {
  const other = world.prescriptions().map(({ level3 }) => world.document(level3)).find((one) => one !== undefined && !sameId(one.patient, patient));
  return other?.bytes ?? world.document(uniqueId)?.bytes ?? new Uint8Array();
}

const FORMATS: Readonly<Record<string, 'dispensation' | 'discard'>> = { 'urn:epsos:ep:dis:2010': 'dispensation', 'urn:ehdsi:ed:discard:2020': 'discard' };

function submit({ world }: Answering, request: AbroadRequest, { patient }: Vouched, applying: Applying): Answered {
  const give = (outcome: Outcome, afterMs?: number): Answered => ({
    answer: { transaction: 'ITI-41', relatesTo: request.messageId, xml: registryResponse(outcome) }, outcome: told(outcome), ...(afterMs === undefined ? {} : { afterMs }),
  });
  const submitted = readSubmission(request);
  const kind = FORMATS[submitted?.formatCode?.toLowerCase() ?? ''];
  if (submitted === undefined || kind === undefined || patient === undefined) return give(failed('4202', 'The format is not known here'));
  if (applying('no-consent') !== undefined) return give(NO_CONSENT);
  if (applying('lies') !== undefined) return give({ status: 'Success', notices: [] });
  const { outcome, afterMs } = world.dispensing.submit(submitted.bytes, patient, kind, submitted.submissionSetId);
  return give(applying('denies') === undefined ? outcome : failed('ERROR_ED_GENERIC', 'Something went wrong'), afterMs);
}

/** The country's answer to one message. */
export function answerTo(answering: Answering, request: AbroadRequest, applying: Applying): Answered {
  const { transaction, envelope, messageId } = request;
  if (transaction === 'ITI-55') return identify(answering, request, applying);
  let who: Vouched;
  try {
    who = answering.check(envelope, transaction);
  } catch (thrown) {
    if (!(thrown instanceof AbroadRefusal)) throw thrown;
    const outcome = failed(thrown.code, thrown.message);
    const { country } = answering.world;
    const xml = {
      'ITI-38': () => listAnswer({ country, dialect: answering.dialect, patientCx: '' }, outcome, []),
      'ITI-39': () => retrieveAnswer({ country, dialect: answering.dialect }, outcome, []).xml,
      'ITI-41': () => registryResponse(outcome),
    }[transaction]();
    return { answer: { transaction, relatesTo: messageId, xml }, outcome: thrown.code };
  }
  return { 'ITI-38': list, 'ITI-39': retrieve, 'ITI-41': submit }[transaction](answering, request, who, applying);
}
