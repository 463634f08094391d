import { compareInstants, stockholm, type AnyCareRecord, type Instant, type PatientSummary, type RecordOutcome } from '@ncp/domain';
import { admit, CONTRACT_OF } from './access/admit.js';
import { allergiesOf } from './allergies/allergies.js';
import { tell, writtenAt, type Bench, type Told } from './bench.js';
import { bloodGroupOf } from './laboratory/blood-group.js';
import { functionalStatusOf } from './functional-status/functional-status.js';
import { immunizationsOf } from './immunizations/immunizations.js';
import { medicationsOf } from './medication/medications.js';
import { pregnancyOf } from './pregnancy/pregnancy.js';
import { problemsOf } from './problems/problems.js';
import type { NationalMedication, SummaryInput, SummaryResult } from './summary-input.js';
import { Terms } from './terms.js';

type RowOf<Type extends AnyCareRecord['type']> = Extract<AnyCareRecord, { readonly type: Type }>;

const ofType = <Type extends AnyCareRecord['type']>(rows: readonly AnyCareRecord[], type: Type): readonly RowOf<Type>[] =>
  rows.filter((row): row is RowOf<Type> => row.type === type);

const USED: ReadonlySet<string> = new Set(['entry', 'narrative', 'merged']);

const outcomesOf = (told: readonly Told[], listTold: readonly Told<NationalMedication>[]): readonly RecordOutcome[] => [
  ...told.map(({ row, outcome, rule }): RecordOutcome => ({ source: CONTRACT_OF[row.type], key: row.origin.key, outcome, rule })),
  ...listTold.map(({ row, outcome, rule }): RecordOutcome => ({ source: 'national-list', key: row.prescription.id, outcome, rule })),
];

const inOrder = (a: RecordOutcome, b: RecordOutcome): number => {
  const name = ({ source, key, outcome, rule, at = '' }: RecordOutcome): string => [source, key, outcome, rule, at].join('\u0000');
  return Number(name(a) > name(b)) - Number(name(a) < name(b));
};

/** The newest record that the summary rests on; versions that a correction replaced are none of them. */
const newestUsed = (kept: readonly AnyCareRecord[], told: readonly Told[], listTold: readonly Told<NationalMedication>[]): Instant | undefined => {
  const used = new Set(told.filter(({ outcome }) => USED.has(outcome)).map(({ row }) => row));
  const times = [
    ...kept.filter((row) => used.has(row)).map(({ origin }) => writtenAt(origin)),
    ...listTold.filter(({ outcome }) => USED.has(outcome)).map(({ row }) => row.prescription.lastUpdated),
  ].filter((time) => time !== undefined);
  return times.toSorted(compareInstants).at(-1);
};

/**
 * Compiles the summary: which records may be used (PS02-PS07), then each section by its own rules (sweden-patient-summary 1.2-10).
 * The same input gives the same summary, whatever the order of its rows and however often each stands there. A row that is
 * withheld leaves no trace in it. An empty section says that there is no information, never that there is nothing (PS95).
 */
export const compileSummary = (input: SummaryInput): SummaryResult => {
  const { patient, catalogue, policy, today, now, articles, uuidOf } = input;
  const terms = new Terms(catalogue);
  const bench: Bench = { terms, policy, patient, today, articles, idOf: (kind, key) => uuidOf(`${kind}|${key}`) };
  const admitted = admit(input.records, { blocks: input.blocks, filteringSystems: policy.filteringSystems });
  const { rows } = admitted;
  const alerts = ofType(rows, 'alert');
  const allergies = allergiesOf(alerts.filter(({ kind }) => kind === 'hypersensitivity'), bench);
  const problems = problemsOf(ofType(rows, 'diagnosis'), alerts.filter(({ kind }) => kind !== 'hypersensitivity'), bench);
  const immunizations = immunizationsOf(ofType(rows, 'vaccination'), bench);
  const medications = medicationsOf(input.medications, ofType(rows, 'ordination'), bench);
  const functionalStatus = functionalStatusOf(ofType(rows, 'functional-status'), bench);
  const laboratory = bloodGroupOf(ofType(rows, 'laboratory'), bench);
  const pregnancy = pregnancyOf(ofType(rows, 'maternity'), bench);
  const told: readonly Told[] = [
    ...admitted.told, ...allergies.told, ...problems.told, ...immunizations.told, ...medications.told, ...functionalStatus.told,
    ...laboratory.told, ...pregnancy.told, ...ofType(rows, 'observation').map((row) => tell(row, 'dropped', 'PS75')),
  ];
  const summary: PatientSummary = {
    patient,
    compiledAt: now,
    lastUpdated: stockholm(newestUsed(rows, told, medications.listTold) ?? now),
    medications: medications.medications,
    allergies: allergies.allergies,
    allergyTexts: allergies.allergyTexts,
    problems: problems.problems,
    alerts: problems.alerts,
    pastIllness: problems.pastIllness,
    immunizations: immunizations.immunizations,
    immunizationTexts: immunizations.immunizationTexts,
    ...(pregnancy.pregnancy === undefined ? {} : { pregnancy: pregnancy.pregnancy }),
    functionalStatus: functionalStatus.functionalStatus,
    ...(laboratory.bloodGroup === undefined ? {} : { bloodGroup: laboratory.bloodGroup }),
  };
  return {
    summary,
    outcomes: [...outcomesOf(told, medications.listTold), ...admitted.unreadable].toSorted(inOrder),
    missingTerms: terms.missing,
  };
};
