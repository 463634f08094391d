import { attr, NS, type XmlElement } from '@ncp/xml';
import { expandOid } from './release.js';
import { typeNameOf } from './schema/type-name.js';
import type { ValueSets } from './value-sets.js';

/** Which occurrences of an element a rule is about, e.g. `[has:act[tpl:T.3.12]]`, `[in:42.1 | null]`. */
export type Selector = (el: XmlElement, valueSets: ValueSets) => boolean;

const EXTENSION = 'pharm:';

/** `pharm:name` is in the pharmacy extension, every other name in HL7's namespace. */
export const namePartsOf = (name: string): { readonly ns: string; readonly local: string } =>
  name.startsWith(EXTENSION) ? { ns: NS.pharm, local: name.slice(EXTENSION.length) } : { ns: NS.hl7, local: name };

/** Parts of a text between separators that are not inside brackets. */
export const splitOutside = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '[' || text[i] === '(') depth += 1;
    else if (text[i] === ']' || text[i] === ')') depth -= 1;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(from, i));
      from = i + separator.length;
    }
  }
  return [...parts, text.slice(from)];
};

/** Selectors that must all hold; with one or none there is nothing to go through. */
const every = (selectors: readonly Selector[]): Selector => {
  const [first, second] = selectors;
  if (first === undefined) return () => true;
  return second === undefined ? first : (el, valueSets) => selectors.every((selects) => selects(el, valueSets));
};

/** The selectors `[a][b]` at the start of a text and what follows them. */
export const readSelectors = (text: string): { readonly selector: Selector; readonly rest: string } => {
  const selectors: Selector[] = [];
  let rest = text;
  while (rest.startsWith('[')) {
    let depth = 0;
    let end = 0;
    for (; end < rest.length; end += 1) {
      if (rest[end] === '[') depth += 1;
      if (rest[end] === ']') depth -= 1;
      if (depth === 0) break;
    }
    selectors.push(parseSelector(rest.slice(1, end)));
    rest = rest.slice(end + 1).trimStart();
  }
  return { selector: every(selectors), rest };
};

const FREQUENCIES: ReadonlySet<string> = new Set(['IVL_TS', 'PIVL_TS', 'EIVL_TS', 'SXPR_TS']);

const parseSelector = (text: string): Selector => {
  const alternatives = splitOutside(text, ' | ');
  if (alternatives.length > 1) {
    const selectors = alternatives.map(parseSelector);
    return (el, valueSets) => selectors.some((selects) => selects(el, valueSets));
  }
  const conditions = splitOutside(text, ' & ');
  if (conditions.length > 1) {
    const selectors = conditions.map(parseSelector);
    return every(selectors);
  }
  return parseCondition(text.trim());
};

const parseCondition = (text: string): Selector => {
  if (text === 'null') return (el) => attr(el, 'nullFlavor') !== undefined;
  if (text === '!null') return (el) => attr(el, 'nullFlavor') === undefined;
  // A single point in time: it has no xsi:type at all.
  if (text === 'point') {
    return (el) => (attr(el, 'value') !== undefined || attr(el, 'nullFlavor') !== undefined) && !FREQUENCIES.has(attr(el, 'type', NS.xsi) ?? '');
  }
  const [kind = '', ...more] = text.split(':');
  const argument = more.join(':');
  if (kind === 'tpl') return hasTemplate(expandOid(argument));
  // Compared as written, as the official rules do: another prefix is another type to them.
  if (kind === 'xsi') return (el) => attr(el, 'type', NS.xsi) === argument;
  if (kind === 'type') return (el) => typeNameOf(el, attr(el, 'type', NS.xsi) ?? '') === argument;
  if (kind === 'in') return (el, valueSets) => valueSets.holds(el, argument);
  if (kind === 'code-in') return (el, valueSets) => valueSets.holdsCode(attr(el, 'code') ?? '', argument);
  if (kind === 'nth') return isNth(Number(argument));
  if (kind === 'code') return hasCode(argument);
  if (kind === 'has') return hasChild(argument);
  if (text.startsWith('@')) return hasAttribute(text.slice(1));
  throw new TypeError(`rule data: unknown selector ${text}`);
};

/** The n-th of the elements of its name. */
const isNth = (place: number): Selector => (el) => {
  let number = 0;
  for (const node of el.parent?.children ?? []) {
    if (node.kind !== 'element' || node.local !== el.local || node.ns !== el.ns) continue;
    number += 1;
    if (number === place) return node === el;
  }
  return false;
};

const hasTemplate = (root: string): Selector => (el) => {
  for (const node of el.children) {
    if (node.kind === 'element' && node.local === 'templateId' && node.ns === NS.hl7 && attr(node, 'root') === root) return true;
  }
  return false;
};

const hasCode = (argument: string): Selector => {
  const [code, codeSystem] = argument.split('^');
  return (el) => attr(el, 'code') === code && attr(el, 'codeSystem') === codeSystem;
};

const hasAttribute = (text: string): Selector => {
  const [name = '', value] = text.split('=');
  if (value === undefined) return (el) => attr(el, name) !== undefined;
  const wanted = expandOid(value);
  return (el) => attr(el, name) === wanted;
};

const hasChild = (text: string): Selector => {
  const at = text.indexOf('[');
  const name = at < 0 ? text : text.slice(0, at);
  const { selector } = readSelectors(at < 0 ? '' : text.slice(at));
  const { ns, local } = namePartsOf(name);
  return (el, valueSets) => {
    for (const node of el.children) {
      if (node.kind === 'element' && node.local === local && node.ns === ns && selector(node, valueSets)) return true;
    }
    return false;
  };
};
