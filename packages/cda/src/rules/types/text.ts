import { attr, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { CODE_OF_TEXT } from './coded.js';
import { elementsOf, has, isNullValue, must, NULL_ALONE, NULL_NOT_MIXED, ownText, selfAndDescendants, siblingsOf, type TypeRule } from './type-rule.js';

/** Text, names, addresses and telecommunication (cda-documents 1.9-1.12). */

export const ED: readonly TypeRule[] = [
  NULL_ALONE,
  must({ wording: 'empty', rule: 'content' }, (el) => isNullValue(el) || elementsOf(el).length > 0 || ownText(el) !== ''),
];

export const ST: readonly TypeRule[] = [
  ...ED,
  must({ wording: 'content', rule: 'plain-text' }, (el) => !elementsOf(el).some(({ local }) => local === 'reference' || local === 'thumbnail')),
];

export const SC: readonly TypeRule[] = [...ST, ...CODE_OF_TEXT];
export const SD_TEXT: readonly TypeRule[] = [NULL_ALONE];

/** All text and all `use`: what makes two names or addresses the same. */
const written = (el: XmlElement): string => selfAndDescendants(el).map((one) =>
  `${attr(one, 'use') ?? ''}${one.children.map((node) => (node.kind === 'text' ? node.value : '')).join('')}`).join('');

const DISTINCT: TypeRule = must({ wording: 'not-distinct', rule: 'distinct' },
  (el) => siblingsOf(el).every((one) => written(one) !== written(el)));

const isEmptyPart = (part: XmlElement): boolean => !isNullValue(part) && written(part).trim() === '';

export const AD: readonly TypeRule[] = [
  NULL_ALONE,
  NULL_NOT_MIXED,
  must({ wording: 'address', rule: 'parts-or-text' }, (el) => isNullValue(el) || (elementsOf(el).length > 0) !== (ownText(el) !== '')),
  DISTINCT,
  must({ wording: 'empty', rule: 'empty-part', severity: 'warning' },
    (el) => !elementsOf(el).some((part) => part.local !== 'useablePeriod' && isEmptyPart(part))),
];

export const AD_EPSOS: readonly TypeRule[] = [
  ...AD,
  must({ wording: 'address', rule: 'parts' }, (el) => isNullValue(el) || elementsOf(el).some(({ ns }) => ns === NS.hl7)),
];

const qualifiersOf = (part: XmlElement): readonly string[] => (attr(part, 'qualifier') ?? '').split(/\s+/).filter((word) => word !== '');

export const EN: readonly TypeRule[] = [
  NULL_ALONE,
  NULL_NOT_MIXED,
  must({ wording: 'name', rule: 'parts-or-text' }, (el) => elementsOf(el).length === 0 || ownText(el) === ''),
  must({ wording: 'empty', rule: 'content' }, (el) => isNullValue(el) || elementsOf(el).length > 0 || ownText(el) !== ''),
  DISTINCT,
  must({ wording: 'empty', rule: 'empty-part', severity: 'warning' },
    (el) => !elementsOf(el).some((part) => part.local !== 'validTime' && isEmptyPart(part))),
  must({ wording: 'name', rule: 'qualifiers' }, (el) => {
    const parts = childrenOf(el, NS.hl7);
    return parts.length === 0 || parts.some((part) => new Set(qualifiersOf(part)).size === qualifiersOf(part).length);
  }),
];

export const PN: readonly TypeRule[] = [
  ...EN,
  must({ wording: 'name', rule: 'legal-status' }, (el) => !elementsOf(el).some((part) => qualifiersOf(part).includes('LS'))),
];

export const ON: readonly TypeRule[] = [...EN, must({ wording: 'name', rule: 'plain-text' }, (el) => elementsOf(el).length === 0)];

const NOT_IN_A_URI = /[^!#$%&'()*+,./0-9:;=?@A-Z[\]_a-z~-]/;

export const TEL: readonly TypeRule[] = [
  NULL_ALONE,
  NULL_NOT_MIXED,
  must({ wording: 'telecom', rule: 'value' }, (el) => isNullValue(el) || has(el, 'value')),
  must({ wording: 'telecom', rule: 'uri' }, (el) => isNullValue(el) || !NOT_IN_A_URI.test(attr(el, 'value') ?? '')),
  must({ wording: 'not-distinct', rule: 'distinct' }, (el) => !has(el, 'use') || !has(el, 'value') ||
    siblingsOf(el).every((one) => attr(one, 'use') !== attr(el, 'use') || attr(one, 'value') !== attr(el, 'value'))),
];

export const TEL_EPSOS: readonly TypeRule[] = [
  ...TEL,
  must({ wording: 'telecom', rule: 'phone' }, (el) => {
    const [, number] = /^(?:tel|fax):(.*)$/.exec(attr(el, 'value') ?? '') ?? [];
    return number === undefined || (/^\+?[0-9().-]+$/.test(number) && /\d/.test(number));
  }),
];
