import type { InstanceIdentifier } from '@ncp/domain';
import type { AbroadCountry } from './countries.js';
import type { Dialect } from './dialect.js';
import { dispensing, type Dispensing } from './dispensing.js';
import { documentId, type AbroadPatient } from './documents/plan.js';
import { ABROAD_PERSONS, type AbroadPerson } from './people.js';
import { nobodysNumber } from './identifiers.js';
import { documentsOf, type HeldDocument, type HeldPrescription, holdPrescription, listed, summaryOf } from './prescriptions.js';
import { sameId } from './received-dispensation.js';
import type { ListEntry } from './wire/registry-answers.js';

/** A prescription as tests and the demo see it. */
export interface PrescriptionView {
  readonly patient: string;
  readonly prescription: string;
  readonly level3: string;
  readonly level1: string;
  readonly remaining: number;
}

/** The books of one country: in memory, begun anew with each start. */
export interface AbroadWorld {
  readonly country: AbroadCountry;
  readonly persons: readonly AbroadPerson[];
  readonly dispensing: Dispensing;
  /** Everybody whom the country returns for one of these identifiers. */
  find(identifiers: readonly InstanceIdentifier[], birthDate: string | undefined): readonly AbroadPatient[];
  list(patient: InstanceIdentifier, kind: ListEntry['kind']): readonly ListEntry[];
  document(uniqueId: string): HeldDocument | undefined;
  /** Somebody new, with a number of her own and the prescriptions that `like` began with. */
  newcomer(like: string): AbroadPerson;
  /** One more prescription like the first planned one of that person, or as prescribed by another person's plan. */
  prescribe(key: string, like?: string): PrescriptionView;
  prescriptions(): readonly PrescriptionView[];
  reset(): void;
}

const viewOf = ({ facts: { ids, patient }, remaining }: HeldPrescription): PrescriptionView =>
  ({ patient: patient.key, prescription: documentId(ids.prescription), level3: documentId(ids.level3), level1: documentId(ids.level1), remaining });

export function abroadWorld(country: AbroadCountry, dialect: Dialect, options: { readonly now: () => Date; readonly deferMs: () => number; readonly fillTo?: number }): AbroadWorld {
  const persons = ABROAD_PERSONS[country.code];
  let held: HeldPrescription[] = [];
  let newcomers: AbroadPerson[] = [];
  let numbers = 0;
  const byDocument = new Map<string, HeldPrescription>();
  const hold = (person: AbroadPerson, planned: AbroadPerson['prescriptions'][number]): HeldPrescription => {
    numbers += 1;
    const made = holdPrescription(country, person, planned, { number: numbers, now: options.now() });
    held.push(made);
    for (const { uniqueId } of documentsOf(made)) byDocument.set(uniqueId, made);
    return made;
  };
  const personOf = (key: string): AbroadPerson => {
    const found = persons.find(({ patient }) => patient.key === key);
    if (found === undefined) throw new Error(`no person ${key} in ${country.code}`);
    return found;
  };
  const summaries = (): readonly (readonly [AbroadPerson, NonNullable<ReturnType<typeof summaryOf>>])[] => persons.flatMap((person, index) => {
    const summary = summaryOf(country, person, index + 1, { now: options.now(), ...(options.fillTo === undefined ? {} : { fillTo: options.fillTo }) });
    return summary === undefined ? [] : [[person, summary] as const];
  });
  const books = dispensing({ prescriptions: () => held, closesAtOnce: dialect.oneDispensation, deferMs: options.deferMs });
  const begin = (): void => {
    held = [];
    newcomers = [];
    numbers = 0;
    byDocument.clear();
    books.clear();
    for (const person of persons) for (const planned of person.prescriptions) hold(person, planned);
  };
  begin();

  return {
    country, persons, dispensing: books,
    find: (identifiers, birthDate) => [...persons, ...newcomers]
      .filter(({ patient }) => identifiers.some((one) => sameId(one, patient.id)) && (birthDate === undefined || birthDate.slice(0, 8) === patient.birthDate))
      .flatMap(({ patient, doubles = [] }) => [patient, ...doubles]),
    list: (patient, kind) => (kind === 'ePrescription'
      ? held.filter(({ facts }) => sameId(facts.patient.id, patient)).flatMap((one) => listed(one, dialect) ?? [])
      : summaries().filter(([person]) => sameId(person.patient.id, patient)).map(([, { entry }]) => entry)),
    document: (uniqueId) => {
      const prescription = byDocument.get(uniqueId);
      const documents = prescription === undefined ? summaries().flatMap(([, summary]) => summary.documents) : documentsOf(prescription, options.fillTo);
      return documents.find((document) => document.uniqueId === uniqueId);
    },
    newcomer(like) {
      const model = personOf(like);
      const key = `${country.code}N${String(newcomers.length + 1)}`;
      const { summary: _none, doubles: _alone, ...rest } = model;
      const person: AbroadPerson = { ...rest, patient: { ...model.patient, key, id: { root: model.patient.id.root, extension: nobodysNumber(country.code, newcomers.length) } } };
      newcomers.push(person);
      for (const planned of person.prescriptions) hold(person, planned);
      return person;
    },
    prescribe(key, like = key) {
      const [planned] = personOf(like).prescriptions;
      if (planned === undefined) throw new Error(`nothing is prescribed to ${like}`);
      return viewOf(hold(personOf(key), planned));
    },
    prescriptions: () => held.map(viewOf),
    reset: begin,
  };
}
