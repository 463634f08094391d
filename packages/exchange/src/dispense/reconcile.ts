import { epochMs, isUnsettled, type DispenseKey, type DispenseState, type NcpErrorCode } from '@ncp/domain';
import type { DispenseRecord, NationalCall, RegisterDispense, RegisteredDispense } from '../ports/index.js';
import { commitSettlement, type SettlementGateway } from './commit-settlement.js';
import { reconcileDiscard } from './reconcile-discard.js';
import { lookUpEffects, registerOnce, type NationalOutcome } from './national-outcome.js';
import { recordedOutcome } from './recorded.js';
import { leaseUntil, LOCK_PATIENCE_MS, nextLook } from './timing.js';

const DISCARDING: ReadonlySet<DispenseState> = new Set(['DISCARD_INTENT', 'DISCARD_UNKNOWN']);

const HOUR_MS = 3_600_000;
/** Ages at which an unsettled dispensation is alarmed (decisions G18). */
const ALARM_AGES_MS = [HOUR_MS, 24 * HOUR_MS];

/**
 * Settles one unsettled dispensation or discard by asking the national list for its key (decisions D53, G18).
 *
 * The call is repeated only when the list provably holds no effect, with the same key and request id. A row whose lease
 * has not passed belongs to a live request and is left alone. Safe to run twice, concurrently, and to be killed anywhere:
 * every change has a guard on the state it started from.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE: the caller tries again later
 */
export async function reconcileDispensation(key: DispenseKey, gateway: SettlementGateway): Promise<DispenseRecord | undefined> {
  const record = await gateway.ledger.find(key);
  if (record === undefined) return undefined;
  const now = gateway.surroundings.now();
  if (record.nextAttemptAt !== undefined && epochMs(record.nextAttemptAt) > epochMs(now)) return record;
  if (DISCARDING.has(record.state)) await reconcileDiscard(record, gateway);
  else if (isUnsettled(record.state)) await reconcileEffect(record, gateway);
  else return record;
  return gateway.ledger.find(record.key);
}

const callFor = (record: DispenseRecord): NationalCall => ({
  exchange: record.exchange, country: record.key.country, patientNationalId: record.patientNationalId,
});

async function reconcileEffect(record: DispenseRecord, gateway: SettlementGateway): Promise<void> {
  warnOfAge(record, gateway);
  const effects = await lookUpEffects(gateway.national, record.actorDispatchId, callFor(record));
  switch (effects.count) {
    case 'one': return confirm(record, effects.dispense, gateway);
    case 'unknown': return postpone(record, gateway);
    case 'none': return repeat(record, gateway);
    case 'many':
      gateway.observer.alarm('NCP_NATIONAL_EFFECTS', { exchange: record.exchange, effects: 'many' });
      return postpone(record, gateway, ['DOUBLE_EFFECT']);
  }
}

async function confirm(record: DispenseRecord, dispense: RegisteredDispense, gateway: SettlementGateway): Promise<void> {
  await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: [record.state], to: 'CONFIRMED', outcome: confirmedOutcome(record),
    nationalDispenseId: dispense.id, nationalDispenseVersion: dispense.versionId,
  });
}

/** A confirmed hand-over is a Success; what was odd about it is a warning (decisions D48). */
export const confirmedOutcome = (record: Pick<DispenseRecord, 'flags'>): ReturnType<typeof recordedOutcome> =>
  recordedOutcome(record.flags.includes('OVER_QUANTITY') ? ['NCP_DISPENSE_OVER_QUANTITY'] : []);

async function postpone(record: DispenseRecord, gateway: SettlementGateway, flags?: readonly string[]): Promise<void> {
  await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: [record.state], to: 'UNKNOWN',
    nextAttemptAt: nextLook(gateway.surroundings.now(), record.attempts),
    ...(flags === undefined ? {} : { flags }),
  });
}

async function reject(record: DispenseRecord, code: NcpErrorCode, gateway: SettlementGateway): Promise<void> {
  await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: ['SENT'], to: 'REJECTED', outcome: recordedOutcome([code]),
  }, code);
}

/** The list holds no effect: claim the row, then call again with the same key. */
async function repeat(record: DispenseRecord, gateway: SettlementGateway): Promise<void> {
  const command = readCommand(record);
  if (command === undefined) return postpone(record, gateway, ['NO_COMMAND']);
  // A row found in SENT was left by a dead process; UNKNOWN is its honest name before it can be claimed again.
  if (record.state === 'SENT' && !(await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: ['SENT'], to: 'UNKNOWN', nextAttemptAt: leaseUntil(gateway.surroundings.now()),
  }))) return;
  if (!(await commitSettlement(record, gateway, { kind: 'sent', key: record.key }))) return;
  await settleRepeated(record, await registerAgain(record, command, gateway), gateway);
}

async function registerAgain(record: DispenseRecord, command: RegisterDispense, gateway: SettlementGateway): Promise<NationalOutcome> {
  const call = callFor(record);
  const outcome = await registerOnce(gateway.national, command, call);
  if (outcome.kind !== 'changed') return outcome;
  const fresh = await gateway.national.prescription(record.prescriptionId, call).catch(() => undefined);
  if (fresh === undefined) return { kind: 'locked' };
  if (fresh.status !== 'active') return { kind: 'refused', code: 'NCP_DISPENSE_ALREADY' };
  return registerOnce(gateway.national, { ...command, prescription: fresh }, call);
}

async function settleRepeated(record: DispenseRecord, outcome: NationalOutcome, gateway: SettlementGateway): Promise<void> {
  const now = gateway.surroundings.now();
  const pending = (): Promise<unknown> => commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: ['SENT'], to: 'UNKNOWN', nextAttemptAt: nextLook(now, record.attempts),
  });
  switch (outcome.kind) {
    case 'confirmed':
      await confirm({ ...record, state: 'SENT' }, outcome.dispense, gateway);
      return;
    case 'refused':
      return reject(record, outcome.code, gateway);
    case 'locked':
    case 'changed':
      if (epochMs(now) - epochMs(record.receivedAt) > LOCK_PATIENCE_MS) return reject(record, 'NCP_DISPENSE_ALREADY', gateway);
      await pending();
      return;
    case 'not-sent':
    case 'unknown':
      await pending();
  }
}

const isCommand = (value: unknown): value is RegisterDispense =>
  typeof value === 'object' && value !== null && 'actorDispatchId' in value && 'prescription' in value && 'dispensation' in value;

function readCommand(record: DispenseRecord): RegisterDispense | undefined {
  if (record.command === undefined) return undefined;
  const value: unknown = JSON.parse(record.command);
  return isCommand(value) ? value : undefined;
}

function warnOfAge(record: DispenseRecord, gateway: SettlementGateway): void {
  const age = epochMs(gateway.surroundings.now()) - epochMs(record.receivedAt);
  const passed = ALARM_AGES_MS.filter((limit) => age > limit).length;
  if (passed > 0) gateway.observer.alarm('NCP_DISPENSE_PENDING', { exchange: record.exchange, state: record.state, level: passed });
}

