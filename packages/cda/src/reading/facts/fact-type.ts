import { attr, NS, type XmlElement } from '@ncp/xml';

/** What kind of thing an element holds: by `xsi:type` where it has one, else by its attributes and its name. */
export type FactType =
  | 'code' | 'quantity' | 'ratio' | 'quantity-interval' | 'time' | 'time-interval' | 'text' | 'name' | 'address' | 'telecom' | 'identifier'
  | 'flag' | 'media' | 'absent' | 'holder' | 'nothing';

const BY_XSI_TYPE: Readonly<Record<string, FactType>> = {
  CD: 'code', CE: 'code', CV: 'code', CO: 'code', CS: 'code', CR: 'code', SC: 'text',
  PQ: 'quantity', INT: 'quantity', REAL: 'quantity', MO: 'quantity', IVL_PQ: 'quantity-interval', IVL_INT: 'quantity-interval', IVL_REAL: 'quantity-interval',
  RTO: 'ratio', RTO_PQ_PQ: 'ratio', RTO_QTY_QTY: 'ratio', RTO_INT_INT: 'ratio', SXCM_PQ: 'quantity',
  TS: 'time', SXCM_TS: 'time', IVL_TS: 'time-interval', PIVL_TS: 'holder', EIVL_TS: 'holder', SXPR_TS: 'holder',
  ST: 'text', ED: 'text', BL: 'flag', BN: 'flag', II: 'identifier', TEL: 'telecom', URL: 'telecom', AD: 'address', PN: 'name', ON: 'name', EN: 'name', TN: 'name',
};

/** Elements whose type is a coded one also where they are null. */
const CODED: ReadonlySet<string> = new Set(['code', 'event', 'translation', 'qualifier']);
const isCodedName = (local: string): boolean => CODED.has(local) || (local.endsWith('Code') && local !== 'postalCode');

const TIMES: ReadonlySet<string> = new Set(['effectiveTime', 'time', 'birthTime', 'expirationTime', 'availabilityTime', 'existenceTime', 'phase', 'comp', 'deceasedTime']);
const QUANTITIES: ReadonlySet<string> = new Set(['quantity', 'period', 'width', 'offset', 'standardDeviation', 'sequenceNumber', 'versionNumber', 'repeatNumber', 'numerator', 'denominator']);
const BOUNDS: ReadonlySet<string> = new Set(['low', 'high', 'center']);

const has = (el: XmlElement, ...names: readonly string[]): boolean => names.some((name) => attr(el, name) !== undefined);
const hasElement = (el: XmlElement, ...locals: readonly string[]): boolean =>
  el.children.some((node) => node.kind === 'element' && (locals.length === 0 || locals.includes(node.local)));
const hasText = (el: XmlElement): boolean => el.children.some((node) => node.kind === 'text' && node.value.trim() !== '');

/** Without prefix: documents name the type in both ways. */
export const xsiTypeOf = (el: XmlElement): string => (attr(el, 'type', NS.xsi) ?? '').replace(/^.*:/, '');

const byValue = (el: XmlElement): FactType => {
  const { local } = el;
  const isInterval = hasElement(el, ...BOUNDS);
  if (TIMES.has(local)) return isInterval ? 'time-interval' : has(el, 'value') ? 'time' : hasElement(el) ? 'holder' : 'nothing';
  if (hasElement(el, 'numerator') || hasElement(el, 'denominator')) return 'ratio';
  if (QUANTITIES.has(local) || local.endsWith('Quantity') || has(el, 'unit')) return isInterval ? 'quantity-interval' : 'quantity';
  if (BOUNDS.has(local)) return 'time';
  if (isInterval) return 'quantity-interval';
  if (local.endsWith('Ind') && has(el, 'value')) return 'flag';
  return has(el, 'value') ? 'telecom' : 'nothing';
};

export const factTypeOf = (el: XmlElement): FactType => {
  const { local } = el;
  const declared = BY_XSI_TYPE[xsiTypeOf(el)];
  const isCoded = declared === 'code' || (declared === undefined && (has(el, 'code', 'codeSystem', 'displayName') || isCodedName(local)));
  if (isCoded) return local === 'qualifier' ? 'holder' : 'code';
  if (has(el, 'nullFlavor') && !hasElement(el) && !hasText(el)) return 'absent';
  if (attr(el, 'representation') === 'B64') return 'media';
  if (declared === 'text' || local === 'text' || local === 'title') return 'text';
  if (local === 'name' || declared === 'name') return 'name';
  if (local === 'addr' || declared === 'address') return 'address';
  if (local === 'telecom') return 'telecom';
  if (has(el, 'root') || declared === 'identifier') return 'identifier';
  if (declared === 'time-interval' && !hasElement(el)) return has(el, 'value') ? 'time' : 'nothing';
  if (declared === 'quantity-interval' && !hasElement(el, ...BOUNDS, 'width')) return 'quantity';
  if (declared !== undefined) return declared;
  const type = byValue(el);
  if (type !== 'nothing') return type;
  if (hasElement(el)) return 'holder';
  return hasText(el) ? 'text' : 'nothing';
};
