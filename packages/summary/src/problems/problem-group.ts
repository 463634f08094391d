import { stockholmDate, type AlertRecord, type CalendarDate, type DiagnosisRecord } from '@ncp/domain';
import { groupBy, laterFirst, newestFirst, writtenAt, type Bench } from '../bench.js';
import type { ProblemFacts } from './problem-selection.js';
import { DOUBTFUL_DIAGNOSIS } from '../summary-constants.js';
import { foldWords, wordsOf, type DiagnosisTerm } from '../terms.js';

/** One assessment at one visit, or one alert that names a disease by ICD-10. */
export interface ProblemCandidate {
  readonly row: DiagnosisRecord | AlertRecord;
  readonly diagnosis: DiagnosisTerm;
  readonly recordedOn: CalendarDate;
  /** A question, not a finding (PS32). */
  readonly doubtful: boolean;
}

/** All candidates of one code, the latest first: it speaks for the others (PS37). */
export interface ProblemGroup {
  readonly candidates: readonly [ProblemCandidate, ...ProblemCandidate[]];
  readonly facts: ProblemFacts;
  readonly doubtful: boolean;
}

export const ofDiagnosis = (row: DiagnosisRecord, { terms }: Bench): ProblemCandidate => ({
  row, diagnosis: terms.diagnosis(row.diagnosis), recordedOn: row.recordedOn,
  doubtful: DOUBTFUL_DIAGNOSIS.test(foldWords(wordsOf(row.diagnosis))),
});

/** Undefined when the alert names no disease by ICD-10 (PS20). */
export const ofAlert = (row: AlertRecord, { terms, today }: Bench): ProblemCandidate | undefined => {
  const diagnosis = terms.diagnosis(row.subject);
  if (diagnosis.code === undefined) return undefined;
  const written = writtenAt(row.origin);
  const recordedOn = row.start ?? row.ascertained ?? (written === undefined ? today : stockholmDate(written));
  const suspected = row.certainty !== undefined && terms.word('allergy-certainty', row.certainty)?.code === 'unconfirmed';
  return { row, diagnosis, recordedOn, doubtful: suspected || DOUBTFUL_DIAGNOSIS.test(foldWords(wordsOf(row.subject))) };
};

// Codes of different systems never meet; words meet only as a whole.
const candidateKey = ({ diagnosis: { code, term } }: ProblemCandidate): string => {
  if (code !== undefined) return `icd|${code}`;
  const other = term.pivot ?? term.national;
  return other === undefined ? `text|${foldWords(term.text)}` : `${other.codeSystem}|${other.code}`;
};

const latestFirst = (a: ProblemCandidate, b: ProblemCandidate): number => laterFirst(a.recordedOn, b.recordedOn) || newestFirst(a.row, b.row);

const factsOf = (candidates: readonly [ProblemCandidate, ...ProblemCandidate[]]): ProblemFacts => {
  const [{ diagnosis, recordedOn }] = candidates;
  return {
    ...(diagnosis.code === undefined ? {} : { code: diagnosis.code }),
    flaggedChronic: candidates.some(({ row }) => row.type === 'diagnosis' && row.chronic),
    alerted: candidates.some(({ row }) => row.type === 'alert'),
    lastRecorded: recordedOn,
  };
};

/** One group per code after PS31; never merged on the first three characters (PS37). */
export const groupProblems = (candidates: readonly ProblemCandidate[]): readonly ProblemGroup[] =>
  groupBy(candidates.toSorted(latestFirst), candidateKey).map((group) => ({
    candidates: group, facts: factsOf(group), doubtful: group.every(({ doubtful }) => doubtful),
  }));

const categoryOf = (code: string): string => code.slice(0, 3);
const isUnspecified = (code: string): boolean => code.endsWith('.9');

/** `.9` beside a firm and closer code of its category says nothing more (PS37). */
export const isOutdone = ({ facts: { code } }: ProblemGroup, beside: readonly ProblemGroup[]): boolean =>
  code !== undefined && isUnspecified(code) &&
  beside.some(({ facts: other, doubtful }) =>
    other.code !== undefined && !doubtful && other.code.length > 3 && !isUnspecified(other.code) && categoryOf(other.code) === categoryOf(code));
