import { attr, type XmlElement } from '@ncp/xml';
import { v3At } from '../elements.js';
import type { StatementRole } from './fact.js';

/** Elements that make a clinical statement of CDA R2; each begins a new role. */
const STATEMENTS: ReadonlySet<string> = new Set([
  'act', 'observation', 'substanceAdministration', 'supply', 'procedure', 'organizer', 'encounter', 'observationMedia', 'regionOfInterest',
]);

export const isStatement = (el: XmlElement): boolean => STATEMENTS.has(el.local);

/** Fixed codes of the templates that say what a statement is about; they say nothing else (cda-documents 3, 7). */
const ROLE_OF_CODE: ReadonlyMap<string, StatementRole> = new Map([
  ['CONC', 'concern'], ['SEV', 'severity'], ['82606-5', 'criticality'], ['66455-7', 'certainty'], ['33999-4', 'status'], ['11323-3', 'outcome'],
  ['30973-2', 'dose-number'], ['48767-8', 'comment'], ['85847-2', 'care-team'], ['PINSTRUCT', 'patient-instruction'],
  ['FINSTRUCT', 'fulfilment-instruction'], ['SUBST', 'substitution'], ['IMMUNIZ', 'immunization'],
]);

const ROLE_OF_RELATION: ReadonlyMap<string, StatementRole> = new Map([['MFST', 'reaction'], ['RSON', 'reason']]);

const OBSERVATION_OF_SECTION: ReadonlyMap<string, StatementRole> = new Map([
  ['29762-2', 'social-history'], ['8716-3', 'vital-sign'], ['30954-2', 'result'], ['10162-6', 'pregnancy'], ['47420-5', 'functional-status'],
  ['48765-2', 'allergy'], ['11450-4', 'problem'], ['11348-0', 'problem'],
]);

export const sectionKey = {
  allergies: '48765-2', immunizations: '11369-6', devices: '46264-8',
} as const;

const CONCERNS: ReadonlySet<string> = new Set([sectionKey.allergies, '11450-4', '11348-0']);

const codeOf = (el: XmlElement): string => attr(v3At(el, 'code') ?? el, 'code') ?? '';

/** Does the statement's own code only name its role? */
export const isFixedCode = (code: string): boolean => ROLE_OF_CODE.has(code);

export interface StatementPlace {
  /** The section's LOINC code. */
  readonly section: string;
  /** typeCode of the relationship that leads to it. */
  readonly relation?: string;
  /** Of the statement around it. */
  readonly around?: StatementRole;
}

export const roleOf = (el: XmlElement, { section, relation, around }: StatementPlace): StatementRole => {
  const fixed = ROLE_OF_CODE.get(codeOf(el));
  if (fixed !== undefined) return fixed;
  const byRelation = around === undefined ? undefined : ROLE_OF_RELATION.get(relation ?? '');
  if (byRelation !== undefined) return byRelation;
  switch (el.local) {
    case 'substanceAdministration': return section === sectionKey.immunizations ? 'immunization' : 'medication';
    case 'supply': return section === sectionKey.devices ? 'device' : 'supply';
    case 'procedure': return 'procedure';
    case 'organizer': return 'group';
    case 'observation':
      if (around === 'concern') return section === sectionKey.allergies ? 'allergy' : 'problem';
      return OBSERVATION_OF_SECTION.get(section) ?? 'observation';
    // Older concerns have no code of their own (cda-documents 9).
    case 'act': return around === undefined && CONCERNS.has(section) ? 'concern' : 'act';
    default: return 'act';
  }
};

/** Statements that say what was done or found; of a supply and a medication both what is meant and what was done is usual. */
const DONE: ReadonlySet<string> = new Set(['observation', 'procedure', 'encounter', 'organizer']);

/** A mood that turns the meaning around: what is planned, asked for or hoped for was not done (cda-documents 7). */
export const tellingMood = (el: XmlElement, role: StatementRole): string | undefined => {
  if (!DONE.has(el.local) && role !== 'immunization') return undefined;
  const mood = attr(el, 'moodCode')?.trim();
  return mood === undefined || mood === '' || mood === 'EVN' ? undefined : mood;
};
