import type { CalendarDate, CountryProfile, Delivery, Dispensable, ForeignPrescriptionFacts } from '@ncp/domain';

/** What is known when the question is asked; all but the list entry may be missing. */
export interface DispensableFacts {
  /** `eventCode` of the list entry (wire-contract 3); `unknown` when it says nothing. */
  readonly listed: 'open' | 'closed' | 'unknown';
  /** Present once the document was fetched. */
  readonly prescription?: ForeignPrescriptionFacts;
  readonly profile: CountryProfile;
  /** The day in Sweden. */
  readonly today: CalendarDate;
  /** Our dispensations of this prescription, or of this patient while the prescription is not known. */
  readonly deliveries: readonly Delivery[];
}

/** May it be dispensed here and now, and if not, why (issue 3.1). */
export const dispensable = ({ listed }: DispensableFacts): Dispensable =>
  ({ answer: listed === 'closed' ? 'no' : 'yes', reasons: [] });
