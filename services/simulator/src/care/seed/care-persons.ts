import type { DemoDay } from '../../nll/seed/demo-day.js';
import { PEOPLE } from '../../nll/seed/person-facts.js';
import type { CareOfPerson, Written } from './care-of-person.js';
import { PROBLEM_PERSONS } from './problem-persons.js';
import { OTHER_PERSONS } from './other-persons.js';
import { asDescribed } from './written.js';

/** The twelve persons of sweden-patient-summary 11 by number; number 7 of that list is S16. */
export function careByNumber(demo: DemoDay): ReadonlyMap<string, CareOfPerson> {
  const dated = asDescribed(demo);
  const persons: Readonly<Record<string, Written>> = { ...PROBLEM_PERSONS, ...OTHER_PERSONS };
  return new Map(PEOPLE.flatMap(({ key, number }) => {
    const written = persons[key];
    return written === undefined ? [] : [[number, { rows: [], blocks: [], failing: [], ...written({ number, dated }) }] as const];
  }));
}
