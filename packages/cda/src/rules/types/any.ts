import { attr, NS, type XmlElement } from '@ncp/xml';
import { elementsOf, has, isNullValue, must, ownText, type DataType } from './type-rule.js';

/** What holds of every value: a null has nothing beside it (cda-documents 1.6). */

const OPEN_WITH_NULL: ReadonlySet<string> = new Set(['classCode', 'typeCode', 'determinerCode', 'moodCode', 'nullFlavor', 'partType']);
const XSI: ReadonlySet<string> = new Set(['type', 'nil']);
/** Values that the schema gives by itself and that therefore say nothing. */
const DEFAULTS: Readonly<Record<string, string>> = {
  integrityCheckAlgorithm: 'SHA-1', inverted: 'false', mediaType: 'text/plain', operator: 'I', representation: 'TXT', inclusive: 'true', unit: '1',
};
const TIMING_DEFAULTS: Readonly<Record<string, string>> = { codeSystem: '2.16.840.1.113883.5.139', codeSystemName: 'TimingEvent' };
const EXPLAINED_NULLS: ReadonlySet<string> = new Set(['OTH', 'NA', 'UNC']);
const EXPLANATIONS: ReadonlySet<string> = new Set(['codeSystem', 'codeSystemName', 'codeSystemVersion', 'extension', 'nullFlavor', 'partType']);
const VALUE_SET_NAMES: ReadonlySet<string> = new Set(['valueSet', 'valueSetVersion']);

const nothingBeside = (el: XmlElement): boolean =>
  elementsOf(el).length === 0 && ownText(el) === '' && el.attributes.every(({ ns, local, value }) =>
    (ns === NS.xsi && XSI.has(local)) || (ns === '' && (OPEN_WITH_NULL.has(local) || DEFAULTS[local] === value || TIMING_DEFAULTS[local] === value)));

const onlyExplained = (el: XmlElement): boolean =>
  EXPLAINED_NULLS.has(attr(el, 'nullFlavor') ?? '') &&
  el.attributes.every(({ ns, local, value }) => (ns === NS.xsi && XSI.has(local)) || VALUE_SET_NAMES.has(local) ||
    (ns === '' && (EXPLANATIONS.has(local) || (DEFAULTS[local] === value && local !== 'inverted')))) &&
  (has(el, 'extension', 'codeSystem') || elementsOf(el).some(({ local }) => local === 'originalText' || local === 'translation'));

const nullsStandAlone = (el: XmlElement): boolean => {
  if (isNullValue(el) && !nothingBeside(el) && !onlyExplained(el)) return false;
  for (const node of el.children) if (node.kind === 'element' && !nullsStandAlone(node)) return false;
  return true;
};

/** OTH, NA and UNC may say what could not be coded. */
export const ANY: DataType = {
  name: 'ANY',
  rules: [must('null-alone', '1', { wording: 'null-not-alone' }, nullsStandAlone)],
};
