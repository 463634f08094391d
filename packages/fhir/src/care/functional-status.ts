import { stockholmDate, type FunctionalStatusRecord } from '@ncp/domain';
import { extensionIn, malformed, type FhirNode } from '../node.js';
import { CARE_EXTENSIONS } from './care-constants.js';
import { categoryCodes, checkCondition } from './diagnoses.js';
import type { CareEntry } from './entry.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn } from './times.js';
import { notesOf, termIn, termsIn } from './terms.js';

/** `[förflyttning]: med rollator`, with or without the brackets. */
const NOTE = /^\[?([^\]:]+)\]?:\s*(.+)$/s;
/** Activities of the contract: other text with a colon is a comment, not an answer to one. */
const ACTIVITIES: ReadonlySet<string> = new Set([
  'personlig hygien', 'på/avklädning', 'på-/avklädning', 'på- och avklädning', 'förflyttning', 'toalettbesök', 'födointag',
]);

const noteOf = (text: string): FunctionalStatusRecord['notes'][number] => {
  const [, name = '', answer = ''] = NOTE.exec(text) ?? [];
  const activity = name.trim().toLowerCase();
  return ACTIVITIES.has(activity) ? { activity, text: answer.trim() } : { text };
};

const categoryOf = (node: FhirNode): FunctionalStatusRecord['category'] => {
  const codes = categoryCodes(node).map(({ code }) => code);
  if (codes.includes('pad-pad')) return 'personal-adl';
  return codes.includes('fun-fun') ? 'disability' : 'unknown';
};

/**
 * GetFunctionalStatus: an assessment of ability, which is not a problem (sweden-patient-summary 6). "Utan hjälp" is a finding.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readFunctionalStatus(entry: CareEntry, custodies: Custodies): FunctionalStatusRecord {
  const { node } = entry;
  checkCondition(node);
  const origin = originOf(entry, custodies);
  const asserted = extensionIn(node, CARE_EXTENSIONS.assertedDate);
  const assessedOn = careDayIn(node, 'recordedDate') ?? (asserted === undefined ? undefined : careDayIn(asserted, 'valueDateTime')) ??
    (origin.recorded === undefined ? undefined : stockholmDate(origin.recorded));
  if (assessedOn === undefined) throw malformed('Condition.recordedDate');
  // Of personal ADL the category itself is what is assessed.
  const assessment = termIn(node, 'code') ?? termsIn(node, 'category')[0];
  if (assessment === undefined) throw malformed('Condition.code');
  return { type: 'functional-status', origin, category: categoryOf(node), assessment, assessedOn, notes: notesOf(node).map(noteOf) };
}
