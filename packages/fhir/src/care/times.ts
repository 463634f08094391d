import {
  addDays, fromStockholm, parseDate, parseInstant, stockholmDate, type CalendarDate, type Instant,
} from '@ncp/domain';
import { malformed, textIn, type FhirNode } from '../node.js';

/** The contracts' own form, `YYYYMMDDhhmmss`, and ISO 8601 without zone: both mean Swedish time (sweden-patient-summary 1.1). */
const WITHOUT_ZONE = /^(\d{4})-?(\d{2})-?(\d{2})T?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;
const PARTIAL = /^(\d{4})(?:-(\d{2}))?$/;

const swedishTime = (text: string): Instant | undefined => {
  const [, year, month, day, hour, minute, second = '00'] = WITHOUT_ZONE.exec(text) ?? [];
  return fromStockholm(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second}`);
};

const wholeDay = (text: string): CalendarDate | undefined => {
  const [, year, month, day] = COMPACT_DATE.exec(text) ?? [];
  const parsed = parseDate(year === undefined ? text : `${year}-${month ?? ''}-${day ?? ''}`);
  return parsed.ok ? parsed.value : undefined;
};

const timeOf = (text: string): Instant | undefined => {
  const parsed = parseInstant(text);
  return parsed.ok ? parsed.value : swedishTime(text);
};

/** A point in time; a day alone is no point in time. @throws NcpError NCP_NATIONAL_MALFORMED when it is neither */
export function timeIn(node: FhirNode, name: string): Instant | undefined {
  const text = textIn(node, name);
  if (text === undefined) return undefined;
  const time = timeOf(text);
  if (time === undefined && wholeDay(text) === undefined && !PARTIAL.test(text)) throw malformed(`${node.path}.${name}`);
  return time;
}

/** A point in time, or the first moment in Sweden of a day: for what is cut to its day before it is used. @throws NcpError NCP_NATIONAL_MALFORMED */
export function timeOrDayIn(node: FhirNode, name: string): Instant | undefined {
  const text = textIn(node, name);
  const day = text === undefined ? undefined : wholeDay(text);
  return day === undefined ? timeIn(node, name) : swedishTime(`${day}T00:00:00`);
}

/** The Swedish day of a time; undefined when only year or month is known. @throws NcpError NCP_NATIONAL_MALFORMED */
export function careDayIn(node: FhirNode, name: string): CalendarDate | undefined {
  const text = textIn(node, name);
  if (text === undefined) return undefined;
  const day = wholeDay(text);
  if (day !== undefined) return day;
  const time = timeIn(node, name);
  return time === undefined ? undefined : stockholmDate(time);
}

/** As FHIR says of a Period: a year or month that ends something ends with its last day. @throws NcpError NCP_NATIONAL_MALFORMED */
export function lastDayIn(node: FhirNode, name: string): CalendarDate | undefined {
  const text = textIn(node, name);
  const [, year, month] = PARTIAL.exec(text ?? '') ?? [];
  if (year === undefined) return careDayIn(node, name);
  const after = month === undefined || month === '12' ? `${String(Number(year) + 1).padStart(4, '0')}-01-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`;
  const next = parseDate(after);
  if (!next.ok || Number(month ?? '1') < 1) throw malformed(`${node.path}.${name}`);
  return addDays(next.value, -1);
}
