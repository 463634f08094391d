import { attr, type XmlElement } from '@ncp/xml';
import { ANY } from './any.js';
import { isDistinct, othersAreNull } from './siblings.js';
import { elementsOf, has, isNullValue, must, named, type DataType, type TypeRule } from './type-rule.js';

/** What quantities have in common, times included (cda-documents 1.8). */

export const QTY: DataType = {
  name: 'QTY', base: ANY,
  rules: [
    must('null-mixed', '3', { wording: 'null-mixed' }, (el) => !isNullValue(el) || othersAreNull(el)),
    must('distinct', '4', { wording: 'not-distinct' }, (el) => isDistinct(el, 'value and unit', (one) =>
      (has(one, 'value') && has(one, 'unit') ? `${attr(one, 'value') ?? ''} ${attr(one, 'unit') ?? ''}` : undefined))),
  ],
};

export const valueOrNull = (wording: 'time' | 'quantity'): TypeRule => must('value-or-null', '1', { wording },
  (el) => (has(el, 'nullFlavor', 'value') || elementsOf(el).length > 0) && !(isNullValue(el) && has(el, 'value')));

const widths = (holds: (width: XmlElement) => boolean) => (el: XmlElement): boolean => named(el, 'width').every(holds);

/** The width of an interval is an amount of its own kind. */
export const PQ_WIDTH: readonly TypeRule[] = [
  must('width-value', 'dtr1-1-PQR', { wording: 'interval' }, widths((width) => !has(width, 'unit') || has(width, 'value'))),
  must('width-translation', 'dtr1-2-PQR', { wording: 'interval' }, widths((width) => named(width, 'translation').length === 0)),
];
