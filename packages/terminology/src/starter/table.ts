import type { CodeMapping, CodedField, Designation, ValueSet } from '../release.js';

/** One concept of an authored table. The first Swedish text is its Swedish designation; all of them are understood. */
export interface Row {
  readonly code: string;
  readonly en: string;
  readonly sv: readonly string[];
}

export const row = (code: string, en: string, ...sv: readonly string[]): Row => ({ code, en, sv });

export interface AuthoredSet {
  readonly valueSet: ValueSet;
  readonly designations: readonly Designation[];
  readonly mappings: readonly CodeMapping[];
}

/** Turns one table into value set, designations and, when `field` is given, mappings from its Swedish texts. */
export const authoredSet = (
  set: { readonly oid: string; readonly name: string; readonly codeSystem: string; readonly field?: CodedField },
  rows: readonly Row[],
): AuthoredSet => {
  const { oid, name, codeSystem, field } = set;
  const designations = rows.flatMap(({ code, en, sv }): readonly Designation[] => {
    const english: Designation = { code, codeSystem, language: 'en', text: en };
    const [swedish] = sv;
    return swedish === undefined ? [english] : [english, { code, codeSystem, language: 'sv', text: swedish }];
  });
  const mappings = field === undefined ? [] : rows.flatMap(({ code, sv }) =>
    sv.map((text): CodeMapping => ({ field, from: { text }, to: { code, codeSystem } })));
  return { valueSet: { oid, name, concepts: rows.map(({ code }) => ({ code, codeSystem })) }, designations, mappings };
};
