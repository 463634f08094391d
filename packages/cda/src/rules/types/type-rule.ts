import { attr, type XmlElement } from '@ncp/xml';
import type { Observation } from '../report.js';

/** What is wrong with one element as a value of a data type; the report adds where and which type. */
export type TypeFault = Omit<Observation, 'at' | 'template'>;

/** A rule of a data type: yields nothing when the element meets it. */
export type TypeRule = (el: XmlElement) => TypeFault | undefined;

export const isNullValue = (el: XmlElement): boolean => attr(el, 'nullFlavor') !== undefined;

export const has = (el: XmlElement, name: string): boolean => attr(el, name) !== undefined;

export const elementsOf = (el: XmlElement): readonly XmlElement[] => el.children.filter((node) => node.kind === 'element');

/** Text directly inside, white space at its ends removed. */
export const ownText = (el: XmlElement): string =>
  el.children.map((node) => (node.kind === 'text' ? node.value : '')).join('').trim();

/** Siblings of the same name, itself left out. Whatever their namespace: that is how the official rule sees them. */
export const siblingsOf = (el: XmlElement): readonly XmlElement[] =>
  el.parent === undefined ? [] : elementsOf(el.parent).filter((one) => one !== el && one.local === el.local);

/** The element itself and all below it. */
export const selfAndDescendants = (el: XmlElement): readonly XmlElement[] => {
  const found: XmlElement[] = [];
  const collect = (at: XmlElement): void => {
    found.push(at);
    for (const node of at.children) if (node.kind === 'element') collect(node);
  };
  collect(el);
  return found;
};

/** A rule as a condition that must hold. */
export const must = (fault: TypeFault, holds: (el: XmlElement) => boolean): TypeRule =>
  (el) => (holds(el) ? undefined : fault);

/** Null and not null may not stand side by side under one name (RIM-001, cda-documents 1.6). */
export const NULL_NOT_MIXED: TypeRule = must({ wording: 'null-mixed', rule: 'null-mixed' },
  (el) => !isNullValue(el) || siblingsOf(el).every(isNullValue));

const OPEN_WITH_NULL: ReadonlySet<string> = new Set([
  'classCode', 'typeCode', 'determinerCode', 'moodCode', 'nullFlavor', 'partType',
]);
/** Values that the schema gives by itself and that therefore say nothing. */
const SCHEMA_DEFAULTS: Readonly<Record<string, string>> = {
  integrityCheckAlgorithm: 'SHA-1', inverted: 'false', mediaType: 'text/plain', operator: 'I', representation: 'TXT', inclusive: 'true', unit: '1',
};
const TIMING_DEFAULTS: Readonly<Record<string, string>> = { codeSystem: '2.16.840.1.113883.5.139', codeSystemName: 'TimingEvent' };
const EXPLAINED_NULLS: ReadonlySet<string> = new Set(['OTH', 'NA', 'UNC']);
const EXPLANATIONS: ReadonlySet<string> = new Set(['codeSystem', 'codeSystemName', 'codeSystemVersion', 'extension', 'nullFlavor', 'partType']);

const nothingBeside = (el: XmlElement): boolean =>
  elementsOf(el).length === 0 && ownText(el) === '' && el.attributes.every(({ ns, local, value }) =>
    ns !== '' || OPEN_WITH_NULL.has(local) || SCHEMA_DEFAULTS[local] === value || TIMING_DEFAULTS[local] === value);

const onlyExplained = (el: XmlElement): boolean =>
  EXPLAINED_NULLS.has(attr(el, 'nullFlavor') ?? '') &&
  el.attributes.every(({ ns, local, value }) => ns !== '' || EXPLANATIONS.has(local) || SCHEMA_DEFAULTS[local] === value) &&
  (has(el, 'extension') || has(el, 'codeSystem') || elementsOf(el).some(({ local }) => local === 'originalText' || local === 'translation'));

const firstNullNotAlone = (el: XmlElement): XmlElement | undefined => {
  if (isNullValue(el) && !nothingBeside(el) && !onlyExplained(el)) return el;
  for (const node of el.children) {
    const wrong = node.kind === 'element' ? firstNullNotAlone(node) : undefined;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

/** A null has nothing beside it, inside it neither; OTH, NA and UNC may say what could not be coded (cda-documents 1.6). */
export const NULL_ALONE: TypeRule = (el) => {
  const wrong = firstNullNotAlone(el);
  return wrong === undefined ? undefined : { wording: 'null-not-alone', rule: 'null-alone', name: wrong.local };
};
