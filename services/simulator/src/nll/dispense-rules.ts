import { addDays, compareDates, isPositive, parseDecimal, stockholmDate, type CalendarDate } from '@ncp/domain';
import { LOCAL_CODES, LOCAL_EXTENSIONS, NLL_CODES, NLL_EXTENSIONS, NLL_SYSTEMS, type FhirObject, type FhirValue } from '@ncp/fhir';
import { at, extensionAt, flagAt, listAt, numberAt, referencedId, textAt, typeOf } from './build.js';
import { handedOver, intervalDays, lastDispenseDay, remainingOf, sameExpedition, isValidDispense, type Pack } from './quantities.js';
import { REFUSALS } from './refusal.js';

/** What the list checks of an uttag before it registers it (sweden-national 2.4, 2.9, 7.2). */

const isPositiveText = (text: string): boolean => {
  const value = parseDecimal(text);
  return value.ok && isPositive(value.value);
};

/** Shape of a MedicationDispense that is posted. @throws Refusal 400 */
export function checkDispenseShape(dispense: FhirObject): void {
  const bad = (text: string): never => { throw REFUSALS.content(text); };
  if (typeOf(dispense) !== 'MedicationDispense') bad('MedicationDispense krävs.');
  if (dispense['status'] !== 'completed') bad('status ska vara completed.');
  if ((textAt(extensionAt(dispense, NLL_EXTENSIONS.actorDispatchId), 'valueString') ?? '') === '') bad('NLLActorDispatchId krävs.');
  if (numberAt(extensionAt(dispense, NLL_EXTENSIONS.dispatchRow), 'valueDecimal') === undefined) bad('NLLDispatchRowNo krävs.');
  if (textAt(extensionAt(dispense, NLL_EXTENSIONS.benefitChoice), 'valueCode') === undefined) bad('NLLBenefitChoiceCode krävs.');
  if (textAt(dispense, 'authorizingPrescription', 0, 'reference') === undefined) bad('authorizingPrescription krävs.');
  if (textAt(dispense, 'subject', 'reference') === undefined) bad('subject krävs.');
  try {
    handedOver(dispense);
  } catch {
    bad('whenHandedOver krävs, med tid och zon.');
  }
  const quantity = numberAt(dispense, 'quantity', 'value');
  const deducted = numberAt(extensionAt(dispense, NLL_EXTENSIONS.deductedQuantity), 'valueDecimal');
  if (deducted !== undefined && !isPositiveText(deducted)) bad('NLLDeductedQuantity ska vara positiv.');
  if (quantity !== undefined && !isPositiveText(quantity)) bad('quantity ska vara positiv.');
  const codings = listAt(dispense, 'medicationCodeableConcept', 'coding');
  const swedish: readonly FhirValue[] = [NLL_SYSTEMS.nplId, NLL_SYSTEMS.nplPackId, NLL_SYSTEMS.varunummer];
  const isSwedish = codings.some((entry) => swedish.includes(entry['system'] ?? null));
  const abroad = extensionAt(dispense, LOCAL_EXTENSIONS.crossBorderDispensation) !== undefined;
  if (codings.length === 0 || (!isSwedish && !abroad)) bad('Artikel krävs: nplid, nplpackid eller varunr.');
}

const PHARMACY_PROFESSIONS: readonly string[] = ['AP', 'RC'];

/** AFF on who acts: a code of a licensed person, and a pharmacy profession. @throws Refusal 422 F.001, F.002 */
export function checkPerformer(provenance: FhirObject): void {
  const performer = listAt(provenance, 'contained').find((entry) => entry['resourceType'] === 'Practitioner');
  const codes = listAt(performer, 'identifier').filter((entry) => entry['system'] === NLL_SYSTEMS.legitimationCode || entry['system'] === NLL_SYSTEMS.prescriberCode);
  if (codes.every((entry) => !/^[0-9]{6,7}$/.test(textAt(entry, 'value') ?? ''))) throw REFUSALS.aff('F.001');
  if (!PHARMACY_PROFESSIONS.includes(textAt(performer, 'qualification', 0, 'code', 'coding', 0, 'code') ?? '')) throw REFUSALS.aff('F.002');
}

export interface DispenseFacts {
  readonly prescription: FhirObject;
  readonly pack: Pack | undefined;
  /** All uttag of the prescription, in the order they were registered. */
  readonly dispenses: readonly FhirObject[];
  readonly dispense: FhirObject;
  readonly locked: boolean;
  /** `x-if-prescription-version`, when sent. */
  readonly ifVersion: string | undefined;
}

export interface DispenseVerdict {
  /** Status of the prescription afterwards. */
  readonly status: 'active' | 'completed';
  readonly warnings: readonly string[];
}

/**
 * May this uttag be registered? Judged at the time of hand-over, not of arrival (decisions D56). Too much is not
 * refused: the medicine is with the patient (decisions D48).
 * @throws Refusal 412, 422, 423
 */
export function judgeDispense(facts: DispenseFacts): DispenseVerdict {
  const { prescription, dispense, dispenses, pack } = facts;
  if (referencedId(textAt(dispense, 'subject', 'reference')) !== referencedId(textAt(prescription, 'subject', 'reference'))) throw REFUSALS.patient();
  if (facts.locked) throw REFUSALS.locked();
  if (facts.ifVersion !== undefined && facts.ifVersion !== textAt(prescription, 'meta', 'versionId')) throw REFUSALS.stale();
  if (pack === undefined) throw REFUSALS.articleMissing();

  const anotherRow = dispenses.some((earlier) => isValidDispense(earlier) && sameExpedition(earlier, dispense));
  const status = textAt(prescription, 'status');
  if (!anotherRow) {
    if (status === 'completed') throw REFUSALS.left();
    if (status !== 'active') throw REFUSALS.status();
    if (remainingOf(prescription, pack, dispenses).dispenses <= 0) throw REFUSALS.left();
  } else if (status !== 'active' && status !== 'completed') {
    throw REFUSALS.status();
  }
  checkFormatAndValidity(prescription, dispense);
  if (!anotherRow) checkInterval(prescription, dispenses, dispense);

  const after = remainingOf(prescription, pack, [...dispenses, dispense]);
  const said = textAt(extensionAt(dispense, NLL_EXTENSIONS.completeChoice), 'valueCode');
  const exchanged = flagAt(dispense, 'substitution', 'wasSubstituted') && at(prescription, 'substitution', 'allowedBoolean') === false;
  return {
    status: after.dispenses <= 0 || said === LOCAL_CODES.complete || status === 'completed' ? 'completed' : 'active',
    warnings: exchanged ? ['D.001'] : [],
  };
}

const checkFormatAndValidity = (prescription: FhirObject, dispense: FhirObject): void => {
  const format = textAt(extensionAt(prescription, NLL_EXTENSIONS.prescriptionFormat), 'valueCoding', 'code');
  const day = stockholmDate(handedOver(dispense));
  if (format !== NLL_CODES.formatElectronic || !isValidOn(prescription, day)) throw REFUSALS.status();
};

/** Validity period of the prescription; a day outside it is as good as another status. */
export const isValidOn = (prescription: FhirObject, day: CalendarDate): boolean => {
  const start = textAt(prescription, 'dispenseRequest', 'validityPeriod', 'start') as CalendarDate | undefined;
  const end = textAt(prescription, 'dispenseRequest', 'validityPeriod', 'end') as CalendarDate | undefined;
  return (start === undefined || compareDates(day, start) >= 0) && (end === undefined || compareDates(day, end) <= 0);
};

const checkInterval = (prescription: FhirObject, dispenses: readonly FhirObject[], dispense: FhirObject): void => {
  const last = lastDispenseDay(dispenses);
  const interval = intervalDays(prescription);
  if (last === undefined || interval === 0) return;
  if (compareDates(stockholmDate(handedOver(dispense)), addDays(last, interval)) < 0) throw REFUSALS.interval();
};

const UNCHANGEABLE: readonly string[] = ['subject', 'authorizingPrescription', 'whenHandedOver', 'quantity', 'medicationCodeableConcept'];

/**
 * May a registered uttag become this (TA 47, TA 52)? *Backa* and *kreditera* cannot be undone, and what was dispensed,
 * to whom and when cannot be rewritten.
 * @throws Refusal 400, 422
 */
export function judgeChange(current: FhirObject, proposed: FhirObject): 'updated' | 'reversed' {
  if (typeOf(proposed) !== 'MedicationDispense' || proposed['id'] !== current['id']) throw REFUSALS.content('Resurs och sökväg stämmer inte.');
  if (!isValidDispense(current)) throw REFUSALS.final();
  const status = textAt(proposed, 'status');
  if (status !== 'completed' && status !== 'entered-in-error' && status !== 'stopped') throw REFUSALS.final();
  const actor = (resource: FhirObject): string | undefined => textAt(extensionAt(resource, NLL_EXTENSIONS.actorDispatchId), 'valueString');
  const same = UNCHANGEABLE.every((name) => JSON.stringify(current[name] ?? null) === JSON.stringify(proposed[name] ?? null));
  if (!same || actor(current) !== actor(proposed)) throw REFUSALS.final();
  if (status === 'completed') return 'updated';
  const deducted = numberAt(extensionAt(proposed, NLL_EXTENSIONS.deductedQuantity), 'valueDecimal');
  if (deducted === undefined || isPositiveText(deducted)) throw REFUSALS.content('Avräknad mängd ska vara 0.');
  return 'reversed';
}
