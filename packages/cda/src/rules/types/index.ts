import type { XmlElement } from '@ncp/xml';
import type { RuleReport } from '../report.js';
import { OWN_RULES } from '../finding.js';
import { BL, INT, IVL_PQ, IVXB_PQ, PQ } from './amount.js';
import { ANY } from './any.js';
import { CD, CD_EPSOS, CE, CE_EPSOS, CS, CV_EPSOS, EIVL_EVENT } from './coded.js';
import { II, II_EPSOS } from './identifier.js';
import { AD, AD_EPSOS, ED, EN, ON, PN, SC, SD_TEXT, ST, TEL, TEL_EPSOS } from './text.js';
import { IVL_TS, IVL_TS_EPSOS_TZ_OPT, IVXB_TS, TS, TS_EPSOS_TZ } from './time.js';
import { EIVL_TS, PIVL_TS, SXPR_TS } from './timing.js';
import type { DataType, TypeRule } from './type-rule.js';

const TYPES: readonly DataType[] = [
  AD, AD_EPSOS, ANY, BL, CD, CD_EPSOS, CE, CE_EPSOS, CS, CV_EPSOS, ED, EIVL_EVENT, EIVL_TS, EN, II, II_EPSOS, INT, IVL_PQ, IVL_TS, IVL_TS_EPSOS_TZ_OPT,
  IVXB_PQ, IVXB_TS, ON, PIVL_TS, PN, PQ, SC, SD_TEXT, ST, SXPR_TS, TEL, TEL_EPSOS, TS, TS_EPSOS_TZ,
];

/** One rule of a type or of what it is derived from. */
export interface OwnedTypeRule extends TypeRule {
  /** The type that brought it in, or our own rules. */
  readonly owner: string;
}

const ownedBy = (owner: string, { reference, ...rule }: TypeRule): OwnedTypeRule => {
  if (reference === undefined) return { ...rule, owner: OWN_RULES };
  return { ...rule, owner, reference: reference.startsWith('dtr') ? reference : `dtr1-${reference}-${owner}` };
};

const allRulesOf = ({ name, base, rules }: DataType): readonly OwnedTypeRule[] =>
  [...(base === undefined ? [] : allRulesOf(base)), ...rules.map((rule) => ownedBy(name, rule))];

const RULES_OF_TYPE: ReadonlyMap<string, readonly OwnedTypeRule[]> = new Map(TYPES.map((type) => [type.name, allRulesOf(type)]));

export const isTypeName = (name: string): boolean => RULES_OF_TYPE.has(name);

/** Every rule of every data type, each once for its owner. */
export const typeRules = (): readonly OwnedTypeRule[] => [...RULES_OF_TYPE.values()].flat();

/** The type that an xsi:type must name: a flavour is no type of the schema. */
export const schemaTypeOf = (type: string): string | undefined => {
  if (type === 'ANY') return undefined;
  if (type === 'SD.TEXT' || type === 'EIVL.event') return type;
  const [base = type] = type.split('.');
  return base;
};

/** Applies the rules of a data type. */
export const checkType = (el: XmlElement, type: string, report: RuleReport): void => {
  for (const { owner, name, reference, fault, holds } of RULES_OF_TYPE.get(type) ?? []) {
    if (!holds(el)) report.add({ at: el, ...fault, template: owner, rule: name, ...(reference === undefined ? {} : { reference }) });
  }
};
