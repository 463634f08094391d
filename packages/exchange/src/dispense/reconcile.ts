import { epochMs, isUnsettled, type DispenseKey, type DispenseState, type Instant, type NcpErrorCode } from '@ncp/domain';
import type { DispenseRecord, NationalCall, RegisterDispense, RegisteredDispense } from '../ports/index.js';
import { commitSettlement, type SettlementGateway } from './commit-settlement.js';
import { lookUpEffects, registerAndCount, warnOfEffects, type NationalOutcome } from './national-outcome.js';
import { reconcileDiscard } from './reconcile-discard.js';
import { confirmedOutcome, recordedOutcome, warnOfFlags } from './recorded.js';
import { readCommand, renewedCommand } from './stored-command.js';
import { callsEndBy, leaseUntil, LOCK_PATIENCE_MS, nextLook } from './timing.js';

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
export async function reconcileDispensation(key: DispenseKey, gateway: SettlementGateway, deadline?: Instant): Promise<DispenseRecord | undefined> {
  const record = await gateway.ledger.find(key);
  if (record === undefined || !isUnsettled(record.state) || !isDue(record, gateway)) return record;
  const settling: Settling = { record, gateway, call: callFor(record, gateway, deadline) };
  await (DISCARDING.has(record.state) ? reconcileDiscard(settling) : reconcileEffect(settling));
  return gateway.ledger.find(record.key);
}

/**
 * As `reconcileDispensation`, for a message that asks about a row. Before the row is due the list is only asked whether
 * the effect is there; the call is never repeated earlier because somebody asks.
 */
export async function learnOutcome(key: DispenseKey, gateway: SettlementGateway, deadline: Instant): Promise<DispenseRecord | undefined> {
  const record = await gateway.ledger.find(key);
  if (record?.state !== 'UNKNOWN' || isDue(record, gateway)) return reconcileDispensation(key, gateway, deadline);
  const settling: Settling = { record, gateway, call: callFor(record, gateway, deadline) };
  const effects = await lookUpEffects(gateway, record.actorDispatchId, settling.call);
  if (effects.count !== 'one' || effects.dispense.status !== 'completed') return record;
  await confirm(settling, effects.dispense);
  return gateway.ledger.find(record.key);
}

const isDue = ({ nextAttemptAt }: DispenseRecord, { surroundings }: SettlementGateway): boolean =>
  nextAttemptAt === undefined || epochMs(nextAttemptAt) <= epochMs(surroundings.now());

/** A call for a row of the ledger. */
export const callFor = (record: DispenseRecord, { surroundings }: SettlementGateway, deadline: Instant | undefined): NationalCall => ({
  exchange: record.exchange, country: record.key.country, patientNationalId: record.patientNationalId,
  deadline: callsEndBy(surroundings.now(), deadline),
});

/** One row on its way to being settled. */
export interface Settling {
  readonly record: DispenseRecord;
  readonly gateway: SettlementGateway;
  readonly call: NationalCall;
}

async function reconcileEffect(settling: Settling): Promise<void> {
  const { record, gateway, call } = settling;
  warnOfAge(settling);
  const effects = await lookUpEffects(gateway, record.actorDispatchId, call);
  switch (effects.count) {
    case 'one':
      // Somebody took it back in the list itself before we saw it: it stands nowhere, and people must know.
      await (effects.dispense.status === 'completed' ? confirm(settling, effects.dispense) : reject(settling, 'NCP_DISPENSE_DISCARDED'));
      return;
    case 'unknown': return postpone(settling);
    case 'none': return repeat(settling);
    case 'many':
      warnOfEffects(gateway, call, 'many');
      return postpone(settling, 'DOUBLE_EFFECT');
  }
}

/** The list holds it: so it is. False when somebody else settled it first. */
export async function confirm({ record, gateway }: Pick<Settling, 'record' | 'gateway'>, { id, versionId }: RegisteredDispense): Promise<boolean> {
  const confirmed = await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: [record.state], to: 'CONFIRMED', outcome: confirmedOutcome(record),
    nationalDispenseId: id, nationalDispenseVersion: versionId,
  });
  if (confirmed) warnOfFlags(record, gateway.observer);
  return confirmed;
}

async function postpone({ record, gateway }: Settling, flag?: string): Promise<void> {
  await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: [record.state], to: 'UNKNOWN',
    nextAttemptAt: nextLook(gateway.surroundings.now(), record.attempts),
    ...(flag === undefined ? {} : { flags: [...new Set([...record.flags, flag])] }),
  });
}

/** The list holds nothing of it and will not: kept with what was reported. False when somebody else settled it first. */
export function reject({ record, gateway }: Pick<Settling, 'record' | 'gateway'>, code: NcpErrorCode): Promise<boolean> {
  return commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: [record.state], to: 'REJECTED', outcome: recordedOutcome([code]),
  }, code);
}

/** The list holds no effect: claim the row, then call again with the same key. */
async function repeat(settling: Settling): Promise<void> {
  const { record, gateway } = settling;
  const command = readCommand(record);
  if (command === undefined) return postpone(settling, 'NO_COMMAND');
  // A row found in SENT was left by a dead process; UNKNOWN is its honest name before it can be claimed again.
  if (record.state === 'SENT' && !(await commitSettlement(record, gateway, {
    kind: 'settle', key: record.key, from: ['SENT'], to: 'UNKNOWN', nextAttemptAt: leaseUntil(gateway.surroundings.now()),
  }))) return;
  if (!(await commitSettlement(record, gateway, { kind: 'sent', key: record.key }))) return;
  const sent: Settling = { ...settling, record: { ...record, state: 'SENT' } };
  await settleRepeated(sent, await registerAgain(sent, command));
}

async function registerAgain({ record, gateway, call }: Settling, command: RegisterDispense): Promise<NationalOutcome> {
  const outcome = await registerAndCount(gateway, command, call);
  if (outcome.kind !== 'changed') return outcome;
  const fresh = await gateway.national.prescription(record.prescriptionId, call).catch(() => undefined);
  // Unreadable now, or gone for a moment: the first call was refused, so waiting loses nothing.
  if (fresh === undefined) return { kind: 'locked' };
  const renewed = renewedCommand(command, fresh);
  return 'refused' in renewed ? { kind: 'refused', code: renewed.refused } : registerAndCount(gateway, renewed, call);
}

async function settleRepeated(settling: Settling, outcome: NationalOutcome): Promise<void> {
  const { record, gateway } = settling;
  switch (outcome.kind) {
    case 'confirmed':
      await confirm(settling, outcome.dispense);
      return;
    case 'refused':
      await reject(settling, outcome.code);
      return;
    case 'locked':
    case 'changed':
      await (ageOf(record, gateway) > LOCK_PATIENCE_MS ? reject(settling, 'NCP_DISPENSE_ALREADY') : postpone(settling));
      return;
    case 'not-sent':
    case 'unknown': return postpone(settling);
  }
}

const ageOf = ({ receivedAt }: DispenseRecord, { surroundings }: SettlementGateway): number => epochMs(surroundings.now()) - epochMs(receivedAt);

function warnOfAge({ record, gateway }: Settling): void {
  const age = ageOf(record, gateway);
  const passed = ALARM_AGES_MS.filter((limit) => age > limit).length;
  if (passed > 0) gateway.observer.alarm('NCP_DISPENSE_PENDING', { exchange: record.exchange, state: record.state, level: passed });
}
