import { decimal, stockholmDate } from '@ncp/domain';
import { LOCAL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject, type FhirValue } from '@ncp/fhir';
import { ext, idOf, listAt, numberAt, referencedId, replaced, textAt, withExtensions } from './build.js';
import { judgeChange, judgeDispense, isValidOn } from './dispense-rules.js';
import { faultPlan, type FaultPlan } from './fault-plan.js';
import { packIdOf, remainingOf, withRemaining, type Pack } from './quantities.js';
import { REFUSALS } from './refusal.js';
import { careWorld, type CareWorld } from '../care/care-world.js';
import { singularUnit } from './seed/article-facts.js';
import { demoDay } from './seed/demo-day.js';
import { seedInto } from './seed/seed.js';
import type { SimClock } from './sim-clock.js';
import { versionedStore, type VersionedStore } from './versioned-store.js';

/** What one write is about, besides the resource itself. */
export interface WriteFacts {
  readonly provenance: FhirObject | undefined;
  readonly ifVersion?: string;
  readonly skipRules?: boolean;
}

export interface Registered {
  readonly resource: FhirObject;
  /** AFF codes: registered with a remark. */
  readonly warnings: readonly string[];
}

/** The national list itself: resources, rules and locks, without HTTP. */
export interface World {
  readonly store: VersionedStore;
  readonly clock: SimClock;
  readonly faults: FaultPlan;
  /** Records that care providers have on the same persons. */
  readonly care: CareWorld;
  /** Prescription id -> GLN of the Swedish pharmacy that is dispensing it. */
  readonly locks: Map<string, string>;
  /** The prescription as it is read: with the lock, if there is one. */
  prescription(id: string): FhirObject | undefined;
  shown(prescription: FhirObject): FhirObject;
  /** All uttag of a prescription, in the order they were registered. */
  dispensesOf(prescriptionId: string): readonly FhirObject[];
  packOf(prescription: FhirObject): Pack | undefined;
  /** @throws Refusal */
  check(dispense: FhirObject, facts: WriteFacts): readonly string[];
  /** @throws Refusal */
  register(dispense: FhirObject, facts: WriteFacts): Registered;
  /** @throws Refusal */
  change(proposed: FhirObject, facts: WriteFacts): FhirObject;
  /** A new version of a prescription with some members replaced. */
  rewrite(prescription: FhirObject, members: Readonly<Record<string, FhirValue | undefined>>): FhirObject;
  /** Everything as on the demo day; faults, locks and clock too. */
  reset(): void;
  /** How often it was reset: a call that was held back across one belongs to a world that is gone. */
  readonly resets: number;
}

export function createWorld(clock: SimClock, newId: () => string): World {
  const store = versionedStore();
  const faults = faultPlan();
  const locks = new Map<string, string>();
  const care = careWorld();
  let resets = 0;

  const packOf = (prescription: FhirObject): Pack | undefined => {
    const packId = packIdOf(prescription);
    const article = store.all('Medication').find((candidate) =>
      listAt(candidate, 'identifier').some((entry) => entry['system'] === NLL_SYSTEMS.nplPackId && entry['value'] === packId));
    const amount = numberAt(article, 'amount', 'numerator', 'value');
    const unit = textAt(article, 'amount', 'numerator', 'unit') ?? '';
    return amount === undefined ? undefined : { amount: decimal(amount), unit: singularUnit(unit) };
  };
  const dispensesOf = (prescriptionId: string): readonly FhirObject[] =>
    store.all('MedicationDispense').filter((dispense) => referencedId(textAt(dispense, 'authorizingPrescription', 0, 'reference')) === prescriptionId);

  const rewrite: World['rewrite'] = (prescription, members) => {
    const changed = replaced(prescription, members);
    return store.put(withRemaining(changed, packOf(changed), dispensesOf(idOf(changed))), clock.now());
  };
  const required = (id: string): FhirObject => {
    const found = store.current('MedicationRequest', id);
    if (found === undefined) throw REFUSALS.unknown();
    return found;
  };
  const judge = (dispense: FhirObject, facts: WriteFacts): { readonly prescription: FhirObject; readonly status: string; readonly warnings: readonly string[] } => {
    const prescription = required(referencedId(textAt(dispense, 'authorizingPrescription', 0, 'reference')));
    const id = idOf(prescription);
    if (facts.skipRules === true) return { prescription, status: textAt(prescription, 'status') ?? 'active', warnings: [] };
    const verdict = judgeDispense({ prescription, dispense, pack: packOf(prescription), dispenses: dispensesOf(id), locked: locks.has(id), ifVersion: facts.ifVersion });
    return { prescription, ...verdict };
  };
  const recordProvenance = (facts: WriteFacts, target: FhirObject): void => {
    if (facts.provenance === undefined) return;
    const reference = `MedicationDispense/${idOf(target)}/_history/${textAt(target, 'meta', 'versionId') ?? ''}`;
    // The list adds who it was done to, and when.
    store.put(replaced(facts.provenance, { id: newId(), target: [{ reference }], recorded: clock.now() }), clock.now());
  };

  /** Slutexpedierad becomes Aktiv again when something was given back, if it is still valid (sweden-national 7.2). */
  const statusAfterReversal = (prescription: FhirObject): string => {
    const status = textAt(prescription, 'status') ?? '';
    if (status !== 'completed') return status;
    const pack = packOf(prescription);
    const left = pack === undefined ? 0 : remainingOf(prescription, pack, dispensesOf(idOf(prescription))).dispenses;
    if (left <= 0) return status;
    return isValidOn(prescription, stockholmDate(clock.now())) ? 'active' : 'stopped';
  };

  const world: World = {
    store, clock, faults, locks, care, packOf, dispensesOf, rewrite,
    get resets() { return resets; },
    prescription(id) {
      const found = store.current('MedicationRequest', id);
      return found === undefined ? undefined : world.shown(found);
    },
    shown(prescription) {
      const gln = locks.get(idOf(prescription));
      return gln === undefined
        ? prescription
        : withExtensions(prescription, [LOCAL_EXTENSIONS.expeditionLock], [ext(LOCAL_EXTENSIONS.expeditionLock, 'valueIdentifier', { system: 'urn:oid:1.3.88', value: gln })]);
    },
    check: (dispense, facts) => judge(dispense, facts).warnings,
    register(dispense, facts) {
      const { prescription, status, warnings } = judge(dispense, facts);
      const resource = store.put(replaced(dispense, { id: newId(), meta: { profile: [NLL_PROFILES.medicationDispense] } }), clock.now());
      rewrite(prescription, { status });
      recordProvenance(facts, resource);
      return { resource, warnings };
    },
    change(proposed, facts) {
      const current = store.current('MedicationDispense', idOf(proposed));
      if (current === undefined) throw REFUSALS.unknown();
      if (facts.ifVersion !== textAt(current, 'meta', 'versionId')) throw REFUSALS.stale();
      const kind = judgeChange(current, proposed);
      const resource = store.put(replaced(proposed, { meta: { profile: [NLL_PROFILES.medicationDispense] } }), clock.now());
      const prescription = required(referencedId(textAt(current, 'authorizingPrescription', 0, 'reference')));
      rewrite(prescription, { status: kind === 'reversed' ? statusAfterReversal(prescription) : textAt(prescription, 'status') });
      recordProvenance(facts, resource);
      return resource;
    },
    reset() {
      resets += 1;
      store.clear();
      faults.clear();
      locks.clear();
      clock.reset();
      seedInto(world);
      care.seed(demoDay(clock.now()));
    },
  };
  seedInto(world);
  care.seed(demoDay(clock.now()));
  return world;
}
