import { attr, NS, type XmlElement } from '@ncp/xml';
import { typeNameOf } from '../check-schema.js';
import type { RuleReport } from '../report.js';
import { BL, INT, IVL_PQ, IVXB_PQ, PQ } from './amount.js';
import { CD, CD_EPSOS, CE, CE_EPSOS, CS } from './coded.js';
import { II, II_EPSOS } from './identifier.js';
import { AD, AD_EPSOS, ED, EN, ON, PN, SC, SD_TEXT, ST, TEL, TEL_EPSOS } from './text.js';
import { IVL_TS, IVXB_TS, TS, TS_EPSOS_TZ } from './time.js';
import { EIVL_EVENT, EIVL_TS, PIVL_TS, SXPR_TS } from './timing.js';
import type { TypeRule } from './type-rule.js';

/** Rules of each data type, by the names that cda-template-tables uses. */
const TYPE_RULES: Readonly<Record<string, readonly TypeRule[]>> = {
  'AD': AD, 'AD.EPSOS': AD_EPSOS, 'BL': BL, 'CD': CD, 'CD.EPSOS': CD_EPSOS, 'CE': CE, 'CE.EPSOS': CE_EPSOS, 'CS': CS, 'CV.EPSOS': CE_EPSOS,
  'ED': ED, 'EIVL.event': EIVL_EVENT, 'EIVL_TS': EIVL_TS, 'EN': EN, 'II': II, 'II.EPSOS': II_EPSOS, 'INT': INT, 'IVL_PQ': IVL_PQ, 'IVL_TS': IVL_TS,
  'IVXB_PQ': IVXB_PQ, 'IVXB_TS': IVXB_TS, 'ON': ON, 'PIVL_TS': PIVL_TS, 'PN': PN, 'PQ': PQ, 'SC': SC, 'SD.TEXT': SD_TEXT, 'ST': ST, 'SXPR_TS': SXPR_TS,
  'TEL': TEL, 'TEL.EPSOS': TEL_EPSOS, 'TS': TS, 'TS.EPSOS.TZ': TS_EPSOS_TZ,
};

export const isTypeName = (name: string): boolean => Object.hasOwn(TYPE_RULES, name);

/** Without the flavour: what xsi:type may say. */
const schemaNameOf = (type: string): string => (type === 'EIVL.event' ? type : type.split('.')[0] ?? type);

/** Checks an element as a value of a data type. */
export const checkType = (el: XmlElement, type: string, report: RuleReport): void => {
  for (const rule of TYPE_RULES[type] ?? []) {
    const fault = rule(el);
    if (fault !== undefined) report.add({ at: el, template: type, ...fault });
  }
  const written = attr(el, 'type', NS.xsi);
  if (written !== undefined && typeNameOf(el, written) !== schemaNameOf(type)) {
    report.add({ at: el, wording: 'type-unexpected', template: type, rule: 'xsi-type', found: written, allowed: schemaNameOf(type) });
  }
};
