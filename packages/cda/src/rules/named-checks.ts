import { isInteger, isPositive, isZero, parseDecimal } from '@ncp/domain';
import { attr, NS, rootOf, walk, type XmlElement } from '@ncp/xml';
import { OWN_RULES } from './finding.js';
import type { Fault } from './report.js';
import { elementsOf, has, isNullValue, named, ownText } from './types/type-rule.js';
import type { ValueSets } from './value-sets.js';

/** Conditions of templates that the notation of the tables cannot say (cda-template-tables, last column). */
export interface NamedCheck {
  readonly fault: Fault;
  readonly holds: (el: XmlElement, valueSets: ValueSets) => boolean;
}

const CONTENT = { wording: 'content' } as const;
const NUMBER = /^[-+]?\d*\.?[0-9]+(?:[eE][-+]?\d+)?$/;

const isAmount = (value: string): boolean => {
  const number = parseDecimal(value);
  return number.ok && (isPositive(number.value) || isZero(number.value));
};

const isPackageCount = (value: string): boolean => {
  const number = parseDecimal(value);
  return number.ok && isPositive(number.value) && isInteger(number.value);
};

/** A unit that is absent means 1. */
const hasUnit = (el: XmlElement, valueSets: ValueSets): boolean => {
  const unit = attr(el, 'unit');
  return unit === undefined || unit === '1' || (unit.startsWith('{') && unit.endsWith('}')) || valueSets.holdsUnit(unit);
};

const isNumber = (value: string | undefined): boolean => value === undefined || NUMBER.test(value);
const idKey = (el: XmlElement): string => `${attr(el, 'root') ?? ''}#${attr(el, 'extension') ?? ''}`;
const codeKey = (el: XmlElement): string => `${attr(el, 'code') ?? ''}#${attr(el, 'codeSystem') ?? ''}`;

const REFERENCE_TEMPLATE = '1.3.6.1.4.1.19376.1.5.3.1.4.4.1';

const statementsById = new WeakMap<XmlElement, ReadonlyMap<string, XmlElement>>();

const isReference = (el: XmlElement, id: XmlElement): boolean => {
  for (const node of el.children) {
    if (node === id) return false;
    if (node.kind === 'element' && node.ns === NS.hl7 && node.local === 'templateId' && attr(node, 'root') === REFERENCE_TEMPLATE) return true;
  }
  return false;
};

/** What in a document has which identifier, the first of each; built once, or many references would cost the square of it. */
const statementsOf = (root: XmlElement): ReadonlyMap<string, XmlElement> => {
  const known = statementsById.get(root);
  if (known !== undefined) return known;
  const statements = new Map<string, XmlElement>();
  for (const id of walk(root)) {
    const { local, parent } = id;
    if (local === 'id' && parent !== undefined && !statements.has(idKey(id)) && !isReference(parent, id)) statements.set(idKey(id), parent);
  }
  statementsById.set(root, statements);
  return statements;
};

/** The element elsewhere in the document that has the id of this reference. */
const referredTo = (el: XmlElement): XmlElement | undefined => {
  const [own] = named(el, 'id');
  return statementsOf(rootOf(el)).get(own === undefined ? '#' : idKey(own));
};

const codesOf = (el: XmlElement): readonly XmlElement[] => elementsOf(el).filter(({ local }) => local === 'code');

const hasSameCode = (el: XmlElement): boolean => {
  const other = referredTo(el);
  if (other === undefined) return true;
  const own = named(el, 'code');
  const key = own[0] === undefined ? '#' : codeKey(own[0]);
  return codesOf(other).some((code) => codeKey(code) === key) ||
    (!codesOf(other).some((code) => has(code, 'code')) && own.some((code) => attr(code, 'nullFlavor') === 'NA'));
};

const hasSameMood = (el: XmlElement): boolean => {
  const other = referredTo(el);
  return other === undefined || (has(other, 'moodCode') && attr(other, 'moodCode') === attr(el, 'moodCode'));
};

const CHECKS: Readonly<Record<string, NamedCheck>> = {
  'childless': { fault: CONTENT, holds: (el) => elementsOf(el).length === 0 },
  'number': { fault: { wording: 'quantity', attribute: 'value' }, holds: (el) => isNumber(attr(el, 'value')) },
  'low-number': { fault: { wording: 'quantity', name: 'low' }, holds: (el) => named(el, 'low').every((one) => isNumber(attr(one, 'value'))) },
  'center-number': { fault: { wording: 'quantity', name: 'center' }, holds: (el) => named(el, 'center').every((one) => isNumber(attr(one, 'value'))) },
  'high-number': { fault: { wording: 'quantity', name: 'high' }, holds: (el) => named(el, 'high').every((one) => isNumber(attr(one, 'value'))) },
  'integer': { fault: { wording: 'quantity', attribute: 'value' }, holds: (el) => /^-?[1-9]\d*$|^\+?\d*$/.test(attr(el, 'value') ?? '') },
  'language': { fault: { wording: 'language', attribute: 'code', allowed: 'nn-CC' }, holds: (el) => /[a-z]{2}-[A-Z]{2}/.test(attr(el, 'code') ?? '') },
  'person-or-device': { fault: CONTENT, holds: (el) => isNullValue(el) || named(el, 'assignedPerson', 'assignedAuthoringDevice').length > 0 },
  'id-or-name': { fault: CONTENT, holds: (el) => isNullValue(el) || named(el, 'id', 'name').length > 0 },
  'parts': { fault: { wording: 'address' }, holds: (el) => isNullValue(el) || elementsOf(el).some(({ ns }) => ns === NS.hl7) },
  'no-schema-location': { fault: { wording: 'attribute-unexpected', attribute: 'schemaLocation' }, holds: (el) => attr(el, 'schemaLocation', NS.xsi) === undefined },
  'prescriptions-title': {
    fault: { ...CONTENT, allowed: 'Prescriptions' },
    holds: (el) => el.children.some((node) => node.kind === 'text' && node.value === 'Prescriptions'),
  },
  'unit': { fault: { wording: 'unit', attribute: 'unit', allowed: 'UCUM, {...}, 1' }, holds: hasUnit },
  'ref-exists': { fault: { wording: 'reference-unresolved' }, holds: (el) => referredTo(el) !== undefined },
  'ref-mood': { fault: { wording: 'content', attribute: 'moodCode' }, holds: hasSameMood },
  'ref-code': { fault: CONTENT, holds: hasSameCode },
};

/** Stricter than the official rules. */
const OWN_CHECKS: Readonly<Record<string, NamedCheck>> = {
  // 0 and fractions pass the official rules; a pharmacy cannot hand them out (decisions D32).
  'packages': { fault: { wording: 'packages', attribute: 'value' }, holds: (el) => isPackageCount(attr(el, 'value') ?? '') },
  // The official rules let -1 pass; nobody can be given a negative amount.
  'amount': { fault: { wording: 'amount', attribute: 'value' }, holds: (el) => !has(el, 'value') || isAmount(attr(el, 'value') ?? '') },
  // A document of no bytes shows nothing (cda-documents 8).
  'has-content': { fault: { wording: 'empty' }, holds: (el) => ownText(el) !== '' },
};

export const isNamedCheck = (name: string): boolean => Object.hasOwn(CHECKS, name) || Object.hasOwn(OWN_CHECKS, name);

/** Where the check is one of ours, the template that owns it. */
export const ownerOfCheck = (name: string, template: string): string => (Object.hasOwn(OWN_CHECKS, name) ? OWN_RULES : template);

/** `isNamedCheck` must hold of the name. */
export const namedCheck = (name: string): NamedCheck => {
  const check = CHECKS[name] ?? OWN_CHECKS[name];
  if (check === undefined) throw new TypeError(`rule data: no check ${name}`);
  return check;
};

/** Checks that a data type of the tables brings with it, under the name of the template. */
export const CHECKS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'PQ': ['number'], 'IVL_PQ': ['low-number', 'center-number', 'high-number'], 'INT': ['integer'],
  'TS': ['childless'], 'TS.EPSOS.TZ': ['childless'],
};

