import type { CodedValue } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { APART } from '../elements.js';
import type { FactAmount, FactContent } from './fact.js';

/** Reading one element of each kind, exactly as it is written; only white space at the ends is left out. */

const trimmed = (el: XmlElement, name: string): string => attr(el, name)?.trim() ?? '';

const childrenNamed = (el: XmlElement, ...locals: readonly string[]): readonly XmlElement[] =>
  el.children.filter((node): node is XmlElement => node.kind === 'element' && locals.includes(node.local));

/** The code of the element and those of its translations, as they are nested (cda-documents 1.5). */
export const codesIn = (el: XmlElement): readonly CodedValue[] => {
  const code = trimmed(el, 'code');
  const display = trimmed(el, 'displayName');
  const inner = childrenNamed(el, 'translation').flatMap(codesIn);
  if (code === '') return inner;
  return [{ code, codeSystem: trimmed(el, 'codeSystem'), ...(display === '' ? {} : { display }) }, ...inner];
};

/** What an element says in words: the text that it refers to, else its own. */
export type TextOf = (el: XmlElement) => string | undefined;

const oneLine = (text: string): string => text.split(/\s+/).join(' ').trim();

/** The words that stand in an element itself, between its children. */
export const ownWords = (el: XmlElement): string => {
  let words = '';
  for (const node of el.children) if (node.kind === 'text') words += ` ${node.value}`;
  return words.trim() === '' ? '' : oneLine(words);
};

/** All words inside an element, in one line. Of one that is null too: what it says is said. */
export const allWords = (el: XmlElement): string | undefined => {
  let words = '';
  const collect = (at: XmlElement): void => {
    for (const node of at.children) {
      if (node.kind === 'text') words += node.value;
      if (node.kind !== 'element') continue;
      const apart = APART.has(node.local) ? ' ' : '';
      words += apart;
      collect(node);
      words += apart;
    }
  };
  collect(el);
  const text = oneLine(words);
  return text === '' ? undefined : text;
};

/** Words of a coded element and of its translations: a name without a code is words too. */
const wordsOf = (el: XmlElement, textOf: TextOf): readonly string[] => [
  ...childrenNamed(el, 'originalText').map((text) => textOf(text) ?? ''),
  trimmed(el, 'code') === '' ? trimmed(el, 'displayName') : '',
  ownWords(el),
  ...childrenNamed(el, 'translation').flatMap((translation) => wordsOf(translation, textOf)),
];

export const codeContent = (el: XmlElement, textOf: TextOf): FactContent => {
  const nullFlavor = attr(el, 'nullFlavor');
  const originalText = [...new Set(wordsOf(el, textOf).filter((text) => text !== ''))].join(' ');
  return {
    kind: 'code', codes: codesIn(el),
    ...(originalText === '' ? {} : { originalText }),
    ...(nullFlavor === undefined ? {} : { nullFlavor }),
  };
};

/** Words of a unit that has no code: beside `1`, or in a translation (cda-documents 4). */
const unitWords = (el: XmlElement): readonly string[] => el.children.flatMap((node) => {
  if (node.kind !== 'element') return [];
  if (node.local === 'originalText') return [allWords(node) ?? ''];
  return node.local === 'translation' ? [ownWords(node), ...unitWords(node)] : [];
});

const unitTextOf = (el: XmlElement): string | undefined => {
  if (el.children.length === 0) return undefined;
  const text = [...new Set(unitWords(el).filter((words) => words !== ''))].join(' ');
  return text === '' ? undefined : text;
};

const amount = (el: XmlElement, part: FactAmount['part']): FactAmount => {
  const value = trimmed(el, 'value');
  const unit = trimmed(el, 'unit');
  const nullFlavor = attr(el, 'nullFlavor');
  const unitText = unitTextOf(el);
  return {
    part,
    ...(value === '' ? {} : { value }),
    ...(unit === '' ? {} : { unit }),
    ...(unitText === undefined ? {} : { unitText }),
    ...(nullFlavor === undefined ? {} : { nullFlavor }),
  };
};

export const quantityContent = (el: XmlElement): FactContent => ({ kind: 'quantity', form: 'one', amounts: [amount(el, 'value')] });

const PARTS = ['low', 'high', 'center', 'width'] as const;

export const intervalContent = (el: XmlElement): FactContent => ({
  kind: 'quantity', form: 'interval',
  amounts: [
    ...(['value', 'unit', 'nullFlavor'].every((name) => attr(el, name) === undefined) ? [] : [amount(el, 'value')]),
    ...PARTS.flatMap((part) => childrenNamed(el, part).map((bound) => amount(bound, part))),
  ],
});

export const ratioContent = (el: XmlElement): FactContent => ({
  kind: 'quantity', form: 'ratio',
  amounts: (['numerator', 'denominator'] as const).flatMap((part) => childrenNamed(el, part).map((half) => amount(half, part))),
});

/** Parts of a name or an address in their order, as people write them. */
export const partsText = (el: XmlElement, separator: string): string | undefined => {
  const parts = el.children.map((node) => {
    if (node.kind === 'element') return allWords(node) ?? '';
    return node.kind === 'text' ? node.value.split(/\s+/).join(' ').trim() : '';
  }).filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(separator);
};
