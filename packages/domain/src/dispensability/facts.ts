import { addDays, addYears, stockholmDate } from '../calendar.js';
import { decimal, decimalOfCount, floorDivide, isPositive, minDecimal } from '../decimal.js';
import type { CrossBorderConsent, Patient } from '../patient.js';
import type { ConsentQuestion } from '../person-rules.js';
import type { Policy } from '../policy.js';
import type { Prescription } from '../prescription.js';
import type { CalendarDate, CountryCode, Quantity } from '../primitives.js';
import type { Article } from '../product.js';

/** Everything the rules look at. Nothing else decides whether a prescription is offered abroad. */
export interface OfferFacts {
  readonly prescription: Prescription;
  /** Product register facts; absent when the register does not know the article (decisions G23). */
  readonly article?: Article;
  readonly patient: Patient;
  readonly consents: readonly CrossBorderConsent[];
  readonly country: CountryCode;
  /** The day in Sweden. */
  readonly today: CalendarDate;
  /** Our ledger has an unsettled dispensation or an open conflict record for the prescription (decisions D52). */
  readonly holds: boolean;
  /** Every prescription of the patient we know of; those of the same chain share their blocks (rule E16). */
  readonly allPrescriptions: readonly Prescription[];
  readonly policy: Pick<Policy, 'protectedIdentity' | 'interval'>;
}

/** The consent that an ePrescription needs (decisions D18). */
export const prescriptionConsent = ({ consents, country, today }: OfferFacts): ConsentQuestion => ({
  consents, country, today, categories: ['cross-border-eprescription'],
});

export const issuedOn = (prescription: Prescription): CalendarDate => stockholmDate(prescription.authoredOn);

/** NLL sets a missing end to one year after issue (sweden-national 2.3, validityPeriod). */
export const lastValidDay = (prescription: Prescription): CalendarDate =>
  prescription.validity.end ?? addYears(issuedOn(prescription), 1);

const WEEKS_OF_WEAK_BASIS = 2;

/** Telephone and paper basis: two weeks from issue, whatever the end says. Absent basis means electronic. */
export const lastDayOfWeakBasis = (prescription: Prescription): CalendarDate | undefined => {
  const basis = prescription.registrationBasis;
  const electronic = basis === undefined || basis.toUpperCase().startsWith('ELE');
  return electronic ? undefined : addDays(issuedOn(prescription), WEEKS_OF_WEAK_BASIS * 7);
};

/** The prescription's chain, itself included: a renewed or replaced prescription belongs to the same chain. */
export const chainOf = ({ prescription, allPrescriptions }: OfferFacts): readonly Prescription[] => [
  prescription,
  ...allPrescriptions.filter((other) => prescription.chainId !== undefined && other.chainId === prescription.chainId),
];

// Unit texts are not compared: the prescription says `tablett` where the register says `tablett(er)` (VR011-VR013 define
// one unit for both). Two different codes, however, are two different units.
const unitsContradict = (a: Quantity, b: Quantity): boolean =>
  a.unit.code !== undefined && b.unit.code !== undefined && a.unit.code !== b.unit.code;

/**
 * Whole packages of one uttag that can be offered now: min(packages per uttag, floor(remaining quantity / pack size)),
 * 0 when it is nothing or cannot be computed exactly (decisions D32).
 */
export const offeredPackages = (prescription: Prescription, article: Article): number => {
  const { remainingDispenses = 0, remainingQuantity, packagesPerDispense } = prescription;
  const pack = article.packAmount;
  if (remainingDispenses <= 0 || remainingQuantity === undefined || pack === undefined) return 0;
  if (!Number.isSafeInteger(packagesPerDispense) || packagesPerDispense <= 0) return 0;
  if (!isPositive(pack.value) || !isPositive(remainingQuantity.value) || unitsContradict(pack, remainingQuantity)) return 0;
  const whole = decimal(floorDivide(remainingQuantity.value, pack.value).toString());
  return Number(minDecimal(whole, decimalOfCount(packagesPerDispense)));
};

/**
 * The first day on which the next uttag may be dispensed; `'unknown'` when an interval is set, an uttag was made and
 * nobody tells when.
 */
export const nextDispenseDay = (prescription: Prescription): CalendarDate | 'unknown' | undefined => {
  if (prescription.nextDispenseEarliest !== undefined) return prescription.nextDispenseEarliest;
  const interval = prescription.dispenseIntervalDays ?? 0;
  const used = (prescription.remainingDispenses ?? 0) < prescription.dispensesAllowed;
  return interval > 0 && used ? 'unknown' : undefined;
};
