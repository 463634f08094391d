import {
  addDays, ceilDivide, compareDates, compareDecimal, decimal, decimalOfCount, multiplyDecimal, scheduleOf, type CalendarDate, type DecimalString, type Dosage,
  type DosageStep, type Quantity,
} from '@ncp/domain';
import type { HandOver } from '../summary-input.js';

/** A supply is taken to last this many times longer than it would if no dose were missed (PS51) [local]. */
const MISSED_DOSES = decimal('2');
const HOURS_A_DAY = decimal('24');
const DAYS: Readonly<Record<string, DecimalString>> = { d: decimal('1'), wk: decimal('7'), mo: decimal('30') };

/** Doses in so many days, exactly; undefined where the schedule does not tell. */
const pace = (step: DosageStep): { readonly doses: DecimalString; readonly days: DecimalString } | undefined => {
  const schedule = step.asNeeded ? undefined : scheduleOf(step);
  if (schedule === undefined) return undefined;
  switch (schedule.kind) {
    case 'clock':
      return { doses: decimalOfCount(schedule.times.length), days: decimal('1') };
    case 'weekdays':
      return { doses: decimalOfCount(schedule.days.length * Math.max(1, schedule.times.length, schedule.when.length)), days: decimal('7') };
    case 'times': {
      const length = DAYS[schedule.unit];
      return length === undefined ? undefined : { doses: decimalOfCount(schedule.count), days: multiplyDecimal(length, schedule.period) };
    }
    case 'every': {
      if (schedule.unit === 'h') return { doses: HOURS_A_DAY, days: schedule.period };
      const length = DAYS[schedule.unit];
      return length === undefined ? undefined : { doses: decimal('1'), days: multiplyDecimal(length, schedule.period) };
    }
    default:
      return undefined;
  }
};

const sameUnit = (a: Quantity, b: Quantity): boolean => (a.unit.code ?? a.unit.text) === (b.unit.code ?? b.unit.text);

/** Days that a quantity lasts at most, missed doses included; undefined when that cannot be told exactly. */
const daysOf = (quantity: Quantity, { steps }: Dosage): number | undefined => {
  const [step, ...others] = steps;
  if (step === undefined || others.length > 0) return undefined;
  const dose = step.doseRange?.low ?? step.dose;
  const rate = pace(step);
  if (dose === undefined || rate === undefined || !sameUnit(dose, quantity) || compareDecimal(dose.value, decimal('0')) <= 0) return undefined;
  const used = multiplyDecimal(dose.value, rate.doses);
  const days = ceilDivide(multiplyDecimal(multiplyDecimal(quantity.value, rate.days), MISSED_DOSES), used);
  return days > 36_500n ? undefined : Number(days);
};

/**
 * May the supply handed over still last today (PS51)? True where nobody can tell, so that a medicine is left out only when its
 * supply is used up beyond doubt.
 */
export const mayStillLast = (handOvers: readonly HandOver[], dosage: Dosage, today: CalendarDate): boolean => {
  let lasts: CalendarDate | undefined;
  for (const { on, quantity } of handOvers.toSorted((a, b) => compareDates(a.on, b.on))) {
    const days = daysOf(quantity, dosage);
    if (days === undefined) return true;
    const from = lasts !== undefined && compareDates(lasts, on) > 0 ? lasts : on;
    lasts = addDays(from, days);
  }
  return lasts !== undefined && compareDates(lasts, today) >= 0;
};
