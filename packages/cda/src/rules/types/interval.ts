import { attr } from '@ncp/xml';
import { has, isNullValue, must, named, selfAndDescendants, type TypeRule } from './type-rule.js';

/** What intervals of times and of amounts have in common (cda-documents 5). */

export const INTERVAL = { wording: 'interval' } as const;
export const BOUNDS = ['low', 'center', 'high'] as const;

export const INTERVAL_SHAPE: readonly TypeRule[] = [
  must('null-interval', '2', INTERVAL, (el) => selfAndDescendants(el).every((one) => !isNullValue(one) ||
    !(has(one, 'value', 'unit') || named(one, 'low', 'center', 'high', 'width').length > 0))),
  must('value-or-bounds', '4-2', INTERVAL, (el) => !has(el, 'value') || named(el, 'low', 'center', 'high', 'width').length === 0),
  must('center-alone', '4-3', INTERVAL, (el) => named(el, 'center').length === 0 || named(el, 'low', 'high', 'width').length === 0),
  must('over-determined', '4-4', INTERVAL, (el) => !['low', 'high', 'width'].every((name) => named(el, name).length > 0)),
  must('infinite-low', '7-1', INTERVAL, (el) => named(el, 'low').every((low) => attr(low, 'nullFlavor') !== 'PINF')),
  must('infinite-high', '7-2', INTERVAL, (el) => named(el, 'high').every((high) => attr(high, 'nullFlavor') !== 'NINF')),
];
