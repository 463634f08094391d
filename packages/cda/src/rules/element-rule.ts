import { isNamedCheck } from './named-checks.js';
import { expandOid, namePartsOf, readSelectors, type Selector } from './selector.js';
import { isTypeName } from './types/index.js';
import { isValueSetName } from './value-sets.js';

/**
 * Rules as data. One line is one element; indentation is nesting; the notation is that of cda-template-tables:
 *
 *   name [selector] 1..1 M Type constraints
 *
 * M: must be there and not be null. R: must be there. O: may be absent. Where a selector names a code, R says it all.
 * Constraints:
 * `@a=v` fixed, `@a?=v` fixed if present, `@a!` required, `@a~VS` words of a value set, `null=NI` the only null flavour
 * allowed, `!check` a named check (named-checks.ts). `= name` gives the next element of its depth, or all deeper ones, their template.
 */
export interface ElementRule {
  readonly name: string;
  readonly ns: string;
  readonly local: string;
  readonly selects: Selector;
  /** The selector as written; empty when the rule is about every element of the name. */
  readonly selector: string;
  readonly min: number;
  readonly max: number;
  readonly mandatory: boolean;
  readonly type?: string;
  readonly constraints: readonly Constraint[];
  readonly children: readonly ElementRule[];
  readonly template: string;
}

export type Constraint =
  | { readonly kind: 'fixed'; readonly attribute: string; readonly value: string; readonly ifPresent: boolean }
  | { readonly kind: 'required'; readonly attribute: string }
  | { readonly kind: 'words'; readonly attribute: string; readonly valueSet: string }
  | { readonly kind: 'null-flavor'; readonly value: string }
  | { readonly kind: 'check'; readonly name: string };

interface Draft extends Omit<ElementRule, 'children'> {
  readonly depth: number;
  readonly children: Draft[];
}

const LINE = /^(\d)\.\.(\d|\*) ([MRO])(?: (.*))?$/;

const wrong = (line: string): never => {
  throw new TypeError(`rule data: ${line}`);
};

const parseConstraint = (text: string): Constraint => {
  if (text.startsWith('!')) return isNamedCheck(text.slice(1)) ? { kind: 'check', name: text.slice(1) } : wrong(text);
  if (text.startsWith('null=')) return { kind: 'null-flavor', value: text.slice(5) };
  const [, attribute = '', operator, value = ''] = /^@([A-Za-z]+)(\?=|=|!|~)(.*)$/.exec(text) ?? wrong(text);
  if (operator === '!') return { kind: 'required', attribute };
  if (operator === '~') return isValueSetName(value) ? { kind: 'words', attribute, valueSet: value } : wrong(text);
  return { kind: 'fixed', attribute, value: expandOid(value), ifPresent: operator === '?=' };
};

const parseLine = (line: string, depth: number, template: string): Draft => {
  const [, name = '', after = ''] = /^([A-Za-z:]+) (.*)$/.exec(line) ?? wrong(line);
  const { selector: selects, rest } = readSelectors(after);
  const [, min = '', max = '', conformance = '', tail = ''] = LINE.exec(rest) ?? wrong(line);
  const words = tail.split(' ').filter((word) => word !== '');
  const [first] = words;
  const type = first !== undefined && isTypeName(first) ? first : undefined;
  return {
    depth, name, ...namePartsOf(name), selects, template, selector: after.slice(0, after.length - rest.length).trim(),
    min: Number(min), max: max === '*' ? Number.POSITIVE_INFINITY : Number(max), mandatory: conformance === 'M',
    ...(type === undefined ? {} : { type }),
    constraints: words.slice(type === undefined ? 0 : 1).map(parseConstraint),
    children: [],
  };
};

/** Reads the rules of one document kind. Errors in the data are errors in the program: TypeError. */
export const parseRules = (text: string): readonly ElementRule[] => {
  const top: Draft[] = [];
  const open: Draft[] = [];
  const templates: { readonly depth: number; readonly name: string; used: boolean }[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    const depth = (raw.length - raw.trimStart().length) / 2;
    for (let last = templates.at(-1); last !== undefined && (last.depth > depth || (last.depth === depth && last.used)); last = templates.at(-1)) {
      templates.pop();
    }
    if (line.startsWith('=')) {
      templates.push({ depth, name: line.slice(1).trim(), used: false });
      continue;
    }
    const template = templates.at(-1);
    if (template?.depth === depth) template.used = true;
    const rule = parseLine(line, depth, template?.name ?? 'document');
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    (open.at(-1)?.children ?? top).push(rule);
    open.push(rule);
  }
  return top;
};

/** Puts a block at a depth into the rules that use it. */
export const indented = (depth: number, text: string): string =>
  text.split('\n').map((line) => (line.trim() === '' ? '' : `${'  '.repeat(depth)}${line}`)).join('\n');
