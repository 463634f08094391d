import { attr, NS, type XmlElement } from '@ncp/xml';
import { ANY } from './any.js';
import { isDistinct } from './siblings.js';
import { has, isNullValue, must, named, selfAndDescendants, someDescendant, type DataType, type TypeRule } from './type-rule.js';

/** Coded values (cda-documents 1.4). */

const CODE = { wording: 'code' } as const;
const TRANSLATION = { wording: 'translation' } as const;
const SIMPLE = { wording: 'code-simple' } as const;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z]{2})?|[ix](?:-[a-z\d]{2,8})+$/i;

const isHl7 = (el: XmlElement, local: string): boolean => el.ns === NS.hl7 && el.local === local;
/** No translation inside is like that. */
const noTranslation = (el: XmlElement, wrong: (one: XmlElement) => boolean): boolean =>
  !someDescendant(el, (one) => isHl7(one, 'translation') && wrong(one));
const codeKey = (el: XmlElement): string => `${attr(el, 'code') ?? ''}${attr(el, 'codeSystem') ?? ''}`;

export const isLanguage = (text: string | undefined): boolean => text === undefined || LANGUAGE.test(text);

/** What one attribute needs beside it. */
const needs = (name: string, label: string, attribute: string, needed: string): TypeRule =>
  must(name, label, CODE, (el) => has(el, needed) || !has(el, attribute));

/** The same for text that may bear a code. */
export const CODE_OF_TEXT: readonly TypeRule[] = [
  needs('code-system', '2', 'code', 'codeSystem'),
  needs('code-system-name', '3', 'codeSystemName', 'codeSystem'),
  needs('code-system-version', '4', 'codeSystemVersion', 'codeSystem'),
  needs('display-without-code', '5', 'displayName', 'code'),
  must('code-or-null', '6', CODE, (el) => !(isNullValue(el) && has(el, 'code'))),
  must('display-or-null', '7', CODE, (el) => !(isNullValue(el) && has(el, 'displayName'))),
];

export const CD: DataType = {
  name: 'CD', base: ANY,
  rules: [
    must('code', '1', CODE, (el) => {
      const originals = named(el, 'originalText');
      return isNullValue(el) || has(el, 'code') || (originals.length > 0 && !originals.some(isNullValue));
    }),
    ...CODE_OF_TEXT,
    must('translation-null', '10', TRANSLATION, (el) => noTranslation(el, isNullValue)),
    must('translation-code', '11', TRANSLATION, (el) => noTranslation(el, (one) => has(one, 'codeSystem') && !has(one, 'code'))),
    must('translation-system-name', '12', TRANSLATION, (el) => noTranslation(el, (one) => has(one, 'codeSystemName') && !has(one, 'codeSystem'))),
    must('translation-system-version', '13', TRANSLATION, (el) => noTranslation(el, (one) => has(one, 'codeSystemVersion') && !has(one, 'codeSystem'))),
    must('translation-display', '14', TRANSLATION, (el) => noTranslation(el, (one) => has(one, 'displayName') && !has(one, 'code'))),
    must('display-layout', '15', { wording: 'code', severity: 'warning' }, (el) => !/[\r\n\t]/.test(attr(el, 'displayName') ?? '')),
    must('distinct', '18', { wording: 'not-distinct' }, (el) => isDistinct(el, 'code', (one) => {
      const [code, system] = [attr(one, 'code'), attr(one, 'codeSystem')];
      return code === undefined || system === undefined ? undefined : `${code} ${system}`;
    })),
    must('translation-distinct', '19', TRANSLATION, (el) => {
      const keys = selfAndDescendants(el).filter((one) => one !== el && isHl7(one, 'translation')).map(codeKey);
      return new Set(keys).size === keys.length;
    }),
    must('original-language', '20', { wording: 'language' },
      (el) => !someDescendant(el, (one) => isHl7(one, 'originalText') && !isLanguage(attr(one, 'language')))),
  ],
};

/** Codes that lack their displayName among all inside the element, itself included. */
const lacking = (el: XmlElement): { readonly all: boolean; readonly some: boolean } => {
  const all = selfAndDescendants(el);
  const without = all.filter((one) => has(one, 'code') && !has(one, 'displayName'));
  return { all: without.length === all.length, some: without.length > 0 };
};

/** Official rules reject only what has no displayName at all. That a single one is missing is a warning of ours. */
const DISPLAY_NAMES: readonly TypeRule[] = [
  must('display-name', '1', { wording: 'display-name' }, (el) => !lacking(el).all),
  must('display-name', '', { wording: 'display-name', severity: 'warning' }, (el) => !lacking(el).some || lacking(el).all),
];

const NO_QUALIFIER: TypeRule = must('qualifier', '1', CODE, (el) => named(el, 'qualifier').length === 0);

export const CD_EPSOS: DataType = { name: 'CD.EPSOS', base: CD, rules: DISPLAY_NAMES };
export const CE: DataType = { name: 'CE', base: CD, rules: [NO_QUALIFIER] };
export const CE_EPSOS: DataType = { name: 'CE.EPSOS', base: CD_EPSOS, rules: [NO_QUALIFIER] };
export const CV_EPSOS: DataType = { name: 'CV.EPSOS', base: CE_EPSOS, rules: [] };
/** The code of a timing event; its code system is needed although the schema would give it. */
export const EIVL_EVENT: DataType = { name: 'EIVL.event', base: CE, rules: [] };

export const CS: DataType = {
  name: 'CS', base: ANY,
  rules: [
    must('code-or-null', '1', SIMPLE, (el) => isNullValue(el) !== has(el, 'code', 'typeCode')),
    must('code-system', '2', SIMPLE, (el) => ['2.16.840.1.113883.5.139', undefined].includes(attr(el, 'codeSystem'))),
    must('code-system-name', '3', SIMPLE, (el) => ['TimingEvent', undefined].includes(attr(el, 'codeSystemName'))),
    must('code-system-version', '4', SIMPLE, (el) => !has(el, 'codeSystemVersion')),
    must('display-name', '5', SIMPLE, (el) => !has(el, 'displayName')),
    must('original-text', '6', SIMPLE, (el) => named(el, 'originalText').length === 0),
    must('qualifier', '7', SIMPLE, (el) => named(el, 'qualifier').length === 0),
    must('translation', '8', SIMPLE, (el) => named(el, 'translation').length === 0),
  ],
};
