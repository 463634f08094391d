import { attr, childrenOf, type XmlElement } from '@ncp/xml';
import type { Checking } from './checking.js';
import type { Alternative, AttributeForm } from './constraint.js';
import { namedCheck, ownerOfCheck } from './named-checks.js';
import { readable } from './readable.js';
import { namePartsOf } from './selector.js';
import type { OwnedConstraint } from './table.js';
import { isNullValue } from './types/type-rule.js';
import { valueSetLabel, wordsOf, type ValueSets } from './value-sets.js';

const FORMS: Readonly<Record<AttributeForm, RegExp>> = { cs: /^\S+$/, st: /^[^]+$/, bl: /^(?:true|false)$/ };

/** Reports where an element does not meet a constraint of its row; `rule` is the id within the template. */
export const checkConstraint = (el: XmlElement, constraint: OwnedConstraint, rule: string, checking: Checking): void => {
  const { report, valueSets, valueSetRules } = checking;
  const { template } = constraint;
  switch (constraint.kind) {
    case 'fixed': {
      const { attribute, value, ifPresent } = constraint;
      const found = attr(el, attribute);
      if (found === value || (found === undefined && ifPresent)) return;
      report.add({ at: el, attribute, template, rule, allowed: value, ...(found === undefined ? { wording: 'attribute-missing' } : { wording: attribute === 'nullFlavor' ? 'null-flavor' : 'attribute-value', found }) });
      return;
    }
    case 'required':
      if (attr(el, constraint.attribute) === undefined) report.add({ at: el, attribute: constraint.attribute, wording: 'attribute-missing', template, rule });
      return;
    case 'words': {
      const { attribute, words, valueSets: names } = constraint;
      const found = attr(el, attribute);
      if (found === undefined || wordsOf(found).every((word) => words.includes(word) || names.some((name) => valueSets.holdsCode(word, name)))) return;
      report.add({ at: el, attribute, wording: 'attribute-value', template, rule, found, allowed: [...words, ...names.map((name) => valueSetLabel(name, valueSetRules))].join(' ') });
      return;
    }
    case 'form': {
      const { attribute, form } = constraint;
      const found = attr(el, attribute);
      if (found !== undefined && !FORMS[form].test(found)) report.add({ at: el, attribute, wording: 'attribute-value', template, rule, found, allowed: form });
      return;
    }
    case 'null-or':
      if (!isNullValue(el) && !constraint.selects(el, valueSets)) report.add({ at: el, wording: 'content', template, rule, allowed: readable(constraint.written, valueSetRules) });
      return;
    case 'null-flavor': {
      const found = attr(el, 'nullFlavor');
      if (found !== undefined && found !== constraint.value) report.add({ at: el, attribute: 'nullFlavor', wording: 'null-flavor', template, rule, found, allowed: constraint.value, name: el.local });
      return;
    }
    case 'choice': {
      const { least, number, alternatives, written } = constraint;
      const count = countOf(el, alternatives, valueSets);
      if (least ? count < number : count > number) report.add({ at: el, wording: 'choice', template, rule, found: String(count), allowed: `${least ? '>=' : '<='} ${String(number)}: ${readable(written, valueSetRules)}` });
      return;
    }
    case 'check': {
      const { fault, holds } = namedCheck(constraint.name);
      if (!holds(el, valueSets)) report.add({ at: el, ...fault, template: ownerOfCheck(constraint.name, template), rule });
    }
  }
};

/** An element that is several of the alternatives counts once. */
const countOf = (el: XmlElement, alternatives: readonly Alternative[], valueSets: ValueSets): number => {
  const counted = new Set<XmlElement>();
  for (const { name, selects } of alternatives) {
    const { ns, local } = namePartsOf(name);
    for (const child of childrenOf(el, ns, local)) if (selects(child, valueSets)) counted.add(child);
  }
  return counted.size;
};
