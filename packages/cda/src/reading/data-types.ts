import {
  parseDecimal, parseHl7Time, type CodedValue, type Hl7Time, type InstanceIdentifier, type Quantity, type ZoneName,
} from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { productAll, v3All, wholeText } from './elements.js';
import type { ReadingNotes } from './notes.js';

/** HL7 data types as live documents write them: what is unusable is absent, what was forgiven is noted. */

const OID_OR_UUID = /^(?:[0-2](?:\.(?:0|[1-9][0-9]*))+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$/;

/** II. A root that is no OID ("root", "entryOid") is kept as it is: it only has to come back unchanged. */
export const readIdentifier = (el: XmlElement | undefined, notes: ReadingNotes): InstanceIdentifier | undefined => {
  if (el === undefined || attr(el, 'nullFlavor') !== undefined) return undefined;
  const root = attr(el, 'root') ?? '';
  if (root.trim() === '') return undefined;
  if (!OID_OR_UUID.test(root)) notes.note(el, 'identifier-root');
  // Never trimmed: identifiers are compared, and given back, byte for byte (decisions D75).
  const extension = attr(el, 'extension') ?? '';
  return extension.trim() === '' ? { root } : { root, extension };
};

/** The identifiers of an element that are not null, in document order. */
export const readIdentifiers = (el: XmlElement | undefined, notes: ReadingNotes): readonly InstanceIdentifier[] =>
  v3All(el, 'id').map((id) => readIdentifier(id, notes)).filter((id) => id !== undefined);

/** The first identifier; a second one is noted, because only one can be used. */
export const readOneIdentifier = (el: XmlElement | undefined, notes: ReadingNotes): InstanceIdentifier | undefined => {
  const [first, second] = readIdentifiers(el, notes);
  if (second !== undefined && el !== undefined) notes.note(el, 'several-identifiers');
  return first;
};

const readOneCode = (el: XmlElement, notes: ReadingNotes): CodedValue | undefined => {
  const code = attr(el, 'code')?.trim() ?? '';
  if (code === '' || attr(el, 'nullFlavor') !== undefined) return undefined;
  const codeSystem = attr(el, 'codeSystem')?.trim() ?? '';
  const display = attr(el, 'displayName')?.trim() ?? '';
  if (codeSystem === '') notes.note(el, 'code-system-missing');
  if (display === '') notes.note(el, 'display-name');
  return display === '' ? { code, codeSystem } : { code, codeSystem, display };
};

/** CD with its translations, outermost first; nested translations lead to the original (cda-documents 1.5). */
export const readCodes = (el: XmlElement | undefined, notes: ReadingNotes): readonly CodedValue[] => {
  if (el === undefined) return [];
  const own = readOneCode(el, notes);
  const inner = productAll(el, 'translation').flatMap((translation) => readCodes(translation, notes));
  return own === undefined ? inner : [own, ...inner];
};

/** The outermost code that says something, else the original text as the display of no code at all. */
export const readCode = (el: XmlElement | undefined, notes: ReadingNotes): CodedValue | undefined => {
  const [first] = readCodes(el, notes);
  if (first !== undefined || el === undefined) return first;
  const original = wholeText(productAll(el, 'originalText')[0]);
  return original === undefined ? undefined : { code: '', codeSystem: '', display: original };
};

/** `{Tablet}` is read as Tablet; `1` beside an original text is that text (cda-documents 4). */
const unitText = (el: XmlElement, unit: string): string => {
  if (unit.startsWith('{') && unit.endsWith('}')) return unit.slice(1, -1);
  if (unit !== '1') return unit;
  const translation = productAll(el, 'translation')[0];
  return wholeText(productAll(translation, 'originalText')[0]) ?? unit;
};

/**
 * PQ of a dose, a strength, a pack or a period: none of them can be negative. A missing unit means 1. Undefined when there is no
 * readable value; its digits stay as they are, a power of ten too.
 */
export const readAmount = (el: XmlElement | undefined, notes: ReadingNotes): Quantity | undefined => {
  if (el === undefined || attr(el, 'nullFlavor') !== undefined) return undefined;
  const value = parseDecimal(attr(el, 'value')?.trim() ?? '');
  if (!value.ok) {
    notes.note(el, 'amount-unreadable');
    return undefined;
  }
  if (value.value.startsWith('-')) {
    notes.note(el, 'amount-negative');
    return undefined;
  }
  if (/[eE]/.test(value.value)) notes.note(el, 'amount-exponent');
  const written = attr(el, 'unit')?.trim() ?? '';
  if (written === '') notes.note(el, 'unit-missing');
  const unit = written === '' ? '1' : written;
  return { value: value.value, unit: { text: unitText(el, unit), code: unit } };
};

/** TS, or an interval: its value, else its low, else its high. `unreadable` is a time that is there and is none. */
export const readTime = (el: XmlElement | undefined, zone: ZoneName): Hl7Time | 'unreadable' | undefined => {
  if (el === undefined || attr(el, 'nullFlavor') !== undefined) return undefined;
  const value = attr(el, 'value')?.trim();
  if (value === undefined || value === '') {
    for (const bound of [...v3All(el, 'low'), ...v3All(el, 'high')]) {
      const time = readTime(bound, zone);
      if (time !== undefined) return time;
    }
    return undefined;
  }
  const time = parseHl7Time(value, zone);
  return time.ok ? time.value : 'unreadable';
};
