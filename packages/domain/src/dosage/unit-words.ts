import { compareDecimal, isPositive, ONE } from '../decimal.js';
import type { DecimalString } from '../primitives.js';

/** Numbers and units in words. The digits stay those of the source: nothing is rounded or computed (house rule 8). */

const PLURALS_SV: Readonly<Record<string, string>> = {
  tablett: 'tabletter', kapsel: 'kapslar', droppe: 'droppar', dos: 'doser', dospåse: 'dospåsar', suppositorium: 'suppositorier', vagitorium: 'vagitorier',
  injektionsflaska: 'injektionsflaskor', ampull: 'ampuller', cylinderampull: 'cylinderampuller', injektionspenna: 'injektionspennor', spruta: 'sprutor',
  flaska: 'flaskor', burk: 'burkar', påse: 'påsar', tub: 'tuber', remsa: 'remsor', pipett: 'pipetter', sked: 'skedar', sugtablett: 'sugtabletter',
  inhalator: 'inhalatorer', applikator: 'applikatorer', tampong: 'tamponger', oblatkapsel: 'oblatkapslar', inhalation: 'inhalationer',
  'frystorkad tablett': 'frystorkade tabletter', 'internationell enhet': 'internationella enheter',
  timme: 'timmar', minut: 'minuter', sekund: 'sekunder', dag: 'dagar', vecka: 'veckor', månad: 'månader',
};
const COUNTED_EN = /^[A-Z][a-z]+(?: [a-z]+)?$/;
const WORDS_EN: ReadonlySet<string> = new Set(['hour', 'day', 'week', 'month', 'year', 'minute', 'international unit']);

/** One, or a part of one. */
const isSingular = (value: DecimalString): boolean => isPositive(value) && compareDecimal(value, ONE) <= 0;

/** `1.50` -> `1,50`. */
export const numberSv = (value: string): string => value.replace('.', ',');

export const pluralSv = (unit: string, value: DecimalString): string => (isSingular(value) ? unit : (PLURALS_SV[unit] ?? unit));

/** `Tablet` -> `tablets`; symbols such as `mL` stay. */
export const pluralEn = (unit: string, value: DecimalString): string => {
  const isCounted = COUNTED_EN.test(unit) || WORDS_EN.has(unit);
  const word = COUNTED_EN.test(unit) ? unit.toLowerCase() : unit;
  if (isSingular(value) || !isCounted) return word;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
};
