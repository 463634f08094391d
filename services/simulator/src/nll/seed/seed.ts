import { addMs, instant } from '@ncp/domain';
import type { FhirObject } from '@ncp/fhir';
import { textAt } from '../build.js';
import { withRemaining, type Pack } from '../quantities.js';
import type { SimClock } from '../sim-clock.js';
import type { VersionedStore } from '../versioned-store.js';
import { ARTICLES } from './article-facts.js';
import { articleResource } from './article-resource.js';
import { demoDay, type DemoDay } from './demo-day.js';
import { OTHER_PRESCRIPTIONS } from './other-prescriptions.js';
import { patientIdOf, PEOPLE, type PersonFacts } from './person-facts.js';
import { consentResource, patientResource } from './person-resources.js';
import type { PrescriptionFacts } from './prescription-facts.js';
import { pastDispenseResource, prescriptionResource, registeredAt } from './prescription-resource.js';
import { SAMPLE_PRESCRIPTIONS } from './sample-prescriptions.js';

/** The parts of the list that are filled. */
export interface SeedTarget {
  readonly store: VersionedStore;
  readonly clock: SimClock;
  readonly locks: Map<string, string>;
  packOf(prescription: FhirObject): Pack | undefined;
  dispensesOf(prescriptionId: string): readonly FhirObject[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Stable ids of UUID shape: the same person and row give the same id on every start. */
export const prescriptionIdOf = (key: string, row: number): string => {
  const group = key.startsWith('S') ? '0' : key.startsWith('P') ? '1' : '2';
  return `7f3c1a2e-${group}${key.slice(1)}0-4b6d-9a10-0000000${group}${key.slice(1)}${two(row)}`;
};

/** Fills an empty list with the sample world of the demo day (decisions 4, G26). */
export function seedInto(world: SeedTarget): void {
  const demo = demoDay(world.clock.now());
  for (const facts of Object.values(ARTICLES)) world.store.put(articleResource(facts), demo.at(-400, '03:00:00'));
  for (const person of PEOPLE) seedPerson(world, person, demo);
}

function seedPerson(world: SeedTarget, person: PersonFacts, demo: DemoDay): void {
  const patientId = patientIdOf(person.key);
  world.store.put(patientResource(person, demo), demo.at(-148, '03:00:00'));
  for (const [index, consent] of (person.consents ?? []).entries()) {
    const registered = demo.at(-200, '19:05:00');
    world.store.put(consentResource({ ...consent, id: `consent-${person.key.toLowerCase()}-${String(index + 1)}`, patientId, status: 'active', registeredAt: registered, from: demo.day(-200) }), registered);
  }
  const prescriptions = SAMPLE_PRESCRIPTIONS[person.key] ?? OTHER_PRESCRIPTIONS[person.key] ?? [];
  for (const [index, facts] of prescriptions.entries()) seedPrescription(world, facts, { id: prescriptionIdOf(person.key, index + 1), patientId, demo });
}

function seedPrescription(world: SeedTarget, facts: PrescriptionFacts, placed: { readonly id: string; readonly patientId: string; readonly demo: DemoDay }): void {
  const { store } = world;
  const { past = [] } = facts;
  // The status it has today; while it was being dispensed it was active.
  const issued = prescriptionResource(past.length === 0 ? facts : { ...facts, status: 'active' }, placed);
  const pack = facts.unregistered === true ? undefined : world.packOf(issued);
  let current: FhirObject = store.put(withRemaining(issued, pack, []), registeredAt(facts, placed.demo));
  for (const [index, uttag] of past.entries()) {
    const dispense = pastDispenseResource(facts, uttag, { ...placed, dispenseId: `${placed.id.slice(0, 14)}4d${two(index + 1)}${placed.id.slice(18)}`, row: 1 });
    const at = addMs(instant(textAt(dispense, 'whenHandedOver') ?? ''), 47_000);
    store.put(dispense, at);
    const used = withRemaining(current, pack, world.dispensesOf(placed.id));
    const done = (facts.allowed ?? 1) <= index + 1;
    current = store.put({ ...used, status: done ? 'completed' : facts.status ?? 'active' }, at);
  }
  if (facts.locked === true) world.locks.set(placed.id, '7350045511119');
}
