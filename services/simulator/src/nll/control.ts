import { compareDates, stockholmDate, type Instant } from '@ncp/domain';
import { fhirObject, LOCAL_CODES, LOCAL_EXTENSIONS, NLL_CODES, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { at, coding, ext, extensionAt, identifier, idOf, listAt, num, numberAt, referencedId, replaced, textAt } from './build.js';
import type { BlockFacts } from '../care/seed/care-of-person.js';
import type { Fault } from './fault-plan.js';
import { isValidDispense, remainingOf } from './quantities.js';
import { REFUSALS } from './refusal.js';
import type { LoggedRequest, RequestLog } from './request-log.js';
import { seedPersons, type SamplePerson } from './sample-persons.js';
import { demoDay } from './seed/demo-day.js';
import { consentResource, type ConsentRecord } from './seed/person-resources.js';
import type { World } from './world.js';

/** One uttag of the list, as tests count them. */
export interface Effect {
  readonly id: string;
  readonly versionId: string;
  readonly prescriptionId: string;
  readonly patientId: string;
  readonly actorDispatchId: string;
  readonly rowNumber: string;
  readonly status: string;
  readonly deducted: string;
  readonly country: string | undefined;
  readonly registeredAt: string;
}

interface Count { readonly total: number; readonly valid: number }
export interface Counters {
  readonly uttag: Count;
  readonly byPrescription: Readonly<Record<string, Count>>;
  readonly byActorDispatchId: Readonly<Record<string, Count>>;
  /** `POST MedicationDispense 201` -> how often. */
  readonly requests: Readonly<Record<string, number>>;
}

export type PrescriptionAction = 'block' | 'unblock' | 'park' | 'activate' | 'lock' | 'unlock' | 'void' | 'touch';
export const PRESCRIPTION_ACTIONS: readonly PrescriptionAction[] = ['block', 'unblock', 'park', 'activate', 'lock', 'unlock', 'void', 'touch'];

export interface NewConsent {
  readonly category: ConsentRecord['category'];
  readonly countries?: readonly string[];
  readonly byGuardian?: boolean;
  readonly from?: string;
  readonly until?: string;
}

export interface DomesticDispense {
  readonly prescriptionId: string;
  readonly packages?: number;
  readonly handedOverAt?: Instant;
  readonly complete?: boolean;
}

/** What tests and operators of the demo may do to the simulated list; never part of the list's own interface. */
export interface NllControl {
  reset(): void;
  setClock(at: Instant): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** @throws Refusal 404 */
  prescription(id: string, action: PrescriptionAction): FhirObject;
  /** `who`: a person's key (`S18`) or logical id. @throws Refusal 404 */
  grantConsent(who: string, consent: NewConsent): FhirObject;
  /** The patient closes a care giver (outer) or a care unit (inner) of the care providers' records. @throws Refusal 404 */
  blockCare(who: string, block: BlockFacts): void;
  /** Withdraws all, or those of one category; gives how many. */
  withdrawConsents(who: string, category?: string): number;
  /** A Swedish pharmacy dispenses, under the list's rules. @throws Refusal */
  dispenseInSweden(dispense: DomesticDispense): FhirObject;
  /** What the list does every night: an active prescription whose last day has passed becomes Avslutad. Gives how many. */
  closeExpired(): number;
  effects(): readonly Effect[];
  counters(): Counters;
  requests(): readonly LoggedRequest[];
  persons(): readonly SamplePerson[];
  /** Every prescription of a person, current versions. */
  prescriptionsOf(who: string): readonly FhirObject[];
}

const effectOf = (dispense: FhirObject): Effect => ({
  id: idOf(dispense),
  versionId: textAt(dispense, 'meta', 'versionId') ?? '',
  prescriptionId: referencedId(textAt(dispense, 'authorizingPrescription', 0, 'reference')),
  patientId: referencedId(textAt(dispense, 'subject', 'reference')),
  actorDispatchId: textAt(extensionAt(dispense, NLL_EXTENSIONS.actorDispatchId), 'valueString') ?? '',
  rowNumber: numberAt(extensionAt(dispense, NLL_EXTENSIONS.dispatchRow), 'valueDecimal') ?? '',
  status: textAt(dispense, 'status') ?? '',
  deducted: numberAt(extensionAt(dispense, NLL_EXTENSIONS.deductedQuantity), 'valueDecimal') ?? '',
  country: textAt(listAt(extensionAt(dispense, LOCAL_EXTENSIONS.crossBorderDispensation), 'extension').find((entry) => entry['url'] === 'country'), 'valueCode'),
  registeredAt: textAt(dispense, 'meta', 'lastUpdated') ?? '',
});

const countBy = (effects: readonly Effect[], key: (effect: Effect) => string): Record<string, Count> => {
  const counts: Record<string, { total: number; valid: number }> = {};
  for (const effect of effects) {
    const count = (counts[key(effect)] ??= { total: 0, valid: 0 });
    count.total += 1;
    count.valid += effect.status === 'completed' ? 1 : 0;
  }
  return counts;
};

const TESTAPOTEKET = '7350045511119';

export function nllControl(world: World, log: RequestLog, newId: () => string, forget: () => void): NllControl {
  const { store, clock } = world;
  const required = (id: string): FhirObject => {
    const found = store.current('MedicationRequest', id);
    if (found === undefined) throw REFUSALS.unknown();
    return found;
  };
  const personNamed = (who: string): SamplePerson => {
    const person = seedPersons(clock).find(({ key, nationalId }) => key === who || nationalId === who);
    if (person === undefined) throw REFUSALS.unknown();
    return person;
  };
  const patientId = (who: string): string => personNamed(who).nationalId;
  const withLabels = (prescription: FhirObject, blocked: boolean): FhirObject => {
    const meta = at(prescription, 'meta');
    return world.rewrite(prescription, {
      meta: fhirObject({ profile: at(meta, 'profile'), security: blocked ? [coding(NLL_SYSTEMS.securityLabels, LOCAL_CODES.integrityBlock)] : undefined }),
    });
  };
  const voided = (prescription: FhirObject): string =>
    textAt(prescription, 'meta', 'versionId') === '1' && world.dispensesOf(idOf(prescription)).length === 0 ? 'cancelled' : 'stopped';

  const actions: Readonly<Record<PrescriptionAction, (prescription: FhirObject) => FhirObject>> = {
    block: (prescription) => withLabels(prescription, true),
    unblock: (prescription) => withLabels(prescription, false),
    park: (prescription) => world.rewrite(prescription, { status: 'on-hold' }),
    activate: (prescription) => world.rewrite(prescription, { status: 'active' }),
    void: (prescription) => world.rewrite(prescription, { status: voided(prescription) }),
    /** Another version, nothing else: somebody corrected something that does not matter. */
    touch: (prescription) => world.rewrite(prescription, {}),
    // A lock is no part of the prescription's version: who holds it meets 423, not 412.
    lock: (prescription) => { world.locks.set(idOf(prescription), TESTAPOTEKET); return world.shown(prescription); },
    unlock: (prescription) => { world.locks.delete(idOf(prescription)); return prescription; },
  };

  const domestic = (command: DomesticDispense): FhirObject => {
    const prescription = required(command.prescriptionId);
    const pack = world.packOf(prescription);
    if (pack === undefined) throw REFUSALS.articleMissing();
    const own = numberAt(extensionAt(prescription['dispenseRequest'], NLL_EXTENSIONS.packagesPrescribed), 'valuePositiveInt') ?? '1';
    const packages = command.packages ?? Number(own);
    const quantity = remainingOf(replaced(prescription, {
      dispenseRequest: { extension: [ext(NLL_EXTENSIONS.packagesPrescribed, 'valuePositiveInt', num(packages))] },
    }), pack, []).perDispense;
    return fhirObject({
      resourceType: 'MedicationDispense',
      meta: { profile: [NLL_PROFILES.medicationDispense] },
      contained: [{ resourceType: 'Location', id: 'apotek', identifier: [identifier('urn:oid:1.3.88', TESTAPOTEKET)], name: 'Testapoteket' }],
      extension: [
        ext(NLL_EXTENSIONS.packagesDispensed, 'valuePositiveInt', num(packages)),
        ext(NLL_EXTENSIONS.actorDispatchId, 'valueString', `SE-${newId()}`),
        ext(NLL_EXTENSIONS.benefitChoice, 'valueCode', NLL_CODES.benefitNone),
        ext(NLL_EXTENSIONS.dispatchRow, 'valueDecimal', num(1)),
        ext(NLL_EXTENSIONS.deductedQuantity, 'valueDecimal', num(quantity)),
        ...(command.complete === true ? [ext(NLL_EXTENSIONS.completeChoice, 'valueCode', LOCAL_CODES.complete)] : []),
      ],
      status: 'completed',
      medicationCodeableConcept: at(prescription, 'medicationCodeableConcept'),
      subject: at(prescription, 'subject'),
      location: { reference: '#apotek' },
      authorizingPrescription: [{ reference: `MedicationRequest/${command.prescriptionId}` }],
      quantity: { value: num(quantity), unit: pack.unit },
      whenHandedOver: command.handedOverAt ?? clock.now(),
      substitution: { wasSubstituted: false },
    });
  };

  return {
    reset() {
      world.reset();
      log.clear();
      forget();
    },
    setClock(instant) { clock.set(instant); },
    addFault(fault) { world.faults.add(fault); },
    clearFaults() { world.faults.clear(); },
    prescription: (id, action) => actions[action](required(id)),
    grantConsent(who, consent) {
      const id = patientId(who);
      const now = clock.now();
      return store.put(consentResource({
        ...consent, id: `consent-${newId()}`, patientId: id, status: 'active', registeredAt: now, from: consent.from ?? demoDay(now).today,
      }), now);
    },
    blockCare(who, block) { world.care.addBlock(personNamed(who).id, block); },
    withdrawConsents(who, category) {
      const id = patientId(who);
      const standing = store.all('Consent').filter((consent) =>
        referencedId(textAt(consent, 'patient', 'reference')) === id && consent['status'] === 'active' &&
        (category === undefined || textAt(consent, 'category', 0, 'coding', 0, 'code') === category));
      for (const consent of standing) store.put(replaced(consent, { status: 'inactive' }), clock.now());
      return standing.length;
    },
    dispenseInSweden: (command) => world.register(domestic(command), { provenance: undefined }).resource,
    closeExpired() {
      const today = stockholmDate(clock.now());
      const expired = store.all('MedicationRequest').filter((prescription) => {
        const end = textAt(prescription, 'dispenseRequest', 'validityPeriod', 'end');
        return prescription['status'] === 'active' && end !== undefined && compareDates(today, end as typeof today) > 0;
      });
      for (const prescription of expired) world.rewrite(prescription, { status: 'stopped' });
      return expired.length;
    },
    effects: () => store.all('MedicationDispense').map(effectOf),
    counters() {
      const effects = store.all('MedicationDispense').map(effectOf);
      const requests: Record<string, number> = {};
      for (const { method, resource, status } of log.all()) {
        const key = `${method} ${resource} ${String(status)}`;
        requests[key] = (requests[key] ?? 0) + 1;
      }
      return {
        uttag: { total: effects.length, valid: store.all('MedicationDispense').filter(isValidDispense).length },
        byPrescription: countBy(effects, (effect) => effect.prescriptionId),
        byActorDispatchId: countBy(effects, (effect) => effect.actorDispatchId),
        requests,
      };
    },
    requests: () => log.all(),
    persons: () => seedPersons(clock),
    prescriptionsOf(who) {
      const id = patientId(who);
      return store.all('MedicationRequest').filter((prescription) => referencedId(textAt(prescription, 'subject', 'reference')) === id).map(world.shown);
    },
  };
}
