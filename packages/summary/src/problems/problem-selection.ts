import { compareDates, type CalendarDate } from '@ncp/domain';
import type { SummaryPolicy } from '../policy.js';
import { CHRONIC_LIST, isListed, NO_PROBLEM_LIST, SIGNIFICANT_LIST, SYMPTOM_LIST } from '../summary-constants.js';
import { monthsBefore } from '../window.js';

/** What the selection looks at: all records of one code together. */
export interface ProblemFacts {
  /** ICD-10; undefined for words alone. */
  readonly code?: string;
  /** A record says that it is chronic. */
  readonly flaggedChronic: boolean;
  /** An alert in force names it (PS20). */
  readonly alerted: boolean;
  readonly lastRecorded: CalendarDate;
}

export type ProblemPlace = 'active' | 'past' | 'nowhere';

export interface ProblemSelection {
  readonly id: 'PS20' | 'PS33' | 'PS34' | 'PS35' | 'PS36';
  readonly holds: (facts: ProblemFacts, ages: Ages) => boolean;
  readonly place: ProblemPlace;
}

/** First days that are still new. */
export interface Ages {
  readonly newDiagnosis: CalendarDate;
  readonly newSymptom: CalendarDate;
}

const listed = (list: readonly string[]) => ({ code }: ProblemFacts): boolean => code !== undefined && isListed(code, list);
const isSymptom = listed(SYMPTOM_LIST);
const since = (day: CalendarDate, first: CalendarDate): boolean => compareDates(day, first) >= 0;

/** Read from top to bottom, the first that holds decides (PS33-PS36, PS20). To change what is a problem, change this table. */
export const PROBLEM_SELECTION: readonly ProblemSelection[] = [
  { id: 'PS20', holds: ({ alerted }) => alerted, place: 'active' },
  { id: 'PS33', holds: (facts) => facts.flaggedChronic || listed(CHRONIC_LIST)(facts), place: 'active' },
  { id: 'PS36', holds: listed(NO_PROBLEM_LIST), place: 'nowhere' },
  { id: 'PS36', holds: (facts, ages) => isSymptom(facts) && !since(facts.lastRecorded, ages.newSymptom), place: 'nowhere' },
  { id: 'PS34', holds: ({ lastRecorded }, ages) => since(lastRecorded, ages.newDiagnosis), place: 'active' },
  { id: 'PS35', holds: listed(SIGNIFICANT_LIST), place: 'past' },
];

const OLD_AND_ACUTE: ProblemSelection = { id: 'PS36', holds: () => true, place: 'nowhere' };

export const selectProblem = (facts: ProblemFacts, { windows }: SummaryPolicy, today: CalendarDate): ProblemSelection => {
  const ages = { newDiagnosis: monthsBefore(today, windows.diagnosisMonths), newSymptom: monthsBefore(today, windows.symptomMonths) };
  return PROBLEM_SELECTION.find(({ holds }) => holds(facts, ages)) ?? OLD_AND_ACUTE;
};

/** Chronic by its own words or by the list: first in the order of problems (sweden-patient-summary 10). */
export const isChronic = (facts: ProblemFacts): boolean => facts.flaggedChronic || listed(CHRONIC_LIST)(facts);
