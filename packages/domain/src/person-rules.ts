import { ageAt, compareDates } from './calendar.js';
import type { ConsentCategory, CrossBorderConsent, Patient } from './patient.js';
import type { Policy } from './policy.js';
import type { CalendarDate, CountryCode } from './primitives.js';

/** Rules about the person and her consent, shared by identification, list, retrieval and dispensation (D12, D18, D20). */

export const AGE_OF_CONSENT = 18;

/** Why nothing about a person may cross the border. Our records only: a peer never sees the difference (D12, D19). */
export type PersonRefusal = 'NCP_PI_INACTIVE' | 'NCP_PI_PROTECTED' | 'NCP_PI_MINOR';
export type ConsentRefusal = 'NCP_CONSENT_NONE' | 'NCP_CONSENT_COUNTRY';

/** Who asks about whom, when: what consent is judged by. */
export interface ConsentQuestion {
  readonly consents: readonly CrossBorderConsent[];
  /** Any of these suffices: both for identification, the document's own for a document (D18). */
  readonly categories: readonly ConsentCategory[];
  readonly country: CountryCode;
  /** The day in Sweden. */
  readonly today: CalendarDate;
}

const inForce = (consent: CrossBorderConsent, { categories, today }: ConsentQuestion): boolean =>
  consent.active &&
  categories.includes(consent.category) &&
  (consent.from === undefined || compareDates(consent.from, today) <= 0) &&
  (consent.until === undefined || compareDates(today, consent.until) <= 0);

const covers = (consent: CrossBorderConsent, country: CountryCode): boolean =>
  consent.countries.length === 0 || consent.countries.includes(country);

/** Opt-in: without a consent in force that covers the country, the answer is no. */
export const consentRefusal = (question: ConsentQuestion): ConsentRefusal | undefined => {
  const valid = question.consents.filter((consent) => inForce(consent, question));
  if (valid.some((consent) => covers(consent, question.country))) return undefined;
  return valid.length === 0 ? 'NCP_CONSENT_NONE' : 'NCP_CONSENT_COUNTRY';
};

const guardianConsents = (question: ConsentQuestion): boolean =>
  consentRefusal({ ...question, consents: question.consents.filter((consent) => consent.byGuardian) }) === undefined;

/**
 * Deceased and inactive never; protected by policy; a minor only with the consent of a guardian (D20).
 * Emigration alone decides nothing: the register says `inactive` when it ends the person's record.
 */
export const personRefusal = (
  patient: Patient,
  question: ConsentQuestion,
  policy: Pick<Policy, 'protectedIdentity'>,
): PersonRefusal | undefined => {
  if (patient.deceased || !patient.active) return 'NCP_PI_INACTIVE';
  if (patient.protectedIdentity && policy.protectedIdentity === 'deny') return 'NCP_PI_PROTECTED';
  const minor = ageAt(patient.birthDate, question.today) < AGE_OF_CONSENT;
  return minor && !guardianConsents(question) ? 'NCP_PI_MINOR' : undefined;
};
