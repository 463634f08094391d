import { attr, NS, type XmlElement } from '@ncp/xml';
import type { Fault } from '../report.js';

/** A rule of a data type. */
export interface TypeRule {
  /** Its name within the type; together they are the rule id. */
  readonly name: string;
  /** What the official report calls it; absent where the rule is ours. */
  readonly reference?: string;
  readonly fault: Fault;
  readonly holds: (el: XmlElement) => boolean;
}

/** A data type: its own rules after those of its base. */
export interface DataType {
  readonly name: string;
  readonly base?: DataType;
  readonly rules: readonly TypeRule[];
}

/** A rule as a condition that must hold; `label` is the number of the official rule, `dtr1-` and the type left out. */
export const must = (name: string, label: string, fault: Fault, holds: (el: XmlElement) => boolean): TypeRule =>
  ({ name, fault, holds, ...(label === '' ? {} : { reference: label }) });

export const isNullValue = (el: XmlElement): boolean => attr(el, 'nullFlavor') !== undefined;

export const has = (el: XmlElement, ...names: readonly string[]): boolean => names.some((name) => attr(el, name) !== undefined);

export const elementsOf = (el: XmlElement): readonly XmlElement[] => el.children.filter((node) => node.kind === 'element');

/** Child elements of HL7's namespace by name. */
export const named = (el: XmlElement, ...names: readonly string[]): readonly XmlElement[] =>
  elementsOf(el).filter(({ ns, local }) => ns === NS.hl7 && names.includes(local));

/** Text directly inside, white space at its ends removed. */
export const ownText = (el: XmlElement): string =>
  el.children.map((node) => (node.kind === 'text' ? node.value : '')).join('').trim();

/** The element itself and all below it, in document order. */
export const selfAndDescendants = (el: XmlElement): readonly XmlElement[] => {
  const found: XmlElement[] = [];
  const collect = (at: XmlElement): void => {
    found.push(at);
    for (const node of at.children) if (node.kind === 'element') collect(node);
  };
  collect(el);
  return found;
};

/** True when some element is one of those, itself left out. */
export const someDescendant = (el: XmlElement, holds: (one: XmlElement) => boolean): boolean =>
  el.children.some((node) => node.kind === 'element' && (holds(node) || someDescendant(node, holds)));
