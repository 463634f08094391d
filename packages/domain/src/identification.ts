import { stockholmDate } from './calendar.js';
import { IDENTIFIER_ROOTS } from './constants.js';
import { formatCx, parseCx } from './oid.js';
import { parsePersonalNumber } from './personal-number.js';
import type { ConsentCategory, CrossBorderConsent, Patient } from './patient.js';
import { consentRefusal, personRefusal, type ConsentRefusal, type PersonRefusal } from './person-rules.js';
import type { Policy } from './policy.js';
import {
  ok, refused, type CalendarDate, type CountryCode, type InstanceIdentifier, type Instant, type PersonalNumber, type Result,
} from './primitives.js';

/**
 * Who is found by country B, and why not (decisions 1.2, use case A1).
 * Every refusal except NCP_PI_MULTIPLE and NCP_NATIONAL_WRONG_PATIENT is shown to the peer as the one answer of D12;
 * the reason is for our records only.
 */

/**
 * The number of a patient identifier as typed, in its one form (decisions D14, D17).
 * Error NCP_PI_FORMAT: foreign root, malformed, wrong check digit, or a coordination number that policy does not accept.
 */
export const readPatientNumber = (
  id: InstanceIdentifier,
  today: CalendarDate,
  policy: Pick<Policy, 'acceptCoordinationNumber'>,
): Result<PersonalNumber, 'NCP_PI_FORMAT'> => {
  const parsed = parsePersonalNumber(id.extension ?? '', today);
  if (!parsed.ok) return refused('NCP_PI_FORMAT');
  const { kind, number } = parsed.value;
  const fits = id.root === IDENTIFIER_ROOTS[kind] && (kind === 'personnummer' || policy.acceptCoordinationNumber);
  return fits ? ok(number) : refused('NCP_PI_FORMAT');
};

/** True when two patient identifiers name the same person, however they were typed (decisions D14). */
export const samePatientIdentifier = (a: InstanceIdentifier, b: InstanceIdentifier, today: CalendarDate): boolean => {
  const policy = { acceptCoordinationNumber: true };
  const left = readPatientNumber(a, today, policy);
  const right = readPatientNumber(b, today, policy);
  return left.ok && right.ok && left.value === right.value;
};

/** Whom an operator asks about: a Swedish number as typed, or a patient id in CX form, which stays as it is. */
export const subjectAsTyped = (text: string, now: Instant): Result<string, 'NCP_PI_FORMAT'> => {
  if (parseCx(text).ok) return ok(text);
  const parsed = parsePersonalNumber(text, stockholmDate(now));
  return parsed.ok ? ok(formatCx({ root: IDENTIFIER_ROOTS[parsed.value.kind], extension: parsed.value.number })) : refused('NCP_PI_FORMAT');
};

/** A patient id in CX form as log extracts know it: a Swedish number in its one form, everything else as it was written. */
export const canonicalSubject = (cx: string, now: Instant): string => {
  const id = parseCx(cx);
  if (!id.ok) return cx;
  const number = readPatientNumber(id.value, stockholmDate(now), { acceptCoordinationNumber: true });
  return number.ok ? formatCx({ root: id.value.root, extension: number.value }) : cx;
};

export interface IdentificationFacts {
  /** The number asked for. */
  readonly number: PersonalNumber;
  /** Every person the national list returned for it. */
  readonly patients: readonly Patient[];
  /** Consents of that person; read in every case, so that no case is faster than another (D12). */
  readonly consents: readonly CrossBorderConsent[];
  /** Birth date of the query; names in it never decide (D17). */
  readonly birthDate?: CalendarDate;
  readonly country: CountryCode;
  /** The day in Sweden. */
  readonly today: CalendarDate;
  readonly policy: Pick<Policy, 'protectedIdentity' | 'requireBirthDate'>;
}

export type IdentificationRefusal =
  | 'NCP_PI_UNKNOWN' | 'NCP_PI_MULTIPLE' | 'NCP_NATIONAL_WRONG_PATIENT' | 'NCP_PI_BIRTHDATE' | PersonRefusal | ConsentRefusal;

export type Identification =
  | { readonly found: true; readonly patient: Patient }
  | { readonly found: false; readonly reason: IdentificationRefusal };

/** Either consent suffices to be identified; each document class needs its own (D18). */
export const IDENTIFYING_CONSENTS: readonly ConsentCategory[] = ['cross-border-eprescription', 'cross-border-patient-summary'];

const not = (reason: IdentificationRefusal): Identification => ({ found: false, reason });

/** Decides an identification (ITI-55) from what the national list said. */
export const judgeIdentification = (facts: IdentificationFacts): Identification => {
  const [patient, another] = facts.patients;
  if (patient === undefined) return not('NCP_PI_UNKNOWN');
  if (another !== undefined) return not('NCP_PI_MULTIPLE');
  // An answer about another number is a fault on our side, even when the register has linked the two (IHE-03).
  if (patient.personalNumber !== facts.number) return not('NCP_NATIONAL_WRONG_PATIENT');
  const birthDateHolds = facts.birthDate === undefined ? !facts.policy.requireBirthDate : facts.birthDate === patient.birthDate;
  if (!birthDateHolds) return not('NCP_PI_BIRTHDATE');
  const denied = judgeAccess({ ...facts, patient, categories: IDENTIFYING_CONSENTS });
  return denied === undefined ? { found: true, patient } : not(denied);
};

export interface AccessFacts {
  readonly patient: Patient;
  readonly consents: readonly CrossBorderConsent[];
  readonly categories: readonly ConsentCategory[];
  readonly country: CountryCode;
  readonly today: CalendarDate;
  readonly policy: Pick<Policy, 'protectedIdentity'>;
}

/**
 * May documents of a person be listed, retrieved or dispensed? Asked again in every transaction (D18, D30).
 * Undefined when they may; every reason is shown to a peer as NCP_CONSENT, 4701 (D19).
 */
export const judgeAccess = (facts: AccessFacts): PersonRefusal | ConsentRefusal | undefined =>
  personRefusal(facts.patient, facts, facts.policy) ?? consentRefusal(facts);
