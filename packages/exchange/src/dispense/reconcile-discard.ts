import { isNcpError } from '@ncp/domain';
import type { DispenseRecord, NationalCall } from '../ports/index.js';
import { commitSettlement, type SettlementGateway } from './commit-settlement.js';
import { reversalRequestId } from './fingerprint.js';
import { lookUpEffects } from './national-outcome.js';
import { recordedOutcome } from './recorded.js';
import { nextLook } from './timing.js';

/** What reversing an uttag came to. */
export type ReversalOutcome = 'reversed' | 'refused' | 'not-sent' | 'unknown';

/** The text in NLL's Provenance.reason (at most 256 characters). */
const reversalReason = (record: DispenseRecord): string => `Makulerat av ${record.key.country} via MyHealth@EU`;

/**
 * *Backa* of one uttag (decisions D58): reads its present version first, sends once, re-reads once on 412 (UC-A5 6.1).
 * Never throws.
 */
export async function reverseOnce(record: DispenseRecord, gateway: Pick<SettlementGateway, 'national' | 'observer'>, call: NationalCall): Promise<ReversalOutcome> {
  for (const lastTry of [false, true]) {
    const effects = await lookUpEffects(gateway, record.actorDispatchId, call);
    if (effects.count !== 'one') return effects.count === 'unknown' ? 'not-sent' : 'refused';
    const { dispense } = effects;
    if (dispense.status !== 'completed') return 'reversed';
    try {
      await gateway.national.reverseDispense({ dispense, requestId: reversalRequestId(record.requestId, dispense.versionId), reason: reversalReason(record) }, call);
      return 'reversed';
    } catch (error) {
      const outcome = outcomeOfFailure(error);
      if (outcome !== 'changed') return outcome;
      if (lastTry) return 'refused';
    }
  }
  return 'refused';
}

function outcomeOfFailure(error: unknown): ReversalOutcome | 'changed' {
  switch (isNcpError(error) ? error.code : undefined) {
    case 'NCP_NATIONAL_VERSION_CONFLICT': return 'changed';
    // Not begun, or refused for a reason that is ours or that passes: the same discard may succeed later.
    case 'NCP_NATIONAL_UNAVAILABLE':
    case 'NCP_NATIONAL_FORBIDDEN':
    case 'NCP_NATIONAL_LOCKED': return 'not-sent';
    case 'NCP_NATIONAL_REFUSED':
    case 'NCP_NATIONAL_NOT_FOUND': return 'refused';
    // Sent, and the answer is missing or unreadable: it may have happened.
    default: return 'unknown';
  }
}

/** Settles a discard whose outcome nobody saw. */
export async function reconcileDiscard({ record, gateway, call }: { readonly record: DispenseRecord; readonly gateway: SettlementGateway; readonly call: NationalCall }): Promise<void> {
  const outcome = await reverseOnce(record, gateway, call);
  const base = { kind: 'settle', key: record.key, from: [record.state] } as const;
  switch (outcome) {
    case 'reversed':
      await commitSettlement(record, gateway, { ...base, to: 'DISCARDED', outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) });
      return;
    case 'refused':
      // The dispensation stands. People decide what to do with the sender's wish.
      gateway.observer.alarm('NCP_DISCARD_REFUSED', { exchange: record.exchange });
      await commitSettlement(record, gateway, { ...base, to: 'CONFIRMED', flags: [...new Set([...record.flags, 'DISCARD_REFUSED'])] });
      return;
    case 'not-sent':
    case 'unknown':
      await commitSettlement(record, gateway, { ...base, to: 'DISCARD_UNKNOWN', nextAttemptAt: nextLook(gateway.surroundings.now(), record.attempts) });
  }
}
