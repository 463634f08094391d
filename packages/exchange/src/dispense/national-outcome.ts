import { isNcpError, type NcpErrorCode } from '@ncp/domain';
import type { Gateway } from '../affiliation/gateway.js';
import type { NationalCall, NationalList, RegisterDispense, RegisteredDispense } from '../ports/index.js';

/** What a call that registers an uttag came to. "Unknown" is an outcome, not an error (house rule 3). */
export type NationalOutcome =
  | { readonly kind: 'confirmed'; readonly dispense: RegisteredDispense }
  /** The national list says no, for good. */
  | { readonly kind: 'refused'; readonly code: NcpErrorCode }
  /** No byte was sent: nothing can have happened. */
  | { readonly kind: 'not-sent'; readonly code: NcpErrorCode }
  /** The prescription changed since it was read (412). */
  | { readonly kind: 'changed' }
  /** A Swedish pharmacy holds it (423). */
  | { readonly kind: 'locked' }
  | { readonly kind: 'unknown' };

/** The refusal of the national list (422) in the words of decisions D55. */
const refusalCode = (reason: unknown): NcpErrorCode => (reason === 'left' ? 'NCP_DISPENSE_ALREADY' : 'NCP_DISPENSE_NOT_DISPENSABLE');

/** Whatever the adapter throws becomes one of the six outcomes; nothing escapes. */
async function registerOnce(national: NationalList, command: RegisterDispense, call: NationalCall): Promise<NationalOutcome> {
  try {
    return { kind: 'confirmed', dispense: await national.registerDispense(command, call) };
  } catch (error) {
    if (!isNcpError(error)) return { kind: 'unknown' };
    switch (error.code) {
      case 'NCP_NATIONAL_VERSION_CONFLICT': return { kind: 'changed' };
      case 'NCP_NATIONAL_LOCKED': return { kind: 'locked' };
      case 'NCP_NATIONAL_REFUSED': return { kind: 'refused', code: refusalCode(error.details['reason']) };
      case 'NCP_NATIONAL_NOT_FOUND': return { kind: 'refused', code: 'NCP_DISPENSE_NOT_DISPENSABLE' };
      case 'NCP_NATIONAL_UNAVAILABLE':
      case 'NCP_NATIONAL_FORBIDDEN': return { kind: 'not-sent', code: 'NCP_NATIONAL_UNAVAILABLE' };
      // Sent, and the answer is missing or unreadable: it may have happened.
      default: return { kind: 'unknown' };
    }
  }
}

/** How many standing effects the national list holds for our key; one that was taken back shows itself by its status. */
export type Effects =
  | { readonly count: 'none' }
  | { readonly count: 'one'; readonly dispense: RegisteredDispense }
  | { readonly count: 'many' }
  /** The list could not be asked. */
  | { readonly count: 'unknown' };

type Looking = Pick<Gateway, 'national' | 'observer'>;

/** Looks an uttag up by our key, before any repeat and after any call (decisions G12, D53). */
export async function lookUpEffects({ national, observer }: Looking, actorDispatchId: string, call: NationalCall): Promise<Effects> {
  try {
    const found = await national.dispensesByActorId(actorDispatchId, call);
    const [standing, another] = found.filter(({ status }) => status === 'completed');
    if (another !== undefined) return { count: 'many' };
    // People mend a double by taking one back in the list: what was taken back counts only where nothing stands.
    const dispense = standing ?? found[0];
    return dispense === undefined ? { count: 'none' } : { count: 'one', dispense };
  } catch (error) {
    // Not knowing is the answer, whatever the trouble was; somebody else's data in our answer is an alarm all the same.
    if (isNcpError(error) && error.code === 'NCP_NATIONAL_WRONG_PATIENT') observer.alarm(error.code, { exchange: call.exchange });
    return { count: 'unknown' };
  }
}

export const warnOfEffects = ({ observer }: Pick<Gateway, 'observer'>, { exchange }: Pick<NationalCall, 'exchange'>, effects: Effects['count']): void => {
  observer.alarm('NCP_NATIONAL_EFFECTS', { exchange, effects });
};

/**
 * Registers an uttag and then counts it: "done" with no effect or with two is no success (UC-A4 8.6, DISP-34), and an
 * answer that never came is looked for once before it counts as unknown (D53). Never throws.
 */
export async function registerAndCount(gateway: Looking, command: RegisterDispense, call: NationalCall): Promise<NationalOutcome> {
  const outcome = await registerOnce(gateway.national, command, call);
  if (outcome.kind !== 'confirmed' && outcome.kind !== 'unknown') return outcome;
  const effects = await lookUpEffects(gateway, command.actorDispatchId, call);
  if (effects.count === 'one' && effects.dispense.status === 'completed') return { kind: 'confirmed', dispense: effects.dispense };
  // It said done and showed the uttag; that it cannot be asked once more takes nothing of that back.
  if (effects.count === 'unknown') return outcome;
  if (outcome.kind === 'confirmed' || effects.count === 'many') warnOfEffects(gateway, call, effects.count);
  return { kind: 'unknown' };
}
