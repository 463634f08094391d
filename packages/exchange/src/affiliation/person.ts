import {
  IDENTIFIER_ROOTS, NcpError, isNcpError, judgeAccess, kindOf, readPatientNumber, stockholmDate,
  type ConsentCategory, type CrossBorderConsent, type NcpErrorCode, type InstanceIdentifier, type Patient, type PersonalNumber,
} from '@ncp/domain';
import type { NationalCall } from '../ports/index.js';
import type { ExchangeContext, TreatmentContext } from './context.js';

/** What the national side knows of a person. */
export interface KnownPerson {
  readonly patient: Patient;
  readonly consents: readonly CrossBorderConsent[];
  readonly call: NationalCall;
}

/** What a call to the national list says of its cause, and until when an answer is of use. */
export const nationalCall = ({ id, peer, deadline }: ExchangeContext, patientNationalId?: string): NationalCall => ({
  exchange: id, country: peer.country, deadline, ...(patientNationalId === undefined ? {} : { patientNationalId }),
});

/** The day in Sweden on which this exchange takes place. */
export const todayOf = (context: ExchangeContext): ReturnType<typeof stockholmDate> => stockholmDate(context.receivedAt);

/** The number an identifier names, in its one form, or nothing (decisions D14, D17). */
export function numberOf(context: ExchangeContext, id: InstanceIdentifier): PersonalNumber | undefined {
  const read = readPatientNumber(id, todayOf(context), context.gateway.policy.rules);
  return read.ok ? read.value : undefined;
}

/** A patient identifier in its one form; what is no Swedish number stays as it was written. */
export function inOneForm(context: ExchangeContext, id: PatientIdentifier): PatientIdentifier {
  const number = numberOf(context, id);
  return number === undefined ? id : { root: IDENTIFIER_ROOTS[kindOf(number)], extension: number };
}

interface PatientIdentifier {
  readonly root: string;
  readonly extension: string;
}

/** The one form in which a Swedish patient is named from here on (decisions D14). */
export const identifierOf = (patient: Patient): PatientIdentifier => ({
  root: IDENTIFIER_ROOTS[kindOf(patient.personalNumber)], extension: patient.personalNumber,
});

/** Asked instead of what cannot be a person's: its answer is thrown away. The number is public, for demonstration [local]. */
const DECOY_NUMBER = '191212121212' as PersonalNumber;
const DECOY_PATIENT = 'no-such-patient';

/** All that the national side says to a number: every person, and the consents of the first. */
export interface NationalWord {
  readonly patients: readonly Patient[];
  readonly consents: readonly CrossBorderConsent[];
}

/**
 * Asks for a person and her consents: the same two calls whether there is such a person, or could be one, or not, so that
 * nobody learns the difference from the time it takes (decisions D12, D19).
 * @throws NcpError NCP_NATIONAL_*
 */
export async function askForPerson(context: ExchangeContext, number: PersonalNumber | undefined): Promise<NationalWord> {
  const { national } = context.gateway;
  const found = await national.findPatients(number ?? DECOY_NUMBER, nationalCall(context));
  const patients = number === undefined ? [] : found;
  const [first] = patients;
  if (first !== undefined) return { patients, consents: await national.consents(first.nationalId, nationalCall(context, first.nationalId)) };
  await askForNobody(context);
  return { patients, consents: [] };
}

/** A list that has never heard of the decoy may say so in any way; only one that is down is down for everybody. */
async function askForNobody(context: ExchangeContext): Promise<void> {
  try {
    await context.gateway.national.consents(DECOY_PATIENT, nationalCall(context, DECOY_PATIENT));
  } catch (error) {
    if (!isNcpError(error) || error.code === 'NCP_NATIONAL_UNAVAILABLE') throw error;
  }
}

/**
 * Reads the person of the treatment relationship with her consents. `undefined` when there is no such person: the caller
 * answers as for a missing consent, so that nobody can tell the two apart (decisions D19).
 * @throws NcpError NCP_NATIONAL_*, NCP_PI_MULTIPLE
 */
export async function readPerson(context: TreatmentContext): Promise<KnownPerson | undefined> {
  const number = numberOf(context, context.trc.patient);
  const { patients: [patient, another], consents } = await askForPerson(context, number);
  if (patient === undefined) return undefined;
  if (another !== undefined) throw new NcpError('NCP_PI_MULTIPLE');
  if (patient.personalNumber !== number) throw new NcpError('NCP_NATIONAL_WRONG_PATIENT');
  return { patient, consents, call: nationalCall(context, patient.nationalId) };
}

/** The person of the treatment relationship. An unknown one is refused, and told, as a missing consent (D19). @throws NcpError NCP_CONSENT, and those of `readPerson` */
export async function knownPerson(context: TreatmentContext): Promise<KnownPerson> {
  const person = await context.gateway.observer.step('national', () => readPerson(context));
  if (person === undefined) throw new NcpError('NCP_CONSENT');
  return person;
}

/** Why nothing of this category may leave now; undefined when it may. A protected person has no Patient Summary, whatever policy says (PS01). */
export function accessRefusal(context: TreatmentContext, { patient, consents }: KnownPerson, category: ConsentCategory): NcpErrorCode | undefined {
  const { rules } = context.gateway.policy;
  return judgeAccess({
    patient, consents, categories: [category], country: context.peer.country, today: todayOf(context),
    policy: category === 'cross-border-patient-summary' ? { ...rules, protectedIdentity: 'deny' } : rules,
  });
}

/**
 * The person of the treatment relationship, when something of hers in this category may leave. Asked again in every
 * transaction (D18). Our records hold the cause; the peer sees the same refusal with the same text for each (D19).
 * @throws NcpError NCP_CONSENT*, NCP_PI_*, NCP_NATIONAL_*
 */
export async function requirePerson(context: TreatmentContext, category: ConsentCategory): Promise<KnownPerson> {
  const person = await knownPerson(context);
  const denied = accessRefusal(context, person, category);
  if (denied !== undefined) throw new NcpError(denied);
  return person;
}
