import { isNcpError } from '@ncp/domain';
import type { DispenseRecord, NationalCall, RegisteredDispense } from '../ports/index.js';
import { commitSettlement, type SettlementGateway } from './commit-settlement.js';
import { lookUpEffects } from './national-outcome.js';
import { recordedOutcome } from './recorded.js';
import { nextLook } from './timing.js';

/** What reversing an uttag came to. */
export type ReversalOutcome =
  | { readonly kind: 'reversed' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'unknown' };

/** The text in NLL's Provenance.reason (at most 256 characters). */
export const reversalReason = (record: DispenseRecord): string => `Makulerat av ${record.key.country} via MyHealth@EU`;

/**
 * *Backa* of one uttag (decisions D58): reads its present version first, sends once, re-reads once on 412 (UC-A5 6.1).
 */
export async function reverseOnce(record: DispenseRecord, gateway: Pick<SettlementGateway, 'national'>, call: NationalCall): Promise<ReversalOutcome> {
  for (const lastTry of [false, true]) {
    const effects = await lookUpEffects(gateway.national, record.actorDispatchId, call);
    if (effects.count !== 'one') return { kind: effects.count === 'unknown' ? 'not-sent' : 'refused' };
    if (effects.dispense.status !== 'completed') return { kind: 'reversed' };
    try {
      await gateway.national.reverseDispense({ dispense: effects.dispense, requestId: reversalRequestId(record, effects.dispense), reason: reversalReason(record) }, call);
      return { kind: 'reversed' };
    } catch (error) {
      const code = isNcpError(error) ? error.code : undefined;
      if (code === 'NCP_NATIONAL_VERSION_CONFLICT' && !lastTry) continue;
      if (code === 'NCP_NATIONAL_UNAVAILABLE') return { kind: 'not-sent' };
      if (code === 'NCP_NATIONAL_OUTCOME_UNKNOWN' || code === 'NCP_NATIONAL_MALFORMED' || code === undefined) return { kind: 'unknown' };
      return { kind: 'refused' };
    }
  }
  return { kind: 'refused' };
}

/** One request id per reversed version: a repeat of the same reversal is the same request to the list. */
const reversalRequestId = (record: DispenseRecord, dispense: RegisteredDispense): string =>
  `${record.requestId}.backa.${dispense.versionId}`;

/** Settles a discard whose outcome nobody saw. */
export async function reconcileDiscard(record: DispenseRecord, gateway: SettlementGateway): Promise<void> {
  const call = { exchange: record.exchange, country: record.key.country, patientNationalId: record.patientNationalId };
  const outcome = await reverseOnce(record, gateway, call);
  const from = [record.state] as const;
  if (outcome.kind === 'reversed') {
    await commitSettlement(record, gateway, { kind: 'settle', key: record.key, from, to: 'DISCARDED', outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) });
  } else if (outcome.kind === 'refused') {
    // The dispensation stands. People decide what to do with the sender's wish.
    gateway.observer.alarm('NCP_DISCARD_REFUSED', { exchange: record.exchange });
    await commitSettlement(record, gateway, { kind: 'settle', key: record.key, from, to: 'CONFIRMED', flags: ['DISCARD_REFUSED'] });
  } else {
    await commitSettlement(record, gateway, {
      kind: 'settle', key: record.key, from, to: 'DISCARD_UNKNOWN', nextAttemptAt: nextLook(gateway.surroundings.now(), record.attempts),
    });
  }
}
