import {
  addDays, addDecimal, compareDecimal, decimal, instant, multiplyDecimal, stockholmDate, subtractDecimal, ZERO,
  type CalendarDate, type DecimalString, type Instant,
} from '@ncp/domain';
import { LOCAL_EXTENSIONS, NLL_EXTENSIONS, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { ext, extensionAt, listAt, num, numberAt, textAt, withExtensions } from './build.js';

/** The list's arithmetic: VR011, VR012, VR013 (sweden-national 2.8), and how uttag are counted. */

/** The parts of an article that the arithmetic needs. */
export interface Pack { readonly amount: DecimalString; readonly unit: string }

export interface Remaining {
  /** VR012: packages per uttag times pack size. */
  readonly perDispense: DecimalString;
  /** VR013, shown never below 0. */
  readonly quantity: DecimalString;
  readonly dispenses: number;
  readonly earliest: CalendarDate;
}

const counted = (prescription: FhirObject, url: string, member: string): number =>
  Number(numberAt(extensionAt(prescription['dispenseRequest'], url), member) ?? '1');
export const dispensesAllowed = (prescription: FhirObject): number => counted(prescription, NLL_EXTENSIONS.dispensesAllowed, 'valueUnsignedInt');
const packagesPerDispense = (prescription: FhirObject): number => counted(prescription, NLL_EXTENSIONS.packagesPrescribed, 'valuePositiveInt');
export const intervalDays = (prescription: FhirObject): number =>
  Number(numberAt(prescription, 'dispenseRequest', 'dispenseInterval', 'value') ?? '0');

export const isValidDispense = (dispense: FhirObject): boolean => dispense['status'] === 'completed';
export const handedOver = (dispense: FhirObject): Instant => instant(textAt(dispense, 'whenHandedOver') ?? '');

const dispatchOf = (dispense: FhirObject): string | undefined => textAt(extensionAt(dispense, NLL_EXTENSIONS.dispatchId), 'valueString');

/** Rows with one NLLDispatchId are one expedition, and one uttag (decisions D50). */
export const sameExpedition = (earlier: FhirObject, later: FhirObject): boolean =>
  dispatchOf(later) !== undefined && dispatchOf(later) === dispatchOf(earlier);

/** Uttag: expeditions with at least one valid row. `dispenses` in the order they were registered. */
export function validExpeditions(dispenses: readonly FhirObject[]): number {
  const expeditions: FhirObject[][] = [];
  for (const dispense of dispenses) {
    const own = expeditions.find(([opening]) => opening !== undefined && sameExpedition(opening, dispense));
    if (own === undefined) expeditions.push([dispense]);
    else own.push(dispense);
  }
  return expeditions.filter((rows) => rows.some(isValidDispense)).length;
}

const deductedBy = (dispense: FhirObject, perDispense: DecimalString): DecimalString => {
  if (!isValidDispense(dispense)) return ZERO;
  const written = numberAt(extensionAt(dispense, NLL_EXTENSIONS.deductedQuantity), 'valueDecimal') ?? numberAt(dispense, 'quantity', 'value');
  return written === undefined ? perDispense : decimal(written);
};

/** The last day on which something was dispensed; undefined when nothing valid was. */
export const lastDispenseDay = (dispenses: readonly FhirObject[]): CalendarDate | undefined =>
  dispenses.filter(isValidDispense).map((dispense) => stockholmDate(handedOver(dispense))).sort().at(-1);

export function remainingOf(prescription: FhirObject, pack: Pack, dispenses: readonly FhirObject[]): Remaining {
  const allowed = dispensesAllowed(prescription);
  const perDispense = multiplyDecimal(decimal(String(packagesPerDispense(prescription))), pack.amount);
  const prescribed = multiplyDecimal(perDispense, decimal(String(allowed)));
  const deducted = dispenses.map((dispense) => deductedBy(dispense, perDispense)).reduce(addDecimal, ZERO);
  const quantity = subtractDecimal(prescribed, deducted);
  const last = lastDispenseDay(dispenses);
  const start = textAt(prescription, 'dispenseRequest', 'validityPeriod', 'start') as CalendarDate | undefined;
  return {
    perDispense,
    quantity: compareDecimal(quantity, ZERO) < 0 ? ZERO : quantity,
    dispenses: Math.max(0, allowed - validExpeditions(dispenses)),
    earliest: last === undefined ? start ?? stockholmDate(instant(textAt(prescription, 'authoredOn') ?? '')) : addDays(last, intervalDays(prescription)),
  };
}

const COMPUTED: readonly string[] = [LOCAL_EXTENSIONS.remainingDispenses, LOCAL_EXTENSIONS.remainingQuantity, LOCAL_EXTENSIONS.nextDispenseEarliest];

/** The prescription with what remains of it. Without a pack size nothing can be said of the quantity. */
export function withRemaining(prescription: FhirObject, pack: Pack | undefined, dispenses: readonly FhirObject[]): FhirObject {
  const remaining = remainingOf(prescription, pack ?? { amount: ZERO, unit: '' }, dispenses);
  return withExtensions(prescription, COMPUTED, [
    ext(LOCAL_EXTENSIONS.remainingDispenses, 'valueUnsignedInt', num(remaining.dispenses)),
    ...(pack === undefined ? [] : [ext(LOCAL_EXTENSIONS.remainingQuantity, 'valueQuantity', { value: num(remaining.quantity), unit: pack.unit })]),
    ext(LOCAL_EXTENSIONS.nextDispenseEarliest, 'valueDate', remaining.earliest),
  ]);
}

/** The NPL pack id a prescription names. */
export const packIdOf = (prescription: FhirObject): string | undefined =>
  textAt(listAt(prescription, 'medicationCodeableConcept', 'coding').find((entry) => entry['system'] === NLL_SYSTEMS.nplPackId), 'code');
