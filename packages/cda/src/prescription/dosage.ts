import { compareDecimal, dosageSentence, isPositive, stockholmDate, type Dosage, type DosageStep, type Instant, type Quantity } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import type { CodedElement } from '../building/coded-element.js';
import { transcoded } from './coding.js';
import { dosageTiming } from './dosage-timing.js';
import type { FindingList } from './findings.js';
import type { DosageModel, TextReason } from './model.js';
import { amountWords, measureOf, type FormUnits } from './units.js';

interface Context {
  readonly catalogue: Catalogue;
  readonly form: FormUnits;
  readonly findings: FindingList;
}

const sameQuantity = (a: Quantity | undefined, b: Quantity | undefined): boolean => {
  if (a === undefined || b === undefined) return a === b;
  return compareDecimal(a.value, b.value) === 0 && a.unit.text === b.unit.text && a.unit.code === b.unit.code;
};

const sameDose = (a: DosageStep, b: DosageStep): boolean =>
  sameQuantity(a.dose, b.dose) && sameQuantity(a.doseRange?.low, b.doseRange?.low) && sameQuantity(a.doseRange?.high, b.doseRange?.high);

type Dose = { readonly kind: 'none' } | { readonly kind: 'dose'; readonly dose: NonNullable<DosageModel['dose']> } | { readonly kind: 'text'; readonly reason: TextReason };

/** The one dose that all steps share. A dose that cannot be said exactly makes the whole dosage text (sweden-national 5). */
const doseOf = (steps: readonly DosageStep[], { catalogue, form, findings }: Context): Dose => {
  const [first, ...others] = steps;
  if (first === undefined) return { kind: 'none' };
  if (others.some((step) => !sameDose(step, first))) return { kind: 'text', reason: 'unequal' };
  const low = first.dose ?? first.doseRange?.low;
  const high = first.dose ?? first.doseRange?.high;
  if (low === undefined || high === undefined) return { kind: 'none' };
  const measured = [measureOf(catalogue, low, form, 'dose'), measureOf(catalogue, high, form, 'dose')] as const;
  const doubtful = measured.find(({ gap }) => gap);
  if (doubtful !== undefined) {
    findings.optionalGap('MedicationRequest.dosageInstruction.doseAndRate.dose', doubtful.missing);
    return { kind: 'text', reason: 'unit' };
  }
  const [{ measure: lowMeasure }, { measure: highMeasure }] = measured;
  const sound = isPositive(low.value) && compareDecimal(low.value, high.value) <= 0 && lowMeasure.unit === highMeasure.unit;
  return sound ? { kind: 'dose', dose: { low: lowMeasure, high: highMeasure } } : { kind: 'text', reason: 'unequal' };
};

/** The route, when every step has the same one. Differing routes stay in the text. */
const routeOf = (steps: readonly DosageStep[], { catalogue, findings }: Context): CodedElement | undefined => {
  const [first, ...others] = steps.map(({ route }) => route);
  if (first === undefined || others.some((route) => route?.code !== first.code || route.codeSystem !== first.codeSystem)) return undefined;
  return transcoded(catalogue, 'route', first, (missing) => { findings.optionalGap('MedicationRequest.dosageInstruction.route', missing); });
};

/** Length of treatment: known only if every step has one. Sequences follow each other, so their lengths add up. */
const totalDays = (steps: readonly DosageStep[]): number | undefined => {
  const bySequence = new Map<number, number>();
  // Nobody says whether sub-steps follow each other: their lengths have no sum.
  if (steps.some(({ subSequence }) => subSequence !== undefined)) return undefined;
  for (const { sequence, boundsDays } of steps) {
    const known = bySequence.get(sequence);
    if (boundsDays === undefined || !Number.isSafeInteger(boundsDays) || boundsDays < 1 || (known !== undefined && known !== boundsDays)) return undefined;
    bySequence.set(sequence, boundsDays);
  }
  return bySequence.size === 0 ? undefined : [...bySequence.values()].reduce((sum, days) => sum + days, 0);
};

/** Maps the whole dosage. The text is not its concern: it is always carried as patient instruction. */
export const dosageModel = (dosage: Dosage, authoredOn: Instant, context: Context): DosageModel => {
  const { steps } = dosage;
  // NLL knows no start of treatment; the day of prescribing stands for it (decisions D35).
  const low = stockholmDate(authoredOn);
  const timing = dosageTiming(steps, low);
  const dose: Dose = timing.kind === 'text' ? { kind: 'none' } : doseOf(steps, context);
  const route = routeOf(steps, context);
  const widthDays = totalDays(steps);
  const sentence = dosageSentence(steps, amountWords(context.catalogue, context.form));
  return {
    timing: dose.kind === 'text' ? { kind: 'text', reason: dose.reason } : timing,
    ...(dose.kind === 'dose' ? { dose: dose.dose } : {}),
    ...(route === undefined ? {} : { route }),
    ...(sentence === undefined ? {} : { sentence }),
    treatment: { low, ...(widthDays === undefined ? {} : { widthDays }) },
  };
};

