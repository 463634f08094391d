import type { CodedValue, FunctionalStatusItem, FunctionalStatusRecord, SummaryTerm } from '@ncp/domain';
import { groupBy, laterFirst, newestFirst, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { ACTIVITIES, ICF, ICF_SYSTEMS } from '../summary-constants.js';
import { foldWords, summaryTerm, wordsOf } from '../terms.js';
import { isWithin } from '../window.js';

/** Assessments of ability (sweden-patient-summary 6, PS61): the latest day of each category, in the order of the records. */
export interface FunctionalStatus {
  readonly functionalStatus: readonly FunctionalStatusItem[];
  readonly told: readonly Told<FunctionalStatusRecord>[];
}

const ICF_CODE = /^([bsde][0-9]{1,5})(?:\.([0-9]))?$/i;

/** `d450.3`: an activity and its qualifier. */
const icfOf = (coding: CodedValue): { readonly code: string; readonly qualifier?: string } | undefined => {
  const [, code, qualifier] = (ICF_SYSTEMS.includes(coding.codeSystem) ? ICF_CODE.exec(coding.code.trim()) : null) ?? [];
  return code === undefined ? undefined : { code: code.toLowerCase(), ...(qualifier === undefined ? {} : { qualifier }) };
};

interface Line { readonly assessment: SummaryTerm; readonly value: string }

const assessed = ({ assessment }: FunctionalStatusRecord): readonly Line[] => {
  const [coding] = assessment.codings;
  const icf = coding === undefined ? undefined : icfOf(coding);
  const words = wordsOf(assessment);
  if (words === '') return [];
  if (coding === undefined || icf === undefined) return [{ assessment: summaryTerm({ words, ...(coding === undefined ? {} : { national: coding }) }), value: words }];
  return [{
    assessment: summaryTerm({ words, pivot: { code: icf.code, codeSystem: ICF }, national: coding }), value: icf.qualifier ?? words,
  }];
};

/** One per activity; a comment, and an activity that we do not know, in words. */
const noted = ({ notes, assessment }: FunctionalStatusRecord): readonly Line[] =>
  notes.filter(({ text }) => text.trim() !== '').map(({ activity, text }) => {
    const known = activity === undefined ? undefined : ACTIVITIES[foldWords(activity).replaceAll(' ', '').replace('personlighygien', 'personlig hygien')];
    const words = activity ?? (wordsOf(assessment) === '' ? 'Kommentar' : wordsOf(assessment));
    const pivot = known === undefined ? undefined : { code: known[0], codeSystem: ICF, display: known[1] };
    return { assessment: summaryTerm({ words, ...(pivot === undefined ? {} : { pivot }) }), value: text.trim() };
  });

/** The category itself is what an assessment of personal ADL is called; only a disability has a code or words of its own. */
const linesOf = (row: FunctionalStatusRecord): readonly Line[] => {
  const notes = noted(row);
  return row.category === 'personal-adl' && notes.length > 0 ? notes : [...assessed(row), ...notes];
};

/** `rows`: newest first. */
export const functionalStatusOf = (rows: readonly FunctionalStatusRecord[], { policy, today, idOf }: Bench): FunctionalStatus => {
  const byDay = rows.toSorted((a, b) => laterFirst(a.assessedOn, b.assessedOn) || newestFirst(a, b));
  const recent = byDay.filter(({ assessedOn }) => isWithin(assessedOn, today, policy.windows.functionalMonths));
  const latest = groupBy(recent, ({ category }) => category)
    .flatMap((group) => group.filter(({ assessedOn }) => assessedOn === group[0].assessedOn))
    .toSorted((a, b) => laterFirst(a.assessedOn, b.assessedOn) || newestFirst(a, b));
  const shown = latest.map((row) => ({ row, lines: linesOf(row) }));
  return {
    functionalStatus: shown.flatMap(({ row, lines }) => lines.map((line, index) => ({
      id: idOf('functional-status', index === 0 ? row.origin.key : `${row.origin.key}|${String(index)}`),
      source: sourceOf([row]), ...line, assessedOn: row.assessedOn,
    }))),
    told: [
      ...shown.map(({ row, lines }) => tell(row, outcomeOf(lines), 'PS61')),
      ...byDay.filter((row) => !latest.includes(row)).map((row) => tell(row, 'dropped', 'PS61')),
    ],
  };
};

const outcomeOf = (lines: readonly Line[]): 'entry' | 'narrative' | 'dropped' => {
  if (lines.length === 0) return 'dropped';
  return lines.some(({ assessment }) => assessment.pivot !== undefined) ? 'entry' : 'narrative';
};
