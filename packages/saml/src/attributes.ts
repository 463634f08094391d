import { NS, attr, childrenOf, textOf, type XmlElement } from '@ncp/xml';
import { NAME_FORMAT_URI } from './names.js';

/** Attribute name to the `AttributeValue` elements of each Attribute of that name. */
export type AttributeTable = ReadonlyMap<string, readonly (readonly XmlElement[])[]>;

/** A value that is an element with a code: Role, PurposeOfUse. */
export interface CodedAttribute {
  readonly code: string;
  readonly codeSystem: string;
  readonly display?: string;
}

/** Names are compared exactly; an attribute of another name format is another attribute (RS SAML-21). */
export const readAttributes = (statements: readonly XmlElement[]): AttributeTable => {
  const table = new Map<string, (readonly XmlElement[])[]>();
  for (const attribute of statements.flatMap((statement) => childrenOf(statement, NS.saml, 'Attribute'))) {
    const name = attr(attribute, 'Name') ?? '';
    const format = attr(attribute, 'NameFormat') ?? NAME_FORMAT_URI;
    if (format !== NAME_FORMAT_URI) continue;
    const values = childrenOf(attribute, NS.saml, 'AttributeValue');
    const alike = table.get(name);
    if (alike === undefined) table.set(name, [values]);
    else alike.push(values);
  }
  return table;
};

/** The attribute stands once and, unless it may have several, with one value (RS SAML-20). Absent is fine here. */
export const isSingular = (table: AttributeTable, name: string, severalValues: boolean): boolean => {
  const [values, another] = table.get(name) ?? [[]];
  return another === undefined && (severalValues || (values?.length ?? 0) <= 1);
};

const valuesOf = (table: AttributeTable, name: string): readonly XmlElement[] => table.get(name)?.[0] ?? [];

/** All non-empty text values. */
export const textsOf = (table: AttributeTable, name: string): readonly string[] =>
  valuesOf(table, name).filter((value) => childrenOf(value).length === 0).map((value) => textOf(value).trim()).filter((value) => value !== '');

/** Every text of these attributes is of at most so many characters. */
export const areBounded = (table: AttributeTable, names: readonly string[], characters: number): boolean =>
  names.every((name) => textsOf(table, name).every((text) => text.length <= characters));

/** The first text value; undefined when it is missing or empty. */
export const valueOf = (table: AttributeTable, name: string): string | undefined => textsOf(table, name)[0];

/** The coded element in `urn:hl7-org:v3`, whatever its prefix; undefined for anything else, such as the role names of old. */
export const codedValueOf = (table: AttributeTable, name: string, local: 'Role' | 'PurposeOfUse'): CodedAttribute | undefined => {
  const [value] = valuesOf(table, name);
  const [coded, another] = value === undefined ? [] : childrenOf(value);
  const isCoded = coded !== undefined && another === undefined && coded.ns === NS.hl7 && coded.local === local;
  const code = isCoded ? attr(coded, 'code') : undefined;
  if (!isCoded || code === undefined) return undefined;
  const display = attr(coded, 'displayName');
  return { code, codeSystem: attr(coded, 'codeSystem') ?? '', ...(display === undefined ? {} : { display }) };
};
