import { attr, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { elementsOf, has, isNullValue, must, NULL_ALONE, NULL_NOT_MIXED, selfAndDescendants, siblingsOf, type TypeRule } from './type-rule.js';

/** Quantities' common rules, points in time and intervals of them (cda-documents 1.8, 5). */

/** Rules of every quantity, times included. */
export const QTY: readonly TypeRule[] = [
  NULL_ALONE,
  NULL_NOT_MIXED,
  must({ wording: 'not-distinct', rule: 'distinct' }, (el) => !has(el, 'value') || !has(el, 'unit') ||
    siblingsOf(el).every((one) => attr(one, 'value') !== attr(el, 'value') || attr(one, 'unit') !== attr(el, 'unit'))),
];

export const VALUE_OR_NULL = (wording: 'time' | 'quantity'): TypeRule => must({ wording, rule: 'value-or-null' },
  (el) => (isNullValue(el) || has(el, 'value') || elementsOf(el).length > 0) && !(isNullValue(el) && has(el, 'value')));

const TIME = /^(\d{2})(\d{2})?(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d+)?)?)?)?)?)?([+-]\d{1,4})?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Minutes since the year 0 of a legal HL7 time, or undefined. Missing parts are their first value, a missing zone is UTC. */
export const minutesOf = (text: string): number | undefined => {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, century = '', yearOfCentury = '00', month = '01', day = '01', hour = '00', minute = '00', second = '00', , zone = '+0000'] = match;
  const year = Number(century + yearOfCentury);
  const zoneDigits = `${zone}0000`.slice(1, 5);
  const zoneMinutes = Number(zoneDigits.slice(0, 2)) * 60 + Number(zoneDigits.slice(2));
  const longest = Number(month) === 2 && isLeap(year) ? 29 : DAYS[Number(month) - 1];
  const legal = longest !== undefined && Number(day) >= 1 && Number(day) <= longest &&
    Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && zoneMinutes <= 14 * 60 && Number(zoneDigits.slice(2)) < 60;
  if (!legal) return undefined;
  const monthDays = DAYS.slice(0, Number(month) - 1).reduce((sum, days) => sum + days, Number(month) > 2 && isLeap(year) ? 1 : 0);
  const days = year * 365 + Math.floor((year + 3) / 4) - Math.floor((year + 99) / 100) + Math.floor((year + 399) / 400) + monthDays + Number(day);
  return days * 1440 + Number(hour) * 60 + Number(minute) + Number(second) / 60 - (zone.startsWith('-') ? -zoneMinutes : zoneMinutes);
};

const TIME_FAULT = { wording: 'time', rule: 'time' } as const;
const isTime = (value: string | undefined): boolean => value === undefined || minutesOf(value) !== undefined;

export const TS: readonly TypeRule[] = [...QTY, VALUE_OR_NULL('time'), must(TIME_FAULT, (el) => isTime(attr(el, 'value')))];

export const TS_EPSOS_TZ: readonly TypeRule[] = [
  ...TS,
  must({ ...TIME_FAULT, rule: 'day' }, (el) => !has(el, 'value') || /^\d{8}/.test(attr(el, 'value') ?? '')),
  must({ wording: 'time-precision', rule: 'second', severity: 'warning' }, (el) => !has(el, 'value') || /^\d{14}/.test(attr(el, 'value') ?? '')),
  must({ wording: 'time-zone', rule: 'zone' }, (el) => !/^\d{10}/.test(attr(el, 'value') ?? '') || /[+-]/.test(attr(el, 'value') ?? '')),
];

const BARE_NULL_OPERATOR: TypeRule = must({ wording: 'null-not-alone', rule: 'null-operator' },
  (el) => !isNullValue(el) || !has(el, 'operator') || attr(el, 'operator') === 'I');

export const SXCM_TS: readonly TypeRule[] = [...TS, BARE_NULL_OPERATOR];
export const IVXB_TS: readonly TypeRule[] = [...TS];

const parts = (el: XmlElement, name: string): readonly XmlElement[] => childrenOf(el, NS.hl7, name);
const valueOf = (el: XmlElement, name: string): string | undefined =>
  parts(el, name).map((one) => attr(one, 'value')).find((value) => value !== undefined);

const INTERVAL = { wording: 'interval', rule: 'interval' } as const;
const BOUNDS = ['low', 'center', 'high', 'width'] as const;
const PERIOD_UNITS: ReadonlySet<string> = new Set(['us', 'ms', 's', 'min', 'h', 'd', 'wk', 'mo', 'a', '']);

/** What intervals of times and of amounts have in common. */
export const INTERVAL_SHAPE: readonly TypeRule[] = [
  must({ ...INTERVAL, rule: 'null-interval' }, (el) => selfAndDescendants(el).every((one) => !isNullValue(one) ||
    !(has(one, 'value') || has(one, 'unit') || BOUNDS.some((name) => parts(one, name).length > 0)))),
  must({ ...INTERVAL, rule: 'value-or-bounds' }, (el) => !has(el, 'value') || BOUNDS.every((name) => parts(el, name).length === 0)),
  must({ ...INTERVAL, rule: 'center-alone' }, (el) => parts(el, 'center').length === 0 ||
    ['low', 'high', 'width'].every((name) => parts(el, name).length === 0)),
  must({ ...INTERVAL, rule: 'over-determined' }, (el) => !['low', 'high', 'width'].every((name) => parts(el, name).length > 0)),
  must({ ...INTERVAL, rule: 'width' }, (el) => parts(el, 'width').every((width) =>
    (!has(width, 'unit') || has(width, 'value')) && childrenOf(width, NS.hl7, 'translation').length === 0)),
  must({ ...INTERVAL, rule: 'infinite' }, (el) => parts(el, 'low').every((low) => attr(low, 'nullFlavor') !== 'PINF') &&
    parts(el, 'high').every((high) => attr(high, 'nullFlavor') !== 'NINF')),
];

export const IVL_TS: readonly TypeRule[] = [
  ...SXCM_TS,
  ...INTERVAL_SHAPE,
  must({ ...INTERVAL, rule: 'width-unit' }, (el) => parts(el, 'width').every((width) => PERIOD_UNITS.has(attr(width, 'unit') ?? ''))),
  must({ ...TIME_FAULT, rule: 'bound' }, (el) => ['low', 'center', 'high'].every((name) => isTime(valueOf(el, name)))),
  must({ ...INTERVAL, rule: 'low-before-high' }, (el) => {
    const low = valueOf(el, 'low');
    const high = valueOf(el, 'high');
    if (low === undefined || high === undefined) return true;
    const from = minutesOf(low);
    const to = minutesOf(high);
    return low !== high && (from === undefined || to === undefined || from <= to);
  }),
];
