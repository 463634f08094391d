import { compareDecimal, parseDecimal } from '@ncp/domain';
import { attr, NS, type XmlElement } from '@ncp/xml';
import { ANY } from './any.js';
import { INTERVAL, INTERVAL_SHAPE } from './interval.js';
import { PQ_WIDTH, QTY, valueOrNull } from './quantity.js';
import { elementsOf, has, isNullValue, must, named, selfAndDescendants, type DataType } from './type-rule.js';
import { isUnit } from './unit.js';

/** Amounts with units, numbers, truth values (cda-documents 4, 5). */

export const PQ: DataType = {
  name: 'PQ', base: QTY,
  rules: [
    valueOrNull('quantity'),
    must('translation-distinct', '3', { wording: 'translation' }, (el) => {
      const keys = selfAndDescendants(el).filter((one) => one !== el && one.ns === NS.hl7 && one.local === 'translation')
        .map((one) => ['value', 'code', 'codeSystem'].map((name) => attr(one, name) ?? '').join(''));
      return new Set(keys).size === keys.length;
    }),
    must('plain-number', '', { wording: 'exponent', attribute: 'value', severity: 'warning' }, (el) => !/[eE]/.test(attr(el, 'value') ?? '')),
    must('unit-known', '', { wording: 'unit', attribute: 'unit', severity: 'warning' }, (el) => isUnit(attr(el, 'unit'))),
  ],
};

export const IVXB_PQ: DataType = {
  name: 'IVXB_PQ', base: PQ,
  rules: [must('null-inclusive', '1', { wording: 'null-not-alone' }, (el) => !(isNullValue(el) && has(el, 'inclusive')) || attr(el, 'inclusive') === 'true')],
};

const SXCM_PQ: DataType = {
  name: 'SXCM_PQ', base: PQ,
  rules: [must('null-operator', '1', { wording: 'null-not-alone' }, (el) => !(isNullValue(el) && has(el, 'operator')) || attr(el, 'operator') === 'I')],
};

/** Compared for order only: nothing is calculated with these numbers. What is no number is in no order. */
const inOrder = (low: string, high: string): boolean => {
  const [from, to] = [parseDecimal(low), parseDecimal(high)];
  return from.ok && to.ok ? compareDecimal(from.value, to.value) <= 0 : Number(low) <= Number(high);
};

const unitsOf = (el: XmlElement, name: string): readonly string[] => named(el, name).flatMap((one) => attr(one, 'unit') ?? []);

export const IVL_PQ: DataType = {
  name: 'IVL_PQ', base: SXCM_PQ,
  rules: [
    ...INTERVAL_SHAPE,
    must('value-alone', '3', INTERVAL, (el) => !has(el, 'value') || elementsOf(el).every(({ ns, local }) => ns !== NS.hl7 || local === 'translation')),
    ...PQ_WIDTH,
    must('low-before-high', '7', INTERVAL, (el) => {
      const low = named(el, 'low').map((one) => attr(one, 'value'))[0];
      const high = named(el, 'high').map((one) => attr(one, 'value'))[0];
      return low === undefined || high === undefined || inOrder(low, high);
    }),
    must('units-equal', '8', { wording: 'unit', severity: 'warning' }, (el) => {
      const highs = unitsOf(el, 'high');
      const lows = unitsOf(el, 'low');
      return lows.length === 0 || highs.length === 0 || lows.some((unit) => highs.includes(unit));
    }),
    must('translation-alone', '9', INTERVAL, (el) => named(el, 'translation').length === 0 ||
      elementsOf(el).every(({ ns, local }) => ns !== NS.hl7 || local === 'translation')),
  ],
};

export const INT: DataType = { name: 'INT', base: QTY, rules: [valueOrNull('quantity')] };
export const BL: DataType = { name: 'BL', base: ANY, rules: [] };
