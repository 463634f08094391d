import { attr, NS, type XmlElement } from '@ncp/xml';
import { PQ_WIDTH, QTY, valueOrNull } from './quantity.js';
import { isTime, minutesOf } from './time-value.js';
import { elementsOf, has, isNullValue, must, named, type DataType, type TypeRule } from './type-rule.js';
import { BOUNDS, INTERVAL, INTERVAL_SHAPE } from './interval.js';

/** Points in time and intervals of them (cda-documents 1.8, 5). */

const TIME = { wording: 'time', attribute: 'value' } as const;

export const TS: DataType = {
  name: 'TS', base: QTY,
  rules: [valueOrNull('time'), must('time', '2', TIME, (el) => isTime(attr(el, 'value')))],
};

export const TS_EPSOS_TZ: DataType = {
  name: 'TS.EPSOS.TZ', base: TS,
  rules: [
    must('day', '1', TIME, (el) => !has(el, 'value') || /^\d{8}/.test(attr(el, 'value') ?? '')),
    must('second', '2', { wording: 'time-precision', attribute: 'value', severity: 'warning' }, (el) => !has(el, 'value') || /^\d{14}/.test(attr(el, 'value') ?? '')),
    must('zone', '3', { wording: 'time-zone', attribute: 'value' }, (el) => !/^\d{10}/.test(attr(el, 'value') ?? '') || /[+-]/.test(attr(el, 'value') ?? '')),
  ],
};

export const SXCM_TS: DataType = {
  name: 'SXCM_TS', base: TS,
  rules: [must('null-operator', '1', { wording: 'null-not-alone' }, (el) => !(isNullValue(el) && has(el, 'operator')) || attr(el, 'operator') === 'I')],
};

export const IVXB_TS: DataType = {
  name: 'IVXB_TS', base: TS,
  rules: [must('null-inclusive', '1', { wording: 'null-not-alone' }, (el) => !(isNullValue(el) && has(el, 'inclusive')) || attr(el, 'inclusive') === 'true')],
};

const PERIOD_UNITS: ReadonlySet<string> = new Set(['us', 'ms', 's', 'min', 'h', 'd', 'wk', 'mo', 'a', '']);

const valueOf = (el: XmlElement, name: string): string | undefined =>
  named(el, name).map((one) => attr(one, 'value')).find((value) => value !== undefined);

const bound = (name: string): TypeRule =>
  must(`${name}-time`, '9', { wording: 'time', name }, (el) => isTime(valueOf(el, name)));

export const IVL_TS: DataType = {
  name: 'IVL_TS', base: SXCM_TS,
  rules: [
    ...INTERVAL_SHAPE,
    must('value-alone', '3', INTERVAL, (el) => !(has(el, 'value') && elementsOf(el).some(({ ns }) => ns === NS.hl7))),
    must('low-is-high', '6', INTERVAL, (el) => {
      const highs = new Set(named(el, 'high').map((one) => attr(one, 'value')));
      return !named(el, 'low').some((one) => has(one, 'value') && highs.has(attr(one, 'value')));
    }),
    ...PQ_WIDTH,
    must('width-unit', '8', INTERVAL, (el) => named(el, 'width').every((width) => PERIOD_UNITS.has(attr(width, 'unit') ?? ''))),
    ...BOUNDS.map(bound),
    must('low-before-high', '7', INTERVAL, (el) => {
      const from = minutesOf(valueOf(el, 'low') ?? '');
      const to = minutesOf(valueOf(el, 'high') ?? '');
      return from === undefined || to === undefined || from <= to;
    }),
  ],
};

const precise = (label: string, name: string, digits: number, of: (el: XmlElement) => string | undefined): TypeRule =>
  must(`${name}-${digits === 4 ? 'year' : 'day'}`, label, { ...TIME, ...(digits === 4 ? {} : { wording: 'time-precision', severity: 'warning' }) },
    (el) => of(el) === undefined || (/^\d*/.exec(of(el) ?? '')?.[0] ?? '').length >= digits);

export const IVL_TS_EPSOS_TZ_OPT: DataType = {
  name: 'IVL_TS.EPSOS.TZ.OPT', base: IVL_TS,
  rules: [
    precise('dtr1-1-IVL_TS.EPSOS.TZ.OPT.TZ', 'value', 4, (el) => attr(el, 'value')),
    precise('dtr1-2-IVL_TS.EPSOS.TZ.OPT.TZ', 'value', 8, (el) => attr(el, 'value')),
    precise('4', 'low', 4, (el) => valueOf(el, 'low')),
    precise('5', 'low', 8, (el) => valueOf(el, 'low')),
    precise('7', 'center', 4, (el) => valueOf(el, 'center')),
    precise('8', 'center', 8, (el) => valueOf(el, 'center')),
    precise('10', 'high', 4, (el) => valueOf(el, 'high')),
    precise('11', 'high', 8, (el) => valueOf(el, 'high')),
  ],
};
