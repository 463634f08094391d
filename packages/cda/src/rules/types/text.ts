import { attr, NS, type XmlElement } from '@ncp/xml';
import { ANY } from './any.js';
import { CODE_OF_TEXT, isLanguage } from './coded.js';
import { isDistinct, othersAreNull } from './siblings.js';
import { elementsOf, has, isNullValue, must, named, ownText, selfAndDescendants, type DataType } from './type-rule.js';

/** Text, names, addresses and telecommunication (cda-documents 1.9-1.12). */

const EMPTY = { wording: 'empty' } as const;
const CONTENT = { wording: 'content' } as const;
const NULL = { wording: 'null-not-alone' } as const;

export const ED: DataType = {
  name: 'ED', base: { name: 'BIN', base: ANY, rules: [must('content', '1', EMPTY, (el) => isNullValue(el) || elementsOf(el).length > 0 || ownText(el) !== '')] },
  rules: [
    must('check-algorithm', '2', CONTENT, (el) => !has(el, 'integrityCheck') || has(el, 'integrityCheckAlgorithm')),
    must('thumbnail-null', '3', CONTENT, (el) => named(el, 'thumbnail').length === 0 ||
      named(el, 'thumbnail').some((one) => !(isNullValue(one) && named(one, 'reference').length > 0))),
    must('thumbnail-nested', '4', CONTENT, (el) => named(el, 'thumbnail').length === 0 || named(el, 'thumbnail').some((one) => named(one, 'thumbnail').length === 0)),
    must('compression', '5', CONTENT, (el) => !has(el, 'compression') || named(el, 'reference').some((one) => has(one, 'value')) ||
      (attr(el, 'representation') === 'B64' && el.children.some(({ kind }) => kind === 'text'))),
    must('media-type-or-null', '10', NULL, (el) => !(isNullValue(el) && has(el, 'mediaType')) || attr(el, 'mediaType') === 'text/plain'),
    must('language-or-null', '12', NULL, (el) => !(isNullValue(el) && has(el, 'language'))),
    must('compression-or-null', '13', NULL, (el) => !(isNullValue(el) && has(el, 'compression'))),
    must('check-or-null', '14', NULL, (el) => !(isNullValue(el) && has(el, 'integrityCheck'))),
    must('algorithm-or-null', '15', NULL, (el) => !(isNullValue(el) && has(el, 'integrityCheckAlgorithm')) || attr(el, 'integrityCheckAlgorithm') === 'SHA-1'),
    must('thumbnail-or-null', '16', NULL, (el) => !isNullValue(el) || named(el, 'thumbnail').length === 0 || named(el, 'thumbnail').some(isNullValue)),
    must('translation-or-null', '17', NULL, (el) => !(isNullValue(el) && named(el, 'translation').length > 0)),
    must('language', '18', { wording: 'language', attribute: 'language' }, (el) => isLanguage(attr(el, 'language'))),
  ],
};

export const ST: DataType = {
  name: 'ST', base: ED,
  rules: [
    must('no-reference', '3', CONTENT, (el) => named(el, 'reference').length === 0),
    must('no-thumbnail', '4', CONTENT, (el) => named(el, 'thumbnail').length === 0),
    must('representation', '5', CONTENT, (el) => ['TXT', undefined].includes(attr(el, 'representation'))),
    must('media-type', '6', CONTENT, (el) => ['text/plain', undefined].includes(attr(el, 'mediaType'))),
    must('no-compression', '7', CONTENT, (el) => !has(el, 'compression')),
    must('no-check', '8', CONTENT, (el) => !has(el, 'integrityCheck')),
    must('no-algorithm', '9', CONTENT, (el) => ['SHA-1', undefined].includes(attr(el, 'integrityCheckAlgorithm'))),
  ],
};

export const SC: DataType = { name: 'SC', base: ST, rules: CODE_OF_TEXT };
export const SD_TEXT: DataType = { name: 'SD.TEXT', base: ANY, rules: [] };

/** All text and all `use`: what makes two names or addresses the same. */
const written = (el: XmlElement): string => selfAndDescendants(el).map((one) =>
  `${attr(one, 'use') ?? ''}${one.children.map((node) => (node.kind === 'text' ? node.value : '')).join('')}`).join('');

const isEmptyPart = (part: XmlElement): boolean =>
  !isNullValue(part) && selfAndDescendants(part).every((one) => ownText(one) === '');

const periodBound = (el: XmlElement, bound: 'low' | 'high'): string | undefined =>
  named(el, 'useablePeriod').flatMap((period) => named(period, bound)).map((one) => attr(one, 'value')).find((value) => value !== undefined);

const bothBounds = (el: XmlElement, holds: (low: string, high: string) => boolean): boolean => {
  const [low, high] = [periodBound(el, 'low'), periodBound(el, 'high')];
  return low === undefined || high === undefined || holds(low, high);
};

/** To the second, for order only. */
const toTheSecond = (time: string): number => Number(`${time}00000000000000`.slice(0, 14));

export const AD: DataType = {
  name: 'AD', base: ANY,
  rules: [
    must('parts-or-text', '1', { wording: 'address' }, (el) => isNullValue(el) || (elementsOf(el).length > 0) !== (ownText(el) !== '')),
    must('period-precision', '5', { wording: 'interval', name: 'useablePeriod' }, (el) => bothBounds(el, (low, high) => low.length === high.length)),
    must('period-order', '6', { wording: 'interval', name: 'useablePeriod' }, (el) => bothBounds(el, (low, high) => toTheSecond(low) < toTheSecond(high))),
    must('period-unit', '7', { wording: 'interval', name: 'useablePeriod' }, (el) => named(el, 'useablePeriod').flatMap((period) => named(period, 'width'))
      .every((width) => /^(?:us|ms|s|min|h|d|wk|mo|a|)$/.test(attr(width, 'unit') ?? ''))),
    must('empty-part', '8', { wording: 'empty', severity: 'warning' }, (el) => !elementsOf(el).some((part) => part.local !== 'useablePeriod' && isEmptyPart(part))),
    must('null-mixed', '9', { wording: 'null-mixed' }, (el) => !isNullValue(el) || othersAreNull(el)),
    must('distinct', '10', { wording: 'not-distinct' }, (el) => isDistinct(el, 'written', written)),
  ],
};

export const AD_EPSOS: DataType = {
  name: 'AD.EPSOS', base: AD,
  rules: [must('parts', '1', { wording: 'address' }, (el) => isNullValue(el) || elementsOf(el).some(({ ns }) => ns === NS.hl7))],
};

const qualifiersOf = (part: XmlElement): readonly string[] => (attr(part, 'qualifier') ?? '').split(/\s/).filter((word) => word !== '');

export const EN: DataType = {
  name: 'EN', base: ANY,
  rules: [
    must('null-with-content', '1.1', NULL, (el) => !isNullValue(el) || (elementsOf(el).length === 0 && ownText(el) === '')),
    must('parts-or-text', '1.2', { wording: 'name' }, (el) => elementsOf(el).length === 0 || ownText(el) === ''),
    must('content', '1.3', EMPTY, (el) => isNullValue(el) || elementsOf(el).length > 0 || ownText(el) !== ''),
    must('empty-part', '3', { wording: 'empty', severity: 'warning' }, (el) => !elementsOf(el).some((part) => part.local !== 'validTime' && isEmptyPart(part))),
    must('null-mixed', '5', { wording: 'null-mixed' }, (el) => !isNullValue(el) || othersAreNull(el)),
    must('distinct', '6', { wording: 'not-distinct' }, (el) => isDistinct(el, 'written', written)),
    must('qualifiers', '7', { wording: 'name' }, (el) => {
      const parts = elementsOf(el).filter(({ ns }) => ns === NS.hl7);
      return parts.length === 0 || parts.some((part) => new Set(qualifiersOf(part)).size === qualifiersOf(part).length);
    }),
  ],
};

export const PN: DataType = {
  name: 'PN', base: EN,
  rules: [must('legal-status', '1', { wording: 'name' }, (el) => !elementsOf(el).some((part) => qualifiersOf(part).includes('LS')))],
};

export const ON: DataType = {
  name: 'ON', base: EN,
  rules: [
    must('person-parts', '1', { wording: 'name' }, (el) => named(el, 'family', 'given').length === 0),
    must('plain-text', '2', { wording: 'name' }, (el) => elementsOf(el).length === 0),
  ],
};

const NOT_IN_A_URI = /[^!-~]|[<>"{}|\\^`]/;
const TELECOM = { wording: 'telecom', attribute: 'value' } as const;

export const TEL: DataType = {
  name: 'TEL',
  base: {
    name: 'URL', base: ANY,
    rules: [
      must('value', '1', TELECOM, (el) => isNullValue(el) || has(el, 'value')),
      must('uri', '2', TELECOM, (el) => isNullValue(el) || (has(el, 'value') && !NOT_IN_A_URI.test(attr(el, 'value') ?? ''))),
      must('null-mixed', '4', { wording: 'null-mixed' }, (el) => !isNullValue(el) || othersAreNull(el)),
      must('distinct', '5', { wording: 'not-distinct' }, (el) => isDistinct(el, 'use and value', (one) =>
        (has(one, 'use') && has(one, 'value') ? `${attr(one, 'use') ?? ''} ${attr(one, 'value') ?? ''}` : undefined))),
    ],
  },
  rules: [must('period-or-null', '1', NULL, (el) => !(isNullValue(el) && named(el, 'useablePeriod').length > 0))],
};

/** What follows `tel:` or `fax:`; undefined for every other address. */
const numberOf = (el: XmlElement): string | undefined => /^(?:tel|fax):([^]*)$/.exec(attr(el, 'value') ?? '')?.[1];

export const TEL_EPSOS: DataType = {
  name: 'TEL.EPSOS', base: TEL,
  rules: [
    must('phone', 'dtr1-TEL.EPSOS', TELECOM, (el) => /^\+?[0-9().-]+$/.test(numberOf(el) ?? '0')),
    must('phone-digits', 'dtr2-TEL.EPSOS', TELECOM, (el) => /\d/.test(numberOf(el) ?? '0')),
  ],
};
