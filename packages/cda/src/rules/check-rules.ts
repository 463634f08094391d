import { attr, NS, type XmlElement } from '@ncp/xml';
import { checkConstraint } from './check-constraint.js';
import type { Checking } from './checking.js';
import { idOfConstraint } from './constraint.js';
import { OWN_RULES } from './finding.js';
import { readable } from './readable.js';
import type { RuleReport } from './report.js';
import { typeNameOf } from './schema/type-name.js';
import type { ElementRule } from './table.js';
import { checkType, schemaTypeOf } from './types/index.js';
import { isNullValue } from './types/type-rule.js';

const NONE: readonly XmlElement[] = [];

/** Applies rules to the children of an element: how many there are, then each one and what is in it. */
export const checkRules = (parent: XmlElement, rules: readonly ElementRule[], checking: Checking): void => {
  if (rules.length === 0) return;
  const children = childrenByName(parent);
  const lookedInto = new Set<XmlElement>();
  for (const rule of rules) {
    const named = children.get(rule.local)?.filter(({ ns }) => ns === rule.ns) ?? NONE;
    if (named.length === 0 && rule.min === 0) continue;
    const selected = named.filter((el) => rule.selects(el, checking.valueSets));
    const counted = rule.mandatory ? selected.filter((el) => !isNullValue(el)) : selected;
    checkNumber(parent, rule, { named, counted, checking });
    if (named.length > selected.length) checkUnrecognised(rule, named, selected, checking);
    if (rule.mandatory && !rule.looksIntoNulls) checkNullsBeside(selected, counted, checking.report);
    for (const el of rule.looksIntoNulls ? selected : counted) {
      if (rule.shared) {
        if (lookedInto.has(el)) continue;
        if (rule.constraints.length > 0 || rule.type !== undefined || rule.children.length > 0) lookedInto.add(el);
      }
      checkElement(el, rule, checking);
    }
  }
};

/** Applies what a rule says about an element that it is about. */
export const checkElement = (el: XmlElement, rule: ElementRule, checking: Checking): void => {
  for (const constraint of rule.constraints) checkConstraint(el, constraint, `${rule.name}.${idOfConstraint(constraint)}`, checking);
  if (rule.type !== undefined) {
    checkSchemaType(el, rule, checking.report);
    checkType(el, rule.type.name, checking.report);
  }
  checkRules(el, rule.children, checking);
};

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

interface Counted {
  /** All of the name. */
  readonly named: readonly XmlElement[];
  /** Those that the rule counts. */
  readonly counted: readonly XmlElement[];
  readonly checking: Checking;
}

/** A selector that says nothing but which codes there may be. */
const ONLY_CODES = /^\[(?:in:|code-in:|code:|@code=|@codeSystem=)/;

/** Of what may be absent the official rules overlook a code that is not in its value set; whoever reads it would trust it. */
const checkUnrecognised = ({ min, shared, selector }: ElementRule, named: readonly XmlElement[], selected: readonly XmlElement[], { report, valueSetRules }: Checking): void => {
  if (min > 0 || shared || !ONLY_CODES.test(selector)) return;
  const recognised = new Set(selected);
  for (const el of named) {
    if (recognised.has(el)) continue;
    const found = `${attr(el, 'code') ?? ''} ${attr(el, 'codeSystem') ?? ''}`.trim();
    report.add({ at: el, wording: 'value-set', template: OWN_RULES, rule: 'optional-code', allowed: readable(selector, valueSetRules), severity: 'warning', ...(found === '' ? {} : { found }) });
  }
};

/** The official rules look at what counts and at nothing else; what stands beside it would be lost without a word. */
const checkNullsBeside = (selected: readonly XmlElement[], counted: readonly XmlElement[], report: RuleReport): void => {
  if (counted.length === 0 || counted.length === selected.length) return;
  for (const el of selected) {
    if (isNullValue(el)) report.add({ at: el, wording: 'null-mixed', template: OWN_RULES, rule: 'null-mixed', severity: 'warning' });
  }
};

const checkNumber = (parent: XmlElement, rule: ElementRule, { named, counted, checking }: Counted): void => {
  const { report } = checking;
  if (counted.length < rule.min) reportMissing(parent, rule, named, checking);
  if (counted.length > rule.max) {
    report.add({
      at: counted[rule.max] ?? parent, wording: rule.max === 0 ? 'element-unexpected' : 'element-too-often',
      template: rule.template, rule: `${rule.name}.max`, allowed: String(rule.max),
    });
  }
};

/** These tell elements of one name apart; an element that is not the one is no bad attempt at it. */
const TELLS_APART = /tpl:|@root=|xsi:|type:|@typeCode=/;

/** An element of that name which the rule does not recognise is named itself: mostly its code is not the right one. */
const reportMissing = (parent: XmlElement, rule: ElementRule, named: readonly XmlElement[], { report, valueSetRules }: Checking): void => {
  const [candidate] = named;
  const details = {
    template: rule.template, rule: `${rule.name}.min`, ...(rule.isAdvice ? { severity: 'warning' as const } : {}),
    ...(rule.selector === '' ? {} : { allowed: readable(rule.selector, valueSetRules) }),
  };
  if (candidate === undefined || named.length > 1 || TELLS_APART.test(rule.selector)) {
    report.add({ ...details, at: parent, wording: 'element-missing', name: rule.name });
    return;
  }
  const code = attr(candidate, 'code');
  report.add({
    ...details, at: candidate, wording: code === undefined ? (isNullValue(candidate) ? 'null-flavor' : 'content') : 'value-set',
    ...(code === undefined ? {} : { found: `${code} ${attr(candidate, 'codeSystem') ?? ''}`.trim() }),
  });
};

/** Where an xsi:type is written, it must mean the type of the row. */
const checkSchemaType = (el: XmlElement, { name, type }: ElementRule, report: RuleReport): void => {
  const written = attr(el, 'type', NS.xsi);
  const wanted = schemaTypeOf(type?.name ?? '');
  if (written === undefined || wanted === undefined || typeNameOf(el, written) === wanted) return;
  report.add({ at: el, wording: 'type-unexpected', template: type?.template ?? '', rule: `${name}.xsi-type`, found: written, allowed: wanted });
};
