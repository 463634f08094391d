import { parseDecimal } from '@ncp/domain';
import { attr, namespaceOf, type XmlElement } from '@ncp/xml';
import { isUnit } from '../../rules/types/unit.js';
import type { ReadingNotes } from '../notes.js';
import type { FactAmount, FactContent, StatementRole } from './fact.js';
import { isKnownXsiType, type ElementType } from './fact-type.js';
import { isKnownElement } from './known-names.js';
import type { Placed } from './placed-children.js';

/**
 * What is wrong with what a document says, seen while it is read. Reading goes on all the same: what is
 * no number stays the text that it is, and nobody is given a guess.
 */

/** Statements whose amounts are measured, and may be below zero: a base excess, a temperature, an exponent of a lens. */
const MEASURED: ReadonlySet<StatementRole> = new Set([
  'vital-sign', 'result', 'observation', 'social-history', 'functional-status', 'problem', 'pregnancy',
]);

/** Before a meal is minus some minutes from it (cda-documents 5). */
const OFFSET = /\/offset(?:\[\d+\])?(?:\/|$)/;

/** UCUM has the litre in both letters; the value set has one of them, which is for the rules to say. */
const LITRE = /(^|[./(])([dcmunpkh]?)l(?=$|[./)0-9{-])/g;
const isKnownUnit = (unit: string): boolean => !/\s/.test(unit) && (isUnit(unit) || isUnit(unit.replaceAll(LITRE, '$1$2L')));

const amountFaults = ({ value, unit, unitText, nullFlavor }: FactAmount, at: string, role: StatementRole, notes: ReadingNotes): void => {
  if (value === undefined) {
    if (nullFlavor === undefined) notes.noteAt(at, 'amount-unreadable');
  } else {
    if (nullFlavor !== undefined) notes.noteAt(at, 'null-with-value');
    if (!parseDecimal(value).ok) notes.noteAt(at, 'amount-unreadable');
    else if (/[eE]/.test(value)) notes.noteAt(at, 'amount-exponent');
    else if (value.startsWith('-') && !MEASURED.has(role) && !OFFSET.test(at)) notes.noteAt(at, 'amount-negative');
  }
  if (unit !== undefined && unitText === undefined && !isKnownUnit(unit)) notes.noteAt(at, 'unit-unknown');
};

/** Of the content of one element. @param at where it stands; parts of an amount stand below it */
export const contentFaults = (content: FactContent, at: string, role: StatementRole, notes: ReadingNotes): void => {
  switch (content.kind) {
    case 'quantity':
      for (const amount of content.amounts) amountFaults(amount, amount.part === 'value' ? at : `${at}/${amount.part}`, role, notes);
      return;
    case 'time':
      if (content.time.date === undefined && !isYearOrMonth(content.time.written)) notes.noteAt(at, 'time-unreadable');
      return;
    default:
  }
};

/** Known no better than that; `00` is no month. */
const isYearOrMonth = (written: string): boolean => /^\d{4}(?:0[1-9]|1[0-2])?$/.test(written);

/** Of an element as such: its name, its type, and whether it is null and says something. */
export const elementFaults = (el: XmlElement, { look, xsiType, type }: ElementType, at: string, notes: ReadingNotes): void => {
  if (!isKnownElement(el)) notes.noteAt(at, 'element-unknown');
  if (look.xsiType !== '') typeFaults(el, look.xsiType, xsiType, at, notes);
  if (!look.nullFlavor || type === 'quantity' || type === 'quantity-interval') return;
  const says = type === 'code' ? (attr(el, 'code') ?? '') !== '' : look.value || look.root || look.text;
  if (says) notes.noteAt(at, 'null-with-value');
};

const typeFaults = (el: XmlElement, written: string, xsiType: string, at: string, notes: ReadingNotes): void => {
  const colon = written.lastIndexOf(':');
  if (colon >= 0 && namespaceOf(el, written.slice(0, colon).trim()) === undefined) notes.noteAt(at, 'type-prefix');
  if (!isKnownXsiType(xsiType)) notes.noteAt(at, 'type-unknown');
};

/** May be repeated, but a null among others says two things at once (cda-documents 1.6). */
const ONE_OR_NULL: ReadonlySet<string> = new Set(['effectiveTime', 'name', 'addr', 'telecom', 'id', 'given', 'family']);

/** Of children beside each other; `times` when they are the bounds of a time. */
export const siblingFaults = (children: readonly Placed[], times: boolean, notes: ReadingNotes): void => {
  if (children.length < 2) return;
  for (const [el, at] of children) {
    if (!ONE_OR_NULL.has(el.local) || attr(el, 'nullFlavor') === undefined) continue;
    if (children.some(([other]) => other.local === el.local && other.ns === el.ns && attr(other, 'nullFlavor') === undefined)) notes.noteAt(at, 'null-mixed');
  }
  if (!times) return;
  const bound = (name: string): Placed | undefined => children.find(([{ local }]) => local === name);
  const [low, high] = [bound('low'), bound('high')];
  if (low !== undefined && high !== undefined && isAfter(attr(low[0], 'value'), attr(high[0], 'value'))) notes.noteAt(high[1], 'time-order');
};

/** By the day, as far as both are known: a zone cannot turn that around by more than one. */
const isAfter = (low: string | undefined, high: string | undefined): boolean => {
  const [from, to] = [/^\d{4,8}/.exec(low ?? '')?.[0], /^\d{4,8}/.exec(high ?? '')?.[0]];
  if (from === undefined || to === undefined) return false;
  const length = Math.min(from.length, to.length);
  return from.slice(0, length) > to.slice(0, length);
};
