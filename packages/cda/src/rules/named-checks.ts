import { isInteger, isPositive, parseDecimal } from '@ncp/domain';
import { attr, childrenOf, NS, type XmlElement } from '@ncp/xml';
import { elementsOf, has, isNullValue, must, ownText, type TypeRule } from './types/type-rule.js';
import { isUnit } from './types/unit.js';

/** Conditions of templates that the notation of the rules cannot say (cda-template-tables, last column). */

const CONTENT = { wording: 'content', rule: 'content' } as const;

const count = (el: XmlElement, ...names: readonly string[]): number =>
  elementsOf(el).filter(({ ns, local }) => ns === NS.hl7 && names.includes(local)).length;

const isPackageCount = (value: string): boolean => {
  const number = parseDecimal(value);
  return number.ok && isPositive(number.value) && isInteger(number.value);
};

const CHECKS: Readonly<Record<string, TypeRule>> = {
  'childless': must({ ...CONTENT, rule: 'childless' }, (el) => elementsOf(el).length === 0),
  'language': must({ ...CONTENT, rule: 'language', allowed: 'nn-CC' }, (el) => /[a-z]{2}-[A-Z]{2}/.test(attr(el, 'code') ?? '')),
  'person-or-device': must({ ...CONTENT, rule: 'person-or-device' },
    (el) => isNullValue(el) || count(el, 'assignedPerson', 'assignedAuthoringDevice') > 0),
  'one-person-or-device': must({ ...CONTENT, rule: 'one-person-or-device' }, (el) => count(el, 'assignedPerson', 'assignedAuthoringDevice') === 1),
  'one-player': must({ ...CONTENT, rule: 'one-player' }, (el) => count(el, 'playingDevice', 'playingEntity') <= 1),
  'two-name-parts': must({ wording: 'name', rule: 'two-parts' }, (el) => count(el, 'family', 'given') >= 2),
  'id-or-name': must({ ...CONTENT, rule: 'id-or-name' }, (el) => isNullValue(el) || count(el, 'id', 'name') > 0),
  'prescriptions-title': must({ ...CONTENT, rule: 'title', allowed: 'Prescriptions' },
    (el) => el.children.some((node) => node.kind === 'text' && node.value === 'Prescriptions')),
  'no-reference': must({ ...CONTENT, rule: 'no-reference' }, (el) => childrenOf(el, NS.hl7, 'reference').length === 0),
  'whole-number': must({ wording: 'quantity', rule: 'whole-number' }, (el) => /^-?\d*$|^\+?\d*$/.test(attr(el, 'value') ?? '')),
  'unit': (el) => {
    const unit = attr(el, 'unit');
    return isUnit(unit) ? undefined : { wording: 'unit', rule: 'unit', ...(unit === undefined ? {} : { found: unit }), allowed: 'UCUM, {...}, 1' };
  },
  // After the treatment period there must be something that says how often (cda-documents 5).
  'frequency': must({ wording: 'element-missing', rule: 'frequency', name: 'effectiveTime' }, (el) =>
    childrenOf(el, NS.hl7, 'effectiveTime').some((time) => {
      const type = attr(time, 'type', NS.xsi) ?? '';
      return ['PIVL_TS', 'EIVL_TS', 'SXPR_TS'].includes(type) || (type !== 'IVL_TS' && (has(time, 'value') || isNullValue(time)));
    })),
};

/** Template name of our own rules, which the official ones do not have. */
export const OWN_RULES = 'se';

const OWN_CHECKS: Readonly<Record<string, TypeRule>> = {
  // 0 and fractions pass the official rules; a pharmacy cannot hand them out (decisions D32).
  'packages': must({ wording: 'packages', rule: 'packages' }, (el) => isPackageCount(attr(el, 'value') ?? '')),
  // A document of no bytes shows nothing (cda-documents 8).
  'has-content': must({ wording: 'empty', rule: 'content' }, (el) => ownText(el) !== ''),
};

export const isNamedCheck = (name: string): boolean => Object.hasOwn(CHECKS, name) || isOwnCheck(name);

export const isOwnCheck = (name: string): boolean => Object.hasOwn(OWN_CHECKS, name);

export const namedCheck = (name: string): TypeRule => CHECKS[name] ?? OWN_CHECKS[name] ?? (() => undefined);
