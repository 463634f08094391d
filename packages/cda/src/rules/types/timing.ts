import { attr, NS, type XmlElement } from '@ncp/xml';
import { SXCM_TS } from './time.js';
import { elementsOf, has, isNullValue, must, named, selfAndDescendants, type DataType, type TypeRule } from './type-rule.js';

/** How often a medicine is taken (cda-documents 5). */

const TIMING = { wording: 'timing' } as const;
const TIMING_EVENTS = '2.16.840.1.113883.5.139';

/** Either null and empty, or with content. */
const isNullOrFull = (el: XmlElement): boolean => isNullValue(el) !== (has(el, 'value', 'unit') || elementsOf(el).length > 0);

const isHl7 = (el: XmlElement): boolean => el.ns === NS.hl7;

const hasDecimals = (el: XmlElement): boolean => (attr(el, 'value') ?? '').split('.').slice(1).join('.').length > 4;

export const PIVL_TS: DataType = {
  name: 'PIVL_TS', base: SXCM_TS,
  rules: [
    must('null-or-content', '2', TIMING, (el) => selfAndDescendants(el).some((one) => isHl7(one) && isNullOrFull(one))),
    must('value-and-parts', '3', TIMING, (el) => elementsOf(el).length === 0 || isNullValue(el) || (!has(el, 'value') && elementsOf(el).some((part) =>
      isNullValue(part) || named(part, 'center').length === 0 ||
      named(part, 'low', 'high', 'width').length === 0))),
    must('period-decimals', '5', TIMING, (el) => !named(el, 'period').some(hasDecimals)),
  ],
};

const event = (name: string, label: string, wrong: (one: XmlElement) => boolean): TypeRule =>
  must(name, label, TIMING, (el) => !named(el, 'event').some(wrong));

export const EIVL_TS: DataType = {
  name: 'EIVL_TS', base: SXCM_TS,
  rules: [
    must('event', '1', TIMING, (el) => isNullValue(el) || named(el, 'event').length > 0),
    must('event-null', '3', TIMING, (el) => named(el, 'event').every((one) => !(isNullValue(one) && has(one, 'code'))) || named(el, 'event').some((one) => isNullValue(one) || has(one, 'code'))),
    event('event-system', '4', (one) => has(one, 'codeSystem') && attr(one, 'codeSystem') !== TIMING_EVENTS),
    event('event-system-name', '5', (one) => has(one, 'codeSystemName') && attr(one, 'codeSystemName') !== 'TimingEvent'),
    event('event-system-version', '6', (one) => has(one, 'codeSystemVersion')),
    event('event-display', '7', (one) => has(one, 'displayName')),
    event('event-original', '8', (one) => named(one, 'originalText').length > 0),
    event('event-qualifier', '9', (one) => named(one, 'qualifier').length > 0),
    event('event-translation', '10', (one) => named(one, 'translation').length > 0),
    must('offset-null-or-content', '11', TIMING, (el) => named(el, 'offset').every(isNullOrFull)),
    must('offset-part-null', '12', TIMING, (el) => named(el, 'offset').every((offset) => elementsOf(offset).every((part) => !(isNullValue(part) && has(part, 'value', 'unit'))))),
    must('offset-value-and-parts', '13', TIMING, (el) => named(el, 'offset').every((offset) => isNullValue(offset) || has(offset, 'value') !== (elementsOf(offset).length > 0))),
    must('offset-precision', '15', TIMING, (el) => named(el, 'offset').every((offset) => {
      const [low] = named(offset, 'low').flatMap((one) => attr(one, 'value') ?? []);
      const [high] = named(offset, 'high').flatMap((one) => attr(one, 'value') ?? []);
      return low === undefined || high === undefined || low.length === high.length;
    })),
    must('offset-width-translation', '17', TIMING, (el) => named(el, 'offset').every((offset) => named(offset, 'width').every((width) => named(width, 'translation').length === 0))),
  ],
};

/** Every component inside that is of a type, at any depth. */
const componentsOf = (el: XmlElement, type: string): readonly XmlElement[] => selfAndDescendants(el).filter((one) =>
  one !== el && isHl7(one) && one.local === 'comp' && (attr(one, 'type', NS.xsi) ?? '').split(':').at(-1) === type);

/** Holds of no component, or of some: that is how the official rules judge several. */
const someOrNone = (components: readonly XmlElement[], holds: (one: XmlElement) => boolean): boolean => components.length === 0 || components.some(holds);

/** Children of the name in any namespace. */
const anyNamed = (el: XmlElement, name: string): readonly XmlElement[] => elementsOf(el).filter(({ local }) => local === name);
const valueLength = (el: XmlElement, name: string): number => (anyNamed(el, name).flatMap((one) => attr(one, 'value') ?? [])[0] ?? '').length;
const hasBoth = (el: XmlElement): boolean => ['low', 'high'].every((name) => anyNamed(el, name).some((one) => has(one, 'value')));

const isWholePart = (part: XmlElement): boolean =>
  isNullValue(part) || anyNamed(part, 'center').length === 0 || ['low', 'high', 'width'].every((name) => anyNamed(part, name).length === 0);

/** What holds of the components of one type; the labels are those of the official rules in this order. */
const ofComponents = (type: string, [content = '', parts = '', precision = '', unit = '', translation = '']: readonly string[]): readonly TypeRule[] => {
  const rule = (name: string, label: string, holds: (components: readonly XmlElement[]) => boolean): TypeRule =>
    must(`${type}-${name}`, label, TIMING, (el) => holds(componentsOf(el, type)));
  return [
    rule('null-or-content', content, (all) => someOrNone(all, isNullOrFull)),
    rule('value-and-parts', parts, (all) => !all.some((one) => elementsOf(one).length > 0) || all.some((one) =>
      isNullValue(one) || (has(one, 'value') ? elementsOf(one).length === 0 : elementsOf(one).some(isWholePart)))),
    rule('precision', precision, (all) => !all.some(hasBoth) || all.some((one) => valueLength(one, 'low') === valueLength(one, 'high'))),
    rule('width-unit', unit, (all) => someOrNone(all.flatMap((one) => anyNamed(one, 'width')), (width) => !has(width, 'unit') || has(width, 'value'))),
    rule('width-translation', translation, (all) => !all.some((one) => anyNamed(one, 'width').some((width) => anyNamed(width, 'translation').length > 0))),
  ];
};

const periodsOf = (el: XmlElement): readonly XmlElement[] => componentsOf(el, 'PIVL_TS').flatMap((one) => anyNamed(one, 'period'));
const translatedPeriods = (el: XmlElement, isNull: boolean): boolean =>
  periodsOf(el).some((period) => isNullValue(period) === isNull && anyNamed(period, 'translation').length > 0);

export const SXPR_TS: DataType = {
  name: 'SXPR_TS', base: SXCM_TS,
  rules: [
    must('components', '1', TIMING, (el) => isNullValue(el) || named(el, 'comp').length >= 2),
    must('components-nested', '2', TIMING, (el) => someOrNone(componentsOf(el, 'SXPR_TS'), (one) => isNullValue(one) || named(one, 'comp').length >= 2)),
    ...ofComponents('IVL_TS', ['4', '5', '6', '7', '8']),
    must('period', '9', TIMING, (el) => someOrNone(componentsOf(el, 'PIVL_TS'), (one) =>
      elementsOf(one).some((part) => part.local === 'frequency' || (part.local === 'period' && isNullValue(part) !== has(part, 'value'))))),
    must('period-translation', '10', TIMING, (el) => !translatedPeriods(el, true) || translatedPeriods(el, false)),
    ...ofComponents('PIVL_TS', ['11', '12', '13', '15', '16']),
    must('period-decimals', '14', TIMING, (el) => !periodsOf(el).some(hasDecimals)),
  ],
};
