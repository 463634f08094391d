import {
  IDENTIFIER_ROOTS, NcpError, judgeAccess, readPatientNumber, stockholmDate,
  type ConsentCategory, type CrossBorderConsent, type InstanceIdentifier, type Patient, type PersonalNumber,
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

/** The one form in which a Swedish patient is named from here on (decisions D14). */
export const identifierOf = (patient: Patient): { readonly root: string; readonly extension: string } => ({
  root: IDENTIFIER_ROOTS.personnummer, extension: patient.personalNumber,
});

/**
 * Reads the person of the treatment relationship with her consents. `undefined` when there is no such person: the caller
 * answers as for a missing consent, so that nobody can tell the two apart (decisions D19).
 * @throws NcpError NCP_NATIONAL_*, NCP_PI_MULTIPLE
 */
export async function readPerson(context: TreatmentContext): Promise<KnownPerson | undefined> {
  const number = numberOf(context, context.trc.patient);
  if (number === undefined) return undefined;
  const { national } = context.gateway;
  const [patient, another] = await national.findPatients(number, nationalCall(context));
  if (patient === undefined) return undefined;
  if (another !== undefined) throw new NcpError('NCP_PI_MULTIPLE');
  if (patient.personalNumber !== number) throw new NcpError('NCP_NATIONAL_WRONG_PATIENT');
  const call = nationalCall(context, patient.nationalId);
  return { patient, consents: await national.consents(patient.nationalId, call), call };
}

/**
 * The person of the treatment relationship, when something of hers in this category may leave. Asked again in every
 * transaction (D18). Our records hold the cause; the peer sees the same refusal with the same text for each (D19).
 * @throws NcpError NCP_CONSENT*, NCP_PI_*, NCP_NATIONAL_*
 */
export async function requirePerson(context: TreatmentContext, category: ConsentCategory): Promise<KnownPerson> {
  const person = await context.gateway.observer.step('national', () => readPerson(context));
  // An unknown person is no answer to the question: it is refused, and told, as a missing consent.
  if (person === undefined) throw new NcpError('NCP_CONSENT');
  const denied = judgeAccess({
    patient: person.patient, consents: person.consents, categories: [category],
    country: context.peer.country, today: todayOf(context), policy: context.gateway.policy.rules,
  });
  if (denied !== undefined) throw new NcpError(denied);
  return person;
}
