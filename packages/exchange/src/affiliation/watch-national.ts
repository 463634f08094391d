import { isNcpError } from '@ncp/domain';
import type { NationalList } from '../ports/index.js';
import type { Proven, Transaction } from './context.js';
import type { Course } from './course.js';
import type { Gateway } from './gateway.js';

/** The calls that evidence is made of: of a report the entry in the list itself, not the reading before it (wire-contract 7). */
const isProven = (method: keyof NationalList, transaction: Transaction): boolean =>
  transaction !== 'ITI-41' || method === 'registerDispense' || method === 'reverseDispense';

interface Watched {
  readonly transaction: Transaction;
  readonly proven: Proven;
  readonly course: Pick<Course, 'national'>;
}

/**
 * The national list of one exchange: notes when it was asked and when it answered, for evidence may state nothing that did
 * not happen (AUD-07). Where it is not certain that a request left, none is noted.
 */
export function watchNational({ national, surroundings }: Pick<Gateway, 'national' | 'surroundings'>, { transaction, proven, course }: Watched): NationalList {
  const watched = async <T>(method: keyof NationalList, ask: () => Promise<T>): Promise<T> => {
    const call = (): Promise<T> => course.national(ask);
    if (!isProven(method, transaction)) return call();
    const at = surroundings.now();
    const asked = (): void => { proven.nationalAskedAt ??= at; };
    const answered = (): void => {
      asked();
      proven.nationalAnsweredAt = surroundings.now();
    };
    try {
      const answer = await call();
      answered();
      return answer;
    } catch (error) {
      const code = isNcpError(error) ? error.code : undefined;
      if (code === 'NCP_NATIONAL_OUTCOME_UNKNOWN') asked();
      else if (code !== undefined && code !== 'NCP_NATIONAL_UNAVAILABLE') answered();
      throw error;
    }
  };
  return {
    findPatients: (number, call) => watched('findPatients', () => national.findPatients(number, call)),
    consents: (patient, call) => watched('consents', () => national.consents(patient, call)),
    prescriptions: (patient, call) => watched('prescriptions', () => national.prescriptions(patient, call)),
    medicationHistory: (patient, call) => watched('medicationHistory', () => national.medicationHistory(patient, call)),
    prescription: (id, call) => watched('prescription', () => national.prescription(id, call)),
    article: (pack, call) => watched('article', () => national.article(pack, call)),
    dispensesOf: (prescription, call) => watched('dispensesOf', () => national.dispensesOf(prescription, call)),
    dispensesByActorId: (id, call) => watched('dispensesByActorId', () => national.dispensesByActorId(id, call)),
    registerDispense: (command, call) => watched('registerDispense', () => national.registerDispense(command, call)),
    reverseDispense: (command, call) => watched('reverseDispense', () => national.reverseDispense(command, call)),
  };
}
