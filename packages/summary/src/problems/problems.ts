import type { AlertRecord, AlertText, DiagnosisRecord, ProblemItem } from '@ncp/domain';
import { alertText } from '../allergies/alert-text.js';
import { isOver } from '../allergies/allergies.js';
import { distinct, earliest, groupBy, laterFirst, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { groupProblems, isOutdone, ofAlert, ofDiagnosis, type ProblemCandidate, type ProblemGroup } from './problem-group.js';
import { isChronic, selectProblem, type ProblemPlace, type ProblemSelection } from './problem-selection.js';
import { WRITTEN } from '../summary-constants.js';

/** Problems, past illness and the alerts that stand beside them (sweden-patient-summary 2 and 3, PS20, PS31-PS38). */
export interface Problems {
  /** Chronic first, then the latest first. */
  readonly problems: readonly ProblemItem[];
  readonly pastIllness: readonly ProblemItem[];
  readonly alerts: readonly AlertText[];
  readonly told: readonly Told<DiagnosisRecord | AlertRecord>[];
}

interface Placed {
  readonly group: ProblemGroup;
  readonly selection: ProblemSelection;
}

const itemOf = ({ candidates, facts, doubtful }: ProblemGroup, bench: Bench): ProblemItem => {
  const [{ row: latest, diagnosis }] = candidates;
  bench.terms.missDiagnosis(diagnosis);
  const certainty = doubtful ? bench.terms.pivot(...WRITTEN.unconfirmedProblem) : undefined;
  const status = facts.flaggedChronic ? bench.terms.pivot(...WRITTEN.chronic) : undefined;
  const firstRecorded = earliest(candidates.map(({ recordedOn }) => recordedOn));
  const comments = distinct(candidates.flatMap(({ row }) => (row.type === 'alert' ? row.comments : [])));
  return {
    // A diagnosis and an alert of one system may have the same key.
    id: bench.idOf(latest.type === 'alert' ? 'alert-problem' : 'problem', latest.origin.key),
    source: sourceOf(candidates.map(({ row }) => row)),
    problem: diagnosis.term,
    ...(certainty === undefined ? {} : { certainty }),
    ...(status === undefined ? {} : { status }),
    ...(firstRecorded === undefined ? {} : { firstRecorded }),
    lastRecorded: facts.lastRecorded,
    ...(comments.length === 0 ? {} : { comments }),
  };
};

const chronicFirst = (a: Placed, b: Placed): number =>
  Number(isChronic(b.group.facts)) - Number(isChronic(a.group.facts)) ||
  laterFirst(a.group.facts.lastRecorded, b.group.facts.lastRecorded) ||
  ((a.group.facts.code ?? a.group.candidates[0].diagnosis.term.text) < (b.group.facts.code ?? b.group.candidates[0].diagnosis.term.text) ? -1 : 1);

/** The record that speaks for the group is the entry; an alert about a known problem adds nothing new (PS20). */
const tellGroup = ({ group: { candidates }, selection }: Placed): readonly Told<DiagnosisRecord | AlertRecord>[] => {
  const [first, ...others] = candidates;
  return [
    tell(first.row, 'entry', first.diagnosis.term.pivot === undefined ? 'PS32' : selection.id),
    ...others.map(({ row }) => tell(row, 'merged', row.type === 'alert' ? 'PS20' : 'PS37')),
  ];
};

/** Alerts in words, once for all providers that say the same. */
const wordedAlerts = (rows: readonly AlertRecord[], bench: Bench): Pick<Problems, 'alerts' | 'told'> => {
  const written = rows.map((row) => ({ row, text: alertText(row, bench) }));
  const groups = groupBy(written, ({ text }) => JSON.stringify([text.heading, text.lines]));
  return {
    alerts: groups.map((group) => ({ ...group[0].text, source: sourceOf(group.map(({ row }) => row)) })),
    told: groups.flatMap(([first, ...others]) => [
      tell(first.row, 'narrative', 'PS20'), ...others.map(({ row }) => tell(row, 'merged', 'PS20')),
    ]),
  };
};

const placed = (groups: readonly ProblemGroup[], bench: Bench): readonly Placed[] =>
  groups.map((group) => ({ group, selection: selectProblem(group.facts, bench.policy, bench.today) }));

/** `alerts`: every kind but `hypersensitivity`; both newest first. */
export const problemsOf = (diagnoses: readonly DiagnosisRecord[], alerts: readonly AlertRecord[], bench: Bench): Problems => {
  const over = alerts.filter((row) => isOver(row, bench));
  const current = alerts.filter((row) => !isOver(row, bench)).map((row) => ({ row, candidate: asProblem(row, bench) }));
  const worded = wordedAlerts(current.filter(({ candidate }) => candidate === undefined).map(({ row }) => row), bench);
  const candidates = [
    ...diagnoses.map((row) => ofDiagnosis(row, bench)),
    ...current.map(({ candidate }) => candidate).filter((candidate) => candidate !== undefined),
  ];
  const all = placed(groupProblems(candidates), bench);
  const at = (place: ProblemPlace): readonly Placed[] => all.filter(({ selection }) => selection.place === place);
  const outdone = [...at('active'), ...at('past')].filter(({ group, selection }) =>
    isOutdone(group, at(selection.place).map((beside) => beside.group)));
  const kept = (place: ProblemPlace): readonly Placed[] => at(place).filter((one) => !outdone.includes(one)).toSorted(chronicFirst);
  const dropped = (ones: readonly Placed[], rule?: 'PS37'): readonly Told<DiagnosisRecord | AlertRecord>[] =>
    ones.flatMap(({ group, selection }) => group.candidates.map(({ row }) => tell(row, 'dropped', rule ?? selection.id)));
  return {
    problems: kept('active').map(({ group }) => itemOf(group, bench)),
    pastIllness: kept('past').map(({ group }) => itemOf(group, bench)),
    alerts: worded.alerts,
    told: [
      ...over.map((row) => tell(row, 'dropped', 'PS17')), ...worded.told,
      ...[...kept('active'), ...kept('past')].flatMap(tellGroup), ...dropped(at('nowhere')), ...dropped(outdone, 'PS37'),
    ],
  };
};

const asProblem = (row: AlertRecord, bench: Bench): ProblemCandidate | undefined =>
  row.kind === 'serious-disease' || row.kind === 'communicable-disease' ? ofAlert(row, bench) : undefined;
