import { NS, type XmlElement } from '@ncp/xml';

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
const TYPES: ReadonlyMap<string, FactType> = new Map(Object.entries(BY_XSI_TYPE));

export const isKnownXsiType = (type: string): boolean => TYPES.has(type);

/** Elements whose type is a coded one also where they are null. */
const CODED: ReadonlySet<string> = new Set(['code', 'event', 'translation', 'qualifier']);
const isCodedName = (local: string): boolean => CODED.has(local) || (local.endsWith('Code') && local !== 'postalCode');

const TIMES: ReadonlySet<string> = new Set(['effectiveTime', 'time', 'birthTime', 'expirationTime', 'availabilityTime', 'existenceTime', 'phase', 'comp', 'deceasedTime']);
const QUANTITIES: ReadonlySet<string> = new Set(['quantity', 'period', 'width', 'offset', 'standardDeviation', 'sequenceNumber', 'versionNumber', 'repeatNumber', 'numerator', 'denominator']);
const BOUNDS: ReadonlySet<string> = new Set(['low', 'high', 'center']);

/** What an element has, seen in one pass over its attributes and one over its children: this is asked of every element. */
export interface Look {
  readonly local: string;
  coded: boolean;
  nullFlavor: boolean;
  value: boolean;
  unit: boolean;
  root: boolean;
  base64: boolean;
  negated: boolean;
  /** As written. */
  xsiType: string;
  element: boolean;
  text: boolean;
  bound: boolean;
  width: boolean;
  half: boolean;
}

export const lookAt = ({ local, attributes, children }: XmlElement): Look => {
  const look: Look = {
    local, coded: false, nullFlavor: false, value: false, unit: false, root: false, base64: false, negated: false, xsiType: '',
    element: false, text: false, bound: false, width: false, half: false,
  };
  for (const { ns, local: name, value } of attributes) {
    if (ns === NS.xsi) {
      if (name === 'type') look.xsiType = value;
      continue;
    }
    if (ns !== '') continue;
    switch (name) {
      case 'code': case 'codeSystem': case 'displayName': look.coded = true; break;
      case 'nullFlavor': look.nullFlavor = true; break;
      case 'value': look.value = true; break;
      case 'unit': look.unit = true; break;
      case 'root': case 'extension': look.root = true; break;
      case 'representation': look.base64 = value === 'B64'; break;
      case 'negationInd': look.negated = value === 'true'; break;
    }
  }
  for (const node of children) {
    if (node.kind === 'element') {
      look.element = true;
      if (BOUNDS.has(node.local)) look.bound = true;
      else if (node.local === 'width') look.width = true;
      else if (node.local === 'numerator' || node.local === 'denominator') look.half = true;
    } else if (node.kind === 'text' && !look.text && node.value.trim() !== '') look.text = true;
  }
  return look;
};

/** Without prefix: documents name the type in both ways. */
export const withoutPrefix = (type: string): string => (type === '' ? type : type.slice(type.lastIndexOf(':') + 1).trim());

const byValue = ({ local, bound, value, element, half, unit }: Look): FactType => {
  if (TIMES.has(local)) return bound ? 'time-interval' : value ? 'time' : element ? 'holder' : 'nothing';
  if (half) return 'ratio';
  if (QUANTITIES.has(local) || local.endsWith('Quantity') || unit) return bound ? 'quantity-interval' : 'quantity';
  if (BOUNDS.has(local)) return 'time';
  if (bound) return 'quantity-interval';
  if (value && local.endsWith('Ind')) return 'flag';
  return value ? 'telecom' : 'nothing';
};

const typeOf = (look: Look, declared: FactType | undefined): FactType => {
  const { local, element, text, value } = look;
  const isCoded = declared === 'code' || (declared === 'text' && look.coded) || (declared === undefined && (look.coded || isCodedName(local)));
  if (isCoded) return local === 'qualifier' ? 'holder' : 'code';
  if (look.nullFlavor && !element && !text && !value && !look.root && !look.unit) return 'absent';
  if (look.base64) return 'media';
  if (declared === 'text' || local === 'text' || local === 'title') return 'text';
  if (local === 'name' || declared === 'name') return 'name';
  if (local === 'addr' || declared === 'address') return 'address';
  if (local === 'telecom') return 'telecom';
  if (look.root || declared === 'identifier') return 'identifier';
  if (declared === 'time-interval' && !element) return value ? 'time' : 'nothing';
  if (declared === 'quantity-interval' && !look.bound && !look.width) return 'quantity';
  if (declared !== undefined) return declared;
  const type = byValue(look);
  if (type !== 'nothing') return type;
  if (element) return 'holder';
  return text ? 'text' : 'nothing';
};

export interface ElementType {
  readonly type: FactType;
  /** Without prefix; empty where there is none. */
  readonly xsiType: string;
  readonly look: Look;
}

export const elementType = (el: XmlElement): ElementType => {
  const look = lookAt(el);
  const xsiType = withoutPrefix(look.xsiType);
  return { type: typeOf(look, TYPES.get(xsiType)), xsiType, look };
};
