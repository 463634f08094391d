import type { ProblemItem } from '@ncp/domain';
import type { ProblemEntry } from './model.js';
import { column, part, row, type NarrativeRow, type NarrativeTable } from './narrative-model.js';
import { SOURCE_COLUMN, sourceCells } from './source.js';
import { chosen, chosenText, problemField, termOf, type Coding } from './terms.js';

const COLUMNS = [
  column('Hälsoproblem', 'Problem', 7, part('problem', 'Hälsoproblem', 'Problem'), part('comment', 'Kommentar', 'Comment')),
  column('Status', 'Status', 4, part('concern', 'Läge', 'State'), part('status', 'Förlopp', 'Course'), part('certainty', 'Visshet', 'Certainty')),
  // Onset is not known: a diagnosis says when it was assessed (PS35).
  column('Registrerad', 'Recorded', 4, part('first', 'Registrerad första gången', 'First recorded'), part('last', 'Senast registrerad', 'Last recorded')),
  SOURCE_COLUMN,
];

const CONCERNS = { active: 'aktuellt / active', completed: 'tidigare / past' } as const;

interface Place {
  readonly narrativeId: string;
  readonly concern: ProblemEntry['concern'];
  readonly at: string;
}

const entryOf = (item: ProblemItem, { narrativeId, concern, at }: Place, coding: Coding): { readonly entry: ProblemEntry; readonly row: NarrativeRow } => {
  const problem = termOf(item.problem, problemField(item.problem), `${at}.problem`, coding);
  const certainty = item.certainty === undefined ? undefined : chosen(item.certainty, 'certainty', `${at}.certainty`, coding);
  const status = item.status === undefined ? undefined : chosen(item.status, 'problem-status', `${at}.status`, coding);
  return {
    entry: {
      id: item.id, narrativeId, concern, problem: problem.element,
      ...(certainty === undefined ? {} : { certainty }),
      ...(status === undefined ? {} : { status }),
      ...(item.firstRecorded === undefined ? {} : { firstRecorded: item.firstRecorded }),
    },
    row: row(narrativeId, {
      problem: problem.lines,
      comment: item.comments ?? [],
      concern: [CONCERNS[concern]],
      status: [chosenText(status, item.status)],
      certainty: [chosenText(certainty, item.certainty)],
      first: [item.firstRecorded],
      last: [item.lastRecorded],
      ...sourceCells(item.source),
    }),
  };
};

/** Active problems, or those of the past (PS31-PS37). */
export const problems = (
  items: readonly ProblemItem[], concern: ProblemEntry['concern'], coding: Coding,
): { readonly entries: readonly ProblemEntry[]; readonly table: NarrativeTable } => {
  const prefix = concern === 'active' ? 'prob' : 'past';
  const at = `PatientSummary.${concern === 'active' ? 'problems' : 'pastIllness'}`;
  const made = items.map((item, index) => entryOf(item, { narrativeId: `${prefix}${String(index + 1)}`, concern, at }, coding));
  return { entries: made.map(({ entry }) => entry), table: { id: prefix, columns: COLUMNS, rows: made.map(({ row: each }) => each) } };
};
