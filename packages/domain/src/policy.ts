import { decimal } from './decimal.js';
import type { DecimalString } from './primitives.js';

/**
 * Everything about the rules that an operator may set (decisions 1.2 and 1.4). Names in the comments are the settings.
 * There is no setting here that turns a check off (house rule 12); each chooses between two defensible answers.
 */
export interface Policy {
  /** `PROTECTED`: `mask` releases number and names of a protected person who has consented, nothing else (D20, O9). */
  readonly protectedIdentity: 'deny' | 'mask';
  /** `ACCEPT_COORDINATION_NUMBER` (D17). */
  readonly acceptCoordinationNumber: boolean;
  /** `XCPD_REQUIRE_BIRTHDATE` (D17). */
  readonly requireBirthDate: boolean;
  /** `INTERVAL`: `warn` offers a prescription before its dispensing interval has passed (rule E15). */
  readonly interval: 'deny' | 'warn';
  /** `CONSENT_AT_DISPENSE`: what becomes of a hand-over reported after consent was withdrawn (D54). */
  readonly consentAtDispense: 'refuse' | 'record';
  /** `OVER_QUANTITY_TOLERANCE`: share of the offer that may be exceeded silently (D49) [local]. */
  readonly overQuantityTolerance: DecimalString;
  /** `DISPATCH_GROUP_HOURS`: one visit, one uttag (D50) [local]. */
  readonly dispatchGroupHours: number;
  /** `DUPLICATE_WINDOW_MIN` (D51) [local]. */
  readonly duplicateWindowMinutes: number;
  /** `LATE_DISPENSE_DAYS` (D56) [local]. */
  readonly lateDispenseDays: number;
  /** How far in the future a hand-over may lie because clocks differ (D56). */
  readonly futureToleranceMinutes: number;
  /** From when on an accepted hand-over is marked late [local]. */
  readonly lateAfterHours: number;
  /** `DISCARD_WINDOW_HOURS` (D57). */
  readonly discardWindowHours: number;
  /** `EXPORT_VALID_HOURS` (D59). */
  readonly exportValidHours: number;
}

export const DEFAULT_POLICY: Policy = {
  protectedIdentity: 'deny',
  acceptCoordinationNumber: false,
  requireBirthDate: false,
  interval: 'deny',
  consentAtDispense: 'refuse',
  overQuantityTolerance: decimal('0.2'),
  dispatchGroupHours: 12,
  duplicateWindowMinutes: 10,
  lateDispenseDays: 7,
  futureToleranceMinutes: 5,
  lateAfterHours: 24,
  discardWindowHours: 24,
  exportValidHours: 48,
};
