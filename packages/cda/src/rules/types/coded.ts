import { attr, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { elementsOf, has, isNullValue, must, NULL_ALONE, selfAndDescendants, siblingsOf, type TypeRule } from './type-rule.js';

/** Coded values (cda-documents 1.4). */

const translationsOf = (el: XmlElement): readonly XmlElement[] =>
  selfAndDescendants(el).filter((one) => one !== el && one.ns === NS.hl7 && one.local === 'translation');

const codeKey = (el: XmlElement): string => `${attr(el, 'code') ?? ''} ${attr(el, 'codeSystem') ?? ''}`;

const CODE = { wording: 'code', rule: 'code' } as const;
const TRANSLATION = { wording: 'translation', rule: 'translation' } as const;

export const CD: readonly TypeRule[] = [
  NULL_ALONE,
  must(CODE, (el) => isNullValue(el) || has(el, 'code') ||
    childrenOf(el, NS.hl7, 'originalText').some((text) => !isNullValue(text))),
  must({ ...CODE, rule: 'code-system' }, (el) => has(el, 'codeSystem') ||
    !(has(el, 'code') || has(el, 'codeSystemName') || has(el, 'codeSystemVersion'))),
  must({ ...CODE, rule: 'display-without-code' }, (el) => has(el, 'code') || !has(el, 'displayName')),
  must({ ...CODE, rule: 'code-or-null' }, (el) => !isNullValue(el) || !(has(el, 'code') || has(el, 'displayName'))),
  must({ ...TRANSLATION, rule: 'translation-null' }, (el) => translationsOf(el).every((one) => !isNullValue(one))),
  must({ ...TRANSLATION, rule: 'translation-code' }, (el) => translationsOf(el).every((one) =>
    (!has(one, 'codeSystem') || has(one, 'code')) && (!has(one, 'displayName') || has(one, 'code')) &&
    (has(one, 'codeSystem') || !(has(one, 'codeSystemName') || has(one, 'codeSystemVersion'))))),
  must({ ...TRANSLATION, rule: 'translation-distinct' }, (el) => {
    const keys = translationsOf(el).map(codeKey);
    return new Set(keys).size === keys.length;
  }),
  must({ wording: 'not-distinct', rule: 'distinct' }, (el) => !has(el, 'code') || !has(el, 'codeSystem') ||
    siblingsOf(el).every((one) => codeKey(one) !== codeKey(el))),
  must({ wording: 'code', rule: 'display-layout', severity: 'warning' }, (el) => !/[\r\n\t]/.test(attr(el, 'displayName') ?? '')),
];

/**
 * The code and every translation need a displayName. Official rules reject only what has none at all; a single one that is
 * missing is a warning here, so that both agree about which documents pass.
 */
const DISPLAY_NAME: TypeRule = (el) => {
  const all = selfAndDescendants(el);
  const lacking = all.filter((one) => has(one, 'code') && !has(one, 'displayName'));
  if (lacking.length === 0) return undefined;
  return { wording: 'display-name', rule: 'display-name', severity: lacking.length === all.length ? 'error' : 'warning' };
};

const NO_QUALIFIER: TypeRule = must({ ...CODE, rule: 'qualifier' }, (el) => childrenOf(el, NS.hl7, 'qualifier').length === 0);

export const CD_EPSOS: readonly TypeRule[] = [...CD, DISPLAY_NAME];
export const CE: readonly TypeRule[] = [...CD, NO_QUALIFIER];
export const CE_EPSOS: readonly TypeRule[] = [...CD_EPSOS, NO_QUALIFIER];

const SIMPLE = { wording: 'code-simple', rule: 'code-simple' } as const;

export const CS: readonly TypeRule[] = [
  NULL_ALONE,
  must(SIMPLE, (el) => isNullValue(el) !== (has(el, 'code') || has(el, 'typeCode'))),
  must(SIMPLE, (el) => !['codeSystemVersion', 'displayName'].some((name) => has(el, name))),
  must(SIMPLE, (el) => ['2.16.840.1.113883.5.139', undefined].includes(attr(el, 'codeSystem'))),
  must(SIMPLE, (el) => ['TimingEvent', undefined].includes(attr(el, 'codeSystemName'))),
  must(SIMPLE, (el) => !elementsOf(el).some(({ local }) => ['originalText', 'qualifier', 'translation'].includes(local))),
];

/** Text that may bear a code. */
export const CODE_OF_TEXT: readonly TypeRule[] = [
  must(CODE, (el) => has(el, 'codeSystem') || !['code', 'codeSystemName', 'codeSystemVersion'].some((name) => has(el, name))),
  must(CODE, (el) => has(el, 'code') || !has(el, 'displayName')),
];
