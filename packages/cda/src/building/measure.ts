import type { DecimalString } from '@ncp/domain';
import type { XmlAttributes, XmlElement } from '@ncp/xml';
import { v3, type ElementMaker } from './elements.js';

/** An amount as CDA writes it. `unit` is a UCUM code of the value set, an annotation `{Tablet}`, or `1`. */
export interface Measure {
  readonly value: DecimalString;
  readonly unit: string;
  /** The unit as the source wrote it. Beside `1` it is part of the entry, because `1` alone would lose it (cda-documents 4). */
  readonly source?: string;
}

export const measure = (name: string, { value, unit, source }: Measure, make: ElementMaker = v3, extra: XmlAttributes = {}): XmlElement =>
  make(name, { ...extra, value, unit },
    unit !== '1' || source === undefined ? undefined : v3('translation', { value }, v3('originalText', {}, source)));

/** The words of an annotation: `{Chewing_gum}` is a chewing gum. */
export const annotationText = (unit: string): string => unit.slice(1, -1).replaceAll('_', ' ');

/** As people read it: `2 tablett (Tablet)`, `500 mg`. */
export const measureText = ({ value, unit, source }: Measure): string => {
  const written = unit.startsWith('{') ? annotationText(unit) : unit;
  if (source === undefined) return unit === '1' ? value : `${value} ${written}`;
  return unit === '1' || source === written ? `${value} ${source}` : `${value} ${source} (${written})`;
};
