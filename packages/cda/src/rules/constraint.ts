import { isNamedCheck } from './named-checks.js';
import { expandOid } from './release.js';
import { readSelectors, splitOutside, type Selector } from './selector.js';

/** What a row of a table demands of its element, besides number and data type. */
export type Constraint =
  | { readonly kind: 'fixed'; readonly attribute: string; readonly value: string; readonly ifPresent: boolean }
  | { readonly kind: 'required'; readonly attribute: string }
  | { readonly kind: 'words'; readonly attribute: string; readonly words: readonly string[]; readonly valueSets: readonly string[] }
  | { readonly kind: 'form'; readonly attribute: string; readonly form: AttributeForm }
  | { readonly kind: 'null-or'; readonly selects: Selector; readonly written: string }
  | { readonly kind: 'null-flavor'; readonly value: string }
  | { readonly kind: 'choice'; readonly least: boolean; readonly number: number; readonly alternatives: readonly Alternative[]; readonly written: string }
  | { readonly kind: 'check'; readonly name: string };

export type AttributeForm = 'cs' | 'st' | 'bl';

/** One of the elements that a template lets choose from. */
export interface Alternative {
  readonly name: string;
  readonly selects: Selector;
}

const wrong = (text: string): never => {
  throw new TypeError(`rule data: ${text}`);
};

const FORMS: readonly string[] = ['cs', 'st', 'bl'];

const isForm = (text: string): text is AttributeForm => FORMS.includes(text);

const parseChoice = (text: string): Constraint => {
  const [, bound = '', number = '', written = ''] = /^(atleast|atmost)(\d)\((.*)\)$/.exec(text) ?? wrong(text);
  return {
    kind: 'choice', least: bound === 'atleast', number: Number(number), written,
    alternatives: splitOutside(written, ' | ').map((alternative) => {
      const at = alternative.indexOf('[');
      return { name: at < 0 ? alternative : alternative.slice(0, at), selects: readSelectors(at < 0 ? '' : alternative.slice(at)).selector };
    }),
  };
};

const parseAttribute = (text: string): Constraint => {
  const [, attribute = '', operator, value = ''] = /^@([A-Za-z]+)(\?=|=|!|~|:)(.*)$/.exec(text) ?? wrong(text);
  if (operator === '!') return { kind: 'required', attribute };
  if (operator === ':') return isForm(value) ? { kind: 'form', attribute, form: value } : wrong(text);
  if (operator !== '~') return { kind: 'fixed', attribute, value: expandOid(value), ifPresent: operator === '?=' };
  const parts = value.split('|');
  return { kind: 'words', attribute, words: parts.filter((part) => part.startsWith('=')).map((part) => part.slice(1)), valueSets: parts.filter((part) => !part.startsWith('=')) };
};

/** Reads one constraint; the notation is in table.ts. TypeError when it is none. */
export const parseConstraint = (text: string): Constraint => {
  if (text.startsWith('!')) return isNamedCheck(text.slice(1)) ? { kind: 'check', name: text.slice(1) } : wrong(text);
  if (text.startsWith('null=')) return { kind: 'null-flavor', value: text.slice(5) };
  if (text.startsWith('null-or:')) return { kind: 'null-or', selects: readSelectors(`[${text.slice(8)}]`).selector, written: text.slice(8) };
  return text.startsWith('at') ? parseChoice(text) : parseAttribute(text);
};

/** The last part of the rule id of a constraint, after the element's name. */
export const idOfConstraint = (constraint: Constraint): string => {
  switch (constraint.kind) {
    case 'fixed': return constraint.attribute;
    case 'required': return `${constraint.attribute}.required`;
    case 'words': return `${constraint.attribute}.value-set`;
    case 'form': return `${constraint.attribute}.form`;
    case 'null-or': return 'value-set';
    case 'null-flavor': return 'null-flavor';
    case 'choice': return constraint.least ? 'choice-min' : 'choice-max';
    case 'check': return constraint.name;
  }
};
