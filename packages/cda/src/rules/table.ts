import { parseConstraint, type Constraint } from './constraint.js';
import { CHECKS_OF_TYPE } from './named-checks.js';
import { labelOf, type TemplateTable } from './release.js';
import { namePartsOf, readSelectors, splitOutside, type Selector } from './selector.js';
import { isTypeName } from './types/index.js';

/**
 * Rules as data. One line is one element; indentation is nesting; the notation is that of cda-template-tables:
 *
 *   name [selector] 1..1 M (Template) Type constraints > Included
 *
 * M: must be there and not be null (`M+`: what is inside a null one is checked all the same). R: must be there. O: may be
 * absent. S: should be there, a warning where it is not. Where a selector names a code, R says it all.
 * Selectors: `tpl:OID` a templateId, `code:c^s`, `in:VS` code and system in a value set, `code-in:VS` the code alone, `null`,
 * `!null`, `@a=v`, `@a`, `xsi:T` the type as written, `type:T` the type it means, `point`, `nth:2`, `has:child[...]`; ` | ` or, ` & ` and.
 * Constraints: `@a=v` fixed, `@a?=v` fixed if present, `@a!` required, `@a~VS|=W` words of a value set or W itself, `@a:cs` form,
 * `null-or:selector`, `null=NI` the only null flavour, `atleast1(x | y)` and `atmost1(x | y)` together, `!check` (named-checks.ts).
 * `(Template)`: the constraints are that template's. `> Included`: the element is one of that template as well, whose first
 * line may be `. constraints` for the element itself.
 */
export interface ElementRule {
  readonly name: string;
  readonly ns: string;
  readonly local: string;
  readonly selects: Selector;
  /** The selector as written; empty when the rule is about every element of the name. */
  readonly selector: string;
  /** The row as written. */
  readonly row: string;
  readonly min: number;
  readonly max: number;
  readonly mandatory: boolean;
  readonly looksIntoNulls: boolean;
  readonly isAdvice: boolean;
  /** Whose rule the number of elements is. */
  readonly template: string;
  readonly type?: { readonly name: string; readonly template: string };
  readonly constraints: readonly OwnedConstraint[];
  readonly children: readonly ElementRule[];
  /** Another rule of the same parent is about elements of the same name. */
  readonly shared: boolean;
}

export type OwnedConstraint = Constraint & { readonly template: string };

/** Finds an included template by its name. */
export type Include = (name: string) => TemplateTable;

interface Row {
  readonly depth: number;
  readonly text: string;
  readonly children: Row[];
}

const wrong = (line: string): never => {
  throw new TypeError(`rule data: ${line}`);
};

const rowsOf = (text: string): readonly Row[] => {
  const top: Row[] = [];
  const open: Row[] = [];
  for (const raw of text.split('\n')) {
    if (raw.trim() === '') continue;
    const depth = (raw.length - raw.trimStart().length) / 2;
    const row: Row = { depth, text: raw.trim(), children: [] };
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    if (depth !== open.length) wrong(raw);
    (open.at(-1)?.children ?? top).push(row);
    open.push(row);
  }
  return top;
};

interface Demands {
  readonly type?: { readonly name: string; readonly template: string };
  readonly constraints: readonly OwnedConstraint[];
}

const readDemands = (text: string, template: string): Demands => {
  const words = splitOutside(text, ' ').filter((word) => word !== '');
  const [first] = words;
  const type = first !== undefined && isTypeName(first) ? first : undefined;
  const constraints = [...words.slice(type === undefined ? 0 : 1), ...(CHECKS_OF_TYPE[type ?? ''] ?? []).map((check) => `!${check}`)]
    .map((word) => ({ ...parseConstraint(word), template }));
  return { constraints, ...(type === undefined ? {} : { type: { name: type, template } }) };
};

const NUMBERS = /^(\d)\.\.(\d|\*) (M\+|[MROS])(?: (.*))?$/;

/** Several rules of one parent for one name: an element is looked into by the first of them that is about it. */
const markShared = (rules: readonly ElementRule[]): readonly ElementRule[] => {
  const keyOf = ({ ns, local }: ElementRule): string => `${ns} ${local}`;
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(keyOf(rule), (counts.get(keyOf(rule)) ?? 0) + 1);
  return rules.map((rule) => ((counts.get(keyOf(rule)) ?? 0) > 1 ? { ...rule, shared: true } : rule));
};

const compileRow = ({ text, children }: Row, template: string, include: Include): ElementRule => {
  const [, name = '', after = ''] = /^([A-Za-z:]+) (.*)$/.exec(text) ?? wrong(text);
  const { selector: selects, rest } = readSelectors(after);
  const [, min = '', max = '', conformance = '', tail = ''] = NUMBERS.exec(rest) ?? wrong(text);
  const [demanded = '', included] = ` ${tail}`.split(' > ');
  const [, owner = template, demands = ''] = /^ *(?:\(([^()]+)\))?(.*)$/.exec(demanded) ?? wrong(text);
  const own = readDemands(demands, owner);
  const inner = included === undefined ? undefined : compileIncluded(include(included), include);
  const type = own.type ?? inner?.type;
  return {
    name, ...namePartsOf(name), selects, selector: after.slice(0, after.length - rest.length).trim(), row: text, template,
    min: Number(min), max: max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    mandatory: conformance.startsWith('M'), looksIntoNulls: conformance === 'M+', isAdvice: conformance === 'S',
    ...(type === undefined ? {} : { type }),
    constraints: [...own.constraints, ...(inner?.constraints ?? [])],
    children: markShared([...children.map((child) => compileRow(child, owner, include)), ...(inner?.children ?? [])]),
    shared: false,
  };
};

interface Included extends Demands {
  readonly children: readonly ElementRule[];
}

const compileIncluded = (table: TemplateTable, include: Include): Included => {
  const template = labelOf(table);
  const rows = rowsOf(table.rows);
  const [self] = rows;
  const isSelf = self?.text === '.' || self?.text.startsWith('. ') === true;
  return {
    ...(isSelf ? readDemands(self.text.slice(2), template) : { constraints: [] }),
    children: (isSelf ? rows.slice(1) : rows).map((row) => compileRow(row, template, include)),
  };
};

/** Reads a table whose one outermost row is the template's own element. Errors in the data are errors in the program: TypeError. */
export const compileTable = (table: TemplateTable, include: Include): ElementRule => {
  const [head, ...others] = rowsOf(table.rows);
  if (head === undefined || others.length > 0) return wrong(`${table.name} must have one outermost row`);
  return compileRow(head, labelOf(table), include);
};
