import { createHash } from 'node:crypto';
import type { InstanceIdentifier } from '@ncp/domain';
import { documentId } from './documents/plan.js';
import { isOpen, type HeldPrescription } from './prescriptions.js';
import { readDispensation, sameId, type ReceivedDispensation } from './received-dispensation.js';
import type { Outcome } from './wire/registry-answers.js';

/** What became of one dispensation, by its document id; tests count with it. */
export interface DispensationRecord {
  readonly documentId: string;
  readonly state: 'recorded' | 'pending' | 'refused' | 'discarded';
  /** How often the document came. */
  readonly received: number;
  /** How often it took something from the prescription: never more than once. */
  readonly effects: number;
  readonly discards: number;
  readonly packages: number;
  readonly prescription: string;
  readonly code?: string;
  readonly discardId?: string;
}

interface Entry {
  record: DispensationRecord;
  readonly hash: string;
  readonly document: Uint8Array;
  readonly held: HeldPrescription | undefined;
  /** A deferred dispensation is worked on until then; milliseconds of the machine's clock. */
  readonly busyUntil?: number;
  remainingBefore?: number;
}

/** An answer, and how long the country takes for it. */
export interface Submitted {
  readonly outcome: Outcome;
  readonly afterMs?: number;
}

export interface DispensingOptions {
  readonly prescriptions: () => readonly HeldPrescription[];
  /** After one dispensation nothing is left, whatever the number of packages. */
  readonly closesAtOnce: boolean;
  /** How long the dispensation that is deferred (F7) takes. */
  readonly deferMs: () => number;
}

export interface Dispensing {
  /** Patient: of the treatment relationship. */
  submit(document: Uint8Array, patient: InstanceIdentifier, kind: 'dispensation' | 'discard', submissionSetId: string | undefined): Submitted;
  records(): readonly DispensationRecord[];
  /** The bytes that came under that id. */
  document(id: string): Uint8Array | undefined;
  clear(): void;
}

const SUCCESS: Submitted = { outcome: { status: 'Success', notices: [] } };
const failure = (code: string, context: string, afterMs?: number): Submitted =>
  ({ outcome: { status: 'Failure', notices: [{ code, severity: 'Error', context }] }, ...(afterMs === undefined ? {} : { afterMs }) });
const pending = (afterMs?: number): Submitted => failure('2201', 'Received; the outcome is not known yet', afterMs);

export function dispensing({ prescriptions, closesAtOnce, deferMs }: DispensingOptions): Dispensing {
  const entries = new Map<string, Entry>();
  const change = (entry: Entry, more: Partial<DispensationRecord>): void => { entry.record = { ...entry.record, ...more }; };

  const takeEffect = (entry: Entry): Submitted => {
    const { held, record } = entry;
    if (held !== undefined) {
      entry.remainingBefore = held.remaining;
      held.remaining = closesAtOnce ? 0 : Math.max(0, held.remaining - record.packages);
    }
    change(entry, { state: 'recorded', effects: record.effects + 1 });
    return SUCCESS;
  };

  /** The rules of a country that was asked for the first time; undefined when nothing speaks against it. */
  const objection = (read: ReceivedDispensation, held: HeldPrescription | undefined, patient: InstanceIdentifier): readonly [code: string, text: string] | undefined => {
    if (!read.patients.some((one) => sameId(one, patient))) return ['4206', 'The patient of the document is not that of the treatment relationship'];
    if (read.prescription === undefined || read.item === undefined) return ['ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE', 'The document names no prescription'];
    if (held === undefined || !sameId(held.facts.patient.id, patient)) return ['4105', 'No matching prescription'];
    if (!sameId(held.facts.ids.item, read.item)) return ['ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE', 'The document names another item'];
    if (!Number.isFinite(read.packages)) return ['ERROR_ED_GENERIC', 'The number of packages cannot be used'];
    if (!isOpen(held) || held.planned.manner === 'refuse-4106') return ['4106', 'Already dispensed'];
    if (read.substituted && held.planned.plan.substitution === 'N') return ['ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED', 'The prescription may not be substituted'];
    return undefined;
  };

  const repeated = (entry: Entry, hash: string): Submitted => {
    change(entry, { received: entry.record.received + 1 });
    if (entry.hash !== hash) return failure('ERROR_ED_GENERIC', 'Another document came under this id before');
    const { state, code } = entry.record;
    if (state === 'recorded') return SUCCESS;
    if (state === 'pending') return Date.now() < (entry.busyUntil ?? 0) ? pending() : takeEffect(entry);
    return state === 'refused' ? failure(code ?? 'ERROR_ED_GENERIC', 'Refused before') : failure('ERROR_ED_GENERIC', 'The dispensation was discarded');
  };

  const dispense = (read: ReceivedDispensation, document: Uint8Array, patient: InstanceIdentifier): Submitted => {
    const key = documentId(read.id);
    const hash = createHash('sha256').update(document).digest('hex');
    const known = entries.get(key);
    if (known !== undefined) return repeated(known, hash);
    const held = prescriptions().find(({ facts }) => sameId(facts.ids.prescription, read.prescription));
    const deferred = held?.planned.manner === 'defer-once';
    const entry: Entry = {
      hash, document, held, ...(deferred ? { busyUntil: Date.now() + deferMs() } : {}),
      record: {
        documentId: key, state: 'pending', received: 1, effects: 0, discards: 0, packages: Number.isFinite(read.packages) ? read.packages : 0,
        prescription: read.prescription === undefined ? '' : documentId(read.prescription),
      },
    };
    entries.set(key, entry);
    const against = objection(read, held, patient);
    if (against !== undefined) {
      change(entry, { state: 'refused', code: against[0] });
      return failure(...against);
    }
    return deferred ? pending(deferMs()) : takeEffect(entry);
  };

  const discard = (read: ReceivedDispensation, discardId: string | undefined): Submitted => {
    const entry = entries.get(documentId(read.id));
    if (entry === undefined || entry.record.state === 'refused') return failure('4105', 'No such dispensation');
    if (entry.record.state === 'pending') return pending();
    if (entry.record.state === 'recorded') {
      if (entry.held !== undefined && entry.remainingBefore !== undefined) entry.held.remaining = closesAtOnce ? entry.remainingBefore : entry.held.remaining + entry.record.packages;
      change(entry, { state: 'discarded', discards: 1, ...(discardId === undefined ? {} : { discardId }) });
    }
    return SUCCESS;
  };

  return {
    submit(document, patient, kind, submissionSetId) {
      const read = readDispensation(document);
      if (read?.kind !== kind) return failure(kind === 'discard' ? 'ERROR_ED_DISCARD_FAILED' : 'ERROR_ED_GENERIC', 'The document cannot be read as what it is said to be');
      return kind === 'dispensation' ? dispense(read, document, patient) : discard(read, submissionSetId);
    },
    records: () => [...entries.values()].map(({ record }) => record),
    document: (id) => entries.get(id)?.document,
    clear() { entries.clear(); },
  };
}
