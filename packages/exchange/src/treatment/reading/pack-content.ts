import { isPositive, multiplyDecimal, normalise, type BilingualText, type Quantity } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import { writtenAmount } from './written.js';

const amount = ({ value, unit }: Quantity, catalogue: Catalogue): BilingualText => {
  const code = unit.code ?? unit.text;
  const words = code === '1' && unit.text !== '1' ? unit.text : undefined;
  const { sv, en } = writtenAmount({ part: 'value', value, ...(code === '1' && words === undefined ? {} : { unit: code }), ...(words === undefined ? {} : { unitText: words }) }, catalogue);
  return { sv, en };
};

/**
 * What one package holds, with the arithmetic: `5 × 3 milliliter = 15 milliliter` (cda-documents 4, a pack size is the
 * product of its layers). Undefined when an amount is missing or is nothing.
 */
export const packContent = (levels: readonly Quantity[], catalogue: Catalogue): BilingualText | undefined => {
  const [innermost, ...outer] = levels;
  if (innermost === undefined || levels.some(({ value }) => !isPositive(value))) return undefined;
  const inner = amount(innermost, catalogue);
  const counts = outer.filter(({ value }) => normalise(value) !== '1');
  if (counts.length === 0) return inner;
  const total = amount({ value: levels.map(({ value }) => value).reduce(multiplyDecimal), unit: innermost.unit }, catalogue);
  const factors = (pick: 'sv' | 'en'): string => counts.toReversed().map((level) => amount(level, catalogue)[pick]).join(' × ');
  return { sv: `${factors('sv')} × ${inner.sv} = ${total.sv}`, en: `${factors('en')} × ${inner.en} = ${total.en}` };
};
