import { CODE_SYSTEMS, hl7Date } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import type { Measure } from '../building/measure.js';
import type { DosageModel, DosageTiming } from './model.js';

/** First effectiveTime: the treatment. `high` would have to be a known end, later than `low` (decisions D35). */
const treatment = ({ treatment: { low, widthDays } }: DosageModel): XmlElement =>
  v3('effectiveTime', { 'xsi:type': 'IVL_TS' },
    v3('low', { value: hl7Date(low) }),
    widthDays === undefined ? undefined : v3('width', { value: String(widthDays), unit: 'd' }));

/** Second effectiveTime: exactly one frequency element (decisions D36; forms of cda-documents 5). */
export const frequency = (timing: DosageTiming): XmlElement => {
  switch (timing.kind) {
    case 'period':
      return v3('effectiveTime', {
        'xsi:type': 'PIVL_TS',
        'institutionSpecified': timing.institutionSpecified === undefined ? undefined : String(timing.institutionSpecified),
        'operator': 'A',
      },
        timing.from === undefined ? undefined : v3('phase', {}, v3('low', { value: timing.from, inclusive: 'true' })),
        v3('period', { value: timing.value, unit: timing.unit }));
    case 'event':
      return v3('effectiveTime', { 'xsi:type': 'EIVL_TS', 'operator': 'A' },
        v3('event', { code: timing.code, codeSystem: CODE_SYSTEMS.timingEvent }));
    case 'once':
      // No xsi:type: the schema rejects the base type when it is named.
      return v3('effectiveTime', { value: hl7Date(timing.on), operator: 'A' });
    case 'text':
      // A null effectiveTime beside a known treatment period would mix null and non-null; a null period does not.
      return v3('effectiveTime', { 'xsi:type': 'PIVL_TS' }, nullOf('period', 'UNK'));
  }
};

/** Without the unit's original text: low and high would carry the same translation twice, which is rejected. */
const bound = (name: 'low' | 'high', { value, unit }: Measure): XmlElement => v3(name, { value, unit });

/** effectiveTime twice, routeCode, doseQuantity: in the order of the schema. */
export const dosageElements = (dosage: DosageModel): readonly XmlElement[] => [
  treatment(dosage),
  frequency(dosage.timing),
  ...doseElements(dosage),
];

/** routeCode and doseQuantity. */
export const doseElements = (dosage: Pick<DosageModel, 'route' | 'dose'>): readonly XmlElement[] => [
  ...(dosage.route === undefined ? [] : [codedElement('routeCode', dosage.route)]),
  ...(dosage.dose === undefined ? [] : [v3('doseQuantity', {}, bound('low', dosage.dose.low), bound('high', dosage.dose.high))]),
];
