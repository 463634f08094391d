import { attr, type XmlElement } from '@ncp/xml';
import type { Constraint, ElementRule } from './element-rule.js';
import { isOwnCheck, namedCheck, OWN_RULES } from './named-checks.js';
import type { RuleReport } from './report.js';
import { checkType } from './types/index.js';
import { isNullValue } from './types/type-rule.js';
import { valueSetLabel, wordsInValueSet } from './value-sets.js';

/**
 * Elements of one rule that are looked into. Comparing siblings with each other costs time in proportion to the square of
 * their number, and no honest document repeats an element so often; that there are too many is an error of its own.
 */
const MOST_ALIKE = 200;

/** Applies rules to the children of an element: how many there are, then each one and what is in it. */
export const checkRules = (parent: XmlElement, rules: readonly ElementRule[], report: RuleReport): void => {
  if (rules.length === 0) return;
  const children = childrenByName(parent);
  for (const rule of rules) {
    const named = children.get(rule.local)?.filter(({ ns }) => ns === rule.ns) ?? NONE;
    if (named.length === 0 && rule.min === 0) continue;
    const selected = named.filter((el) => rule.selects(el) && !(rule.mandatory && isNullValue(el)));
    if (selected.length < rule.min) reportMissing(parent, rule, named, report);
    if (selected.length > rule.max) {
      report.add({ at: selected[rule.max] ?? parent, wording: 'element-too-often', template: rule.template, rule: `${rule.name}.max`, allowed: String(rule.max) });
    }
    if (selected.length > MOST_ALIKE) {
      report.add({ at: parent, wording: 'element-too-often', template: OWN_RULES, rule: `${rule.name}.limit`, name: rule.local, allowed: String(MOST_ALIKE) });
    }
    for (const el of selected.slice(0, MOST_ALIKE)) {
      for (const constraint of rule.constraints) checkConstraint(el, constraint, rule, report);
      if (rule.type !== undefined) checkType(el, rule.type, report);
      checkRules(el, rule.children, report);
    }
  }
};

const NONE: readonly XmlElement[] = [];

/** One pass serves all the rules of an element. */
const childrenByName = ({ children }: XmlElement): ReadonlyMap<string, readonly XmlElement[]> => {
  const named = new Map<string, XmlElement[]>();
  for (const node of children) {
    if (node.kind !== 'element') continue;
    const alike = named.get(node.local);
    if (alike === undefined) named.set(node.local, [node]);
    else alike.push(node);
  }
  return named;
};

/** An element of that name which the rule does not recognise is named itself: mostly its code is not the right one. */
const reportMissing = (parent: XmlElement, rule: ElementRule, named: readonly XmlElement[], report: RuleReport): void => {
  const [candidate] = named;
  const details = { template: rule.template, rule: `${rule.name}.min`, ...(rule.selector === '' ? {} : { allowed: rule.selector }) } as const;
  if (candidate === undefined || named.length > 1) {
    report.add({ ...details, at: parent, wording: 'element-missing', name: rule.local });
    return;
  }
  const code = attr(candidate, 'code');
  report.add({
    ...details, at: candidate, wording: code === undefined ? (isNullValue(candidate) ? 'null-flavor' : 'content') : 'value-set',
    ...(code === undefined ? {} : { found: `${code} ${attr(candidate, 'codeSystem') ?? ''}`.trim() }),
  });
};

const checkConstraint = (el: XmlElement, constraint: Constraint, { template, name }: ElementRule, report: RuleReport): void => {
  switch (constraint.kind) {
    case 'fixed': {
      const found = attr(el, constraint.attribute);
      if (found === constraint.value || (found === undefined && constraint.ifPresent)) return;
      report.add({
        at: el, attribute: constraint.attribute, template, rule: `${name}.${constraint.attribute}`, allowed: constraint.value,
        ...(found === undefined ? { wording: 'attribute-missing' } : { wording: 'attribute-value', found }),
      });
      return;
    }
    case 'required':
      if (attr(el, constraint.attribute) !== undefined) return;
      report.add({ at: el, attribute: constraint.attribute, wording: 'attribute-missing', template, rule: `${name}.${constraint.attribute}` });
      return;
    case 'words': {
      const found = attr(el, constraint.attribute);
      if (found === undefined || wordsInValueSet(found, constraint.valueSet)) return;
      report.add({
        at: el, attribute: constraint.attribute, wording: 'attribute-value', template, rule: `${name}.${constraint.attribute}`,
        found, allowed: valueSetLabel(constraint.valueSet),
      });
      return;
    }
    case 'null-flavor': {
      const found = attr(el, 'nullFlavor');
      if (found === undefined || found === constraint.value) return;
      report.add({ at: el, attribute: 'nullFlavor', wording: 'null-flavor', template, rule: `${name}.nullFlavor`, found, allowed: constraint.value, name });
      return;
    }
    case 'check': {
      const fault = namedCheck(constraint.name)(el);
      if (fault !== undefined) report.add({ at: el, ...fault, template: isOwnCheck(constraint.name) ? OWN_RULES : template, rule: `${name}.${fault.rule}` });
    }
  }
};
