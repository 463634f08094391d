import { IDENTIFIER_ROOTS, type Instant } from '@ncp/domain';
import { demoDay, type DemoDay } from './seed/demo-day.js';
import { birthDateOf, genderOf, isCoordinationNumber, patientIdOf, PEOPLE, SAMPLE_KEYS, type PersonFacts } from './seed/person-facts.js';

/** One person of the sample world as an outside client sees her: what to ask with, and what to expect (decisions D82). */
export interface SamplePerson {
  readonly key: string;
  /** Twelve digits. */
  readonly id: string;
  readonly root: string;
  /** All given names, separated by spaces (decisions D15). */
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly gender: 'F' | 'M';
  readonly situation: string;
  /** Logical id in the simulator's list: names the person in the control interface. */
  readonly nationalId: string;
}

const asSample = (person: PersonFacts, demo: DemoDay): SamplePerson => ({
  key: person.key,
  id: person.number,
  root: isCoordinationNumber(person.number) ? IDENTIFIER_ROOTS.samordningsnummer : IDENTIFIER_ROOTS.personnummer,
  given: person.given.join(' '),
  family: person.family,
  birthDate: birthDateOf(person.number),
  gender: genderOf(person.number),
  situation: person.situation.replaceAll(/\{([+-][0-9]+)\}/g, (_placeholder, offset: string) => demo.day(Number(offset))),
  nationalId: patientIdOf(person.key),
});

interface Now { now(): Instant }

/** S01-S19, the persons of decisions 4.1. Days in `situation` follow the clock. */
export const samplePersons = (clock: Now): readonly SamplePerson[] => seedPersons(clock).filter(({ key }) => SAMPLE_KEYS.has(key));

/** Everybody in the simulator's list. */
export const seedPersons = (clock: Now): readonly SamplePerson[] => {
  const demo = demoDay(clock.now());
  return PEOPLE.map((person) => asSample(person, demo));
};
