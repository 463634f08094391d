import { attr, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { INTERVAL_SHAPE, QTY, VALUE_OR_NULL } from './time.js';
import { elementsOf, has, isNullValue, must, selfAndDescendants, type TypeRule } from './type-rule.js';
import { isUnit } from './unit.js';

/** Amounts with units, numbers, truth values (cda-documents 4, 5). */

const REAL = /^[-+]?\d*\.?[0-9]+(?:[eE][-+]?\d+)?$/;
const QUANTITY = { wording: 'quantity', rule: 'quantity' } as const;

const bounds = (el: XmlElement): readonly XmlElement[] => ['low', 'center', 'high'].flatMap((name) => childrenOf(el, NS.hl7, name));
const isNumber = (value: string | undefined): boolean => value === undefined || REAL.test(value);

export const PQ: readonly TypeRule[] = [
  ...QTY,
  VALUE_OR_NULL('quantity'),
  must({ ...QUANTITY, rule: 'number' }, (el) => isNumber(attr(el, 'value'))),
  must({ wording: 'translation', rule: 'translation-distinct' }, (el) => {
    const keys = selfAndDescendants(el).filter(({ ns, local }) => ns === NS.hl7 && local === 'translation')
      .map((one) => ['value', 'code', 'codeSystem'].map((name) => attr(one, name) ?? '').join(' '));
    return new Set(keys).size === keys.length;
  }),
  must({ wording: 'unit', rule: 'unit-known', severity: 'warning' }, (el) => isUnit(attr(el, 'unit'))),
];

export const IVXB_PQ: readonly TypeRule[] = PQ;

export const IVL_PQ: readonly TypeRule[] = [
  ...PQ,
  must({ wording: 'null-not-alone', rule: 'null-operator' }, (el) => !isNullValue(el) || !has(el, 'operator') || attr(el, 'operator') === 'I'),
  ...INTERVAL_SHAPE,
  must({ ...QUANTITY, rule: 'bound' }, (el) => bounds(el).every((bound) => isNumber(attr(bound, 'value')))),
  must({ wording: 'interval', rule: 'low-before-high' }, (el) => {
    const low = childrenOf(el, NS.hl7, 'low').map((one) => attr(one, 'value'))[0];
    const high = childrenOf(el, NS.hl7, 'high').map((one) => attr(one, 'value'))[0];
    // A comparison for order only: nothing is calculated with these numbers.
    return low === undefined || high === undefined || Number(low) <= Number(high);
  }),
  must({ wording: 'interval', rule: 'translation-alone' }, (el) => {
    const translations = childrenOf(el, NS.hl7, 'translation').length;
    return translations === 0 || elementsOf(el).length === translations;
  }),
];

export const INT: readonly TypeRule[] = [...QTY, VALUE_OR_NULL('quantity')];
export const BL: readonly TypeRule[] = [must(QUANTITY, (el) => isNullValue(el) || has(el, 'value'))];
