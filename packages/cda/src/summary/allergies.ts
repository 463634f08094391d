import type { AllergyItem } from '@ncp/domain';
import { visibleLine } from '../building/visible-text.js';
import type { AllergyEntry } from './model.js';
import { bare, column, part, row, type NarrativeRow, type NarrativeTable } from './narrative-model.js';
import { SOURCE_COLUMN, sourceCells } from './source.js';
import { chosen, chosenText, termOf, type Coding } from './terms.js';

const COLUMNS = [
  column('Överkänslighet mot', 'Hypersensitivity to', 5, part('agent', 'Överkänslighet mot', 'Hypersensitivity to'), bare('kind', 'Typ', 'Type')),
  column('Allvarlighet', 'Severity', 4, part('severity', 'Allvarlighet enligt journalen', 'Severity in the record'), part('criticality', 'Kritikalitet', 'Criticality')),
  column('Visshet', 'Certainty', 4, part('certaintytext', 'Visshet enligt journalen', 'Certainty in the record'), part('certainty', 'Visshet, kod', 'Certainty, code'), part('status', 'Status', 'Status'), part('ascertained', 'Konstaterad', 'Ascertained')),
  column('Kommentar', 'Comment', 5, part('comment', 'Kommentar', 'Comment')),
  SOURCE_COLUMN,
];

const entryOf = (item: AllergyItem, narrativeId: string, coding: Coding): { readonly entry: AllergyEntry; readonly row: NarrativeRow } => {
  const at = 'PatientSummary.allergies';
  const agent = termOf(item.agent, 'allergen', `${at}.agent`, coding);
  const kind = chosen(item.kind, 'adverse-event-type', `${at}.kind`, coding);
  const criticality = item.criticality === undefined ? undefined : chosen(item.criticality, 'criticality', `${at}.criticality`, coding);
  const certainty = item.certainty === undefined ? undefined : chosen(item.certainty, 'allergy-certainty', `${at}.certainty`, coding);
  const status = chosen(item.status, 'allergy-status', `${at}.status`, coding);
  return {
    entry: {
      id: item.id, narrativeId, agent: agent.element, agentName: agent.text,
      kind: kind ?? { kind: 'null', nullFlavor: 'UNK', originals: [] },
      ...(criticality === undefined ? {} : { criticality }),
      ...(certainty === undefined ? {} : { certainty }),
      ...(status === undefined ? {} : { status }),
      ...(item.ascertained === undefined ? {} : { ascertained: item.ascertained }),
    },
    row: row(narrativeId, {
      agent: agent.lines,
      kind: [chosenText(kind, item.kind)],
      severity: [visibleLine(item.severityText ?? '')],
      criticality: [chosenText(criticality, item.criticality)],
      certaintytext: [visibleLine(item.certaintyText ?? '')],
      certainty: [chosenText(certainty, item.certainty)],
      status: [chosenText(status, item.status)],
      ascertained: [item.ascertained],
      comment: item.comments,
      ...sourceCells(item.source),
    }),
  };
};

/** Hypersensitivities (PS11-PS19). */
export const allergies = (items: readonly AllergyItem[], coding: Coding): { readonly entries: readonly AllergyEntry[]; readonly table: NarrativeTable } => {
  const made = items.map((item, index) => entryOf(item, `alg${String(index + 1)}`, coding));
  return { entries: made.map(({ entry }) => entry), table: { id: 'alg', columns: COLUMNS, rows: made.map(({ row: each }) => each) } };
};
