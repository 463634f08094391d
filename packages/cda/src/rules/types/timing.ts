import { attr, childrenOf, NS } from '@ncp/xml';
import { CE } from './coded.js';
import { SXCM_TS } from './time.js';
import { elementsOf, has, isNullValue, must, type TypeRule } from './type-rule.js';

/** How often a medicine is taken (cda-documents 5). */

const TIMING = { wording: 'timing', rule: 'timing' } as const;
const TIMING_EVENTS = '2.16.840.1.113883.5.139';

export const PIVL_TS: readonly TypeRule[] = [
  ...SXCM_TS,
  must(TIMING, (el) => isNullValue(el) || has(el, 'value') || elementsOf(el).length > 0),
  must({ ...TIMING, rule: 'value-and-parts' }, (el) => !has(el, 'value') || elementsOf(el).length === 0),
  must({ ...TIMING, rule: 'period-decimals' }, (el) => childrenOf(el, NS.hl7, 'period')
    .every((period) => (attr(period, 'value') ?? '').split('.').slice(1).join('.').length <= 4)),
];

export const EIVL_TS: readonly TypeRule[] = [
  ...SXCM_TS,
  must({ ...TIMING, rule: 'event' }, (el) => isNullValue(el) || childrenOf(el, NS.hl7, 'event').length > 0),
  must({ ...TIMING, rule: 'event-code' }, (el) => childrenOf(el, NS.hl7, 'event').every((event) =>
    !(isNullValue(event) && has(event, 'code')) &&
    [TIMING_EVENTS, undefined].includes(attr(event, 'codeSystem')) &&
    ['TimingEvent', undefined].includes(attr(event, 'codeSystemName')) &&
    !has(event, 'codeSystemVersion') && !has(event, 'displayName') && elementsOf(event).length === 0)),
];

/** The code of an event; its code system is needed although the schema would give it. */
export const EIVL_EVENT: readonly TypeRule[] = CE;

export const SXPR_TS: readonly TypeRule[] = [
  ...SXCM_TS,
  must({ ...TIMING, rule: 'components' }, (el) => isNullValue(el) || childrenOf(el, NS.hl7, 'comp').length >= 2),
];
