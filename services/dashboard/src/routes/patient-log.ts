import { holdsPersonalNumber, parseCx, parsePersonalNumber, stockholmDate } from '@ncp/domain';
import { letterPlaces, newLetterKeys, openLetter, sealLetter, type PatientLog } from '@ncp/store';
import { formOf, paramOf } from '@ncp/web';
import { ACTIONS, type OperatorSession } from '../operator.js';
import { actOf, matching, NotHere, type AskedBy, type Pages } from '../pages.js';
import type { Frame } from '../views/frame.js';
import { extractState, extractView, patientLogView, REASONS, type Extract } from '../views/patient-log.js';

const REFERENCE = /^[\p{L}\p{N} ./:_-]{2,40}$/u;
const SUBJECT_CHARACTERS = 200;
/** Extracts that one session can have open; the oldest is forgotten for the newest. */
const EXTRACTS = 10;

const isSubject = (text: string | undefined, { now }: Frame): text is string => text !== undefined && text.length <= SUBJECT_CHARACTERS && (parseCx(text).ok || parsePersonalNumber(text, stockholmDate(now)).ok);

function keep(session: OperatorSession, act: string): Buffer {
  const keys = newLetterKeys();
  session.letters.set(act, keys);
  const oldest = [...session.letters.keys()][0];
  if (session.letters.size > EXTRACTS && oldest !== undefined) session.letters.delete(oldest);
  return keys.publicKey;
}

/**
 * A patient's log extract (decisions G06). Nothing of it is here before the access, with its reason, stands in the audit chain: the
 * dispatcher appends it, reads, and seals the answer to a key that this session alone holds. The number is in no address.
 */
export function patientLogRoutes({ page, live, change, sources: { desk } }: Pages): void {
  const needed = ACTIONS['read-patient-log'];

  /** @throws NotHere for every act that is not this session's, whether it exists or not (WEB-06) */
  const extractOf = async ({ session, request }: AskedBy): Promise<Extract> => {
    const id = paramOf(request)('act');
    const keys = session.letters.get(id);
    const found = keys === undefined ? undefined : await desk.acts.follow(id);
    if (keys === undefined || found === undefined) throw new NotHere();
    const { act, answer } = found;
    if (answer === undefined || answer.state === 'working') return { act, state: 'waiting' };
    if (answer.state === 'failed') return { act, state: 'failed', code: String(answer.facts['code'] ?? '') };
    if (answer.sealedResult === undefined) return { act, state: 'gone' };
    return { act, state: 'done', log: JSON.parse(openLetter(keys, answer.sealedResult, letterPlaces(id).answer).toString('utf8')) as PatientLog };
  };

  page('/audit/patient-log', async (frame) => patientLogView(frame), needed);
  page('/audit/patient-log/:act', async (frame, ask) => extractView(frame, await extractOf(ask)), needed);
  live('/audit/patient-log/:act/events', async (frame, ask) => extractState(frame, await extractOf(ask)), needed);
  change('/audit/patient-log', async (frame, ask) => {
    const { t } = frame;
    const form = formOf(ask.request);
    const refused = (why: string): string => {
      ask.session.notice = why;
      return '/audit/patient-log';
    };
    const [subject, reason, reference] = [form('subject'), REASONS.find((one) => one === form('reason')), matching(form('reference'), REFERENCE)];
    if (reason === undefined || reference === undefined) return refused(t.patientLog.needsReason);
    // It is kept in the open for as long as the act, and told in the audit log: whom it is about stands only in the sealed letter.
    if (holdsPersonalNumber(reference, stockholmDate(frame.now))) return refused(`${t.patientLog.referenceOfPerson} (NCP_API_INPUT)`);
    if (!isSubject(subject, frame)) return refused(t.patientLog.needsNumber);
    const letterKey = await desk.acts.letterKey();
    if (letterKey === undefined) return refused(t.patientLog.noDispatcher);
    const act = actOf(ask, frame.now, { kind: 'patient-log', reason, reference });
    await desk.acts.record({ ...act, sealedSubject: sealLetter(letterKey, Buffer.from(subject, 'utf8'), letterPlaces(act.id).subject), replyKey: keep(ask.session, act.id) });
    return `/audit/patient-log/${act.id}`;
  }, needed);
}
