import { parseDecimal, type ForeignPrescriptionFacts, type ForeignTiming, type Quantity } from '@ncp/domain';
import type { DocumentFact, FactAmount } from '@ncp/cda';
import { factKey } from './fact-key.js';

/** The dosage of one medication of a Patient Summary, from its facts. */

type Dosage = Pick<ForeignPrescriptionFacts, 'timings' | 'dose' | 'route' | 'treatment' | 'dosageDoubtful'>;

const quantityOf = (amount: FactAmount | undefined): Quantity | undefined => {
  const value = parseDecimal(amount?.value ?? '');
  // Below zero, or said to be none: no dose and no period.
  if (amount === undefined || !value.ok || amount.nullFlavor !== undefined || value.value.startsWith('-')) return undefined;
  const code = amount.unit ?? '1';
  return { value: value.value, unit: { code, text: code === '1' ? (amount.unitText ?? code) : code } };
};

const timingOf = (fact: DocumentFact, all: readonly DocumentFact[]): ForeignTiming | undefined => {
  const key = factKey(fact.path);
  if (fact.kind === 'quantity' && key === 'frequency.period') {
    const period = quantityOf(fact.amounts[0]);
    const holder = fact.at.replace(/\/[^/]+$/, '');
    const chosen = all.find(({ at }) => at === `${holder}/@institutionSpecified`);
    const phase = all.find((other) => other.at.startsWith(`${holder}/phase`) && other.kind === 'time');
    if (period === undefined) return undefined;
    return {
      kind: 'period', period,
      ...(chosen?.kind === 'text' ? { institutionSpecified: chosen.text === 'true' } : {}),
      ...(phase?.kind === 'time' ? { from: phase.time.written } : {}),
    };
  }
  if (fact.kind === 'code' && key === 'frequency.event' && fact.codes[0] !== undefined) return { kind: 'event', code: fact.codes[0].code };
  return fact.kind === 'time' && key === 'time' ? { kind: 'once', at: fact.time } : undefined;
};

const doseOf = (fact: DocumentFact | undefined): Dosage['dose'] => {
  if (fact?.kind !== 'quantity') return undefined;
  const part = (name: FactAmount['part']): Quantity | undefined => quantityOf(fact.amounts.find((amount) => amount.part === name));
  const whole = part('value');
  const low = whole ?? part('low');
  const high = whole ?? part('high');
  if (low === undefined && high === undefined) return undefined;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
};

/** A dose or a period with a number that is there and cannot be used. */
const isDoubtful = (fact: DocumentFact): boolean =>
  fact.kind === 'quantity' && ['dose', 'frequency.period'].includes(factKey(fact.path)) &&
  fact.amounts.some((amount) => amount.value !== undefined && quantityOf(amount) === undefined);

const MODIFIERS = /^(?:max-dose|rate|precondition|frequency\.offset)(?:\.|$)/;

/** A condition, a maximum, a rate, a time before an event, a denial or an exclusion: without it, the rest is another dosage. */
const isModifier = (fact: DocumentFact): boolean => {
  if (fact.kind === 'absent') return false;
  if (fact.kind === 'negation') return true;
  return MODIFIERS.test(factKey(fact.path)) || (fact.kind === 'text' && fact.at.endsWith('/@operator'));
};

/** One of several times that says nothing: the others are not the whole. */
const isPartial = (own: readonly DocumentFact[]): boolean =>
  own.some((fact) => timingOf(fact, own) !== undefined) && own.some((fact) => fact.kind === 'absent' && /^(?:frequency|time)(?:\.(?:period|event))?$/.test(factKey(fact.path)));

/** Steps inside a medication. */
const isStep = ({ role, within }: DocumentFact): boolean => role === 'medication' && within.length > 1;

/** Undefined when the entry is no medication. */
export const dosageOfFacts = (facts: readonly DocumentFact[]): Dosage | undefined => {
  const own = facts.filter(({ role, within }) => role === 'medication' && within.length === 1);
  if (own.length === 0) return undefined;
  const named = (key: string): DocumentFact | undefined => own.find((fact) => factKey(fact.path) === key);
  const low = named('treatment.low');
  const high = named('treatment.high');
  const route = named('route');
  const dose = doseOf(named('dose'));
  const code = route?.kind === 'code' && route.nullFlavor === undefined ? route.codes[0] : undefined;
  const length = named('treatment.width');
  const width = length?.kind === 'quantity' ? quantityOf(length.amounts[0]) : undefined;
  const treatment = { ...(width === undefined ? {} : { width }), ...(low?.kind === 'time' ? { low: low.time } : {}), ...(high?.kind === 'time' ? { high: high.time } : {}) };
  return {
    timings: own.map((fact) => timingOf(fact, own)).filter((timing) => timing !== undefined),
    ...(dose === undefined ? {} : { dose }),
    ...(code === undefined ? {} : { route: code }),
    ...(Object.keys(treatment).length === 0 ? {} : { treatment }),
    ...(own.some(isDoubtful) || own.some(isModifier) || isPartial(own) || facts.some(isStep) ? { dosageDoubtful: true } : {}),
  };
};
