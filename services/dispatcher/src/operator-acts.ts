import { createHash } from 'node:crypto';
import { addMs, epochMs, isNcpError, NcpError, subjectAsTyped, SWEDEN, type ExchangeId, type Instant } from '@ncp/domain';
import type { JournalEntry } from '@ncp/exchange';
import { letterPlaces, sealLetter, verifyAuditLog, type ActAnswer, type ActKind, type AuditVerdict, type OperatorAct, type Store } from '@ncp/store';
import type { DispatchReport } from './report.js';
import { PATIENT_LOG_LINES, PROGRESS_MS, SEALED_RESULT_MS } from './schedule.js';

export interface ActDeps {
  readonly store: Pick<Store, 'acts' | 'audit' | 'checkpoints' | 'journal' | 'letters' | 'patientLogs' | 'work'>;
  readonly now: () => Instant;
  readonly report: DispatchReport;
}

export interface OperatorActsWork {
  /** Puts what operators did into the audit chain, and answers what they asked, oldest first. */
  carryOut(): Promise<void>;
  /** Verifies the chain for whoever asked; by itself, for it takes long. */
  verify(): Promise<void>;
  /** Tells to which key letters are sealed, and removes what was sealed for browser sessions. */
  tidy(): Promise<void>;
}

const QUICK: readonly ActKind[] = ['patient-log', 'draw-sample', 'mark-reviewed'];
const ROUND = 100;

/** What the leaf's request hash stands for: the act as it was recorded. */
const textOf = ({ id, kind, by, detail, reason, reference, askedAt, sealedSubject, replyKey }: OperatorAct): string =>
  JSON.stringify(['operator-act-1', id, kind, by.subject, by.role, detail, reason, reference, askedAt, sealedSubject?.toString('hex') ?? '', replyKey?.toString('hex') ?? '']);

/** An operator's act in the audit chain: who in which role, what, why; whom it was about only as her log extract knows her. */
function entryOf(act: OperatorAct, now: Instant, subject?: string): JournalEntry {
  const codes = [act.reason].filter((code) => code !== '');
  const exchange = act.id as ExchangeId;
  return {
    facts: { id: exchange, transaction: 'unknown', country: SWEDEN, messageId: `urn:uuid:${act.id}`, receivedAt: act.askedAt, outcome: 0, codes },
    leaf: {
      time: now, kind: `operator-${act.kind}`, exchange, countryA: SWEDEN, countryB: SWEDEN, actor: `${act.by.role}@${act.by.subject}`, eventHash: '',
      requestHash: createHash('sha256').update(textOf(act)).digest('hex'), responseHash: '', outcome: 0, codes,
    },
    ...(subject === undefined ? {} : { subject }),
  };
}

export function createOperatorActs({ store, now, report }: ActDeps): OperatorActsWork {
  /** Once: a process that dies after the leaf leaves the act open, and finds the leaf the next time. */
  const append = async (act: OperatorAct, subject?: string): Promise<void> => {
    if ((await store.audit.leavesOf(act.id as ExchangeId)).length === 0) await store.journal.commit(entryOf(act, now(), subject));
  };
  const answer = (act: OperatorAct, state: ActAnswer['state'], facts: ActAnswer['facts'], sealedResult?: Buffer): Promise<void> =>
    store.acts.answer(act.id, { at: now(), state, facts, ...(sealedResult === undefined ? {} : { sealedResult }) });

  const patientLog = async (act: OperatorAct): Promise<void> => {
    const { sealedSubject, replyKey } = act;
    if (sealedSubject === undefined || replyKey === undefined || act.reason === '' || act.by.role === 'viewer' || act.by.role === 'operator') throw new NcpError('NCP_API_ROLE');
    const typed = subjectAsTyped(store.letters.open(sealedSubject, letterPlaces(act.id).subject).toString('utf8'), now());
    if (!typed.ok) throw new NcpError(typed.error);
    const subject = typed.value;
    // The access is in the chain before anything of it is read (RS 5).
    await append(act, subject);
    const log = await store.patientLogs.of({ subject, now: now(), limit: PATIENT_LOG_LINES });
    await answer(act, 'done', { lines: log.lines.length, total: log.total }, sealLetter(replyKey, Buffer.from(JSON.stringify(log)), letterPlaces(act.id).answer));
  };

  /** Every act gets its turn: what one fails of is told when the others are done, and tried again with the next round. */
  const each = async (acts: readonly OperatorAct[], carry: (act: OperatorAct) => Promise<void>): Promise<void> => {
    const failures: unknown[] = [];
    for (const act of acts) await carry(act).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };

  const one = async (act: OperatorAct): Promise<void> => {
    try {
      if (act.kind === 'patient-log') return await patientLog(act);
      await append(act);
      return await answer(act, 'done', {});
    } catch (error) {
      // What may pass by itself is tried again; what is wrong with the act itself is told to whoever asked, and recorded.
      if (!isNcpError(error) || error.code.startsWith('NCP_STORE_UNAVAILABLE') || error.code.startsWith('NCP_AUDIT')) throw error;
      await append(act);
      return answer(act, 'failed', { code: error.code });
    }
  };

  /**
   * From the first leaf each time, for an old leaf can be changed late; and against what the last verification that held saw, and what
   * was signed since: both are in the database, so that no restart and no other replica forgets how long the log once was.
   */
  const verifyFor = async (act: OperatorAct): Promise<void> => {
    const { sequence: of } = await store.audit.head();
    const [checkpoint, signed] = [await store.acts.lastSound(), await store.checkpoints.last()];
    let told = epochMs(now());
    const verdict = await verifyAuditLog(store.audit, {
      events: true, ...(checkpoint === undefined ? {} : { checkpoint }), ...(signed === undefined ? {} : { signed }),
      passed: async (sequence) => {
        if (epochMs(now()) - told < PROGRESS_MS) return;
        told = epochMs(now());
        await answer(act, 'working', { leaves: String(sequence), of: String(of) });
      },
    });
    if (!verdict.ok) report.alarm('NCP_AUDIT_CHAIN', { step: 'verify', reason: verdict.fault ?? '', sequence: String(verdict.firstBad ?? '') });
    await answer(act, 'done', factsOf(verdict));
  };

  return {
    carryOut: async () => {
      if ((await store.acts.open(QUICK, 1)).length === 0) return;
      await store.work.exclusively('operator-acts', async () => each(await store.acts.open(QUICK, ROUND), one));
    },
    verify: async () => {
      const [asked] = await store.acts.open(['verify-audit'], 1);
      if (asked === undefined) return;
      await store.work.exclusively('verify-audit', async () => each(await store.acts.open(['verify-audit'], ROUND), async (act) => {
        await append(act);
        await verifyFor(act);
      }));
    },
    tidy: async () => {
      await store.acts.publishLetterKey(store.letters.publicKey(), now());
      await store.acts.forgetResults(addMs(now(), -SEALED_RESULT_MS));
    },
  };
}

const factsOf = ({ ok, leaves, events, head, firstBad, fault }: AuditVerdict): ActAnswer['facts'] => ({
  ok, leaves: String(leaves), events: String(events),
  ...(head === undefined ? {} : { sequence: String(head.sequence), hash: head.hash }), ...(firstBad === undefined ? {} : { firstBad: String(firstBad) }), ...(fault === undefined ? {} : { fault }),
});
